"""What `status` and `doctor` read."""

from store_samples import DAY, HOUR, NOW, article, feed

from monitor.models import FeedState
from monitor.store import facts, feeds, meta
from monitor.store.database import Database
from monitor.store.migrate import VERSION


def test_feed_health_names_the_longest_failing_first(db: Database) -> None:
    names = ("ok", "late", "down", "gone", "empty")
    ids = {name: feed(db, f"https://{name}.example/") for name in names}
    states = {
        "ok": FeedState(due_at=NOW + HOUR, status="ok", succeeded_at=NOW),
        "late": FeedState(due_at=NOW - HOUR, status="ok", succeeded_at=NOW - HOUR),
        "down": FeedState(due_at=NOW + HOUR, status="failing", sentence="500", failing_since=NOW - HOUR),
        "gone": FeedState(due_at=NOW + HOUR, status="failing", sentence="410", failing_since=NOW - DAY),
        "empty": FeedState(due_at=NOW + HOUR, status="empty", sentence="no entries"),
    }
    feeds.save_states(db, [(ids[name], state) for name, state in states.items()])
    health = facts.feed_health(db, NOW)
    assert health.total == 5
    assert health.by_status == {"ok": 2, "failing": 2, "empty": 1}
    assert (health.overdue, health.earliest_due, health.last_success) == (1, NOW - HOUR, NOW)
    assert [(one.sentence, one.since) for one in health.failing] == [
        ("410", NOW - DAY),
        ("500", NOW - HOUR),
        ("no entries", None),
    ]


def test_an_empty_store_has_facts_too(db: Database) -> None:
    health = facts.feed_health(db, NOW)
    assert (health.total, health.earliest_due, health.last_success, health.failing) == (0, None, None, ())
    assert facts.storage(db).newest_article is None


def test_storage_says_what_the_file_is(db: Database) -> None:
    article(db, "one")
    told = facts.storage(db)
    assert told.path == db.folder / "monitor.db"
    assert told.size > 4096
    assert told.journal > 0
    assert (told.version, told.generation, told.created_at, told.restored_at) == (VERSION, 1, NOW, None)
    assert told.newest_article == NOW


def test_what_is_remembered_is_recalled_until_forgotten(db: Database) -> None:
    assert meta.recall(db, "digest") is None
    meta.remember(db, "digest", "yesterday")
    meta.remember(db, "digest", "today")
    assert meta.recall(db, "digest") == "today"
    meta.forget(db, "digest")
    assert meta.recall(db, "digest") is None
