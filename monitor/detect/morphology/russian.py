"""Russian: cases and numbers of nouns, adjectives and participles; persons, tenses and genders of verbs.

Folding has made й an и and ё an е; the word as it was written still tells й. A verb may stand in a term as an
infinitive (захватить), in the past (захватил) or as a short participle (захвачен). What no rule makes (сжечь, сжёг)
is written into the lists.
"""

_NOUN = (
    "", "а", "я", "о", "е", "ы", "и", "у", "ю", "ом", "ем", "еи", "ои", "ам", "ям", "ами", "ями", "ах", "ях", "ов",
    "ев", "ью",
)  # fmt: skip
_NOUN_IN_SHORT_I = ("и", "я", "ю", "ем", "е", "ев", "ям", "ями", "ях")
_ADJECTIVE = (
    "ыи", "ии", "ои", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "еи",
    "ую", "юю", "ых", "их", "ыми", "ими",
)  # fmt: skip
_SHORT = ("", "а", "о", "ы")
_PAST = ("л", "ла", "ло", "ли")
_PERSONS = ("ет", "ют", "ут", "ем", "ю")
_PERSONS_IN_I = ("ит", "ят", "ат", "им")
_ADJECTIVE_LEMMAS = ("ая", "яя", "ое", "ее", "ые", "ие")
_VOWELS = "аеиоуыэюя"
# б becomes бл in погубленный, ст becomes щ in пропущенный.
_SOFTENED = {
    "б": ("бл",), "п": ("пл",), "в": ("вл",), "м": ("мл",), "ф": ("фл",), "д": ("ж", "жд"), "з": ("ж",),
    "с": ("ш",), "т": ("ч", "щ"),
}  # fmt: skip
_FUNCTION_WORDS_BY_LINE = """
после против через около перед между возле среди вдоль внутри вокруг вместо из-за чтобы если когда пока также
более менее свыше почти уже ещё еще лишь только этого того
"""
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_BY_LINE.split())


def forms(word: str, raw: str) -> set[str]:
    """The word in the forms that its ending lets one expect; short and function words as they are."""
    if len(word) < 3 or not "а" <= word[0] <= "я" or word in _FUNCTION_WORDS:
        return {word}
    short_i = raw.casefold().endswith(("й", "и\u0306"))
    if len(word) == 3 and word[-1] in _VOWELS and not short_i:
        return {word}
    found = {word, *_noun(word, short_i=short_i)}
    if len(word) > 4 and (word.endswith(_ADJECTIVE_LEMMAS) or (short_i and word[-2] in "ыио")):
        found |= _adjective(word[:-2])
    if word.endswith(("ся", "сь")):
        return found | _reflexive(_verb(word[:-2])) | _adjective_reflexive(word)
    return found | _verb(word) | _from_short(word)


def _noun(word: str, *, short_i: bool) -> set[str]:
    if short_i:
        return {word[:-1] + ending for ending in _NOUN_IN_SHORT_I}
    if word[-1] in "аяоеыиуюь":
        stem = word[:-1]
        found = {stem + ending for ending in (*_NOUN, "ь")} | _bare_plurals(stem)
        if word.endswith(("онь", "ень")) and len(word) > 3:
            found.update(word[:-3] + "н" + ending for ending in _NOUN)
        return found
    found = {word + ending for ending in _NOUN}
    for stem in _without_fleeting_vowel(word):
        found.update(stem + ending for ending in _NOUN if ending)
    if word.endswith(("анин", "янин")):
        found.update(word[:-2] + ending for ending in ("", "е", "ам", "ами", "ах"))
    return found


def _bare_plurals(stem: str) -> set[str]:
    """Genitive plurals with a vowel put in: перестрелок, вспышек, тюрем, ущелий, семей."""
    if stem.endswith("ь"):
        return {stem[:-1] + "ии", stem[:-1] + "еи"}
    if len(stem) < 4 or stem[-1] not in "кнцмлб":
        return set()
    if stem[-2] in "ьи":
        return {stem[:-2] + "е" + stem[-1]}
    return set() if stem[-2] in _VOWELS else {stem[:-1] + vowel + stem[-1] for vowel in "ое"}


