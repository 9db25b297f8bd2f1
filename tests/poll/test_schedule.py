from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.models import FeedState
from monitor.poll.schedule import LONGEST_WAIT, Pace, failure_wait, next_due, regular_wait

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
PACE = Pace()
NEW = FeedState(due_at=NOW)
SIX_HOURS = 21600.0


def seconds(state: FeedState = NEW, **given: object) -> float:
    settings: dict[str, object] = {"interval": None, "now": NOW, "pace": PACE, "jitter": 0.5, **given}
    return (next_due(state, **settings) - NOW).total_seconds()  # type: ignore[arg-type]  # a test varies one of many


def changing_every(gap: float, *, quiet: float = 0) -> FeedState:
    return replace(NEW, change_gap=gap, changed_at=NOW - timedelta(seconds=quiet))


def test_a_feed_we_know_nothing_about_is_asked_every_quarter_of_an_hour() -> None:
    assert seconds() == 900


@pytest.mark.parametrize(("gap", "wait"), [(10, 300), (600, 300), (2400, 1200), (86400, 3600)])
def test_a_feed_is_asked_about_twice_as_often_as_it_changes(gap: float, wait: float) -> None:
    assert seconds(changing_every(gap)) == wait


def test_a_feed_that_has_fallen_silent_is_asked_less_often_and_never_slower_than_the_maximum() -> None:
    busy = [seconds(changing_every(600, quiet=hours * 3600)) for hours in (0, 1, 4, 24, 24 * 365)]
    assert busy == [300, 450, 1800, 3600, 3600]


@pytest.mark.parametrize(
    ("hints", "wait"), [((), 900), ((300,), 900), ((1800,), 1800), ((1800, 2400), 2400), ((315_360_000,), 3600)]
)
def test_a_hint_of_the_server_slows_polling_down_but_not_for_years(hints: tuple[float, ...], wait: float) -> None:
    assert seconds(hints=hints) == wait


def test_a_hint_reaches_as_far_as_the_slowest_pace_that_the_owner_allows() -> None:
    assert seconds(hints=(315_360_000,), pace=Pace(maximum=SIX_HOURS)) == SIX_HOURS


@pytest.mark.parametrize(("interval", "wait"), [(1, 60), (120, 120), (7200, 7200), (1e9, SIX_HOURS)])
def test_the_owners_interval_beats_hints_and_habits(interval: float, wait: float) -> None:
    assert seconds(changing_every(600), interval=interval, hints=(1800.0,)) == wait


@pytest.mark.parametrize(
    ("asked", "wait"), [(-1, 900), (0, 900), (600, 900), (1200, 1260), (99_999_999, SIX_HOURS * 1.05)]
)
def test_retry_after_is_honoured_and_bounded(asked: float, wait: float) -> None:
    assert seconds(retry_after=asked) == wait
    assert seconds(retry_after=asked, interval=60.0) == max(60 * 1.05, asked * 1.05 if asked < 1e6 else wait)


@given(st.floats(0, 1), st.floats(60, SIX_HOURS))
def test_nobody_is_asked_before_the_time_they_named(jitter: float, asked: float) -> None:
    assert seconds(retry_after=asked, jitter=jitter, interval=60.0) >= asked - 1e-6  # a datetime counts microseconds


@given(st.floats(0, 1))
def test_jitter_spreads_by_a_tenth_to_either_side(jitter: float) -> None:
    assert 810 <= seconds(jitter=jitter) <= 990


def test_failures_are_tried_again_soon_at_first_and_every_six_hours_at_last() -> None:
    waits = [failure_wait(failures, "http-500", PACE) for failures in range(1, 12)]
    assert waits == [300, 600, 1200, 2400, 4800, 9600, 19200, *[SIX_HOURS] * 4]


@pytest.mark.parametrize("kind", ["dns", "connect", "proxy"])
def test_what_may_be_our_own_network_is_tried_every_quarter_of_an_hour_however_long_it_lasts(kind: str) -> None:
    assert failure_wait(100, kind, PACE) == 900


def test_a_missing_feed_is_probed_slowly() -> None:
    assert [failure_wait(failures, "http-404", PACE) for failures in (1, 2, 3, 4)] == [3600, 7200, 14400, SIX_HOURS]
    assert failure_wait(1, "http-410", PACE) == SIX_HOURS


@given(st.integers(0, 10**9), st.sampled_from(["timeout", "dns", "http-404", "http-410", "not-a-feed", "internal"]))
def test_no_feed_is_ever_abandoned(failures: int, kind: str) -> None:
    due = seconds(replace(NEW, failures=failures), kind=kind, jitter=1.0)
    assert 60 <= due <= LONGEST_WAIT * 1.1


@given(
    st.one_of(st.none(), st.floats(1, 1e8)), st.floats(-1e8, 1e8), st.lists(st.floats(0, 1e12), max_size=3).map(tuple)
)
def test_a_feed_that_answers_is_always_asked_within_the_pace(
    gap: float | None, quiet: float, hints: tuple[float, ...]
) -> None:
    state = replace(NEW, change_gap=gap, changed_at=NOW - timedelta(seconds=quiet))
    assert PACE.minimum <= regular_wait(state, None, hints, NOW, PACE) <= PACE.maximum
