"""Where the pure part of a poll runs. Whoever holds a `Workers` hands it feeds and reads outcomes as they come.

A worker that dies costs a retry of the feeds it held: the due column in the database is the durable queue.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol

from monitor.models import Feed, Outcome


class Workers(Protocol):
    """Runs polls somewhere and gives their outcomes in the order in which they finish."""

    def outcomes(self, feeds: Sequence[Feed]) -> AsyncIterator[Outcome]:
        """Poll the feeds; one outcome a feed, none is waited for by another."""


class Here:
    """Polls in this process: fetching in its event loop, examining in its sandbox's children."""

    def __init__(self, poll: Callable[[Feed], Awaitable[Outcome]]) -> None:
        self._poll = poll

    async def outcomes(self, feeds: Sequence[Feed]) -> AsyncIterator[Outcome]:
        """Poll the feeds at once; whoever is first is given first."""
        finished: asyncio.Queue[asyncio.Future[Outcome]] = asyncio.Queue()
        under_way = {asyncio.ensure_future(self._poll(feed)) for feed in feeds}
        for task in under_way:
            task.add_done_callback(finished.put_nowait)
        try:
            while under_way:
                done = await finished.get()
                under_way.discard(done)  # what an outcome holds is large, and must not wait for the last feed
                yield done.result()
        finally:
            for task in under_way:
                task.cancel()
