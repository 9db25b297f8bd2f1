"""Sorani: articles, plural and izafe are endings. Older texts write the vowel ە as heh and a non-joiner, which folding
turns into a gap inside the word."""

SKIPPED: frozenset[str] = frozenset()

_AFTER_CONSONANT = (
    "ی", "ان", "انی", "انه", "ه", "هکه", "هکهی", "هکان", "هکانی", "ێک", "ێکی", "یش", "یه", "یان", "هوه", "یانی",
)  # fmt: skip
_AFTER_VOWEL = ("یه", "یهک", "یهکی", "یهکه", "یهکان", "یهکانی", "که", "کهی", "کان", "کانی", "یان", "یانی", "وه", "ش")


def forms(word: str, _raw: str) -> set[str]:
    """The word with the endings of definiteness, number and izafe."""
    if len(word) < 3:
        return {word}
    found = {word, *(word + ending for ending in _AFTER_CONSONANT)}
    if word[-1] in "هایوۆێ":
        found.update(word + ending for ending in _AFTER_VOWEL)
    return found


def splits(word: str) -> set[tuple[str, ...]]:
    """The word with a gap after every inner ە, as older texts have it."""
    pieces = word.replace("ه", "ه ").split()
    return {tuple(pieces)} if len(pieces) > 1 and len(word) > 3 else set()
