"""What is a surge and what is not: the decision by itself."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.incidents.surge import WINDOW, Limits, Said, Told, compared_with, count, needed, surges, volume

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
KEY = "attack IQ"
LIMITS = Limits()


def said(reports: int, *, feeds: int = 7, first: int = 0) -> list[Said]:
    """So many reports of as many incidents, by several feeds in their own words."""
    return [Said(first + n, n % feeds, f"report {first + n}") for n in range(reports)]


def test_a_rise_beside_the_usual_is_told_with_its_figures() -> None:
    (one,), _ = surges({KEY: said(14)}, {KEY: [2] * 12}, (), LIMITS, NOW)
    assert one.reason() == "14 reports of attack in IQ in 3 h, of 14 incidents; usual for this hour is 2"


def test_it_is_told_once_a_day_unless_it_doubles() -> None:
    past = {KEY: [2] * 12}
    (_,), told = surges({KEY: said(14)}, past, (), LIMITS, NOW)
    again, told = surges({KEY: said(20)}, past, told, LIMITS, NOW + timedelta(hours=2))
    assert not again
    doubled, told = surges({KEY: said(28)}, past, told, LIMITS, NOW + timedelta(hours=3))
    assert [one.reports for one in doubled] == [28]
    assert not surges({KEY: said(30)}, past, told, LIMITS, NOW + timedelta(hours=26))[0]
    assert surges({KEY: said(14)}, past, told, LIMITS, NOW + timedelta(hours=27))[0]


def test_few_reports_are_no_surge_however_quiet_it_was() -> None:
    assert not surges({KEY: said(7)}, {KEY: [0] * 12}, (), LIMITS, NOW)[0]
    assert surges({KEY: said(8)}, {KEY: [0] * 12}, (), LIMITS, NOW)[0]


def test_without_a_week_of_history_nothing_is_judged() -> None:
    assert not surges({KEY: said(50)}, {KEY: []}, (), LIMITS, NOW)[0]


def test_one_odd_week_does_not_change_what_is_usual() -> None:
    assert needed([2, 2, 3, 90, 80, 95, 2, 1, 2, 2, 2, 3], LIMITS)[0] == 2


def test_what_scatters_much_must_rise_more() -> None:
    steady, wild = [10] * 12, [0, 20, 2, 18, 4, 16, 0, 20, 10, 10, 3, 17]
    assert needed(steady, LIMITS)[1] < needed(wild, LIMITS)[1]


def test_wire_copy_and_one_busy_feed_count_little() -> None:
    copies = [Said(1, feed, "one text of an agency") for feed in range(40)]
    assert (volume(copies), count(copies)) == (1, 0)
    busy = [Said(n, 1, f"item {n}") for n in range(60)]
    assert count(busy) == 0
    assert count([*busy, Said(1, 2, "own words")]) == 2
    assert count(said(14)) == 14


def test_one_event_under_two_keys_is_told_once_under_the_larger() -> None:
    reports = said(14)
    current = {"attack IQ": reports, "border IQ": reports[:9], "attack SY": said(12, first=100)}
    told, remembered = surges(current, dict.fromkeys(current, [1] * 12), (), LIMITS, NOW)
    assert [one.key for one in told] == ["attack IQ", "attack SY"]
    assert {one.key for one in remembered} == set(current)


def test_the_past_is_the_same_hours_of_the_same_weekday() -> None:
    spans = compared_with(NOW)
    assert len(spans) == 12
    assert all(until - after == WINDOW for after, until in spans)
    assert {until.weekday() for _, until in spans} == {NOW.weekday()}
    assert {until.hour for _, until in spans} == {17, 18, 19}


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12), st.integers(2, 50))
def test_a_surge_is_never_below_the_least_nor_the_usual(past: list[int], at_least: int) -> None:
    usual, enough = needed(past, Limits(3.0, at_least))
    assert enough >= at_least
    assert enough >= 3 * usual


def test_what_was_told_long_ago_is_forgotten() -> None:
    old = Told(KEY, NOW - timedelta(hours=25), 14)
    assert surges({}, {}, (old,), LIMITS, NOW) == ((), ())
