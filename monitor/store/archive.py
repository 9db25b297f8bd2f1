"""What was read and what came of it, for whoever looks back: articles whose texts are still kept, and answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.models import Decision
from monitor.store.database import Database
from monitor.store.encoding import from_epoch, settings_from_json, to_epoch

# An answer to the article itself, or else the latest to an incident that it belongs to, which stands for all its
# articles: `subject` tells the two apart.
_ANSWER = (
    "coalesce((SELECT 'article ' || article_id || ' ' || verdict FROM verdicts WHERE article_id = articles.id),"
    " (SELECT 'incident ' || incident_id || ' ' || verdict FROM verdicts JOIN incident_reports USING (incident_id)"
    "  WHERE incident_reports.article_id = articles.id ORDER BY at DESC LIMIT 1))"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An article with its text. `key` says which item of its feed it is a version of, `rules` which rules alerted or
    asked for review when it came, `verdict` what people answered (None: nobody did)."""

    article_id: int
    key: str
    source: str
    url: str
    title: str
    text: str
    lang: str
    published: datetime | None
    first_seen: datetime
    verdict: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One alert or review of one rule. `subject` is what was judged, the article or its incident; empty when nobody
    did."""

    rule: str
    lang: str
    source: str
    at: datetime
    decision: Decision
    subject: str
    verdict: str | None


def kept(db: Database, since: datetime, until: datetime) -> Iterator[Kept]:
    """The articles first seen in this time whose texts are kept, the first seen first."""
    rows = db.conn.execute(
        "SELECT articles.id, hex(key), settings, articles.url, title, text, lang, published, first_seen,"  # noqa: S608  constants
        f" {_ANSWER},"
        " (SELECT group_concat(rule, ' ') FROM assessments WHERE article_id = articles.id AND decision <> 'ignored')"
        " FROM articles JOIN texts ON texts.article_id = articles.id JOIN feeds ON feeds.id = feed_id"
        " WHERE first_seen >= ? AND first_seen < ? ORDER BY first_seen, articles.id",
        (to_epoch(since), to_epoch(until)),
    )
    for id_, key, settings, url, title, text, lang, published, first_seen, answer, rules in rows:
        feed = settings_from_json(settings)
        yield Kept(
            article_id=id_,
            key=key.lower(),
            source=feed.name or feed.url,
            url=url,
            title=title,
            text=text,
            lang=lang,
            published=from_epoch(published),
            first_seen=from_epoch(first_seen),
            verdict=answer.rpartition(" ")[2] if answer else None,
            rules=tuple((rules or "").split()),
        )


def count_forgotten(db: Database, since: datetime, until: datetime) -> int:
    """How many articles first seen in this time have lost their texts to time."""
    row = db.conn.execute(
        "SELECT count(*) FROM articles WHERE first_seen >= ? AND first_seen < ?"
        " AND NOT EXISTS (SELECT 1 FROM texts WHERE article_id = articles.id)",
        (to_epoch(since), to_epoch(until)),
    ).fetchone()
    return int(row[0])


def told(db: Database, since: datetime, until: datetime) -> Iterator[Told]:
    """Every alert and review of this time with the answer it got, the first seen first."""
    rows = db.conn.execute(
        f"SELECT rule, lang, settings, first_seen, assessments.decision, {_ANSWER}"  # noqa: S608  constants
        " FROM articles JOIN assessments ON assessments.article_id = articles.id JOIN feeds ON feeds.id = feed_id"
        " WHERE assessments.decision <> 'ignored' AND first_seen >= ? AND first_seen < ?"
        " ORDER BY first_seen, articles.id",
        (to_epoch(since), to_epoch(until)),
    )
    for rule, lang, settings, first_seen, decision, answer in rows:
        feed = settings_from_json(settings)
        subject, _, verdict = (answer or "").rpartition(" ")
        yield Told(
            rule=rule,
            lang=lang,
            source=feed.name or feed.url,
            at=from_epoch(first_seen),
            decision=Decision(decision),
            subject=subject,
            verdict=verdict or None,
        )
