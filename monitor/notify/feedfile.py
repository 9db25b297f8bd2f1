"""Alerts as a feed that readers and other programs poll: Atom, RSS 2.0 or JSON Feed 1.1, by the end of the file's name.

The file is its own memory: a new notice is laid over what stands there, so nothing is lost by a restart and a repeat
changes nothing. All notices of one incident are one entry, under one id for ever; an update replaces it. The file is
replaced whole, so a reader never meets half of it.
"""

import fcntl
import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from monitor.errors import ChannelError
from monitor.models import Message

TITLE = "Threat Monitor"
_ATOM = "http://www.w3.org/2005/Atom"
_LARGEST = 50_000_000
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: plain values, the same in each of the three forms. `data` is what JSON Feed says besides."""

    id: str
    title: str
    url: str
    text: str
    html: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...]
    data: dict[str, object] | None = None


def check(channel: str, path: Path) -> str | None:
    """What is wrong with the path of a feed, as a sentence; None when it can be used."""
    if path.suffix not in _FORMS:
        return f"channel {channel}: a feed's file ends in {', '.join(_FORMS)}; {path.name} does not"
    return None if path.parent.is_dir() else f"channel {channel}: the folder {path.parent} does not exist"


def publish(channel: str, path: Path, message: Message, keep: int) -> str:
    """Lay the message over the feed in `path`, newest first, at most `keep` entries. Raises ChannelError when the file
    cannot be written; one that cannot be read is put aside, and a new one begun."""
    problem = check(channel, path)
    if problem:
        raise ChannelError("io", problem, permanent=path.suffix not in _FORMS)
    read, write = _FORMS[path.suffix]
    try:
        with _Turn(path.parent):
            before = _entries(path, read)
            entry = entry_of(message)
            older = next((each for each in before if each.id == entry.id), None)
            if older is not None and older.updated > entry.updated:
                return f"feed:{path}"
            entry = replace(entry, published=min(older.published, entry.published)) if older else entry
            kept = [entry, *(each for each in before if each.id != entry.id)][:keep]
            _replace(path, write(path.absolute().as_uri(), kept))
    except OSError as error:
        raise ChannelError("io", f"channel {channel} cannot write to {path}: {error.strerror}") from error
    return f"feed:{path}"


def entry_of(message: Message) -> Entry:
    """The entry that a message makes. Its id is the incident's, or the notice's where there is no incident."""
    data = message.data or {}
    moment = datetime.fromisoformat(str(data.get("created_at") or "1970-01-01T00:00:00Z"))
    seed = f"threat-monitor incident {message.thread}" if message.thread else f"threat-monitor {message.ref} {moment}"
    tags = tuple(str(tag) for tag in (data.get("severity"), data.get("rule"), data.get("event")) if tag)
    return Entry(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, seed)}",
        title=_legal(message.title) or "Notice",
        url=str(data.get("url") or _first_source(data)),
        text=_legal(message.body),
        html=_legal(message.html or ""),
        published=moment,
        updated=moment,
        tags=tags,
        data=data,
    )


def _first_source(data: dict[str, object]) -> str:
    sources = data.get("sources")
    first = sources[0] if isinstance(sources, list) and sources else None
    return str(first.get("url") or "") if isinstance(first, dict) else ""


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


# --- the file ------------------------------------------------------------------------------------------------------


class _Turn:
    """One writer at a time, the service or a person's test: the folder itself is the lock, nothing is left lying."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def __enter__(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.fsync(self._descriptor)
        os.close(self._descriptor)


def _entries(path: Path, read: Callable[[bytes], list[Entry]]) -> list[Entry]:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except FileNotFoundError:
        return []
    try:
        return read(data)
    except (ValueError, KeyError, TypeError, AttributeError, ET.ParseError, RecursionError):
        path.replace(path.with_name(f"{path.name}.damaged"))
        return []


