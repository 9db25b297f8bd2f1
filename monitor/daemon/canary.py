"""Proof of life: a synthetic item goes the way of all news, from a feed's bytes to a message, and nobody is told.

    bytes -> child: parse, normalise, detect -> COMMIT, undone -> a delivery -> the delivery loop's next round -> words

Only the network and the channels themselves are left out. What is written on the way is undone in the same transaction,
so no article, incident or notice of it ever exists; that it arrived is written down, for good, at the end.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Literal

from monitor.commit import commit
from monitor.errors import MonitorError
from monitor.models import Decision, Delivery, FeedSettings, FeedState, Finding, Notice, Outcome, Severity, Target
from monitor.notify.limits import Limits
from monitor.notify.render import render
from monitor.notify.wording import Style
from monitor.pipeline import Task, examine_in_child
from monitor.sandbox import Sandbox
from monitor.snapshot import Snapshot
from monitor.store import feeds, meta, outbox
from monitor.store.database import Database
from monitor.store.writer import Writer

log = logging.getLogger(__name__)

Stage = Literal["reading", "rules", "writing", "sending"]
CANARY = "canary"
"""The name of its feed and of its target, and under what its latest arrival is remembered."""
ADDRESS = "https://canary.invalid/feed"
MARK = "Synthetic item of Threat Monitor's own check. Nothing has happened."
_STAGES = 4
_PATIENCE = 60.0
_CLAIMED = 200


class _Rehearsed(Exception):
    """No error: it carries the result out of the transaction that it undoes."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__("undone on purpose")
        self.delivery = delivery


class _StuckError(Exception):
    """The canary came back from a stage, but not as it should."""


@dataclass(frozen=True, slots=True)
class Flight:
    """How the canary fares: when it last arrived, and where it was lost after that ("" while it arrives)."""

    passed: datetime | None = None
    stage: Stage | Literal[""] = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class CanaryParts:
    """What it flies through. `snapshot`, `within` (seconds) and `style` are asked for anew at each flight."""

    writer: Writer
    sandbox: Sandbox
    snapshot: Callable[[], Snapshot]
    within: Callable[[], float]
    style: Callable[[], Style]
    clock: Callable[[], datetime]


class Canary:
    """Flies at regular times; `flight` says how it fares. Lives on one event loop."""

    def __init__(self, parts: CanaryParts) -> None:
        self._parts = parts
        self._started = parts.clock()
        self._turn = asyncio.Event()
        self.flight = Flight()

    def round_done(self) -> None:
        """The delivery loop has done a round; what waits to be sent may go."""
        self._turn.set()

    @property
    def lost_in(self) -> Stage:
        """The stage in which it is stuck, or the first one when it has not flown yet."""
        return self.flight.stage or "reading"

    def is_fresh(self, now: datetime) -> bool:
        """Whether it arrived lately; before its first arrival it is not."""
        return self.flight.passed is not None and now - self.flight.passed <= self._within

    def overdue(self, now: datetime) -> Stage | None:
        """The stage in which it is stuck for longer than it may, since its last arrival or the start; else None."""
        return None if now - (self.flight.passed or self._started) <= self._within else self.lost_in

    @property
    def _within(self) -> timedelta:
        return timedelta(seconds=self._parts.within())

    async def fly(self) -> None:
        """One flight. Whatever stops it is this flight's failure, is logged with its stage, and raises nothing."""
        parts = self._parts
        stage: Stage = "reading"
        began, patience = parts.clock(), min(parts.within() / _STAGES, _PATIENCE)
        try:
            findings = await asyncio.wait_for(self._read(began), patience)
            stage = "rules"
            self._recognise(findings)
            stage = "writing"
            delivery = await asyncio.wait_for(self._rehearse(findings, began), patience)
            stage = "sending"
            await asyncio.wait_for(self._bring(delivery), patience)
            stage = "writing"
            await asyncio.wait_for(self._remember(), patience)
        except TimeoutError:
            self._lost(stage, f"no answer within {patience:.0f} s")
        except (MonitorError, _StuckError) as error:
            self._lost(stage, str(error))

    def _lost(self, stage: Stage, sentence: str) -> None:
        log.error("the service's own check did not pass %s: %s", stage, sentence)
        self.flight = replace(self.flight, stage=stage, sentence=sentence)

    async def _read(self, now: datetime) -> tuple[Finding, ...]:
        snapshot = self._parts.snapshot()
        task = Task(_settings(snapshot), {}, ADDRESS, now, snapshot.ref)
        body = document(snapshot, now)
        examined = await examine_in_child(task, b"", body, self._parts.sandbox, at_once=True)
        if not examined.findings:
            raise _StuckError("the synthetic feed was read, but nothing was found in it")
        return examined.findings

    def _recognise(self, findings: tuple[Finding, ...]) -> None:
        if not self._parts.snapshot().examples:
            return
        if not any(one.decision is Decision.ALERT for finding in findings for one in finding.assessments):
            raise _StuckError("no rule recognises its own example in the synthetic feed")

    async def _rehearse(self, findings: tuple[Finding, ...], now: datetime) -> Delivery:
        state = FeedState(due_at=now, changed_at=now)
        outcome = Outcome(0, "changed", now, state, findings, self._parts.snapshot().ref.id)
        try:
            await asyncio.wrap_future(self._parts.writer.submit(lambda db: rehearse(db, outcome, now)))
        except _Rehearsed as done:
            return done.delivery
        raise _StuckError("the database kept what it should have undone")

    async def _bring(self, delivery: Delivery) -> None:
        """Wait for the delivery loop, then word the message in a thread, as every message is."""
        self._turn.clear()
        await self._turn.wait()
        style, now = self._parts.style(), self._parts.clock()
        limits = Limits(title=250, body=4000)
        message = await asyncio.to_thread(lambda: render(delivery, "chat", limits, style, now=now))
        if delivery.ref not in f"{message.title}\n{message.body}":
            raise _StuckError("the message about the synthetic item does not name it")

    async def _remember(self) -> None:
        now = self._parts.clock()
        await asyncio.wrap_future(self._parts.writer.submit(lambda db: meta.remember(db, CANARY, now.isoformat())))
        if self.flight.stage:
            log.info("the service's own check passes again")
        self.flight = Flight(now)


