"""Sorani: articles, number, izafe, pronouns and `also` are endings, and so are the persons and tenses of a past verb.

Older texts write the vowel ە as heh and a non-joiner, which folding turns into a gap inside the word; many texts do
not tell ڕ from ر, ڵ from ل, or a long و from a short one. The letters here are folded: ە is `ه`.
"""

SKIPPED: frozenset[str] = frozenset({"ی", "ش", "وه", "که", "کهی", "کان", "کانی", "کانیان", "یه", "یهک", "یهکی"})
"""Endings that stand apart in older texts, or behind a name."""

_PLAIN = ("ی", "ێک", "ێکی", "ێکیان", "ش", "یش", "یان", "دا", "ان", "انی", "انیان", "انه", "انهی", "انیش")
_DEFINITE = ("هکه", "هکهی", "هکهیان", "هکهش", "هکان", "هکانی", "هکانیان", "هکانیش", "هکاندا")
_AFTER_CONSONANT = (
    *_PLAIN, *_DEFINITE, "ه", "هی", "هوه", "هدا", "یدا", "ێکدا", "ێکیشی", "یی", "ییان", "یشی", "یانی", "یانه",
    "هکهدا", "هکهوه", "هکانهوه",
)  # fmt: skip
_AFTER_VOWEL = (
    "ی", "یی", "ش", "یش", "شی", "دا", "ن", "وه", "یه", "یهک", "یهکی", "یهکه", "یهکیان", "یهکدا", "یهکهوه", "که", "کهی",
    "کهیان", "کهش", "کهدا", "کهوه", "کان", "کانی", "کانیان", "کانیش", "کاندا", "کانهوه", "یان", "یانی", "یدا", "یهکان",
    "یهکانی", "یهکانیان", "ییهکه", "ییهکان", "ییهکانی", "یانه", "نی", "نه",
)  # fmt: skip
# On past stems: `کوشت` killed, `کوشتوویانە` they have killed it, `کوژرابوون` they had been killed.
_AFTER_PAST_STEM = (
    "ن", "ین", "ووه", "وه", "وون", "ون", "وو", "ووی", "وویان", "بوو", "بوون", "بووی", "بوویان", "ویهتی", "وویهتی",
    "ویانه", "وویانه", "ووهتهوه", "وهتهوه", "یهوه", "یانهوه", "نهوه", "ونهتهوه", "وونهتهوه", "بووهوه", "بوونهوه",
    "بێت", "هته",
)  # fmt: skip
_LAX = str.maketrans("ڕڵ", "رل")


def forms(word: str, _raw: str) -> set[str]:
    """The word with its endings, each also as texts write it that know fewer letters."""
    if len(word) < 3:
        return {word}
    endings: tuple[str, ...] = _AFTER_CONSONANT
    if word[-1] in "هیو":
        endings = (*_AFTER_CONSONANT, *_AFTER_VOWEL)
    elif word[-1] in "اۆێ":
        endings = _AFTER_VOWEL
    if len(word) > 3 and word[-1] in "تدایوێ":
        endings = (*endings, *_AFTER_PAST_STEM)
    return {stem + ending for stem in prefixed(word) for ending in ("", *endings)}


def prefixed(word: str) -> set[str]:
    """The word as careful texts write it and as others do."""
    short = {word, word.replace("وو", "و")}
    known = short | {each.translate(_LAX) for each in short}
    # No Sorani word begins with a plain ر in speech, so both letters stand there.
    return known | {"ڕ" + each[1:] for each in known if each[0] == "ر"}


def splits(word: str) -> set[tuple[str, ...]]:
    """The word with a gap after every inner ە, as older texts have it.

    Folded, the vowel and the consonant are one letter: the first of a word is the consonant, and of two together
    either may be.
    """
    if len(word) < 4:
        return set()
    found = {_cut(word, vowel_first) for vowel_first in (True, False)}
    return {pieces for pieces in found if len(pieces) > 1}


def _cut(word: str, vowel_first: bool) -> tuple[str, ...]:
    pieces = [""]
    for at, letter in enumerate(word):
        pieces[-1] += letter
        before, after = word[at - 1 : at], word[at + 1 : at + 2]
        consonant = at == 0 or (before == "ه" and vowel_first and at > 1) or (after == "ه" and not vowel_first)
        if letter == "ه" and after and not consonant:
            pieces.append("")
    return tuple(pieces)
