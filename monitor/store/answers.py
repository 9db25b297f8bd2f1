"""Acknowledgements: which incidents somebody is to answer for, who is reminded next, and who answered."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from monitor.errors import StoreError
from monitor.store import incidents
from monitor.store.database import Database
from monitor.store.encoding import from_epoch, to_epoch, to_json


@dataclass(frozen=True, slots=True)
class AwaitedRow:
    """An incident that waits for an answer; `within` is in seconds, `next_at` None when nobody is reminded any more."""

    incident_id: int
    asked: datetime
    since: datetime
    within: float
    targets: tuple[str, ...]
    step: int
    next_at: datetime | None


def acknowledge(db: Database, ref: str, comment: str, now: datetime) -> None:
    """Record that somebody takes care of an incident: nobody is reminded of it any more. A later rise in severity is
    told all the same, and asks anew."""
    number = incidents.by_ref(db, ref)
    if number is None:
        raise StoreError(f"there is no incident {ref}; `monitor incidents list` shows them.")
    db.conn.execute(
        "INSERT INTO acknowledgements(incident_id, at, comment) VALUES (?, ?, ?)"
        " ON CONFLICT(incident_id) DO UPDATE SET at = excluded.at, comment = excluded.comment",
        (number, to_epoch(now), comment),
    )


def answered(db: Database, incident_id: int) -> tuple[datetime, str] | None:
    """When somebody last answered for an incident, and how; a verdict is an answer, too."""
    row = db.conn.execute(
        "SELECT at, comment FROM (SELECT at, comment FROM acknowledgements WHERE incident_id = ?1 UNION ALL"
        " SELECT at, 'verdict: ' || verdict FROM verdicts WHERE incident_id = ?1) ORDER BY at DESC LIMIT 1",
        (incident_id,),
    ).fetchone()
    return None if row is None else (from_epoch(cast("float", row[0])), str(row[1]))


def ask(db: Database, row: AwaitedRow) -> None:
    """Wait for an answer from now on, in place of what was asked of this incident before."""
    db.conn.execute(
        "INSERT OR REPLACE INTO awaited(incident_id, asked, since, within, targets, step, next_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            row.incident_id,
            to_epoch(row.asked),
            to_epoch(row.since),
            row.within,
            to_json(row.targets),
            row.step,
            to_epoch(row.next_at),
        ),
    )


def due(db: Database, now: datetime) -> list[AwaitedRow]:
    """Those of which somebody is to be reminded at `now`, the longest waiting first."""
    rows = db.conn.execute(
        "SELECT incident_id, asked, since, within, targets, step, next_at FROM awaited WHERE next_at <= ?"
        " ORDER BY next_at",
        (to_epoch(now),),
    ).fetchall()
    return [
        AwaitedRow(id_, from_epoch(asked), from_epoch(since), within, tuple(json.loads(to)), step, from_epoch(next_at))
        for id_, asked, since, within, to, step, next_at in rows
    ]


def goes_on(db: Database, incident_id: int, step: int, next_at: datetime | None) -> None:
    """Note how many reminders there were, and when the next one is due; None: no more."""
    db.conn.execute(
        "UPDATE awaited SET step = ?, next_at = ? WHERE incident_id = ?", (step, to_epoch(next_at), incident_id)
    )
