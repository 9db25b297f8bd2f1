"""How one character is folded, so that two spellings of one word become equal.

The policy, applied to texts and to the terms of rules alike:

- compatibility forms become plain (presentation forms, full-width, circled and mathematical letters);
- case goes; Turkish dotted and dotless i are both `i`;
- vowel marks, accents and other marks of Latin, Greek, Cyrillic, Arabic and Hebrew go: `é` is `e`, `ş` is `s`;
- Arabic forms: every alef is `ا`, yeh (also dotless, and with hamza) is `ی`, kaf is `ک`, heh, teh marbuta and the
  Kurdish and Urdu hehs are `ه`, tatweel goes. Letters that tell words apart stay: `ۆ ێ ڵ ڕ ے ٹ ڈ ڑ ں گ`;
- every decimal digit is 0-9;
- what cannot be seen goes: zero-width characters, direction controls, soft hyphen, variation selectors, tags;
- typographic quotes and dashes are the plain ones.
"""

import functools
import unicodedata

# Ends of ranges are included. Marks of other scripts carry vowels that a word cannot lose, so they stay.
_DROPPED = (
    (0x00AD, 0x00AD), (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2),
    (0x05C4, 0x05C5), (0x05C7, 0x05C7), (0x0600, 0x0605), (0x0610, 0x061A), (0x061C, 0x061C), (0x0640, 0x0640),
    (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DD), (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED),
    (0x070F, 0x070F), (0x0890, 0x0891), (0x08CA, 0x08FF), (0x180B, 0x180F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x20D0, 0x20F0), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE01EF),
)  # fmt: skip
# Letters that the `\w` of Python does not know: circled and squared ones, vowel signs of Indic scripts and Thai.
_EXTRA_LETTERS = (
    (0x24B6, 0x24E9),
    (0x1F130, 0x1F149),
    (0x0900, 0x0963),
    (0x0966, 0x0DFF),
    (0x0E31, 0x0E3A),
    (0x0E47, 0x0E4E),
)

_SPECIAL = {
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("ىيیېۍۑئ", "ی"),
    **dict.fromkeys("كکڪڭݢ", "ک"),
    **dict.fromkeys("هةەہھۃۀۂۿ", "ه"),
    "ؤ": "و",
    "ۓ": "ے",
    **dict.fromkeys("‘’‚‛′ʼʻʹ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    "ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h",
    "ŧ": "t", "ɡ": "g", "ɑ": "a", "ɩ": "i", "ʏ": "y",
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡᴢ", "abcdefghijklmnoprstuvwz", strict=True)),
}  # fmt: skip
# A character that unfolds into more than this is an ornament (a whole formula as one sign) or an attack by growth.
_MOST_GROWTH = 4
# Far more than the scripts of one language need, and little memory.
_MOST_KEPT = 20_000


def _class_of(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


DROPPED_CLASS = _class_of(_DROPPED)
"""What folding removes, for use inside the brackets of a regular expression."""

WORD_CLASS = r"\w" + DROPPED_CLASS + _class_of(_EXTRA_LETTERS)
"""What words are made of before folding (and `_`, which joins words), for use inside brackets."""


def _is_dropped(code: int) -> bool:
    return any(first <= code <= last for first, last in _DROPPED)


class Letters(dict[int, str]):
    """Code point -> folded text, worked out at first use and kept, within bounds. Made for `str.translate`."""

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        if len(self) < _MOST_KEPT:
            self[code] = folded
        return folded


@functools.cache
def letters() -> Letters:
    """The one folding table of this process."""
    return Letters()


def _fold_letter(letter: str) -> str:
    code = ord(letter)
    if _is_dropped(code):
        return ""
    if letter == "\0" or 0xD800 <= code <= 0xDFFF:
        # Neither can be stored or sent; as blanks they cost nothing and separate.
        return " "
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    plain = "".join(_SPECIAL.get(part, part) for part in parts if not _is_dropped(ord(part)))
    folded = unicodedata.normalize("NFC", plain)
    if len(folded) > _MOST_GROWTH:
        return " "
    # A lone accent written as a sign of its own unfolds to a blank and a mark: a blank is all that is left.
    return folded
