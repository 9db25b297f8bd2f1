"""What is counted of rules, and when one is called noisy, silent or decaying."""

from datetime import UTC, datetime, timedelta

from monitor.learn.stats import Period, by_feed, by_language, by_rule
from monitor.models import Decision
from monitor.store.archive import Told

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
PERIOD = Period(BEGIN, BEGIN + timedelta(days=10))


def told(day: float, verdict: str | None = None, *, subject: str = "", **more: str) -> Told:
    given = {"rule": "storm", "lang": "en", "source": "Gazette", **more}
    about = subject or (f"article {day}" if verdict else "")
    at = BEGIN + timedelta(days=day)
    return Told(given["rule"], given["lang"], given["source"], at, Decision.ALERT, about, verdict)


def test_a_rule_that_said_nothing_is_silent() -> None:
    (record,) = by_rule([], ["storm"], PERIOD)
    assert (record.alerts, record.precision, record.marks) == (0, None, ("silent",))


def test_an_incident_that_was_judged_counts_once_however_many_articles_report_it() -> None:
    said = [told(1, "true", subject="incident 7"), told(2, "true", subject="incident 7"), told(3, "false")]
    (record,) = by_rule(said, [], PERIOD)
    assert (record.alerts, record.true, record.false, record.precision) == (3, 1, 1, 0.5)
    assert record.per_day == 0.3


def test_noisy_needs_enough_answers_to_be_sure() -> None:
    assert by_rule([told(n, "false") for n in range(4)], [], PERIOD)[0].marks == ()
    (record,) = by_rule([told(n, "not-relevant") for n in range(9)], [], PERIOD)
    assert record.marks == ("noisy",)
    low, high = record.interval
    assert low == 0
    assert 0.25 < high < 0.35


def test_decaying_is_a_rule_whose_later_half_is_surely_worse() -> None:
    good = [told(n / 2, "true") for n in range(10)]
    bad = [told(5 + n / 2, "false") for n in range(10)]
    assert by_rule(good + bad, [], PERIOD)[0].marks == ("decaying",)
    assert by_rule(good + [told(5 + n / 2, "true") for n in range(10)], [], PERIOD)[0].marks == ()


def test_languages_and_feeds_are_counted_apart() -> None:
    said = [told(1, "true"), told(2, "false", lang="ar", source="Herald")]
    assert [(each.part, each.true, each.false) for each in by_language(said, PERIOD)] == [("ar", 0, 1), ("en", 1, 0)]
    assert [each.part for each in by_feed(said, PERIOD)] == ["Gazette", "Herald"]
