"""What one poll teaches about a feed, and how that reads to a person. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.errors import FetchError, MonitorError, ParseError
from monitor.models import Feed, FeedState, FeedStatus, Fetched
from monitor.poll.schedule import Pace, next_due

EMPTY_AFTER = 3
MOVED_AFTER = timedelta(days=7)
_WEIGHT = 0.3  # of the newest observation in a smoothed value
_LONGEST_GAP = 30 * 86400.0


def after_unchanged(feed: Feed, fetched: Fetched, *, now: datetime, pace: Pace, jitter: float) -> FeedState:
    """Give the state after a poll that brought what we have already: a 304, or the same bytes again."""
    old = feed.state
    empty_polls = old.empty_polls + 1 if old.empty_polls else 0
    state = _answered(feed, fetched, now, empty_polls)
    news = f"nothing new since {_clock_time(old.changed_at, now)}" if old.changed_at else "nothing yet"
    return _finished(feed, state, news, fetched, now, pace=pace, jitter=jitter)


def after_changed(
    feed: Feed,
    fetched: Fetched,
    *,
    now: datetime,
    pace: Pace,
    jitter: float,
    body_hash: str,
    known: bytes,
    entries: int,
    new: int,
    defect: str | None = None,
) -> FeedState:
    """Give the state after a poll that brought other bytes, with `entries` items of which `new` were new or revised.

    The first readable answer holds a feed's past, so it teaches nothing about how often the feed changes.
    """
    old = feed.state
    state = _answered(feed, fetched, now, old.empty_polls + 1 if entries == 0 and old.known else 0)
    first = old.changed_at is None
    if first or new:
        state = replace(state, changed_at=now)
    if new and old.changed_at is not None:
        gap = min(_LONGEST_GAP, max(1.0, (now - old.changed_at).total_seconds()))
        state = replace(
            state, change_gap=_smoothed(old.change_gap, gap), typical_new=_smoothed(old.typical_new, float(new))
        )
    state = replace(state, body_hash=body_hash, known=known)
    news = "no entries" if entries == 0 else f"{new} new of {entries} entries"
    if defect:
        news += f"; the feed is damaged but could be read: {defect}"
    return _finished(feed, state, news, fetched, now, pace=pace, jitter=jitter)


def after_failure(feed: Feed, error: MonitorError, *, now: datetime, pace: Pace, jitter: float) -> FeedState:
    """Give the state after a poll that failed. Nothing learned so far is lost, and the feed will be tried again."""
    kind = error.kind if isinstance(error, (FetchError, ParseError)) else "internal"
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    old = feed.state
    if kind == "backing-off":  # the feed was not asked, so it did not fail
        due = next_due(old, interval=feed.settings.interval, retry_after=retry_after, now=now, pace=pace, jitter=jitter)
        return replace(old, due_at=due, sentence=f"waiting: {error}; next try in {_span(due - now)}")
    state = replace(
        old,
        status="failing",
        polled_at=now,
        failures=old.failures + 1,
        failure=kind,
        failing_since=old.failing_since or now,
        empty_polls=0,
    )
    due = next_due(
        state, interval=feed.settings.interval, retry_after=retry_after, kind=kind, now=now, pace=pace, jitter=jitter
    )
    since = _clock_time(state.failing_since, now)
    return replace(state, due_at=due, sentence=f"failing since {since}: {error}; next try in {_span(due - now)}")


def proposed_move(state: FeedState, now: datetime) -> str | None:
    """The address to which the server has been sending us for a week, for a person to decide on; never taken over by
    itself, because whoever gets hold of an old domain could then replace the feed."""
    if state.moved_to is None or state.moved_since is None or now - state.moved_since < MOVED_AFTER:
        return None
    return state.moved_to


def _answered(feed: Feed, fetched: Fetched, now: datetime, empty_polls: int) -> FeedState:
    old = feed.state
    whole = fetched.body is not None
    moved = fetched.moved_to
    return replace(
        old,
        etag=fetched.etag if whole else fetched.etag or old.etag,
        last_modified=fetched.last_modified if whole else fetched.last_modified or old.last_modified,
        polled_at=now,
        succeeded_at=now,
        full_at=now if whole else old.full_at,
        failing_since=None,
        failures=0,
        failure=None,
        empty_polls=empty_polls,
        moved_to=moved,
        moved_since=None if moved is None else old.moved_since if moved == old.moved_to else now,
    )


def _finished(
    feed: Feed, state: FeedState, news: str, fetched: Fetched, now: datetime, *, pace: Pace, jitter: float
) -> FeedState:
    """Add status, sentence and the next due time."""
    status: FeedStatus = "ok"
    if state.empty_polls >= EMPTY_AFTER:
        status = "empty"
        news = f"no entries in {state.empty_polls} polls in a row, where there used to be some; look at the page"
    move = proposed_move(state, now)
    if move is not None:
        news += f"; it has moved to {move[:200]}: change its address if that is right"
    due = next_due(state, interval=feed.settings.interval, hints=fetched.hints, now=now, pace=pace, jitter=jitter)
    return replace(state, status=status, sentence=f"{status}: {news}", due_at=due)


def _smoothed(old: float | None, newest: float) -> float:
    return newest if old is None else old + _WEIGHT * (newest - old)


def _clock_time(at: datetime | None, now: datetime) -> str:
    at = at or now
    return f"{at:%H:%M} UTC" if at.date() == now.date() else f"{at:%Y-%m-%d %H:%M} UTC"


def _span(wait: timedelta) -> str:
    seconds = wait.total_seconds()
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
