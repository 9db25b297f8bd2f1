"""Bytes to text: BOM, then the header, then the declaration, then a guess by the letters.

Two exceptions, each because servers claim what they never checked: bytes that are valid UTF-8 beyond ASCII are UTF-8
whatever is claimed (no other text looks so by chance), and a claim of Latin-1 in the header, the default of many
servers, yields to a declaration that says something else.
"""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_FEED_LANGUAGE = re.compile(rb"(?:<(?:dc:)?language>\s{0,9}|xml:lang=[\"'])([A-Za-z]{2,3})")

# Codecs that turn text into text. Python knows others by the same names: zlib, punycode, undefined, unicode_escape.
_TEXT_CODEC = re.compile(
    r"utf-(8|16|32)(-[lb]e)?|ascii|iso8859-\d+|cp(125\d|437|720|737|775|8[56]\d|874|932|936|949|950|1006)|koi8-[rtu]"
    r"|kz1048|mac-\w+|big5(hkscs)?|gb(2312|k|18030)|shift_jis\w*|euc_\w+|iso2022_\w+|johab|tis-620|ptcp154"
)
_SUPERSETS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "tis-620": "cp874"}
_BY_LANGUAGE = {
    **dict.fromkeys(("ar", "fa", "ur", "ckb", "ku", "ps"), "cp1256"),
    **dict.fromkeys(("ru", "uk", "bg", "be", "sr"), "cp1251"),
    "tr": "cp1254",
    "he": "cp1255",
    "el": "cp1253",
}
_FREQUENT_LETTERS = {"cp1256": frozenset("اليمونرتبعدهةأكسی"), "cp1251": frozenset("оеаинтсрвлкмдпуяы")}


def decode(body: bytes, content_type: str) -> tuple[str, str | None]:
    """The text of `body`, and a sentence when its encoding had to be guessed or mended."""
    for marks in (_BOMS, _SHAPES):
        for mark, codec in marks:
            if body.startswith(mark):
                return body.decode(codec, "replace").lstrip("\ufeff"), None
    header = _codec(match[1] if (match := _CHARSET.search(content_type)) else "")
    declared = _codec(found[1].decode("ascii") if (found := _DECLARED.search(body, 0, 1000)) else "")
    if not body.isascii() and (text := _strict(body, "utf-8")) is not None:
        return text, None
    claims = (header, declared)
    if header in {"cp1252", "utf-8"} and declared not in {"", "utf-8"}:
        claims = (declared, header)
    for codec in claims:
        if codec and (text := _strict(body, codec)) is not None:
            return text, None
    return _guess(body)


def _codec(name: str) -> str:
    """The codec to use for a claimed charset; empty when it is none that makes text."""
    if not name:
        return ""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    codec = _SUPERSETS.get(codec, codec)
    return codec if _TEXT_CODEC.fullmatch(codec) else ""


def _strict(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _guess(body: bytes) -> tuple[str, str | None]:
    if body.isascii():
        return body.decode("ascii"), None
    mended = body.decode("utf-8", "replace")
    beyond_ascii = len(mended) - len(mended.encode("ascii", "ignore"))
    if mended.count("\ufffd") * 10 <= beyond_ascii:
        return mended, "some bytes are not valid UTF-8 and were replaced"
    codec = _by_letters(body)
    if not codec and (match := _FEED_LANGUAGE.search(body, 0, 10_000)):
        codec = _BY_LANGUAGE.get(match[1].decode("ascii").lower(), "")
    codec = codec or "cp1252"
    return body.decode(codec, "replace"), f"it does not say its encoding; read as {codec.replace('cp', 'windows-')}"


def _by_letters(body: bytes) -> str:
    """The codec under which the letters beyond ASCII are mostly the frequent ones of its script, if any."""
    beyond_ascii = re.sub(rb"[\x00-\x7f]+", b"", body[:200_000])
    if len(beyond_ascii) < 20:
        return ""
    shares = {
        codec: sum(map(letters.__contains__, beyond_ascii.decode(codec, "replace"))) / len(beyond_ascii)
        for codec, letters in _FREQUENT_LETTERS.items()
    }
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] > 0.6 else ""
