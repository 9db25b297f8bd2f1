"""Turkish: a noun takes number, owner and case one after another, a verb its voice, tense and participle.

A term in the infinitive (`saldırmak`) stands for the whole verb, active and passive; a term in the past (`saldırdı`)
for the forms of its own voice; any other word for those of a noun. Negative forms (`saldırmadı`) are never made: they
deny what the term says. Endings follow the vowels of the word as it was written, because folding (ı to i, ü to u)
would hide them.
"""

import functools
from itertools import product

# After an apostrophe an ending is a word of its own to the tokeniser (PKK'nın hücresi), and breaks no phrase.
_APOSTROPHE_BY_LINE = """
i u yi yu a e ya ye na ne ni nu da de ta te dan den tan ten nda nde ndan nden in un nin nun la le yla yle
li lu lilar liler lular lilarin lilerin lularin lilari lileri lulari daki deki taki teki ndaki ndeki si su nca nce ca ce
"""
SKIPPED = frozenset(_APOSTROPHE_BY_LINE.split())

_VOWELS = "aıoueiöü"
_HIGH = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}
_VOICELESS = "fstkçşhp"
_SOFTENED = {"k": "g", "p": "b", "t": "d"}
_HARDENED = {"g": "k", "b": "p", "d": "t", "t": "t"}
_FOLDING = str.maketrans("ışçğöüâîû", "iscgouaiu")
_CIRCUMFLEX = str.maketrans("âîû", "aiu")
# Nouns that lose a vowel before one: izin, iznin.
_LOSES_VOWEL = {
    "akin": "akn", "asir": "asr", "beyin": "beyn", "defin": "defn", "emir": "emr", "fikir": "fikr", "hapis": "haps",
    "hukum": "hukm", "isim": "ism", "izin": "izn", "katil": "katl", "kayip": "kayb", "kesif": "kesf", "kisim": "kism",
    "nehir": "nehr", "sehir": "sehr", "sinif": "sinf", "vakit": "vakt",
}  # fmt: skip
# They end like a verb in the past or the infinitive and are none.
_NOUNS_BY_LINE = """
ordu hattı suikastı yurdu müftü üstü altı kendi şimdi hindi ciddi maddi yedi yezidi dostu postu
ekmek yemek çakmak parmak ırmak basamak kaymak
"""
_NOUNS = frozenset(_NOUNS_BY_LINE.split())
# A word of a term that ends so is in its case already (gözaltında) and takes nothing more.
_CASED_BY_LINE = """
ında inde unda ünde ından inden undan ünden lara lere larda lerde lardan lerden ını ini unu ünü
nın nin nun nün larına lerine larıyla leriyle
"""
_CASED = tuple(_CASED_BY_LINE.split())


def forms(word: str, raw: str) -> set[str]:
    """The word in its number, cases and possessions, or the verb in its voices, tenses and participles."""
    if len(word) < 2 or not word.isalpha() or len(raw) != len(word):
        return {word}
    written = raw.replace("I", "ı").replace("İ", "i").lower().translate(_CIRCUMFLEX)
    if raw[:1].islower() and written not in _NOUNS:
        if (stem := _infinitive(written)) is not None:
            return {word} | _verb(stem) | _verb(_passive(stem))
        if (stem := _past(written)) is not None:
            return {word} | _verb(stem)
    if len(word) < 3 or (raw.isupper() and len(raw) < 6) or not _last_vowel(written):
        return {word}
    return _noun(word, written)


def _noun(word: str, written: str) -> set[str]:
    if len(written) > 5 and written.endswith(_CASED):
        return {word}
    found = {word}
    ends_in_vowel = written[-1] in _VOWELS
    voiceless = written[-1] in _VOICELESS
    for wide, high in _harmonies(written):
        found.update(word + ending for ending in _case_endings(wide, high, ends_in_vowel, voiceless))
        if ends_in_vowel:
            found |= _compound(word, wide, high)
            continue
        soft = _LOSES_VOWEL.get(word) or word[:-1] + _SOFTENED.get(word[-1], word[-1])
        if soft != word and len(word) > 3:
            endings = _case_endings(wide, high, ends_in_vowel, voiceless)
            found.update(soft + ending for ending in endings if ending[0] in "aeiu")
    return found


