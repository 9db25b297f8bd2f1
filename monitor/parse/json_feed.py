"""JSON Feed 1.0 and 1.1."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape

from monitor.errors import ParseError
from monitor.models import Item, ParsedFeed
from monitor.parse import bounds

Object = Mapping[str, object]


def read(text: str, headers: dict[str, str], url: str) -> ParsedFeed:
    """The feed in the JSON `text`. Raises ParseError when it is JSON of another kind, or none."""
    try:
        feed = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise ParseError("unreadable", "this address serves JSON that cannot be read") from error
    entries = feed.get("items") if isinstance(feed, dict) else None
    version = _text(feed, "version") if isinstance(feed, dict) else ""
    if not isinstance(entries, list) or not ("jsonfeed.org" in version or _text(feed, "title")):
        raise ParseError("not-a-feed", "this address serves JSON that is not a feed")
    items = [_item(entry, url) for entry in entries if isinstance(entry, dict)]
    return ParsedFeed(
        title=bounds.scrub(_text(feed, "title"), bounds.TITLE),
        link=bounds.link(url, _text(feed, "home_page_url")),
        language=bounds.scrub(_text(feed, "language") or headers.get("content-language", ""), 35),
        items=bounds.newest(items),
        total=len(items),
        format="json10" if version.endswith("/1") else "json11",
    )


def _item(entry: Object, url: str) -> Item:
    published, updated = _text(entry, "date_published"), _text(entry, "date_modified")
    tags = entry.get("tags")
    return bounds.bounded_item(
        guid=_text(entry, "id"),
        link=bounds.link(url, _text(entry, "url") or _text(entry, "external_url")),
        title=escape(_text(entry, "title"), quote=False),
        summary=escape(_text(entry, "summary"), quote=False),
        content=_text(entry, "content_html") or escape(_text(entry, "content_text"), quote=False),
        published=published,
        updated=updated,
        published_at=_epoch(published),
        updated_at=_epoch(updated),
        author=_author(entry),
        language=_text(entry, "language"),
        tags=[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
    )


def _text(part: Object, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def _author(entry: Object) -> str:
    authors = entry.get("authors")
    several = authors if isinstance(authors, list) else [entry.get("author")]
    return ", ".join(name for author in several if isinstance(author, dict) and (name := _text(author, "name")))


def _epoch(date: str) -> float | None:
    try:
        moment = datetime.fromisoformat(date.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
