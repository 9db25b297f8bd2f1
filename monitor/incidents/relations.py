"""How what two reports say of place, parties, time and toll goes together, in the words that `sameness` gives points.

A relation is symmetric, and `... unknown` where a report says nothing.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from monitor.incidents.distance import distance_km
from monitor.incidents.profile import SITES, Party, Profile, Spot
from monitor.incidents.similarity import HEADLINE_NAME, NUMBER_WEIGHT, TITLE_FACTOR
from monitor.models import PARTS_OF_DAY

_ONE_TOWN_KM = 4.0
_CLOSE_KM = 20.0
_REGION_KM = 150.0
_OPPOSITE = 2
_SHORTEST_FORM, _LONGEST_FORM = 3, 20
_WORDS_OF_PLACE = 2


def place_relation(a: Profile, b: Profile) -> str:
    """How the places of two reports lie to one another: a key of the points for places."""
    if a.countries and b.countries and a.countries.isdisjoint(b.countries):
        return "places close by" if _is_over_the_border(a.centre, b.centre) else "other country"
    if a.centre is None or b.centre is None:
        return _by_all_places(a, b)
    if a.centre.id == b.centre.id:
        return _same_spot(a.centre)
    both_name = _names(a, b.centre) or _names(b, a.centre)
    if a.centre.is_exact and b.centre.is_exact:
        apart = distance_km(a.centre.point, b.centre.point)
        if apart <= _ONE_TOWN_KM:
            return "same place"
        if apart <= _CLOSE_KM and (a.centre.kind in SITES) != (b.centre.kind in SITES):
            return "site of the town"
        if both_name:
            return "place named by both"
        return "places close by" if apart <= _CLOSE_KM else "other place"
    if _holds(a.centre, b.centre) or _holds(b.centre, a.centre):
        return "same country" if "country" in {a.centre.kind, b.centre.kind} else "same region"
    if both_name:
        return "place named by both"
    if "country" in {a.centre.kind, b.centre.kind}:
        return _by_all_places(a, b)
    if "region" not in {a.centre.kind, b.centre.kind}:
        return "other place"
    # How far a region stretches is not known.
    near = distance_km(a.centre.point, b.centre.point) < _REGION_KM
    return "same region" if near else _by_all_places(a, b)


def _is_over_the_border(a: Spot | None, b: Spot | None) -> bool:
    """Whether two towns face one another over a border: reports from its two sides name each their own."""
    return a is not None and b is not None and a.is_exact and b.is_exact and distance_km(a.point, b.point) <= _CLOSE_KM


def _same_spot(spot: Spot) -> str:
    if spot.is_exact:
        return "same place"
    return "same country" if spot.kind == "country" else "same region"


def _by_all_places(a: Profile, b: Profile) -> str:
    """For reports that do not both say where it happened."""
    if any(place.is_exact and _names(b, place) for place in a.places):
        return "place named by both"
    return "same country" if a.countries & b.countries else "place unknown"


def _names(profile: Profile, spot: Spot) -> bool:
    return any(place.id == spot.id for place in profile.places)


def _holds(outer: Spot, inner: Spot) -> bool:
    return outer.id in inner.within or (outer.kind == "country" and outer.country == inner.country)


def rule_relation(a: Profile, b: Profile) -> str:
    """Whether the same rule leads, or speaks at all."""
    if a.rules[:1] == b.rules[:1]:
        return "same rule"
    return "other rule" if set(a.rules).isdisjoint(b.rules) else "rule in common"


def day_relation(a: Profile, b: Profile) -> str:
    """Whether both say on which day it happened."""
    if a.day is None or b.day is None:
        return "no day"
    gap = abs((a.day - b.day).days)
    return "same day" if gap == 0 else "next day" if gap == 1 else "other day"


def toll_relation(a: Profile, b: Profile) -> str:
    """Whether a number agrees. Tolls grow from report to report, so only a large gap speaks against one event."""
    common = a.toll.keys() & b.toll.keys()
    if any(a.toll[one] == b.toll[one] and a.toll[one] > 1 for one in common):
        return "same toll"
    if any(max(a.toll[one], b.toll[one]) > 2.5 * min(a.toll[one], b.toll[one]) + 3 for one in common):
        return "other toll"
    return "similar toll" if common else "no toll"


def party_relation(a: Sequence[Party], b: Sequence[Party], what: str) -> str:
    """Whether two reports name one party: the same entry; similar ones, which people take for one another; others."""
    if not a or not b or not a[0].id or not b[0].id:
        return f"{what} unknown"
    pairs = [(one, other) for one in a for other in b]
    if any(one.id == other.id for one, other in pairs):
        return f"same {what}"
    return f"similar {what}" if any(_is_similar(one, other) for one, other in pairs) else f"other {what}"


def _is_similar(one: Party, other: Party) -> bool:
    return "any" in (one.like, other.like) or bool({one.id, one.like} & {other.id, other.like} - {""})


def part_of_day_relation(a: Profile, b: Profile) -> str:
    """Only opposite parts of the day speak against one event: where one people's evening begins, another's ends."""
    if a.part_of_day not in PARTS_OF_DAY or b.part_of_day not in PARTS_OF_DAY:
        return "part of the day unknown"
    apart = abs(PARTS_OF_DAY.index(a.part_of_day) - PARTS_OF_DAY.index(b.part_of_day))
    if apart == _OPPOSITE:
        return "other part of the day"
    return "part of the day unknown" if apart else "same part of the day"


def is_form(a: Profile, b: Profile) -> bool:
    """Whether two bare headlines differ in names and hardly in anything else: forms filled in for each town."""
    if max(len(a.weights), len(b.weights)) > _LONGEST_FORM:
        return False
    only_a, only_b = a.weights.keys() - b.weights.keys(), b.weights.keys() - a.weights.keys()
    if not only_a or not only_b:
        return False
    if len(a.weights) - len(only_a) < _SHORTEST_FORM:
        return False
    here, there = (report.centre.id if report.centre is not None else "" for report in (a, b))
    apart = here != there
    return _is_filled_in(a, only_a, known=apart and bool(here)) and _is_filled_in(
        b, only_b, known=apart and bool(there)
    )


def _is_filled_in(report: Profile, own: AbstractSet[int], *, known: bool) -> bool:
    """Whether the words that only this headline has are a name. Those of a `known` place weigh less, as they count as
    a place."""
    weights = report.weights
    named = known or any(weights[word] >= HEADLINE_NAME for word in own)
    others = sum(NUMBER_WEIGHT * TITLE_FACTOR < weights[word] < HEADLINE_NAME for word in own)
    return named and others <= 1 + _WORDS_OF_PLACE * known
