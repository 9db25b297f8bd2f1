"""What was told of alarms: each once as trouble and once as over, many of one kind together. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from monitor.poll.alarms import Alarm, AlarmKind, Judged

GATHER = timedelta(hours=1)
"""Feeds that fell over together are noticed one by one as each is polled; so long is waited for the others."""
URGENT: frozenset[AlarmKind] = frozenset({"network", "behind", "self-check"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An alarm that stands, or stood: when it was noticed, whether people know, and since when it is over."""

    alarm: Alarm
    noticed: datetime
    told: bool = False
    over: datetime | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice: alarms of one kind that begin, or that are over; the longest standing first."""

    kind: Literal["trouble", "recovered"]
    about: AlarmKind
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The ledger from now on, and what is to be told."""

    entries: tuple[Entry, ...]
    tellings: tuple[Telling, ...]


def settle(entries: Sequence[Entry], judged: Judged, now: datetime, gather: timedelta = GATHER) -> Settled:
    """Enter what stands now. One that was over before anybody was told is forgotten; one that comes back before its end
    was told goes on. Kinds that cannot be judged now stay as they are."""
    kept = _entered(entries, judged, now)
    tellings: list[Telling] = []
    for about in dict.fromkeys(entry.alarm.kind for entry in kept):
        mine = [entry for entry in kept if entry.alarm.kind == about]
        wait = timedelta(0) if about in URGENT else gather
        begun = [entry for entry in mine if not entry.told and entry.over is None]
        over = [(entry, entry.over) for entry in mine if entry.told and entry.over]
        if any(now - entry.noticed >= wait for entry in begun):
            tellings.append(Telling("trouble", about, _longest_first(begun)))
            kept = [replace(entry, told=True) if entry in begun else entry for entry in kept]
        if any(now - at >= wait for _, at in over):
            ended = [entry for entry, _ in over]
            tellings.append(Telling("recovered", about, _longest_first(ended)))
            kept = [entry for entry in kept if entry not in ended]
    return Settled(tuple(kept), tuple(tellings))


def _entered(entries: Sequence[Entry], judged: Judged, now: datetime) -> list[Entry]:
    standing = {(alarm.kind, alarm.key): alarm for alarm in judged.alarms}
    kept = []
    for entry in entries:
        alarm = standing.pop((entry.alarm.kind, entry.alarm.key), None)
        if alarm is not None:
            kept.append(replace(entry, alarm=alarm, over=None))
        elif entry.alarm.kind in judged.undecided:
            kept.append(entry)
        elif entry.told:
            kept.append(replace(entry, over=entry.over or now))
    return [*kept, *(Entry(alarm, now) for alarm in standing.values())]


def _longest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (-_length(entry.alarm), entry.alarm.name.casefold())))


def _length(alarm: Alarm) -> float:
    length = alarm.figures.get("length", 0.0)
    return length if isinstance(length, float) else 0.0
