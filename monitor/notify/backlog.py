"""What a channel is told after a long silence: the severe one by one, the rest in a few summaries that name each. Pure.

A day's outage leaves hundreds of messages that nobody could read one after another, and that a chat service would take
for abuse. So what waited is put into parcels, one message each: nothing is left out, and every line bears the reference
under which its notice is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from monitor.models import Delivery, Message, Severity
from monitor.notify.limits import Format, Limits, Unit, measure
from monitor.notify.mail import lines_html, whole
from monitor.notify.quote import clean, quoter
from monitor.notify.render import fit
from monitor.notify.times import times
from monitor.notify.wire import key_of
from monitor.notify.wording import Manner, Part, Style, Wording, headlines, label, place_of, quoted_title

Parcel = tuple[Delivery, ...]
"""Deliveries that one message brings. A parcel of one is told as always."""

# So many that have waited for so long are no longer told one by one.
MANY = 13
LONG = timedelta(minutes=30)
# With the message that found the channel working again, a silence of any length ends in at most twenty.
ONE_BY_ONE = 10
SUMMARIES = 8
# Kinds that are about one event or one fault, and so can be a line among others.
_ONE_LINE = frozenset({"opened", "updated", "escalated", "surge", "storm", "trouble", "recovered", "test"})
_HEADLINES = (140, 60, 0)
# What a summary needs beside its lines: that they waited, the console's address, its own reference.
_TAIL: dict[Unit, int] = {"sms": 60, "bytes": 260, "utf16": 220, "characters": 220}


def parcels(waiting: Sequence[Delivery], written: Format, limits: Limits, style: Style, now: datetime) -> list[Parcel]:
    """What waits for one channel, in the order in which to send it: each alone, unless many have waited for long.

    Then the severest come first, one by one up to `ONE_BY_ONE`; then summaries, with as much of each event as leaves at
    most `SUMMARIES` of them. A service that takes less than that gets more. Where some recipients have a notice
    already, it is summed up with none that others lack.
    """
    if sum(now - row.created_at >= LONG for row in waiting) < MANY:
        return [(row,) for row in waiting]
    manner = Manner(quoter(written), written, style, now)
    first = [row for row in waiting if row.severity.rank >= Severity.HIGH.rank and row.kind in _ONE_LINE][:ONE_BY_ONE]
    alone = [row for row in waiting if row.kind not in _ONE_LINE]
    known = {row.id for row in (*first, *alone)}
    rest = sorted((row for row in waiting if row.id not in known), key=_takers)
    summaries = [
        parcel for _, rows in groupby(rest, key=_takers) for parcel in _summaries(_events(rows), manner, limits)
    ]
    return [*((row,) for row in first), *summaries, *((row,) for row in alone)]


def _takers(row: Delivery) -> list[str]:
    return sorted(row.taken)


def render_parcel(
    parcel: Parcel, written: Format, limits: Limits, style: Style, *, now: datetime, plain: bool = False
) -> Message:
    """One message that names every delivery of the parcel by its reference; with `plain`, by nothing else."""
    if plain:
        written, limits = "short", Limits(0, limits.body, limits.unit)
    manner = Manner(quoter(written, plain=plain), written, style, now)
    severity = max((row.severity for row in parcel), key=lambda severity: severity.rank)
    ref, since = ref_of(parcel), min(row.created_at for row in parcel)
    what = f"{len(parcel)} notices that waited"
    why = f"Written since {times([since], style.zone, now)}; the channel did not work, or there was too much to tell."
    parts = (
        Part((why, "") if not plain else ("",)),
        Part(tuple(_text(parcel, manner, longest) for longest in (_HEADLINES[-1:] if plain else _HEADLINES))),
        Part((f"{style.console.rstrip('/')}/" if style.console else "", "")),
        Part((f"Ref {ref}",)),
    )
    title, body = fit(
        Wording((f"{label(severity, written)} · {what}" if not plain else what,), parts, (0, 2, 1, 1)), limits
    )
    html = whole(lines_html(replace(parcel[0], severity=severity), title, body)) if written == "email" else None
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


def _line(event: Event, manner: Manner, longest: int) -> str:
    """One event; `longest` is the room of its headline, and 0 leaves only the references and what is severe."""
    row, refs = event[0], ", ".join(clean(row.ref, 40) for row in event)
    word = row.severity.value.upper()
    if not longest:
        return f"{word} {refs}" if row.severity.rank >= Severity.HIGH.rank else refs
    if row.incident is None:
        return f"- {word} {row.kind}: {manner.quote(str(row.facts.get('sentence') or row.reason), longest)} {refs}"
    topic = clean(row.incident.assessments[0].title, 60) if row.incident.assessments else "Incident"
    what = ", ".join(part for part in (topic, place_of(row.incident, manner.quote)) if part)
    language = manner.style.language
    headline = quoted_title(headlines(row.incident, language)[0], language, manner.quote, longest)
    return f"- {word} {what}: {headline} {refs}"
