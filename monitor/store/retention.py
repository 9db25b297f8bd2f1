"""Forgetting, in small batches: texts after some months, identities only after more than a year.

An identity outlives its text: what a feed shows again after the purge is still known, and not told again. What people
judged is kept, because the model learns from it; incidents, their articles and what was sent are kept for ever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store import search
from monitor.store.database import Database
from monitor.store.encoding import to_epoch

_JUDGED = (
    "(EXISTS (SELECT 1 FROM verdicts WHERE verdicts.article_id = articles.id) OR EXISTS"
    " (SELECT 1 FROM incident_reports JOIN verdicts USING (incident_id)"
    "  WHERE incident_reports.article_id = articles.id))"
)


@dataclass(frozen=True, slots=True)
class Keep:
    """How long things are kept. `texts`: full texts, ignored assessments, the search index. `articles`: for how
    long after that an article's identity, title and address. `notices`: those about the service itself."""

    texts: timedelta = timedelta(days=90)
    articles: timedelta = timedelta(days=400)
    notices: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Purged:
    """What one call of `purge` forgot. `more` says that another call will find more."""

    months: int
    texts: int
    articles: int
    notices: int
    feeds: int
    more: bool


def purge(db: Database, now: datetime, keep: Keep, *, batch: int = 500) -> Purged:
    """Forget what is older than `keep`, at most `batch` rows of a kind: a transaction short enough to let alerts by.

    Call it again while `more`. Deliveries that wait are never forgotten, nor what they tell.
    """
    months = search.drop_before(db, now - keep.texts)
    texts = _purge_texts(db, now - keep.texts, batch)
    identities_before = now - keep.texts - keep.articles
    articles = _purge_articles(db, identities_before, batch)
    notices = _purge_notices(db, now - keep.notices, batch)
    feeds = db.conn.execute(
        "DELETE FROM feeds WHERE removed_at < ? AND NOT EXISTS (SELECT 1 FROM articles WHERE feed_id = feeds.id)",
        (to_epoch(identities_before),),
    ).rowcount
    return Purged(months, texts, articles, notices, feeds, more=batch in (texts, articles, notices))


def _purge_texts(db: Database, before: datetime, batch: int) -> int:
    rows = db.conn.execute(
        "SELECT article_id FROM texts JOIN articles ON articles.id = article_id"  # noqa: S608  constants
        f" WHERE article_id <= ? AND first_seen < ? AND NOT {_JUDGED} ORDER BY article_id LIMIT ?",
        (_newest_before(db, before), to_epoch(before), batch),
    ).fetchall()
    db.conn.executemany("DELETE FROM texts WHERE article_id = ?", rows)
    db.conn.executemany("DELETE FROM assessments WHERE article_id = ? AND decision = 'ignored'", rows)
    return len(rows)


def _purge_articles(db: Database, before: datetime, batch: int) -> int:
    rows = db.conn.execute(
        "SELECT id FROM articles WHERE id <= ? AND first_seen < ? AND NOT EXISTS"
        " (SELECT 1 FROM verdicts WHERE verdicts.article_id = articles.id) AND NOT EXISTS"
        " (SELECT 1 FROM incident_reports WHERE incident_reports.article_id = articles.id) ORDER BY id LIMIT ?",
        (_newest_before(db, before), to_epoch(before), batch),
    ).fetchall()
    db.conn.executemany("DELETE FROM articles WHERE id = ?", rows)
    return len(rows)


def _purge_notices(db: Database, before: datetime, batch: int) -> int:
    return db.conn.execute(
        "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE created_at < ? AND incident_id IS NULL AND"
        "  NOT EXISTS (SELECT 1 FROM deliveries WHERE notice_id = notices.id"
        "   AND state IN ('pending', 'waiting'))"
        "  ORDER BY created_at LIMIT ?)",
        (to_epoch(before), batch),
    ).rowcount


def _newest_before(db: Database, time: datetime) -> int:
    """The newest article seen before `time`. Ids grow with time, so nothing beyond it needs a look."""
    row = db.conn.execute(
        "SELECT id FROM articles WHERE first_seen < ? ORDER BY first_seen DESC LIMIT 1", (to_epoch(time),)
    ).fetchone()
    return 0 if row is None else int(row[0])
