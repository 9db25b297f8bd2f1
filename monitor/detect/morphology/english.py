"""English: plural, and the regular forms of a verb. A term in the plural, past or -ing form is taken as it is."""

_FUNCTION_WORDS_BY_LINE = """
the and for with from into over under out off down about against between through not its his her their this that
who which was were are has have had been being
"""
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_BY_LINE.split())
_VOWELS = "aeiou"


def forms(word: str, _raw: str) -> set[str]:
    """The word, its plural, and its forms in -s, -ed and -ing."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()) or word in _FUNCTION_WORDS:
        return {word}
    if word.endswith("ing") and len(word) > 5:
        return {word, word + "s"}
    if (word.endswith("ed") and len(word) > 4) or word.endswith("ly"):
        return {word}
    if word.endswith("s") and not word.endswith("ss"):
        return {word}
    if word.endswith(("ss", "sh", "ch", "x", "z")):
        return {word, word + "es", word + "ed", word + "ing"}
    if word.endswith("y") and word[-2] not in _VOWELS:
        return {word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    if word.endswith("ee"):
        return {word, word + "s", word + "d", word + "ing"}
    if word.endswith("e"):
        return {word, word + "s", word + "d", word[:-1] + "ing"}
    found = {word, word + "s", word + "ed", word + "ing"}
    if word[-1] not in "wxy" + _VOWELS and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        found |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    if word.endswith("o"):
        found.add(word + "es")
    return found
