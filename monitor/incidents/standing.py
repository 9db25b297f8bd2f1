"""What is known of an incident, all its reports together: who says it independently, the toll, where, how real.

    report (Heard) + standing -> the next standing          `add`, pure; a standing is its reports, added in order

Wire copy counts once: a report with the words of one of another feed (`sameness.is_copy`) is no voice of its own, and
what it repeats is no statement of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from pydantic import TypeAdapter

from monitor.incidents.profile import OUTCOMES, Profile
from monitor.incidents.sameness import is_copy
from monitor.models import Severity

STATUSES = ("claimed", "happening", "feared", "foiled", "denied", "past")
"""How real an event is, the most real first. An incident is as real as its most real report says, unless denied."""
REAL = frozenset({"claimed", "happening"})
_FEWEST_PLACING, _SHARE_PLACING = 2, 5


@dataclass(frozen=True, slots=True)
class Heard:
    """One report as a standing takes it. `official` are the words by which an authority speaks in it, "" without;
    `corrects`: it is a new version of an earlier report, or says that it puts one right. `at` is in seconds since
    1970, `rises` what its rules let the incident rise to, each with the number of independent sources."""

    feed: int
    reliability: str
    at: float
    severity: Severity
    alerts: bool = True
    official: str = ""
    corrects: bool = False
    watched: bool = False
    rises: tuple[tuple[Severity, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """One independent source: the feeds that bring its words, the best of their reliabilities, since when."""

    feeds: tuple[int, ...]
    reliability: str
    since: float
    status: str = ""


Town = tuple[str, str, float, float]
"""A town or site: id, name, latitude, longitude."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known. `tolls` holds by feed what it says now; `spots` are the towns and sites, `placed` the feeds that
    put it there in words of their own; `official` the words of an authority; `denial` says that somebody denies it."""

    severity: Severity = Severity.INFORMATIONAL
    voices: tuple[Voice, ...] = ()
    tolls: dict[int, dict[str, int]] = field(default_factory=dict)
    spots: tuple[Town, ...] = ()
    placed: dict[str, tuple[int, ...]] = field(default_factory=dict)
    official: str = ""
    denial: bool = False
    watched: bool = False
    rises: tuple[tuple[Severity, int], ...] = ()

    @property
    def independent(self) -> int:
        """How many sources say it that do not copy one another."""
        return len(self.voices)

    @property
    def towns(self) -> tuple[Town, ...]:
        """Where it happened: the town told first, and those in which a fifth of the sources, at least two, put it.
        Others only speak there of it, take in the wounded, or are compared with it."""
        least = max(_FEWEST_PLACING, self.independent / _SHARE_PLACING)
        return self.spots[:1] + tuple(spot for spot in self.spots[1:] if len(self.placed.get(spot[0], ())) >= least)

    @property
    def toll(self) -> dict[str, int]:
        """The highest number that any source stands by, by outcome."""
        return {
            name: max(said[name] for said in self.tolls.values() if name in said)
            for name in OUTCOMES
            if any(name in said for said in self.tolls.values())
        }

    @property
    def status(self) -> str:
        """How real it is. A denial outweighs what others say, unless people are known to have come to harm."""
        if self.denial and not self.toll.get("killed"):
            return "denied"
        said = {voice.status for voice in self.voices}
        return next((status for status in STATUSES if status in said), "")


_JSON = TypeAdapter(Standing)
_HEARD = TypeAdapter(Heard)


def to_json(standing: Standing) -> str:
    """The standing as the store keeps it."""
    return _JSON.dump_json(standing).decode()


def from_json(text: str) -> Standing:
    """What `to_json` wrote."""
    return _JSON.validate_json(text)


def heard_to_json(heard: Heard) -> str:
    """A report's part as the store keeps it."""
    return _HEARD.dump_json(heard).decode()


def heard_from_json(text: str) -> Heard:
    """What `heard_to_json` wrote."""
    return _HEARD.validate_json(text)


