"""French: plural and feminine, and the common forms of verbs in -er (accents are already folded)."""

_VERB = ("e", "es", "ee", "ees", "ent", "ant", "ait", "aient", "a", "erent", "era", "eront")


def forms(word: str, _raw: str) -> set[str]:
    """The word with its plural and feminine; an infinitive in -er also with its tenses."""
    if len(word) < 4 or not word.isalpha():
        return {word}
    if word.endswith(("s", "x", "z")):
        return {word}
    found = {word, word + "s", word + "x"}
    if word.endswith("al"):
        found |= {word[:-1] + "ux", word + "e", word + "es"}
    elif word.endswith("er"):
        found.update(word[:-2] + ending for ending in _VERB)
    elif not word.endswith("e"):
        found |= {word + "e", word + "es"}
    return found
