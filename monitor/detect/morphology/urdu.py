"""Urdu: the oblique and plural endings of nouns."""


def forms(word: str, _raw: str) -> set[str]:
    """The word in its oblique and plural forms."""
    if len(word) < 3:
        return {word}
    if word[-1] in "ها":
        return {word, word[:-1] + "ے", word[:-1] + "وں", word + "ت"}
    if word[-1] == "ی":
        return {word, word + "اں", word + "وں"}
    return {word, word + "وں", word + "یں", word + "ات"}
