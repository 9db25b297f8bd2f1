"""What a send leaves behind in the store; also while the store takes nothing.

A full disk must not silence what is committed already. So it is read without a claim, sent, and its outcome is owed:
it is written as soon as that works. Until then this process remembers what it sent, and only its death would repeat it.

What is told of channels is decided where all notices are (`telling.add_notice`): maintenance keeps it, the notice keeps
every reason. Only `alarm` asks nobody: it is of the moment in which nothing can be decided that must be written down.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from monitor.errors import ChannelError, StoreError
from monitor.models import Delivery, Notice, Severity, Target
from monitor.notify.health import Health
from monitor.notify.policy import retry
from monitor.notify.routes import Routing
from monitor.store import meta, outbox, waiting
from monitor.store.database import Database
from monitor.store.writer import Writer
from monitor.telling import NO_ROUTES, add_notice

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Database], None]

UNSTORED = 0
"""The id of a delivery that only this process knows of; the database begins to count at one."""


class Ledger:
    """The writer as the courier uses it."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._owed: deque[tuple[Work, frozenset[int]]] = deque()

    @property
    def refusal(self) -> str | None:
        """Why nothing can be written now, or None."""
        return self._writer.refusal

    @property
    def settled(self) -> frozenset[int]:
        """The deliveries that are done with, though the store does not know it yet."""
        return frozenset().union(*(ids for _, ids in self._owed))

    async def claim(self, work: Callable[[Database, bool], T]) -> T:
        """Do `work(db, True)`, which claims; where that cannot be written, `work(db, False)`, which only reads."""
        try:
            return await self._write(lambda db: work(db, True))
        except StoreError:
            return await self._write(lambda db: work(db, False))

    async def record(self, work: Work, settles: Sequence[Delivery] = ()) -> None:
        """Write it down now or, when that fails, later. `settles` are the deliveries that need no more tries."""
        try:
            await self._write(work)
        except StoreError as error:
            log.error("a delivery's outcome could not be recorded yet: %s", error)  # noqa: TRY400  expected, and said in full
            self._owed.append((work, frozenset(row.id for row in settles)))

    async def settle(self) -> None:
        """Write down what is owed, as far as that works."""
        while self._owed:
            try:
                await self._write(self._owed[0][0])
            except StoreError:
                return
            self._owed.popleft()

    async def _write(self, work: Callable[[Database], T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(work)))


def alarm(target: str, reason: str, since: datetime) -> Delivery:
    """That nothing can be written, as a delivery that is in no store."""
    sentence = f"New alerts cannot be accepted, and what is sent cannot be recorded: {reason}"
    facts: dict[str, object] = {"subject": "database", "sentence": sentence, "since": since.isoformat()}
    ref = f"N-{since:%d%H%M%S}"
    return Delivery(UNSTORED, UNSTORED, ref, target, "trouble", Severity.HIGH, sentence, since, 1, facts=facts)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may hear of a channel's trouble, and what the configuration says of it."""

    targets: Sequence[Target]
    routing: Routing = NO_ROUTES

    def tell(self, db: Database, notice: Notice, now: datetime) -> None:
        """Plan a notice of the service's own."""
        add_notice(db, notice, self.targets, now, self.routing)


def record_alarm_over(db: Database, audience: Audience, now: datetime) -> None:
    """Writing works again, and those who heard that it did not hear of it."""
    audience.tell(db, _recovered("database", "database", "the database takes new alerts again"), now)


def record_sent(
    db: Database, rows: Sequence[Delivery], where: str, *, health: Health, audience: Audience, now: datetime
) -> None:
    """The channel took these. When it had failed (`health` is of before), all that waits for it is due now; when the
    others were told of that, they are told of its end, and what was given up meanwhile is tried again."""
    target = rows[0].target
    for row in rows:
        outbox.sent(db, row.id, now, where)
    if health.failing_since:
        waiting.hasten(db, now, target)
    if told := meta.recall(db, _told_of(target)):
        meta.forget(db, _told_of(target))
        outbox.requeue(db, now, target)
        since = health.failing_since or datetime.fromisoformat(told)
        sentence = f"channel {target} works again; it had failed since {since:%H:%M} UTC on {since:%Y-%m-%d}"
        audience.tell(db, _recovered(target, f"channel {target}", sentence), now)


def record_failed(
    db: Database,
    rows: Sequence[Delivery],
    error: ChannelError,
    *,
    health: Health,
    taken: frozenset[str],
    now: datetime,
    jitter: float,
) -> None:
    """The channel did not take these, or only its recipients `taken`. `health` is of afterwards."""
    for row in rows:
        if taken > row.taken:
            waiting.taken(db, row.id, taken)
        retry_at = retry(max(row.attempts, health.failures), error, row.created_at, now, jitter)
        if retry_at is None:
            outbox.dead(db, row.id, str(error))
        else:
            outbox.failed(db, row.id, retry_at, str(error))


def record_trouble(db: Database, target: str, *, health: Health, lost: str, audience: Audience, now: datetime) -> None:
    """Tell the others: of a lost message each time, of a channel that fails once, however often we are started."""
    known = meta.recall(db, _told_of(target))
    if lost or not known:
        sentence = f"{lost} could not be delivered. {health.sentence}" if lost else health.sentence
        facts: dict[str, object] = {"target": target, "subject": f"channel {target}", "sentence": sentence}
        since = {"since": health.failing_since.isoformat()} if health.failing_since else {}
        audience.tell(db, Notice("trouble", Severity.HIGH, sentence, facts={**facts, **since}), now)
    if health.failing_since and not known:
        meta.remember(db, _told_of(target), health.failing_since.isoformat())


def _recovered(target: str, subject: str, sentence: str) -> Notice:
    facts: dict[str, object] = {"target": target, "subject": subject, "sentence": sentence}
    return Notice("recovered", Severity.INFORMATIONAL, sentence, facts=facts)


def _told_of(target: str) -> str:
    """Under what the store remembers since when a channel fails of which the others were told."""
    return f"told of {target}"
