"""What an incident is about, as routing asks: gathered from its reports and what the rules said of them."""

import json
from dataclasses import dataclass
from typing import cast

from monitor.models import Decision, FeedSettings, NamedPlace
from monitor.store.assessments import COLUMNS
from monitor.store.database import Database
from monitor.store.encoding import AssessmentRow, assessment_from_row, settings_from_json

_ASSESSMENTS = 20


@dataclass(frozen=True, slots=True)
class About:
    """The strongest assessments come first, so the first place is the foremost; feeds and languages in the order of
    the reports."""

    ref: str
    topics: tuple[str, ...]
    places: tuple[NamedPlace, ...]
    statuses: tuple[str, ...]
    languages: tuple[str, ...]
    feeds: tuple[FeedSettings, ...]


def about(db: Database, incident_id: int) -> About | None:
    """What an incident is about, or None when there is none of this number."""
    row = db.conn.execute("SELECT ref, rules FROM incidents WHERE id = ?", (incident_id,)).fetchone()
    if row is None:
        return None
    ref, rules = row
    said = [
        assessment_from_row(cast("AssessmentRow", one))
        for one in db.conn.execute(
            f"SELECT {COLUMNS} FROM assessments WHERE incident_id = ?"  # noqa: S608  constants
            " ORDER BY decision = 'alert' DESC, severity DESC, score DESC, article_id, rule LIMIT ?",
            (incident_id, _ASSESSMENTS),
        )
    ]
    sources = db.conn.execute(
        "SELECT DISTINCT lang, settings FROM incident_reports JOIN articles ON articles.id = article_id"
        " JOIN feeds ON feeds.id = feed_id WHERE incident_id = ? ORDER BY article_id",
        (incident_id,),
    ).fetchall()
    alerts = [one for one in said if one.decision is Decision.ALERT] or said
    return About(
        ref=str(ref),
        topics=tuple(json.loads(rules)),
        places=tuple({place.id: place for one in alerts for place in one.places}.values()),
        statuses=tuple(dict.fromkeys(one.status for one in alerts if one.status)),
        languages=tuple(dict.fromkeys(str(lang) for lang, _ in sources)),
        feeds=tuple(settings_from_json(text) for text in dict.fromkeys(str(settings) for _, settings in sources)),
    )
