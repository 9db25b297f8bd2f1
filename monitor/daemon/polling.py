"""Due feeds out of the database, outcomes back into it.

One tick asks for the feeds that are due and hands them to the workers; outcomes come back in any order and are
committed in batches, so that a thousand feeds with nothing new cost a handful of transactions. A feed stays "in
flight" until its outcome is committed, so a slow one is never polled twice at a time.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.commit import Tally, commit
from monitor.daemon.watchdog import Progress
from monitor.errors import StoreError
from monitor.failpoint import failpoint
from monitor.models import Feed, Outcome, Target
from monitor.notify.routes import Routing
from monitor.store import feeds
from monitor.store.writer import Writer
from monitor.workers import Workers

log = logging.getLogger(__name__)

IN_FLIGHT = 2000
BATCH_OUTCOMES = 400
BATCH_FINDINGS = 1000
GATHER_SECONDS = 0.2
PAUSE_AFTER_STORE_ERROR = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class PollingParts:
    """What the poller works with. `workers`, `targets` and `routing` are asked for anew at each use, as a reload
    replaces them."""

    writer: Writer
    workers: Callable[[], Workers]
    targets: Callable[[], Sequence[Target]]
    clock: Callable[[], datetime]
    progress: Progress
    committed: Callable[[Tally], None]
    routing: Callable[[], Routing] = Routing


class Poller:
    """Keeps due feeds moving. `paused_until` is set while the database refuses to take outcomes."""

    def __init__(self, parts: PollingParts) -> None:
        self._parts = parts
        self._in_flight: set[int] = set()
        self._arrived: asyncio.Queue[Outcome] = asyncio.Queue()
        self._shards: set[asyncio.Task[None]] = set()
        self._committer: asyncio.Task[None] | None = None
        self.paused_until: datetime | None = None
        self.pause_reason = ""

    def start(self) -> None:
        """Begin to commit what arrives."""
        self._committer = asyncio.create_task(self._commit_arrivals(), name="committer")

    @property
    def in_flight(self) -> int:
        """How many feeds are being polled or wait to be committed."""
        return len(self._in_flight)

    async def tick(self) -> int:
        """Hand out the feeds that are due now; the number handed out."""
        now = self._parts.clock()
        if self._committer and self._committer.done():
            await self._committer
        self._parts.progress.made("poller")
        if self.paused_until and now < self.paused_until:
            return 0
        self.paused_until = None
        room = IN_FLIGHT - len(self._in_flight)
        if room <= 0:
            return 0
        busy = set(self._in_flight)
        due = await asyncio.wrap_future(self._parts.writer.submit(lambda db: feeds.due(db, now, room, busy)))
        if due:
            self._in_flight.update(feed.id for feed in due)
            shard = asyncio.create_task(self._run(due))
            self._shards.add(shard)
            shard.add_done_callback(self._shards.discard)
        return len(due)

    async def idle(self) -> None:
        """Wait until nothing is in flight."""
        while self._in_flight:
            await asyncio.sleep(GATHER_SECONDS)
            if self._committer and self._committer.done():
                await self._committer

    async def stop(self) -> None:
        """Give up what is being fetched (it stays due) and commit what has already arrived."""
        for shard in list(self._shards):
            shard.cancel()
        await asyncio.gather(*self._shards, return_exceptions=True)
        if self._committer:
            self._committer.cancel()
            await asyncio.gather(self._committer, return_exceptions=True)
        rest = self._batch_at_hand()
        while rest:
            await self._commit(rest)
            rest = self._batch_at_hand()

    async def _run(self, due: Sequence[Feed]) -> None:
        left = {feed.id for feed in due}
        try:
            async for outcome in self._parts.workers().outcomes(due):
                left.discard(outcome.feed_id)
                self._arrived.put_nowait(outcome)
        finally:
            self._in_flight -= left

    async def _commit_arrivals(self) -> None:
        while True:
            first = await self._arrived.get()
            await asyncio.sleep(GATHER_SECONDS)
            await self._commit([first, *self._batch_at_hand(len(first.findings))])

    def _batch_at_hand(self, findings: int = 0) -> list[Outcome]:
        batch: list[Outcome] = []
        while len(batch) < BATCH_OUTCOMES and findings < BATCH_FINDINGS and not self._arrived.empty():
            outcome = self._arrived.get_nowait()
            findings += len(outcome.findings)
            batch.append(outcome)
        return batch

    async def _commit(self, batch: Sequence[Outcome]) -> None:
        """Commit a batch. When the database refuses, its feeds stay due and polling pauses: nothing is lost."""
        now, targets, routing = self._parts.clock(), self._parts.targets(), self._parts.routing()
        try:
            tally = await asyncio.wrap_future(
                self._parts.writer.submit(lambda db: commit(db, batch, targets, now, routing))
            )
        except StoreError as error:
            self.paused_until = now + PAUSE_AFTER_STORE_ERROR
            self.pause_reason = str(error)
            log.error("polling pauses, %d outcomes will be fetched again: %s", len(batch), error)  # noqa: TRY400 - the sentence says it all
        else:
            failpoint("after-commit")
            self._parts.committed(tally)
        finally:
            self._in_flight -= {outcome.feed_id for outcome in batch}