def gathered(reports: Iterable[tuple[Heard, Profile]]) -> Standing:
    """The standing of these reports, in their order."""
    earlier: list[tuple[int, Profile]] = []

    def one_more(standing: Standing, report: tuple[Heard, Profile]) -> Standing:
        following = add(standing, *report, earlier)
        earlier.append((report[0].feed, report[1]))
        return following

    return reduce(one_more, reports, Standing())


def add(standing: Standing, heard: Heard, profile: Profile, earlier: Sequence[tuple[int, Profile]]) -> Standing:
    """The standing with one more report. `earlier` are the feeds and profiles of the reports before it."""
    copied = _copied(heard.feed, profile, earlier)
    spots = {spot[0]: spot for spot in standing.spots}
    placed = standing.placed
    if (centre := profile.centre) and centre.is_exact and profile.status in {"", *REAL}:
        spots.setdefault(centre.id, (centre.id, centre.name, centre.lat, centre.lon))
        said = placed.get(centre.id, ())
        placed = placed if copied or heard.feed in said else placed | {centre.id: (*said, heard.feed)}
    rises = dict.fromkeys([*standing.rises, *(heard.rises if heard.alerts else ())])
    following = replace(
        standing,
        voices=_voices(standing.voices, heard, profile.status, copied),
        tolls=_tolls(standing, heard, profile, copied),
        spots=tuple(spots.values()),
        placed=placed,
        official=standing.official or (heard.official if profile.status != "denied" else ""),
        denial=standing.denial or profile.status == "denied",
        watched=standing.watched or heard.watched,
        rises=tuple(rises),
    )
    reached = [to for to, sources in following.rises if following.independent >= sources]
    own = [heard.severity] if heard.alerts else []
    severity = max([standing.severity, *own, *reached], key=lambda one: one.rank)
    return replace(following, severity=severity)


def _copied(feed: int, profile: Profile, earlier: Sequence[tuple[int, Profile]]) -> tuple[int, Profile] | None:
    """The first report of another feed that has the same words."""
    return next(
        ((other, said) for other, said in earlier if other != feed and is_copy(profile, said)),
        None,
    )


def _voices(
    voices: tuple[Voice, ...], heard: Heard, status: str, copied: tuple[int, Profile] | None
) -> tuple[Voice, ...]:
    own = next((n for n, voice in enumerate(voices) if heard.feed in voice.feeds), None)
    theirs = next((n for n, voice in enumerate(voices) if copied and copied[0] in voice.feeds), None)
    number = theirs if own is None else own
    if number is None:
        return (*voices, Voice((heard.feed,), heard.reliability, heard.at, status))
    voice = voices[number]
    joined = Voice(
        feeds=tuple(dict.fromkeys([*voice.feeds, heard.feed])),
        reliability=min(voice.reliability, heard.reliability),
        since=min(voice.since, heard.at),
        status=status or voice.status,
    )
    return (*voices[:number], joined, *voices[number + 1 :])


def _tolls(
    standing: Standing, heard: Heard, profile: Profile, copied: tuple[int, Profile] | None
) -> dict[int, dict[str, int]]:
    """What each feed says of the toll now. Numbers only rise, unless a report puts right what it or all had."""
    if not profile.toll or profile.status == "past" or (copied and copied[1].toll == profile.toll):
        return standing.tolls
    before, tolls = standing.toll, {feed: dict(said) for feed, said in standing.tolls.items()}
    own = tolls.setdefault(heard.feed, {})
    for name, number in profile.toll.items():
        earlier = own.get(name, 0)
        falls = number < before.get(name, 0)
        if heard.corrects and falls and (heard.official or earlier == before.get(name)):
            for said in tolls.values():
                if said.get(name, 0) > number:
                    said[name] = number
        own[name] = number if heard.corrects else max(number, earlier)
    return tolls
