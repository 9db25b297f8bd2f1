"""Verdicts: what people answered. They make each rule's precision ledger, and teach the model."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.errors import StoreError
from monitor.store import incidents
from monitor.store.database import Database
from monitor.store.encoding import from_epoch, to_epoch

Verdict = Literal["true", "false", "not-relevant"]

# The verdict of an article is its own, or else that of the latest incident it belongs to.
_VERDICT_OF_ARTICLE = (
    "coalesce((SELECT verdict FROM verdicts WHERE article_id = articles.id),"
    " (SELECT verdict FROM verdicts JOIN incident_reports USING (incident_id)"
    "  WHERE incident_reports.article_id = articles.id ORDER BY at DESC LIMIT 1))"
)


def record(db: Database, subject: str, verdict: Verdict, note: str, now: datetime) -> None:
    """Record a person's answer about an incident (its ref) or an article (its number), in place of an earlier one."""
    number = int(subject) if subject.isascii() and subject.isdigit() else None
    column, known = ("article_id", number) if number is not None else ("incident_id", incidents.by_ref(db, subject))
    if number is not None and db.conn.execute("SELECT 1 FROM articles WHERE id = ?", (number,)).fetchone() is None:
        known = None
    if known is None:
        raise StoreError(
            f"there is no incident or article {subject}; `monitor incidents` and `monitor review` list them."
        )
    db.conn.execute(
        f"INSERT INTO verdicts({column}, verdict, note, at) VALUES (?, ?, ?, ?)"  # noqa: S608  one of two constants
        f" ON CONFLICT({column}) DO UPDATE SET verdict = excluded.verdict, note = excluded.note, at = excluded.at",
        (known, verdict, note, to_epoch(now)),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule was right: the answers to the incidents it was part of, and to articles apart from them."""

    rule: str
    true: int
    false: int
    not_relevant: int


def ledger(db: Database) -> list[Tally]:
    """Every rule that was ever judged, by name. An article of a judged incident counts with it, not again."""
    rows = db.conn.execute(
        "SELECT rule, sum(verdict = 'true'), sum(verdict = 'false'), sum(verdict = 'not-relevant') FROM ("
        " SELECT value AS rule, verdict FROM verdicts JOIN incidents ON incidents.id = incident_id, json_each(rules)"
        " UNION ALL"
        " SELECT rule, verdict FROM verdicts JOIN assessments USING (article_id)"
        "  WHERE decision <> 'ignored' AND NOT EXISTS (SELECT 1 FROM verdicts AS whole"
        "   WHERE whole.incident_id = assessments.incident_id)"
        ") GROUP BY rule ORDER BY rule"
    )
    return [Tally(str(rule), int(true), int(false), int(other)) for rule, true, false, other in rows]


@dataclass(frozen=True, slots=True)
class Judged:
    """An article that people judged, as training reads it. `rules` are those that alerted or asked for review."""

    article_id: int
    title: str
    text: str
    lang: str
    published: datetime | None
    first_seen: datetime
    verdict: Verdict
    rules: tuple[str, ...]


def judged(db: Database) -> Iterator[Judged]:
    """All articles with a verdict of their own or of their incident, oldest first. Their texts are never forgotten."""
    rows = db.conn.execute(
        f"SELECT id, title, coalesce(text, ''), lang, published, first_seen, {_VERDICT_OF_ARTICLE},"  # noqa: S608  constants
        " (SELECT group_concat(rule, ' ') FROM assessments WHERE article_id = articles.id AND decision <> 'ignored')"
        " FROM articles LEFT JOIN texts ON texts.article_id = articles.id WHERE articles.id IN ("
        "  SELECT article_id FROM verdicts WHERE article_id IS NOT NULL UNION"
        "  SELECT incident_reports.article_id FROM verdicts CROSS JOIN incident_reports USING (incident_id)"
        " ) ORDER BY id"
    )
    for id_, title, text, lang, published, first_seen, verdict, rules in rows:
        seen = from_epoch(first_seen)
        yield Judged(id_, title, text, lang, from_epoch(published), seen, verdict, tuple((rules or "").split()))
