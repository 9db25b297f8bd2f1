"""Whether the poller, the writer and the sender each still make progress; only then is the service alive.

A ping thread that proves nothing would hide a dead scheduler behind a healthy process. So each part reports its own
progress, and a thread outside the event loop compares: all fresh, and systemd is told so; one stale for too long, and
the process ends with a reason, to be started anew by whoever supervises it.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

STALE_SECONDS = 120.0
CHECK_SECONDS = 10.0
EXIT_TRY_AGAIN = 75


class Progress:
    """When each part last did something useful, by the monotonic clock. Parts are known from the start."""

    def __init__(self, parts: tuple[str, ...], clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = dict.fromkeys(parts, clock())

    def made(self, part: str) -> None:
        """`part` has done a round of its work."""
        self._last[part] = self._clock()

    def ages(self) -> Mapping[str, float]:
        """Seconds since each part last made progress."""
        now = self._clock()
        return {part: now - last for part, last in self._last.items()}


def stale_parts(ages: Mapping[str, float], limit: float = STALE_SECONDS) -> list[str]:
    """The parts that have made no progress for longer than `limit` seconds."""
    return [part for part, age in ages.items() if age > limit]


class Watchdog:
    """The thread that looks at `progress` and ends a process whose parts are stuck."""

    def __init__(self, progress: Progress, end: Callable[[int], object] = os._exit) -> None:
        self._progress = progress
        self._end = end
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Watch from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; the service is on its way out."""
        self._stop.set()

    def _watch(self) -> None:
        while not self._stop.wait(CHECK_SECONDS):
            self.check()

    def check(self) -> None:
        """One look: tell systemd that all is well, or end the process."""
        stuck = stale_parts(self._progress.ages())
        if not stuck:
            notify_systemd("WATCHDOG=1")
            return
        names = ", ".join(stuck)
        log.critical("no progress for %d s in: %s; ending so that a fresh start can help", STALE_SECONDS, names)
        self._end(EXIT_TRY_AGAIN)


def notify_systemd(state: str) -> None:
    """Tell systemd (`READY=1`, `WATCHDOG=1`, `STATUS=...`) where it asked to be told; otherwise do nothing."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
            connection.sendto(state.encode(), address)
    except OSError as error:
        log.warning("systemd could not be told %s: %s", state, error)
