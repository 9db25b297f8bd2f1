"""Spanish: plural and feminine of nouns, adjectives and participles, and the forms in which news uses a verb.

Accents are folded, so `atacó` and `ataco` are one form. Pronouns written on to an infinitive or a gerund (`fugarse`,
`atacarlos`) count. In a phrase one article stands for any other, and an article, `de` or the personal `a` may stand
where the term has none: `cerrar la frontera` finds `cierran sus fronteras`, `matar policía` finds `matan a policías`.
"""

import unicodedata

_ARTICLES = frozenset(("el", "la", "los", "las", "un", "una", "unos", "unas", "su", "sus"))
_OF = frozenset(("de", "del"))
_TO = frozenset(("a", "al"))
SKIPPED = _ARTICLES | _OF | _TO
"""Articles and what does their work: one of them may stand between two words of a phrase."""

_FUNCTION_WORDS_BY_LINE = """
por con sin para que tras ante bajo desde entre hacia hasta segun sobre contra como muy mas menos
son fue era han hay ser este esta ese esa uno dos tres
"""
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_BY_LINE.split())
# Nouns in -o whose form in -a is another everyday word.
_MASCULINE_BY_LINE = """
paro puerto banco caso modo cargo fondo punto medio marco plazo suelo barrio libro partido tiempo cuento ramo rato
pelo peso foco hecho pasto cuadro gasoducto oleoducto acueducto sitio grupo barco
"""
_MASCULINE = frozenset(_MASCULINE_BY_LINE.split())
_PRONOUNS = ("se", "lo", "la", "los", "las", "le", "les")
_AR_BY_LINE = """
a an o aron aba aban ado ada ados adas ando ara aran aria arian ase asen
"""
_AR = tuple(_AR_BY_LINE.split())
_ER_IR_BY_LINE = """
e en io ieron ia ian ido ida idos idas iendo iera ieran iese iesen a an
"""
_ER_IR = tuple(_ER_IR_BY_LINE.split())
_PARTICIPLE = ("o", "a", "os", "as")
# What the end of an infinitive becomes in verbs that are irregular; the longest end that fits counts.
_IRREGULAR = {
    "tener": ("tiene", "tienen", "tuvo", "tuvieron", "tenga", "tengan", "tendra", "tendran"),
    "poner": ("puso", "pusieron", "ponga", "pongan", "pondra", "pondran", *(f"puest{end}" for end in _PARTICIPLE)),
    "venir": ("viene", "vienen", "vino", "vinieron", "venga", "vengan", "vendra", "vendran", "viniendo"),
    "hacer": ("hizo", "hicieron", "haga", "hagan", "hara", "haran", *(f"hech{end}" for end in _PARTICIPLE)),
    "decir": ("dice", "dicen", "dijo", "dijeron", "diciendo", "dicho", "dicha"),
    "ducir": ("dujo", "dujeron", "duzca", "duzcan"),
    "traer": ("trajo", "trajeron", "trae", "traen", "trayendo"),
    "caer": ("cayo", "cayeron", "cayendo", "caiga"),
    "querer": ("quiso", "quisieron", "quiere", "quieren"),
    "morir": tuple(f"muert{end}" for end in _PARTICIPLE),
    "abrir": tuple(f"abiert{end}" for end in _PARTICIPLE),
    "cubrir": tuple(f"cubiert{end}" for end in _PARTICIPLE),
    "volver": tuple(f"vuelt{end}" for end in _PARTICIPLE),
    "romper": tuple(f"rot{end}" for end in _PARTICIPLE),
    "uir": ("uye", "uyen", "uyo", "uyeron", "uyendo", "uya", "uyan", "uyera", "uyeran"),
}


def forms(word: str, raw: str) -> set[str]:
    """The word with its plural and feminine; an infinitive also with its tenses, participles and pronouns."""
    for group in (_ARTICLES, _OF, _TO):
        if word in group:
            return set(group)
    if len(word) < 3 or not word.isalpha() or word in _FUNCTION_WORDS:
        return {word}
    if word.endswith("s"):
        accented = unicodedata.normalize("NFC", raw).casefold().endswith(("és", "ós"))
        return {word, word + "a", word + "as", word + "es"} if accented else {word}
    if word.endswith("z"):
        return {word, word[:-1] + "ces"}
    if word.endswith("o") and word not in _MASCULINE:
        return {word, word + "s", word[:-1] + "a", word[:-1] + "as"} - _FUNCTION_WORDS
    if word[-1] in "aeiou":
        return {word, word + "s"}
    found = {word, word + "es"}
    if word.endswith(("ar", "er", "ir")) and len(word) > 3:
        # `entre` and `sobre` are rarely forms of verbs.
        return (found | _conjugated(word)) - _FUNCTION_WORDS
    return found | {word + "a", word + "as"}


def _conjugated(verb: str) -> set[str]:
    stem, kind = verb[:-2], verb[-2:]
    found = {verb + ending for ending in (*_PRONOUNS, "a", "an", "ia", "ian")}
    if kind == "ar":
        found.update(stem + ending for ending in _AR)
        found.update(_hardened(stem) + ending for ending in ("e", "en"))
        found.update(stem + "ando" + pronoun for pronoun in _PRONOUNS)
        present = ("a", "an", "e", "en")
    else:
        found.update(stem + ending for ending in _ER_IR)
        found.update(stem + "iendo" + pronoun for pronoun in _PRONOUNS)
        present = ("e", "en", "a", "an")
    for other in (_changed(stem, "o", "ue"), _changed(stem, "e", "ie")):
        found.update(_hardened(other) + ending if ending[0] == "e" and kind == "ar" else other + ending
                     for ending in present)  # fmt: skip
    if kind == "ir":
        weak = _changed(stem, "e", "i"), _changed(stem, "o", "u")
        found.update(other + ending for other in weak for ending in ("e", "en", "io", "ieron", "iendo", "a", "an"))
    return found | _irregular(verb)


def _hardened(stem: str) -> str:
    """The stem as it is written before e."""
    for end, other in (("c", "qu"), ("g", "gu"), ("z", "c")):
        if stem.endswith(end):
            return stem[:-1] + other
    return stem


def _changed(stem: str, vowel: str, other: str) -> str:
    """The stem with its last vowel exchanged, if it is this one; else as it is."""
    for at in range(len(stem) - 1, -1, -1):
        after_q_or_g = stem[at] == "u" and at > 0 and stem[at - 1] in "qg" and at == len(stem) - 1
        if stem[at] in "aeiou" and not after_q_or_g:
            return stem[:at] + other + stem[at + 1 :] if stem[at] == vowel else stem
    return stem


def _irregular(verb: str) -> set[str]:
    ends = [end for end in _IRREGULAR if verb.endswith(end)]
    if not ends:
        return set()
    end = max(ends, key=len)
    return {verb[: -len(end)] + other for other in _IRREGULAR[end]}
