"""Sorani: articles, number, izafe, pronouns and `also` are endings, and so are the persons and tenses of a past verb.

Older texts write the vowel ە as heh and a non-joiner, which folding turns into a gap inside the word; many texts do
not tell ڕ from ر, ڵ from ل, ۆ from و, ێ from ی, or a long و from a short one. A noun and its verb stand apart or
together (`دەستگیر کران`, `دەستگیرکران`), with a pronoun between them or not (`دەستگیریانکرد`). The letters here are
folded: ە is `ه`, ئ is `ی`.
"""

import functools
from collections.abc import Sequence

SKIPPED: frozenset[str] = frozenset({"ی", "ش", "وه", "که", "کهی", "کان", "کانی", "کانیان", "یه", "یهک", "یهکی"})
"""Endings that stand apart in older texts, or behind a name."""

_PLAIN = (
    "ی", "ێک", "ێکی", "ێکیان", "ێکمان", "ش", "یش", "یان", "مان", "دا", "ان", "انی", "انیان", "انه", "انهی", "انیش",
    "یشیان", "دان", "دایه",
)  # fmt: skip
_DEFINITE = ("هکه", "هکهی", "هکهیان", "هکهمان", "هکهش", "هکان", "هکانی", "هکانیان", "هکانمان", "هکانیش", "هکاندا")
_AFTER_CONSONANT = (
    *_PLAIN, *_DEFINITE, "ه", "هی", "هوه", "هدا", "یدا", "یهوه", "ێکدا", "ێکیشی", "یی", "ییان", "یشی", "یانی", "یانه",
    "انهوه", "هکهدا", "هکهوه", "هکانهوه",
)  # fmt: skip
_AFTER_VOWEL = (
    "ی", "یی", "ش", "یش", "شی", "دا", "ن", "وه", "یه", "یهک", "یهکی", "یهکه", "یهکیان", "یهکدا", "یهکهوه", "که", "کهی",
    "کهیان", "کهمان", "کهش", "کهدا", "کهوه", "کان", "کانی", "کانیان", "کانیش", "کاندا", "کانهوه", "یان", "مان", "یانی",
    "یدا", "یهکان", "یهکانی", "یهکانیان", "ییهکه", "ییهکان", "ییهکانی", "یانه", "نی", "نه", "ییه", "ییهک", "ییهکی",
    "دان", "دایه",
)  # fmt: skip
# On past stems: `کوشت` killed, `کوشتوویانە` they have killed it, `کوژرابوون` they had been killed.
_AFTER_PAST_STEM = (
    "ن", "ین", "ووه", "وه", "وون", "ون", "وو", "ووی", "وویان", "بوو", "بوون", "بووی", "بوویان", "ویهتی", "وویهتی",
    "ویانه", "وویانه", "ووهتهوه", "وهتهوه", "یهوه", "یانهوه", "نهوه", "ونهتهوه", "وونهتهوه", "بووهوه", "بوونهوه",
    "بێت", "هته", "بووه", "ییهوه", "ۆتهوه", "بوویهوه", "وته", "ووهته", "ۆته", "یانهته",
)  # fmt: skip
_AFTER_VERB = ("ی", "یان", "ش", "دا", "یه", "که", "کهی")
_PRONOUNS = ("", "ی", "یان", "مان")
_LAX = str.maketrans("ڕڵ", "رل")
_LAXER = str.maketrans("ڕڵۆێ", "رلوی")

