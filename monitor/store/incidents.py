"""Incidents: real-world events, and the reports that make them up."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from monitor.errors import StoreError
from monitor.models import Assessment, IncidentChange, IncidentView, Report, Severity
from monitor.store import candidates, standings
from monitor.store.assessments import COLUMNS
from monitor.store.database import Database
from monitor.store.encoding import (
    SEVERITIES,
    AssessmentRow,
    assessment_from_row,
    from_epoch,
    settings_from_json,
    to_epoch,
    to_json,
)
from monitor.store.meta import recall
from monitor.store.refs import make_ref, read_ref

_ASSESSMENTS = 20


def open_incident(
    db: Database, change: IncidentChange, article_id: int, assessments: Sequence[Assessment], now: datetime
) -> tuple[int, str]:
    """Open the incident that `change` asks for, with this article as its first report; give its id and its ref.

    `assessments` are those that belong to it: they are linked to it.
    """
    number = int(db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM incidents").fetchone()[0])
    # The generation is part of the seed: after a restore the same numbers come again, but not the same names.
    ref = make_ref(
        f"incident {recall(db, 'generation')} {number}",
        lambda name: db.conn.execute("SELECT 1 FROM incidents WHERE ref = ?", (name,)).fetchone() is not None,
    )
    db.conn.execute(
        "INSERT INTO incidents(id, ref, family, families, rules, severity, opened_at, last_at, window, closes_at,"
        " title) SELECT ?1, ?2, ?3, ?9, ?4, ?5, ?6, ?6, ?7, ?6 + ?7, title FROM articles WHERE id = ?8",
        (
            number,
            ref,
            change.family,
            to_json(change.rules),
            change.severity.rank,
            to_epoch(now),
            change.window,
            article_id,
            to_json(_families([change.family], assessments)),
        ),
    )
    _report(db, number, article_id, change, now)
    _link(db, number, article_id, assessments)
    return number, ref


def join_incident(  # noqa: PLR0917  the same order as `open_incident`, after the incident it joins
    db: Database,
    incident_id: int,
    change: IncidentChange,
    article_id: int,
    assessments: Sequence[Assessment],
    now: datetime,
) -> str:
    """Add this article to an incident; give its ref. Severity and rules only grow, and its window starts anew.

    `assessments` are those that belong to it: they are linked to it.
    """
    row = db.conn.execute(
        "SELECT ref, families, rules, severity, last_at, window FROM incidents WHERE id = ?", (incident_id,)
    ).fetchone()
    if row is None:
        raise StoreError(f"there is no incident number {incident_id} to join.")
    ref, families, rules, severity, last_at, window = row
    last_at = max(float(last_at), to_epoch(now))
    window = max(float(window), change.window)
    db.conn.execute(
        "UPDATE incidents SET families = ?, rules = ?, severity = ?, last_at = ?, window = ?, closes_at = ?"
        " WHERE id = ?",
        (
            to_json(_families(json.loads(families), assessments)),
            to_json(list(dict.fromkeys([*json.loads(rules), *change.rules]))),
            max(int(severity), change.severity.rank),
            last_at,
            window,
            last_at + window,
            incident_id,
        ),
    )
    _report(db, incident_id, article_id, change, now)
    _link(db, incident_id, article_id, assessments)
    return str(ref)


def view(db: Database, incident_id: int) -> IncidentView | None:
    """The incident, or the one that a person made it part of, with all its reports and the twenty strongest
    assessments."""
    incident_id = standing_for(db, incident_id)
    row = db.conn.execute(
        "SELECT ref, severity, opened_at, last_at FROM incidents WHERE id = ?", (incident_id,)
    ).fetchone()
    if row is None:
        return None
    ref, severity, opened_at, last_at = row
    assessments = db.conn.execute(
        f"SELECT {COLUMNS} FROM assessments WHERE incident_id = ?"  # noqa: S608  constants
        " ORDER BY decision = 'alert' DESC, severity DESC, score DESC, article_id, rule LIMIT ?",
        (incident_id, _ASSESSMENTS),
    )
    numbers = standings.numbers(db, incident_id)
    return IncidentView(
        id=incident_id,
        ref=ref,
        severity=SEVERITIES[severity],
        opened_at=from_epoch(opened_at),
        last_at=from_epoch(last_at),
        reports=_reports(db, incident_id),
        assessments=tuple(assessment_from_row(cast("AssessmentRow", one)) for one in assessments),
        importance=numbers.importance,
        credibility=numbers.credibility,
        independent=numbers.said.independent,
        confirmed=numbers.said.official,
        killed=numbers.said.killed,
    )


def standing_for(db: Database, incident_id: int) -> int:
    """The incident that this one was made part of, however often, or itself."""
    row = db.conn.execute(
        "WITH RECURSIVE whole(id, merged_into) AS (SELECT id, merged_into FROM incidents WHERE id = ? UNION"
        " SELECT incidents.id, incidents.merged_into FROM incidents JOIN whole ON incidents.id = whole.merged_into)"
        " SELECT id FROM whole WHERE merged_into IS NULL",
        (incident_id,),
    ).fetchone()
    return incident_id if row is None else int(row[0])


def by_ref(db: Database, text: str) -> int | None:
    """The id of the incident that a person calls `text`, or of the one that it was made part of."""
    row = db.conn.execute("SELECT id FROM incidents WHERE ref = ?", (read_ref(text),)).fetchone()
    return None if row is None else standing_for(db, int(row[0]))


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as a list shows it. `open` says that reports may still join it."""

    id: int
    ref: str
    title: str
    family: str
    rules: tuple[str, ...]
    severity: Severity
    opened_at: datetime
    last_at: datetime
    open: bool
    reports: int
    sources: int
    verdict: str | None
    state: str = ""
    importance: int | None = None
    credibility: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents a list shows; None lets all pass."""

    since: datetime | None = None
    family: str | None = None
    rule: str | None = None
    min_severity: Severity = Severity.INFORMATIONAL
    only_open: bool = False


def listing(db: Database, now: datetime, wanted: IncidentFilter, *, limit: int = 100) -> list[IncidentRow]:
    """The incidents with something new most recently first."""
    rows = db.conn.execute(
        "SELECT id, ref, title, family, rules, severity, opened_at, last_at, closes_at >= :now,"
        " (SELECT count(*) FROM incident_reports WHERE incident_id = incidents.id),"
        " (SELECT count(DISTINCT feed_id) FROM incident_reports JOIN articles ON articles.id = article_id"
        "  WHERE incident_id = incidents.id),"
        " (SELECT verdict FROM verdicts WHERE incident_id = incidents.id), life, importance, credibility"
        " FROM incidents WHERE merged_into IS NULL AND last_at >= :since AND severity >= :severity"
        " AND (:family IS NULL OR family = :family)"
        " AND (:rule IS NULL OR EXISTS (SELECT 1 FROM json_each(rules) WHERE value = :rule))"
        " AND (NOT :only_open OR closes_at >= :now) ORDER BY last_at DESC, id DESC LIMIT :limit",
        {
            "now": to_epoch(now),
            "since": to_epoch(wanted.since) or 0.0,
            "severity": wanted.min_severity.rank,
            "family": wanted.family,
            "rule": wanted.rule,
            "only_open": wanted.only_open,
            "limit": limit,
        },
    )
    found: list[IncidentRow] = []
    for id_, ref, title, family, rules, severity, opened_at, last_at, is_open, *rest in rows:
        opened, last = from_epoch(opened_at), from_epoch(last_at)
        rank = SEVERITIES[severity]
        names = tuple(json.loads(rules))
        found.append(IncidentRow(id_, ref, title, family, names, rank, opened, last, bool(is_open), *rest))
    return found


def _report(db: Database, incident_id: int, article_id: int, change: IncidentChange, now: datetime) -> None:
    candidates.file_under(db, incident_id, change.keys)
    db.conn.execute(
        "INSERT INTO incident_reports(incident_id, article_id, signature, reason, joined_at) VALUES (?, ?, ?, ?, ?)",
        (incident_id, article_id, change.signature, change.reason, to_epoch(now)),
    )


def _link(db: Database, incident_id: int, article_id: int, assessments: Sequence[Assessment]) -> None:
    db.conn.executemany(
        "UPDATE assessments SET incident_id = ? WHERE article_id = ? AND rule = ?",
        [(incident_id, article_id, one.rule) for one in assessments],
    )


def _families(families: list[str], assessments: Sequence[Assessment]) -> list[str]:
    return list(dict.fromkeys(families + [one.family for one in assessments]))


def _reports(db: Database, incident_id: int) -> tuple[Report, ...]:
    rows = db.conn.execute(
        "SELECT title, articles.url, lang, settings, published, first_seen, snapshot FROM incident_reports"
        " JOIN articles ON articles.id = article_id JOIN feeds ON feeds.id = feed_id"
        " WHERE incident_id = ? ORDER BY article_id",
        (incident_id,),
    )
    found: list[Report] = []
    for title, url, lang, settings, published, first_seen, snapshot in rows:
        feed = settings_from_json(settings)
        source, seen = feed.name or feed.url, from_epoch(first_seen)
        found.append(Report(title, url, lang, source, feed.reliability, from_epoch(published), seen, snapshot))
    return tuple(found)