def _harmonies(written: str) -> list[tuple[str, str]]:
    """The open and the close vowel of endings, folded; two pairs where the word may not follow the rule."""
    last = _last_vowel(written)
    found = [("a" if last in "aıou" else "e", _HIGH[last].translate(_FOLDING))]
    if last in "aou" and written.endswith(("l", "at")):
        found.append(("e", found[0][1]))
    if last == "i" and written.isascii() and any(vowel in written for vowel in "aou"):
        # Typed without Turkish letters, this i may be an ı (saldiri).
        found.append(("a", "i"))
    return found


@functools.lru_cache(maxsize=64)
def _case_endings(wide: str, high: str, after_vowel: bool, voiceless: bool) -> tuple[str, ...]:
    place = "t" if voiceless else "d"
    if after_vowel:
        cases = [f"y{high}", f"y{wide}", f"n{high}n", f"yl{wide}"]
        owners = [f"s{high}{case}" for case in _owned_cases(wide, high)]
        ours = f"m{high}z"
    else:
        cases = [high, wide, f"{high}n", f"l{wide}"]
        owners = [high + case for case in _owned_cases(wide, high)]
        ours = f"{high}m{high}z"
    # Plural and "our" end alike: in a consonant, with the vowels of their own harmony.
    plural = f"l{wide}r"
    close = "i" if wide == "e" or high == "i" else high
    cases += [f"{place}{wide}", f"{place}{wide}n", f"{place}{wide}ki"]
    tail = ["", f"d{wide}", f"d{wide}n", f"l{wide}", wide]
    owners += [plural + more for more in (*tail, "in", f"d{wide}ki", f"c{wide}")]
    owners += [f"{plural}i{case}" for case in _owned_cases(wide, "i")]
    owners += [ours + more for more in ("", wide, close, f"{close}n")]
    owners += [f"{plural}imiz{more}" for more in ("", wide, "i", "in")]
    return (*cases, *owners)


@functools.lru_cache(maxsize=16)
def _owned_cases(wide: str, high: str) -> tuple[str, ...]:
    endings = f"|n{high}|n{wide}|nd{wide}|nd{wide}n|n{high}n|yl{wide}|nc{wide}|nd{wide}ki"
    return tuple(endings.split("|"))


def _compound(word: str, wide: str, high: str) -> set[str]:
    """A compound (cezaevi, terör saldırısı) is already possessed: its cases go on with n, its plural goes inside."""
    found = {word + case for case in _owned_cases(wide, high)}
    if word[-1] not in "iu":
        return found
    inside = word[:-2] if word.endswith(("si", "su")) and word[-3:-2] in tuple("aeiou") else word[:-1]
    if len(inside) > 1:
        # uçağı, uçakları; hattı, hatları
        bare = {inside, inside[:-1] + _HARDENED.get(inside[-1], inside[-1])}
        bare |= {inside[:-1]} if inside[-2] == inside[-1] else set()
        found.update(f"{one}l{wide}ri{case}" for one in bare for case in _owned_cases(wide, "i"))
    return found


def _infinitive(written: str) -> str | None:
    stem = written[:-3]
    last = _last_vowel(stem)
    fits = last and written.endswith("mak" if last in "aıou" else "mek")
    return stem if fits and len(stem) > 1 else None


def _past(written: str) -> str | None:
    """The stem of a word in the past; d hardens to t after a voiceless consonant, and only there."""
    stem, ending = written[:-2], written[-2:]
    last = _last_vowel(stem)
    if len(stem) < 2 or not last:
        return None
    return stem if ending == ("t" if stem[-1] in _VOICELESS else "d") + _HIGH[last] else None


def _passive(stem: str) -> str:
    if stem[-1] in _VOWELS:
        return stem + "n"
    return _soften_verb(stem) + _HIGH[_last_vowel(stem)] + ("n" if stem[-1] == "l" else "l")


