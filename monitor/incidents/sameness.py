"""Do two reports speak of one event? Points for what agrees, against what differs, each with its sentence.

Nothing here asks for one language: places, actors, targets, tolls and days are the same in all. Words count only
between reports in one language. The points were chosen on one half of the pairs in tests/data/incidents, which were
written for this project; the other half measures them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.incidents.profile import Profile
from monitor.incidents.relations import (
    day_relation,
    is_form,
    part_of_day_relation,
    party_relation,
    place_relation,
    rule_relation,
    toll_relation,
)
from monitor.incidents.similarity import likeness

NEEDED = 50
ONLY_ONE = 12
"""What it is worth that a report which names a country alone can mean only one incident there."""
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
_ACTOR = {"same actor": 8, "similar actor": 0, "other actor": -5, "actor unknown": 0}
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
_WORDS_WORTH = 160
_MOST_ELSEWHERE, _LEAST_IN_TOWN = 30, -20
_CITY = 100_000
# (hours apart at most, points)
_TIME = ((6, 15), (12, 8), (24, 0))
_LATER = -10
_UNDATED = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that agrees or differs, with its points."""

    why: str
    points: int


@dataclass(frozen=True, slots=True)
class Sameness:
    """How much speaks for one event, the place first. `words` is the likeness of the words, 0 to 1."""

    grounds: tuple[Ground, ...]
    words: float
    points: int

    def plus(self, ground: Ground) -> "Sameness":
        """The same with one ground more."""
        return Sameness((*self.grounds, ground), self.words, self.points + ground.points)

    def said(self) -> str:
        """The grounds as a sentence part, the weightiest first."""
        told = (ground for ground in self.grounds if ground.points)
        ordered = sorted(told, key=lambda ground: -abs(ground.points))
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
    place_first = (grounds[0], *(ground for ground in grounds[1:] if ground.points))
    return Sameness(place_first, words, sum(ground.points for ground in place_first))


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


def _usual(a: Profile, b: Profile) -> float:
    """How alike reports of these lengths are on different events."""
    full = min(1.0, min(len(a.weights), len(b.weights)) / _FULL)
    return _USUAL_HEADLINES + (_USUAL_WORDS - _USUAL_HEADLINES) * full


def best_of(report: Profile, others: Sequence[Profile]) -> Sameness:
    """How much speaks for a report telling the event of the others: the most alike, half corrected by the second, so
    that one odd report of an incident draws nothing in by itself. Where it happened any of the others may know."""
    found = sorted((compare(report, other) for other in others), key=lambda one: -one.points)
    if len(found) < 2:
        return found[0] if found else Sameness((), 0.0, 0)
    first, second = found[:2]
    less = (second.points - first.points) // 2
    where = max((one.grounds[0] for one in found), key=lambda ground: ground.points)
    if where.points > first.grounds[0].points:
        first = Sameness(
            (where, *first.grounds[1:]), first.words, first.points + where.points - first.grounds[0].points
        )
    return first.plus(Ground("a second report is less alike", less)) if less else first


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
