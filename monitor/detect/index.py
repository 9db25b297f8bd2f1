"""The phrase index: every term of a language in one structure, asked once for each word of an article.

A word of a term is a number; `forms` says which words of terms a word of a text may stand for, with all the forms that
the language gives it. A phrase is a sequence of such numbers, found by its first.
"""

import functools
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from monitor.detect import morphology
from monitor.detect.schema import LANGUAGES, TermEntry, ZoneName
from monitor.detect.terms import Phrase as TermPhrase
from monitor.detect.terms import TermWord, read_term

WordIds = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """What a phrase counts for: a concept (a list, or a group's own terms), in texts of which language, where."""

    concept: int
    language: str
    weight: float = 1.0
    zones: frozenset[ZoneName] | None = None
    exact: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sequence of words with what it counts for; `skipped` words may stand in between."""

    words: WordIds
    skipped: frozenset[str]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """All phrases. `lookup` gives the words of terms that one folded word of a text may stand for.

    `alone` has the phrases of one word, `pairs` the longer ones by their first and second; `languages` says of which
    language a word of terms is.
    """

    lookup: Callable[[str], WordIds]
    alone: dict[int, tuple[Phrase, ...]]
    pairs: dict[int, dict[int, tuple[Phrase, ...]]]
    languages: tuple[str, ...]
    size: int

    def beginning(self, ids: Sequence[WordIds], at: int, heard: Collection[str] | None = None) -> list[Phrase]:
        """The phrases of the languages `heard` (None: of all) that may begin at a word of a text, given what each
        of its words may stand for: the second word is among the next two, as one may be skipped."""
        found: list[Phrase] = []
        following: dict[int, None] | None = None
        for first in ids[at]:
            if heard is not None and self.languages[first] not in heard:
                continue
            found += self.alone.get(first, ())
            longer = self.pairs.get(first)
            if longer is not None:
                if following is None:
                    following = dict.fromkeys(chain.from_iterable(ids[at + 1 : at + 3]))
                for second in following:
                    if second in longer:
                        found += longer[second]
        return found


class _Forms:
    """Which words of terms a form may stand for: a million forms in two blocks of numbers.

    A form is kept as the 64 bits that Python makes of it, a tenth of the memory of the texts, and without counted
    references, so that processes forked later share the blocks. That another word of an article has the same 64 bits
    as one of the forms is not to be expected while newspapers are printed.
    """

    def __init__(self) -> None:
        self._hashes = array("q")
        self._numbers = array("i")

    def __len__(self) -> int:
        return len(self._hashes)

    def enter(self, forms: Iterable[str], number: int) -> None:
        """Let these forms stand for the word with this number."""
        self._hashes.extend(map(hash, forms))
        self._numbers.extend([number] * (len(self._hashes) - len(self._numbers)))

    def sort(self) -> None:
        """Make it fit to be asked; what a form stands for stays in the order in which it was entered."""
        order = sorted(range(len(self._hashes)), key=self._hashes.__getitem__)
        self._hashes = array("q", map(self._hashes.__getitem__, order))
        self._numbers = array("i", map(self._numbers.__getitem__, order))

    def get(self, form: str) -> WordIds:
        """The words that this form may stand for."""
        wanted = hash(form)
        start = end = bisect_left(self._hashes, wanted)
        while end < len(self._hashes) and self._hashes[end] == wanted:
            end += 1
        return tuple(self._numbers[start:end])


class IndexBuilder:
    """Collects terms, then builds the index."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str, bool, bool], int] = {}
        self._forms = _Forms()
        self._prefixes: dict[str, WordIds] = {}
        self._uses: dict[tuple[WordIds, str], list[Use]] = {}

    def add(self, phrase: TermPhrase, use: Use) -> None:
        """Add one way to write a term."""
        exact = use.exact is not None
        ways = [tuple(self._word(word, use.language, exact=exact) for word in phrase)]
        if not exact:
            ways += self._split_ways(phrase, use.language)
        for way in ways:
            self._uses.setdefault((way, use.language), []).append(use)

    def build(self) -> PhraseIndex:
        """The index of everything added so far."""
        alone: dict[int, tuple[Phrase, ...]] = {}
        pairs: dict[int, dict[int, tuple[Phrase, ...]]] = {}
        for (way, language), uses in self._uses.items():
            phrase = Phrase(way, morphology.skipped(language), tuple(dict.fromkeys(uses)))
            table, word = (alone, way[0]) if len(way) == 1 else (pairs.setdefault(way[0], {}), way[1])
            table[word] = (*table.get(word, ()), phrase)
        self._forms.sort()
        lookup = _lookup(self._forms, self._prefixes)
        languages = tuple(language for _, language, _, _ in self._ids)
        return PhraseIndex(lookup, alone, pairs, languages, len(self._forms))

    def _word(self, word: TermWord, language: str, *, exact: bool) -> int:
        key = (word.folded, language, word.prefix, exact)
        if key not in self._ids:
            number = self._ids[key] = len(self._ids)
            if word.prefix:
                _enter(self._prefixes, morphology.prefixes(word.folded, language), number)
            elif exact:
                self._forms.enter([word.folded], number)
            else:
                self._forms.enter(morphology.forms(word.folded, word.raw, language), number)
        return self._ids[key]

    def _split_ways(self, phrase: TermPhrase, language: str) -> list[WordIds]:
        """Ways in which words of the phrase are written as several, or as one."""
        ways: list[tuple[TermWord, ...]] = [()]
        for word in phrase:
            apart = [tuple(TermWord(p, p, False) for p in s) for s in morphology.splits(word.folded, language)]
            ways = [way + choice for way in ways for choice in [(word,), *apart]]
        together = morphology.joins(tuple(word.folded for word in phrase), language)
        ways += [tuple(TermWord(word, word, False) for word in way) for way in together]
        return [tuple(self._word(word, language, exact=False) for word in way) for way in ways[1:]]


