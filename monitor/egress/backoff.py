"""Hosts that asked us to wait. What one feed was told holds for all feeds of that host, within reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SHORTEST = 60.0
LONGEST = 3600.0  # one feed's answer must not silence its neighbours on a shared host for a day
_ROOM = 10_000


@dataclass(slots=True)
class HostBackoff:
    """Until when each host wants to be left alone. Times are monotonic seconds, passed in."""

    _until: dict[str, float] = field(default_factory=dict)
    _step: dict[str, float] = field(default_factory=dict)

    def refused(self, host: str, retry_after: float | None, now: float) -> None:
        """`host` answered 429 or 503. Without a time of its own, the wait doubles each time."""
        step = min(LONGEST, self._step.get(host, SHORTEST / 2) * 2)
        wait = step if retry_after is None else min(LONGEST, max(SHORTEST, retry_after))
        if len(self._until) >= _ROOM:
            self._forget(now)
        self._step[host] = step
        self._until[host] = now + wait

    def answered(self, host: str) -> None:
        """`host` is well again."""
        if host in self._until:
            del self._until[host]
            del self._step[host]

    def remaining(self, host: str, now: float) -> float:
        """Seconds still to wait, 0 when it may be asked."""
        until = self._until.get(host)
        return 0.0 if until is None else max(0.0, until - now)

    def waiting(self, now: float) -> Mapping[str, float]:
        """Every host that is being left alone, with the seconds that remain."""
        return {host: until - now for host, until in self._until.items() if until > now}

    def _forget(self, now: float) -> None:
        for host in [host for host, until in self._until.items() if until <= now]:
            self.answered(host)