def _replace(path: Path, data: bytes) -> None:
    """With the rights that the file has, or those that the user's mask gives: a web server may have to read it."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        with suppress(FileNotFoundError):
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


# --- Atom ----------------------------------------------------------------------------------------------------------


def _write_atom(address: str, entries: list[Entry]) -> bytes:
    feed = ET.Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, address)}")
    _add(feed, "title", TITLE)
    _add(feed, "updated", _iso(max(entry.updated for entry in entries)))
    _add(_add(feed, "author"), "name", TITLE)
    _add(feed, "generator", TITLE)
    for entry in entries:
        node = _add(feed, "entry")
        _add(node, "id", entry.id)
        _add(node, "title", entry.title)
        if entry.url:
            _add(node, "link", rel="alternate", href=entry.url)
        _add(node, "published", _iso(entry.published))
        _add(node, "updated", _iso(entry.updated))
        for tag in entry.tags:
            _add(node, "category", term=tag)
        _add(node, "summary", entry.text, type="text")
        if entry.html:
            _add(node, "content", entry.html, type="html")
    return _xml(feed)


def _read_atom(data: bytes) -> list[Entry]:
    feed = _parsed(data, f"{{{_ATOM}}}feed")
    found = []
    for node in feed.iter(f"{{{_ATOM}}}entry"):
        link = node.find(f"{{{_ATOM}}}link")
        found.append(
            Entry(
                id=_text(node, f"{{{_ATOM}}}id"),
                title=_text(node, f"{{{_ATOM}}}title"),
                url=link.get("href", "") if link is not None else "",
                text=_text(node, f"{{{_ATOM}}}summary"),
                html=_text(node, f"{{{_ATOM}}}content"),
                published=datetime.fromisoformat(_text(node, f"{{{_ATOM}}}published")),
                updated=datetime.fromisoformat(_text(node, f"{{{_ATOM}}}updated")),
                tags=tuple(tag.get("term", "") for tag in node.iter(f"{{{_ATOM}}}category")),
            )
        )
    return found


# --- RSS -----------------------------------------------------------------------------------------------------------


def _write_rss(address: str, entries: list[Entry]) -> bytes:
    rss = ET.Element("rss", {"version": "2.0", "xmlns:atom": _ATOM})
    channel = _add(rss, "channel")
    _add(channel, "title", TITLE)
    _add(channel, "link", next((entry.url for entry in entries if entry.url), address))
    _add(channel, "description", "What this installation told, the newest first.")
    _add(channel, "lastBuildDate", format_datetime(max(entry.updated for entry in entries), usegmt=True))
    _add(channel, "generator", TITLE)
    for entry in entries:
        node = _add(channel, "item")
        _add(node, "title", entry.title)
        if entry.url:
            _add(node, "link", entry.url)
        _add(node, "description", entry.html or entry.text)
        for tag in entry.tags:
            _add(node, "category", tag)
        _add(node, "guid", entry.id, isPermaLink="false")
        _add(node, "pubDate", format_datetime(entry.published, usegmt=True))
        _add(node, "atom:updated", _iso(entry.updated))
    return _xml(rss)


def _read_rss(data: bytes) -> list[Entry]:
    found = []
    for node in _parsed(data, "rss").iter("item"):
        text = _text(node, "description")
        published = parsedate_to_datetime(_text(node, "pubDate"))
        found.append(
            Entry(
                id=_text(node, "guid"),
                title=_text(node, "title"),
                url=node.findtext("link") or "",
                text=text,
                html=text,
                published=published,
                updated=datetime.fromisoformat(node.findtext(f"{{{_ATOM}}}updated") or published.isoformat()),
                tags=tuple(tag.text or "" for tag in node.iter("category")),
            )
        )
    return found


# --- JSON Feed -----------------------------------------------------------------------------------------------------


def _write_json(_address: str, entries: list[Entry]) -> bytes:
    items: list[dict[str, object]] = []
    for entry in entries:
        item: dict[str, object] = {"id": entry.id, "title": entry.title, "content_text": entry.text}
        item |= {"url": entry.url} if entry.url else {}
        item |= {"content_html": entry.html} if entry.html else {}
        item |= {"date_published": _iso(entry.published), "date_modified": _iso(entry.updated)}
        items.append(item | {"tags": list(entry.tags), "_monitor": entry.data or {}})
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": TITLE, "items": items}
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _read_json(data: bytes) -> list[Entry]:
    return [
        Entry(
            id=str(item["id"]),
            title=str(item["title"]),
            url=str(item.get("url", "")),
            text=str(item["content_text"]),
            html=str(item.get("content_html", "")),
            published=datetime.fromisoformat(item["date_published"]),
            updated=datetime.fromisoformat(item["date_modified"]),
            tags=tuple(item["tags"]),
            data=dict(item["_monitor"]),
        )
        for item in json.loads(data)["items"]
    ]


# --- XML -----------------------------------------------------------------------------------------------------------


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    node = ET.SubElement(parent, name, attributes)
    node.text = text
    return node


def _text(node: ET.Element, name: str) -> str:
    text = node.findtext(name)
    if text is None:
        raise ValueError(f"no {name}")
    return text


def _parsed(data: bytes, root: str) -> ET.Element:
    if b"<!DOCTYPE" in data[:1000]:
        raise ValueError("a feed of ours declares nothing")
    node = ET.fromstring(data)  # noqa: S314 - our own file, see above
    if node.tag != root:
        raise ValueError(f"not {root}")
    return node


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


_FORMS: dict[str, tuple[Callable[[bytes], list[Entry]], Callable[[str, list[Entry]], bytes]]] = {
    ".atom": (_read_atom, _write_atom),
    ".rss": (_read_rss, _write_rss),
    ".json": (_read_json, _write_json),
}
