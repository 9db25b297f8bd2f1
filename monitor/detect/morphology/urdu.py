"""Urdu: oblique and plural of nouns, agreement of adjectives and participles, the plain forms of a verb in -nā.

Folding has made ہ, ھ and ة one letter and ئ a ی. Compound verbs and endings that some write apart and some together
(دہشت گرد, اڑا دیا) are written in the lists with a non-joiner, which stands for both.
"""

_HEH = "\u0647"
_AFTER_CONSONANT = ("وں", "یں", "ات", "ز", "و")
_ARABIC_AND_PERSIAN = ("ان", "ین")
_VERB = ("نا", "نے", "نی", "تا", "تے", "تی", "تیں", "ا", "ے", "ی", "یں", "یا", "یے", "یی", "ییں")


def forms(word: str, _raw: str) -> set[str]:
    """The word in its oblique, plural and feminine forms; short words as they are."""
    if len(word) < 3 or not "\u0620" <= word[0] <= "\u06ff":
        return {word}
    last, stem = word[-1], word[:-1]
    if word.endswith("نا") and len(word) > 4:
        return {word, stem + "ے", stem + "وں", *(word[:-2] + ending for ending in _VERB)}
    if last == _HEH:
        return {word, word + "وں", *_of_a(stem)}
    if last == "ا":
        return {word, word + "ء", word + "وں", word + "یں", *_of_a(stem), *_feminine(stem)}
    if word.endswith("اء"):
        return {word, stem}
    if last == "ے":
        return {word, *_of_a(stem), *_feminine(stem)}
    if last == "ی":
        return {word, word + "اں", word + "وں", word + "ز", word + "ات", stem + "ا", stem + "ے"}
    if last == "ں":
        return {word}
    found = {word, *(word + ending for ending in _AFTER_CONSONANT)}
    if len(word) > 3:
        found.update(word + ending for ending in _ARABIC_AND_PERSIAN)
    return found


def _of_a(stem: str) -> set[str]:
    """What goes with a noun in -ā, however it is written: حملہ, حملا, حملے, حملوں; واقعات."""
    return {stem + ending for ending in ("ا", _HEH, "ے", "وں", "ات")}


def _feminine(stem: str) -> set[str]:
    """Agreement of participles and adjectives: مارا, ماری. A noun in heh has none: ہنگامی is not of ہنگامہ."""
    return {stem + "ی", stem + "یں"}
