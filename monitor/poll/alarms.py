"""When silence or trouble of feeds must be told. Pure: rows and the time in, alarms out.

A feed is measured by its own past, never by that of others: what is late for one is early for another. Every limit can
be switched off. When nothing answers at all, that is one alarm about the network, and single feeds are not judged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

from monitor.models import Feed, Rhythm

AlarmKind = Literal[
    "network", "behind", "self-check", "failing", "page", "silent", "slow", "late", "undated", "language"
]
FEED_KINDS: frozenset[AlarmKind] = frozenset({"failing", "page", "silent", "slow", "late", "undated", "language"})
PAGES = frozenset({"captcha", "login", "parked"})

_DAY = 86_400.0
# A feed that never changed while we watched has no rhythm yet; it may be a monthly one.
_UNKNOWN_RHYTHM = 7.0
_LONGEST_PAUSE = 1.5
_PAGE_FAILURES = 2
_RECENT_DAYS = 2
_HISTORY_DAYS = 7
_LIVELY = 6.0  # articles a day; with fewer, chance alone makes slow days
_UNDATED_DAYS, _UNDATED_AT_LEAST = 7, 5
_LANGUAGE_HOURS = 5
_FAILED_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is an alarm, in seconds; None or False switches it off. `times` is how many times its
    usual gap a feed or language may be quiet, and by how much a feed may be slower or later than it was."""

    failing: float | None = _DAY
    silent: float | None = 2 * _DAY
    slow: bool = True
    late: float | None = 3 * 3600.0
    undated: bool = True
    page: bool = True
    language: float | None = 12 * 3600.0
    behind: float | None = 900.0
    network: float | None = 600.0
    times: float = 6.0


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed as it is judged: its state (`known` is not needed), and what it brought lately, if anything."""

    feed: Feed
    rhythm: Rhythm | None = None


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as it is judged: the feeds that write in it, the hours of the last days in which it brought something,
    and its newest article's first sight."""

    lang: str
    feeds: tuple[Feed, ...]
    rhythm: Rhythm
    hours: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that a person should know. `key` is the feed's address, the language, or "". `figures` are plain
    numbers (times in seconds) and words for its sentence."""

    kind: AlarmKind
    key: str
    name: str
    figures: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """The alarms that stand now, and the kinds that cannot be judged now, neither as standing nor as over."""

    alarms: tuple[Alarm, ...]
    undecided: frozenset[AlarmKind] = frozenset()


def judge(
    feeds: Sequence[Watched], languages: Iterable[Tongue], limits: Limits, now: datetime, watching_since: datetime
) -> Judged:
    """What stands now. `watching_since` is when this service last began to watch without a gap."""
    found: list[Alarm] = []
    if late := _behind(feeds, limits, now):
        found.append(late)
    if away := _network(feeds, limits, now):
        return Judged((away, *found), FEED_KINDS)
    watched = (now - watching_since).total_seconds()
    settled = watched >= _RECENT_DAYS * _DAY
    for one in feeds:
        if alarm := _trouble(one, limits, now, settled=settled):
            found.append(alarm)
        if limits.undated and _is_undated(one):
            found.append(_about(one, "undated"))
    found += [alarm for tongue in languages if (alarm := _quiet_language(tongue, limits))]
    return Judged(tuple(found), frozenset() if settled else frozenset({"slow", "late"}))


def _about(one: Watched, kind: AlarmKind, **figures: float | str) -> Alarm:
    settings = one.feed.settings
    return Alarm(kind, settings.url, settings.name or settings.url, figures)


def _trouble(one: Watched, limits: Limits, now: datetime, *, settled: bool) -> Alarm | None:
    """The worst that can be said of a feed: it cannot be read, brings nothing, too little, or too late."""
    return (
        _page(one, limits)
        or _failing(one, limits, now)
        or _silent(one, limits)
        or (_slow(one, limits) if settled else None)
        or (_late(one, limits) if settled else None)
    )


def _page(one: Watched, limits: Limits) -> Alarm | None:
    state = one.feed.state
    if not limits.page or state.failure not in PAGES or state.failures < _PAGE_FAILURES:
        return None
    return _about(one, "page", what=state.failure)


def _failing(one: Watched, limits: Limits, now: datetime) -> Alarm | None:
    since = one.feed.state.failing_since
    if limits.failing is None or since is None:
        return None
    length = (now - since).total_seconds()
    return (
        _about(one, "failing", length=length, what=one.feed.state.failure or "") if length >= limits.failing else None
    )


def _silent(one: Watched, limits: Limits) -> Alarm | None:
    """Answers, but has brought nothing for far longer than it usually pauses, weekends and nights included."""
    state = one.feed.state
    if limits.silent is None or state.succeeded_at is None or state.changed_at is None:
        return None
    quiet = (state.succeeded_at - state.changed_at).total_seconds()
    if state.change_gap is None:
        allowed, usual = limits.silent * _UNKNOWN_RHYTHM, 0.0
    else:
        usual = state.change_gap
        pause = longest_pause(one.rhythm.counts) if one.rhythm else 0
        allowed = max(limits.silent, limits.times * usual, _LONGEST_PAUSE * (pause + 1) * _DAY if pause else 0.0)
    return _about(one, "silent", length=quiet, usual=usual) if quiet > allowed else None


def longest_pause(counts: Sequence[int]) -> int:
    """The longest run of days without anything between two days with something; the run that lasts does not count."""
    longest = run = 0
    begun = False
    for count in counts:
        if count:
            longest = max(longest, run if begun else 0)
            begun, run = True, 0
        else:
            run += 1
    return longest


def _slow(one: Watched, limits: Limits) -> Alarm | None:
    """Brings something still, but less in two days than in any two days of its past, by far."""
    if not limits.slow or one.rhythm is None:
        return None
    recent, past = sum(one.rhythm.counts[:_RECENT_DAYS]), _past(one.rhythm.counts)
    if len(past) < _HISTORY_DAYS or not recent:
        return None
    usual = median(past)
    quietest = min(sum(pair) for pair in pairwise(past))
    if usual < _LIVELY or recent >= quietest or recent * limits.times > usual * _RECENT_DAYS:
        return None
    return _about(one, "slow", now=recent / _RECENT_DAYS, usual=float(usual))


def _past(counts: Sequence[int]) -> Sequence[int]:
    """The days before the recent ones, back to the first that brought anything; that one held the feed's whole past."""
    return counts[_RECENT_DAYS : max(_days_known(counts) - 1, 0)]


