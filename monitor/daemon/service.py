"""What is started, in which order, and how it ends.

The order is that of trust: first a snapshot that loads, then the database that nobody else writes, then children,
network and channels, and only then the jobs. It ends in the opposite order: no new polls, sends in flight finished,
what has arrived committed.
"""

import asyncio
import logging
import random
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.commit import Tally
from monitor.config import Config
from monitor.control import ControlServer, Operation
from monitor.daemon.chores import Chores
from monitor.daemon.life import Life, LifeParts, schedule
from monitor.daemon.operations import operations
from monitor.daemon.polling import Poller, PollingParts
from monitor.daemon.reload import Reloader
from monitor.daemon.sending import Outfit, style_of, way_out
from monitor.daemon.watchdog import Progress, Watchdog, notify_systemd
from monitor.delivery import Courier
from monitor.egress import Limits
from monitor.egress.client import Egress, identification
from monitor.models import Feed, Outcome, Target
from monitor.notify.policy import UPDATE_WAIT
from monitor.pipeline import SNAPSHOT_VARIABLE, Tools, poll_feed
from monitor.sandbox import Sandbox, give_back_memory
from monitor.snapshot import Snapshot
from monitor.store import feeds, outbox
from monitor.store.database import open_writer
from monitor.store.keys import link_key
from monitor.store.writer import Writer
from monitor.surges import EVERY
from monitor.workers import Here

log = logging.getLogger(__name__)

STOP_SECONDS = 8.0
JOB_SECONDS = 300.0
"""A job that hangs longer is ended, so that its next run can start; the watchdog is the last resort, not the first."""


@dataclass(slots=True)
class Parts:
    """What `_start` builds and `_finish` ends."""

    snapshot: Snapshot
    writer: Writer
    egress: Egress
    sandbox: Sandbox
    courier: Courier
    progress: Progress
    total: Tally
    outfit: Outfit = field(init=False)
    poller: Poller = field(init=False)
    reloader: Reloader = field(init=False)
    chores: Chores = field(init=False)
    life: Life = field(init=False)


