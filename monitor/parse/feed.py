"""RSS 0.9x-2.0, RDF, Atom 0.3 and 1.0, by feedparser. The only module that imports it.

Its sanitiser and its resolving of links in HTML are off: both are slow, the first is quadratic on hostile input, and
what follows takes the text only.
"""

import calendar
import io
import time
from collections.abc import Iterable, Mapping

import feedparser

from monitor.errors import ParseError
from monitor.models import Item, ParsedFeed
from monitor.parse import bounds
from monitor.parse.guard import make_safe

_DRIVER = "monitor.parse.expat"

Entry = Mapping[str, object]


def read(text: str, headers: dict[str, str], url: str) -> ParsedFeed:
    """The feed in the XML `text`. Relative links are resolved by its own base, else by `url`."""
    if _DRIVER not in feedparser.api.PREFERRED_XML_PARSERS:
        feedparser.api.PREFERRED_XML_PARSERS.insert(0, _DRIVER)
    safe = make_safe(text)
    result = feedparser.parse(
        io.BytesIO(safe.text.encode("utf-8")),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-language": headers.get("content-language", ""),
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    items = [_item(entry, url) for entry in result["entries"]]
    feed: Entry = result["feed"]
    if not items and not result["version"] and not _text(feed, "title"):
        raise ParseError("not-a-feed", "this address serves XML that holds no feed")
    return ParsedFeed(
        title=bounds.scrub(_text(feed, "title"), bounds.TITLE),
        link=bounds.link(url, _text(feed, "link")),
        language=bounds.scrub(_text(feed, "language"), 35),
        items=bounds.newest(items),
        total=len(items) + safe.omitted,
        format=result["version"] or "xml",
        defect=safe.defect or _defect(result),
    )


def _item(entry: Entry, url: str) -> Item:
    published = "published" if dict.__contains__(entry, "published") else "created"
    content, language = _content(entry)
    return bounds.bounded_item(
        guid=_text(entry, "id"),
        link=_link(entry, url),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        content=content,
        published=_text(entry, published),
        updated=_text(entry, "updated"),
        published_at=_epoch(entry, f"{published}_parsed"),
        updated_at=_epoch(entry, "updated_parsed"),
        author=_text(entry, "author"),
        language=_text(entry, "language") or language,
        tags=_tags(entry),
    )


def _link(entry: Entry, url: str) -> str:
    """The first link that can be followed. feedparser takes a GUID for a link too; that one counts only if absolute."""
    first = _text(entry, "link")
    links = [_text(part, "href") for part in _mappings(_raw(entry, "links")) if _text(part, "rel") in {"", "alternate"}]
    if first not in links and not first.startswith(("http://", "https://")):
        first = ""
    resolved = (bounds.link(url, address) for address in (first, *links))
    return next((address for address in resolved if address.startswith(("http://", "https://"))), "")


def _raw(entry: Entry, name: str) -> object:
    """The value under exactly this name: feedparser's own lookup answers for other names too, with a warning."""
    return dict.get(entry, name)  # type: ignore[call-overload]  # a FeedParserDict is a dict


def _text(entry: Entry, name: str) -> str:
    value = _raw(entry, name)
    return value if isinstance(value, str) else ""


def _epoch(entry: Entry, name: str) -> float | None:
    value = _raw(entry, name)
    if not isinstance(value, time.struct_time):
        return None
    try:
        return float(calendar.timegm(value))
    except (ValueError, OverflowError):
        return None


def _content(entry: Entry) -> tuple[str, str]:
    """The longest of the contents that is text, and its language."""
    best, language = "", ""
    for part in _mappings(_raw(entry, "content")):
        value = _text(part, "value")
        if len(value) > len(best) and _text(part, "type").startswith(("text/", "application/xhtml")):
            best, language = value, _text(part, "language")
    return best, language


def _tags(entry: Entry) -> list[str]:
    parts = _mappings(_raw(entry, "tags"))
    return [tag for part in parts if (tag := _text(part, "term") or _text(part, "label"))]


def _mappings(value: object) -> Iterable[Entry]:
    return (part for part in value if isinstance(part, dict)) if isinstance(value, list) else ()


def _defect(result: Entry) -> str | None:
    if not result["bozo"]:
        return None
    error = _raw(result, "bozo_exception")
    message = getattr(error, "getMessage", lambda: type(error).__name__)()
    line = getattr(error, "getLineNumber", lambda: None)()
    where = f" at line {line}" if line else ""
    return f"its XML is not well-formed{where} ({message}); what could be read was kept"
