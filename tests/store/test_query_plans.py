"""At 150,000 articles no statement on the way of an alert reads a whole table: SQLite's own plans say so."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from store_samples import DAY, HOUR, NOW, article, assessment, change, digest, feed, finding, opened

from monitor.models import Decision, FeedState, Notice, Severity
from monitor.store import articles, assessments, bundles, feeds, incidents, outbox, retention, search, verdicts, volume
from monitor.store.candidates import open_candidates
from monitor.store.database import Database

ARTICLES: Final = 150_000
# An index of few rows (what is due, what waits for review) may be walked from one end; a table may not.
LARGE = re.compile(
    r"SCAN (?!feeds USING INDEX idx_feeds_due_at|assessments USING INDEX idx_assessments_review)"
    r"(articles|texts|assessments|feeds|feed_known|incidents|incident_reports|incident_keys|notices|deliveries)\b"
)

FILL = f"""
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
INSERT INTO feeds(url, origin, settings, added_at, due_at, status, sentence, failures, empty_polls)
SELECT 'https://f' || i || '.example/', 'config', settings, 0, {NOW.timestamp()} + i, 'ok', '', 0, 0
FROM n, (SELECT settings FROM feeds WHERE id = 1);
INSERT INTO feed_known SELECT id, zeroblob(480) FROM feeds WHERE id > 1;
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {ARTICLES})
INSERT INTO articles(feed_id, key, link, content, revision, url, title, lang, published_raw, first_seen, author, notes,
 snapshot, decision)
SELECT i % 5000 + 1, randomblob(16), randomblob(16), randomblob(16), 0, 'https://x.example/' || i, 'title', 'en', '',
 {NOW.timestamp()} - {ARTICLES} + i, '', '[]', 's', iif(i % 50, 'ignored', 'alert') FROM n;
INSERT INTO texts SELECT id, 'text' FROM articles WHERE id > 1;
INSERT INTO assessments(article_id, rule, family, score, decision, severity, stage, detail)
SELECT articles.id, rule, family, score, iif(articles.id % 40, iif(articles.id % 50, 'ignored', 'alert'), 'review'),
 severity, stage, detail
FROM articles, assessments WHERE articles.id > 1 AND article_id = 1;
INSERT INTO incidents(ref, family, families, rules, severity, opened_at, last_at, window, closes_at, title)
SELECT 'R' || id, 'attack', '["attack"]', '["armed-attack"]', 3, first_seen, first_seen, 3600, first_seen + 3600, title
FROM articles WHERE id % 50 = 0;
INSERT INTO incident_reports(incident_id, article_id, signature, reason, joined_at)
 SELECT id, id * 50, x'00', '', 0 FROM incidents;
INSERT INTO incident_keys SELECT 'attack IQ', id FROM incidents;
INSERT INTO notices(ref, incident_id, kind, severity, reason, facts, created_at)
SELECT 'R' || id || '-1', id, 'opened', 3, '', '{{}}', opened_at FROM incidents;
INSERT INTO deliveries(notice_id, target, severity, state, attempts, due_at)
SELECT notices.id, target, 3, iif(notices.id % 10, 'sent', 'pending'), 0, created_at
FROM notices, (SELECT 'mail' AS target UNION SELECT 'chat' UNION SELECT 'siren');
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("large") / "data"
    with opened(folder) as db:
        db.conn.execute("PRAGMA synchronous = OFF")
        article(db, "gunmen", assessment(decision=Decision.REVIEW))
        db.conn.executescript(f"BEGIN; {FILL} COMMIT;")
        assert db.table("deliveries").count > 8000
        yield db


def add_article(db: Database) -> None:
    said = assessment()
    number = article(db, "new", said, at=NOW)
    incident_id, _ = incidents.open_incident(db, change(), number, [said], NOW)
    more = articles.add(db, feed(db), finding("more", said), "s", NOW)
    assert more is not None
    incidents.join_incident(db, incident_id, change(join=incident_id), more, [said], NOW)


