"""Assessments: what every interested rule said of an article, kept with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from monitor.models import Assessment
from monitor.store.database import Database
from monitor.store.encoding import (
    AssessmentRow,
    assessment_from_row,
    detail_to_json,
    from_epoch,
    settings_from_json,
    to_epoch,
)

COLUMNS = "rule, family, score, assessments.decision, severity, stage, detail"
"""What `assessment_from_row` takes, in its order."""

# What experimental and deprecated rules say is recorded, and asks nobody for anything.
_IS_WAITING = (
    "assessments.decision = 'review' AND incident_id IS NULL AND stage IN ('stable', 'test')"
    " AND (?1 IS NULL OR first_seen >= ?1) AND NOT EXISTS (SELECT 1 FROM verdicts WHERE article_id = articles.id)"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that a rule wants a person to look at, and that no incident took up."""

    article_id: int
    title: str
    url: str
    lang: str
    source: str
    published: datetime | None
    first_seen: datetime
    assessment: Assessment


def add(db: Database, article_id: int, assessments: Sequence[Assessment]) -> None:
    """Store what the rules said of an article."""
    db.conn.executemany(
        "INSERT INTO assessments(article_id, rule, family, score, decision, severity, stage, detail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article_id,
                one.rule,
                one.family,
                one.score,
                one.decision.value,
                one.severity.rank,
                one.stage,
                detail_to_json(one),
            )
            for one in assessments
        ],
    )


def of_article(db: Database, article_id: int) -> tuple[Assessment, ...]:
    """What the rules said of an article, the strongest first."""
    rows = db.conn.execute(
        f"SELECT {COLUMNS} FROM assessments WHERE article_id = ?"  # noqa: S608  constants
        " ORDER BY score DESC, severity DESC, rule",
        (article_id,),
    )
    return tuple(assessment_from_row(cast("AssessmentRow", row)) for row in rows)


def waiting(db: Database, *, since: datetime | None = None, limit: int = 100) -> list[Waiting]:
    """What waits for a person's judgement: reviews that joined no incident and have no verdict, newest first."""
    rows = db.conn.execute(
        "SELECT articles.id, title, articles.url, lang, settings, published, first_seen,"  # noqa: S608  constants
        f" {COLUMNS} FROM assessments"
        " JOIN articles ON articles.id = assessments.article_id JOIN feeds ON feeds.id = feed_id"
        f" WHERE {_IS_WAITING} ORDER BY assessments.article_id DESC, score DESC LIMIT ?2",
        (to_epoch(since), limit),
    )
    found: list[Waiting] = []
    for id_, title, url, lang, settings, published, first_seen, *assessment in rows:
        feed = settings_from_json(settings)
        found.append(
            Waiting(
                id_,
                title,
                url,
                lang,
                feed.name or feed.url,
                from_epoch(published),
                from_epoch(first_seen),
                assessment_from_row(cast("AssessmentRow", tuple(assessment))),
            )
        )
    return found


def count_waiting(db: Database, since: datetime | None = None) -> int:
    """How many such reviews there are."""
    row = db.conn.execute(
        "SELECT count(*) FROM assessments JOIN articles ON articles.id = assessments.article_id"  # noqa: S608  constants
        f" WHERE {_IS_WAITING}",
        (to_epoch(since),),
    ).fetchone()
    return int(row[0])
