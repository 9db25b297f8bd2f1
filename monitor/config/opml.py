"""OPML: lists of feeds that other programs write, often not quite as XML wants it. Read with repairs, written well.

Nothing is fetched and no entity is expanded: every `&` that is not one of XML's own five is taken literally, and a
file that declares entities is refused.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from lxml import etree

from monitor.errors import Problem
from monitor.models import FeedSettings

MAX_BYTES = 10_000_000
MAX_FEEDS = 5_000
_LONGEST_NAME = 200

_RAW_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w:.-]{0,40})\s{0,40}=\s{0,40}([\"'])")
_TAG_END = re.compile(r"(/?)>\s*(?=<|$)")
_CLOSES_TAG = re.compile(r"\s*/?>\s*(?:<|$)")
_NEXT_ATTRIBUTE = re.compile(r"\s+[A-Za-z_][\w:.-]{0,40}\s{0,40}=\s{0,40}[\"']")


@dataclass(frozen=True, slots=True)
class Opml:
    """The feeds of one OPML file in its order, without duplicates; each with its line. `problems` are warnings of what
    was repaired or left out, and errors when the file cannot be used."""

    name: str
    feeds: tuple[FeedSettings, ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]


def read_opml(path: Path, shown: str | None = None) -> Opml:
    """Read a file. Never raises: what is wrong is in `problems`."""
    name = shown if shown is not None else str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _unusable(name, f"the file cannot be read: {reason}", "unreadable")
    return parse_opml(raw, name)


def parse_opml(raw: bytes, name: str) -> Opml:
    """Read OPML from bytes; `name` stands in the problems."""
    if len(raw) > MAX_BYTES:
        return _unusable(name, f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it", "too-large")
    text = _NOT_XML.sub("", _DECLARATION.sub("", _decode(raw)))
    if "<!ENTITY" in text.upper():
        return _unusable(name, "the file declares XML entities; such files are not read", "entities")
    problems: list[Problem] = []
    root = _strict(text)
    if isinstance(root, etree.XMLSyntaxError):
        line = root.lineno or 0
        problems.append(Problem(name, line, 1, "not well-formed XML; read with repairs", "repaired", "warning"))
        root = _lenient(text)
    if root is None or not any(True for _ in root.iter("{*}outline")):
        return _unusable(name, "no <outline> is found; is this an OPML file?", "no-outlines")
    return _collect(root, name, problems)


def write_opml(feeds: Iterable[FeedSettings], title: str, now: datetime) -> bytes:
    """OPML 2.0 in UTF-8, with one folder for each group. Settings that OPML cannot say are left out."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _NOT_XML.sub("", title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now, usegmt=True)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {"": body}
    for feed in feeds:
        if feed.group not in folders:
            folders[feed.group] = etree.SubElement(body, "outline", text=_NOT_XML.sub("", feed.group))
        name = _NOT_XML.sub("", feed.name or feed.url)
        outline = etree.SubElement(folders[feed.group], "outline", type="rss", text=name, xmlUrl=feed.url)
        if feed.language:
            outline.set("language", feed.language)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _unusable(name: str, message: str, code: str) -> Opml:
    return Opml(name, (), (), (Problem(name, 0, 0, message, code),))


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    declared = found.group(1).decode("ascii") if (found := _ENCODING.search(raw[:300])) else "utf-8"
    for encoding in (declared, "utf-8-sig"):
        try:
            return raw.decode(encoding).removeprefix("\ufeff")
        except (LookupError, ValueError):
            continue
    return raw.decode("windows-1252", "replace")


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover, encoding="utf-8")


def _strict(text: str) -> etree._Element | etree.XMLSyntaxError:
    # As soon as the text is well-formed it is taken as it stands; entities have been refused before.
    try:
        return etree.fromstring(text.encode(), _parser(recover=False))
    except etree.XMLSyntaxError as error:
        return error


