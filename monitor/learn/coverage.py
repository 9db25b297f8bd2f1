"""What of a rule no test touches: terms, alternatives and contexts, by language.

A term is touched when a test of the rule mentions it, an alternative when a test holds its evidence, a context when it
holds for evidence of a test. A test in an unknown language is looked at with the terms of all, and counts for each.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.detect.compile import CompiledRule, Pack, PatternUse, zones_of
from monitor.detect.conditions import Case
from monitor.detect.contexts.judge import Contexts
from monitor.detect.evidence import Finder
from monitor.detect.index import ConceptTerm, Indexes, Use
from monitor.detect.load import LoadedPack
from monitor.detect.match import Matches
from monitor.detect.outcomes import RuleTest
from monitor.detect.patterns import compile_pattern, is_pattern
from monitor.detect.reading import Reading
from monitor.detect.schema import LANGUAGES, Rule, TermEntry, Terms
from monitor.models import Document

Kind = Literal["term", "alternative", "context"]
KINDS: tuple[Kind, ...] = ("term", "alternative", "context")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a rule that a test could touch. `group` says where a term stands: its group, or the list it is from."""

    kind: Kind
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """The parts of one rule in one language: those that its tests touch, and those that none does."""

    rule: str
    lang: str
    tests: int
    touched: tuple[Part, ...]
    untouched: tuple[Part, ...]

    def count(self, kind: Kind | None = None) -> tuple[int, int]:
        """How many parts (of one kind) are touched, and how many there are."""
        touched, untouched = ([part for part in parts if kind in (None, part.kind)] for parts in self._both())
        return len(touched), len(touched) + len(untouched)

    @property
    def share(self) -> float:
        """The part of the whole that is touched, 0 to 1; 1 when there is nothing to touch."""
        touched, total = self.count()
        return touched / total if total else 1.0

    def _both(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        return self.touched, self.untouched


def coverage(pack: Pack) -> tuple[Covered, ...]:
    """The coverage of each rule by language, for the languages in which it has terms or tests."""
    found: list[Covered] = []
    for compiled in pack.rules:
        found += _of_rule(compiled, pack)
    return tuple(found)


def _of_rule(compiled: CompiledRule, pack: Pack) -> Iterator[Covered]:
    rule = compiled.rule
    terms = _terms(rule, pack.loaded)
    ways = [Part("alternative", way.alternative.name) for way in compiled.ways]
    contexts = [Part("context", name) for name in _contexts(compiled)]
    by_language: dict[str, list[RuleTest]] = defaultdict(list)
    for test in rule.tests:
        for lang in [test.lang] if test.lang in LANGUAGES else LANGUAGES:
            by_language[lang].append(test)
    for lang in rule.languages or LANGUAGES:
        spoken = [(part, entry) for part, entry, of in terms if of in ("any", lang)]
        tests = by_language[lang]
        if not spoken and not tests:
            continue
        touched = _mentioned(spoken, [_document(test) for test in tests], lang)
        for test in tests:
            touched |= _met(compiled, Contexts(Reading(_document(test), pack)))
        parts = [part for part, _ in spoken] + ways + contexts
        yield Covered(
            rule.id,
            lang,
            len(tests),
            tuple(part for part in parts if part in touched),
            tuple(part for part in parts if part not in touched),
        )


def _document(test: RuleTest) -> Document:
    return Document(test.title, test.text, test.lang, test.url)


def _terms(rule: Rule, loaded: LoadedPack) -> list[tuple[Part, TermEntry, str]]:
    """Every term of the rule once, with its language; those of a list stand under the list's name."""
    lists = {f"lists/{each.words.id}": each.words.terms for each in loaded.lists}
    found: dict[tuple[Part, str], TermEntry] = {}

    def enter(owner: str, terms: Terms) -> None:
        for lang, column in terms.by_language().items():
            for term in column:
                entry = term if isinstance(term, TermEntry) else TermEntry(term=term)
                found.setdefault((Part("term", entry.term, owner), lang), entry)

    for name, group in rule.groups.items():
        enter(name, group)
        for include in group.include:
            enter(include, lists[include])
    return [(part, entry, lang) for (part, lang), entry in found.items()]


def _contexts(compiled: CompiledRule) -> list[str]:
    named: list[str] = [
        each.condition.context for each in (*compiled.adjusts, *compiled.vetoes) if each.condition.context
    ]
    named += [name for way in compiled.ways for name in way.alternative.none_contexts]
    return list(dict.fromkeys(named))


def _mentioned(spoken: Sequence[tuple[Part, TermEntry]], documents: Sequence[Document], lang: str) -> set[Part]:
    """The terms that these articles mention, each looked for as a concept of its own."""
    if not documents:
        return set()
    small = mentions_pack([entry for _, entry in spoken], lang)
    touched: set[Part] = set()
    for document in documents:
        read = Matches(small, Document(document.title, document.text, lang, document.url))
        touched |= {spoken[number][0] for number in read.mentioned}
    return touched


def mentions_pack(entries: Sequence[TermEntry], lang: str) -> Pack:
    """A pack without rules in which the term at place n is the concept n: `Matches(pack, document).mentioned` are the
    places of those that an article in `lang` mentions."""
    terms: dict[str, list[ConceptTerm]] = {lang: []}
    patterns = []
    for number, entry in enumerate(entries):
        zones = zones_of(entry)
        if is_pattern(entry.term):
            patterns.append(PatternUse(compile_pattern(entry.term), Use(number, lang, entry.weight, zones)))
        else:
            terms[lang].append(ConceptTerm(entry, number, zones))
    concepts = {str(number): number for number in range(len(entries))}
    reads_url = any("url" in (zones_of(entry) or ()) for entry in entries)
    return Pack((), Indexes(terms), tuple(patterns), concepts, (), {}, reads_url, {}, LoadedPack((), ()))


def _met(compiled: CompiledRule, contexts: Contexts) -> set[Part]:
    """The alternatives of which an article holds evidence, and the contexts that hold for it."""
    finder, case = Finder(contexts.reading.matches, compiled.groups), Case(compiled, contexts)
    touched: set[Part] = set()
    for way in compiled.ways:
        if not way.is_open(contexts.reading.matches.present):
            continue
        for evidence in finder.find(way.alternative):
            held: list[str] = [name for name in way.alternative.none_contexts if case.signs(name, evidence)]
            if not held:
                touched.add(Part("alternative", way.alternative.name))
            clauses = [each for each in (*compiled.adjusts, *compiled.vetoes) if each.condition.context]
            held += [str(each.condition.context) for each in clauses if case.meeting(each, evidence)]
            touched |= {Part("context", name) for name in held}
    return touched
