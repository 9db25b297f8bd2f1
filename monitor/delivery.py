"""What happens after COMMIT: claim -> render -> send -> record.

A delivery is recorded as sent after the channel said yes, so a crash in between repeats it under the same visible id;
nothing is lost. Each channel has its own line: one message at a time, a pause between two, and a failing channel waits
without holding up the others. What waited for long is summed up. What a channel cannot deliver is named on the others.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from monitor.errors import ChannelError, StoreError
from monitor.failpoint import failpoint
from monitor.ledger import (
    UNSTORED,
    Audience,
    Ledger,
    alarm,
    record_alarm_over,
    record_failed,
    record_sent,
    record_trouble,
)
from monitor.models import Delivery
from monitor.notify import letter
from monitor.notify.attempt import attempt
from monitor.notify.backlog import LONG, MANY, Parcel, halves
from monitor.notify.health import Health, failed
from monitor.notify.limits import schema_of
from monitor.notify.means import Means
from monitor.notify.routes import Routing
from monitor.notify.settings import ChannelSettings
from monitor.notify.wording import Style
from monitor.store import outbox, waiting
from monitor.store.database import Database
from monitor.store.writer import Writer
from monitor.telling import NO_ROUTES

log = logging.getLogger(__name__)

# So long may the store refuse before people hear of it: a lock or a short squeeze passes by itself.
ALARM_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast: seconds between two messages of one channel, messages claimed at once, those of a channel where many
    waited for long, sends under way at once, the claim's lease, and when a send is given up as unanswered."""

    gap: float = 1.0
    batch: int = 16
    backlog: int = 1500
    at_once: int = 8
    lease: float = 180.0
    patience: float = 75.0


class _Line:
    """One channel and what we know of it since this program started."""

    def __init__(self, settings: ChannelSettings) -> None:
        self.settings = settings
        self.health = Health()
        self.busy = False
        self.sent_at = float("-inf")


