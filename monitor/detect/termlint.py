"""Terms that are allowed but rarely meant: warnings about one column of a list, rule or filter at a time."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.detect.patterns import is_pattern
from monitor.detect.schema import TermEntry, Terms
from monitor.errors import Problem
from monitor.text.fold import fold_plain
from monitor.yamlfile import Loc, YamlDocument, looks_like_a_switch

_INVISIBLE = re.compile("[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LATIN = "A-Za-z\u00c0-\u024f"
_GREEK_OR_CYRILLIC = "\u0370-\u03ff\u0400-\u052f"
_MIXED = re.compile(f"[{_LATIN}][{_GREEK_OR_CYRILLIC}]|[{_GREEK_OR_CYRILLIC}][{_LATIN}]")
_FOREIGN = re.compile(f"[{_GREEK_OR_CYRILLIC}]")
_NEVER_CYRILLIC = frozenset({"en", "fr", "es", "tr", "ar", "fa", "ckb", "ur"})
# Verbs of Sorani are written with and without the stem's ending; both are kept for whoever reads the list.
_STEMS_BESIDE_FORMS = frozenset({"ckb"})
_SHORTEST_PREFIX = 2


class _Term(NamedTuple):
    """A term, and how it is compared; nothing for an expression."""

    entry: TermEntry
    folded: str


def each_term(terms: Terms) -> Iterator[tuple[str, int, TermEntry]]:
    """Language or `any`, number in its column, and the term; of all columns."""
    for language, column in terms.by_language().items():
        for number, term in enumerate(column):
            yield language, number, term if isinstance(term, TermEntry) else TermEntry(term=term)


def folded(entry: TermEntry) -> str:
    """A term as it is compared: folded, with single blanks; the star of a prefix stays."""
    return " ".join(fold_plain(entry.term).split())


def lint_terms(terms: Terms, document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    """Warnings about terms; `loc` is where they stand in the file."""
    columns: dict[str, list[_Term]] = {}
    for language, _, entry in each_term(terms):
        columns.setdefault(language, []).append(_Term(entry, "" if is_pattern(entry.term) else folded(entry)))
    for language, column in columns.items():
        here: Loc = (*loc, language)
        for number, term in enumerate(column):
            yield from _letters(term, language, document, (*here, number))
        yield from _cut_patterns(column, document, here)
        yield from _twice(column, document, here)
        if language not in _STEMS_BESIDE_FORMS:
            yield from _shadowed(column, document, here)


def warning(document: YamlDocument, loc: Loc, message: str, code: str) -> Problem:
    """A warning at a place of a file."""
    line, col = document.value_position(loc)
    return Problem(document.path, line, col, message, code, "warning")


def _letters(given: _Term, language: str, document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    entry, bare = given
    term = entry.term
    if _INVISIBLE.search(term):
        yield warning(document, loc, f"{term!r} holds an invisible character; it has no effect", "invisible")
    if not bare:
        return
    alike = None if term.isascii() else _MIXED.search(term)
    if not alike and language in _NEVER_CYRILLIC and not term.isascii():
        alike = _FOREIGN.search(term)
    if alike:
        odd = _FOREIGN.search(alike.group())
        name = unicodedata.name(odd.group(), "a letter of another script").lower() if odd else ""
        text = f"{term!r} holds the {name}, a look-alike from another script; type the word again"
        yield warning(document, loc, text, "look-alike")
    if switch := looks_like_a_switch(document, loc, term):
        yield switch
    least = 3 if bare.endswith("*") else 2
    if len(bare.rstrip("*")) <= least and not entry.exact and entry.weight >= 1:
        yield warning(document, loc, f"{term!r} is so short that it will match by chance", "short-term")


def _cut_patterns(column: Sequence[_Term], document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    """`[/a{1,3}/]` is two terms to YAML, `/a{1` and `3}/`."""
    opened = None
    for number, (entry, _) in enumerate(column):
        term = entry.term
        if len(term) > 1 and term.startswith("/") and not term.endswith("/"):
            opened = number
        elif opened is not None and len(term) > 1 and term.endswith("/") and not term.startswith("/"):
            text = f"a comma cut the expression {column[opened].entry.term!r}; put all of it in single quotes"
            yield warning(document, (*loc, opened), text, "cut-pattern")
            opened = None


def _twice(column: Sequence[_Term], document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    seen: dict[tuple[str, bool], int] = {}
    for number, (entry, bare) in enumerate(column):
        if not bare:
            continue
        key = (entry.term if entry.exact else bare, entry.exact)
        if key in seen:
            text = f"{entry.term!r} is the same term as item {seen[key] + 1} after folding"
            yield warning(document, (*loc, number), text, "duplicate-term")
        seen.setdefault(key, number)


def _shadowed(column: Sequence[_Term], document: YamlDocument, loc: Loc) -> Iterator[Problem]:
    """A word that a `prefix*` of the same weight finds anyway."""
    prefixes = {(each.folded[:-1], *_strength(each)): each for each in column if each.folded.endswith("*")}
    if not prefixes:
        return
    for number, each in enumerate(column):
        bare = each.folded.rstrip("*")
        if each.entry.exact or " " in bare:
            continue
        longest = len(bare) - 1 if each.folded.endswith("*") else len(bare)
        for length in range(_SHORTEST_PREFIX, longest + 1):
            if other := prefixes.get((bare[:length], *_strength(each))):
                text = f"{each.entry.term!r} is found by {other.entry.term!r} already; remove one of them"
                yield warning(document, (*loc, number), text, "shadowed-term")
                break


def _strength(given: _Term) -> tuple[float, str]:
    return given.entry.weight, str(given.entry.zones)
