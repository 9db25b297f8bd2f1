"""How text from feeds is quoted in a message: one readable line, nothing that a program could take for markup.

Feed text is hostile until shown harmless: it may try to ping a whole company, to hide a link behind words, to turn the
reading direction round, or to break out of its line into a mail header.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from monitor.notify.limits import Format, Unit, cut, measure
from monitor.notify.words import RIGHT_TO_LEFT

ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
# Persian and Kurdish are misspelt without the first; emoji families fall apart without the second.
_JOINERS = "\u200c\u200d"
_MARKS_IN_A_ROW = 3
_LONGEST_LINK = 600

# Look-alikes that no chat program acts upon. Backslashes would show as such where a service takes plain text.
_HARMLESS = str.maketrans(
    {
        "*": "∗",
        "_": "ˍ",
        "`": "'",
        "~": "∼",
        "|": "¦",
        "<": "‹",
        ">": "›",
        "[": "(",
        "]": ")",
        "\\": "∖",
        "#": "＃",
        "@": "@\u200b",
        "＠": "@\u200b",
        "﹫": "@\u200b",
    }
)
_SCHEME = re.compile(
    r"\b([a-z][a-z0-9+.-]{1,20}(?=:(?://|/\\))|javascript|data|vbscript|file|mailto|tel|tg|slack):", re.IGNORECASE
)
_HOST = re.compile(
    r"\b(www|[\w-]+)\.(?=[\w.-]*[\w-])"
    r"(?=(?:[\w-]+\.)*(?:com|net|org|info|biz|io|me|co|ru|cn|ir|tr|xyz|top|link|click|live|site|online|shop|app|dev"
    r"|gg|ly|to|tk|ml|ga|cf|zip|mov)\b|[\w.-]+/)",
    re.IGNORECASE,
)


def clean(text: str, longest: int = 2000, *, keep: str = _JOINERS) -> str:
    """One line without controls, direction overrides, invisible letters (but those in `keep`), lone surrogates and
    towers of marks."""
    kept: list[str] = []
    marks = 0
    for char in text[: longest * 4]:
        if char.isspace():
            kept.append(" ")
            continue
        category = unicodedata.category(char)
        if category in {"Cc", "Cs", "Cn"} or (category == "Cf" and char not in keep):
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return cut(" ".join("".join(kept).split()).strip(_JOINERS), longest, "characters")


def defang(text: str) -> str:
    """Addresses within running text stay readable and stop being links: `hxxp`, `[.]`. Only our own link line links."""
    return _HOST.sub(r"\1[.]", _SCHEME.sub(_defanged_scheme, text))


def _defanged_scheme(match: re.Match[str]) -> str:
    scheme = match[1]
    return {"http": "hxxp:", "https": "hxxps:"}.get(scheme.lower(), f"{scheme}[:]")


def harmless(text: str) -> str:
    """Every character that chat markup is made of, replaced by one that looks the same and means nothing."""
    return text.translate(_HARMLESS)


def harmless_line(text: str, addresses: Collection[str], *, chat: bool) -> str:
    """A line that a template gave: cleaned, its isolates closed, and in a chat without a character that acts, but for
    the `addresses` that we put there ourselves."""
    line = clean(text, 4000, keep=_JOINERS + ISOLATE + POP_ISOLATE)
    if chat:
        kept = "|".join(re.escape(address) for address in sorted(addresses, key=len, reverse=True) if address)
        pieces = re.split(f"({kept})", line) if kept else [line]
        line = "".join(piece if piece in addresses else harmless(piece) for piece in pieces)
    opened, shown = 0, []
    for char in line:
        opened += (char == ISOLATE) - (char == POP_ISOLATE)
        if opened >= 0:
            shown.append(char)
        opened = max(opened, 0)
    return "".join(shown) + POP_ISOLATE * opened


def minimal(text: str) -> str:
    """Letters, digits and plain punctuation only: for a service that refused the message as it was."""
    return " ".join("".join(c if c.isalnum() or c in " .,:;-+%/" else " " for c in text).split())


def isolate(text: str, language: str = "en") -> str:
    """Text that runs against the direction of the readers' language between isolates, so that it does not reorder the
    words around it."""
    against = {"L"} if language in RIGHT_TO_LEFT else {"R", "AL", "AN"}
    if any(unicodedata.bidirectional(char) in against for char in text):
        return f"{ISOLATE}{text}{POP_ISOLATE}"
    return text


def cut_closed(text: str, limit: int, unit: Unit) -> str:
    """Like `cut`, for text with isolates in it: none is left open."""
    short = cut(text, limit, unit)
    if short.count(ISOLATE) == short.count(POP_ISOLATE):
        return short
    short = cut(text, limit - measure(POP_ISOLATE, unit), unit)
    return short + POP_ISOLATE * (short.count(ISOLATE) - short.count(POP_ISOLATE))


def quoter(written: Format, language: str = "en", *, plain: bool = False) -> Callable[[str, int], str]:
    """The function (text, longest) -> quoted text for one way of writing and readers of one language; `plain` is the
    last resort."""

    def quote(text: str, longest: int) -> str:
        # Cut last: an address cut in half would not be known for one.
        text = defang(clean(text, 2 * longest + 100))
        if plain:
            text = minimal(text)
        elif written == "chat":
            text = harmless(text)
        return isolate(cut(text, longest, "characters"), language)

    return quote


def source_link(url: str) -> tuple[str, str]:
    """A feed's link as (domain to show, URL to follow); the URL is "" when it is not plainly http(s) or too long.

    The domain is what a browser would really connect to, in ASCII, so that no look-alike letters deceive.
    """
    try:
        parts = urlsplit(clean(url, 4000))
        host = _ascii_host(parts.hostname or "")
        port = parts.port
    except ValueError:
        return "", ""
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password:
        return host, ""
    netloc = f"[{host}]" if ":" in host else host
    netloc += "" if port is None else f":{port}"
    path = percent_encode(parts.path, safe="/%:+,;=$&!-._~")
    query = percent_encode(parts.query, safe="/%:+,;=$&?-._~")
    link = f"{parts.scheme}://{netloc}{path}" + (f"?{query}" if query else "")
    return host, link if len(link) <= _LONGEST_LINK else ""


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host if re.fullmatch(r"[A-Za-z0-9._:-]+", host) else ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
