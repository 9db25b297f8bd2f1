"""Site furniture in plain text: found line by line, so that a paragraph of prose is never touched.

A line is furniture when it is, as a whole, one of the phrases (`phrases.py`), a label with a short value, a byline or a
bare date, or when it is a headline of another article: announced as such, or standing at the end of the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.normalise.calendars import CALENDAR_WORDS, folded
from monitor.normalise.phrases import entries

Span = tuple[int, int]

_LINES, _LABELS, _TEASERS = entries("lines") | entries("more"), entries("labels"), entries("teasers")
_FORMS = tuple(sorted(entries("forms")))
_LONGEST_LINE, _COMPARED = 250, 120
_HEADLINE, _VALUE, _PROSE = 160, 70, 160
_NAME_WORDS = 5
_PLAIN_FORM, _FORM_REST = 25, 70  # a short phrase may begin a sentence of prose; then more follows it

_EDGES = " \t\r:;,*•·|»«›‹→←>-–—…._!?؟()[]#+©▼▲✓"
_LABEL = re.compile(r"([^:：|]{2,40}?)\s{0,3}[:：|]\s{0,3}(.{0,200})")
_WORDS = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[.!?؟۔。…]['\"”’»)\]]*\s*(?:[(\[].{1,30}[)\]])?\s*$")
_BREADCRUMB = re.compile(r"^[^.!?؟«]{1,30}?\s([»›>/|])\s[^.!?؟«]{1,40}?(?:\s\1\s[^.!?؟«]{1,40})+$")
_BYLINE = re.compile(
    r"(?:by|par|por|von|yazan|bi qelema)\s+(?:(?:[A-ZÀ-ÞŞĞİÇÖÜ][\w.'’-]*|de|del|al|bin|and|et|y|ve|the)[\s,]*){1,6}"
    r"(?:[|,•–-].{0,40})?|(?:بقلم|بە قەلەمی|تحریر|به قلم|کتب)\s*[:\s]\s*(?:\w+\s*){1,5}"
)
_COPYRIGHT = re.compile(r"(?:copyright\s*)?©|copyright\s+(?:\(c\)|20\d\d)|\(c\)\s*20\d\d", re.IGNORECASE)
_CREDIT = re.compile(
    r"[(\[](?:photo|image|picture|foto|фото|عکس|صورة|تصویر|وێنە|wêne|crédit)s?\b.{0,120}[)\]]"
    r"|(?:photo|image|picture)\s*(?:[:/]|by|via|credit|courtesy).{0,80}"
    r"|.{0,60}/\s*(?:afp|reuters|getty images|ap|epa|anadolu|iha|dha)(?: via getty images)?",
    re.IGNORECASE,
)
_POST_FOOTER = re.compile(r"\bThe post .{1,300}? (?:appeared first on|first appeared on) .{1,100}$")
_MORE = re.compile(
    r"(?<=[.!?؟۔…\]»”\"])\s*(?:\[?(?:…|\.\.\.)\]?\s*)?(?:"
    + "|".join(map(re.escape, sorted(entries("more"), key=len, reverse=True)))
    + r")\s*[.…»›→>]*$"
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    folded: str

    @property
    def is_prose(self) -> bool:
        return bool(_ENDS.search(self.text[-80:])) or len(self.text) > _PROSE

    @property
    def is_headline(self) -> bool:
        return len(self.text) <= _HEADLINE and not self.text.endswith((":", "：")) and not self.is_prose


def find_furniture(text: str) -> list[Span]:
    """The (start, end) spans of furniture in `text`, in order, without overlap; ends exclude the line break."""
    lines = _lines_of(text)
    marked = [_kind(line, alone=len(lines) == 1) for line in lines]
    _mark_teasers(lines, marked)
    spans = [(line.start, line.end) for line, kind in zip(lines, marked, strict=True) if kind]
    article = [line for line, kind in zip(lines, marked, strict=True) if not kind]
    spans += [tail for line in article[-2:] if (tail := _tail(line))]
    return sorted(spans)


def strip(text: str) -> str:
    """The text without its furniture, and without the lines that this leaves empty."""
    spans = find_furniture(text)
    if not spans:
        return text
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    return "\n".join(line.rstrip() for line in "".join(kept).split("\n") if line.strip())


def mask(text: str) -> str:
    """The text with blanks in place of its furniture: as long as before, line breaks kept, so that offsets hold."""
    for start, end in find_furniture(text):
        blanks = "".join("\n" if letter == "\n" else " " for letter in text[start:end])
        text = text[:start] + blanks + text[end:]
    return text


def _lines_of(text: str) -> list[_Line]:
    lines, at = [], 0
    for whole in text.split("\n"):
        stripped = whole.strip()
        if stripped:
            start = at + whole.index(stripped[0])
            short = folded(stripped[:_COMPARED]).strip(_EDGES) if len(stripped) <= _LONGEST_LINE else ""
            lines.append(_Line(start, start + len(stripped), stripped, " ".join(short.split())))
        at += len(whole) + 1
    return lines


def _kind(line: _Line, *, alone: bool) -> str:
    """`form`, `teaser` or `other` when the line is furniture by itself, else empty."""
    said = line.folded
    if len(line.text) > _LONGEST_LINE:
        return ""
    if not said:
        return "other"
    if said in _TEASERS or (said.startswith("more from ") and line.is_headline):
        return "teaser"
    if _is_form(said):
        return "form"
    if said in _LINES:
        return "other"
    return "other" if _is_label(line, alone=alone) or _is_small_print(line) else ""


def _is_form(said: str) -> bool:
    if not said.startswith(_FORMS):
        return False
    phrase = max((form for form in _FORMS if said.startswith(form)), key=len)
    return len(phrase) >= _PLAIN_FORM or len(said) - len(phrase) <= _FORM_REST


def _is_label(line: _Line, *, alone: bool) -> bool:
    """A label with a number, a date or, where more text stands around it, a name. "Sources: jail stormed" is news."""
    match = _LABEL.match(line.text)
    if match is None:
        return False
    label, value = folded(match[1]).strip(_EDGES), match[2]
    if label in _TEASERS:
        return len(line.text) <= _HEADLINE + 40 and line.is_headline
    if label not in _LABELS or len(value) > _VALUE:
        return False
    words = _WORDS.findall(folded(value))
    if all(word in CALENDAR_WORDS for word in words):
        return True
    return not alone and len(words) <= _NAME_WORDS and not any(map(str.isdigit, value))


def _is_small_print(line: _Line) -> bool:
    if _COPYRIGHT.match(line.text):
        return True
    if _ENDS.search(line.text) and not line.text.endswith(("Getty Images.", ")")):
        return False
    if len(line.text) <= 60 and (_BYLINE.fullmatch(line.text) or _is_byline(line.text) or _is_date(line)):
        return True
    return bool(_BREADCRUMB.match(line.text)) or (len(line.text) <= 140 and bool(_CREDIT.fullmatch(line.text)))


def _is_byline(text: str) -> bool:
    return text[:1].isupper() and bool(_BYLINE.fullmatch(text[:1].lower() + text[1:]))


def _is_date(line: _Line) -> bool:
    words = _WORDS.findall(line.folded)
    return any(map(str.isdigit, line.folded)) and len(words) <= 8 and all(word in CALENDAR_WORDS for word in words)


def _mark_teasers(lines: Sequence[_Line], marked: list[str]) -> None:
    """Mark headlines that follow a comment form or a heading of teasers, and those at the very end."""
    announced = False
    for place, line in enumerate(lines):
        if marked[place] in {"form", "teaser"}:
            announced = True
        elif not marked[place]:
            announced = announced and line.is_headline and _prose_before(lines, marked, place) > 0
            if announced:
                marked[place] = "headline"
    last = len(lines)
    while last and (marked[last - 1] or lines[last - 1].is_headline):
        last -= 1
    loose = [place for place in range(last, len(lines)) if not marked[place] and len(lines[place].text.split()) >= 4]
    introduced = last > 0 and lines[last - 1].text.endswith((":", "："))
    if len(loose) >= 2 and not introduced and _prose_before(lines, marked, last) >= 3:
        for place in loose:
            marked[place] = "headline"


def _prose_before(lines: Sequence[_Line], marked: Sequence[str], place: int) -> int:
    return sum(1 for at in range(place) if not marked[at] and lines[at].is_prose)


def _tail(line: _Line) -> Span | None:
    """What a feed's software adds to the end of a summary."""
    if footer := _POST_FOOTER.search(line.text[-600:]):
        return line.end - len(footer[0]), line.end
    end = line.text[-60:]
    said = folded(end)
    if len(said) == len(end) and (more := _MORE.search(said)):
        return line.end - len(more[0]), line.end
    return None
