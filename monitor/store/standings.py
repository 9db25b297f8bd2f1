"""What is known of an incident as a whole, and what happened to it, as the store keeps them: it looks into neither."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.models import Measure, Severity
from monitor.store.database import Database
from monitor.store.encoding import SEVERITIES, from_epoch, settings_from_json, to_epoch, to_json


@dataclass(frozen=True, slots=True)
class StandingRow:
    """An incident's standing, and that of which people were told last, both packed; None before the first was kept."""

    standing: str | None
    told: str | None
    state: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Said:
    """How many independent sources say it, whether an authority does, and how many were killed (0: none known)."""

    independent: int = 0
    official: bool = False
    killed: int = 0


@dataclass(frozen=True, slots=True)
class HeardRow:
    """One report of an incident: its feed, the packed profile, and its part in the standing (None: never kept).
    `severity` is the highest of its alerts, None without one."""

    article_id: int
    feed_id: int
    reliability: str
    joined_at: datetime
    severity: Severity | None
    signature: bytes
    heard: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an incident, and why."""

    at: datetime
    state: str
    reason: str


def load(db: Database, incident_id: int) -> StandingRow:
    """The standing of an incident that exists."""
    standing, told, state, severity = db.conn.execute(
        "SELECT standing, told, life, severity FROM incidents WHERE id = ?", (incident_id,)
    ).fetchone()
    return StandingRow(standing, told, str(state), SEVERITIES[severity])


def save(  # noqa: PLR0917  one row, in the order of its columns
    db: Database,
    incident_id: int,
    standing: str,
    severity: Severity,
    said: Said,
    importance: Measure,
    credibility: Measure,
) -> None:
    """Keep the standing with its two numbers. Severity only rises."""
    db.conn.execute(
        "UPDATE incidents SET standing = ?, severity = max(severity, ?), importance = ?, credibility = ?, numbers = ?"
        " WHERE id = ?",
        (
            standing,
            severity.rank,
            importance.value,
            credibility.value,
            to_json(
                {
                    "importance": importance.reasons,
                    "credibility": credibility.reasons,
                    "independent": said.independent,
                    "official": said.official,
                    "killed": said.killed,
                }
            ),
            incident_id,
        ),
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much an incident matters, how sure it is, and who says it; without measures as long as nothing was kept."""

    importance: Measure | None = None
    credibility: Measure | None = None
    said: Said = Said()


def numbers(db: Database, incident_id: int) -> Numbers:
    """The numbers of an incident."""
    row = db.conn.execute(
        "SELECT importance, credibility, numbers FROM incidents WHERE id = ?", (incident_id,)
    ).fetchone()
    if row is None or row[2] is None:
        return Numbers()
    kept = json.loads(row[2])
    said = Said(int(kept["independent"]), bool(kept["official"]), int(kept.get("killed", 0)))
    return Numbers(_measure(row[0], kept["importance"]), _measure(row[1], kept["credibility"]), said)


def _measure(value: int, reasons: Sequence[tuple[str, int]]) -> Measure:
    return Measure(int(value), tuple((str(why), int(points)) for why, points in reasons))


def was_told(db: Database, incident_id: int) -> None:
    """Remember that people are told of the standing as it is now."""
    db.conn.execute("UPDATE incidents SET told = standing WHERE id = ?", (incident_id,))


def keep_heard(db: Database, incident_id: int, article_id: int, heard: str) -> None:
    """Keep a report's part in the standing."""
    db.conn.execute(
        "UPDATE incident_reports SET heard = ? WHERE incident_id = ? AND article_id = ?",
        (heard, incident_id, article_id),
    )


def kept_quiet(db: Database, incident_id: int, article_id: int, why: str) -> None:
    """Say of a report why nobody is told of it."""
    db.conn.execute(
        "UPDATE incident_reports SET reason = reason || '; ' || ? WHERE incident_id = ? AND article_id = ?",
        (why, incident_id, article_id),
    )


