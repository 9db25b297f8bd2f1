"""Who hears what, and when, as the owner wrote it: routes, quiet hours, limits, mutes and maintenance windows.

These are the small settings types that decisions are made of (routing.py); sentences.py says each in words.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal

from monitor.models import Severity
from monitor.notify.hours import Hours

How = Literal["now", "update", "digest"]


@dataclass(frozen=True, slots=True)
class Labels:
    """What a notice is about. `places` holds, for each place from the foremost on, all that it is called: its id, its
    name, its country and what it lies in, folded by `fold_name`; `feeds` for each feed its address and name; `country`
    is the code of the country of the foremost place ("" = no place is known)."""

    topics: tuple[str, ...] = ()
    severity: Severity = Severity.INFORMATIONAL
    places: tuple[frozenset[str], ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    feeds: tuple[frozenset[str], ...] = ()
    incident: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """What a route listens for. What is empty lets all pass; of several values one must fit; all keys must hold."""

    topics: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    min_severity: Severity | None = None
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    hours: tuple[Hours, ...] = ()

    def refusal(self, labels: Labels, now: datetime) -> str:
        """Why this does not fit, in words; "" when it does."""
        named = (
            ("topic", self.topics, labels.topics),
            ("language", self.languages, labels.languages),
            ("tag", self.tags, labels.tags),
            ("status", self.statuses, labels.statuses),
        )
        for what, wanted, there in named:
            if wanted and not set(wanted) & set(there):
                return f"no {what} of it is {either(wanted)}"
        if self.severities and labels.severity not in self.severities:
            return f"{labels.severity} is not {either([one.value for one in self.severities])}"
        if self.min_severity is not None and labels.severity.rank < self.min_severity.rank:
            return f"{labels.severity} is below {self.min_severity}"
        if self.places and not any(is_place(wanted, names) for wanted in self.places for names in labels.places):
            return f"no place of it is in {either(self.places)}"
        if self.hours and not any(now in hours for hours in self.hours):
            return f"it is not {either([str(hours) for hours in self.hours])}"
        return ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is sent; what comes is kept and sent as one message at their end. Severities of
    `exempt` are sent all the same."""

    hours: Hours
    exempt: tuple[Severity, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many messages to one channel in `period`; the rest comes as one digest."""

    count: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class Chain:
    """Who is told, one after the other, while nobody acknowledges: the next each time that `within` has passed."""

    within: timedelta
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One entry of `routes`; `number` counts from 1. `at` are times of day in `zone`, for a digest."""

    number: int
    to: tuple[str, ...]
    when: When = When()
    goes_on: bool = False
    how: How = "now"
    at: tuple[time, ...] = ()
    zone: str = "UTC"
    quiet: Quiet | None = None
    chain: Chain | None = None
    limit: Limit | None = None
    name: str = ""

    @property
    def quiet_exempt(self) -> tuple[Severity, ...]:
        """Severities that its quiet hours let through."""
        return self.quiet.exempt if self.quiet else ()

    @property
    def title(self) -> str:
        """How people call it."""
        return f"route {self.number} ({self.name})" if self.name else f"route {self.number}"


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A time in which nothing is sent to `targets` (empty: to nobody); what comes is kept and sent as one message."""

    start: datetime
    end: datetime
    comment: str
    targets: tuple[str, ...] = ()
    exempt: tuple[Severity, ...] = ()

    def covers(self, target: str, severity: Severity, now: datetime) -> bool:
        """Whether it keeps a message of that severity from the target at `now`."""
        meant = not self.targets or target in self.targets
        return meant and severity not in self.exempt and self.start <= now < self.end


@dataclass(frozen=True, slots=True)
class Storm:
    """When one channel would be told of more than `after` incidents of one country `within` a time, the others of it
    come in one message for each time of `gather`. Severities of `exempt` are still told one by one."""

    after: int = 20
    within: timedelta = timedelta(hours=1)
    gather: timedelta = timedelta(minutes=15)
    exempt: tuple[Severity, ...] = (Severity.CRITICAL,)


@dataclass(frozen=True, slots=True)
class Routing:
    """All that the configuration says of who hears what. Without routes, every channel hears what it is severe enough
    for; without a storm, each incident is told by itself, however many they are."""

    routes: tuple[Route, ...] = ()
    maintenance: tuple[Maintenance, ...] = ()
    storm: Storm | None = None


@dataclass(frozen=True, slots=True)
class Mute:
    """What a person asked not to hear of until a time. All that is given must fit."""

    id: int
    until: datetime
    comment: str
    topic: str = ""
    place: str = ""
    feed: str = ""
    incident: str = ""

    def silences(self, labels: Labels, now: datetime) -> bool:
        """Whether a notice is muted: only when it is about nothing but what was named. An incident that another topic
        or another feed tells of, too, is still told; of its places the foremost counts."""
        return (
            now < self.until
            and (not self.topic or set(labels.topics) == {self.topic})
            and (not self.place or (bool(labels.places) and is_place(self.place, labels.places[0])))
            and (not self.feed or (bool(labels.feeds) and all(self.feed in names for names in labels.feeds)))
            and (not self.incident or self.incident == labels.incident)
            and any((self.topic, self.place, self.feed, self.incident))
        )

    @property
    def reason(self) -> str:
        """Why somebody does not hear, as it is recorded with the notice."""
        return f"muted until {self.until:%Y-%m-%d %H:%M} UTC: {self.comment}"


@dataclass(frozen=True, slots=True)
class Recent:
    """What one channel got in the last while: single messages with their severities, the latest last. `waiting` says
    when the messages that gather for it will be sent, by what they wait for. `countries` counts what it was to be told
    of each country in the time that a storm looks at, and `stormy` are those of which something was put together."""

    sent: tuple[tuple[datetime, Severity], ...] = ()
    waiting: dict[str, datetime] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    stormy: frozenset[str] = frozenset()


def fold_name(name: str) -> str:
    """A place's name or id for comparing."""
    return " ".join(name.casefold().split())


def is_place(wanted: str, names: frozenset[str]) -> bool:
    """Whether a place of these folded names is, or lies in, the wanted one."""
    return fold_name(wanted) in names


def either(words: tuple[str, ...] | list[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
