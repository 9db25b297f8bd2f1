"""What a channel is told after a long silence: the severe one by one, the rest in a few summaries that name each. Pure.

A day's outage leaves hundreds of messages that nobody could read one after another, and that a chat service would take
for abuse. So what waited is put into parcels, one message each: nothing is left out, and every line bears the reference
under which its notice is kept.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from monitor.models import Delivery, Message, Severity
from monitor.notify.faults import meaning, recorded, subject
from monitor.notify.floods import flood_sentence
from monitor.notify.limits import Format, Limits, Unit, measure
from monitor.notify.mail import lines_html, whole
from monitor.notify.quote import clean, quoter
from monitor.notify.render import fit
from monitor.notify.times import times
from monitor.notify.troubles import heading
from monitor.notify.wire import key_of
from monitor.notify.wording import (
    Manner,
    Part,
    Style,
    Wording,
    headlines,
    joined,
    label,
    place_of,
    quoted_title,
    topic_of,
)
from monitor.notify.words import RIGHT_TO_LEFT, count, say, severity_word

Parcel = tuple[Delivery, ...]
"""Deliveries that one message brings. A parcel of one is told as always."""

# So many that have waited for so long are no longer told one by one.
MANY = 13
LONG = timedelta(minutes=30)
# With the message that found the channel working again, a silence of any length ends in at most twenty.
ONE_BY_ONE = 10
SUMMARIES = 8
# Kinds that are about one event or one fault, and so can be a line among others.
_ONE_LINE = frozenset({"opened", "updated", "escalated", "reminder", "surge", "storm", "trouble", "recovered", "test"})
_HEADLINES = (140, 60, 0)
# What a summary needs beside its lines: that they waited, the console's address, its own reference.
_TAIL: dict[Unit, int] = {"sms": 60, "bytes": 260, "utf16": 220, "characters": 220}


def parcels(waiting: Sequence[Delivery], written: Format, limits: Limits, style: Style, now: datetime) -> list[Parcel]:
    """What waits for one channel, in the order in which to send it: each alone, unless many have waited for long.

    Then the severest come first, one by one up to `ONE_BY_ONE`, critical ones as far as summaries leave room for more;
    then summaries, with as much of each event as leaves at most `SUMMARIES` of them. A service that takes less than
    that gets more. Where some recipients have a notice already, it is summed up with none that others lack.
    """
    if sum(now - row.created_at >= LONG for row in waiting) < MANY:
        return [(row,) for row in waiting]
    manner = Manner(quoter(written, style.language), written, style, now)
    alone = [row for row in waiting if row.kind not in _ONE_LINE and not _is_kept(row)]
    severe = [row for row in waiting if row.severity.rank >= Severity.HIGH.rank and row.kind in _ONE_LINE]
    told = {row.incident.id for row in severe if row.incident and row.kind != "reminder"}
    severe = [row for row in severe if row.kind != "reminder" or not row.incident or row.incident.id not in told]
    severe.sort(key=lambda row: -row.severity.rank)
    critical = sum(row.severity is Severity.CRITICAL for row in severe)
    many = min(max(critical, ONE_BY_ONE), ONE_BY_ONE + SUMMARIES - 1)
    summaries = _summed_up(waiting, {row.id for row in (*severe[:many], *alone)}, manner, limits)
    if many + len(summaries) > ONE_BY_ONE + SUMMARIES:
        many = max(ONE_BY_ONE, ONE_BY_ONE + SUMMARIES - len(summaries))
        summaries = _summed_up(waiting, {row.id for row in (*severe[:many], *alone)}, manner, limits)
    return [*((row,) for row in severe[:many]), *summaries, *((row,) for row in alone)]


def _is_kept(row: Delivery) -> bool:
    """Whether it tells, a line each, of notices that waited already: for quiet hours, a limit, a storm."""
    return row.kind == "digest" and "held" in row.facts


def _summed_up(waiting: Sequence[Delivery], known: Collection[int], manner: Manner, limits: Limits) -> list[Parcel]:
    rest = sorted((row for row in waiting if row.id not in known), key=_takers)
    return [parcel for _, rows in groupby(rest, key=_takers) for parcel in _summaries(_events(rows), manner, limits)]


def _takers(row: Delivery) -> list[str]:
    return sorted(row.taken)


def render_parcel(
    parcel: Parcel, written: Format, limits: Limits, style: Style, *, now: datetime, plain: bool = False
) -> Message:
    """One message that names every delivery of the parcel by its reference; with `plain`, by nothing else."""
    if plain:
        written, limits = "short", Limits(0, limits.body, limits.unit)
    manner, language = Manner(quoter(written, style.language, plain=plain), written, style, now), style.language
    severity = max((row.severity for row in parcel), key=lambda severity: severity.rank)
    ref, since = ref_of(parcel), min(row.created_at for row in parcel)
    what = say("waited", language, notices=count("notice", len(parcel), language))
    why = say("waited since", language, when=times([since], style.zone, now, language))
    parts = (
        Part((why, "") if not plain else ("",)),
        Part(tuple(_text(parcel, manner, longest) for longest in (_HEADLINES[-1:] if plain else _HEADLINES))),
        Part((f"{style.console.rstrip('/')}/" if style.console else "", "")),
        Part((say("ref", language, ref=ref),)),
    )
    title, body = fit(
        Wording((joined((label(severity, manner), what), manner) if not plain else what,), parts, (0, 2, 1, 1)), limits
    )
    html = (
        whole(lines_html(replace(parcel[0], severity=severity), title, body), language) if written == "email" else None
    )
    return Message(title, body, severity, ref, html, key=key_of(ref, since))


def ref_of(parcel: Parcel) -> str:
    """The summary's own reference: the same for the same deliveries, so that a repeat can be known."""
    return f"S-{sha256(' '.join(sorted(row.ref for row in parcel)).encode()).hexdigest()[:8].upper()}"