def heard(db: Database, incident_id: int) -> list[HeardRow]:
    """The reports of an incident in the order in which they came."""
    rows = db.conn.execute(
        "SELECT article_id, feed_id, settings, joined_at, signature, heard,"
        " (SELECT max(severity) FROM assessments WHERE assessments.article_id = articles.id"
        "  AND assessments.incident_id = ?1 AND assessments.decision = 'alert')"
        " FROM incident_reports JOIN articles ON articles.id = article_id JOIN feeds ON feeds.id = feed_id"
        " WHERE incident_reports.incident_id = ?1 ORDER BY joined_at, article_id",
        (incident_id,),
    )
    return [
        HeardRow(
            article,
            feed,
            settings_from_json(settings).reliability,
            from_epoch(at),
            None if severity is None else SEVERITIES[severity],
            bytes(signature),
            said,
        )
        for article, feed, settings, at, signature, said, severity in rows
    ]


def happened(db: Database, incident_id: int, at: datetime, state: str, reason: str) -> None:
    """Something happened to an incident: it is in that state now."""
    db.conn.execute(
        "INSERT INTO incident_events(incident_id, at, state, reason) VALUES (?, ?, ?, ?)",
        (incident_id, to_epoch(at), state, reason),
    )
    db.conn.execute("UPDATE incidents SET life = ? WHERE id = ?", (state, incident_id))


def events(db: Database, incident_id: int) -> list[Event]:
    """What happened to an incident, in order."""
    rows = db.conn.execute(
        "SELECT at, state, reason FROM incident_events WHERE incident_id = ? ORDER BY id", (incident_id,)
    )
    return [Event(from_epoch(at), state, reason) for at, state, reason in rows]


def quiet(db: Database, now: datetime, limit: int) -> list[tuple[int, str, datetime, float]]:
    """Incidents whose state time may have changed: id, state, last report, window in seconds. Those of which nothing
    was heard for longest come first."""
    rows = db.conn.execute(
        "SELECT id, life, last_at, window FROM incidents WHERE life <> 'closed' AND merged_into IS NULL"
        " AND last_at + window / iif(life = 'cooled', 1, 2) < ? ORDER BY last_at LIMIT ?",
        (to_epoch(now), limit),
    )
    return [(int(id_), str(state), from_epoch(last_at), float(window)) for id_, state, last_at, window in rows]


def changes_on_their_way(db: Database, incident_id: int, since: datetime) -> list[dict[str, object]]:
    """The differences that the latest notice about the incident since then tells, when it is an update: it may still
    wait, and one that comes now takes its place."""
    row = db.conn.execute(
        "SELECT kind, facts FROM notices WHERE incident_id = ? AND created_at >= ? ORDER BY id DESC LIMIT 1",
        (incident_id, to_epoch(since)),
    ).fetchone()
    return list(json.loads(row[1]).get("changes", ())) if row is not None and row[0] == "updated" else []


def families(db: Database, incident_id: int) -> list[str]:
    """The families of an incident's reports."""
    row = db.conn.execute("SELECT families FROM incidents WHERE id = ?", (incident_id,)).fetchone()
    return [str(family) for family in json.loads(row[0])]


@dataclass(frozen=True, slots=True)
class Place:
    """A report's place in an incident: the number and title of the article, when it came and why it is there."""

    article_id: int
    title: str
    at: datetime
    reason: str


def places(db: Database, incident_id: int) -> list[Place]:
    """Why each report is part of the incident, in the order in which they came."""
    rows = db.conn.execute(
        "SELECT article_id, title, joined_at, reason FROM incident_reports JOIN articles ON articles.id = article_id"
        " WHERE incident_id = ? ORDER BY joined_at, article_id",
        (incident_id,),
    )
    return [Place(int(id_), str(title), from_epoch(at), str(reason)) for id_, title, at, reason in rows]
