"""The one transaction: what is stored, which incidents change and what is told, for one poll's outcome."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.commit import commit
from monitor.models import (
    Article,
    Assessment,
    Decision,
    Escalation,
    FeedSettings,
    FeedState,
    Finding,
    Hit,
    Identity,
    NamedPlace,
    Outcome,
    Reason,
    Severity,
    Slot,
    Target,
)
from monitor.store import feeds, incidents, outbox
from monitor.store.database import Database, open_writer
from monitor.story import NOTHING_NEW

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
    text: str = "",
    toll: int | None = None,
    status: str = "happening",
    escalate: Escalation | None = None,
) -> Finding:
    identity = Identity(f"{number:032x}", "", hashlib.md5(f"{title}{toll}{status}".encode()).hexdigest())
    text = text or f"{title}. More about it follows in a second sentence."
    article = Article(identity, revises, f"https://a.example/{number}", title, text, "en", NOW, published)
    reason = Reason("evidence", "stormed", 70, (Hit("title", 0, 6, title[:6], "attack"),))
    place = NamedPlace("1", "Tel Shamiya", "SY", 36.5, 40.7, "town", ("SY",))
    facts = [Slot("place", "Tel Shamiya", reason.hits[0], "1")]
    facts += [] if toll is None else [Slot("killed", str(toll), reason.hits[0])]
    assessment = Assessment(
        *("prison-attack", "Prison", "attack", 70, decision, severity, "stable", 36 * 3600.0, (reason,)),
        status=status,
        places=(place,) if "Tel Shamiya" in title else (),
        facts=tuple(facts) if "Tel Shamiya" in title else (),
        escalate=escalate,
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


OTHERS = (
    "Inmates gone after dawn raid on Tel Shamiya jail",
    "Tel Shamiya: militants overran guards of the detention centre",
    "Hunt for fugitives around Tel Shamiya as gaol gates were blown open",
)


def other(number: int, which: int = 0, **more: object) -> Finding:
    """A report of the raid in words of its own."""
    text = " ".join(f"{OTHERS[which].split()[n]}{which}{n} detail{which}{n}" for n in range(7))
    return finding(number, OTHERS[which], text=text, **more)  # type: ignore[arg-type]  # passed on


def joins(db: Database, one: Finding, feed_id: int) -> list[tuple[str, str]]:
    """What is told of one more report."""
    before = len(told(db))
    commit(db, [outcome(one, feed_id=feed_id)], EVERYONE, NOW)
    return told(db)[before:]


def told(db: Database) -> list[tuple[str, str]]:
    rows = db.conn.execute("SELECT kind, facts FROM notices ORDER BY id")
    return [
        (kind, "; ".join(f"{c['what']} {c['before']} -> {c['after']}" for c in json.loads(facts).get("changes", ())))
        for kind, facts in rows
    ]


def test_another_source_is_told_as_an_update_and_its_next_report_is_not(db: Database) -> None:
    first = finding(1, "Gunmen storm the prison of Tel Shamiya and free dozens of inmates")
    commit(db, [outcome(first), outcome(other(2), other(3, 1), feed_id=2)], EVERYONE, NOW)
    rows = incidents.listing(db, NOW, incidents.IncidentFilter())
    assert [(row.reports, row.sources) for row in rows] == [(3, 2)]
    assert told(db) == [("opened", ""), ("updated", "sources 1 -> 2")]
    reasons = [str(reason) for (reason,) in db.conn.execute("SELECT reason FROM incident_reports ORDER BY article_id")]
    assert reasons[2].endswith(NOTHING_NEW)


def test_wire_copy_is_stored_with_its_reason_and_told_to_nobody(db: Database) -> None:
    title = "Gunmen storm the prison of Tel Shamiya and free dozens of inmates"
    commit(db, [outcome(finding(1, title))], EVERYONE, NOW)
    assert joins(db, finding(2, title), 2) == []
    (one,) = incidents.listing(db, NOW, incidents.IncidentFilter())
    assert one.reports == 2
    view = incidents.view(db, one.id)
    assert view is not None
    assert (view.independent, view.confirmed) == (1, False)


def test_a_toll_that_crosses_a_step_sounds_and_one_that_grows_a_little_does_not(db: Database) -> None:
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya", toll=2))], EVERYONE, NOW)
    assert joins(db, other(2, toll=6), 2) == [("escalated", "killed 2 -> 6; sources 1 -> 2")]
    assert joins(db, other(3, 1, toll=7), 2) == []
    assert joins(db, other(4, 2, toll=12), 2) == [("escalated", "killed 6 -> 12")]


def test_a_source_that_puts_its_toll_right_is_told_with_the_difference(db: Database) -> None:
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya", toll=27))], EVERYONE, NOW)
    right = finding(1, "Gunmen storm the prison of Tel Shamiya", toll=3, revises=True)
    assert joins(db, right, 1) == [("updated", "killed 27 -> 3")]


def test_a_denial_is_told_once(db: Database) -> None:
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya", status="claimed"))], EVERYONE, NOW)
    assert joins(db, other(2, status="denied"), 2) == [("updated", "denial claimed -> denied; sources 1 -> 2")]
    assert joins(db, other(3, 1, status="denied"), 2) == []


def test_a_feared_event_that_comes_about_sounds(db: Database) -> None:
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya", status="feared"))], EVERYONE, NOW)
    assert joins(db, other(2, toll=1), 2) == [("escalated", "status feared -> happening; killed  -> 1; sources 1 -> 2")]


def test_a_rule_raises_the_severity_when_its_number_of_sources_is_reached(db: Database) -> None:
    rise = Escalation(Severity.CRITICAL, 2)
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya", escalate=rise))], EVERYONE, NOW)
    assert joins(db, other(2), 2) == [("escalated", "severity high -> critical; sources 1 -> 2")]
    (one,) = incidents.listing(db, NOW, incidents.IncidentFilter())
    assert one.severity is Severity.CRITICAL
    assert ("escalated", "phone") in kinds(db)


def test_differences_that_wait_are_told_with_those_that_come_meanwhile(db: Database) -> None:
    feeds.sync_config(db, [FeedSettings(f"https://{name}.example/") for name in "abc"], NOW)
    commit(db, [outcome(finding(1, "Gunmen storm the prison of Tel Shamiya", toll=60))], EVERYONE, NOW)
    assert joins(db, other(2, toll=60), 2) == [("updated", "sources 1 -> 2")]
    assert joins(db, other(3, 1, toll=130), 3) == [("updated", "killed 60 -> 130; sources 1 -> 2")]


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
    title = "Gunmen storm the prison of Tel Shamiya"
    commit(db, [outcome(finding(1, title, toll=45))], EVERYONE, NOW)
    updates = [
        commit(db, [outcome(finding(1, title, toll=45 - n, revises=True))], EVERYONE, NOW).notices for n in range(1, 18)
    ]
    assert sum(updates) == 3
    assert incidents.listing(db, NOW, incidents.IncidentFilter())[0].reports == 18
