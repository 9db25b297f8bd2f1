"""A quiet day says so where that is asked for; a digest with work to do bears the line above it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.daemon.canary import CANARY
from monitor.daemon.chores import write_digest
from monitor.daemon.life import write_alive
from monitor.models import (
    Article,
    Assessment,
    Decision,
    FeedSettings,
    FeedState,
    Finding,
    Identity,
    Reason,
    Severity,
    Target,
)
from monitor.store import articles, feeds, meta, outbox
from monitor.store.database import Database, open_writer
from monitor.telling import NO_ROUTES

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
DESK = Target("desk", Severity.HIGH)
REVIEW = Assessment(
    "bombing", "Bombing", "attack", 45, Decision.REVIEW, Severity.LOW, "stable", 3600.0, (Reason("evidence", "x", 45),)
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "data", now=NOW, create=True) as database:
        yield database


def article(db: Database, number: int, lang: str, *said: Assessment, at: datetime = NOW) -> None:
    feed = feeds.find(db, "https://a.example/")
    feed_id = feed.id if feed else feeds.add(db, FeedSettings("https://a.example/"), NOW)
    feeds.save_states(db, [(feed_id, FeedState(due_at=NOW, succeeded_at=NOW))])
    key = f"{number:032x}"
    stored = Article(Identity(key, "", key), False, "https://a.example/1", f"News {number}", "", lang, at)
    articles.add(db, feed_id, Finding(stored, said, "news"), "s", at)


def sent(db: Database) -> list[dict[str, object]]:
    return [delivery.facts for delivery in outbox.claim(db, NOW, 10, 60.0)]


def test_a_quiet_day_is_one_line_that_reaches_every_channel_of_the_digest(db: Database) -> None:
    for number in range(3):
        article(db, number, "en", at=NOW - timedelta(hours=1))
    article(db, 3, "ar", at=NOW - timedelta(hours=1))
    article(db, 4, "ar", at=NOW - timedelta(days=2))
    meta.remember(db, CANARY, NOW.isoformat())
    write_alive(db, [DESK], NOW, NO_ROUTES)
    (facts,) = sent(db)
    assert facts["alive"] == {
        "feeds": 1,
        "answered": 1,
        "failing": 0,
        "languages": {"en": 3, "ar": 1},
        "alerts": 0,
        "reviews": 0,
        "canary": NOW.isoformat(),
    }


def test_a_digest_without_work_stays_silent_unless_the_line_is_wanted(db: Database) -> None:
    assert write_digest(db, [DESK], NOW) == 0
    assert sent(db) == []
    assert write_digest(db, [DESK], NOW, with_alive=True) == 0
    assert len(sent(db)) == 1


def test_a_digest_with_work_bears_the_line(db: Database) -> None:
    article(db, 1, "en", REVIEW)
    assert write_digest(db, [replace(DESK, min_severity=Severity.LOW)], NOW + timedelta(hours=1), with_alive=True) == 1
    (facts,) = [delivery.facts for delivery in outbox.claim(db, NOW + timedelta(hours=2), 10, 60.0)]
    assert facts["total"] == 1
    assert isinstance(facts["alive"], dict)
    assert facts["alive"]["reviews"] == 1
