"""Proof of life: the service's own check, the heartbeat that hangs on it, the look-out for silence, the daily line."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.config import Config
from monitor.daemon.canary import CANARY, Canary, CanaryParts, silence
from monitor.daemon.vigil import ROUND_SECONDS, Vigil
from monitor.daemon.watchdog import Progress, stale_parts
from monitor.egress.client import Egress
from monitor.errors import FetchError
from monitor.models import Notice, Severity, Target
from monitor.notify.routes import Routing
from monitor.notify.wording import Style
from monitor.sandbox import Sandbox
from monitor.snapshot import Snapshot
from monitor.store import meta
from monitor.store.database import Database
from monitor.store.day import last_day
from monitor.store.writer import Writer
from monitor.telling import add_notice

log = logging.getLogger(__name__)

FIRST = timedelta(seconds=10)
Job = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LifeParts:
    """What it works with. All that is a function is asked for anew at each use, as a reload replaces it. `failing`
    gives the channels that do not work."""

    writer: Writer
    sandbox: Sandbox
    snapshot: Callable[[], Snapshot]
    style: Callable[[], Style]
    targets: Callable[[], Sequence[Target]]
    failing: Callable[[], Mapping[str, str]]
    egress: Callable[[], Egress]
    progress: Progress
    clock: Callable[[], datetime]

    @property
    def config(self) -> Config:
        """The configuration in force."""
        return self.snapshot().config


@dataclass(slots=True)
class Life:
    """The jobs that prove that the service is alive, each one coroutine that the scheduler calls."""

    parts: LifeParts
    canary: Canary = field(init=False)
    vigil: Vigil = field(init=False)
    _quiet_because: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Build what it consists of."""
        parts = self.parts
        self.canary = Canary(
            CanaryParts(
                writer=parts.writer,
                sandbox=parts.sandbox,
                snapshot=parts.snapshot,
                within=lambda: parts.config.canary.within,
                style=parts.style,
                clock=parts.clock,
            )
        )
        self.vigil = Vigil(
            config=lambda: parts.config,
            add=lambda db, notice, now: add_notice(db, notice, parts.targets(), now, parts.config.routing),
            data=parts.config.data,
            writer=parts.writer,
            canary=self.canary,
            clock=parts.clock,
            started=parts.clock(),
        )

    def silence(self) -> str:
        """Why the heartbeat must not be sent now; "" while it may."""
        parts, now = self.parts, self.parts.clock()
        return silence(
            stale_parts(parts.progress.ages()),
            None if self.canary.is_fresh(now) else self.canary.lost_in,
            len(set(parts.failing()) & {channel.name for channel in parts.config.channels}),
            len(parts.config.channels),
        )

    async def heartbeat(self) -> None:
        """Tell the outside that news goes the whole way; say nothing when it does not, and log why."""
        why = self.silence()
        if why != self._quiet_because:
            self._quiet_because = why
            log.warning("the heartbeat stops: %s", why) if why else log.info("the heartbeat goes on")
        settings = self.parts.config.heartbeat
        if settings is None or why:
            return
        try:
            await self.parts.egress().get(settings.url, allow_private=True)
        except FetchError as error:
            log.warning("the heartbeat could not be sent: %s", error)

    async def say_alive(self) -> None:
        """The daily line as a message of its own, to everyone who gets the digest."""
        now, config = self.parts.clock(), self.parts.config
        names = config.digest.channels
        targets = [target for target in self.parts.targets() if names is None or target.name in names]
        await asyncio.wrap_future(
            self.parts.writer.submit(lambda db: write_alive(db, targets, now, config.routing)),
        )

    def state(self) -> Mapping[str, object]:
        """For `monitor status`: when the check last passed, where it is stuck, and why the heartbeat is not sent."""
        flight = self.canary.flight
        return {
            "passed": flight.passed.isoformat() if flight.passed else None,
            "stage": flight.stage,
            "sentence": flight.sentence,
            "silence": self.silence(),
        }


def schedule(
    scheduler: AsyncIOScheduler, life: Life, bounded: Callable[[Callable[[], Awaitable[object]]], Job]
) -> None:
    """Add its jobs; the first check is made soon, after the first polls. `bounded` gives a job an end."""
    config = life.parts.config
    check_every = IntervalTrigger(seconds=int(config.canary.every))
    scheduler.add_job(
        bounded(life.canary.fly), check_every, id="check", next_run_time=datetime.now(config.zone) + FIRST
    )
    scheduler.add_job(bounded(life.vigil.look), IntervalTrigger(seconds=ROUND_SECONDS), id="look out")
    if config.heartbeat:
        beat_every = IntervalTrigger(seconds=int(config.heartbeat.every))
        scheduler.add_job(bounded(life.heartbeat), beat_every, id="heartbeat")
    if config.digest.alive and (at := config.digest.alive.at):
        scheduler.add_job(bounded(life.say_alive), CronTrigger(hour=at.hour, minute=at.minute), id="alive")


def alive_facts(db: Database, now: datetime) -> dict[str, object]:
    """What the daily line tells."""
    return {**asdict(last_day(db, now)), "canary": meta.recall(db, CANARY)}


def write_alive(db: Database, targets: Sequence[Target], now: datetime, routing: Routing) -> None:
    """Plan the daily line as a message of its own. It is about no incident, so no channel's severity keeps it back."""
    all_hear = [replace(target, min_severity=Severity.INFORMATIONAL) for target in targets]
    facts: dict[str, object] = {"items": [], "total": 0, "alive": alive_facts(db, now)}
    add_notice(db, Notice("digest", Severity.INFORMATIONAL, "quiet, but alive", facts=facts), all_hear, now, routing)
