"""Kurmanji: the endings of nouns, the tenses of verbs, and verbs written apart or together with their noun.

Accents are already folded: ê is e, î is i, ş is s. The term may itself stand in a case (`êrîşê`), and Behdini writes
`hêriş` for `êrîş`.
"""

from collections.abc import Sequence

SKIPPED: frozenset[str] = frozenset({"e", "a", "i", "en", "an", "ye", "ya", "yen", "yan", "yi"})
"""The izafe written apart, and endings behind an apostrophe: `çeteyên DAIŞ'ê yên revîn`."""

_AFTER_CONSONANT = (
    "e", "a", "i", "an", "en", "ek", "eke", "eki", "eka", "eken", "ekan", "in", "ine", "ane", "iye", "ibu", "ibun",
    "yan", "yen", "ya",
)  # fmt: skip
_AFTER_VOWEL = (
    "ye", "ya", "yi", "yan", "yen", "yek", "yeke", "yeki", "yeka", "yeken", "yin", "yane", "n", "na", "ne", "bu", "bun",
    "k", "ke",
)  # fmt: skip
# As they stand in terms, accents and all: what is left without them is the word itself.
_CASES = ("yekê", "yeke", "yekî", "ekê", "eke", "ekî", "yên", "yan", "yê", "ya", "ên", "an", "ê", "a")

# Past and present stems of the verbs that make phrases.
_PRESENT = {
    "kir": "k", "da": "d", "girt": "gir", "xist": "x", "bir": "b", "ket": "kev", "bu": "b", "cu": "c", "kust": "kuj",
    "avet": "avej", "dit": "bin", "xwar": "xw", "xwest": "xwaz", "rest": "rej", "hist": "hel", "parast": "parez",
    "gihist": "gihij", "ani": "in", "danin": "datin",
}  # fmt: skip
_COMES = ("te", "ten", "be", "ben", "were", "werin", "dihat", "dihatin", "wer")
_PAST = ("", "in", "ina", "ine", "e", "iye", "i", "ibu", "ibun", "bu", "bun", "n", "ne", "ye")
_PREVERBS = ("ve", "ra", "der", "hil", "da", "ro")


def forms(word: str, raw: str) -> set[str]:
    """The word with the endings of case, number, izafe and of the past tenses, and a verb in its tenses."""
    if len(word) < 3 or not word.isalpha():
        return {word}
    found = _inflected(word)
    for case in _CASES:
        bare = raw.lower().removesuffix(case)
        if bare != raw.lower():
            # What is left must be long enough to be that word: `mûşekê` is no case of a `mûş`.
            if len(bare) > (2 if case in ("ê", "ên", "yê", "yên") else 3):
                found |= _inflected(word[: len(word) - len(case)])
            break
    found |= _tenses(word)
    return found | {"h" + form for form in found if form.startswith("eris")}


def _inflected(word: str) -> set[str]:
    found = {word, *(word + ending for ending in _AFTER_CONSONANT)}
    if word[-1] in "aeiou":
        found.update(word + ending for ending in _AFTER_VOWEL)
    return found


def _tenses(word: str) -> set[str]:
    noun, verb, present = _verb_of(word)
    if not verb:
        return set()
    if verb == "hat":
        return {noun + form for form in _COMES}
    before = ("di", "bi") if not noun or noun in _PREVERBS else ()
    found = {
        noun + sign + present + end for sign in (*before, *([""] if noun in _PREVERBS else [])) for end in ("e", "in")
    }
    found |= {noun + sign + verb + end for sign in before[:1] for end in ("", "in")}
    return found | {noun + verb + end for end in ("", "in", "ine", "iye", "ibu", "ibun", "i")}


def _verb_of(word: str) -> tuple[str, str, str]:
    """What stands before the verb in a word, its past stem and its present stem; empty if it holds no verb."""
    for cut in (0, *range(2, len(word) - 1)):
        if cut == 2 and word[:2] not in _PREVERBS:
            continue
        rest = word[cut:]
        for verb, present in (*_PRESENT.items(), ("hat", "t")):
            if rest.startswith(verb) and rest[len(verb) :] in _PAST and (cut != 0 or len(rest) > 2):
                return word[:cut], verb, present
    # revand, teqand, şewitand: direvîne, biteqînin.
    for end in _PAST:
        if word.endswith("and" + end) and len(word) > 5:
            stem = word[: len(word) - len(end)]
            return "", stem, stem[:-3] + "in"
    return "", "", ""


def splits(word: str) -> set[tuple[str, ...]]:
    """A noun apart from the verb that stands in one word with it: `desteserkirin`, `desteser kirin`."""
    noun, verb, _ = _verb_of(word)
    return {(noun, word[len(noun) :])} if len(noun) > 2 and verb != "bu" and noun not in _PREVERBS else set()


def joins(words: Sequence[str]) -> set[tuple[str, ...]]:
    """The phrase with a noun and the infinitive behind it in one word."""
    found = set()
    for at in range(1, len(words)):
        noun, verb, _ = _verb_of(words[at])
        if verb and not noun and len(words[at - 1]) > 2 and words[at].endswith("in"):
            found.add((*words[: at - 1], words[at - 1] + words[at], *words[at + 1 :]))
    return found
