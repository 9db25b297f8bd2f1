"""What waits in the outbox for a channel that did not work, or that has too much to tell."""

from collections.abc import Collection
from datetime import datetime

from monitor.models import NoticeKind
from monitor.store.database import Database
from monitor.store.encoding import to_epoch
from monitor.store.outbox import DUE, targets

_COUNT = f"SELECT count(*) FROM (SELECT 1 FROM deliveries JOIN notices ON notice_id = notices.id WHERE {DUE}"  # noqa: S608 - a constant


def backlogged(db: Database, now: datetime, lease_seconds: float, many: int, written_before: datetime) -> list[str]:
    """The targets for which at least `many` deliveries are due whose notices were written before that time."""
    limits = to_epoch(now), lease_seconds, to_epoch(written_before), many

    def count(target: str) -> int:
        row = db.conn.execute(f"{_COUNT} AND created_at < ?4 LIMIT ?5)", (target, *limits)).fetchone()
        return int(row[0])

    return [target for target in targets(db, "pending") if count(target) >= many]


def hasten(db: Database, now: datetime, target: str) -> int:
    """Make due at once what was put off because its target did not work; give the number."""
    return db.conn.execute(
        "UPDATE deliveries SET due_at = ?1 WHERE state = 'pending' AND target = ?2 AND due_at > ?1 AND attempts > 0"
        " AND lease_until IS NULL",
        (to_epoch(now), target),
    ).rowcount


def is_undelivered(db: Database, incident_id: int, target: str, kind: NoticeKind) -> bool:
    """Whether a notice of that kind about an incident is still on its way to a target."""
    found = db.conn.execute(
        "SELECT 1 FROM notices JOIN deliveries ON notice_id = notices.id"
        " WHERE incident_id = ? AND kind = ? AND target = ? AND state = 'pending' LIMIT 1",
        (incident_id, kind, target),
    )
    return found.fetchone() is not None


def taken(db: Database, delivery_id: int, recipients: Collection[str]) -> None:
    """Record which recipients of the channel have it while others do not; further tries spare them."""
    db.conn.execute("UPDATE deliveries SET taken = ? WHERE id = ?", (" ".join(sorted(recipients)), delivery_id))
