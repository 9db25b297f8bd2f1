"""Persian: plural and izafe are written onto the word, with a non-joiner (which separates) or apart."""

SKIPPED = frozenset(("ها", "های", "هایی", "هایش", "هایشان", "ای", "ی", "اش", "شان", "ان"))

_JOINED = ("ها", "های", "هایی", "هایش", "هایشان", "هایمان")


def forms(word: str, _raw: str) -> set[str]:
    """The word with the endings that are often written onto it."""
    if len(word) < 3:
        return {word}
    found = {word, *(word + ending for ending in _JOINED)}
    if word[-1] in "او":
        found |= {word + "ی", word + "یی", word + "یان"}
    elif word[-1] == "ه":
        found |= {word[:-1] + "گان", word[:-1] + "گانی"}
    elif len(word) >= 4:
        found |= {word + "ان", word + "انی"}
    return found