def _without_fleeting_vowel(word: str) -> set[str]:
    """Stems of the other cases: боец, бойца; стрелок, стрелка."""
    if len(word) < 4 or word[-2] not in "ео" or word[-1] not in "цк":
        return set()
    last = word[-1]
    return {word[:-2] + last, word[:-2] + ("и" if word[-3] in _VOWELS else "ь") + last}


def _adjective(stem: str) -> set[str]:
    found = {stem + ending for ending in _ADJECTIVE}
    if stem.endswith("нн"):
        found.update(stem[:-1] + ending for ending in _SHORT)
    elif stem.endswith(("ен", "ит", "ыт", "ут", "ят")):
        found.update(stem + ending for ending in _SHORT)
    return found


def _adjective_reflexive(word: str) -> set[str]:
    """взорвавшийся in all cases."""
    return {form + "ся" for form in _adjective(word[:-4])} if word.endswith(("иися", "аяся", "ееся", "иеся")) else set()


def _from_short(word: str) -> set[str]:
    """The full participle of a short one: захвачен, захваченный; убит, убитый."""
    if len(word) < 4:
        return set()
    if word.endswith(("ан", "ян", "ен")):
        return {word + "н" + ending for ending in _ADJECTIVE} | {word + ending for ending in _ADJECTIVE}
    if word.endswith(("ит", "ыт", "ут", "ят")):
        return {word + ending for ending in _ADJECTIVE}
    return set()


def _verb(word: str) -> set[str]:
    """All forms of an infinitive in a vowel and -ть; of a past tense in a vowel and -л, what goes with the past."""
    if len(word) < 5:
        return {word[:-1] + ending for ending in _PAST} if word.endswith("л") else set()
    if word.endswith(("ла", "ло", "ли")) and word[-3] in _VOWELS:
        return _past(word[:-2])
    if word.endswith("л") and word[-2] in _VOWELS:
        return _past(word[:-1])
    if not word.endswith("ть") or word[-3] not in _VOWELS:
        return set()
    theme = word[:-2]
    return {word, theme + "в", *_past(theme), *_present(theme), *_passive(theme)}


def _past(theme: str) -> set[str]:
    return {theme + ending for ending in _PAST} | _adjective(theme + "вш")


def _present(theme: str) -> set[str]:
    stem, vowel = theme[:-1], theme[-1]
    found: set[str] = set()
    if vowel in "аяе":
        found.update(theme + ending for ending in _PERSONS)
        found |= _adjective(theme + "ющ")
    if vowel in "аяие":
        found.update(stem + ending for ending in _PERSONS_IN_I)
        found |= _adjective(stem + "ящ")
    if vowel in "уоа":
        found.update(stem + ending for ending in _PERSONS)
    if vowel == "ы":
        found.update(stem + "о" + ending for ending in _PERSONS)
    if vowel == "и":
        found.update(stem + "ь" + ending for ending in _PERSONS)
    if theme.endswith(("ова", "ева")):
        found.update(stem[:-2] + "у" + ending for ending in _PERSONS)
        found |= _adjective(stem[:-2] + "ующ")
    return found


def _passive(theme: str) -> set[str]:
    """Passive participles, short and full."""
    if theme[-1] in "ая":
        return _adjective(theme + "нн")
    found = _adjective(theme + "т")
    if theme[-1] in "ие":
        stem = theme[:-1]
        stems = [stem, *(stem[:-1] + soft for soft in _SOFTENED.get(stem[-1:], ()))]
        if stem.endswith("ст"):
            stems.append(stem[:-2] + "щ")
        for each in stems:
            found |= _adjective(each + "енн")
    return found


def _reflexive(plain: set[str]) -> set[str]:
    return {form + ("сь" if form[-1] in _VOWELS and not _is_participle(form) else "ся") for form in plain}


def _is_participle(form: str) -> bool:
    return form.endswith(_ADJECTIVE) and any(mark in form for mark in ("вш", "ющ", "ящ"))
