"""Do two reports speak of one event? Points for what agrees, against what differs, each with its sentence.

Nothing here asks for one language: places, actors, targets, tolls and days are the same in all. Words count only
between reports in one language. The points were chosen on one half of the pairs in tests/data/incidents, which were
written for this project; the other half measures them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.incidents.distance import distance_km
from monitor.incidents.profile import SITES, Party, Profile, Spot
from monitor.incidents.similarity import HEADLINE_NAME, NUMBER_WEIGHT, TITLE_FACTOR, likeness

NEEDED = 50
# So alike that one source wrote both: full reports, and bare headlines, which different people word alike.
COPY = 0.75
_COPIED_HEADLINE = 0.9

_PLACE = {
    "same place": 42, "site of the town": 38, "place named by both": 33, "same region": 35, "places close by": -20,
    "same country": 10,
    "place unknown": 0, "other place": -55, "other country": -60,
}  # fmt: skip
_RULES = {"same rule": 15, "rule in common": 10, "other rule": 0}
_DAY = {"same day": 3, "next day": -10, "other day": -30, "no day": 0}
_ACTOR = {"same actor": 8, "similar actor": 0, "other actor": -10, "actor unknown": 0}
_TARGET = {"same target": 10, "similar target": 0, "other target": -12, "target unknown": 0}
_MEANS = {"same means": 5, "similar means": 0, "other means": -12, "means unknown": 0}
_PART_OF_DAY = {"same part of the day": 3, "other part of the day": -15, "part of the day unknown": 0}
_TOLL = {"same toll": 15, "similar toll": 0, "other toll": -15, "no toll": 0}
# Two full reports of different events of a topic in one language are this alike, two bare headlines more: of their
# few words the topic takes most. Each hundredth beyond is worth 1.6 points.
_USUAL_WORDS = 0.25
_USUAL_HEADLINES = 0.55
_FULL = 40
_FORM = -60
_SHORTEST_FORM, _LONGEST_FORM = 3, 20
_WORDS_WORTH = 160
_MOST_ELSEWHERE, _LEAST_IN_TOWN = 30, -20
_CITY = 100_000
# (hours apart at most, points)
_TIME = ((6, 15), (12, 8), (24, 0))
_LATER = -10
_UNDATED = 5
_PARTS = ("night", "morning", "afternoon", "evening")
_OPPOSITE = 2
_ONE_TOWN_KM = 4.0
_CLOSE_KM = 20.0
_REGION_KM = 150.0


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that agrees or differs, with its points."""

    why: str
    points: int


@dataclass(frozen=True, slots=True)
class Sameness:
    """How much speaks for one event. `words` is the likeness of the words, 0 to 1."""

    grounds: tuple[Ground, ...]
    words: float
    points: int

    def said(self) -> str:
        """The grounds as a sentence part, the weightiest first."""
        ordered = sorted(self.grounds, key=lambda ground: -abs(ground.points))
        return ", ".join(f"{ground.why} {ground.points:+d}" for ground in ordered) or "nothing in common"


def compare(a: Profile, b: Profile) -> Sameness:
    """How much speaks for one event behind two reports. `NEEDED` points make one event."""
    place = place_relation(a, b)
    grounds = [Ground(_place_said(a, b, place), _PLACE[place]), *_time(a, b)]
    for relation, worth in (
        (rule_relation(a, b), _RULES),
        (day_relation(a, b), _DAY),
        (party_relation([a.actor], [b.actor], "actor"), _ACTOR),
        (party_relation([a.target], [b.target], "target"), _TARGET),
        (party_relation(a.means, b.means, "means"), _MEANS),
        (part_of_day_relation(a, b), _PART_OF_DAY),
        (toll_relation(a, b), _TOLL),
    ):
        grounds.append(Ground(relation, worth[relation]))
    words = 0.0
    if a.lang == b.lang or not a.lang or not b.lang:
        words = likeness(a.weights, a.length, b.weights, b.length)
        if is_form(a, b):
            grounds.append(Ground("the same words around another name", _FORM))
        more = round((words - _usual(a, b)) * _WORDS_WORTH)
        grounds.append(Ground(f"words {words:.2f} alike", _within_bounds(more, a, b, place)))
    counted = tuple(ground for ground in grounds if ground.points)
    return Sameness(counted, words, sum(ground.points for ground in counted))


