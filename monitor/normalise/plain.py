"""Plain-text files as people save them from web pages: where is the headline, and what is the article?"""

import re
from dataclasses import dataclass

from monitor.normalise.furniture import mask
from monitor.text.sentences import sentence_spans

_LONGEST_TITLE = 300
_ENDS = re.compile(r"[.!؟۔。]['\"”’»)]*$")
_SITE = re.compile(
    r"\s+(?:[|»«•]|::)\s+[^|»«•]{1,40}$"
    r"|\s+[-–—]\s+(?:[^-–—]{0,25}\b)?(?:news|times|post|agency|press|tv|online|daily|reuters|afp|ap|bbc(?: \w+)?|cnn"
    r"|al jazeera|the guardian|haber(?:leri)?|gazetesi|noticias|actualités|новости|رووداو|الجزيرة|العربية|ایسنا|ایرنا"
    r"|خبرگزاری .{1,20}|وكالة .{1,20})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A file read as an article. `text` is as long as the file, with blanks where title and furniture stood; a title
    that is only the text's first sentence stays in both. Offsets shift by `title_at` and `text_at`."""

    title: str
    text: str
    title_at: int
    text_at: int = 0


def read_plain(text: str) -> Plain:
    """Find the headline and the body. The first line is not trusted: it may be a date, a site's name, a menu."""
    masked = mask(text)
    start = len(masked) - len(masked.lstrip())
    end = masked.find("\n", start)
    line = masked[start : end if end >= 0 else len(masked)].rstrip()
    rest = masked[start + len(line) :]
    if _is_headline(line) and rest.strip():
        title = _SITE.sub("", line)
        return Plain(title, masked[:start] + " " * len(line) + rest, start)
    for first, last in sentence_spans(line)[:1]:
        if last - first <= _LONGEST_TITLE:
            return Plain(line[first:last], masked, start + first)
    return Plain("", masked, 0)


def _is_headline(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_TITLE and not _ENDS.search(line) and len(sentence_spans(line)) <= 2