def rehearse(db: Database, outcome: Outcome, now: datetime) -> None:
    """Commit the outcome as if a feed had brought it, and claim what is to be told of it. Always raises, so that the
    transaction is undone: `_Rehearsed` with the delivery, or the error that came up."""
    feed_id = feeds.add(db, FeedSettings(ADDRESS, name=CANARY), now)
    tally = commit(db, [replace(outcome, feed_id=feed_id)], [Target(CANARY)], now)
    if tally.articles != len(outcome.findings):
        raise _StuckError("the database did not store the synthetic articles")
    # Without an alert, or with all alerts muted, the way of messages is tried with one about nothing.
    outbox.add_notice(db, Notice("test", Severity.INFORMATIONAL, MARK, facts={"target": CANARY}), [(CANARY, now)], now)
    others = set(outbox.targets(db, "pending")) - {CANARY}
    claimed = outbox.claim(db, now, _CLAIMED, 60.0, others)
    mine = [delivery for delivery in claimed if delivery.target == CANARY]
    if not mine:
        raise _StuckError("no message about the synthetic item came out of the database")
    raise _Rehearsed(mine[0])


def document(snapshot: Snapshot, now: datetime) -> bytes:
    """The synthetic feed: examples of the rules in force, marked in every way that does not change what rules see."""
    date = format_datetime(now)
    said = [(one.title, one.text) for one in snapshot.examples] or [("Synthetic item", MARK)]
    items = "".join(
        f"<item><guid>canary-{n}-{now.timestamp()}</guid><link>{ADDRESS}/{n}</link><author>{escape(MARK)}</author>"
        f"<title>{escape(title)}</title><description>{escape(text)}</description><pubDate>{date}</pubDate></item>"
        for n, (title, text) in enumerate(said)
    )
    return f"<rss version='2.0'><channel><title>{escape(MARK)}</title>{items}</channel></rss>".encode()


def _settings(snapshot: Snapshot) -> FeedSettings:
    language = snapshot.examples[0].lang if snapshot.examples else "en"
    return FeedSettings(ADDRESS, name=CANARY, language=language)


def silence(stuck: list[str], overdue: Stage | None, dead: int, channels: int) -> str:
    """Why the heartbeat must not be sent, as a sentence; "" while it may. `stuck` are parts without progress, `dead`
    of the `channels` do not work."""
    if stuck:
        return f"no progress in: {', '.join(stuck)}"
    if overdue:
        return f"the service's own check does not pass: {overdue}"
    if channels and dead >= channels:
        return "no channel works"
    return ""
