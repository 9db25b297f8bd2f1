"""Hours of the day as moments: each window begins once and ends once, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notify.hours import EVERY_DAY, Hours, days_text, moment, next_time

# Clocks leap at 02:00, at midnight, by half an hour, over a whole day, and never.
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Baghdad")
MOMENTS = st.integers(0, 19 * 366 * 1440).map(
    lambda minutes: datetime(2011, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year to minute


def test_a_time_that_the_clocks_leap_over_is_the_moment_of_the_leap() -> None:
    assert moment(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin")) == utc(2026, 3, 29, 1)
    assert moment(date(2026, 3, 29), time(0), ZoneInfo("Asia/Beirut")) == utc(2026, 3, 28, 22)
    assert moment(date(2026, 10, 4), time(2, 15), ZoneInfo("Australia/Lord_Howe")) == utc(2026, 10, 3, 15, 30)
    assert moment(date(2011, 12, 30), time(12), ZoneInfo("Pacific/Apia")) == utc(2011, 12, 30, 10)


def test_of_a_time_that_comes_twice_the_first_counts() -> None:
    assert moment(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Berlin")) == utc(2026, 10, 25, 0, 30)
    assert moment(date(2026, 11, 1), time(1, 30), ZoneInfo("America/New_York")) == utc(2026, 11, 1, 5, 30)


@pytest.mark.parametrize(
    ("zone", "spring", "autumn", "spring_end", "autumn_end"),
    [
        ("Europe/Berlin", (2026, 3, 28), (2026, 10, 24), (2026, 3, 29, 4), (2026, 10, 25, 5)),
        ("America/New_York", (2026, 3, 7), (2026, 10, 31), (2026, 3, 8, 10), (2026, 11, 1, 11)),
        ("Asia/Beirut", (2026, 3, 28), (2026, 10, 24), (2026, 3, 29, 3), (2026, 10, 25, 4)),
        ("Australia/Lord_Howe", (2026, 10, 3), (2026, 4, 4), (2026, 10, 3, 19), (2026, 4, 4, 19, 30)),
    ],
)
def test_a_quiet_night_ends_at_six_by_the_clocks_on_the_wall(
    zone: str,
    spring: tuple[int, int, int],
    autumn: tuple[int, int, int],
    spring_end: tuple[int, ...],
    autumn_end: tuple[int, ...],
) -> None:
    night = Hours(time(22), time(6), zone=zone)
    for day, end in ((spring, spring_end), (autumn, autumn_end)):
        begin = moment(date(*day), time(22), ZoneInfo(zone))
        assert night.until(begin) == utc(*end)
        assert night.until(utc(*end) - timedelta(seconds=1)) == utc(*end)
        assert night.until(utc(*end)) is None
        assert night.until(begin - timedelta(seconds=1)) is None


@pytest.mark.parametrize("zone", ZONES)
def test_a_daily_time_comes_once_on_each_day_of_a_year(zone: str) -> None:
    for at in (time(0), time(1, 30), time(2, 15), time(2, 30), time(23, 59)):
        now, end = utc(2026, 1, 1), utc(2027, 1, 1)
        days = []
        while (now := next_time([at], zone, now)) < end:
            days.append(now.astimezone(ZoneInfo(zone)).date())
        assert len(days) in {365, 366}
        assert len(set(days)) == len(days)


@given(st.sampled_from(ZONES), TIMES, TIMES, MOMENTS)
def test_a_window_ends_later_and_no_window_follows_at_once(zone: str, start: time, end: time, now: datetime) -> None:
    hours = Hours(start, end, zone=zone)
    until = hours.until(now)
    if until is None:
        assert now not in hours
    else:
        assert timedelta(0) < until - now <= timedelta(hours=49)
        assert start == end or until not in hours or start <= end


@given(st.sampled_from(ZONES), st.lists(TIMES, min_size=1, max_size=4), MOMENTS)
def test_the_next_time_is_later_and_within_three_days(zone: str, times: list[time], now: datetime) -> None:
    there = next_time(times, zone, now)
    assert now < there <= now + timedelta(days=3)


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    friday = Hours(time(22), time(6), frozenset({4}), "UTC")
    assert utc(2026, 11, 20, 23) in friday
    assert utc(2026, 11, 21, 5) in friday
    assert utc(2026, 11, 21, 23) not in friday
    assert utc(2026, 11, 20, 5) not in friday


def test_the_whole_day_lasts_from_midnight_to_midnight() -> None:
    weekend = Hours(time(0), time(0), frozenset({5, 6}), "Asia/Baghdad")
    assert weekend.until(utc(2026, 11, 20, 21)) == utc(2026, 11, 21, 21)
    assert utc(2026, 11, 22, 20) in weekend
    assert utc(2026, 11, 22, 21) not in weekend


def test_hours_and_days_are_told_as_they_are_written() -> None:
    assert str(Hours(time(8), time(18), frozenset(range(5)), "Asia/Baghdad")) == "08:00-18:00 on mon-fri (Asia/Baghdad)"
    assert str(Hours(time(0), time(0), frozenset({5}))) == "all day on sat (UTC)"
    assert days_text(EVERY_DAY) == "mon-sun"
    assert days_text(frozenset({0, 1, 3, 6})) == "mon-tue, thu, sun"
