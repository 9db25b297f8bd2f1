"""What comes round by the clock: the digest, retention, the backup."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.config import Config
from monitor.daemon.life import alive_facts, write_alive
from monitor.errors import StoreError
from monitor.models import Notice, NoticeKind, Severity, Target
from monitor.notify.routes import Routing
from monitor.store import assessments, backup, meta, retention
from monitor.store.database import Database
from monitor.store.writer import Writer
from monitor.story import age
from monitor.surges import tell_surges
from monitor.telling import NO_ROUTES, add_notice, merge_due, remind_due

log = logging.getLogger(__name__)

DIGEST_ITEMS = 40
LAST_DIGEST = "last_digest"


@dataclass(slots=True)
class Chores:
    """The jobs that are not polling or sending. Each is one short coroutine that the scheduler calls."""

    config: Callable[[], Config]
    targets: Callable[[], Sequence[Target]]
    data: Path
    writer: Writer
    clock: Callable[[], datetime]

    async def digest(self) -> None:
        """What waits for review since the last digest, as one message."""
        now, config = self.clock(), self.config()
        names, routing = config.digest.channels, config.routing
        targets = [target for target in self.targets() if names is None or target.name in names]
        alive = config.digest.alive is not None and config.digest.alive.at is None
        await asyncio.wrap_future(
            self.writer.submit(lambda db: write_digest(db, targets, now, routing, with_alive=alive)),
        )

    async def purge(self) -> None:
        """Forget what is older than the configuration keeps, a batch at a time."""
        storage = self.config().storage
        keep = retention.Keep(
            texts=timedelta(seconds=storage.texts_keep), articles=timedelta(seconds=storage.articles_keep)
        )
        now, more = self.clock(), True
        while more:
            more = (await asyncio.wrap_future(self.writer.submit(lambda db: retention.purge(db, now, keep)))).more

    async def age(self) -> None:
        """Incidents that nobody reports any more cool, and end when their window is over."""
        now = self.clock()
        await asyncio.wrap_future(self.writer.submit(lambda db: age(db, now)))

    async def back_up(self) -> None:
        """A verified copy of the database, without stopping anything."""
        keep = self.config().storage.backup.keep
        try:
            copy = await asyncio.to_thread(backup.backup, self.data, now=self.clock(), keep=keep)
        except (StoreError, OSError) as error:
            log.error("the backup failed: %s", error)  # noqa: TRY400 - the sentence says it all
            await self.tell("trouble", "backup", f"the backup failed: {error}")
        else:
            log.info("backup written to %s", copy)

    async def see_through(self, ahead: timedelta = timedelta(0)) -> None:
        """What waited for company is put together when its time has come (or will within `ahead`), and whoever is next
        hears of what nobody acknowledged."""
        now, routing, targets = self.clock(), self.config().routing, self.targets()

        def work(db: Database) -> None:
            merge_due(db, now + ahead, targets)
            remind_due(db, now, routing)

        await asyncio.wrap_future(self.writer.submit(work))

    async def look_for_surges(self) -> None:
        """Tell where far more is reported than usual at this hour of the week."""
        now, config, targets = self.clock(), self.config(), self.targets()
        if not config.surge.enabled:
            return
        limits, routing = config.surge.limits, config.routing
        looked = self.writer.submit(lambda db: tell_surges(db, targets, now, limits, routing))
        for reason in await asyncio.wrap_future(looked):
            log.info("surge: %s", reason)

    async def tell(self, kind: NoticeKind, subject: str, sentence: str) -> None:
        """Trouble with the service itself, to everyone who listens."""
        facts: dict[str, object] = {"subject": subject, "sentence": sentence, "since": self.clock().isoformat()}
        await self.add(Notice(kind, Severity.MEDIUM, sentence, facts=facts))

    async def add(self, notice: Notice) -> None:
        """A notice for everyone who listens."""
        now, targets, routing = self.clock(), self.targets(), self.config().routing
        await asyncio.wrap_future(self.writer.submit(lambda db: add_notice(db, notice, targets, now, routing)))


def write_digest(
    db: Database,
    targets: Sequence[Target],
    now: datetime,
    routing: Routing = NO_ROUTES,
    *,
    with_alive: bool = False,
) -> int:
    """Plan a digest of what came to review since the last one; the number of items. Nothing new, no message, unless
    the line is wanted that says that all is well."""
    last = meta.recall(db, LAST_DIGEST)
    since = datetime.fromisoformat(last) if last else now - timedelta(days=1)
    waiting = assessments.waiting(db, since=since, limit=DIGEST_ITEMS)
    total = assessments.count_waiting(db, since)
    meta.remember(db, LAST_DIGEST, now.isoformat())
    if not waiting:
        if with_alive:
            write_alive(db, targets, now, routing)
        return 0
    items = [
        {
            "title": one.title,
            "lang": one.lang,
            "url": one.url,
            "rule": one.assessment.rule,
            "severity": one.assessment.severity.value,
            "score": one.assessment.score,
        }
        for one in waiting
    ]
    severity = max((one.assessment.severity for one in waiting), key=lambda severity: severity.rank)
    facts: dict[str, object] = {"items": items, "total": total}
    if with_alive:
        facts["alive"] = alive_facts(db, now)
    add_notice(db, Notice("digest", severity, f"{total} items for review", facts=facts), targets, now, routing)
    return total
