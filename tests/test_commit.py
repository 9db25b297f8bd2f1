"""The one transaction: what is stored, which incidents change and what is told, for one poll's outcome."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.commit import commit
from monitor.models import (
    Article,
    Assessment,
    Decision,
    FeedSettings,
    FeedState,
    Finding,
    Hit,
    Identity,
    Outcome,
    Reason,
    Severity,
    Target,
)
from monitor.store import feeds, incidents, outbox
from monitor.store.database import Database, open_writer

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
EVERYONE = (Target("desk"), Target("phone", min_severity=Severity.CRITICAL))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "data", now=NOW, create=True) as database:
        feeds.sync_config(
            database, [FeedSettings("https://a.example/", name="A"), FeedSettings("https://b.example/")], NOW
        )
        yield database


def finding(
    number: int,
    title: str,
    *,
    decision: Decision = Decision.ALERT,
    published: datetime | None = NOW,
    revises: bool = False,
    severity: Severity = Severity.HIGH,
) -> Finding:
    identity = Identity(f"{number:032x}", "", hashlib.md5(title.encode()).hexdigest())
    text = f"{title}. More about it follows in a second sentence."
    article = Article(identity, revises, f"https://a.example/{number}", title, text, "en", NOW, published)
    reason = Reason("evidence", "stormed", 70, (Hit("title", 0, 6, title[:6], "attack"),))
    assessment = Assessment(
        "prison-attack", "Prison", "attack", 70, decision, severity, "stable", 36 * 3600.0, (reason,)
    )
    return Finding(article, (assessment,), text.lower())


def outcome(*found: Finding, feed_id: int = 1, first: bool = False, usual_new: float | None = None) -> Outcome:
    state = FeedState(due_at=NOW + timedelta(minutes=15), status="ok", changed_at=NOW, known=b"x" * 48)
    return Outcome(feed_id, "changed", NOW, state, found, "snap", first=first, usual_new=usual_new)


def kinds(db: Database) -> list[tuple[str, str]]:
    return sorted((row.kind, row.target) for row in outbox.log(db) if row.target)


def test_a_match_opens_an_incident_and_is_told_to_those_it_is_severe_enough_for(db: Database) -> None:
    tally = commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya"))], EVERYONE, NOW)
    assert (tally.articles, tally.alerts, tally.notices) == (1, 1, 1)
    assert kinds(db) == [("opened", "desk")]
    delivery = outbox.claim(db, NOW, 10, 60.0)[0]
    assert delivery.facts["routing"] == [
        {"target": "desk", "reason": "opened: at once"},
        {"target": "phone", "reason": "high is below its critical"},
    ]


def test_the_same_outcome_twice_tells_nothing_twice(db: Database) -> None:
    one = outcome(finding(1, "Gunmen storm the prison of Tel Shamiya"))
    commit(db, [one], EVERYONE, NOW)
    assert commit(db, [one], EVERYONE, NOW).notices == 0
    assert kinds(db) == [("opened", "desk")]


def test_another_report_of_the_event_joins_and_is_told_as_one_grouped_update(db: Database) -> None:
    first = finding(1, "Gunmen storm the prison of Tel Shamiya and free dozens of inmates")
    second = finding(2, "Gunmen storm prison of Tel Shamiya, dozens of inmates freed")
    third = finding(3, "Dozens of inmates freed as gunmen storm the Tel Shamiya prison")
    commit(db, [outcome(first), outcome(second, third, feed_id=2)], EVERYONE, NOW)
    rows = incidents.listing(db, NOW, incidents.IncidentFilter())
    assert [(row.reports, row.sources) for row in rows] == [(3, 2)]
    assert kinds(db).count(("updated", "desk")) == 1
    assert ("opened", "desk") in kinds(db)


def test_a_review_opens_nothing_and_tells_nobody(db: Database) -> None:
    commit(db, [outcome(finding(1, "Prison fire under review", decision=Decision.REVIEW))], EVERYONE, NOW)
    assert incidents.listing(db, NOW, incidents.IncidentFilter()) == []
    assert kinds(db) == []


def test_a_first_poll_is_one_summary_with_titles_and_counts_what_is_older(db: Database) -> None:
    recent = finding(1, "Gunmen storm the prison of Tel Shamiya")
    old = finding(2, "Mutiny in the jail of Qamar", published=NOW - timedelta(days=2))
    commit(db, [outcome(recent, old, first=True)], EVERYONE, NOW)
    assert kinds(db) == [("baseline", "desk")]
    told = outbox.claim(db, NOW + timedelta(minutes=1), 10, 60.0)[0]
    (part,) = told.facts["parts"]
    assert (part["feed"], part["older"]) == ("A", 1)
    assert [(item["title"], item["why"]) for item in part["items"]] == [(recent.article.title, ["Gunmen"])]


def test_feeds_polled_for_the_first_time_together_share_one_summary(db: Database) -> None:
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya"), first=True)], EVERYONE, NOW)
    commit(db, [outcome(finding(2, "Mutiny in the jail of Qamar kills nine"), feed_id=2, first=True)], EVERYONE, NOW)
    assert kinds(db) == [("baseline", "desk")]
    assert len(outbox.claim(db, NOW + timedelta(minutes=1), 10, 60.0)[0].facts["parts"]) == 2


def test_a_feed_that_replays_its_past_is_summed_up(db: Database) -> None:
    flood = [finding(n, f"Raid number {n} on the jail of town {n * 7919}") for n in range(1, 40)]
    commit(db, [outcome(*flood, usual_new=1.5)], EVERYONE, NOW)
    assert kinds(db) == [("baseline", "desk")]


def test_a_busy_day_of_a_busy_feed_is_told_one_by_one(db: Database) -> None:
    news = [finding(n, f"Raid number {n} on the jail of town {n * 7919}") for n in range(1, 25)]
    commit(db, [outcome(*news, usual_new=12.0)], EVERYONE, NOW)
    assert ("baseline", "desk") not in kinds(db)


def test_a_rise_in_severity_is_told_at_once(db: Database) -> None:
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya and free inmates"))], EVERYONE, NOW)
    worse = finding(2, "Gunmen storm the prison of Tel Shamiya, free inmates", severity=Severity.CRITICAL)
    commit(db, [outcome(worse, feed_id=2)], EVERYONE, NOW)
    assert ("escalated", "desk") in kinds(db)
    assert ("escalated", "phone") in kinds(db)


def test_an_item_edited_all_day_is_told_of_a_few_times_only(db: Database) -> None:
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya, 2 dead"))], EVERYONE, NOW)
    updates = 0
    for n in range(3, 20):
        title = f"Gunmen storm the prison of Tel Shamiya, now {'very ' * n}many dead"
        updates += commit(db, [outcome(finding(1, title, revises=True))], EVERYONE, NOW).notices
    assert updates == 3
    assert incidents.listing(db, NOW, incidents.IncidentFilter())[0].reports == 18
