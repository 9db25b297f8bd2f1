from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import FetchError, MonitorError, ParseError
from monitor.models import Feed, FeedSettings, FeedState, Fetched
from monitor.poll.schedule import Pace
from monitor.poll.state import after_changed, after_failure, after_unchanged, proposed_move

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PACE = Pace()
URL = "https://example.org/feed"


def feed(state: FeedState | None = None) -> Feed:
    return Feed(1, FeedSettings(URL), state or FeedState(due_at=NOW))


def whole(**changes: object) -> Fetched:
    return replace(Fetched(200, URL, {}, b"<rss/>"), **changes)  # type: ignore[arg-type]  # a test varies one of many


NOT_MODIFIED = Fetched(304, URL, {}, None)


def changed(
    state: FeedState | None = None,
    *,
    now: datetime = NOW,
    entries: int = 10,
    new: int = 1,
    fetched: Fetched | None = None,
) -> FeedState:
    return after_changed(
        feed(state),
        fetched or whole(),
        now=now,
        pace=PACE,
        jitter=0.5,
        body_hash="aa",
        known=b"known" if entries or (state and state.known) else b"",
        entries=entries,
        new=new,
    )


def unchanged(state: FeedState, *, now: datetime = NOW, fetched: Fetched = NOT_MODIFIED) -> FeedState:
    return after_unchanged(feed(state), fetched, now=now, pace=PACE, jitter=0.5)


def failed(state: FeedState, error: MonitorError, *, now: datetime = NOW) -> FeedState:
    return after_failure(feed(state), error, now=now, pace=PACE, jitter=0.5)


def test_the_first_readable_answer_is_remembered_and_teaches_no_habit() -> None:
    state = changed(fetched=whole(etag='"v1"', last_modified="Sat, 01 Mar 2025 11:00:00 GMT"), new=10)
    assert (state.status, state.sentence) == ("ok", "ok: 10 new of 10 entries")
    assert (state.etag, state.body_hash, state.known) == ('"v1"', "aa", b"known")
    assert (state.polled_at, state.succeeded_at, state.changed_at, state.full_at) == (NOW,) * 4
    assert (state.change_gap, state.typical_new) == (None, None)
    assert state.due_at == NOW + timedelta(minutes=15)


def test_habits_are_learned_from_polls_that_brought_something() -> None:
    state = changed()
    state = changed(state, now=NOW + HOUR, new=4)
    assert (state.change_gap, state.typical_new) == (3600, 4)
    state = changed(state, now=NOW + 3 * HOUR, new=0)
    assert (state.change_gap, state.typical_new, state.changed_at) == (3600, 4, NOW + HOUR)
    state = changed(state, now=NOW + 2 * HOUR, new=14)
    assert state.change_gap == pytest.approx(3600)
    assert state.typical_new == pytest.approx(7)


def test_a_clock_that_was_set_back_leaves_sane_habits() -> None:
    state = changed(changed(changed(), now=NOW + HOUR), now=NOW - timedelta(days=2))
    assert state.change_gap is not None
    assert state.change_gap > 0
    assert state.due_at > NOW - timedelta(days=2)


def test_nothing_new_keeps_what_is_known_and_the_day_of_the_last_whole_answer() -> None:
    state = unchanged(replace(changed(), etag='"v1"'), now=NOW + HOUR)
    assert (state.etag, state.body_hash, state.known) == ('"v1"', "aa", b"known")
    assert (state.full_at, state.succeeded_at, state.changed_at) == (NOW, NOW + HOUR, NOW)
    assert state.sentence == "ok: nothing new since 12:00 UTC"
    assert unchanged(state, now=NOW + 30 * HOUR).sentence == "ok: nothing new since 2025-03-01 12:00 UTC"


def test_the_same_bytes_once_more_count_as_a_whole_answer_with_its_own_etag() -> None:
    state = unchanged(replace(changed(), etag='"v1"'), now=NOW + HOUR, fetched=whole(etag='"v2"'))
    assert (state.etag, state.full_at) == ('"v2"', NOW + HOUR)
    assert unchanged(state, fetched=whole()).etag is None