def _soften_verb(stem: str) -> str:
    """The t of `etmek` and its compounds (kaybetmek), and of `gitmek`, becomes d before a vowel."""
    return stem[:-1] + "d" if stem.endswith("et") or stem in {"git", "güt"} else stem


def _verb(stem: str) -> set[str]:
    last = _last_vowel(stem)
    wide, high = "a" if last in "aıou" else "e", _HIGH[last].translate(_FOLDING)
    hard = stem.translate(_FOLDING)
    before_vowel = hard + "y" if stem[-1] in _VOWELS else _soften_verb(stem).translate(_FOLDING)
    place = "t" if stem[-1] in _VOICELESS else "d"
    found = {hard + ending for ending in _after_consonant(wide, high, place)}
    found.update(before_vowel + ending for ending in _after_stem_vowel(wide, high))
    if stem[-1] in _VOWELS:
        found.update(hard + "r" + more for more in ("", f"l{wide}r", "ken", f"s{wide}"))
    else:
        more = ("", f"l{wide}r", "ken", f"s{wide}")
        found.update(f"{before_vowel}{vowel}r{ending}" for vowel, ending in product((wide, high), more))
    found.update(_present(stem) + more for more in ("", "du", "lar", "lardi", "mus"))
    return found


def _present(stem: str) -> str:
    """The stem up to -yor; its open vowel closes before it: patla, patlıyor; topla, topluyor."""
    if stem[-1] not in _VOWELS:
        stem, vowel = _soften_verb(stem), _HIGH[_last_vowel(stem)]
    elif stem[-1] in "ae":
        stem, vowel = stem[:-1], _HIGH[_last_vowel(stem[:-1]) or stem[-1]]
    else:
        vowel = ""
    return (stem + vowel + "yor").translate(_FOLDING)


@functools.lru_cache(maxsize=16)
def _after_consonant(wide: str, high: str, place: str) -> tuple[str, ...]:
    past, noun, evident = place + high, f"m{wide}", f"m{high}s"
    return (
        *(past + more for more in ("", f"l{wide}r", "k")),
        *(f"{past}g{high}{more}" for more in ("", f"n{high}", f"n{wide}", f"nd{wide}", f"nd{wide}n", f"n{high}n")),
        *(f"{past}kl{wide}ri{more}" for more in ("", "ni", f"n{wide}", f"nd{wide}")),
        f"{past}kt{wide}n",
        *(evident + more for more in ("", f"t{high}", f"t{high}r", f"l{wide}r", f"l{wide}rdi")),
        *(noun + more for more in ("", "yi", f"y{wide}", "nin", f"yl{wide}", f"l{wide}r")),
        *(f"{noun}si{case}" for case in _owned_cases(wide, "i")),
        *(f"{noun}l{wide}ri{case}" for case in _owned_cases(wide, "i")),
        *(f"m{wide}k{more}" for more in ("", f"t{wide}", f"t{wide}n", f"l{wide}")),
    )


@functools.lru_cache(maxsize=16)
def _after_stem_vowel(wide: str, high: str) -> tuple[str, ...]:
    future, doing, able = f"{wide}c{wide}", f"{wide}n", f"{wide}bil"
    plural = f"l{wide}r"
    return (
        *(f"{future}k{more}" for more in ("", "ti", "tir", plural, plural + "i", plural + "ini")),
        *(f"{future}gi{more}" for more in ("", "ni", f"n{wide}", f"nd{wide}n")),
        *(doing + more for more in ("", "i", "in", wide, plural, plural + "i", plural + "in", plural + wide)),
        *(doing + plural + more for more in (f"d{wide}n", f"l{wide}", f"d{wide}")),
        *(able + more for more in ("ir", "irler", "ecek", "ecegi", "ecegini", "ecegine", "ecekleri", "eceklerini")),
        f"{wide}r{wide}k",
        f"{high}p",
        f"{high}nc{wide}",
    )


def _last_vowel(written: str) -> str:
    return next((letter for letter in reversed(written) if letter in _VOWELS), "")
