"""Kurmanji: the endings of nouns (accents are already folded: ê is e, î is i)."""

_AFTER_CONSONANT = ("e", "a", "i", "an", "en", "ek", "eke", "eki", "in", "ane")
_AFTER_VOWEL = ("ye", "ya", "yi", "yan", "yen", "yek", "yeke", "n", "na", "ne")


def forms(word: str, _raw: str) -> set[str]:
    """The word with the endings of case, number and izafe."""
    if len(word) < 3 or not word.isalpha():
        return {word}
    found = {word, *(word + ending for ending in _AFTER_CONSONANT)}
    if word[-1] in "aeiou":
        found.update(word + ending for ending in _AFTER_VOWEL)
    return found
