"""The rounds that look for silence and trouble, while the service runs."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.config import Config
from monitor.daemon.alarms import look, tell
from monitor.daemon.canary import Canary
from monitor.models import Notice
from monitor.poll.alarms import Alarm, Judged
from monitor.store.database import Database, open_reader
from monitor.store.writer import Writer

log = logging.getLogger(__name__)

ROUND_SECONDS = 300


@dataclass(slots=True)
class Vigil:
    """Looks at regular times. Rows are read beside the writer: looking holds nothing up. `add` plans a notice."""

    config: Callable[[], Config]
    add: Callable[[Database, Notice, datetime], object]
    data: Path
    writer: Writer
    canary: Canary
    clock: Callable[[], datetime]
    started: datetime

    async def look(self) -> None:
        """One round: judge, and tell what begins and what is over."""
        now = self.clock()
        judged = self._with_self(await asyncio.to_thread(self._judge, now), now)

        def work(db: Database) -> list[str]:
            return tell(db, judged, lambda notice: self.add(db, notice, now), now)

        for sentence in await asyncio.wrap_future(self.writer.submit(work)):
            log.warning("%s", sentence)

    def _judge(self, now: datetime) -> Judged:
        with open_reader(self.data) as db:
            return look(db, self.config().alarms.limits, now)

    def _with_self(self, judged: Judged, now: datetime) -> Judged:
        """With our own check; and lateness from before this start is none yet, there was nobody to poll."""
        stage = self.canary.overdue(now)
        alarms = judged.alarms if stage is None else (*judged.alarms, Alarm("self-check", "", "", {"what": stage}))
        behind = self.config().alarms.behind
        if behind is not None and now - self.started < timedelta(seconds=behind):
            alarms = tuple(alarm for alarm in alarms if alarm.kind != "behind")
            return Judged(alarms, judged.undecided | {"behind"})
        return replace(judged, alarms=alarms)
