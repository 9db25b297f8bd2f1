"""The past days of feeds and languages, counted back from now; and what a day brought."""

from datetime import timedelta

from store_samples import DAY, HOUR, NOW, article, assessment, feed, finding

from monitor.models import Decision
from monitor.store import articles, feeds, rhythm
from monitor.store.database import Database
from monitor.store.day import Day, last_day


def test_each_day_of_a_feed_has_its_count_its_undated_and_its_freshest(db: Database) -> None:
    article(db, "now", at=NOW, published=NOW - HOUR)
    article(db, "earlier", at=NOW - HOUR, published=NOW - 3 * HOUR)
    article(db, "undated", at=NOW - DAY - HOUR)
    article(db, "ahead of its time", at=NOW - 2 * DAY, published=NOW)
    article(db, "long ago", at=NOW - 20 * DAY)
    found = rhythm.of_feeds(db, NOW)[feed(db)]
    assert found.counts[:4] == (2, 1, 1, 0)
    assert found.undated[:4] == (0, 1, 0, 0)
    assert found.freshest[:4] == (3600.0, None, 0.0, None)
    assert len(found.counts) == rhythm.DAYS
    assert sum(found.counts) == 4


def test_languages_know_their_hours_their_newest_and_their_feeds(db: Database) -> None:
    for number in range(3):
        article(db, f"fa {number}", at=NOW - HOUR - number * timedelta(minutes=1), lang="fa")
    other = feed(db, "https://other.example/")
    articles.add(db, other, finding("fa other", at=NOW - DAY, lang="fa"), "snapshot", NOW)
    article(db, "en", at=NOW, lang="en")
    found = rhythm.of_languages(db, NOW)
    assert set(found) == {"fa", "en"}
    assert found["fa"].newest == NOW - HOUR
    assert found["fa"].feed_ids == {feed(db), other}
    assert found["fa"].rhythm.counts[:2] == (3, 1)
    assert 2 <= found["fa"].hours <= 3


def test_feeds_being_read_leave_out_those_that_are_not(db: Database) -> None:
    feed(db, "https://one.example/")
    feed(db, "https://two.example/")
    feeds.remove(db, "https://two.example/", NOW)
    assert [one.settings.url for one in feeds.being_read(db)] == ["https://one.example/"]


def test_a_day_is_counted(db: Database) -> None:
    article(db, "alert", assessment(), at=NOW)
    article(db, "review", assessment(decision=Decision.REVIEW), at=NOW, lang="ar")
    article(db, "before", assessment(), at=NOW - 2 * DAY)
    assert last_day(db, NOW) == Day(1, 0, 0, {"ar": 1, "en": 1}, 1, 1)
