"""The outbox: notices, and one delivery of each for every target. At least once, always under the same visible id."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import cast

from monitor.errors import StoreError
from monitor.models import Delivery, IncidentView, Notice, NoticeKind, Severity
from monitor.store import incidents
from monitor.store.database import Database
from monitor.store.encoding import SEVERITIES, from_epoch, to_epoch, to_json
from monitor.store.meta import recall
from monitor.store.refs import make_ref

Bundles = Mapping[str, str]
NO_BUNDLES: Bundles = {}


def add_notice(
    db: Database, notice: Notice, plan: Sequence[tuple[str, datetime]], now: datetime, bundles: Bundles = NO_BUNDLES
) -> int:
    """Store a notice with one delivery for each (target, due time) of `plan`; give its id. Targets in `bundles` wait
    for company (see bundles.py), with what they wait for.

    An update takes over the delivery of an older update of the same incident that a target still waits for, with its
    due time and its tries: that target hears one message with the present state, not a row of old ones.
    """
    cursor = db.conn.execute(
        "INSERT INTO notices(ref, incident_id, kind, severity, reason, facts, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            _notice_ref(db, notice.incident_id),
            notice.incident_id,
            notice.kind,
            notice.severity.rank,
            notice.reason,
            to_json(notice.facts),
            to_epoch(now),
        ),
    )
    notice_id = int(cursor.lastrowid or 0)
    for target, due_at in plan:
        bundle = bundles.get(target)
        if bundle is None and notice.kind == "updated" and _take_over(db, notice_id, notice, target):
            continue
        db.conn.execute(
            "INSERT INTO deliveries(notice_id, target, severity, state, attempts, due_at, bundle)"
            " VALUES (?, ?, ?, ?, 0, ?, ?)",
            (notice_id, target, notice.severity.rank, "waiting" if bundle else "pending", to_epoch(due_at), bundle),
        )
    return notice_id


def extend_summary(
    db: Database, part: Mapping[str, object], severity: Severity, targets: Collection[str] | None = None
) -> bool:
    """Add `part` to the `parts` of the newest baseline notice, when all its targets still wait for it (and, if given,
    `targets` are exactly those); say whether."""
    row = db.conn.execute(
        "SELECT id, severity, (SELECT min(state = 'pending' AND lease_until IS NULL AND attempts = 0) FROM deliveries"
        " WHERE notice_id = notices.id), (SELECT json_group_array(target) FROM deliveries WHERE notice_id = notices.id)"
        " FROM notices WHERE kind = 'baseline' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None or not row[2] or (targets is not None and set(json.loads(row[3])) != set(targets)):
        return False
    notice_id, before, *_ = row
    db.conn.execute("INSERT INTO notice_parts(notice_id, part) VALUES (?, ?)", (notice_id, to_json(part)))
    if severity.rank > before:
        db.conn.execute("UPDATE notices SET severity = ? WHERE id = ?", (severity.rank, notice_id))
        db.conn.execute("UPDATE deliveries SET severity = ? WHERE notice_id = ?", (severity.rank, notice_id))
    return True


# A lease that reaches further than any of ours was given under a wrong clock: it does not hold.
DUE = (
    "state = 'pending' AND target = ?1 AND due_at <= ?2"
    " AND (lease_until IS NULL OR lease_until <= ?2 OR lease_until > ?2 + ?3)"
)


def claim(
    db: Database,
    now: datetime,
    limit: int,
    lease_seconds: float,
    skip: Collection[str] = (),
    *,
    most: Mapping[str, int] | None = None,
    leave: Collection[int] = (),
    record: bool = True,
) -> list[Delivery]:
    """Take at most `limit` deliveries that are due, for `lease_seconds`; after that they are free again.

    The severest first, then the oldest; targets take turns within one severity, those in `skip` get none, and those in
    `most` at most so many. Deliveries in `leave` stay. `attempts` counts this one. The incident is read now, so late
    messages show its present state. Without `record` nothing is written and nothing is held.
    """
    time = to_epoch(now)
    chosen: list[tuple[int, int, int]] = []
    for target in targets(db, "pending"):
        if target in skip:
            continue
        room = min(limit, (most or {}).get(target, limit))
        rows = db.conn.execute(
            f"SELECT severity, id FROM deliveries WHERE {DUE} ORDER BY severity DESC, id LIMIT ?4",  # noqa: S608 - a constant
            (target, time, lease_seconds, room + len(leave)),
        )
        turns: dict[int, int] = {}
        for severity, id_ in islice((row for row in rows if row[1] not in leave), room):
            turns[severity] = turns.get(severity, 0) + 1
            chosen.append((-severity, turns[severity], id_))
    ids = [id_ for _, _, id_ in sorted(chosen)[:limit]]
    if record:
        db.conn.executemany(
            "UPDATE deliveries SET lease_until = ?, attempts = attempts + 1 WHERE id = ?",
            [(time + lease_seconds, id_) for id_ in ids],
        )
    views: dict[int, IncidentView | None] = {}
    return [_delivery(db, id_, views) for id_ in ids]


def sent(db: Database, delivery_id: int, now: datetime, where: str) -> None:
    """Record that the channel accepted it. `where` is its address without secrets."""
    db.conn.execute(
        "UPDATE deliveries SET state = 'sent', sent_at = ?, sent_where = ?, lease_until = NULL, last_error = NULL"
        " WHERE id = ? AND state <> 'sent'",
        (to_epoch(now), where, delivery_id),
    )


def failed(db: Database, delivery_id: int, retry_at: datetime, error: str) -> None:
    """Record a try that failed, and when to try again."""
    db.conn.execute(
        "UPDATE deliveries SET due_at = ?, last_error = ?, lease_until = NULL WHERE id = ? AND state = 'pending'",
        (to_epoch(retry_at), error, delivery_id),
    )


def dead(db: Database, delivery_id: int, error: str) -> None:
    """Give up on a delivery: it waits, visibly, for a person (`requeue`)."""
    db.conn.execute(
        "UPDATE deliveries SET state = 'dead', last_error = ?, lease_until = NULL WHERE id = ? AND state = 'pending'",
        (error, delivery_id),
    )


def requeue(db: Database, now: datetime, target: str | None = None, *, held: bool = False) -> int:
    """Try the dead deliveries again from now on, of one target or of all; give their number. With `held`, also those
    that a restore held back because they may have been sent: only a person can want that."""
    return db.conn.execute(
        "UPDATE deliveries SET state = 'pending', attempts = 0, due_at = ?1, lease_until = NULL"
        " WHERE state IN ('dead', ?3) AND (?2 IS NULL OR target = ?2)",
        (to_epoch(now), target, "held" if held else "dead"),
    ).rowcount


def release(db: Database) -> int:
    """Free what a sender that is gone had claimed; give the number. Only at start: then nobody can be sending."""
    return db.conn.execute(
        "UPDATE deliveries SET lease_until = NULL WHERE state = 'pending' AND lease_until IS NOT NULL"
    ).rowcount


def counts(db: Database) -> dict[tuple[str, str], int]:
    """How many deliveries there are by (target, state)."""
    return {
        (target, state): int(count)
        for state, target, count in db.conn.execute(
            "SELECT state, target, count(*) FROM deliveries GROUP BY state, target"
        )
    }


def oldest_pending(db: Database) -> datetime | None:
    """Since when the longest waiting delivery has been due, or None."""
    row = db.conn.execute("SELECT min(due_at) FROM deliveries WHERE state = 'pending'").fetchone()
    return from_epoch(cast("float | None", row[0]))


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery as a log shows it. A notice that nobody was to hear has no target."""

    ref: str
    kind: NoticeKind
    severity: str
    reason: str
    created_at: datetime
    target: str | None
    state: str | None
    attempts: int
    due_at: datetime | None
    sent_at: datetime | None
    sent_where: str | None
    last_error: str | None