def test_a_failure_says_since_when_why_and_when_next() -> None:
    state = failed(changed(), FetchError("http-503", "example.org has trouble of its own (503)"), now=NOW)
    assert (state.status, state.failures, state.failing_since) == ("failing", 1, NOW)
    later = NOW + timedelta(minutes=5)
    state = failed(state, FetchError("http-503", "example.org has trouble of its own (503)"), now=later)
    assert state.sentence == "failing since 12:00 UTC: example.org has trouble of its own (503); next try in 10 min"
    assert (state.failures, state.failing_since, state.polled_at, state.succeeded_at) == (2, NOW, later, NOW)
    assert (state.known, state.body_hash) == (b"known", "aa")


def test_one_good_answer_ends_all_failing() -> None:
    state = failed(changed(), ParseError("not-a-feed", "the answer is a web page"))
    state = unchanged(state, now=NOW + HOUR)
    assert (state.status, state.failures, state.failing_since) == ("ok", 0, None)


def test_a_fault_of_our_own_is_a_failure_like_any_other() -> None:
    assert failed(changed(), MonitorError("a fault in this program")).due_at == NOW + timedelta(minutes=5)


def test_a_wait_that_the_server_asked_for_is_kept() -> None:
    state = failed(changed(), FetchError("http-429", "slow down", retry_after=7200))
    assert state.due_at == NOW + timedelta(seconds=7200 * 1.05)


def test_a_feed_that_waits_because_of_its_neighbours_has_not_failed() -> None:
    state = failed(
        changed(), FetchError("backing-off", "example.org asked us to wait; 1800 s remain", retry_after=1800)
    )
    assert (state.status, state.failures, state.failing_since, state.polled_at) == ("ok", 0, None, NOW)
    assert state.sentence.startswith("waiting: example.org asked us to wait")
    assert state.due_at >= NOW + timedelta(seconds=1800)


def test_a_feed_that_used_to_have_entries_is_empty_after_three_polls_without_any() -> None:
    state = changed(changed(), entries=0, new=0)
    assert (state.status, state.sentence) == ("ok", "ok: no entries")
    state = unchanged(state)
    assert state.status == "ok"
    state = unchanged(state)
    assert state.status == "empty"
    assert "no entries in 3 polls in a row" in state.sentence
    assert changed(state, entries=5, new=0).status == "ok"


def test_a_feed_that_never_had_entries_is_well() -> None:
    state = changed(entries=0, new=0)
    for _ in range(5):
        state = changed(state, entries=0, new=0)
    assert (state.status, state.empty_polls) == ("ok", 0)


def test_a_defect_that_could_be_read_around_is_told() -> None:
    state = after_changed(
        feed(), whole(), now=NOW, pace=PACE, jitter=0.5, body_hash="aa", known=b"k", entries=3, new=3, defect="cut off"
    )
    assert state.sentence == "ok: 3 new of 3 entries; the feed is damaged but could be read: cut off"


def test_a_new_address_is_proposed_after_seven_days_in_which_it_did_not_change() -> None:
    there, elsewhere = whole(moved_to="https://new.example/feed"), whole(moved_to="https://parked.example/")
    state = unchanged(changed(), fetched=there)
    assert (state.moved_to, state.moved_since) == ("https://new.example/feed", NOW)
    state = unchanged(state, now=NOW + timedelta(days=6), fetched=there)
    assert proposed_move(state, NOW + timedelta(days=6)) is None
    state = unchanged(state, now=NOW + timedelta(days=7), fetched=there)
    assert proposed_move(state, NOW + timedelta(days=7)) == "https://new.example/feed"
    assert "it has moved to https://new.example/feed" in state.sentence
    state = unchanged(state, now=NOW + timedelta(days=8), fetched=elsewhere)
    assert proposed_move(state, NOW + timedelta(days=8)) is None
    state = unchanged(state, now=NOW + timedelta(days=9))
    assert (state.moved_to, state.moved_since) == (None, None)
