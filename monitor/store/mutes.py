"""Mutes: what a person asked not to hear of for a while, and how often it kept something back."""

from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.store.database import Database
from monitor.store.encoding import from_epoch, to_epoch


@dataclass(frozen=True, slots=True)
class MuteRow:
    """A mute as stored. What is "" is not asked for; `ended_at` is set when a person ended it before its time."""

    id: int
    topic: str
    place: str
    feed: str
    incident: str
    until: datetime
    comment: str
    added_at: datetime
    ended_at: datetime | None = None
    withheld: int = 0
    last_at: datetime | None = None


def add(db: Database, row: MuteRow) -> int:
    """Store a mute; its number. `id`, `ended_at` and the counts of `row` are not looked at."""
    cursor = db.conn.execute(
        "INSERT INTO mutes(topic, place, feed, incident, until, comment, added_at, withheld)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
        (row.topic, row.place, row.feed, row.incident, to_epoch(row.until), row.comment, to_epoch(row.added_at)),
    )
    return int(cursor.lastrowid or 0)


def knows_feed(db: Database, name: str) -> bool:
    """Whether a feed of this address or name is being read."""
    return (
        db.conn.execute(
            "SELECT 1 FROM feeds WHERE removed_at IS NULL AND (url = ?1 OR json_extract(settings, '$.name') = ?1)",
            (name,),
        ).fetchone()
        is not None
    )


def end(db: Database, number: int, now: datetime) -> None:
    """Let people hear again from now on. The mute stays in the list, with what it kept back."""
    changed = db.conn.execute(
        "UPDATE mutes SET ended_at = ?1 WHERE id = ?2 AND ended_at IS NULL AND until > ?1", (to_epoch(now), number)
    ).rowcount
    if not changed:
        raise StoreError(f"no mute {number} is in force; `monitor mute list` shows those that are.")


def in_force(db: Database, now: datetime) -> list[MuteRow]:
    """Those that hold at `now`, the oldest first."""
    return _rows(db, "WHERE until > ? AND ended_at IS NULL ORDER BY id", to_epoch(now))


def listing(db: Database, limit: int = 1000) -> list[MuteRow]:
    """All of them, also those that are over, the newest first."""
    return _rows(db, "ORDER BY id DESC LIMIT ?", limit)


def count(db: Database, number: int, now: datetime) -> None:
    """Note that it kept a notice back."""
    db.conn.execute("UPDATE mutes SET withheld = withheld + 1, last_at = ? WHERE id = ?", (to_epoch(now), number))


def _rows(db: Database, tail: str, *values: object) -> list[MuteRow]:
    rows = db.conn.execute(
        "SELECT id, topic, place, feed, incident, until, comment, added_at, ended_at, withheld, last_at FROM mutes"  # noqa: S608  constants
        f" {tail}",
        values,
    )
    return [
        MuteRow(
            *(id_, topic, place, feed, incident, from_epoch(until), comment),
            *(from_epoch(added_at), from_epoch(ended_at), withheld, from_epoch(last_at)),
        )
        for id_, topic, place, feed, incident, until, comment, added_at, ended_at, withheld, last_at in rows
    ]
