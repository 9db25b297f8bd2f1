"""Turkish: number, possession and case are endings that follow one another; vowels are folded (ı to i, ü to u)."""

_CASES = (
    "", "i", "u", "yi", "yu", "a", "e", "ya", "ye", "da", "de", "ta", "te", "dan", "den", "tan", "ten", "in", "un",
    "nin", "nun", "la", "le", "yla", "yle", "daki", "deki", "taki", "teki",
)  # fmt: skip
_POSSESSED = ("i", "u", "si", "su", "leri", "lari")
_AFTER_POSSESSED = ("", "na", "ne", "nda", "nde", "ndan", "nden", "nin", "nun", "ni", "nu", "yla", "yle")
_PLURAL_CASES = ("", "i", "a", "e", "da", "de", "dan", "den", "in", "la", "le")
_ENDINGS = frozenset(
    [
        *_CASES,
        *(owner + case for owner in _POSSESSED for case in _AFTER_POSSESSED),
        *(plural + case for plural in ("lar", "ler") for case in _PLURAL_CASES),
    ]
)
_SOFTENED = {"k": "g", "p": "b", "t": "d", "c": "c"}
_VOWELS = "aeiou"


def forms(word: str, _raw: str) -> set[str]:
    """The word with the common endings of nouns, and with its last consonant softened before vowels."""
    if len(word) < 3 or not word.isalpha():
        return {word}
    found = {word + ending for ending in _ENDINGS}
    if word[-1] in _SOFTENED and len(word) > 3:
        soft = word[:-1] + _SOFTENED[word[-1]]
        found.update(soft + ending for ending in _ENDINGS if ending[:1] in _VOWELS and ending)
    if word[-1] in "iu":
        # A compound (cezaevi) is already possessed: its cases go on with n.
        found.update(word + ending for ending in _AFTER_POSSESSED)
    return found
