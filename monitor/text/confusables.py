"""Letters that look like those of another script, put right inside words that mix scripts.

A word of one script is left alone: Russian is not misspelt English. In a mixed word the letters that could only be of
one script say what the word is, and look-alikes are read as letters of that script. A word that stays undecided is
read as Latin, for that is what such disguises imitate.
"""

import re

from monitor.text.letters import DROPPED_CLASS, WORD_CLASS

_TO_LATIN = dict(
    zip(
        "аеорсухіјѕԁԛԝһӏкмтвнпгзЬАВЕКМНОРСТУХІЈЅԌԚԜҮӀ" + "αορνυικτεηχγωβΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳ" + "օոսհցյՕՍ",
        "aeopcyxijsdqwhlkmtbhnr3bABEKMHOPCTYXIJSGQWYl" + "aopvuiktenxywbABEZHIKMNOPTYXcj" + "onuhgjOU",
        strict=True,
    )
)
_TO_CYRILLIC = dict(zip("aeopcyxijskmtbhnABEKMHOPCTYXIJS", "аеорсухіјѕкмтвнпАВЕКМНОРСТУХІЈЅ", strict=True))

_LATIN = "A-Za-z\u00c0-\u024f"
_OTHER = "\u0370-\u03ff\u0400-\u052f\u0531-\u0587"
_MIXED = re.compile(
    f"[{_LATIN}][{DROPPED_CLASS}]*[{_OTHER}]|[{_OTHER}][{DROPPED_CLASS}]*[{_LATIN}]",
)
# As in `tokens`, an underscore separates.
_WORD = re.compile(f"(?:(?!_)[{WORD_CLASS}])+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_OTHER_LETTER = re.compile(f"[{_OTHER}]")
_LATIN_LETTER = re.compile(f"[{_LATIN}]")


def unmask(text: str) -> str:
    """The text with look-alike letters in mixed-script words put right: same length, offsets unchanged."""
    # Most texts lack one of the two at all, which is much cheaper to see than where they touch.
    if text.isascii() or not _OTHER_LETTER.search(text) or not _LATIN_LETTER.search(text) or not _MIXED.search(text):
        return text
    return _WORD.sub(lambda match: _unmask_word(match[0]), text)


def _unmask_word(word: str) -> str:
    if not _MIXED.search(word):
        return word
    surely_cyrillic = sum(1 for c in word if _CYRILLIC.match(c) and c not in _TO_LATIN)
    surely_latin = sum(1 for c in word if _LATIN_LETTER.match(c) and c not in _TO_CYRILLIC)
    table = _TO_CYRILLIC if surely_cyrillic > surely_latin else _TO_LATIN
    return "".join(table.get(c, c) for c in word)
