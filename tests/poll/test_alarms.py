"""A feed is judged by its own past; what stands is told once, together, and once when it is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.models import Feed, FeedSettings, FeedState, Rhythm
from monitor.poll.alarms import FEED_KINDS, Alarm, Judged, Limits, Tongue, Watched, judge, longest_pause
from monitor.poll.ledger import GATHER, Entry, settle

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=100)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEADY = (20,) * 14


def rhythm(
    counts: Sequence[int] = STEADY, *, undated: bool = False, freshest: Sequence[float] = (600.0,) * 14
) -> Rhythm:
    return Rhythm(tuple(counts), tuple(counts) if undated else (0,) * len(counts), tuple(freshest))


def state(**changes: object) -> FeedState:
    healthy = FeedState(
        NOW + HOUR, "ok", polled_at=NOW, succeeded_at=NOW, changed_at=NOW - HOUR, change_gap=3600.0, typical_new=2.0
    )
    return replace(healthy, **changes)  # type: ignore[arg-type]  # a test varies one of many


def watched(name: str = "one", past: Rhythm | None = None, **changes: object) -> Watched:
    return Watched(Feed(1, FeedSettings(f"https://{name}.example/", name=name), state(**changes)), past or rhythm())


def failing(name: str, length: timedelta, kind: str = "http-500", failures: int = 9) -> Watched:
    since = NOW - length
    return watched(
        name, status="failing", failing_since=since, succeeded_at=since - HOUR, failure=kind, failures=failures
    )


def told(*feeds: Watched, languages: Sequence[Tongue] = (), limits: Limits | None = None) -> list[tuple[str, str]]:
    judged = judge([*feeds, watched("healthy")], languages, limits or Limits(), NOW, LONG_AGO)
    return [(alarm.kind, alarm.name) for alarm in judged.alarms]


def test_a_healthy_feed_alarms_nobody() -> None:
    assert told(watched()) == []


def test_a_feed_that_fails_for_a_day_is_named_and_one_that_fails_for_hours_is_not() -> None:
    assert told(failing("down", 25 * HOUR), failing("hiccup", 5 * HOUR)) == [("failing", "down")]


def test_a_robot_test_is_named_at_its_second_sight() -> None:
    assert told(failing("wall", HOUR, "captcha", 2), failing("once", HOUR, "captcha", 1)) == [("page", "wall")]


def test_a_feed_is_silent_by_its_own_rhythm() -> None:
    three_days = NOW - 3 * DAY
    hourly = watched("hourly", rhythm((0, 0, 0, *(20,) * 11)), changed_at=three_days)
    weekly = watched("weekly", rhythm((0, 0, 0, 1, *(0,) * 10)), changed_at=three_days, change_gap=7 * 86400.0)
    assert told(hourly, weekly) == [("silent", "hourly")]


def test_a_weekend_is_no_silence_where_weekends_are_quiet() -> None:
    office = (0, 0, 0, 9, 9, 9, 9, 9, 0, 0, 9, 9, 9, 9)
    assert told(watched("office", rhythm(office), changed_at=NOW - 3 * DAY)) == []
    assert told(watched("office", rhythm(office), changed_at=NOW - 5 * DAY)) == [("silent", "office")]


def test_silence_counts_to_the_last_answer_so_an_outage_of_ours_is_not_the_feeds() -> None:
    assert told(watched(changed_at=NOW - 5 * DAY, succeeded_at=NOW - 5 * DAY + HOUR)) == []


def test_a_feed_that_never_changed_is_given_longer() -> None:
    assert told(watched(changed_at=NOW - 10 * DAY, change_gap=None, succeeded_at=NOW)) == []
    assert told(watched(changed_at=NOW - 15 * DAY, change_gap=None, succeeded_at=NOW)) == [("silent", "one")]


def test_a_feed_that_brings_far_less_than_ever_is_slow() -> None:
    slow = rhythm((2, 1, *(20,) * 12))
    assert told(watched(past=slow)) == [("slow", "one")]
    assert told(watched(past=rhythm((2, 1, 20, 20, 20, 1, 1, 20, 20, 20, 20, 20, 20, 20)))) == []
    assert told(watched(past=rhythm((1, 0, *(2,) * 12)))) == []


def test_neither_slow_nor_late_is_judged_after_a_gap_in_our_own_watching() -> None:
    slow = watched(past=rhythm((2, 1, *(20,) * 12)))
    judged = judge([slow], (), Limits(), NOW, NOW - DAY)
    assert judged.alarms == ()
    assert judged.undecided == {"slow", "late"}


def test_a_feed_whose_freshest_article_is_old_is_late() -> None:
    held_back = rhythm(freshest=(9 * 3600.0, 8 * 3600.0, *(600.0,) * 12))
    assert told(watched(past=held_back)) == [("late", "one")]
    always = rhythm(freshest=(9 * 3600.0, 8 * 3600.0, *(7 * 3600.0,) * 12))
    assert told(watched(past=always)) == []


def test_a_feed_without_any_date_is_named() -> None:
    assert told(watched(past=rhythm(undated=True))) == [("undated", "one")]


def tongue(quiet: timedelta, hours: int = 200, counts: Sequence[int] = STEADY) -> Tongue:
    return Tongue("fa", (watched().feed,) * 3, rhythm(counts), hours, NOW - quiet)


def test_a_language_is_quiet_after_twelve_hours_or_six_times_its_gap() -> None:
    assert told(languages=[tongue(13 * HOUR)]) == [("language", "fa")]
    assert told(languages=[tongue(11 * HOUR)]) == []
    assert told(languages=[tongue(13 * HOUR, hours=20)]) == []
    assert told(languages=[tongue(13 * HOUR, counts=(20, 0, 0, 20, *(20,) * 10))]) == []


def test_no_feed_reachable_is_one_alarm_about_the_network() -> None:
    feeds = [failing(f"f{n}", timedelta(minutes=12), "dns", 1) for n in range(40)]
    chronic = [failing(f"c{n}", 30 * DAY) for n in range(3)]
    judged = judge([*feeds, *chronic], (), Limits(), NOW, LONG_AGO)
    assert [alarm.kind for alarm in judged.alarms] == ["network"]
    assert judged.alarms[0].figures["count"] == 40.0
    assert judged.undecided == FEED_KINDS


def test_feeds_that_fail_anyway_do_not_mean_that_the_network_is_gone() -> None:
    healthy = watched("healthy", succeeded_at=NOW - HOUR)
    judged = judge([healthy, failing("a", 3 * DAY), failing("b", 2 * DAY)], (), Limits(failing=None), NOW, LONG_AGO)
    assert judged.alarms == ()


def test_late_polling_is_one_alarm_with_its_figures() -> None:
    judged = judge([watched(due_at=NOW - HOUR), watched()], (), Limits(), NOW, LONG_AGO)
    (alarm,) = judged.alarms
    assert (alarm.kind, alarm.figures) == ("behind", {"count": 1.0, "total": 2.0, "length": 3600.0})


def test_each_alarm_can_be_switched_off() -> None:
    off = Limits(None, None, slow=False, late=None, undated=False, page=False, language=None, behind=None, network=None)
    many = [
        failing("down", 25 * HOUR),
        failing("wall", HOUR, "captcha"),
        watched(changed_at=NOW - 9 * DAY),
        watched(past=rhythm((2, 1, *(20,) * 12))),
        watched(past=rhythm(undated=True)),
        watched(past=rhythm(freshest=(9 * 3600.0, 8 * 3600.0, *(600.0,) * 12))),
        watched(due_at=NOW - DAY),
    ]
    assert told(*many, languages=[tongue(5 * DAY)], limits=off) == []


@given(st.lists(st.integers(0, 3), max_size=20))
def test_the_longest_pause_is_within_the_days_and_ignores_both_ends(counts: list[int]) -> None:
    pause = longest_pause(counts)
    assert 0 <= pause <= max(len(counts) - 2, 0)
    assert longest_pause([0, 0, *counts, 0]) == pause


# --- the ledger ----------------------------------------------------------------------------------------------------


def standing(*names: str, kind: str = "failing") -> Judged:
    return Judged(tuple(Alarm(kind, name, name) for name in names))  # type: ignore[arg-type]  # one of the kinds


def run(*steps: tuple[float, Judged]) -> list[tuple[float, str, list[str]]]:
    """What is told at which hour, when the hours go by and this stands."""
    entries: tuple[Entry, ...] = ()
    said = []
    for hour, judged in steps:
        settled = settle(entries, judged, NOW + hour * HOUR)
        entries = settled.entries
        said += [(hour, one.kind, [entry.alarm.name for entry in one.entries]) for one in settled.tellings]
    return said


def test_forty_feeds_that_fall_over_within_an_hour_are_one_notice_and_one_recovery() -> None:
    names = [f"f{n:02}" for n in range(40)]
    assert run(
        (0, standing(*names[:3])),
        (0.5, standing(*names[:20])),
        (1, standing(*names)),
        (2, standing(*names)),
        (30, standing()),
        (30.5, standing()),
        (31, standing()),
        (50, standing()),
    ) == [(1, "trouble", names), (31, "recovered", names)]


def test_what_is_over_before_it_was_told_is_never_told() -> None:
    assert run((0, standing("a")), (0.5, standing()), (3, standing())) == []


def test_what_comes_back_before_its_end_was_told_is_not_told_again() -> None:
    assert run((0, standing("a")), (1, standing("a")), (2, standing()), (2.5, standing("a")), (9, standing("a"))) == [
        (1, "trouble", ["a"])
    ]


@pytest.mark.parametrize("kind", ["network", "behind", "self-check"])
def test_what_stops_everything_is_told_at_once(kind: str) -> None:
    assert run((0, standing("x", kind=kind)), (0.1, standing(kind=kind))) == [
        (0, "trouble", ["x"]),
        (0.1, "recovered", ["x"]),
    ]


def test_while_the_network_is_gone_nothing_is_said_of_single_feeds() -> None:
    away = Judged((Alarm("network", "", ""),), FEED_KINDS)
    assert run((0, standing("a")), (1, standing("a")), (2, away), (9, away), (10, standing("a"))) == [
        (1, "trouble", ["a"]),
        (2, "trouble", [""]),
        (10, "recovered", [""]),
    ]


def test_kinds_are_told_apart() -> None:
    both = Judged((Alarm("failing", "a", "a"), Alarm("silent", "b", "b")))
    later = NOW + GATHER
    settled = settle(settle((), both, NOW).entries, both, later)
    assert [telling.about for telling in settled.tellings] == ["failing", "silent"]
    assert all(entry.told for entry in settled.entries)
