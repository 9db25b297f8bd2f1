"""Incidents with all that happened to them, in the order in which it happened; and a database for a rehearsal."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from monitor.models import Assessment, Decision, Measure, NoticeKind, Severity
from monitor.store import standings
from monitor.store.assessments import COLUMNS
from monitor.store.database import Database, open_writer
from monitor.store.encoding import SEVERITIES, AssessmentRow, assessment_from_row, from_epoch, settings_from_json

_PLACED = 20  # so many of an incident's strongest assessments are asked for its place


@dataclass(frozen=True, slots=True)
class PastReport:
    """An article's part in an incident. `decision` is the strongest of its assessments there, `reason` why it is there;
    `feed_id` and `key` say which item of which feed it is a version of."""

    feed_id: int
    key: str
    title: str
    lang: str
    source: str
    at: datetime
    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class PastNotice:
    """Something that was to be told; `routing` is each target with why it hears now, later or not."""

    at: datetime
    kind: NoticeKind
    severity: Severity
    reason: str
    routing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PastIncident:
    """One incident from its opening on. The lead rule comes first: the one of the strongest assessment. `place` is
    that of the strongest assessment which names one."""

    ref: str
    rules: tuple[str, ...]
    severity: Severity
    opened_at: datetime
    place: str | None
    reports: tuple[PastReport, ...]
    notices: tuple[PastNotice, ...]
    importance: Measure | None = None
    credibility: Measure | None = None
    independent: int = 0
    events: tuple[standings.Event, ...] = ()

    @property
    def sources(self) -> int:
        """How many different feeds report it."""
        return len({report.feed_id for report in self.reports})


def history(db: Database) -> Iterator[PastIncident]:
    """Every incident, the first opened first."""
    rows = db.conn.execute(
        "SELECT id, ref, rules, severity, opened_at FROM incidents WHERE merged_into IS NULL ORDER BY id"
    ).fetchall()
    for id_, ref, rules, severity, opened_at in rows:
        said = _assessments(db, id_)
        numbers = standings.numbers(db, id_)
        lead = [one.rule for one in said[:1]]
        yield PastIncident(
            ref=ref,
            rules=tuple(dict.fromkeys([*lead, *json.loads(rules)])),
            severity=SEVERITIES[severity],
            opened_at=from_epoch(opened_at),
            place=next((place for one in said if (place := _place(one))), None),
            reports=_reports(db, id_),
            notices=_notices(db, id_),
            importance=numbers.importance,
            credibility=numbers.credibility,
            independent=numbers.said.independent,
            events=tuple(standings.events(db, id_)),
        )


@contextmanager
def rehearsal(now: datetime) -> Iterator[Database]:
    """A new, empty database that is gone afterwards. It does not wait for the disk: nothing in it is worth keeping."""
    with (
        tempfile.TemporaryDirectory(prefix="monitor-rehearsal-") as folder,
        open_writer(Path(folder) / "data", now=now, create=True, check=False) as db,
    ):
        db.conn.execute("PRAGMA synchronous = OFF")
        yield db


def _assessments(db: Database, incident_id: int) -> list[Assessment]:
    rows = db.conn.execute(
        f"SELECT {COLUMNS} FROM assessments WHERE incident_id = ?"  # noqa: S608  constants
        " ORDER BY decision = 'alert' DESC, severity DESC, score DESC, article_id, rule LIMIT ?",
        (incident_id, _PLACED),
    )
    return [assessment_from_row(cast("AssessmentRow", row)) for row in rows]


def _place(said: Assessment) -> str | None:
    return said.slots.get("place") or next((place.name for place in said.places), None)


def _reports(db: Database, incident_id: int) -> tuple[PastReport, ...]:
    rows = db.conn.execute(
        "SELECT feed_id, hex(key), title, lang, settings, joined_at, reason,"
        " EXISTS (SELECT 1 FROM assessments WHERE article_id = articles.id"
        "  AND incident_id = ?1 AND decision = 'alert') FROM incident_reports"
        " JOIN articles ON articles.id = article_id JOIN feeds ON feeds.id = feed_id"
        " WHERE incident_reports.incident_id = ?1 ORDER BY joined_at, article_id",
        (incident_id,),
    )
    found: list[PastReport] = []
    for feed_id, key, title, lang, settings, at, reason, alerts in rows:
        feed = settings_from_json(settings)
        decision = Decision.ALERT if alerts else Decision.REVIEW
        source = feed.name or feed.url
        found.append(PastReport(feed_id, key.lower(), title, lang, source, from_epoch(at), decision, reason))
    return tuple(found)


def _notices(db: Database, incident_id: int) -> tuple[PastNotice, ...]:
    return _past_notices(db, "incident_id = ?", incident_id)


def notices_of(db: Database, kind: NoticeKind) -> tuple[PastNotice, ...]:
    """All notices of a kind, the first written first."""
    return _past_notices(db, "kind = ?", kind)


def messages(db: Database) -> list[tuple[datetime, str]]:
    """When which target gets a message: of what waits for company, one for each time (and each country's storm)."""
    rows = db.conn.execute(
        "SELECT due_at, target FROM deliveries WHERE state <> 'waiting' UNION ALL"
        " SELECT due_at, target FROM deliveries WHERE state = 'waiting'"
        " GROUP BY target, due_at, CASE WHEN bundle GLOB 'storm*' THEN bundle ELSE '' END"
    )
    return [(from_epoch(at), str(target)) for at, target in rows]


def _past_notices(db: Database, which: str, value: object) -> tuple[PastNotice, ...]:
    rows = db.conn.execute(
        f"SELECT created_at, kind, severity, reason, facts FROM notices WHERE {which} ORDER BY id",  # noqa: S608  constants
        (value,),
    )
    return tuple(
        PastNotice(
            from_epoch(at),
            kind,
            SEVERITIES[severity],
            reason,
            tuple((one["target"], one["reason"]) for one in json.loads(facts).get("routing", ())),
        )
        for at, kind, severity, reason, facts in rows
    )