@dataclass(frozen=True, slots=True)
class ConceptTerm:
    """A term, the concept that it counts for, and the zones where it counts (None: all)."""

    entry: TermEntry
    concept: int
    zones: frozenset[ZoneName] | None


class Indexes:
    """The phrase index of each language, built when an article first needs it: most processes meet few languages."""

    def __init__(self, terms: Mapping[str, Sequence[ConceptTerm]]) -> None:
        self._terms = terms
        self._built: dict[str, PhraseIndex] = {}

    def speaking(self, language: str) -> list[PhraseIndex]:
        """The indexes for an article: of its language and of names; of all languages for one that is none of ours."""
        spoken = ("any", language) if language in LANGUAGES else self._terms
        return [self._of(each) for each in spoken if each in self._terms]

    def _of(self, language: str) -> PhraseIndex:
        if language not in self._built:
            builder = IndexBuilder()
            for each in self._terms[language]:
                entry = each.entry
                for phrase in read_term(entry.term, exact=entry.exact):
                    exact = tuple(word.raw for word in phrase) if entry.exact else None
                    builder.add(phrase, Use(each.concept, language, entry.weight, each.zones, exact))
            self._built[language] = builder.build()
        return self._built[language]


def _enter(table: dict[str, WordIds], forms: Iterable[str], number: int) -> None:
    for form in forms:
        table[form] = (*table.get(form, ()), number)


def _lookup(forms: _Forms, prefixes: dict[str, WordIds]) -> Callable[[str], WordIds]:
    lengths = sorted({len(prefix) for prefix in prefixes})

    @functools.lru_cache(maxsize=32_768)
    def lookup(word: str) -> WordIds:
        found = forms.get(word)
        for length in lengths:
            if length > len(word):
                break
            beginning = prefixes.get(word[:length])
            if beginning is not None:
                found = (*found, *beginning)
        return found

    return lookup
