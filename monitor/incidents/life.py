"""The life of an incident: what is new of substance since people were told, and when it cools and ends. Pure.

    opened -> corroborated, escalated, corrected, updated, in any order -> cooled -> closed
                                                                           a new report: resumed

What sounds is told at once as an escalation, the rest quietly as an update, and what is neither is only stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.incidents.distance import distance_km
from monitor.incidents.standing import REAL, Standing

MOST_VOICES = 2
"""Beyond so many independent sources another one is no news, unless a rule lets the severity rise by it."""
KILLED_STEPS = (1, 5, 10, 50)
LEAP = 3
GROWN = 2
_MANY = 10
_NEW_PLACE_KM = 20.0


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `what` (severity, sources, killed, wounded, freed, captured, place, status, official, denial),
    before and after ("" = nothing known). `sounds`: people are to hear of it at once; `state` is what it makes of the
    incident."""

    what: str
    before: str
    after: str
    sounds: bool
    state: str

    def said(self) -> str:
        """The difference as a sentence part."""
        return f"{self.what} {self.before} -> {self.after}" if self.before else f"{self.what} {self.after}"


@dataclass(frozen=True, slots=True)
class Aged:
    """What time makes of an incident: `cooled` or `closed`, and why."""

    state: str
    reason: str


def changes(told: Standing, now: Standing) -> tuple[Change, ...]:
    """What is new of substance in `now` since people were told of `told`, what sounds first."""
    found = [*_severity(told, now), *_status(told, now), *_toll(told, now), *_places(told, now), *_sources(told, now)]
    return tuple(sorted(found, key=lambda change: not change.sounds))


def joined(earlier: Iterable[Change], later: Sequence[Change]) -> tuple[Change, ...]:
    """Differences that were on their way to people, with those that came since: from the first to the last."""
    before = {change.what: change.before for change in earlier}
    kept = [change for change in earlier if change.what not in {one.what for one in later}]
    return (*(replace(one, before=before.get(one.what, one.before)) for one in later), *kept)


def aged(state: str, last_at: datetime, window: timedelta, now: datetime) -> Aged | None:
    """What the time without a report makes of an incident; None while it stays as it is."""
    quiet, hours = now - last_at, window.total_seconds() / 3600
    if state != "closed" and quiet > window:
        return Aged("closed", f"no report for its window of {hours:g} h: the next one opens a new incident")
    if state not in {"cooled", "closed"} and quiet > window / 2:
        return Aged("cooled", f"no report for {hours / 2:g} h, half its window")
    return None


def _severity(told: Standing, now: Standing) -> list[Change]:
    if now.severity.rank <= told.severity.rank:
        return []
    return [Change("severity", told.severity.value, now.severity.value, sounds=True, state="escalated")]


def _status(told: Standing, now: Standing) -> list[Change]:
    """A feared or foiled event that came about sounds when somebody came to harm or an authority says so; so does an
    authority that confirms what was feared."""
    found: list[Change] = []
    if now.denial and not told.denial:
        found.append(Change("denial", told.status, "denied", sounds=False, state="corrected"))
    if now.status != told.status and told.status and now.status not in {"", "denied", "past"}:
        came_about = now.status in REAL and told.status not in REAL
        sure = bool(now.official) or bool(now.toll)
        sounds = came_about and sure
        found.append(Change("status", told.status, now.status, sounds, "escalated" if sounds else "updated"))
    elif now.official and not told.official and now.status == "feared":
        found.append(Change("official", "", now.official, sounds=True, state="escalated"))
    return found


def _toll(told: Standing, now: Standing) -> list[Change]:
    found: list[Change] = []
    before, after = told.toll, now.toll
    for name in sorted(after, key=lambda one: one != "killed"):
        was, number = before.get(name, 0), after[name]
        shown = str(was) if name in before else ""
        if number < was:
            found.append(Change(name, shown, str(number), sounds=False, state="corrected"))
        elif name == "killed" and _crosses(was, number):
            found.append(Change(name, shown, str(number), sounds=True, state="escalated"))
        elif _grows(name, was, number):
            found.append(Change(name, shown, str(number), sounds=False, state="updated"))
    return found


def _grows(name: str, was: int, number: int) -> bool:
    if name == "killed":
        return number >= GROWN * was > 0
    return number >= max(_MANY, LEAP * was) and (was > 0 or name in {"freed", "captured"})


def _crosses(was: int, number: int) -> bool:
    """Whether the dead are many more than was told: a step, with at least twice as many, or a leap."""
    return (number >= GROWN * was and any(was < step <= number for step in KILLED_STEPS)) or number >= LEAP * was > 0


def _places(told: Standing, now: Standing) -> list[Change]:
    """Towns far from all that were told before. Without one told before, a first one is no new place but a detail."""
    known = [(lat, lon) for _, _, lat, lon in told.towns]
    new = [
        name
        for _, name, lat, lon in now.towns
        if known and all(distance_km((lat, lon), other) > _NEW_PLACE_KM for other in known)
    ]
    if not new:
        return []
    before = ", ".join(name for _, name, _, _ in told.towns)
    return [Change("place", before, ", ".join(new), sounds=True, state="escalated")]


def _sources(told: Standing, now: Standing) -> list[Change]:
    before, after = min(told.independent, MOST_VOICES), min(now.independent, MOST_VOICES)
    if after <= before:
        return []
    return [Change("sources", str(told.independent), str(now.independent), sounds=False, state="corroborated")]
