"""Deliveries as a person looks at them: how each target fares, and single ones sent again."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.models import Delivery
from monitor.store import incidents, outbox
from monitor.store.database import Database
from monitor.store.encoding import SEVERITIES, from_epoch, to_epoch

_STATES = ("sent", "merged", "waiting", "pending", "failed", "dead", "held")


@dataclass(frozen=True, slots=True)
class TargetState:
    """How one target fares. `failed` were tried in vain and are tried again, `pending` wait for
    their first try, `waiting` for a digest, the end of quiet hours or the like; `merged` were told in one message with
    others."""

    target: str
    sent: int = 0
    merged: int = 0
    waiting: int = 0
    pending: int = 0
    failed: int = 0
    dead: int = 0
    held: int = 0
    last_sent_at: datetime | None = None
    next_try_at: datetime | None = None
    last_error: str = ""


def target_states(db: Database) -> list[TargetState]:
    """One row for each target that ever was to hear something, by name."""
    counts: dict[str, Counter[str]] = {}
    for target, state, failed, count in db.conn.execute(
        "SELECT target, state, state = 'pending' AND attempts > 0 AND last_error IS NOT NULL, count(*)"
        " FROM deliveries GROUP BY 1, 2, 3"
    ):
        counts.setdefault(str(target), Counter())["failed" if failed else state] += int(count)
    return [_state(db, target, counts[target]) for target in sorted(counts)]


def _state(db: Database, target: str, counts: Counter[str]) -> TargetState:
    row = db.conn.execute(
        "SELECT (SELECT max(sent_at) FROM deliveries WHERE state = 'sent' AND target = ?1),"
        " (SELECT min(due_at) FROM deliveries WHERE state = 'pending' AND target = ?1 AND attempts > 0),"
        " (SELECT last_error FROM deliveries WHERE state IN ('pending', 'dead') AND target = ?1"
        "  AND last_error IS NOT NULL ORDER BY id DESC LIMIT 1)",
        (target,),
    ).fetchone()
    last, following, error = row
    return TargetState(
        target,
        **{state: counts[state] for state in _STATES},
        last_sent_at=from_epoch(last),
        next_try_at=from_epoch(following),
        last_error=str(error or ""),
    )


def as_told(db: Database, ref: str, target: str, now: datetime) -> Delivery | None:
    """What `target` would be told now of a notice, or of an incident (as if it had just been opened); None when there
    is neither. Nothing is written."""
    row = db.conn.execute(
        "SELECT id, ref, kind, severity, reason, created_at, incident_id, facts FROM notices WHERE ref = ?",
        (ref.strip().upper(),),
    ).fetchone()
    if row is not None:
        id_, name, kind, severity, reason, created_at, incident_id, facts = row
        view = None if incident_id is None else incidents.view(db, incident_id)
        told = outbox.with_parts(db, id_, json.loads(facts))
        return Delivery(0, id_, name, target, kind, SEVERITIES[severity], reason, from_epoch(created_at), 1, view, told)
    number = incidents.by_ref(db, ref)
    view = None if number is None else incidents.view(db, number)
    if view is None:
        return None
    return Delivery(0, 0, f"{view.ref}-1", target, "opened", view.severity, "a preview", now, 1, view)


def send_again(db: Database, ref: str, now: datetime, target: str | None = None) -> int:
    """Try one notice again from now on, at one target or at all that did not get it; give the number of deliveries.

    What was given up or held back begins anew; what waits for its next try need not wait longer. Raises StoreError when
    nothing of it is left to send.
    """
    known = db.conn.execute("SELECT id FROM notices WHERE ref = ?", (ref.strip().upper(),)).fetchone()
    if known is None:
        raise StoreError(f"there is no notice {ref}; `monitor notify log` lists them.")
    again = db.conn.execute(
        "UPDATE deliveries SET state = 'pending', attempts = iif(state = 'pending', attempts, 0), due_at = ?1,"
        " lease_until = NULL WHERE notice_id = ?2 AND (?3 IS NULL OR target = ?3)"
        " AND (state IN ('dead', 'held') OR state = 'pending' AND lease_until IS NULL)",
        (to_epoch(now), known[0], target),
    ).rowcount
    if not again:
        where = f" for {target}" if target else ""
        raise StoreError(f"nothing of {ref} is left to send{where}: it was sent, is being sent, or was for nobody.")
    return again
