"""An article is stored once; whatever says the same again is known, and whatever says something else is not."""

from dataclasses import replace

import pytest
from store_samples import DAY, HOUR, NOW, article, assessment, change, digest, feed, finding, incident

from monitor.models import Decision, Finding, Severity
from monitor.store import articles, assessments, incidents, verdicts
from monitor.store.database import Database


def test_all_of_an_article_comes_back(db: Database) -> None:
    said = (assessment(score=90), assessment("bombing", decision=Decision.REVIEW, family="blast", score=70))
    one = finding("one", *said, published=NOW - HOUR, lang="ar", text="هجوم على سجن")
    number = articles.add(db, feed(db), one, "snapshot", NOW)
    assert number is not None
    stored = articles.get(db, number)
    assert stored is not None
    assert stored.article == one.article
    assert stored.assessments == said
    assert (stored.source, stored.reliability, stored.snapshot) == ("Example News", "B", "snapshot")
    assert (stored.decision, stored.revision, stored.forgotten) == (Decision.ALERT, 0, False)
    assert articles.get(db, number + 1) is None


def test_the_strongest_assessment_decides_and_without_one_an_article_is_ignored(db: Database) -> None:
    article(db, "one", assessment(decision=Decision.REVIEW), assessment("b", decision=Decision.IGNORED))
    article(db, "two")
    article(db, "three", assessment(), at=NOW + DAY)
    assert articles.count_by_decision(db, NOW) == {Decision.ALERT: 1, Decision.REVIEW: 1, Decision.IGNORED: 1}
    assert articles.count_by_decision(db, NOW + HOUR)[Decision.IGNORED] == 0


def test_the_same_again_is_not_stored_whatever_the_pipeline_believed(db: Database) -> None:
    feed_id = feed(db)
    assert articles.add(db, feed_id, finding("one"), "s", NOW) == 1
    assert articles.add(db, feed_id, finding("one"), "s", NOW + DAY) is None
    assert articles.add(db, feed_id, finding("one", revises=True), "s", NOW + DAY) is None


def test_new_content_is_the_next_revision_and_old_content_is_not_stored_again(db: Database) -> None:
    article(db, "one", content="first")
    second = article(db, "one", content="second", revises=True)
    third = article(db, "one", content="third", revises=True)
    stored = [articles.get(db, number) for number in (second, third)]
    assert [one.revision for one in stored if one] == [1, 2]
    assert articles.add(db, feed(db), finding("one", content="first"), "s", NOW) is None


def renamed(one: Finding, name: str) -> Finding:
    """The same item under another key."""
    identity = replace(one.article.identity, key=digest(name))
    return replace(one, article=replace(one.article, identity=identity))


def test_a_changed_counter_under_the_same_key_is_no_news_but_under_another_it_is(db: Database) -> None:
    article(db, "one", published=NOW)
    one = finding("one", published=NOW)
    content = one.article.identity.content[:16] + "0" * 16
    counted = replace(one, article=replace(one.article, identity=replace(one.article.identity, content=content)))
    assert articles.add(db, feed(db), counted, "s", NOW) is None
    assert articles.add(db, feed(db), renamed(counted, "other"), "s", NOW) is not None


def test_a_feed_that_renames_its_items_brings_nothing_new(db: Database) -> None:
    article(db, "one", published=NOW)
    assert articles.add(db, feed(db), renamed(finding("one", published=NOW), "other"), "s", NOW) is None


def test_the_same_words_on_another_day_are_news(db: Database) -> None:
    """A siren feed says `Air raid alert` under one link again and again, and each one is meant."""
    article(db, "one", published=NOW)
    assert articles.add(db, feed(db), renamed(finding("one", published=NOW + HOUR), "other"), "s", NOW) is not None


def test_the_same_words_without_a_link_are_news(db: Database) -> None:
    article(db, "one", link="")
    assert articles.add(db, feed(db), renamed(finding("one", link=""), "other"), "s", NOW) is not None


def test_other_feeds_never_make_an_article_known(db: Database) -> None:
    article(db, "one", published=NOW)
    other = feed(db, "https://attacker.example/")
    assert articles.add(db, other, finding("one", published=NOW), "s", NOW) is not None


def test_revisions_told_count_those_in_incidents_since_a_time(db: Database) -> None:
    number = incident(db, "one")
    key = digest("one")
    for hour in range(1, 4):
        said = assessment()
        at = NOW + hour * HOUR
        revision = article(db, "one", said, content=str(hour), at=at, revises=True)
        incidents.join_incident(db, number, change(join=number), revision, [said], at)
    article(db, "one", content="not told", at=NOW + 4 * HOUR, revises=True)
    assert articles.revisions_told(db, feed(db), key, NOW) == 3
    assert articles.revisions_told(db, feed(db), key, NOW + 2.5 * HOUR) == 1
    assert articles.revisions_told(db, feed(db), digest("two"), NOW) == 0


def test_reviews_wait_until_an_incident_or_a_person_takes_them(db: Database) -> None:
    review = assessment(decision=Decision.REVIEW, severity=Severity.LOW)
    joined = article(db, "joined", review)
    judged = article(db, "judged", review)
    waiting = article(db, "waiting", review, at=NOW + HOUR)
    article(db, "experimental", assessment("new-rule", decision=Decision.REVIEW, stage="experimental"))
    number = incident(db, "one")
    incidents.join_incident(db, number, change(join=number), joined, [review], NOW)
    verdicts.record(db, str(judged), "not-relevant", "", NOW)
    (one,) = assessments.waiting(db)
    assert (one.article_id, one.source, one.assessment) == (waiting, "Example News", review)
    assert assessments.count_waiting(db) == 1
    assert assessments.waiting(db, since=NOW + DAY) == []
    assert assessments.count_waiting(db, NOW + DAY) == 0


@pytest.mark.parametrize("text", ["\x00 nul", "\U0001d51estral", "\u200frtl", ""])
def test_odd_texts_come_back_as_they_were(db: Database, text: str) -> None:
    stored = articles.get(db, article(db, "odd", text=text))
    assert stored is not None
    assert stored.article.text == text
