"""When a feed is asked next. Pure: the clock and the dice are arguments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.models import FeedState

SHORTEST_WAIT = 60.0
LONGEST_WAIT = 6 * 3600.0
FIRST_RETRY = 300.0
MISSING_RETRY = 3600.0
# More likely our own network than the feed. The price of asking again is small, and when the network is back all feeds
# must be read soon.
_PERHAPS_OURS = frozenset({"dns", "connect", "proxy"})


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between polls: of a feed we know little about, of the busiest feed, and of the quietest.

    `maximum` bounds how late the rare word of a quiet source is heard. It does not bound the waits after failures.
    """

    default: float = 900.0
    minimum: float = 300.0
    maximum: float = 3600.0


def next_due(
    state: FeedState,
    *,
    interval: float | None,
    hints: tuple[float, ...] = (),
    retry_after: float | None = None,
    kind: str | None = None,
    now: datetime,
    pace: Pace,
    jitter: float,
) -> datetime:
    """When to poll next, given the `state` after the poll that just ended.

    `interval` is the owner's word and beats what the feed does and hints. `kind` is what failed, None after success.
    `jitter` in 0..1 spreads the wait by a tenth to either side; nobody is asked before their Retry-After.
    """
    wait = regular_wait(state, interval, hints, now, pace) if kind is None else failure_wait(state.failures, kind, pace)
    asked = 0.0 if retry_after is None else min(LONGEST_WAIT, max(SHORTEST_WAIT, retry_after))
    seconds = max(wait * (0.9 + 0.2 * jitter), asked * (1 + 0.1 * jitter))
    return now + timedelta(seconds=seconds)


def regular_wait(
    state: FeedState, interval: float | None, hints: tuple[float, ...], now: datetime, pace: Pace
) -> float:
    """Seconds between polls of a feed that answers: half the usual time between its changes.

    A feed that has been quiet for long is asked less and less often, so that a night's silence costs little. A caching
    hint of the server can slow polling down, never beyond `pace.maximum`.
    """
    if interval is not None:
        return min(max(interval, SHORTEST_WAIT), LONGEST_WAIT)
    wait = pace.default
    if state.change_gap is not None and state.changed_at is not None:
        quiet = max(0.0, (now - state.changed_at).total_seconds())
        wait = max(state.change_gap / 2, quiet / 8)
    if hints:
        wait = max(wait, *hints)
    return min(max(wait, pace.minimum), pace.maximum)


def failure_wait(failures: int, kind: str, pace: Pace) -> float:
    """Seconds until a feed that failed `failures` times in a row is tried again: doubling up to six hours, for ever."""
    if kind == "http-410":
        return LONGEST_WAIT
    first = MISSING_RETRY if kind == "http-404" else FIRST_RETRY
    longest = max(FIRST_RETRY, pace.default) if kind in _PERHAPS_OURS else LONGEST_WAIT
    return float(min(longest, first * 2 ** min(max(failures - 1, 0), 16)))
