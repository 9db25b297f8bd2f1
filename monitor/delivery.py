"""What happens after COMMIT: claim -> render -> send -> record.

A delivery is recorded as sent after the channel said yes, so a crash in between repeats it under the same visible id;
nothing is lost. Each channel has its own line: one message at a time, a pause between two, and a failing channel waits
without holding up the others. Whatever a channel cannot deliver is named on the other channels.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from threading import Thread
from typing import TypeVar

from monitor.errors import ChannelError, StoreError
from monitor.failpoint import failpoint
from monitor.models import Delivery, Message, Notice, NoticeKind, Severity
from monitor.notify.channels import ChannelSettings, send
from monitor.notify.health import Health, failed
from monitor.notify.limits import schema_of
from monitor.notify.policy import plan, retry
from monitor.notify.render import render
from monitor.notify.wording import Style
from monitor.store import outbox
from monitor.store.database import Database
from monitor.store.writer import Writer

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Database], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast: seconds between two messages of one channel, messages claimed at once, sends under way at once, the
    claim's lease, and the time after which a send is given up as unanswered."""

    gap: float = 1.0
    batch: int = 16
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
        pace: Pace | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._pace = pace or Pace()
        self._jitter = jitter
        self._lines: dict[str, _Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._claiming = asyncio.Lock()
        self._slots = asyncio.Semaphore(self._pace.at_once)
        self._owed: list[Work] = []
        self._stopping = False
        self.use(channels, style)

    def use(self, channels: Sequence[ChannelSettings], style: Style) -> None:
        """Send to these channels from now on. One that changed is tried afresh; a send under way finishes as it was."""
        self._style = style
        old = self._lines
        self._lines = {
            settings.name: old[settings.name]
            if settings.name in old and old[settings.name].settings == settings
            else _Line(settings)
            for settings in channels
        }

    def failing(self) -> dict[str, str]:
        """The channels that do not work now, each with a sentence."""
        return {name: line.health.sentence for name, line in self._lines.items() if line.health.failing_since}

    async def deliver_due(self, now: datetime) -> int:
        """Claim what is due at `now` and start sending it; give the number. Sends go on after this returns."""
        if self._stopping:
            return 0
        async with self._claiming:
            await self._settle_debts()
            for line in list(self._lines.values()):
                if line.health.must_be_told(now):
                    await self._record(lambda _: None, line, tell=True)
            skip = {name for name, line in self._lines.items() if line.busy or line.health.is_held(now)}
            pace = self._pace
            claimed = await self._write(lambda db: outbox.claim(db, now, pace.batch, pace.lease, skip))
            if claimed:
                failpoint("after-claim")
            for target, rows in groupby(sorted(claimed, key=lambda row: row.target), key=lambda row: row.target):
                self._start(target, list(rows), now)
            return len(claimed)

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
        await self._settle_debts()

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

        await self._record(bury)
        log.warning("%d deliveries given up: %s", len(rows), sentence)

    async def _serve(self, line: _Line, rows: list[Delivery], claimed_at: datetime) -> None:
        """Send the rows of one channel in turn; put back what cannot be sent in good time."""
        try:
            for number, row in enumerate(rows):
                late = self._clock() - claimed_at > timedelta(seconds=self._pace.lease - self._pace.patience)
                if late or (self._stopping and number) or line.health.is_held(self._clock()):
                    await self._put_back(rows[number:])
                    return
                await self._keep_gap(line)
                async with self._slots:
                    await self._deliver(line, row)
        finally:
            line.busy = False

    async def _put_back(self, rows: list[Delivery]) -> None:
        now = self._clock()

        def free(db: Database) -> None:
            for row in rows:
                outbox.failed(db, row.id, now, "waits for its channel")

        await self._record(free)

    async def _keep_gap(self, line: _Line) -> None:
        gap = 0.0 if schema_of(line.settings.url) in {"terminal", "file"} else self._pace.gap
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, line.sent_at + gap - loop.time()))

    async def _deliver(self, line: _Line, row: Delivery) -> None:
        try:
            try:
                where = await self._send(line, self._message(line, row, plain=False))
            except ChannelError as error:
                if error.kind != "content":
                    raise
                where = await self._send(line, self._message(line, row, plain=True))
        except ChannelError as error:
            await self._record_failure(line, row, error)
            return
        failpoint("after-send")
        now = self._clock()
        recovered, began = line.health.told, line.health.failing_since
        since = f"; it had failed since {began:%H:%M} UTC on {began:%Y-%m-%d}" if began else ""
        line.health = Health()

        def settle(db: Database) -> None:
            outbox.sent(db, row.id, now, where)
            if recovered:
                outbox.requeue(db, now, row.target)
                self._tell(db, "recovered", line, f"channel {row.target} works again{since}", now)

        await self._record(settle)

    def _message(self, line: _Line, row: Delivery, *, plain: bool) -> Message:
        settings = line.settings
        try:
            return render(row, settings.written, settings.limits, self._style, now=self._clock(), plain=plain)
        except Exception:
            # A fault of ours in wording must not keep an alert from a human: say that there is one, and its id.
            log.exception("cannot word %s", row.ref)
            text = f"{row.severity.value.upper()}: a notice could not be worded. See ref {row.ref}."
            return Message("", text, row.severity, row.ref)

    async def _send(self, line: _Line, message: Message) -> str:
        try:
            return await asyncio.wait_for(_in_thread(lambda: send(line.settings, message)), self._pace.patience)
        except ChannelError:
            raise
        except TimeoutError as error:
            sentence = f"channel {line.settings.name}: no answer within {self._pace.patience:.0f} s"
            raise ChannelError("timeout", sentence) from error
        except Exception as error:  # noqa: BLE001  whatever a plugin raises is this channel's failure, not ours
            # The text of a foreign exception may hold the channel's URL.
            sentence = f"channel {line.settings.name}: {type(error).__name__} while sending"
            raise ChannelError("fault", sentence) from None
        finally:
            line.sent_at = asyncio.get_running_loop().time()

    async def _record_failure(self, line: _Line, row: Delivery, error: ChannelError) -> None:
        now, jitter = self._clock(), self._jitter()
        line.health = failed(line.health, error, now, jitter)
        retry_at = retry(max(row.attempts, line.health.failures), error, row.created_at, now, jitter)
        log.warning("%s not delivered to %s: %s", row.ref, row.target, error)

        def settle(db: Database) -> None:
            if retry_at is None:
                outbox.dead(db, row.id, str(error))
            else:
                outbox.failed(db, row.id, retry_at, str(error))

        lost = error.kind == "content"
        tell = lost or (not line.health.told and (error.permanent or line.health.must_be_told(now)))
        await self._record(settle, line, tell=tell, lost=row.ref if lost else "")

    async def _record(self, work: Work, line: _Line | None = None, *, tell: bool = False, lost: str = "") -> None:
        """Write it down, with a notice of trouble in the same transaction. What the store cannot take now is owed."""
        now = self._clock()

        def both(db: Database) -> None:
            work(db)
            if tell and line is not None:
                sentence = f"{lost} could not be delivered. {line.health.sentence}" if lost else line.health.sentence
                self._tell(db, "trouble", line, sentence, now)

        if tell and line is not None and line.health.failing_since:
            line.health = replace(line.health, told=True)
        try:
            await self._write(both)
        except StoreError as error:
            log.error("a delivery's outcome could not be recorded yet: %s", error)  # noqa: TRY400  expected, and said in full
            self._owed.append(both)

    def _tell(self, db: Database, kind: NoticeKind, line: _Line, sentence: str, now: datetime) -> None:
        name = line.settings.name
        facts: dict[str, object] = {"target": name, "subject": f"channel {name}", "sentence": sentence}
        if line.health.failing_since:
            facts["since"] = line.health.failing_since.isoformat()
        severity = Severity.HIGH if kind == "trouble" else Severity.INFORMATIONAL
        notice = Notice(kind, severity, sentence, facts=facts)
        targets = [other.settings.target for other in self._lines.values()]
        outbox.add_notice(db, notice, [(p.target, p.due_at) for p in plan(notice, targets, now)], now)

    async def _settle_debts(self) -> None:
        while self._owed:
            try:
                await self._write(self._owed[0])
            except StoreError:
                return
            self._owed.pop(0)

    async def _write(self, work: Callable[[Database], T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(work)))


def _in_thread(work: Callable[[], T]) -> "asyncio.Future[T]":
    """Run it in a thread that does not hold up the program's end, as a pool's thread would."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            settle = partial(future.set_result, work())
        except BaseException as error:  # noqa: BLE001  it belongs to whoever waits
            settle = partial(future.set_exception, error)
        # The loop is closed when the program ended meanwhile.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if future.done() else settle())

    Thread(target=run, name="send", daemon=True).start()
    return future
