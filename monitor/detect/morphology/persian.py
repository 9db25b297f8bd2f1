"""Persian: plural and izafe are written onto the word, with a non-joiner (which separates) or apart."""

SKIPPED = frozenset(("ها", "های", "هایی", "هایش", "هایشان", "ای", "ی", "اش", "شان", "ان"))

_HEH = "\u0647"
_JOINED = ("ها", "های", "هایی", "هایش", "هایشان", "هایمان")
# Pages that lost their non-joiners write حملهی, گلولهای, کشتهشدگان and شدهاند in one.
_AFTER_SILENT_HEH = ("ی", "ای", "اند", "شده", "شدگان")


def forms(word: str, _raw: str) -> set[str]:
    """The word with the endings that are often written onto it."""
    if len(word) < 3:
        return {word}
    found = {word, *(word + ending for ending in _JOINED)}
    if word[-1] in "او":
        found |= {word + "ی", word + "یی", word + "یان"}
    elif word[-1] == _HEH:
        found |= {word[:-1] + "گان", word[:-1] + "گانی"}
        if word[-2] not in "اوی":
            found.update(word + ending for ending in _AFTER_SILENT_HEH)
    elif len(word) >= 4:
        found |= {word + "ان", word + "انی"}
    return found
