"""Deliveries that wait for company: one message tells all that a target waits for at one time. Nothing is dropped: what
a message told keeps its row, in the state `merged`, with the notice that told it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from monitor.models import NoticeKind, Severity
from monitor.store.database import Database
from monitor.store.encoding import SEVERITIES, from_epoch, to_epoch


@dataclass(frozen=True, slots=True)
class Waiting:
    """One delivery that waits, with what a line about it shows. `bundle` is what it waits for."""

    id: int
    notice_id: int
    ref: str
    kind: NoticeKind
    severity: Severity
    reason: str
    bundle: str
    incident_id: int | None
    incident: str
    title: str
    rule: str
    url: str
    lang: str


def due(db: Database, now: datetime) -> dict[str, list[Waiting]]:
    """What waits and is due at `now`, by target, the oldest notice first."""
    found: dict[str, list[Waiting]] = {}
    rows = db.conn.execute(
        "SELECT target, deliveries.id, notice_id, notices.ref, notices.kind, notices.severity, notices.reason, bundle,"
        " notices.incident_id,"
        " coalesce(incidents.ref, ''), coalesce(incidents.title, ''),"
        " coalesce(json_extract(incidents.rules, '$[0]'), ''),"
        " (SELECT url FROM incident_reports JOIN articles ON articles.id = article_id"
        "  WHERE incident_reports.incident_id = incidents.id ORDER BY article_id LIMIT 1),"
        " (SELECT lang FROM incident_reports JOIN articles ON articles.id = article_id"
        "  WHERE incident_reports.incident_id = incidents.id ORDER BY article_id LIMIT 1)"
        " FROM deliveries JOIN notices ON notices.id = notice_id LEFT JOIN incidents ON incidents.id = incident_id"
        " WHERE deliveries.state = 'waiting' AND due_at <= ? ORDER BY target, notice_id",
        (to_epoch(now),),
    )
    for target, id_, notice_id, ref, kind, severity, reason, bundle, incident_id, *rest in rows:
        incident, title, rule, url, lang = (str(value or "") for value in rest)
        said = SEVERITIES[severity]
        row = Waiting(
            *(id_, notice_id, ref, kind, said, reason, bundle or ""), incident_id, incident, title, rule, url, lang
        )
        found.setdefault(str(target), []).append(row)
    return found


def release(db: Database, delivery_id: int) -> None:
    """Nothing came to keep it company: it is sent as it is."""
    db.conn.execute("UPDATE deliveries SET state = 'pending' WHERE id = ? AND state = 'waiting'", (delivery_id,))


def merge(db: Database, delivery_ids: Sequence[int], notice_id: int) -> None:
    """Note which notice tells them."""
    db.conn.executemany(
        "UPDATE deliveries SET state = 'merged', merged_into = ? WHERE id = ? AND state = 'waiting'",
        [(notice_id, id_) for id_ in delivery_ids],
    )


def gathering(db: Database, target: str, now: datetime) -> dict[str, datetime]:
    """When the messages that gather for a target will be sent, by what they wait for."""
    rows = db.conn.execute(
        "SELECT bundle, min(due_at) FROM deliveries WHERE state = 'waiting' AND target = ? AND due_at > ?"
        " GROUP BY bundle",
        (target, to_epoch(now)),
    )
    return {str(bundle): from_epoch(cast("float", due_at)) for bundle, due_at in rows}


def told(db: Database, target: str, since: datetime) -> tuple[tuple[datetime, Severity], ...]:
    """The messages written for a target since then, one by one, the latest last: those that are or will be sent."""
    rows = db.conn.execute(
        "SELECT created_at, deliveries.severity FROM notices CROSS JOIN deliveries ON notice_id = notices.id"
        " WHERE created_at > ? AND target = ? AND state IN ('pending', 'sent', 'dead') ORDER BY created_at",
        (to_epoch(since), target),
    )
    return tuple((from_epoch(cast("float", at)), SEVERITIES[severity]) for at, severity in rows)


def countries(db: Database, target: str, since: datetime) -> dict[str, tuple[int, int]]:
    """Of how many incident notices with a country (`facts["country"]`) since then a target was to hear one by one, by
    country; and how many of these were put together because they were too many."""
    rows = db.conn.execute(
        "SELECT json_extract(facts, '$.country') AS country, count(*), sum(bundle IS NOT NULL)"
        " FROM notices CROSS JOIN deliveries ON notice_id = notices.id"
        " WHERE created_at > ? AND target = ? AND country IS NOT NULL AND (bundle IS NULL OR bundle GLOB 'storm*')"
        " GROUP BY country",
        (to_epoch(since), target),
    )
    return {str(country): (int(count), int(gathered)) for country, count, gathered in rows}