# Past and present stems of the verbs that make phrases; those in -را are passives, without a present of their own.
_PRESENT = {
    "کرد": "که", "دا": "ده", "گرت": "گر", "برد": "به", "خست": "خه", "هێنا": "هێن", "بوو": "ب", "کهوت": "کهو",
    "چوو": "چ", "کوشت": "کوژ", "هاویشت": "هاوێژ", "نارد": "نێر", "گهیشت": "گه", "گهیاند": "گهیهن", "تهقاند": "تهقێن",
    "سووتاند": "سووتێن", "ڕفاند": "ڕفێن", "فڕاند": "فڕێن", "شکاند": "شکێن", "ڕووخاند": "ڕووخێن", "وهشاند": "وهشێن",
    "کشاند": "کشێن", "گواست": "گواز", "کێشا": "کێش", "گهڕا": "گهڕ", "پهڕی": "پهڕ", "دۆزی": "دۆز", "تهقی": "تهق",
    "بڕی": "بڕ", "کوتا": "کوت", "نا": "نێ", "سهپاند": "سهپێن", "جووڵا": "جووڵ", "کرا": "", "درا": "", "گیرا": "",
    "برا": "", "خرا": "", "هێنرا": "", "کوژرا": "", "هاوێژرا": "", "نێردرا": "", "گهیهندرا": "", "گهیهنرا": "",
    "تهقێنرا": "", "تهقێندرا": "", "سووتێنرا": "", "سووتێندرا": "", "ڕفێنرا": "", "ڕفێندرا": "", "شکێنرا": "",
    "شکێندرا": "", "ڕووخێنرا": "", "ڕووخێندرا": "", "وهشێنرا": "", "وهشێندرا": "", "کشێنرا": "", "کشێندرا": "",
    "گواسترا": "", "کێشرا": "", "دۆزرا": "", "بڕدرا": "", "کوترا": "", "نرا": "", "سهپێنرا": "", "سهپێندرا": "",
}  # fmt: skip
_TAILS = frozenset({"", "ی", "یان", "ه", "یه", "هوه", "نی", "نه", "نیان", "نهوهی", *_AFTER_PAST_STEM})
_PREVERBS = frozenset({"دا", "ڕا", "را", "لێ", "پێ", "تێ", "هه"})


def forms(word: str, _raw: str) -> set[str]:
    """The word with its endings, each also as texts write it that know fewer letters."""
    if len(word) < 3:
        return {word}
    noun, verb, tail = _verb_of(word)
    endings = _AFTER_VERB if noun and tail else _endings(word)
    found = {stem + ending for stem in prefixed(word) for ending in ("", *endings)}
    if verb:
        pronouns = _PRONOUNS if noun else ("",)
        nouns = {stem + pronoun for stem in (prefixed(noun) if noun else {""}) for pronoun in pronouns}
        found |= {stem + form for stem in nouns for form in _spelled_tenses(verb, tail)}
    return found


def _endings(word: str) -> tuple[str, ...]:
    endings: tuple[str, ...] = _AFTER_CONSONANT
    if word[-1] in "هیو":
        endings = (*_AFTER_CONSONANT, *_AFTER_VOWEL)
    elif word[-1] in "اۆێ":
        endings = _AFTER_VOWEL
    if len(word) > 3 and word[-1] in "تدایوێ":
        endings = (*endings, *_AFTER_PAST_STEM)
    return endings


def _verb_of(word: str) -> tuple[str, str, str]:
    """What stands before the verb in a word, the past stem of that verb, and its ending; empty if there is no verb."""
    for cut in range(len(word) - 1):
        if 0 < cut < 3 and word[:cut] not in _PREVERBS:
            continue
        for size in range(min(9, len(word) - cut), 1, -1):
            verb = word[cut : cut + size]
            if verb in _PRESENT and word[cut + size :] in _TAILS:
                return word[:cut], verb, word[cut + size :]
    return "", "", ""


@functools.cache
def _spelled_tenses(verb: str, tail: str) -> frozenset[str]:
    return frozenset(spelled for form in _tenses(verb, tail) for spelled in prefixed(form))