def log(
    db: Database,
    *,
    state: str | None = None,
    target: str | None = None,
    since: datetime | None = None,
    limit: int = 100,
) -> list[DeliveryRow]:
    """Notices and what became of them, newest first. State `failed`: pending, and tried in vain."""
    rows = db.conn.execute(
        "SELECT ref, kind, notices.severity, reason, created_at, target, state, ifnull(attempts, 0), due_at, sent_at,"
        " sent_where, last_error FROM notices LEFT JOIN deliveries ON notice_id = notices.id"
        " WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR target = ?2) AND (?3 IS NULL OR created_at >= ?3)"
        " AND (NOT ?4 OR attempts > 0 AND last_error IS NOT NULL) ORDER BY notices.id DESC, deliveries.id LIMIT ?5",
        ("pending" if state == "failed" else state, target, to_epoch(since), state == "failed", limit),
    )
    return [
        DeliveryRow(
            ref, kind, SEVERITIES[rank].value, why, from_epoch(at), to, now, n, from_epoch(due), from_epoch(end), *how
        )
        for ref, kind, rank, why, at, to, now, n, due, end, *how in rows
    ]


def _notice_ref(db: Database, incident_id: int | None) -> str:
    if incident_id is None:
        number = db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM notices").fetchone()[0]
        seed = f"notice {recall(db, 'generation')} {number}"
        return f"N-{make_ref(seed, lambda name: _is_taken(db, f'N-{name}'))}"
    row = db.conn.execute(
        "SELECT ref, (SELECT count(*) + 1 FROM notices WHERE incident_id = incidents.id) FROM incidents WHERE id = ?",
        (incident_id,),
    ).fetchone()
    if row is None:
        raise StoreError(f"there is no incident number {incident_id} to tell about.")
    return f"{row[0]}-{row[1]}"


