"""LoadedPack -> Pack: what articles are assessed with."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from monitor.detect.gazetteer import Gazetteer, load_gazetteer
from monitor.detect.index import ConceptTerm, Indexes, Use
from monitor.detect.load import LoadedPack
from monitor.detect.patterns import Pattern, compile_pattern, is_pattern
from monitor.detect.schema import Alternative, Condition, Filter, Group, Rule, Term, TermEntry, Terms, ZoneName

_ALWAYS = -1


@dataclass(frozen=True, slots=True)
class PatternUse:
    """A regular expression and what its matches count for."""

    pattern: Pattern
    use: Use


@dataclass(frozen=True, slots=True)
class Way:
    """An alternative with the groups it cannot do without, and those of which it needs one (by number)."""

    alternative: Alternative
    needs: frozenset[int]
    one_of: frozenset[int]

    def is_open(self, present: AbstractSet[int]) -> bool:
        """Whether an article in which these groups are present could have evidence for it."""
        return self.needs <= present and (not self.one_of or not self.one_of.isdisjoint(present))


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition of a rule, or of a filter that applies to it: the number of its group, the points it adds (0 for a
    veto), and how a reason names it."""

    condition: Condition
    group: int | None
    points: int
    label: str


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its groups as numbers, those of `Pack.groups`; filters are part of `adjusts` and `vetoes`. Rules of
    one `body` judge alike: copies that differ in severity, or in whom they tell, cost nothing."""

    rule: Rule
    body: int
    groups: dict[str, int]
    ways: tuple[Way, ...]
    adjusts: tuple[Clause, ...]
    vetoes: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """All rules and lists, compiled. `concepts` numbers what hits are counted for: every list by its id, and the own
    terms of a rule's group as `rule:group`. `groups` lists for each group the concepts whose hits are its hits; rules
    that include the same lists share a group; `groups_of` is the way back. `reads_url` says whether any rule looks at
    addresses. `waking` gives for a group the rules that it may wake, by their place in `rules`."""

    rules: tuple[CompiledRule, ...]
    indexes: Indexes
    patterns: tuple[PatternUse, ...]
    concepts: dict[str, int]
    groups: tuple[tuple[int, ...], ...]
    groups_of: dict[int, tuple[int, ...]]
    reads_url: bool
    waking: dict[int, frozenset[int]]
    loaded: LoadedPack

    def awake(self, present: Iterable[int]) -> list[CompiledRule]:
        """The rules, in their order, that could have evidence where these groups have hits; all that a model
        judges."""
        numbers = self.waking.get(_ALWAYS, frozenset()).union(*(self.waking.get(group, ()) for group in present))
        return [self.rules[number] for number in sorted(numbers)]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the rules and lists that it was made from."""
        return self.loaded.fingerprint

    def gazetteer(self) -> Gazetteer:
        """The places it knows, read at first demand and shared by all packs with the same `places` folders."""
        return load_gazetteer(self.loaded.place_folders, self.loaded.places)


def compile_pack(loaded: LoadedPack) -> Pack:
    """Compile all rules of a pack that was loaded without errors."""
    work = _Compiler(loaded)
    work.lists()
    work.filters()
    rules = tuple(work.rule(each.rule) for each in loaded.rules)
    groups_of: dict[int, tuple[int, ...]] = {}
    for concepts, group in work.groups.items():
        for concept in concepts:
            groups_of[concept] = (*groups_of.get(concept, ()), group)
    indexes, patterns, groups = Indexes(work.terms), tuple(work.patterns), tuple(work.groups)
    return Pack(rules, indexes, patterns, work.concepts, groups, groups_of, work.reads_url, _waking(rules), loaded)


def _waking(rules: Sequence[CompiledRule]) -> dict[int, frozenset[int]]:
    """For each group the rules that need it for some way, where the rarest of what a way needs stands for all."""
    shared = Counter(group for each in rules for way in each.ways for group in way.needs)
    waking: dict[int, set[int]] = defaultdict(set)
    for number, each in enumerate(rules):
        if not each.ways or each.rule.classifier is not None:
            waking[_ALWAYS].add(number)
        for way in each.ways:
            for group in [min(way.needs, key=lambda group: (shared[group], group))] if way.needs else way.one_of:
                waking[group].add(number)
    return {group: frozenset(numbers) for group, numbers in waking.items()}


