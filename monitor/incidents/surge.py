"""Is more reported than usual? The reports of one family in one country, against the same hours of past weeks. Pure.

What is usual is the median of the same three hours of the same weekday, an hour earlier and an hour later included,
over up to four weeks; so a Friday is compared with Fridays. A rise must be large beside the usual, beside its own
scatter, and in number.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

WINDOW = timedelta(hours=3)
WEEK = timedelta(weeks=1)
WEEKS = 4
AGAIN_AFTER = timedelta(hours=24)
"""A surge that lasts is not told again for so long, unless it doubles."""

_BESIDE = (timedelta(hours=-1), timedelta(0), timedelta(hours=1))
_TO_DEVIATION = 1.4826  # from the median of absolute deviations to a standard deviation
_DEVIATIONS = 4.0

Span = tuple[datetime, datetime]
"""A time from after the first moment until the second one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a rise must be: so many times the usual, and so many reports."""

    factor: float = 3.0
    at_least: int = 8


@dataclass(frozen=True, slots=True)
class Said:
    """One report of an incident, by its feed. Reports with the same `words` are one text, whoever prints it."""

    incident_id: int
    feed_id: int
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """That a surge was told, and how large it was then. `key` is a family and a country: `attack IQ`."""

    key: str
    at: datetime
    reports: int


@dataclass(frozen=True, slots=True)
class Surge:
    """A rise that is to be told: `reports` where `usual` are usual, about these incidents."""

    key: str
    reports: int
    usual: float
    incidents: frozenset[int]

    @property
    def family(self) -> str:
        """What is reported."""
        return self.key.partition(" ")[0]

    @property
    def country(self) -> str:
        """Where, as a code."""
        return self.key.partition(" ")[2]

    def reason(self) -> str:
        """Why it is told, as it is recorded."""
        hours = WINDOW // timedelta(hours=1)
        events = f"{len(self.incidents)} incident{'' if len(self.incidents) == 1 else 's'}"
        return (
            f"{self.reports} reports of {self.family} in {self.country} in {hours} h, of {events};"
            f" usual for this hour is {self.usual:g}"
        )


def compared_with(now: datetime) -> tuple[Span, ...]:
    """The past times with which the last three hours are compared, the latest first."""
    ends = (now - week * WEEK + beside for week in range(1, WEEKS + 1) for beside in reversed(_BESIDE))
    return tuple((end - WINDOW, end) for end in ends)


def volume(said: Collection[Said]) -> int:
    """How many reports there are: each text and each feed counts once for an incident, so wire copy adds nothing."""
    return sum(_shares(said))


def count(said: Collection[Said]) -> int:
    """The same for a rise: no single feed makes more than half of it, so one busy feed is no surge."""
    shares = _shares(said)
    return min(sum(shares), 2 * (sum(shares) - max(shares, default=0)))


def _shares(said: Collection[Said]) -> list[int]:
    """Of how many incidents each feed reports in its own words, or first."""
    feeds: dict[int, set[int]] = {}
    printed: set[tuple[int, str]] = set()
    for one in said:
        if (one.incident_id, one.words) not in printed:
            printed.add((one.incident_id, one.words))
            feeds.setdefault(one.feed_id, set()).add(one.incident_id)
    return [len(incidents) for incidents in feeds.values()]


def needed(past: Sequence[int], limits: Limits) -> tuple[float, float]:
    """What is usual, and how many reports are a surge, by the volumes of past times (at least one)."""
    usual = float(median(past))
    deviation = _TO_DEVIATION * median(abs(one - usual) for one in past)
    scatter = max(deviation, math.sqrt(usual))  # counts scatter by their root even where few weeks are known
    return usual, max(limits.at_least, limits.factor * usual, usual + _DEVIATIONS * scatter)


def surges(
    current: Mapping[str, Collection[Said]],
    past: Mapping[str, Sequence[int]],
    told: Collection[Told],
    limits: Limits,
    now: datetime,
) -> tuple[tuple[Surge, ...], tuple[Told, ...]]:
    """The surges to be told now, the largest first, and what is to be remembered as told.

    `current` and `past` go by key; a key without past is not judged. Of surges that are mostly about the same incidents
    (one event may be filed under two families and two countries) only the largest is told; the others count as told.
    """
    remembered = {one.key: one for one in told if now - one.at < AGAIN_AFTER}
    rising = []
    for key, said in current.items():
        reports = count(said)
        if reports < limits.at_least or not past.get(key):
            continue
        usual, enough = needed(past[key], limits)
        if reports >= enough:
            rising.append(Surge(key, reports, usual, frozenset(one.incident_id for one in said)))
    rising.sort(key=lambda one: (-one.reports, one.key))
    telling: list[Surge] = []
    for number, one in enumerate(rising):
        before = remembered.get(one.key)
        if before and one.reports < 2 * before.reports:
            continue
        if not any(2 * len(one.incidents & larger.incidents) > len(one.incidents) for larger in rising[:number]):
            telling.append(one)
        remembered[one.key] = Told(one.key, now, one.reports)
    return tuple(telling), tuple(remembered.values())
