"""How much is reported of a family of topics in a country, and when; for those who look for surges."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from monitor.models import Severity
from monitor.store.database import Database
from monitor.store.encoding import SEVERITIES, from_epoch, to_epoch, to_json

# What a feed brings in its first week has nothing to be compared with.
_KNOWN_FOR = timedelta(weeks=1)
_LISTED = 10


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report that joined or opened an incident."""

    incident_id: int
    feed_id: int
    title: str


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident as a list shows it."""

    id: int
    ref: str
    title: str
    lang: str
    url: str
    rule: str
    severity: Severity


def reports(db: Database, after: datetime, until: datetime, known_at: datetime) -> dict[str, list[ReportRow]]:
    """The reports that came after a moment until another, by `family COUNTRY`; only of feeds that had been read for a
    week at `known_at`."""
    rows = db.conn.execute(
        "SELECT incident_keys.key, incident_reports.incident_id, feed_id, articles.title FROM articles"
        " CROSS JOIN incident_reports ON article_id = articles.id"
        " CROSS JOIN incident_keys ON incident_keys.incident_id = incident_reports.incident_id"
        " CROSS JOIN feeds ON feeds.id = feed_id"
        " WHERE first_seen > ? AND first_seen <= ? AND articles.decision IN ('alert', 'review') AND added_at <= ?"
        " AND incident_keys.key GLOB '* [A-Z][A-Z]' ORDER BY +articles.id",
        (to_epoch(after), to_epoch(until), to_epoch(known_at - _KNOWN_FOR)),
    )
    found: dict[str, list[ReportRow]] = {}
    for key, incident_id, feed_id, title in rows:
        found.setdefault(str(key), []).append(ReportRow(int(incident_id), int(feed_id), str(title)))
    return found


def was_reading(db: Database, after: datetime, until: datetime) -> bool:
    """Whether anything at all was read in that time: a stop of the service is no quiet hour."""
    row = db.conn.execute(
        "SELECT EXISTS (SELECT 1 FROM articles WHERE first_seen > ? AND first_seen <= ?)",
        (to_epoch(after), to_epoch(until)),
    ).fetchone()
    return bool(row[0])


def beginning(db: Database) -> datetime | None:
    """When the first article came that is still remembered."""
    row = db.conn.execute("SELECT min(first_seen) FROM articles").fetchone()
    return from_epoch(cast("float | None", row[0]))


def severest(db: Database, incident_ids: Collection[int]) -> Sequence[IncidentLine]:
    """The severest of these incidents, the newest first within one severity; ten at most."""
    rows = db.conn.execute(
        "SELECT incidents.id, ref, title, coalesce(json_extract(rules, '$[0]'), ''), severity,"
        " (SELECT lang FROM incident_reports JOIN articles ON articles.id = article_id"
        "  WHERE incident_id = incidents.id ORDER BY article_id LIMIT 1),"
        " (SELECT url FROM incident_reports JOIN articles ON articles.id = article_id"
        "  WHERE incident_id = incidents.id ORDER BY article_id LIMIT 1)"
        " FROM incidents WHERE incidents.id IN (SELECT value FROM json_each(?))"
        " ORDER BY severity DESC, incidents.id DESC LIMIT ?",
        (to_json(sorted(incident_ids)), _LISTED),
    )
    return [
        IncidentLine(int(id_), str(ref), str(title), str(lang or ""), str(url or ""), str(rule), SEVERITIES[severity])
        for id_, ref, title, rule, severity, lang, url in rows
    ]
