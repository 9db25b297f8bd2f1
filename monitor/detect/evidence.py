"""Where an article holds what one alternative of a rule asks for. Each finding is a piece of evidence of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.detect.match import Found, Matches
from monitor.detect.schema import Alternative, Near, Scope

# The first passages say what an article is about; more of the same adds nothing.
MOST_EVIDENCE = 24

Grouped = Sequence[tuple[str, Found]]
Meeting = tuple[tuple[str, Found], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The hits that meet an alternative, by group, and the passage they stand in: sentences, paragraphs (by number,
    see `Matches`) or the whole article."""

    hits: tuple[tuple[str, Found], ...]
    scope: Scope
    passage: frozenset[int]

    @property
    def weight(self) -> float:
        """What the terms behind it weigh together."""
        product = 1.0
        for _, found in self.hits:
            product *= found.weight
        return product


class Finder:
    """Finds evidence in one article for the alternatives of one rule."""

    def __init__(self, matches: Matches, groups: Mapping[str, int]) -> None:
        self._matches = matches
        self._groups = groups

    def hits(self, group: str) -> tuple[Found, ...]:
        """The hits of a group of this rule."""
        return self._matches.hits(self._groups[group])

    def find(self, alternative: Alternative) -> list[Evidence]:
        """All evidence for an alternative, in order of the text."""
        if alternative.near:
            return self._beside_near(alternative, alternative.near)
        return self._by_passage(alternative)

    def within(self, hits: Iterable[Found], scope: Scope, passage: frozenset[int]) -> list[Found]:
        """Those of the hits that stand in a passage."""
        return within(hits, self._matches, scope, passage)

    def _numbering(self, scope: Scope) -> Callable[[Found], int]:
        return self._matches.sentence if scope == "sentence" else self._matches.paragraph

    def _beside_near(self, alternative: Alternative, near: Near) -> list[Evidence]:
        evidence = []
        for close in self._near(near):
            scope: Scope = "paragraph" if near.within == "paragraph" else "sentence"
            number = self._numbering(scope)
            passage = frozenset(number(found) for _, found in close)
            around = frozenset(self._numbering(alternative.within)(found) for _, found in close)
            beside = self._others(alternative, alternative.within, around, close)
            if beside is not None:
                evidence.append(Evidence((*close, *beside), scope, passage))
        return evidence

    def _by_passage(self, alternative: Alternative) -> list[Evidence]:
        scope = alternative.within
        if scope == "article":
            candidates = [0]
        else:
            number = self._numbering(scope)
            leading = [alternative.all[0]] if alternative.all else alternative.any
            candidates = sorted({number(found) for group in leading for found in self.hits(group)})
        evidence = []
        for candidate in candidates:
            passage = frozenset((candidate,))
            found = self._others(alternative, scope, passage, ())
            if found is not None:
                evidence.append(Evidence(tuple(found), scope, passage))
                if len(evidence) == MOST_EVIDENCE:
                    break
        return evidence

    def _others(
        self, alternative: Alternative, scope: Scope, passage: frozenset[int], taken: Grouped
    ) -> list[tuple[str, Found]] | None:
        """A hit for each group of `all` and one for `any` in the passage; None when something lacks or `none` is met.

        Each group of `all` needs words of its own; for `any` it is enough that the words taken mention it.
        """
        if any(self.within(self.hits(group), scope, passage) for group in alternative.none_groups):
            return None
        beside: list[tuple[str, Found]] = []
        for group in alternative.all:
            free = self._free(group, scope, passage, [*taken, *beside])
            if free is None:
                return None
            beside.append((group, free))
        if alternative.any:
            mentioned = [(g, found) for g in alternative.any for found in self.within(self.hits(g), scope, passage)]
            if not mentioned:
                return None
            beside.append(_nearest(mentioned, taken))
        return beside

    def _free(self, group: str, scope: Scope, passage: frozenset[int], taken: Grouped) -> Found | None:
        """The hit of the group that is nearest to those taken and shares no word with them."""
        free = [(group, found) for found in self.within(self.hits(group), scope, passage) if _free_of(found, taken)]
        return _nearest(free, taken)[1] if free else None

    def _near(self, near: Near) -> list[Meeting]:
        """The closest meeting of all groups in each sentence or paragraph, in order of the text."""
        number = self._matches.paragraph if near.within == "paragraph" else self._matches.sentence
        # A reach in words may cross the end of a sentence, but not lead from the title into the text.
        bucket = number if near.words is None else _zone_number
        buckets: dict[int, dict[str, list[Found]]] = defaultdict(lambda: defaultdict(list))
        for group in near.groups:
            for found in self.hits(group):
                buckets[bucket(found)][group].append(found)
        wanted = len(set(near.groups))
        closest: dict[tuple[int, int], Meeting] = {}
        for key in sorted(buckets):
            if len(buckets[key]) < wanted:
                continue
            for meeting in _meetings(buckets[key], near):
                place = (key, number(meeting[0][1]))
                if place not in closest or _length(meeting) < _length(closest[place]):
                    closest[place] = meeting
        return [closest[place] for place in sorted(closest)[:MOST_EVIDENCE]]