def ask_about_articles(db: Database) -> None:
    articles.is_known(db, 7, finding("unknown").article)
    articles.revisions_told(db, 7, digest("one"), NOW - DAY)
    articles.count_by_decision(db, NOW - HOUR)
    articles.get(db, 777)


def poll(db: Database) -> None:
    due = feeds.due(db, NOW + 2 * HOUR, 50, {3, 4})
    feeds.save_states(db, [(one.id, one.state) for one in due])
    feeds.save_state(db, 5, FeedState(due_at=NOW, known=b"x"))
    feeds.earliest_due(db)
    feeds.find(db, "https://f7.example/")


def ask_about_incidents(db: Database) -> None:
    assert len(open_candidates(db, ["attack IQ"], NOW, reporter=(7, digest("one")))) > 10
    incidents.view(db, 77)
    incidents.by_ref(db, "R50")


def tell(db: Database) -> None:
    for _ in range(2):
        notice = Notice("updated", Severity.HIGH, "", 77)
        outbox.add_notice(db, notice, [("mail", NOW), ("chat", NOW)], NOW)
    outbox.extend_summary(db, {}, Severity.LOW)


def deliver(db: Database) -> None:
    claimed = outbox.claim(db, NOW, 20, 60.0, {"siren"})
    assert {one.target for one in claimed} == {"mail", "chat"}
    outbox.sent(db, claimed[0].id, NOW, "")
    outbox.failed(db, claimed[1].id, NOW, "")
    outbox.dead(db, claimed[2].id, "")
    outbox.oldest_pending(db)
    outbox.requeue(db, NOW, "mail")
    outbox.release(db)


def ask_about_reviews(db: Database) -> None:
    assert len(assessments.waiting(db, since=NOW - HOUR, limit=10)) == 10


def ask_about_surges(db: Database) -> None:
    volume.reports(db, NOW - 3 * HOUR, NOW, NOW)
    assert volume.was_reading(db, NOW - 3 * HOUR, NOW)
    assert volume.beginning(db)
    assert len(volume.severest(db, range(1, 50))) == 10


def ask_about_storms(db: Database) -> None:
    assert bundles.countries(db, "mail", NOW - HOUR) == {}


def judge(db: Database) -> None:
    verdicts.record(db, "777", "false", "", NOW)
    verdicts.record(db, "R50", "true", "", NOW)
    assert list(verdicts.judged(db))


def find(db: Database) -> None:
    assert search.search(db, "gunmen", limit=10, since=NOW - HOUR, lang="en")


def forget(db: Database) -> None:
    assert retention.purge(db, NOW + 90 * DAY - 20 * HOUR, retention.Keep(), batch=50).texts == 50
    assert retention.purge(db, NOW + 490 * DAY - 20 * HOUR, retention.Keep(), batch=50).articles == 50


def plans(db: Database, act: Callable[[Database], None]) -> dict[str, list[str]]:
    """What SQLite does for each statement that `act` runs; what it wrote is undone."""
    statements: set[str] = set()
    db.conn.execute("BEGIN")
    try:
        db.conn.set_trace_callback(statements.add)
        act(db)
        db.conn.set_trace_callback(None)
        return {
            statement: [str(row[3]) for row in db.conn.execute(f"EXPLAIN QUERY PLAN {statement}")]
            for statement in statements
            if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
        }
    finally:
        db.conn.set_trace_callback(None)
        db.conn.execute("ROLLBACK")


@pytest.mark.parametrize(
    "act",
    [
        add_article,
        ask_about_articles,
        poll,
        ask_about_incidents,
        tell,
        deliver,
        ask_about_reviews,
        judge,
        find,
        forget,
        ask_about_surges,
        ask_about_storms,
    ],
)
def test_no_large_table_is_read_whole(large: Database, act: Callable[[Database], None]) -> None:
    found = plans(large, act)
    assert found
    assert {statement: plan for statement, plan in found.items() if any(map(LARGE.search, plan))} == {}


def test_a_query_without_an_index_would_be_caught(large: Database) -> None:
    found = plans(large, lambda db: db.conn.execute("SELECT count(*) FROM articles WHERE author = 'x'").fetchall())
    assert any(LARGE.search(line) for plan in found.values() for line in plan)