def alike(a: Profile, b: Profile) -> float:
    """How alike the words of two reports in one language are, 0 to 1; 0 across languages."""
    if a.lang != b.lang and a.lang and b.lang:
        return 0.0
    return likeness(a.weights, a.length, b.weights, b.length)


def is_copy(a: Profile, b: Profile) -> bool:
    """Whether one source wrote both."""
    full = min(1.0, min(len(a.weights), len(b.weights)) / _FULL)
    return alike(a, b) >= _COPIED_HEADLINE + (COPY - _COPIED_HEADLINE) * full


def _within_bounds(worth: int, a: Profile, b: Profile, place: str) -> int:
    """What words may be worth. The same words of two places are a form, or news that one desk writes of both; other
    words of one small town, where little happens at a time, are another desk's."""
    if place.startswith("other"):
        return min(worth, _MOST_ELSEWHERE)
    if place in {"same place", "site of the town"} and max(_population(a), _population(b)) < _CITY:
        return max(worth, _LEAST_IN_TOWN)
    return worth


def _population(report: Profile) -> int:
    return report.centre.population if report.centre is not None else 0


def is_form(a: Profile, b: Profile) -> bool:
    """Whether two bare headlines differ in names and hardly in anything else: forms filled in for each town."""
    if max(len(a.weights), len(b.weights)) > _LONGEST_FORM:
        return False
    only_a, only_b = a.weights.keys() - b.weights.keys(), b.weights.keys() - a.weights.keys()
    if not only_a or not only_b:
        return False
    if len(a.weights) - len(only_a) < _SHORTEST_FORM:
        return False
    return all(
        any(weights[word] >= HEADLINE_NAME for word in only)
        and sum(NUMBER_WEIGHT * TITLE_FACTOR < weights[word] < HEADLINE_NAME for word in only) <= 1
        for weights, only in ((a.weights, only_a), (b.weights, only_b))
    )


def _usual(a: Profile, b: Profile) -> float:
    """How alike reports of these lengths are on different events."""
    full = min(1.0, min(len(a.weights), len(b.weights)) / _FULL)
    return _USUAL_HEADLINES + (_USUAL_WORDS - _USUAL_HEADLINES) * full


def best_of(report: Profile, others: Sequence[Profile]) -> Sameness:
    """How much speaks for a report telling the event of the others: the most alike, half corrected by the second, so
    that one odd report of an incident draws nothing in by itself."""
    found = sorted((compare(report, other) for other in others), key=lambda one: -one.points)
    if len(found) < 2:
        return found[0] if found else Sameness((), 0.0, 0)
    first, second = found[:2]
    less = (second.points - first.points) // 2
    if not less:
        return first
    return Sameness((*first.grounds, Ground("a second report is less alike", less)), first.words, first.points + less)


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
    if a.part_of_day not in _PARTS or b.part_of_day not in _PARTS:
        return "part of the day unknown"
    apart = abs(_PARTS.index(a.part_of_day) - _PARTS.index(b.part_of_day))
    if apart == _OPPOSITE:
        return "other part of the day"
    return "part of the day unknown" if apart else "same part of the day"


def _time(a: Profile, b: Profile) -> list[Ground]:
    """Points for reports that came close together; a few where it is not known, for most that meet do."""
    if a.published is None or b.published is None:
        return [Ground("time unknown", _UNDATED)]
    hours = abs(a.published - b.published) / 3600
    return [Ground(f"{hours:.0f} h apart", next((points for most, points in _TIME if hours <= most), _LATER))]


def _place_said(a: Profile, b: Profile, relation: str) -> str:
    """The relation with the names that a person knows."""
    names = list(dict.fromkeys(one.centre.name for one in (a, b) if one.centre is not None))
    return f"{relation} ({', '.join(names)})" if names else relation
