"""Makes XML text harmless before a parser sees it: no DTD, no entities of its own, no costly shapes.

What precedes the root element is dropped, so a document can neither declare entities nor name outside files. References
to HTML's entities, common in feeds though XML does not know them, become the letters they stand for.
"""

import re
from dataclasses import dataclass
from html.entities import html5

from monitor.errors import ParseError
from monitor.parse.sniff import FEED_ROOT, first_element

ENTRIES_READ = 2000  # of a larger document, so many from both ends together are read at all
_ATTRIBUTES = 256
_NAMESPACES = 256

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]|6553[45]"
    r"|111411[2-9]|11141[2-9]\d|1114[2-9]\d\d|111[5-9]\d{3}|11[2-9]\d{4}|1[2-9]\d{5}|[2-9]\d{6}|[1-9]\d{7,})(?!\d)"
    r"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]|1[1-9a-fA-F][0-9a-fA-F]{4}"
    r"|[2-9a-fA-F][0-9a-fA-F]{5}|[1-9a-fA-F][0-9a-fA-F]{6,})(?![0-9a-fA-F]));?"
)
_HTML_ENTITY = re.compile(r"&(?!lt;|gt;|amp;|quot;|apos;)([A-Za-z][A-Za-z0-9]{1,30};)")
# Possessive: an attribute is never read twice, so the search is linear.
_MANY_ATTRIBUTES = re.compile(
    r"<[A-Za-z][\w:.-]*+(?:\s++[^\s<>=/\"']++(?:\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s<>\"']++))?+)"
    f"{{{_ATTRIBUTES + 1}}}"
)
_PREFIX = re.compile(r"xmlns:([\w.-]{1,64})")
# feedparser looks for an address in a person's name in quadratic time.
_LONG_PERSON = re.compile(
    r"(<(?:[\w.-]{1,30}:)?(?:author|creator|contributor|email|managingeditor|name|owner|publisher|webmaster)(?=[\s>])"
    r"[^<>]{0,200}>(?:\s{0,99}<!\[CDATA\[)?[^<\]]{256})[^<\]]+",
    re.IGNORECASE,
)
_CUT_REFERENCE = re.compile(r"&[^;]{0,30}\Z")
_ENTRY = re.compile(r"<(?:[\w.-]{1,30}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]{1,30}:)?(?:item|entry)\s{0,9}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SafeXml:
    """An XML document that begins with its root element. `omitted` counts entries cut out of its middle."""

    text: str
    omitted: int = 0
    defect: str | None = None


def make_safe(text: str) -> SafeXml:
    """The document from its root element on. Raises ParseError (`hostile`) for a shape made to be costly."""
    start, defect = _find_root(text)
    text = text[start:]
    _refuse_costly(text)
    text = _NOT_XML.sub("", text)
    if "&" in text:
        text = _BAD_REFERENCE.sub("", text)
        text = _HTML_ENTITY.sub(_letter, text)
    text = _LONG_PERSON.sub(_shortened, text)
    text, omitted = _without_middle(text)
    text, cut = _with_end(text)
    return SafeXml(text, omitted, cut or defect)


def _find_root(text: str) -> tuple[int, str | None]:
    first = first_element(text)
    root = FEED_ROOT.search(text, first)
    if root is None:
        raise ParseError("not-a-feed", "this address serves XML without a feed in it")
    if root.start() > first:
        return root.start(), "something stands before the feed"
    return first, "it declares XML entities; they are not expanded" if "<!ENTITY" in text[:first] else None


def _refuse_costly(text: str) -> None:
    if _MANY_ATTRIBUTES.search(text):
        raise ParseError("hostile", f"the feed has a tag with more than {_ATTRIBUTES} attributes")
    if text.count("xmlns:") > _NAMESPACES and len(set(_PREFIX.findall(text))) > _NAMESPACES:
        raise ParseError("hostile", f"the feed declares more than {_NAMESPACES} namespaces")


def _shortened(person: re.Match[str]) -> str:
    return _CUT_REFERENCE.sub("", person[1])


def _letter(reference: re.Match[str]) -> str:
    letters = html5.get(reference[1])
    if letters is None:
        return reference[0]
    return letters.replace("&", "&amp;").replace("<", "&lt;")


def _without_middle(text: str) -> tuple[str, int]:
    """A document of very many entries without its middle: the newest are first, or last."""
    if text.count("<") < ENTRIES_READ * 2:
        return text, 0
    starts = [entry.start() for entry in _ENTRY.finditer(text)]
    omitted = len(starts) - ENTRIES_READ
    if omitted <= 0:
        return text, 0
    half = ENTRIES_READ // 2
    return text[: starts[half]] + text[starts[-half] :], omitted


def _with_end(text: str) -> tuple[str, str | None]:
    """The document up to its root's end tag; one that is cut off is closed after its last whole entry."""
    root = FEED_ROOT.match(text)
    if root is None:
        return text, None
    close = f"</{root[1]}"
    at = text.rfind(close)
    if at >= 0:
        return text[:at] + close + ">", None
    if text.rstrip().endswith("/>") and text.count("<") == 1:
        return text, None
    whole = 0
    for entry in _ENTRY_END.finditer(text):
        whole = entry.end()
    first = _ENTRY.search(text)
    kept = text[: whole or (first.start() if first else len(text))]
    channel = "" if "</channel>" in kept or "<channel" not in kept else "</channel>"
    return f"{kept}{channel}{close}>", "it is cut off; the whole entries before the cut were read"
