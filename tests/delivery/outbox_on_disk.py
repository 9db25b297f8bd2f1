"""A real database with something to tell, a clock that stands still, and a courier over both."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from monitor.delivery import Courier, Pace
from monitor.models import (
    Article,
    Assessment,
    Decision,
    FeedSettings,
    Finding,
    Identity,
    IncidentChange,
    Notice,
    NoticeKind,
    Reason,
    Severity,
    Target,
)
from monitor.notify.channels import ChannelSettings
from monitor.notify.routes import Routing
from monitor.notify.wording import Style
from monitor.store import articles, feeds, incidents, outbox
from monitor.store.database import Database, open_writer
from monitor.store.outbox import DeliveryRow
from monitor.store.writer import Writer
from monitor.telling import NO_ROUTES, add_notice

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
STYLE = Style("UTC", "en", "https://watch.example.org")
AT_ONCE = Pace(gap=0.0)

T = TypeVar("T")


class Clock:
    """Time stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


class Post:
    """The database's writer, a courier and a clock."""

    def __init__(self, folder: Path, channels: Sequence[ChannelSettings], pace: Pace = AT_ONCE) -> None:
        self.clock = Clock()
        self.channels = list(channels)
        self.writer = Writer(lambda: open_writer(folder, now=NOW, create=True))
        self.courier = Courier(self.writer, channels, self.clock, style=STYLE, pace=pace, jitter=lambda: 1.0)

    def write(self, work: Callable[[Database], T]) -> T:
        return self.writer.submit(work).result()

    def tell(
        self,
        name: str,
        *,
        kind: NoticeKind = "opened",
        severity: Severity = Severity.HIGH,
        routing: Routing = NO_ROUTES,
    ) -> str:
        """Open an incident and plan its notice for every channel; give the notice's ref."""
        targets = [channel.target for channel in self.channels]
        return self.write(lambda db: tell(db, name, targets, self.clock(), kind, severity, routing))

    async def deliver(self) -> int:
        """Everything that is due now, to the end."""
        count = await self.courier.deliver_due(self.clock())
        await self.courier.idle()
        return count

    def log(self, target: str | None = None) -> list[DeliveryRow]:
        return [row for row in self.write(lambda db: outbox.log(db, target=target))[::-1] if row.target]

    def states(self, target: str) -> list[str | None]:
        return [row.state for row in self.log(target)]

    async def close(self) -> None:
        await self.courier.drain(0.2)
        await asyncio.to_thread(self.writer.close)


def tell(
    db: Database,
    name: str,
    targets: Sequence[Target],
    now: datetime,
    kind: NoticeKind,
    severity: Severity,
    routing: Routing = NO_ROUTES,
) -> str:
    feed = feeds.find(db, "https://wire.example.org/feed")
    feed_id = feed.id if feed else feeds.add(db, FeedSettings("https://wire.example.org/feed", name="Wire"), now)
    key = name.encode().hex().ljust(32, "0")[:32]
    title, reasons = f"Gunmen storm {name}", (Reason("evidence", "stormed", 80),)
    said = Assessment("prison-attack", "Prison attack", "attack", 80, Decision.ALERT, severity, "stable", 3600, reasons)
    article = Article(Identity(key, key, key), False, f"https://wire.example.org/{name}", title, "", "en", now)
    article_id = articles.add(db, feed_id, Finding(article, (said,), title), "rules", now)
    assert article_id is not None
    change = IncidentChange(
        None,
        "attack",
        ("prison-attack",),
        severity,
        3600,
        escalates=False,
        reason="opened",
        signature=bytes(64),
    )
    incident_id, ref = incidents.open_incident(db, change, article_id, [said], now)
    notice = Notice(kind, severity, "opened: no incident of family attack is open", incident_id)
    add_notice(db, notice, targets, now, routing)
    return f"{ref}-1"
