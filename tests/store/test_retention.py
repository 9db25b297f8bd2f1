"""Texts go first, identities much later, and what people judged or what is still to be told stays."""

from datetime import datetime, timedelta

from store_samples import DAY, NOW, article, assessment, feed, finding, incident

from monitor.models import Decision, FeedSettings, Notice, Severity
from monitor.store import articles, feeds, outbox, search, verdicts
from monitor.store.database import Database
from monitor.store.retention import Keep, Purged, purge

KEEP = Keep()


def purged(db: Database, at: datetime, *, batch: int = 500) -> Purged:
    return purge(db, at, KEEP, batch=batch)


def test_a_text_goes_after_its_time_and_the_identity_stays(db: Database) -> None:
    number = article(db, "one", assessment(decision=Decision.REVIEW), assessment("b", decision=Decision.IGNORED))
    assert purged(db, NOW + 90 * DAY).texts == 0
    assert purged(db, NOW + 91 * DAY).texts == 1
    stored = articles.get(db, number)
    assert stored is not None
    assert (stored.forgotten, stored.article.text, stored.article.title) == (True, "", "Title one")
    assert [one.rule for one in stored.assessments] == ["armed-attack"]
    assert purged(db, NOW + 91 * DAY).texts == 0


def test_what_is_shown_again_after_the_purge_is_still_known(db: Database) -> None:
    article(db, "one")
    for days in (91, 400, 489):
        purged(db, NOW + days * DAY)
        assert articles.add(db, feed(db), finding("one"), "s", NOW + days * DAY) is None
    assert purged(db, NOW + 491 * DAY).articles == 1
    assert articles.add(db, feed(db), finding("one"), "s", NOW + 491 * DAY) is not None


def test_the_search_index_forgets_with_the_texts(db: Database) -> None:
    article(db, "old", text="gunmen")
    article(db, "new", text="gunmen", at=NOW + 100 * DAY)
    assert purged(db, NOW + 130 * DAY).months == 1
    assert [one.title for one in search.search(db, "gunmen", limit=9)] == ["Title new"]


def test_what_people_judged_is_kept_for_the_model(db: Database) -> None:
    judged = article(db, "judged", assessment())
    verdicts.record(db, str(judged), "false", "", NOW)
    number = incident(db, "reported")
    verdicts.record(db, str(db.conn.execute("SELECT ref FROM incidents").fetchone()[0]), "true", "", NOW)
    purged(db, NOW + 1000 * DAY)
    assert [one.text != "" for one in verdicts.judged(db)] == [True, True]
    assert number == 1


def test_incidents_their_articles_and_what_was_sent_are_kept(db: Database) -> None:
    number = incident(db, "one")
    outbox.add_notice(db, Notice("opened", Severity.HIGH, "because", number), [("mail", NOW)], NOW)
    outbox.sent(db, outbox.claim(db, NOW, 1, 60)[0].id, NOW, "mailto://***")
    result = purged(db, NOW + 1000 * DAY)
    assert (result.texts, result.articles, result.notices) == (1, 0, 0)
    assert outbox.log(db)[0].state == "sent"


def test_a_notice_about_the_service_goes_unless_somebody_waits_for_it(db: Database) -> None:
    for target in ("mail", "chat"):
        outbox.add_notice(db, Notice("trouble", Severity.HIGH, "because"), [(target, NOW)], NOW)
    outbox.sent(db, outbox.claim(db, NOW, 1, 60)[0].id, NOW, "somewhere")
    assert purged(db, NOW + 91 * DAY).notices == 1
    assert [row.state for row in outbox.log(db)] == ["pending"]


def test_a_retired_feed_goes_with_its_last_article(db: Database) -> None:
    article(db, "one")
    feeds.add(db, FeedSettings("https://empty.example/"), NOW)
    feeds.remove(db, "https://news.example/feed", NOW)
    feeds.remove(db, "https://empty.example/", NOW)
    assert purged(db, NOW + 480 * DAY).feeds == 0
    assert purged(db, NOW + 500 * DAY).feeds == 2
    assert db.conn.execute("SELECT count(*) FROM feed_known").fetchone()[0] == 0


def test_much_is_forgotten_in_small_batches_oldest_first(db: Database) -> None:
    for hour in range(25):
        article(db, str(hour), at=NOW + hour * timedelta(hours=1))
    later = NOW + 120 * DAY
    first = purged(db, later, batch=10)
    assert (first.texts, first.more) == (10, True)
    assert db.conn.execute("SELECT min(article_id) FROM texts").fetchone()[0] == 11
    assert [purged(db, later, batch=10).more for _ in range(2)] == [True, False]
    assert db.conn.execute("SELECT count(*) FROM texts").fetchone()[0] == 0


def test_nothing_refers_to_what_is_gone(db: Database) -> None:
    article(db, "one", assessment(decision=Decision.REVIEW))
    incident(db, "two")
    purged(db, NOW + 1000 * DAY)
    assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [row[0] for row in db.conn.execute("SELECT title FROM articles")] == ["Title two"]
