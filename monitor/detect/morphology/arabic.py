"""Arabic: particles and the article are written onto the word before it, pronouns and endings after it."""

_PARTICLES = ("و", "ف", "ب", "ل", "ک", "وب", "ول", "وک", "فب", "فل")
_ARTICLES = ("ال", "وال", "فال", "بال", "کال", "وبال", "وکال", "فبال", "لل", "ولل", "فلل")
_FUTURES = ("س", "وس", "فس")
_BEFORE_ENDINGS = ("", "و", "ب", "ل")
_PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "نا")
_VERBAL = ("ت", "وا", "ا")
_DUAL_AND_PLURAL = ("ین", "ان", "ون", "ات")
_FEMININE = ("ات", "تین", "تان", "ته", "تها", "تهم", "تهن", "تهما", "تنا")


def forms(word: str, raw: str) -> set[str]:
    """The word with particles, article, and endings. A term written with the article stays definite."""
    if len(word) < 3 or not _is_arabic(word):
        return {word}
    if word.startswith("ال") and raw.startswith("ال") and len(word) >= 5:
        return {article + word[2:] for article in _ARTICLES}
    found = prefixed(word)
    if word[0] in "یتنا" and len(word) >= 4:
        found.update(future + word for future in _FUTURES)
    if word[0] == "ی" and len(word) >= 4:
        found.update(before + word + "ن" for before in ("", "و"))
    stem, endings, definite = _endings(word)
    found.update(before + stem + ending for before in _BEFORE_ENDINGS for ending in endings)
    found.update(article + stem + ending for article in ("ال", "وال", "بال", "لل") for ending in definite)
    return found


def _endings(word: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The stem, the endings it takes, and those it takes with the article."""
    if word.endswith("ه") and len(word) >= 4:
        return word[:-1], _FEMININE, ("ات", "تین", "تان")
    if word.endswith(("ا", "ی", "و", "ء")):
        return word, _PRONOUNS, ()
    definite = _DUAL_AND_PLURAL if len(word) >= 4 else ()
    return word, (*_PRONOUNS, *_VERBAL, *definite), definite


def prefixed(word: str) -> set[str]:
    """The word alone and after particles and article."""
    return {word, *(particle + word for particle in _PARTICLES), *(article + word for article in _ARTICLES)}


def proclitic_forms(word: str, _raw: str) -> set[str]:
    """For names: what may stand before one that is written in Arabic letters; others as they are."""
    return prefixed(word) if len(word) >= 3 and _is_arabic(word) else {word}


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u08ff"
