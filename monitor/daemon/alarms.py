"""Judges feeds and languages by the stored rows; what is wrong is told once when it begins and once when it is over."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from monitor.models import Feed, Notice, Severity
from monitor.notify.troubles import heading, reason, remedy
from monitor.poll.alarms import Alarm, AlarmKind, Judged, Limits, Tongue, Watched, judge
from monitor.poll.ledger import Entry, Telling, settle
from monitor.store import feeds, meta, rhythm
from monitor.store.database import Database

LEDGER = "alarms"
WATCHED_AT, WATCHING_SINCE = "watched_at", "watching_since"
GAP = timedelta(hours=1)
NAMED = 200
_NAMED_IN_LOG = 10

_SEVERITIES: dict[AlarmKind, Severity] = {
    "network": Severity.HIGH,
    "behind": Severity.HIGH,
    "self-check": Severity.HIGH,
    "slow": Severity.LOW,
    "late": Severity.LOW,
    "undated": Severity.LOW,
}
_ENTRIES: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[Entry, ...])


def look(db: Database, limits: Limits, now: datetime) -> Judged:
    """What stands now by the rows of `db`, which is only read."""
    read = feeds.being_read(db)
    past = rhythm.of_feeds(db, now)
    watched = [Watched(feed, past.get(feed.id)) for feed in read]
    return judge(watched, _languages(db, read, now), limits, now, _watching_since(db, now))


def _languages(db: Database, read: Sequence[Feed], now: datetime) -> list[Tongue]:
    """Languages that feeds being read write in. Feeds count by their settings, or by what they brought."""
    found = []
    for lang, row in rhythm.of_languages(db, now).items():
        writing = tuple(feed for feed in read if feed.settings.language == lang or feed.id in row.feed_ids)
        if writing and lang != "und":
            found.append(Tongue(lang, writing, row.rhythm, row.hours, row.newest))
    return found


def tell(db: Database, judged: Judged, add: Callable[[Notice], object], now: datetime) -> list[str]:
    """Enter what stands into the ledger and `add` the notices that follow, in the caller's transaction; the sentences
    of these."""
    meta.remember(db, WATCHING_SINCE, _watching_since(db, now).isoformat())
    meta.remember(db, WATCHED_AT, now.isoformat())
    stored = meta.recall(db, LEDGER)
    settled = settle(_ENTRIES.validate_json(stored) if stored else (), judged, now)
    said = []
    for telling in settled.tellings:
        notice = _notice(telling)
        add(notice)
        said.append(notice.reason)
    meta.remember(db, LEDGER, _ENTRIES.dump_json(settled.entries).decode())
    return said


def _watching_since(db: Database, now: datetime) -> datetime:
    """Since when we look without a long gap: what was missed in a gap is no fault of a feed."""
    last, since = (meta.recall(db, name) for name in (WATCHED_AT, WATCHING_SINCE))
    if last is None or since is None or now - datetime.fromisoformat(last) > GAP:
        return now
    return datetime.fromisoformat(since)


def _notice(telling: Telling) -> Notice:
    """The notice; its sentence is in English, for logs and programs, and its message is worded from the items."""
    over, count = telling.kind == "recovered", len(telling.entries)
    alarms = [entry.alarm for entry in telling.entries]
    facts: dict[str, object] = {
        "alarm": telling.about,
        "subject": heading(telling.about, count, over=over),
        "sentence": _sentence(telling.about, alarms, over=over),
        "since": min(entry.noticed for entry in telling.entries).isoformat(),
        "items": [{"name": alarm.name, "figures": dict(alarm.figures)} for alarm in alarms[:NAMED]],
        "total": count,
    }
    severity = Severity.INFORMATIONAL if over else _SEVERITIES.get(telling.about, Severity.MEDIUM)
    return Notice(telling.kind, severity, str(facts["sentence"]), facts=facts)


def _sentence(kind: AlarmKind, alarms: Sequence[Alarm], *, over: bool) -> str:
    shown = alarms[:_NAMED_IN_LOG]
    named = [
        alarm.name if over else reason(kind, alarm.name, alarm.figures) for alarm in shown if alarm.name or not over
    ]
    more = [f"and {len(alarms) - len(shown)} more"] if len(alarms) > len(shown) else []
    parts = (
        heading(kind, len(alarms), over=over),
        "; ".join(part for part in [*named, *more] if part),
        "" if over else remedy(kind),
    )
    return " ".join(part if part.endswith((".", "!")) else f"{part}." for part in parts if part)


def sentence(alarm: Alarm) -> str:
    """A standing alarm in one line, with what to do."""
    return f"{reason(alarm.kind, alarm.name, alarm.figures)}. {remedy(alarm.kind)}"