class Courier:
    """Brings what is due to the channels. Lives on one event loop; `clock` gives aware UTC time.

    `jitter` gives numbers from 0 to 1 that spread retries.
    """

    def __init__(
        self,
        writer: Writer,
        channels: Sequence[ChannelSettings],
        clock: Callable[[], datetime],
        *,
        style: Style,
        means: Means | None = None,
        pace: Pace | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._ledger = Ledger(writer)
        self._clock = clock
        self._pace = pace or Pace()
        self._jitter = jitter
        self._lines: dict[str, _Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._claiming = asyncio.Lock()
        self._slots = asyncio.Semaphore(self._pace.at_once)
        self._alarmed: set[str] = set()
        self._refused_since: datetime | None = None
        self._stopping = False
        self.use(channels, style, means)

    def use(
        self,
        channels: Sequence[ChannelSettings],
        style: Style,
        means: Means | None = None,
        routing: Routing = NO_ROUTES,
    ) -> None:
        """Send to these channels from now on. One that changed is tried afresh; a send under way finishes as it was.
        `routing` is asked when one channel's trouble is told on the others."""
        self._style, self._means, self._routing = style, means or Means(), routing
        old = self._lines
        self._lines = {
            one.name: line if (line := old.get(one.name)) and line.settings == one else _Line(one) for one in channels
        }

    def failing(self) -> dict[str, str]:
        """The channels that do not work now, each with a sentence."""
        return {name: line.health.sentence for name, line in self._lines.items() if line.health.failing_since}

    async def deliver_due(self, now: datetime) -> int:
        """Claim what is due at `now` and start sending it; give the number. Sends go on after this returns."""
        if self._stopping:
            return 0
        async with self._claiming:
            await self._ledger.settle()
            for line in list(self._lines.values()):
                if line.health.must_be_told(now):
                    await self._tell_trouble(line, now)
            done = self._ledger.settled
            try:
                claimed = await self._ledger.claim(lambda db, record: self._claim(db, now, done, record=record))
            except StoreError:
                await self._watch_store(now)
                raise
            if claimed:
                failpoint("after-claim")
            for target, rows in groupby(sorted(claimed, key=lambda row: row.target), key=lambda row: row.target):
                self._start(target, list(rows), now)
            await self._watch_store(now)
            return len(claimed)

    def _claim(self, db: Database, now: datetime, done: frozenset[int], *, record: bool) -> list[Delivery]:
        """What to send now. A channel that fails is asked with one message; one with a backlog gives all of it."""
        pace, lines = self._pace, self._lines
        skip = {name for name, line in lines.items() if line.busy or line.health.is_held(now)}
        asked = {name: 1 for name, line in lines.items() if line.health.held_until}
        late = set(waiting.backlogged(db, now, pace.lease, MANY, now - LONG)) & set(lines) - skip - set(asked)
        take = partial(outbox.claim, db, now, lease_seconds=pace.lease, leave=done, record=record)
        rows = take(limit=pace.batch, skip=skip | late, most=asked)
        for target in late:
            rows += take(limit=pace.backlog, skip=set(outbox.targets(db, "pending")) - {target})
        return rows

    async def _watch_store(self, now: datetime) -> None:
        """When nothing can be written for a while, tell so from memory on every channel, and its end from the store."""
        reason = self._ledger.refusal
        if reason is None:
            if self._alarmed:
                self._alarmed.clear()
                await self._ledger.record(lambda db: record_alarm_over(db, self._audience(), now))
            self._refused_since = None
            return
        since = self._refused_since = self._refused_since or now
        if now - since < ALARM_AFTER:
            return
        for name, line in self._lines.items():
            if name not in self._alarmed and not line.busy and not line.health.is_held(now):
                self._start(name, [alarm(name, reason, since)], now)

    async def idle(self) -> None:
        """Wait until nothing is being sent."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def flush(self, seconds: float, ahead: timedelta = timedelta(0)) -> None:
        """Send all that is due, or will be within `ahead`, for at most so long."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end and await self.deliver_due(self._clock() + ahead):
            if self._tasks:
                await asyncio.wait(set(self._tasks), timeout=max(0.0, end - loop.time()))

    async def drain(self, seconds: float) -> None:
        """Start nothing more and let what is under way finish, for at most so long; what does not, is sent again by
        the next start."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._ledger.settle()

    def _start(self, target: str, rows: list[Delivery], now: datetime) -> None:
        line = self._lines.get(target)
        if line is not None:
            line.busy = True
        work = self._serve(line, rows, now) if line is not None else self._refuse(target, rows)
        task = asyncio.create_task(work, name=f"deliver to {target}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _refuse(self, target: str, rows: list[Delivery]) -> None:
        sentence = f"channel {target} is not in the configuration any more; add it again, or leave this be"

        def bury(db: Database) -> None:
            for row in rows:
                outbox.dead(db, row.id, sentence)

        await self._ledger.record(bury, rows)
        log.warning("%d deliveries given up: %s", len(rows), sentence)

    async def _serve(self, line: _Line, rows: list[Delivery], claimed_at: datetime) -> None:
        """Send the rows of one channel in turn; put back what cannot be sent in good time."""
        try:
            left = deque(await asyncio.to_thread(letter.sort, rows, line.settings, self._style, self._clock()))
            begun = False
            while left:
                late = self._clock() - claimed_at > timedelta(seconds=self._pace.lease - self._pace.patience)
                if late or (self._stopping and begun) or line.health.is_held(self._clock()):
                    await self._put_back([row for parcel in left for row in parcel])
                    return
                left.extendleft(reversed(await self._deliver(line, left.popleft())))
                begun = True
        finally:
            line.busy = False

    async def _put_back(self, rows: list[Delivery]) -> None:
        now = self._clock()

        def free(db: Database) -> None:
            for row in rows:
                outbox.failed(db, row.id, now, "waits for its channel")

        await self._ledger.record(free)

    async def _keep_gap(self, line: _Line) -> None:
        gap = 0.0 if schema_of(line.settings.url) in {"terminal", "file", "feed"} else self._pace.gap
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, line.sent_at + gap - loop.time()))

    async def _deliver(self, line: _Line, parcel: Parcel) -> list[Parcel]:
        """Send it as one message, plainly if its looks are refused. Gives what is to be tried in its place."""
        began_at, taken = self._clock(), set(parcel[0].taken)
        try:
            try:
                where = await self._send(line, parcel, taken, plain=False)
            except ChannelError as error:
                if error.kind != "content":
                    raise
                where = await self._send(line, parcel, taken, plain=True)
        except ChannelError as error:
            if error.kind == "content" and len(parcel) > 1:
                return halves(parcel)
            await self._record_failure(line, parcel, error, taken, began_at)
            return []
        failpoint("after-send")
        await self._record_success(line, parcel, where)
        return []

    async def _record_success(self, line: _Line, parcel: Parcel, where: str) -> None:
        now, before, line.health = self._clock(), line.health, Health()
        if parcel[0].id == UNSTORED:
            self._alarmed.add(line.settings.name)
            return
        audience = self._audience()
        await self._ledger.record(
            lambda db: record_sent(db, parcel, where, health=before, audience=audience, now=now), parcel
        )

    async def _send(self, line: _Line, parcel: Parcel, taken: set[str], *, plain: bool) -> str:
        await self._keep_gap(line)
        async with self._slots:
            try:
                settings, means, now = line.settings, self._means, self._clock()
                message = await letter.word(parcel, settings, self._style, now, means, plain=plain)
                return await attempt(settings, message, taken, self._pace.patience, means=means, now=self._clock())
            finally:
                line.sent_at = asyncio.get_running_loop().time()

    async def _record_failure(
        self, line: _Line, parcel: Parcel, error: ChannelError, taken: set[str], began_at: datetime
    ) -> None:
        now, jitter = self._clock(), self._jitter()
        line.health = failed(line.health, error, now, jitter, began_at=began_at)
        refs = ", ".join(row.ref for row in parcel)
        log.warning("%s not delivered to %s: %s", refs, line.settings.name, error)

        lost = refs if error.kind == "content" else ""
        tell = lost or (not line.health.told and (error.permanent or line.health.must_be_told(now)))
        if tell and line.health.failing_since:
            line.health = replace(line.health, told=True)
        health, audience, had = line.health, self._audience(), frozenset(taken)

        def settle(db: Database) -> None:
            record_failed(db, parcel, error, health=health, taken=had, now=now, jitter=jitter)
            if tell:
                record_trouble(db, line.settings.name, health=health, lost=lost, audience=audience, now=now)

        await self._ledger.record(settle, parcel if error.permanent else ())

    async def _tell_trouble(self, line: _Line, now: datetime) -> None:
        health = line.health = replace(line.health, told=True)
        name, audience = line.settings.name, self._audience()
        await self._ledger.record(
            lambda db: record_trouble(db, name, health=health, lost="", audience=audience, now=now)
        )

    def _audience(self) -> Audience:
        return Audience([line.settings.target for line in self._lines.values()], self._routing)