def _is_taken(db: Database, ref: str) -> bool:
    return db.conn.execute("SELECT 1 FROM notices WHERE ref = ?", (ref,)).fetchone() is not None


def _take_over(db: Database, notice_id: int, notice: Notice, target: str) -> bool:
    # Never what a sender holds, even overdue: it may yet report its older message as sent.
    return (
        db.conn.execute(
            "UPDATE deliveries SET notice_id = ?1, severity = max(severity, ?2), taken = NULL WHERE id ="
            " (SELECT max(deliveries.id) FROM notices JOIN deliveries ON notice_id = notices.id"
            "  WHERE incident_id = ?3 AND kind = 'updated' AND target = ?4 AND state = 'pending'"
            "  AND lease_until IS NULL)",
            (notice_id, notice.severity.rank, notice.incident_id, target),
        ).rowcount
        > 0
    )


def targets(db: Database, state: str) -> list[str]:
    """The different targets of a state, read by leaps over the index instead of through all its rows."""
    found: list[str] = []
    while True:
        row = db.conn.execute(
            "SELECT target FROM deliveries WHERE state = ? AND target > ? ORDER BY target LIMIT 1",
            (state, found[-1] if found else ""),
        ).fetchone()
        if row is None:
            return found
        found.append(str(row[0]))


def _delivery(db: Database, delivery_id: int, views: dict[int, IncidentView | None]) -> Delivery:
    row = db.conn.execute(
        "SELECT notice_id, ref, target, kind, notices.severity, reason, created_at, attempts, taken, incident_id, facts"
        " FROM deliveries JOIN notices ON notices.id = notice_id WHERE deliveries.id = ?",
        (delivery_id,),
    ).fetchone()
    notice_id, ref, target, kind, severity, reason, created_at, attempts, taken_by, incident_id, facts = row
    if incident_id is not None and incident_id not in views:
        views[incident_id] = incidents.view(db, incident_id)
    told_at, first_ref = _told(db, incident_id, target)
    return Delivery(
        id=delivery_id,
        notice_id=notice_id,
        ref=ref,
        target=target,
        kind=kind,
        severity=SEVERITIES[severity],
        reason=reason,
        created_at=from_epoch(created_at),
        attempts=attempts,
        incident=views.get(incident_id),
        facts=with_parts(db, notice_id, json.loads(facts)),
        told_at=told_at,
        first_ref=first_ref or "",
        taken=frozenset((taken_by or "").split()),
    )


def _told(db: Database, incident_id: int | None, target: str) -> tuple[datetime | None, str | None]:
    """When this target last got a message about the incident, and the ref of the first one that it got."""
    rows = db.conn.execute(
        "SELECT sent_at, ref FROM notices JOIN deliveries ON notice_id = notices.id"
        " WHERE incident_id = ? AND target = ? AND state = 'sent' ORDER BY sent_at, notices.id",
        (incident_id, target),
    ).fetchall()
    return (from_epoch(rows[-1][0]), str(rows[0][1])) if rows else (None, None)


def with_parts(db: Database, notice_id: int, facts: dict[str, object]) -> dict[str, object]:
    """The facts of a notice with what was added to it while it waited."""
    parts = [
        json.loads(part)
        for (part,) in db.conn.execute("SELECT part FROM notice_parts WHERE notice_id = ? ORDER BY id", (notice_id,))
    ]
    first = facts.get("parts")
    return {**facts, "parts": [*(first if isinstance(first, list) else []), *parts]} if parts else facts
