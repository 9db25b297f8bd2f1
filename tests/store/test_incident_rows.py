"""Incidents gather reports, and only what may be joined is offered."""

from datetime import timedelta

import pytest
from store_samples import DAY, HOUR, NOW, article, assessment, change, digest, feed, incident

from monitor.errors import StoreError
from monitor.models import Decision, Severity
from monitor.store import articles, incidents, verdicts
from monitor.store.candidates import open_candidates
from monitor.store.database import Database
from monitor.store.incidents import IncidentFilter
from monitor.store.meta import remember


def test_an_incident_opens_with_its_article_and_can_be_joined_until_its_window_ends(db: Database) -> None:
    number = incident(db, "one")
    (one,) = open_candidates(db, ["attack IQ"], NOW + 36 * HOUR)
    assert (one.id, one.family, one.rules, one.severity) == (number, "attack", ("armed-attack",), Severity.HIGH)
    assert (one.opened_at, one.last_at, one.window, one.title) == (NOW, NOW, 36 * 3600.0, "Title one")
    assert one.signatures == (b"signature",)
    assert not one.holds_article
    assert open_candidates(db, ["attack IQ"], NOW + 36 * HOUR + timedelta(seconds=1)) == ()
    assert open_candidates(db, ["unrest IQ"], NOW) == ()


def test_a_report_joins_moves_the_window_and_adds_its_rules_and_families(db: Database) -> None:
    number = incident(db, "one", severity=Severity.MEDIUM)
    said = assessment("bombing", family="blast", severity=Severity.CRITICAL)
    joined = change(join=number, rules=("bombing",), family="blast", severity=Severity.CRITICAL, signature=b"second")
    second = article(db, "two", said, at=NOW + HOUR)
    ref = incidents.join_incident(db, number, joined, second, [said], NOW + HOUR)
    (one,) = open_candidates(db, ["blast IQ"], NOW + 37 * HOUR)
    assert one.rules == ("armed-attack", "bombing")
    assert (one.severity, one.opened_at, one.last_at) == (Severity.CRITICAL, NOW, NOW + HOUR)
    assert one.signatures == (b"signature", b"second")
    assert incidents.by_ref(db, ref.lower()) == number
    with pytest.raises(StoreError, match="no incident number 99"):
        incidents.join_incident(db, 99, joined, second, [said], NOW)


def test_an_incident_that_holds_the_item_is_offered_at_any_age(db: Database) -> None:
    number = incident(db, "one")
    reporter = (feed(db), digest("one"))
    (one,) = open_candidates(db, [], NOW + 30 * DAY, reporter=reporter)
    assert (one.id, one.holds_article) == (number, True)
    (same,) = open_candidates(db, ["attack IQ"], NOW, reporter=reporter)
    assert same.holds_article
    assert open_candidates(db, [], NOW, reporter=(feed(db), digest("two"))) == ()


def test_an_event_of_many_reports_is_compared_by_its_first_and_newest(db: Database) -> None:
    number = incident(db, "one")
    for report in range(60):
        joined = change(join=number, signature=str(report).encode())
        incidents.join_incident(db, number, joined, article(db, f"r{report}"), [], NOW)
    (one,) = open_candidates(db, ["attack IQ"], NOW)
    assert one.signatures == (b"signature", b"0", b"1", b"56", b"57", b"58", b"59")


def test_a_view_has_all_reports_oldest_first_and_the_leading_assessment_first(db: Database) -> None:
    number = incident(db, "one")
    review = assessment("bombing", decision=Decision.REVIEW, severity=Severity.CRITICAL, score=99)
    strong = assessment("bombing", score=95)
    for name, said in (("two", review), ("three", strong)):
        incidents.join_incident(db, number, change(join=number), article(db, name, said), [said], NOW + HOUR)
    view = incidents.view(db, number)
    assert view is not None
    assert [report.title for report in view.reports] == ["Title one", "Title two", "Title three"]
    assert (view.reports[0].source, view.reports[0].snapshot) == ("Example News", "snapshot")
    assert [(one.rule, one.score) for one in view.assessments] == [
        ("bombing", 95),
        ("armed-attack", 80),
        ("bombing", 99),
    ]
    assert (view.opened_at, view.last_at, view.severity) == (NOW, NOW + HOUR, Severity.HIGH)
    assert incidents.view(db, number + 1) is None


def test_an_article_names_the_incidents_it_is_part_of(db: Database) -> None:
    number = incident(db, "one")
    view, stored = incidents.view(db, number), articles.get(db, 1)
    assert view is not None
    assert stored is not None
    assert stored.incidents == (view.ref,)


def test_names_are_not_used_again_after_a_restore(db: Database) -> None:
    incident(db, "one")
    first = incidents.view(db, 1)
    db.conn.execute("DELETE FROM incidents")
    remember(db, "generation", "7")
    incident(db, "two")
    second = incidents.view(db, 1)
    assert first is not None
    assert second is not None
    assert first.ref != second.ref


def test_the_list_filters_and_shows_what_is_new_first(db: Database) -> None:
    low = incident(db, "low", severity=Severity.LOW)
    high = incident(db, "high", at=NOW + HOUR)
    verdicts.record(db, incidents.listing(db, NOW, IncidentFilter())[0].ref, "true", "", NOW)

    def ids(at: timedelta = HOUR, **wanted: object) -> list[int]:
        return [one.id for one in incidents.listing(db, NOW + at, IncidentFilter(**wanted))]  # type: ignore[arg-type]  # passed on

    assert ids() == [high, low]
    assert ids(min_severity=Severity.MEDIUM) == [high]
    assert ids(since=NOW + HOUR / 2) == [high]
    assert ids(rule="armed-attack") == [high, low]
    assert ids(rule="bombing") == ids(family="unrest") == []
    assert ids(36.5 * HOUR, only_open=True) == [high]
    (first, _) = incidents.listing(db, NOW + HOUR, IncidentFilter())
    assert (first.reports, first.sources, first.verdict, first.open) == (1, 1, "true", True)
