"""Kurmanji: the endings of nouns and of past verbs (accents are already folded: ê is e, î is i)."""

SKIPPED: frozenset[str] = frozenset({"e", "a", "i", "en", "an", "ye", "ya", "yen", "yan", "yi"})
"""The izafe written apart, and endings behind an apostrophe: `çeteyên DAIŞ'ê yên revîn`."""

_AFTER_CONSONANT = (
    "e", "a", "i", "an", "en", "ek", "eke", "eki", "eka", "ekan", "in", "ine", "ane", "iye", "ibu", "ibun", "yan",
    "yen", "ya",
)  # fmt: skip
_AFTER_VOWEL = (
    "ye", "ya", "yi", "yan", "yen", "yek", "yeke", "yeki", "yeka", "yin", "yane", "n", "na", "ne", "bu", "bun", "k",
    "ke",
)  # fmt: skip


def forms(word: str, _raw: str) -> set[str]:
    """The word with the endings of case, number, izafe and of the past tenses."""
    if len(word) < 3 or not word.isalpha():
        return {word}
    found = {word, *(word + ending for ending in _AFTER_CONSONANT)}
    if word[-1] in "aeiou":
        found.update(word + ending for ending in _AFTER_VOWEL)
    return found
