"""What a fault did to a channel: what was committed, what arrived and how often, and when others were told."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from loopback import Exchange, Loopback, reply
from outbox_on_disk import AT_ONCE, NOW, Post

from monitor.delivery import Pace
from monitor.notify.channels import ChannelSettings

Behaviour = Callable[[Exchange], Awaitable[None]]
REF = re.compile(r"\b[0-9A-Z]{4,6}-\d+\b")


@dataclass(frozen=True)
class Arrived:
    """One message that a service took: its key, all it says, and the simulated time."""

    channel: str
    key: str
    text: str
    at: datetime

    def refs(self, committed: Iterable[str]) -> list[str]:
        """The notices that it tells: its own, or all that a summary or a message of kept ones names."""
        many = self.key.startswith("S-") or "Kept for you" in self.text
        return [ref for ref in committed if ref in self.text] if many else [self.key]


@dataclass(frozen=True)
class Account:
    """One row of the table. `told` is in seconds of the simulated clock, None where nobody else needs to know."""

    committed: int
    received: int
    duplicates: int
    messages: int
    told: float | None = None
    note: str = ""
    named_elsewhere: int = 0

    @property
    def lost(self) -> int:
        """Committed, never received, and named nowhere else."""
        return self.committed - self.received - self.named_elsewhere


def account(
    arrived: Iterable[Arrived], committed: Sequence[str], *, told: float | None = None, note: str = "", named: int = 0
) -> Account:
    """Count what one channel took of what was committed for it."""
    messages = list(arrived)
    counts = Counter(ref for message in messages for ref in message.refs(committed) if ref in committed)
    extra = sum(counts.values()) - len(counts)
    return Account(len(committed), len(counts), extra, len(messages), told, note, named)


@dataclass
class World:
    """Two channels at scripted services, `ops` and `desk`, and an outbox with a clock that stands still."""

    folder: Path
    service: Loopback
    pace: Pace = AT_ONCE
    arrived: list[Arrived] = field(default_factory=list)
    post: Post = field(init=False)

    def __post_init__(self) -> None:
        self.post = Post(self.folder, [self.channel("ops"), self.channel("desk")], self.pace)
        self.service.on("*", self.take())

    def channel(self, name: str) -> ChannelSettings:
        return ChannelSettings(name, f"json://127.0.0.1:{self.service.port}/{name}/?rto=5")

    def take(self, then: Behaviour | None = None) -> Behaviour:
        """The service posts the message, and then answers so."""

        async def behave(exchange: Exchange) -> None:
            channel = exchange.asked.target.split("/")[1]
            key = exchange.asked.headers.get("idempotency-key", "")
            text = exchange.asked.body.decode().encode().decode("unicode_escape")
            self.arrived.append(Arrived(channel, key, text, self.post.clock()))
            await (then or reply(200))(exchange)

        return behave

    def of(self, channel: str) -> list[Arrived]:
        return [message for message in self.arrived if message.channel == channel]

    def told_after(self, channel: str = "desk", since: datetime = NOW, what: str = "Service trouble") -> float | None:
        """Seconds until this channel heard of the trouble, or None."""
        return next(((m.at - since).total_seconds() for m in self.of(channel) if what in m.text), None)

    async def run(self, seconds: float, step: float) -> None:
        """Let the clock run, with a round of deliveries at each step."""
        end = self.post.clock.now.timestamp() + seconds
        while self.post.clock.now.timestamp() <= end:
            await self.post.deliver()
            self.post.clock.pass_(seconds=step)

    async def recover(self) -> None:
        """The services work again; deliver until nothing waits."""
        self.service.on("/ops/", self.take())
        self.service.on("/desk/", self.take())
        await self.run(1800, 60)
        while await self.post.deliver():
            pass