def _tenses(verb: str, tail: str) -> set[str]:
    """The past of a verb and its present (they do, that they do), with `again` where the word has it."""
    again = "هوه" if tail.endswith("هوه") or tail == "نهوهی" else ""
    present = _PRESENT[verb]
    if not present:
        there = {verb[:-1] + "ێت", verb[:-1] + "ێن"} | ({verb[:-1] + "ێ"} if not again else set())
    elif present.endswith("ه"):
        there = {present[:-1] + "ات", present + "ن"} | ({present[:-1] + "ا"} if not again else set())
    else:
        there = {present + "ێت", present + "ن"} | ({present + "ێ"} if not again else set())
    found = {before + form + again for before in ("ده", "یه", "ب") for form in there}
    past: tuple[str, ...]
    if again:
        glide = "ی" if verb[-1] in "ای" else ""
        past = (glide + "هوه", "یهوه", "یانهوه", "نهوه", "نهوهی", "وهتهوه", "ووهتهوه", "ۆتهوه", "ونهتهوه", "وونهتهوه",
                "بووهوه", "بوویهوه", "بوونهوه", "یانهتهوه", "وویانهتهوه")  # fmt: skip
    else:
        past = ("", "ن", "نی", "ی", "یان", "وه", "ووه", "ون", "وون", "بوو", "بوون", "بوویان", "وویانه", "وویهتی", "یه",
                "ه", "یانه", "نه", "بێت", "بێتن", "بن")  # fmt: skip
    return found | {verb + ending for ending in past}


def prefixed(word: str) -> set[str]:
    """The word as careful texts write it and as others do."""
    short = {word, word.replace("وو", "و"), word.replace("یی", "ی")} | _longer(word)
    # Passives are formed with and without a د: `هەڵوەشێنرایەوە`, `هەڵوەشێندرایەوە`.
    short |= {word.replace("ێندر", "ێنر"), word.replace("ێنر", "ێندر")}
    known = short | {each.translate(_LAX) for each in short}
    # Short words would become others: `سۆپا` is a stove, `سوپا` an army.
    if len(word) > 4:
        known |= {word.translate(_LAXER), word.replace("وو", "و").translate(_LAXER)}
    # No Sorani word begins with a plain ر in speech, so both letters stand there.
    return known | {"ڕ" + each[1:] for each in known if each[0] == "ر"}


def _longer(word: str) -> set[str]:
    """The word with one و between consonants written long."""
    return {
        word[:at] + "و" + word[at:]
        for at in range(1, len(word) - 1)
        if word[at] == "و" and word[at - 1] not in "واۆێهی" and word[at + 1] not in "واۆێهی"
    }


def splits(word: str) -> set[tuple[str, ...]]:
    """The word with a gap after every inner ە, as older texts have it, and a noun apart from its verb.

    Folded, the vowel and the consonant are one letter: the first of a word is the consonant, and of two together
    either may be.
    """
    if len(word) < 4:
        return set()
    found = {_cut(word, vowel_first) for vowel_first in (True, False)}
    noun, verb, tail = _verb_of(word)
    if len(noun) > 1 and verb + tail != "دا":
        found.add((noun, verb + tail))
    return {pieces for pieces in found if len(pieces) > 1}


def joins(words: Sequence[str]) -> set[tuple[str, ...]]:
    """The phrase with a noun and the verb behind it in one word."""
    found = set()
    for at in range(1, len(words)):
        noun, verb, _ = _verb_of(words[at])
        if verb and not noun and len(words[at - 1]) > 2:
            found.add((*words[: at - 1], words[at - 1] + words[at], *words[at + 1 :]))
    return found


def _cut(word: str, vowel_first: bool) -> tuple[str, ...]:
    pieces = [""]
    for at, letter in enumerate(word):
        pieces[-1] += letter
        before, after = word[at - 1 : at], word[at + 1 : at + 2]
        consonant = at == 0 or (before == "ه" and vowel_first and at > 1) or (after == "ه" and not vowel_first)
        if letter == "ه" and after and not consonant:
            pieces.append("")
    return tuple(pieces)
