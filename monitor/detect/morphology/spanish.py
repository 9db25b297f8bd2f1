"""Spanish: plural and feminine, and the common forms of regular verbs (accents are already folded)."""

_AR = ("a", "an", "o", "aron", "aba", "aban", "ado", "ada", "ados", "adas", "ando", "ara", "aran")
_ER_IR = ("e", "en", "io", "ieron", "ia", "ian", "ido", "ida", "idos", "idas", "iendo", "era", "eran", "ira", "iran")


def forms(word: str, _raw: str) -> set[str]:
    """The word with its plural and feminine; an infinitive also with its tenses."""
    if len(word) < 4 or not word.isalpha() or word.endswith("s"):
        return {word}
    if word.endswith("ar"):
        return {word, word + "es", *(word[:-2] + ending for ending in _AR)}
    if word.endswith(("er", "ir")):
        return {word, word + "es", *(word[:-2] + ending for ending in _ER_IR)}
    if word.endswith("z"):
        return {word, word[:-1] + "ces"}
    if word.endswith("o"):
        return {word, word + "s", word[:-1] + "a", word[:-1] + "as"}
    return {word, word + "s"} if word[-1] in "aeiu" else {word, word + "es", word + "a", word + "as"}