class _Compiler:
    def __init__(self, loaded: LoadedPack) -> None:
        self._bodies: dict[tuple[str, tuple[tuple[str, int], ...], tuple[str, ...]], int] = {}
        self.terms: dict[str, list[ConceptTerm]] = defaultdict(list)
        self.patterns: list[PatternUse] = []
        self.groups: dict[tuple[int, ...], int] = {}
        self.reads_url = False
        self._lists = {each.words.id: each.words.terms for each in loaded.lists}
        self._loaded_filters = [each.filter for each in loaded.filters]
        self._filters: list[tuple[Filter, dict[str, int]]] = []
        self.concepts: dict[str, int] = {}

    def lists(self) -> None:
        """Enter every list, whether a rule includes it or not: contexts, slots and the model read their hits."""
        for identity, terms in self._lists.items():
            self._concept(identity, terms)

    def filters(self) -> None:
        """Enter the terms of filters; rules entered afterwards are subject to them."""
        for given in self._loaded_filters:
            name = f"filter {given.id}"
            groups = {own: self._group(f"{name}:{own}", group) for own, group in given.groups.items()}
            self._filters.append((given, groups))

    def rule(self, rule: Rule) -> CompiledRule:
        """Enter one rule's terms; its groups get their numbers."""
        groups = {name: self._group(f"{rule.id}:{name}", group) for name, group in rule.groups.items()}
        ways = []
        for each in rule.match:
            needed = [*(each.near.groups if each.near else ()), *each.all]
            ways.append(
                Way(each, frozenset(groups[name] for name in needed), frozenset(groups[name] for name in each.any))
            )
        adjusts, vetoes = self._clauses(rule, groups)
        for given, own in self._filters:
            if given.applies_to(rule.id):
                more, further = self._clauses(given, own, f" (filter {given.id})")
                adjusts, vetoes = adjusts + more, vetoes + further
        return CompiledRule(rule, self._body(rule, groups), groups, tuple(ways), tuple(adjusts), tuple(vetoes))

    def _body(self, rule: Rule, groups: dict[str, int]) -> int:
        judged = rule.model_dump_json(include={"match", "adjust", "exclude", "places", "decide"})
        filters = tuple(given.id for given, _ in self._filters if given.applies_to(rule.id))
        return self._bodies.setdefault((judged, tuple(groups.items()), filters), len(self._bodies))

    def _clauses(
        self, owner: Rule | Filter, groups: dict[str, int], source: str = ""
    ) -> tuple[list[Clause], list[Clause]]:
        adjusts = [(each.when, each.points) for each in owner.adjust]
        conditions = [*adjusts, *((condition, 0) for condition in owner.exclude)]
        self.reads_url = self.reads_url or any("url" in condition.where for condition, _ in conditions)
        made = [
            Clause(condition, groups[condition.group] if condition.group else None, points, condition.label + source)
            for condition, points in conditions
        ]
        return made[: len(adjusts)], made[len(adjusts) :]

    def _group(self, own_name: str, group: Group) -> int:
        concepts = [self.concepts[name.removeprefix("lists/")] for name in group.include]
        if group.by_language():
            concepts.append(self._concept(own_name, group))
        return self.groups.setdefault(tuple(sorted(set(concepts))), len(self.groups))

    def _concept(self, name: str, terms: Terms) -> int:
        if name not in self.concepts:
            number = self.concepts[name] = len(self.concepts)
            for language, column in terms.by_language().items():
                for term in column:
                    self._term(term, language, number)
        return self.concepts[name]

    def _term(self, term: Term, language: str, concept: int) -> None:
        entry = term if isinstance(term, TermEntry) else TermEntry(term=term)
        zones = zones_of(entry)
        self.reads_url = self.reads_url or (zones is not None and "url" in zones)
        if is_pattern(entry.term):
            self.patterns.append(PatternUse(compile_pattern(entry.term), Use(concept, language, entry.weight, zones)))
            return
        self.terms[language].append(ConceptTerm(entry, concept, zones))


def zones_of(entry: TermEntry) -> frozenset[ZoneName] | None:
    """The zones in which a term counts; None: in all."""
    if entry.zones is None:
        return None
    return frozenset((entry.zones,) if isinstance(entry.zones, str) else entry.zones)
