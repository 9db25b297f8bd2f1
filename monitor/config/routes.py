"""`routes:` and `maintenance:` of the configuration: who hears what, and when. notify/routing.py decides by them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, ClassVar, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.floods import Storm
from monitor.config.quantities import Duration, TimeOfDay, TimeZone, parse_duration, parse_time_of_day
from monitor.models import Severity
from monitor.notify import routes as plain
from monitor.notify.hours import DAY_NAMES, EVERY_DAY, Hours
from monitor.yamlfile import Loc, suggest

_DAY = "|".join(DAY_NAMES)
_DAYS = re.compile(rf"\s*({_DAY})(?:\s*-\s*({_DAY}))?\s*", re.ASCII)
_SPAN = re.compile(r"\s*(\d\d:\d\d)\s*-\s*(\d\d:\d\d)\s*", re.ASCII)
_LIMIT = re.compile(r"(\d{1,5})\s*/\s*(\S+)", re.ASCII)
_STATUSES = Literal["happening", "feared", "foiled", "claimed", "denied", "past"]

Spans = tuple[tuple[time, time], ...]


def parse_days(text: str) -> frozenset[int]:
    """`mon-fri, sun` as numbers of days, Monday is 0. Raises ValueError with a sentence."""
    days: set[int] = set()
    for part in text.lower().split(","):
        found = _DAYS.fullmatch(part)
        if not found:
            raise ValueError(f"{text[:40]!r} are no days of the week; write them as mon-fri or sat, sun")
        first = DAY_NAMES.index(found.group(1))
        last = DAY_NAMES.index(found.group(2) or found.group(1))
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return frozenset(days)


def parse_spans(text: str) -> Spans:
    """`08:00-12:00, 14:00-24:00` as pairs of times. Raises ValueError with a sentence."""
    spans = []
    for part in text.split(","):
        found = _SPAN.fullmatch(part)
        if not found:
            raise ValueError(f"{text[:40]!r} are no hours; write them as 08:00-18:00")
        start = parse_time_of_day(found.group(1))
        end = time(0) if found.group(2) == "24:00" else parse_time_of_day(found.group(2))
        if start == end and start != time(0):
            raise ValueError(f"{part.strip()!r} begins when it ends; the whole day is 00:00-24:00")
        spans.append((start, end))
    return tuple(spans)


def parse_limit(text: str) -> plain.Limit:
    """`20/1h` as a limit. Raises ValueError with a sentence."""
    found = _LIMIT.fullmatch(text.strip())
    if not found or not int(found.group(1)):
        raise ValueError(f"{text[:40]!r} is no limit; write a number of messages and a time, such as 20/1h")
    period = timedelta(seconds=parse_duration(found.group(2)))
    if not timedelta(minutes=1) <= period <= timedelta(days=1):
        raise ValueError(f"{text[:40]!r}: the time of a limit is between 1m and 1d")
    return plain.Limit(int(found.group(1)), period)


def _days(value: object) -> object:
    return parse_days(value) if isinstance(value, str) else _no("days are written as mon-fri or sat, sun")


def _spans(value: object) -> object:
    return parse_spans(value) if isinstance(value, str) else _no("hours are written as 08:00-18:00")


def _limit(value: object) -> object:
    return parse_limit(value) if isinstance(value, str) else _no("a limit is written as 20/1h")


def _moment(value: object) -> object:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return _no("a time is written as 2026-11-22 02:00, in the instance's zone, or with its offset: +03:00 or Z")


def _no(sentence: str) -> object:
    raise ValueError(sentence)


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("no-comment", "say why, for those who wonder later")
    return text.strip()


def _schema(example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example]})


HoursText = Annotated[Spans, BeforeValidator(_spans), _schema("08:00-18:00")]
DaysText = Annotated[frozenset[int], BeforeValidator(_days), _schema("mon-fri")]
LimitText = Annotated[plain.Limit, BeforeValidator(_limit), _schema("20/1h")]
Moment = Annotated[datetime, BeforeValidator(_moment), _schema("2026-11-22 02:00")]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = tuple[Name, ...]


class _Part(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)


class When(_Part):
    """What a route listens for: all keys must hold, and of each list one entry."""

    topic: Names = Field(default=(), description="Ids of rules.", examples=[["prison-attack"]])
    severity: tuple[Severity, ...] = ()
    min_severity: Severity | None = None
    place: Names = Field(
        default=(),
        description="Countries (IQ), ids of the gazetteer (IQ.13) or names of places; what lies in them fits.",
    )
    language: Names = Field(default=(), description="Of the reports.", examples=[["ar", "fa"]])
    tags: Names = Field(default=(), description="Of the feeds that report it.")
    status: tuple[_STATUSES, ...] = Field(default=(), description="How real the event is.")
    hours: HoursText | None = Field(default=None, description="Times of day at which the route is asked.")
    days: DaysText | None = Field(default=None, description="Days on which these hours begin.")
    zone: TimeZone | None = Field(default=None, description="Of the hours; without it, the instance's.")


class QuietHours(_Part):
    """Hours in which a route sends nothing; what comes is kept and sent as one message at their end."""

    from_: TimeOfDay = Field(alias="from")
    to: TimeOfDay
    zone: TimeZone | None = Field(default=None, description="Without it, the instance's.")
    days: DaysText = Field(default=EVERY_DAY, description="Days on which they begin; without it, all.")
    except_: tuple[Severity, ...] = Field(default=(), alias="except", description="Severities that are sent at once.")

    @model_validator(mode="after")
    def _two_times(self) -> Self:
        if self.from_ == self.to:
            raise PydanticCustomError("no-hours", "from and to are the same time, so nothing would ever be sent")
        return self


class Route(_Part):
    """Who hears of which incidents, and when. The first route that fits is the only one, unless it continues."""

    name: str = Field(default="", max_length=60, description="How people call it.")
    when: When | None = Field(default=None, description="Without it, every incident fits.")
    to: Names = Field(min_length=1, description="Names of channels.")
    continue_: bool = Field(default=False, alias="continue", description="Ask the routes after this one, too.")
    how: Literal["now", "update", "digest"] = Field(
        default="now", description="now; update: ten minutes later with what else came; digest: at the times of `at`."
    )
    at: tuple[TimeOfDay, ...] = Field(default=(), description="Times of a digest; without it, those of `digest`.")
    quiet_hours: QuietHours | None = None
    ack_within: Annotated[Duration, Field(ge=60, le=86_400)] | None = Field(
        default=None, description="Tell `else` when nobody acknowledged the incident in this time, one after another."
    )
    else_: Names = Field(default=(), alias="else", description="Channels that are told, in turn.")
    limit: LimitText | None = Field(
        default=None, description="Messages to one channel in a time; the rest comes as one digest."
    )

    @model_validator(mode="after")
    def _hang_together(self) -> Self:
        if (self.ack_within is None) != (not self.else_):
            raise PydanticCustomError("half-a-chain", "ack_within and else belong together: after how long, and whom")
        if self.ack_within is not None and self.how != "now":
            raise PydanticCustomError("half-a-chain", "only what is told at once can be acknowledged in time: how: now")
        if self.at and self.how != "digest":
            raise PydanticCustomError("no-digest", "at gives the times of a digest; write how: digest with it")
        return self


class Maintenance(_Part):
    """A time in which nothing is sent; what comes is kept and sent as one message at its end."""

    start: Moment
    end: Moment
    comment: Annotated[str, Field(max_length=300), AfterValidator(_filled)]
    channels: Names = Field(default=(), description="Only to these; without it, to all.")
    except_: tuple[Severity, ...] = Field(default=(), alias="except", description="Severities that are sent at once.")


Routes = tuple[Route, ...]
Windows = tuple[Maintenance, ...]
Note = tuple[Loc, str, str, bool]
"""Where something is wrong, what, its code, and whether it is only a warning."""


def to_routing(
    routes: Sequence[Route],
    windows: Sequence[Maintenance],
    storm: Storm | None = None,
    *,
    zone: str,
    digest_at: Sequence[time],
) -> plain.Routing:
    """What was written, as decisions take it. `zone` and `digest_at` hold where nothing else is said."""
    return plain.Routing(
        tuple(_route(number, one, zone, digest_at) for number, one in enumerate(routes, 1)),
        tuple(
            plain.Maintenance(_utc(one.start, zone), _utc(one.end, zone), one.comment, one.channels, one.except_)
            for one in windows
        ),
        storm.as_decided if storm else None,
    )


def problems(
    routes: Sequence[Route], windows: Sequence[Maintenance], *, channels: Iterable[str], zone: str, digest: bool
) -> Iterator[Note]:
    """What does not fit the rest of the file; `digest` says that the file has times for one."""
    known = tuple(channels)
    for n, one in enumerate(routes):
        for key, names in (("to", one.to), ("else", one.else_)):
            yield from _unknown(names, known, ("routes", n, key))
        if one.how == "digest" and not one.at and not digest:
            yield ("routes", n, "how"), "say at which times: at: ['07:00']", "no-digest", False
        if one.when is None and not one.continue_ and n + 1 < len(routes):
            said = "no route after this one is ever asked, as it fits everything; put it last or add continue: true"
            yield ("routes", n), said, "unreachable-route", True
            break
    if routes and not any(one.when is None for one in routes):
        said = "what fits no route is told to nobody; end with a route without `when` if somebody should hear the rest"
        yield ("routes",), said, "no-last-route", True
    for n, window in enumerate(windows):
        yield from _unknown(window.channels, known, ("maintenance", n, "channels"))
        if _utc(window.start, zone) >= _utc(window.end, zone):
            yield ("maintenance", n, "end"), "the end is not after the start", "no-hours", False


def _unknown(names: Sequence[str], known: Sequence[str], loc: Loc) -> Iterator[Note]:
    for n, name in enumerate(names):
        if name not in known:
            yield (*loc, n), f"there is no channel {name!r}{suggest(name, known)}", "unknown-channel", False


def _route(number: int, one: Route, zone: str, digest_at: Sequence[time]) -> plain.Route:
    quiet = one.quiet_hours
    return plain.Route(
        number=number,
        to=one.to,
        when=_when(one.when, zone) if one.when else plain.When(),
        goes_on=one.continue_,
        how=one.how,
        at=one.at or (tuple(digest_at) if one.how == "digest" else ()),
        zone=zone,
        quiet=plain.Quiet(Hours(quiet.from_, quiet.to, quiet.days, quiet.zone or zone), quiet.except_)
        if quiet
        else None,
        chain=plain.Chain(timedelta(seconds=one.ack_within), one.else_) if one.ack_within else None,
        limit=one.limit,
        name=one.name,
    )


def _when(when: When, zone: str) -> plain.When:
    spans = when.hours or (((time(0), time(0)),) if when.days else ())
    days = EVERY_DAY if when.days is None else when.days
    return plain.When(
        topics=when.topic,
        severities=when.severity,
        min_severity=when.min_severity,
        places=when.place,
        languages=when.language,
        tags=when.tags,
        statuses=when.status,
        hours=tuple(Hours(start, end, days, when.zone or zone) for start, end in spans),
    )


def _utc(moment: datetime, zone: str) -> datetime:
    there = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC)
