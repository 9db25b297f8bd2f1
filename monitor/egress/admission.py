"""Who may start a request now: at most so many at a time per host, and so many in each lane.

Both places are taken at once or not at all. Whoever waits for a busy host holds no place of the lane, and whoever waits
for a full lane holds no place at its host: a hanging host delays only itself.
"""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Mapping


class Admission:
    """Places per host and per lane; used from one event loop."""

    def __init__(self, per_host: int, lanes: Mapping[str, int]) -> None:
        self._per_host = per_host
        self._free = dict(lanes)
        self._closed: set[str] = set()
        self._active: Counter[str] = Counter()
        self._queues: dict[tuple[str, str], deque[asyncio.Future[None]]] = {}
        # Per lane, the hosts that have both a request waiting and room for it: only the lane holds them back.
        self._ready: dict[str, OrderedDict[str, None]] = {lane: OrderedDict() for lane in lanes}

    async def enter(self, host: str, lane: str) -> None:
        """Wait for a place. Every enter that returns must be followed by one leave."""
        if self._is_open(lane) and self._active[host] < self._per_host:
            self._take(host, lane)
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault((host, lane), deque()).append(place)
        if self._active[host] < self._per_host:
            self._ready[lane][host] = None
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave(host, lane)  # the place was given in the same moment
            raise

    def leave(self, host: str, lane: str, *, well: bool = False) -> None:
        """Give the place back and let the next ones in.

        Where the host is `well`, its next request goes first, because the connection is open still. Otherwise hosts
        take turns, so that those which hang do not keep a lane to themselves.
        """
        self._free[lane] += 1
        self._active[host] -= 1
        if not self._active[host]:
            del self._active[host]
        for other, ready in self._ready.items():
            if (host, other) in self._queues:
                ready[host] = None
                ready.move_to_end(host, last=not well)
            self._admit(other, ready)

    def close(self, lane: str) -> None:
        """Let nobody into this lane any more; those inside are not disturbed."""
        self._closed.add(lane)

    def open(self, lane: str) -> None:
        """Let those in who wait for a closed lane."""
        self._closed.discard(lane)
        self._admit(lane, self._ready[lane])

    def waiting(self, host: str) -> bool:
        """Whether anybody waits for a place at `host`."""
        return any((host, lane) in self._queues for lane in self._ready)

    def _is_open(self, lane: str) -> bool:
        return self._free[lane] > 0 and lane not in self._closed

    def _admit(self, lane: str, ready: OrderedDict[str, None]) -> None:
        while ready and self._is_open(lane):
            self._admit_next(lane, ready)

    def _take(self, host: str, lane: str) -> None:
        self._free[lane] -= 1
        self._active[host] += 1

    def _admit_next(self, lane: str, ready: OrderedDict[str, None]) -> None:
        host, _ = ready.popitem(last=False)
        queue = self._queues[host, lane]
        while queue and queue[0].done():
            queue.popleft()
        if queue and self._active[host] < self._per_host:
            self._take(host, lane)
            queue.popleft().set_result(None)
        if not queue:
            del self._queues[host, lane]
        elif self._active[host] < self._per_host:
            ready[host] = None