def halves(parcel: Parcel) -> list[Parcel]:
    """A summary that a service refuses hides one notice that it refuses: look for it in each half."""
    middle = len(parcel) // 2
    return [parcel[:middle], parcel[middle:]]


Event = tuple[Delivery, ...]
"""The deliveries of one parcel that are about one incident: one line."""


def _events(rows: Iterable[Delivery]) -> list[Event]:
    """The severest first."""
    found: dict[object, list[Delivery]] = {}
    for row in sorted(rows, key=lambda row: (-row.severity.rank, row.id)):
        found.setdefault(row.incident.id if row.incident else row.ref, []).append(row)
    return [tuple(event) for event in found.values()]


def _summaries(events: Sequence[Event], manner: Manner, limits: Limits) -> list[Parcel]:
    """The fullest wording that needs no more than `SUMMARIES`, else the shortest."""
    room = limits.body - _TAIL[limits.unit]
    packed: list[list[int]] = []
    for longest in _HEADLINES:
        lines = [_line(event, manner, longest) for event in events]
        packed = list(_packed(lines, longest, room, limits))
        if len(packed) <= SUMMARIES:
            break
    return [tuple(row for number in numbers for row in events[number]) for numbers in packed]


def _packed(lines: Sequence[str], longest: int, room: int, limits: Limits) -> Iterator[list[int]]:
    """The numbers of the lines that fit into one summary, then those of the next. What is too long has one alone."""
    start = 0
    while start < len(lines):
        low, high = start + 1, len(lines)
        while low < high:
            middle = (low + high + 1) // 2
            fits = measure(_joined(lines[start:middle], longest), limits.unit) <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        yield list(range(start, low))
        start = low


def _text(parcel: Parcel, manner: Manner, longest: int) -> str:
    return _joined([_line(event, manner, longest) for event in _events(parcel)], longest)


def _joined(lines: Sequence[str], longest: int) -> str:
    return ("\n" if longest else ", ").join(lines)


def _kept(row: Delivery, manner: Manner, longest: int) -> str:
    """The lines of a message that was to tell of several notices, its own reference last."""
    found = row.facts.get("items")
    items = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    lines = []
    for item in items:
        named = item.get("refs")
        refs = ", ".join(clean(str(ref), 40) for ref in (named if isinstance(named, list) else [item.get("ref")]))
        severity, title = Severity(str(item.get("severity"))), str(item.get("title") or "")
        word = severity_word(severity, manner.style.language)
        if longest:
            lines.append(f"- {word} {manner.quote(title, longest)} {refs}")
        else:
            lines.append(f"{word} {refs}" if severity.rank >= Severity.HIGH.rank else refs)
    return _joined([*lines, f"- {clean(row.ref, 40)}" if longest else clean(row.ref, 40)], longest)


def _line(event: Event, manner: Manner, longest: int) -> str:
    """One event; `longest` is the room of its headline, and 0 leaves only the references and what is severe."""
    row, refs = event[0], ", ".join(clean(row.ref, 40) for row in event)
    if _is_kept(row):
        return _kept(row, manner, longest)
    language = manner.style.language
    word = severity_word(row.severity, language)
    if not longest:
        return f"{word} {refs}" if row.severity.rank >= Severity.HIGH.rank else refs
    if row.incident is None:
        return f"- {word} {_news(row, manner, longest)} {refs}"
    comma = say("comma", language)
    what = comma.join(part for part in (topic_of(row.incident, language, 60), place_of(row.incident, manner)) if part)
    headline = quoted_title(headlines(row.incident, language)[0], language, manner.quote, longest)
    return f"- {word} {what}: {headline} {refs}"


def _news(row: Delivery, manner: Manner, longest: int) -> str:
    """A notice that is about no incident, in one line."""
    language = manner.style.language
    if row.kind in {"surge", "storm"}:
        return manner.quote(flood_sentence(row.kind, row.facts, language), longest)
    if row.facts.get("alarm"):
        items = row.facts.get("items")
        told = heading(
            str(row.facts["alarm"]),
            len(items) if isinstance(items, list) else 0,
            language,
            over=row.kind == "recovered",
        )
        return manner.quote(told, longest)
    if language in RIGHT_TO_LEFT:
        return f"{subject(row, manner)}: {meaning(row, language)}"
    return f"{row.kind}: {manner.quote(recorded(row), longest)}"