class Service:
    """One running monitor. `clock` gives aware UTC time; `on_commit` hears what each batch brought."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        clock: Callable[[], datetime],
        on_commit: Callable[[Tally], None] = lambda _: None,
    ) -> None:
        self._snapshot = snapshot
        self._data = snapshot.config.data
        self._clock = clock
        self._on_commit = on_commit
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Run until SIGTERM or SIGINT; then finish what is in flight."""
        async with AsyncExitStack() as stack:
            parts = await self._start(stack)
            control = ControlServer(self._data, self._operations(parts))
            await control.start()
            stack.push_async_callback(control.close)
            self._listen_to_signals(parts)
            scheduler = self._schedule(parts)
            watchdog = Watchdog(parts.progress)
            watching = asyncio.create_task(parts.reloader.watch(), name="reloader")
            scheduler.start()
            watchdog.start()
            notify_systemd("READY=1")
            log.info("running: %d rules, data in %s", len(parts.snapshot.rules), self._data)
            await self._stop.wait()
            log.info("stopping: sends in flight are finished first")
            notify_systemd("STOPPING=1")
            watchdog.stop()
            watching.cancel()
            scheduler.shutdown(wait=False)
            await self._finish(parts)

    async def run_once(self) -> Tally:
        """Poll every feed that is due, tell what is to be told, and return what it brought."""
        async with AsyncExitStack() as stack:
            parts = await self._start(stack)
            self._listen_to_signals(parts)
            while not self._stop.is_set() and await parts.poller.tick():
                await parts.poller.idle()
            await parts.chores.see_through(ahead=UPDATE_WAIT)
            await parts.courier.flush(STOP_SECONDS, ahead=UPDATE_WAIT)
            await self._finish(parts)
            return parts.total

    def stop(self) -> None:
        """End `run` as a signal would."""
        self._stop.set()

    async def _start(self, stack: AsyncExitStack) -> Parts:
        config = self._snapshot.config
        give_back_memory()  # what compiling and testing the rules took
        writer = Writer(lambda: open_writer(self._data, now=self._clock(), create=True))
        stack.callback(writer.close)
        synced = await asyncio.wrap_future(writer.submit(lambda db: feeds.sync_config(db, config.feeds, self._clock())))
        log.info("feeds: %d added, %d changed, %d retired", synced.added, synced.changed, synced.retired)
        await asyncio.wrap_future(writer.submit(outbox.release))
        egress = await stack.enter_async_context(_egress(config))
        sandbox = Sandbox(
            config.workers,
            preload=("monitor.daemon.children",),
            environment={SNAPSHOT_VARIABLE: self._snapshot.ref.path},
            crowded=egress.hold_back,
        )
        stack.callback(sandbox.close)
        progress = Progress(("poller", "writer", "sender"), time.monotonic)
        courier = Courier(writer, config.channels, self._clock, style=style_of(config))
        parts = Parts(self._snapshot, writer, egress, sandbox, courier, progress, Tally())
        parts.poller = Poller(self._polling_parts(parts))
        parts.poller.start()
        parts.chores = Chores(
            config=lambda: parts.snapshot.config,
            targets=lambda: _targets(parts.snapshot),
            data=self._data,
            writer=writer,
            clock=self._clock,
        )
        parts.life = self._life(parts)
        parts.outfit = Outfit(
            link_key(self._data),
            way_out(lambda: parts.egress),
            lambda subject, sentence: parts.chores.tell("trouble", subject, sentence),
        )
        courier.use(config.channels, *parts.outfit.of(config))
        parts.reloader = self._reloader(parts)
        return parts

    def _life(self, parts: Parts) -> Life:
        return Life(
            LifeParts(
                writer=parts.writer,
                sandbox=parts.sandbox,
                snapshot=lambda: parts.snapshot,
                style=lambda: style_of(parts.snapshot.config),
                targets=lambda: _targets(parts.snapshot),
                failing=parts.courier.failing,
                egress=lambda: parts.egress,
                progress=parts.progress,
                clock=self._clock,
            )
        )

    def _polling_parts(self, parts: Parts) -> PollingParts:
        def committed(tally: Tally) -> None:
            parts.total.add(tally)
            self._on_commit(tally)

        return PollingParts(
            writer=parts.writer,
            workers=lambda: Here(_poll_with(parts, self._clock)),
            targets=lambda: _targets(parts.snapshot),
            clock=self._clock,
            progress=parts.progress,
            committed=committed,
            routing=lambda: parts.snapshot.config.routing,
        )

    def _reloader(self, parts: Parts) -> Reloader:
        async def swap(snapshot: Snapshot) -> None:
            now, outfit = self._clock(), parts.outfit.of(snapshot.config)
            await asyncio.wrap_future(parts.writer.submit(lambda db: feeds.sync_config(db, snapshot.config.feeds, now)))
            parts.courier.use(snapshot.config.channels, *outfit)
            parts.snapshot = snapshot  # from here on every evaluation uses it
            give_back_memory()

        return Reloader(lambda: parts.snapshot, swap, parts.chores.add, self._clock)

    def _operations(self, parts: Parts) -> Mapping[str, Operation]:
        return operations(
            writer=parts.writer,
            poller=parts.poller,
            reloader=parts.reloader,
            progress=parts.progress,
            snapshot=lambda: parts.snapshot,
            clock=self._clock,
            life=parts.life.state,
            failing=parts.courier.failing,
            translated=lambda: parts.outfit.translated,
        )

    def _listen_to_signals(self, parts: Parts) -> None:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, parts.reloader.ask)

    def _schedule(self, parts: Parts) -> AsyncIOScheduler:
        """A handful of jobs; feeds are not among them, their due time is a column."""
        config, chores = parts.snapshot.config, parts.chores
        scheduler = AsyncIOScheduler(
            timezone=config.zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        scheduler.add_listener(_say_job_failed, EVENT_JOB_ERROR)
        every_second = IntervalTrigger(seconds=1)
        scheduler.add_job(_bounded(parts.poller.tick), every_second, id="poll")
        scheduler.add_job(_bounded(chores.see_through), every_second, id="see through")
        scheduler.add_job(_bounded(_deliver(parts, self._clock)), every_second, id="deliver")
        scheduler.add_job(_bounded(_probe(parts)), IntervalTrigger(seconds=10), id="probe")
        scheduler.add_job(_bounded(chores.purge), IntervalTrigger(hours=1), id="retention")
        scheduler.add_job(_bounded(chores.age), IntervalTrigger(minutes=1), id="age")
        surges_every = IntervalTrigger(seconds=int(EVERY.total_seconds()))
        scheduler.add_job(_bounded(chores.look_for_surges), surges_every, id="surges")
        backup_every = IntervalTrigger(seconds=int(config.storage.backup.every))
        scheduler.add_job(_bounded(chores.back_up), backup_every, id="backup")
        schedule(scheduler, parts.life, _bounded)
        for at in config.digest.at:
            scheduler.add_job(_bounded(chores.digest), CronTrigger(hour=at.hour, minute=at.minute), id=f"digest {at}")
        return scheduler

    async def _finish(self, parts: Parts) -> None:
        await parts.poller.stop()
        await parts.courier.drain(STOP_SECONDS)


def _egress(config: Config) -> Egress:
    fetch = config.fetch
    limits = Limits(deadline=fetch.timeout, per_host=fetch.per_host, concurrency=fetch.concurrency)
    return Egress(limits, fetch.user_agent or identification(fetch.contact or "no contact given"))


def _targets(snapshot: Snapshot) -> tuple[Target, ...]:
    return tuple(channel.target for channel in snapshot.config.channels)


def _poll_with(parts: Parts, clock: Callable[[], datetime]) -> Callable[[Feed], Awaitable[Outcome]]:
    """Polls that all use the snapshot in force at this moment."""
    snapshot = parts.snapshot
    tools = Tools(
        egress=parts.egress,
        sandbox=parts.sandbox,
        snapshot=snapshot.ref,
        pace=snapshot.config.pace,
        resolve_secret=snapshot.config.secrets.get,
        clock=clock,
        jitter=random.random,
    )
    return lambda feed: poll_feed(feed, tools)


def _deliver(parts: Parts, clock: Callable[[], datetime]) -> Callable[[], Awaitable[None]]:
    async def deliver() -> None:
        await parts.courier.deliver_due(clock())
        parts.life.canary.round_done()
        parts.progress.made("sender")

    return deliver


def _probe(parts: Parts) -> Callable[[], Awaitable[None]]:
    """Whether the writer still turns round, whatever the poller does."""

    async def probe() -> None:
        await asyncio.wrap_future(parts.writer.submit(lambda db: db.still_there()))
        parts.progress.made("writer")

    return probe


def _bounded(job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        async with asyncio.timeout(JOB_SECONDS):
            await job()

    return run


def _say_job_failed(event: JobExecutionEvent) -> None:
    log.error("the job %s failed and will run again: %r", event.job_id, event.exception)
