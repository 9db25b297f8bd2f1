"""Hours of the day in a time zone, as moments: each window of a day begins once and ends once, whatever the clocks do.

A time that the clocks leap over is the moment of the leap; of one that comes twice, the first counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(7))
_MIDNIGHT = time(0)
_SEARCHED = 15


@dataclass(frozen=True, slots=True)
class Hours:
    """From `start` to `end` on `days` (0 is Monday) in `zone`. An end that is not after the start belongs to the next
    day; the days are those on which the hours begin."""

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY
    zone: str = "UTC"

    def until(self, now: datetime) -> datetime | None:
        """When the window around `now` ends (UTC), or None outside."""
        zone = ZoneInfo(self.zone)
        today = now.astimezone(zone).date()
        ends = [
            end
            for day in (today - timedelta(days=1), today, today + timedelta(days=1))
            if day.weekday() in self.days
            for begin, end in [self._window(day, zone)]
            if begin <= now < end
        ]
        return max(ends, default=None)

    def __contains__(self, now: datetime) -> bool:
        return self.until(now) is not None

    def __str__(self) -> str:
        said = f"{self.start:%H:%M}-{self.end:%H:%M}"
        if self.start == self.end == _MIDNIGHT:
            said = "all day"
        return f"{said}{'' if self.days == EVERY_DAY else ' on ' + days_text(self.days)} ({self.zone})"

    def _window(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        last = day if self.start < self.end else day + timedelta(days=1)
        return moment(day, self.start, zone), moment(last, self.end, zone)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which clocks in `zone` first show this time, or leap over it."""
    wall = datetime.combine(day, at, zone)
    there = wall.astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return there
    # `there` counts with the offset before the leap, so it lies after it; with the offset after, before it.
    before, after = wall.replace(fold=1).astimezone(UTC), there
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def next_time(times: Iterable[time], zone: str, now: datetime) -> datetime:
    """The first moment (UTC) after `now` at which it is one of these times of day."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    wanted = tuple(times)
    days = (today + timedelta(days=n) for n in range(-1, _SEARCHED))
    return min(there for day in days for at in wanted if (there := moment(day, at, place)) > now)


def days_text(days: frozenset[int]) -> str:
    """`mon-fri, sun`: the days of the week, runs drawn together."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        DAY_NAMES[run[0]] if len(run) == 1 else f"{DAY_NAMES[run[0]]}-{DAY_NAMES[run[-1]]}" for run in runs
    )
