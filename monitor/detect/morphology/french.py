"""French: plural and feminine of nouns, adjectives and participles, and the forms in which news uses a verb.

Accents are folded, so `ê` and `e` are one letter here; only the written word tells `blessé` from `blesse`. An elided
article or particle (`l'`, `d'`, `qu'`) is a word of its own. In a phrase one article stands for any other, and one may
stand where the term has none: `fermer la frontière` finds `ferment leurs frontières`, `attaque d'un poste` finds
`attaque du poste`, `attaque de poste` finds `attaque de leur poste`.
"""

import unicodedata

_ARTICLES = frozenset(("le", "la", "les", "l", "un", "une", "des", "son", "sa", "ses", "leur", "leurs"))
_OF = frozenset(("de", "du", "des", "d"))
_TO = frozenset(("a", "au", "aux"))
SKIPPED = _ARTICLES | _OF
"""Articles and what does their work: one of them may stand between two words of a phrase."""

_FUNCTION_WORDS_BY_LINE = """
par sur dans avec sans sous pour vers chez contre entre apres avant depuis pendant lors dont que qui
est ont ete sont plus moins tres tout tous hors
"""
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_BY_LINE.split())
_GENDERS = ("", "e", "s", "es")
_ER = ("e", "es", "ee", "ees", "ent", "ant", "ait", "aient", "a", "erent", "era", "eront", "erait", "eraient")
_IR = ("it", "i", "ie", "is", "ies", "issent", "issait", "issaient", "issant", "irent", "ira", "iront", "irait", "isse")
_PAST = ("ait", "aient", "ant")
_FUTURE = ("a", "ont", "ait", "aient")
# What the end of an infinitive becomes in verbs outside the two great classes; the longest end that fits counts.
_IRREGULAR = {
    "enir": ("ient", "iennent", "int", "inrent", "enait", "enaient", "enant", "enu", "enue", "enus", "enues"),
    "vrir": ("vre", "vrent", "vrait", "vraient", "vrant", "vrit", "vrirent", "vert", "verte", "verts", "vertes"),
    "frir": ("fre", "frent", "frait", "fraient", "frant", "frit", "frirent", "fert", "ferte"),
    "mourir": ("meurt", "meurent", "mourait", "mouraient", "mourut", "moururent", "mort", "morte", "morts", "mortes"),
    "courir": ("court", "courent", "courait", "couraient", "courut", "coururent", "couru"),
    "uir": ("uit", "uient", "ui", "uie", "uis", "uies", "uyait", "uyaient", "uyant", "uirent"),
    "tir": ("t", "tent", "ti", "tie", "tis", "ties", "tait", "taient", "tant", "tit", "tirent"),
    "servir": ("sert", "servent", "servi", "servait", "servaient", "servant"),
    "mettre": ("met", "mettent", "mettait", "mettaient", "mettant", "mit", "mirent", "mis", "mise", "mises"),
    "ttre": ("t", "ttent", "ttait", "ttaient", "ttant", "ttit", "ttirent", "ttu", "ttue", "ttus", "ttues"),
    "prendre": ("prend", "prennent", "prenait", "prenaient", "prenant", "prit", "prirent", "pris", "prise", "prises"),
    "dre": ("d", "dent", "dait", "daient", "dant", "dit", "dirent", "du", "due", "dus", "dues"),
    "uire": ("uit", "uite", "uits", "uites", "uisent", "uisait", "uisaient", "uisant", "uisit", "uisirent"),
    "indre": ("int", "inte", "ints", "intes", "ignent", "ignait", "ignaient", "ignant", "ignit", "ignirent"),
    "faire": ("fait", "font", "faisait", "faisaient", "faisant", "fit", "firent", "faits", "faite", "faites"),
    "uivre": ("uit", "uivent", "uivait", "uivaient", "uivant", "uivi", "uivie", "uivis", "uivies", "uivit", "uivirent"),
    "vivre": ("vit", "vivent", "vivait", "vivaient", "vivant", "vecu", "vecurent"),
}
# What the end of a noun or an adjective becomes in the other gender or in the plural.
_ENDINGS = {
    "al": ("aux", "ale", "ales"),
    "eau": ("eaux",),
    "eu": ("eux",),
    "ou": ("oux",),
    "teur": ("trice", "trices", "teuse", "teuses"),
    "eur": ("euse", "euses"),
    "eux": ("euse", "euses"),
    "if": ("ive", "ives"),
    "el": ("elle", "elles"),
    "en": ("enne", "ennes"),
    "on": ("onne", "onnes"),
    "et": ("ette", "ettes"),
    "c": ("que", "ques"),
    "ier": ("iere", "ieres"),
}


def forms(word: str, raw: str) -> set[str]:
    """The word with its plural and feminine; an infinitive also with its tenses and participles."""
    if word in _OF:
        return set(_OF)
    if word in _ARTICLES:
        return set(_ARTICLES)
    if word in _TO and raw.casefold() != "a":
        return set(_TO)
    if len(word) < 3 or not word.isalpha() or word in _FUNCTION_WORDS:
        return {word}
    found = {word} | _exchanged(word, _ENDINGS)
    if word.endswith("is"):
        return found | {word + "e", word + "es"}
    if word.endswith(("s", "x", "z")):
        return found
    found.add(word + "s")
    # No feminine after other consonants: a coup is no coupe, a franc not France.
    if unicodedata.normalize("NFC", raw).casefold().endswith("é") or word[-1] in "lnrtdiu":
        found.update(word + ending for ending in _GENDERS)
    if word.endswith(("er", "ir", "re")) and len(word) > 3:
        found |= _conjugated(word)
    # `entre` is rarely a form of `entrer`.
    return found - _FUNCTION_WORDS


def _conjugated(verb: str) -> set[str]:
    stem, future = verb[:-2], verb.removesuffix("e")
    found = {future + ending for ending in _FUTURE}
    if verb.endswith("er"):
        found.update(stem + ending for ending in _ER)
        # The e that keeps g soft, and i for y.
        if stem.endswith("g"):
            found.update(stem + "e" + ending for ending in (*_PAST, "a"))
        if stem.endswith("y"):
            found.update(stem[:-1] + "i" + ending for ending in ("e", "es", "ent", "era", "eront"))
        if stem.endswith(("et", "el")):
            found.update(stem + stem[-1] + ending for ending in ("e", "es", "ent", "era", "eront"))
    elif verb.endswith("ir"):
        found.update(stem + ending for ending in _IR)
    return found | _exchanged(verb, _IRREGULAR)


def _exchanged(word: str, table: dict[str, tuple[str, ...]]) -> set[str]:
    """The word with its end exchanged, by the longest end of the table that it has."""
    ends = [end for end in table if word.endswith(end)]
    if not ends:
        return set()
    end = max(ends, key=len)
    return {word[: -len(end)] + other for other in table[end]}
