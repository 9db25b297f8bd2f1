"""How a channel fares: what one success or failure means for its next try, and when others must be told. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.errors import ChannelError
from monitor.notify.policy import retry

# A channel that is down is named on the others within five minutes, and nobody hears of a short hiccup.
TELL_AFTER = timedelta(minutes=4, seconds=30)
# A revoked token stays revoked: its queue is kept and one message at a time asks whether it is back.
FIRST_HOLD = timedelta(minutes=15)
LONGEST_HOLD = timedelta(hours=6)
# One refused message is that message's fault; this many in a row are the channel's.
REFUSED_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Health:
    """One channel since its last success. `held_until`: nothing is sent before. `told`: the others know."""

    failures: int = 0
    refusals: int = 0
    failing_since: datetime | None = None
    held_until: datetime | None = None
    told: bool = False
    sentence: str = ""

    def is_held(self, now: datetime) -> bool:
        """Whether it must be left alone for now."""
        return self.held_until is not None and now < self.held_until

    def must_be_told(self, now: datetime) -> bool:
        """Whether the other channels should hear now that this one does not work."""
        if self.told or self.failing_since is None:
            return False
        return now - self.failing_since >= TELL_AFTER


def failed(
    health: Health, error: ChannelError, now: datetime, jitter: float, *, began_at: datetime | None = None
) -> Health:
    """After a failure of a try that was begun at `began_at`; a channel that keeps silent fails from then on.

    A refusal of the channel itself, or of many messages in a row, holds it for long; any other failure holds it for the
    usual backoff, so that the queue behind it costs no tries. One refused message does not hold it at all, nor does one
    recipient of several that is refused: the others must not wait for that one.
    """
    refusals = health.refusals + 1 if error.kind == "content" else 0
    health = replace(health, refusals=refusals, sentence=str(error))
    if error.kind == "content" and refusals < REFUSED_IN_A_ROW:
        return health
    failures = health.failures + 1
    since = health.failing_since or began_at or now
    held_until: datetime | None
    if error.kind == "partial":
        held_until = None
    elif error.permanent:
        held_until = now + min(FIRST_HOLD * 2 ** min(failures - 1, 10), LONGEST_HOLD)
    else:
        held_until = retry(failures, error, now, now, jitter) or now
    return replace(health, failures=failures, failing_since=since, held_until=held_until)
