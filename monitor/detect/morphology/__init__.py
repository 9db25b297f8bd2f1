"""The forms in which a word of a term may stand in a text, per language, worked out when rules are compiled.

One file a language. Each has `forms(word, raw)`: the folded word (and as it was written) -> folded forms, itself
included. Forms are generous: what no text says costs nothing, and a missed form costs an alert. A language may also
name words that stand between the words of a phrase without breaking it (`SKIPPED`).
"""

from collections.abc import Callable, Sequence

from monitor.detect.morphology import (
    arabic,
    english,
    french,
    kurmanji,
    persian,
    russian,
    sorani,
    spanish,
    turkish,
    urdu,
)

Forms = Callable[[str, str], set[str]]

_FORMS: dict[str, Forms] = {
    "en": english.forms,
    "ar": arabic.forms,
    "fa": persian.forms,
    "ckb": sorani.forms,
    "kmr": kurmanji.forms,
    "tr": turkish.forms,
    "ur": urdu.forms,
    "fr": french.forms,
    "es": spanish.forms,
    "ru": russian.forms,
    "any": arabic.proclitic_forms,
}
_SKIPPED: dict[str, frozenset[str]] = {
    "fa": persian.SKIPPED,
    "ur": frozenset(),
    "ckb": sorani.SKIPPED,
    "kmr": kurmanji.SKIPPED,
    "tr": turkish.SKIPPED,
    "fr": french.SKIPPED,
    "es": spanish.SKIPPED,
}
_SPLITS: dict[str, Callable[[str], set[tuple[str, ...]]]] = {"ckb": sorani.splits, "kmr": kurmanji.splits}
_JOINS: dict[str, Callable[[Sequence[str]], set[tuple[str, ...]]]] = {"ckb": sorani.joins, "kmr": kurmanji.joins}
_PREFIXES: dict[str, Callable[[str], set[str]]] = {"ar": arabic.prefixed, "ckb": sorani.prefixed}


def forms(word: str, raw: str, language: str) -> set[str]:
    """The folded forms of one word of a term of that language (`any`: names, with what Arabic puts before them)."""
    return _FORMS[language](word, raw)


def prefixes(word: str, language: str) -> set[str]:
    """The beginnings that count for a prefix term: the word's own, in Arabic those after particles and article, in
    Sorani those with fewer letters."""
    return _PREFIXES[language](word) if language in _PREFIXES else {word}


def skipped(language: str) -> frozenset[str]:
    """Words that may stand between the words of a phrase (endings written apart, articles)."""
    return _SKIPPED.get(language, frozenset())


def splits(word: str, language: str) -> set[tuple[str, ...]]:
    """Other ways to write one word as several."""
    return _SPLITS[language](word) if language in _SPLITS else set()


def joins(words: tuple[str, ...], language: str) -> set[tuple[str, ...]]:
    """Other ways to write a phrase, with two of its words as one."""
    return _JOINS[language](words) if language in _JOINS else set()
