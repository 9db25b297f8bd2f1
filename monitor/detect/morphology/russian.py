"""Russian: case endings of nouns and adjectives (й is folded to и, ё to е). Verbs are best written as prefixes."""

_NOUN = (
    "", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "ом", "ем", "еи", "ои", "ам", "ям", "ами", "ями", "ах", "ях", "ов",
    "ев", "ью",
)  # fmt: skip
_ADJECTIVE = (
    "ыи", "ии", "ои", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "еи",
    "ую", "юю", "ых", "их", "ыми", "ими",
)  # fmt: skip


def forms(word: str, _raw: str) -> set[str]:
    """The word in its cases and numbers, as far as endings tell; short words as they are."""
    if len(word) < 4 or not "а" <= word[0] <= "я":
        return {word}
    if len(word) > 5 and word.endswith(("ыи", "ии", "ая", "яя", "ое", "ые")) and not word.endswith("ции"):
        return {word, *(word[:-2] + ending for ending in _ADJECTIVE)}
    stem = word[:-1] if word[-1] in "аяоеыиью" else word
    return {word, *(stem + ending for ending in _NOUN)}