def within(hits: Iterable[Found], matches: Matches, scope: Scope, passage: frozenset[int]) -> list[Found]:
    """Those of the hits that stand in a passage of an article."""
    if scope == "article":
        return list(hits)
    number = matches.sentence if scope == "sentence" else matches.paragraph
    return [found for found in hits if number(found) in passage]


def _zone_number(found: Found) -> int:
    return {"title": 0, "text": 1, "url": 2}[found.zone]


def _nearest(choices: Grouped, taken: Grouped) -> tuple[str, Found]:
    """The weightiest of the choices, then the nearest to what is taken, then the first."""
    anchor = taken[0][1].first if taken else 0
    return min(choices, key=lambda each: (-each[1].weight, abs(each[1].first - anchor)))


def _length(meeting: Meeting) -> int:
    return meeting[-1][1].last - meeting[0][1].first


def _meetings(columns: Mapping[str, Sequence[Found]], near: Near) -> Iterable[Meeting]:
    """The meetings of all groups that end at each hit in turn: with the nearest hit before it of every other group, or
    of each group in its order. Only those near enough; the words of no two hits overlap."""
    merged = sorted((found, group) for group, column in columns.items() for found in column)
    before: dict[str, list[Found]] = {group: [] for group in near.groups}
    for last, group in merged:
        if not near.ordered or group == near.groups[-1]:
            wanted = [each for each in reversed(near.groups) if each != group]
            chosen = _choose(before, wanted, (group, last), near)
            if chosen is not None and _near_enough(chosen, near):
                yield chosen
        # Of hits that overlap, an earlier one may be the one that fits: a few are remembered, not all.
        before[group] = [*before[group][-4:], last]


def _choose(
    before: Mapping[str, Sequence[Found]], wanted: Sequence[str], end: tuple[str, Found], near: Near
) -> Meeting | None:
    chosen = [end]
    for group in wanted:
        for found in reversed(before[group]):
            later = chosen[-1:] if near.ordered else chosen
            if all(found.last < other.first for _, other in later) if near.ordered else _free_of(found, later):
                chosen.append((group, found))
                break
        else:
            return None
    return tuple(sorted(chosen, key=lambda each: each[1].first))


def _free_of(found: Found, chosen: Grouped) -> bool:
    return not any(found.overlaps(other) for _, other in chosen)


def _near_enough(meeting: Meeting, near: Near) -> bool:
    first, last = meeting[0][1], meeting[-1][1]
    if near.words is not None and last.first - first.last - 1 > near.words:
        return False
    if near.gap is None:
        return True
    return all(later.first - earlier.last - 1 <= near.gap for (_, earlier), (_, later) in pairwise(meeting))