def _days_known(counts: Sequence[int]) -> int:
    """How many days back the first that brought anything lies, itself included."""
    return next((n for n in range(len(counts), 0, -1) if counts[n - 1]), 0)


def _late(one: Watched, limits: Limits) -> Alarm | None:
    """Its freshest article of two days is older than it ever had to be: a stale copy, or a feed that is held back."""
    if limits.late is None or one.rhythm is None:
        return None
    recent = [age for age in one.rhythm.freshest[:_RECENT_DAYS] if age is not None]
    past = [age for age in one.rhythm.freshest[_RECENT_DAYS:] if age is not None]
    if not recent or len(past) < _HISTORY_DAYS - _RECENT_DAYS:
        return None
    age, usual = min(recent), median(past)
    if age <= max(limits.late, limits.times * usual, *past):
        return None
    return _about(one, "late", length=age, usual=usual)


def _is_undated(one: Watched) -> bool:
    if one.rhythm is None:
        return False
    total, undated = sum(one.rhythm.counts[:_UNDATED_DAYS]), sum(one.rhythm.undated[:_UNDATED_DAYS])
    return total >= _UNDATED_AT_LEAST and undated == total


def _quiet_language(tongue: Tongue, limits: Limits) -> Alarm | None:
    """Nothing new in a language, by the time at which half of its feeds have answered."""
    answers = sorted(feed.state.succeeded_at for feed in tongue.feeds if feed.state.succeeded_at)
    if limits.language is None or not answers or tongue.hours < _LANGUAGE_HOURS:
        return None
    quiet = (answers[len(answers) // 2] - tongue.newest).total_seconds()
    usual = _days_known(tongue.rhythm.counts) * _DAY / tongue.hours
    pause = longest_pause(tongue.rhythm.counts)
    allowed = max(limits.language, limits.times * usual, _LONGEST_PAUSE * (pause + 1) * _DAY if pause else 0.0)
    if quiet <= allowed:
        return None
    figures = {"length": quiet, "usual": usual, "feeds": float(len(tongue.feeds))}
    return Alarm("language", tongue.lang, tongue.lang, figures)


def _behind(feeds: Sequence[Watched], limits: Limits, now: datetime) -> Alarm | None:
    if limits.behind is None:
        return None
    overdue = [(now - one.feed.state.due_at).total_seconds() for one in feeds]
    late = [seconds for seconds in overdue if seconds > limits.behind]
    if not late:
        return None
    return Alarm("behind", "", "", {"count": float(len(late)), "total": float(len(feeds)), "length": max(late)})


def _network(feeds: Sequence[Watched], limits: Limits, now: datetime) -> Alarm | None:
    """Feeds that worked fail together, and nothing has answered since. Those that fail anyway prove nothing."""
    if limits.network is None or len(feeds) < _FAILED_TOGETHER:
        return None
    answered = max((one.feed.state.succeeded_at for one in feeds if one.feed.state.succeeded_at), default=None)
    failed = [
        state.failing_since
        for one in feeds
        if (state := one.feed.state).failing_since and (answered is None or state.failing_since > answered)
    ]
    if len(failed) < _FAILED_TOGETHER:
        return None
    length = now - min(failed)
    if length < timedelta(seconds=limits.network):
        return None
    return Alarm("network", "", "", {"count": float(len(failed)), "length": length.total_seconds()})
