"""What is polled when, and what polling learned, through changes of the configuration and of the clock."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from store_samples import DAY, HOUR, NOW, article, assessment, feed

from monitor.errors import StoreError
from monitor.models import FeedSettings, FeedState
from monitor.store import feeds
from monitor.store.database import Database
from monitor.store.feeds import Synced

LEARNED = FeedState(
    due_at=NOW + HOUR,
    status="failing",
    sentence="the server answers 500",
    etag='"e"',
    last_modified="Sat",
    body_hash="ab" * 16,
    polled_at=NOW,
    succeeded_at=NOW - HOUR,
    changed_at=NOW - DAY,
    full_at=NOW - 2 * DAY,
    failing_since=NOW - HOUR / 2,
    failures=3,
    empty_polls=1,
    change_gap=1800.5,
    typical_new=2.25,
    moved_to="https://new.example/",
    moved_since=NOW - 3 * DAY,
    failure="http-500",
    known=b"k" * 4800,
)


def settings(*names: str) -> list[FeedSettings]:
    return [FeedSettings(f"https://{name}.example/", name=name) for name in names]


def read(db: Database) -> set[str]:
    return {row.feed.settings.name for row in feeds.listing(db)}


def test_all_that_polling_learned_comes_back(db: Database) -> None:
    assert all(getattr(LEARNED, field.name) not in (None, b"", 0) for field in fields(FeedState))
    feed_id = feed(db)
    feeds.save_state(db, feed_id, LEARNED)
    stored = feeds.get(db, feed_id)
    assert stored is not None
    assert stored.state == LEARNED


def test_a_new_feed_has_learned_nothing_and_is_due(db: Database) -> None:
    feed_id = feed(db)
    assert feeds.due(db, NOW, 10) == [feeds.get(db, feed_id)]
    assert feeds.due(db, NOW, 10)[0].state == FeedState(due_at=NOW)


def test_stamps_write_all_but_the_known_items(db: Database) -> None:
    feed_id = feed(db)
    feeds.save_state(db, feed_id, LEARNED)
    feeds.save_states(db, [(feed_id, replace(LEARNED, failures=4, known=b"other"))])
    stored = feeds.get(db, feed_id)
    assert stored is not None
    assert stored.state == replace(LEARNED, failures=4)


def test_due_feeds_come_longest_overdue_first_without_the_excluded(db: Database) -> None:
    feeds.sync_config(db, settings("a", "b", "c", "d"), NOW)
    ids = {one.settings.name: one.id for one in feeds.due(db, NOW, 10)}
    for name, minutes in (("a", -10), ("b", -30), ("c", -20), ("d", 1)):
        feeds.save_states(db, [(ids[name], FeedState(due_at=NOW + timedelta(minutes=minutes)))])
    assert [one.settings.name for one in feeds.due(db, NOW, 10)] == ["b", "c", "a"]
    assert [one.settings.name for one in feeds.due(db, NOW, 2)] == ["b", "c"]
    assert [one.settings.name for one in feeds.due(db, NOW, 2, {ids["b"], ids["d"]})] == ["c", "a"]
    assert feeds.earliest_due(db) == NOW - timedelta(minutes=30)


def test_a_due_time_set_while_the_clock_was_wrong_does_not_silence_a_feed(db: Database) -> None:
    feed_id = feed(db)
    feeds.save_states(db, [(feed_id, FeedState(due_at=NOW + 3650 * DAY))])
    assert [one.id for one in feeds.due(db, NOW, 10)] == [feed_id]
    feeds.save_states(db, [(feed_id, FeedState(due_at=NOW + DAY))])
    assert feeds.due(db, NOW, 10) == []


def test_the_configuration_adds_changes_and_retires_its_own_feeds(db: Database) -> None:
    assert feeds.sync_config(db, settings("a", "b"), NOW) == Synced(2, 0, 0)
    assert feeds.sync_config(db, settings("a", "b"), NOW) == Synced(0, 0, 0)
    feeds.add(db, FeedSettings("https://mine.example/", name="mine"), NOW)
    renamed = replace(settings("b")[0], name="B")
    assert feeds.sync_config(db, [renamed, *settings("c")], NOW) == Synced(1, 1, 1)
    assert read(db) == {"B", "c", "mine"}


def test_changed_settings_keep_what_was_learned_and_are_tried_at_once(db: Database) -> None:
    feeds.sync_config(db, settings("a"), NOW)
    one = feeds.due(db, NOW, 1)[0]
    feeds.save_state(db, one.id, LEARNED)
    feeds.sync_config(db, [replace(one.settings, interval=300.0)], NOW)
    again = feeds.get(db, one.id)
    assert again is not None
    assert again.settings.interval == 300.0
    assert again.state == replace(LEARNED, due_at=NOW)


def test_a_feed_that_comes_back_goes_on_where_it_was(db: Database) -> None:
    feeds.sync_config(db, settings("a"), NOW)
    one = feeds.due(db, NOW, 1)[0]
    feeds.save_state(db, one.id, LEARNED)
    feeds.sync_config(db, [], NOW)
    assert feeds.due(db, NOW + DAY, 1) == []
    assert feeds.earliest_due(db) is None
    feeds.sync_config(db, settings("a"), NOW)
    back = feeds.find(db, one.settings.url)
    assert back is not None
    assert back.id == one.id
    assert back.state.known == LEARNED.known


def test_a_feed_of_a_command_that_enters_the_configuration_belongs_to_it(db: Database) -> None:
    feeds.add(db, settings("a")[0], NOW)
    assert feeds.sync_config(db, settings("a"), NOW) == Synced(0, 1, 0)
    with pytest.raises(StoreError, match="stands in the configuration"):
        feeds.remove(db, "https://a.example/", NOW)


def test_commands_add_once_and_remove_what_is_there(db: Database) -> None:
    feeds.add(db, settings("a")[0], NOW)
    with pytest.raises(StoreError, match="already being read"):
        feeds.add(db, settings("a")[0], NOW)
    feeds.remove(db, "https://a.example/", NOW)
    with pytest.raises(StoreError, match="not among the feeds"):
        feeds.remove(db, "https://a.example/", NOW)
    assert feeds.find(db, "https://a.example/") is None
    feeds.add(db, settings("a")[0], NOW)
    assert read(db) == {"a"}


def test_the_list_counts_articles_and_alerts(db: Database) -> None:
    article(db, "one", assessment())
    article(db, "two", at=NOW + HOUR)
    (row,) = feeds.listing(db)
    assert (row.articles, row.alerts, row.newest, row.origin) == (2, 1, NOW + HOUR, "cli")
    assert feeds.listing(db, status="failing") == []


def test_feeds_can_be_made_due_now(db: Database) -> None:
    feeds.sync_config(db, settings("a", "b"), NOW)
    ids = [one.id for one in feeds.due(db, NOW, 10)]
    feeds.save_states(db, [(id_, FeedState(due_at=NOW + DAY)) for id_ in ids])
    assert feeds.poll_now(db, NOW, ids[:1]) == 1
    assert [one.id for one in feeds.due(db, NOW, 10)] == ids[:1]
    assert feeds.poll_now(db, NOW) == 2