def _lenient(text: str) -> etree._Element | None:
    """The tree after repairs: raw ampersands, then raw `<` and quotes within attributes, then what lxml can save."""
    for repaired in (_RAW_AMPERSAND.sub("&amp;", text), _requoted(text)):
        root = _strict(repaired)
        if not isinstance(root, etree.XMLSyntaxError):
            return root
    try:
        return etree.fromstring(_requoted(text).encode(), _parser(recover=True))
    except etree.XMLSyntaxError:
        return None


def _requoted(text: str) -> str:
    """The text with every outline tag written anew, its attribute values escaped as XML wants them."""
    before, *tags = text.split("<outline")
    return _RAW_AMPERSAND.sub("&amp;", before) + "".join(_rewritten(tag) for tag in tags)


def _rewritten(tag: str) -> str:
    parts = ["<outline"]
    at = 0
    while found := _ATTRIBUTE.search(tag, at):
        if (closing := _TAG_END.search(tag, at, found.start())) and not tag[at : closing.start()].strip():
            break
        end = _value_end(tag, found.end(), found.group(2))
        value = _RAW_AMPERSAND.sub("&amp;", tag[found.end() : end]).replace("<", "&lt;").replace('"', "&quot;")
        parts.append(f' {found.group(1)}="{value}"')
        at = end + 1
    closing = _TAG_END.search(tag, at)
    rest = tag[closing.end() :] if closing else ""
    return "".join(parts) + (f"{closing.group(1)}>" if closing else "/>") + _RAW_AMPERSAND.sub("&amp;", rest)


def _value_end(tag: str, start: int, quote: str) -> int:
    """Where the value ends: at the first quote behind which the tag goes on as a tag does."""
    at = tag.find(quote, start)
    while at >= 0:
        if _NEXT_ATTRIBUTE.match(tag, at + 1) or _CLOSES_TAG.match(tag, at + 1):
            return at
        at = tag.find(quote, at + 1)
    return len(tag)


def _collect(root: etree._Element, name: str, problems: list[Problem]) -> Opml:
    feeds: dict[str, tuple[FeedSettings, int]] = {}
    beyond = 0
    for outline, group in _outlines(root):
        attributes = {str(key).lower(): str(value).strip() for key, value in outline.attrib.items()}
        url = attributes.get("xmlurl") or (attributes.get("url", "") if attributes.get("type") == "rss" else "")
        if not url:
            continue
        line = int(outline.sourceline or 0)
        url = _http(url)
        if not url.lower().startswith(("http://", "https://")) or any(c.isspace() for c in url):
            problems.append(
                Problem(name, line, 1, f"{url[:80]!r} is not a web address; left out", "bad-url", "warning")
            )
        elif url in feeds:
            said = f"{url} stands in line {feeds[url][1]} already; left out"
            problems.append(Problem(name, line, 1, said, "duplicate-feed", "warning"))
        elif len(feeds) == MAX_FEEDS:
            beyond += 1
        else:
            title = html.unescape(attributes.get("title") or attributes.get("text") or "")[:_LONGEST_NAME]
            feeds[url] = (FeedSettings(url, title, attributes.get("language") or None, group=group), line)
    if beyond:
        said = f"the file names {MAX_FEEDS + beyond:,} feeds, more than {MAX_FEEDS:,}; split it"
        problems.append(Problem(name, 0, 0, said, "too-many-feeds"))
    return Opml(name, tuple(f for f, _ in feeds.values()), tuple(line for _, line in feeds.values()), tuple(problems))


def _outlines(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every outline with the names of the folders around it."""
    folders: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="{*}outline"):
        if event == "end":
            folders.pop()
            continue
        yield element, " / ".join(folder for folder in folders if folder)[:_LONGEST_NAME]
        folders.append(html.unescape(str(element.get("text") or element.get("title") or "")).strip())


def _http(url: str) -> str:
    """`feed://example.org/` and `feed:https://example.org/` are what some programs call a web address."""
    bare = re.sub(r"^feed:(?=https?://)", "", url, flags=re.IGNORECASE)
    return re.sub(r"^feed://", "http://", bare, flags=re.IGNORECASE)
