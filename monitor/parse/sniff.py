"""What kind of document is this? Servers' own words for it are not to be trusted."""

import re
from types import MappingProxyType

from monitor.errors import ParseError
from monitor.parse.pages import page_instead

_MAGIC = MappingProxyType(
    {
        b"\x1f\x8b": "a gzip file",
        b"PK\x03\x04": "a zip archive",
        b"%PDF": "a PDF document",
        b"\x89PNG": "an image",
        b"\xff\xd8\xff": "an image",
        b"GIF8": "an image",
        b"\x7fELF": "a program",
        b"SQLite format": "a database",
    }
)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\xfe\xff", b"\x00\x00\x00<")

FEED_ROOT = re.compile(r"<((?:[\w.-]{1,30}:)?(?:rss|rdf|feed|channel))(?=[\s>/])", re.IGNORECASE)
_WEB_ROOT = re.compile(r"<(?:html|head|body|script|title|meta|div|noscript)\b", re.IGNORECASE)
_WEB_DOCTYPE = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]{0,60})")
_SUBSET_END = re.compile(r"\]\s{0,99}>")
_LOOKED_AT = 20_000


def refuse_binary(body: bytes) -> None:
    """Raises ParseError for what is empty or no text at all."""
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise ParseError("empty", "this address serves an empty document")
    for magic, name in _MAGIC.items():
        if body.startswith(magic):
            raise ParseError("binary", f"this address serves {name}, not a feed")
    if body.count(b"\x00", 0, 1000) > 20 and not body.startswith(_WIDE):
        raise ParseError("binary", "this address serves binary data, not a feed")


def sniff(text: str) -> str:
    """`xml` or `json`; raises ParseError, naming what it is instead."""
    if text.lstrip("\ufeff \t\r\n\x00").startswith(("{", "[")):
        return "json"
    at = first_element(text)
    start = text[at : at + _LOOKED_AT]
    root = FEED_ROOT.search(start)
    page = _WEB_ROOT.search(start)
    # Warnings of the server's own programs, marked up as HTML, stand before some feeds.
    if root and not (page and page.start() < root.start()) and not _WEB_DOCTYPE.match(text.lstrip()):
        return "xml"
    if page or _WEB_DOCTYPE.search(text, 0, _LOOKED_AT):
        raise page_instead(text)
    if other := _ROOT.match(start):
        raise ParseError("not-a-feed", f"this address serves XML of another kind (<{other[1]}>), not a feed")
    raise ParseError("not-a-feed", "this address serves plain text, not a feed")


def first_element(text: str) -> int:
    """Where the first element starts, past declaration, comments and DTD, each by one forward search."""
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            at = _past(text, "-->", at)
        elif text.startswith("<?", at):
            at = _past(text, "?>", at)
        elif text.startswith("<!", at):
            at = _past_doctype(text, at)
        else:
            return at
    return len(text)


def _past(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return end + len(mark) if end >= 0 else len(text)


def _past_doctype(text: str, at: int) -> int:
    close, subset = text.find(">", at), text.find("[", at)
    if 0 <= subset < close:
        end = _SUBSET_END.search(text, subset)
        return end.end() if end else len(text)
    return close + 1 if close >= 0 else len(text)
