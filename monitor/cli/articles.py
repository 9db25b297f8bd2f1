"""Articles as commands are given them: JSON lines or plain text, from files or standard input."""

import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from monitor.models import Document
from monitor.normalise.dates import parse_date
from monitor.normalise.furniture import mask
from monitor.normalise.plain import read_plain
from monitor.text.language import detect

MAX_TEXT = 200_000
FIELDS = ("id", "title", "text", "url", "published", "lang", "source")
_YEARS = range(1900, 2200)  # 1404-08-30 is a day of another calendar
_HALVES = re.compile("[\ud800-\udfff]")  # of letters cut in two: nothing can store or print them


@dataclass(frozen=True, slots=True)
class Given:
    """One article as given, or the sentence that says why it could not be read. `named`: the id is its own, and not the
    place where it stands."""

    id: str
    document: Document | None
    fault: str = ""
    source: str = ""
    named: bool = False


def read_articles(files: Sequence[str]) -> Iterator[Given]:
    """The articles of files in order, `-` being standard input; read one by one, so that a stream can be answered."""
    for name in files:
        if name == "-":
            yield from _from_stream(io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace"), "-")
            continue
        try:
            with _open(Path(name)) as stream:
                yield from _from_stream(stream, name)
        except (OSError, EOFError, zlib.error) as error:
            yield Given(name, None, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


def _from_stream(stream: TextIO, name: str) -> Iterator[Given]:
    """JSON lines are read one by one; anything else is one plain-text article."""
    first = stream.readline()
    while first and not first.strip():
        following = stream.readline()
        if following.lstrip().startswith("{"):
            first = following
            break
        first += following
        if not following:
            break
    if not first.lstrip().startswith("{"):
        text = first + stream.read()
        yield plain_article(name, text) if text.strip() else Given(name, None, "is empty")
        return
    line, number = first, 1
    while line:
        if line.strip():
            yield _json(line, f"{name}:{number}")
        line, number = stream.readline(), number + 1


def plain_article(name: str, text: str) -> Given:
    """A plain-text article: its real headline is found, what sites print around it does not count."""
    page = read_plain(text[:MAX_TEXT])
    lang = detect(f"{page.title}\n{page.text}")
    return Given(name, Document(page.title, page.text, lang, title_at=page.title_at, text_at=page.text_at))


def _json(line: str, where: str) -> Given:
    try:
        article = json.loads(line)
        if not isinstance(article, dict):
            return Given(where, None, "a JSON object is expected on each line")
    except (ValueError, RecursionError) as error:
        return Given(where, None, f"not valid JSON: {error}")
    values = {name: _HALVES.sub("\ufffd", str(article.get(name) or "")) for name in FIELDS}
    if not (values["title"] or values["text"]):
        return Given(where, None, "the article has neither title nor text")
    title, text = mask(values["title"][:MAX_TEXT]), mask(values["text"][:MAX_TEXT])
    if not (title + text).strip():
        title, text = values["title"][:MAX_TEXT], values["text"][:MAX_TEXT]
    # en-US is English: what is said of a country does not choose the terms.
    lang = values["lang"].replace("_", "-").partition("-")[0].lower() or detect(f"{title}\n{text}")
    published = _published(values["published"])
    document = Document(title, text, lang, values["url"], published, first_seen=published)
    return Given(values["id"] or where, document, source=values["source"], named=bool(values["id"]))


def _published(raw: str) -> datetime | None:
    """A date as ISO 8601 counts even when it is old, because archives are; others as they count in feeds."""
    try:
        at = datetime.fromisoformat(raw)
        if at.year in _YEARS:
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    return parse_date(raw, feedparser_epoch=None, now=datetime.now(UTC)) if raw else None
