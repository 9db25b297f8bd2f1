"""What the courier does about trouble that lasts: who hears of it, how often, and what a retry spares."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from loopback import Exchange, Loopback, reply
from outbox_on_disk import STYLE, Post

from monitor.delivery import Pace
from monitor.errors import StoreError
from monitor.models import Severity
from monitor.notify.routes import Maintenance, Routing
from monitor.notify.settings import ChannelSettings
from monitor.store.folder import DATABASE


@pytest.fixture
async def service() -> AsyncIterator[Loopback]:
    async with Loopback() as origin:
        yield origin


def hook(service: Loopback, name: str) -> ChannelSettings:
    return ChannelSettings(name, f"json://127.0.0.1:{service.port}/{name}/?rto=5")


@pytest.fixture
async def post(service: Loopback, tmp_path: Path) -> AsyncIterator[Post]:
    made = Post(tmp_path, [hook(service, "ops"), hook(service, "desk")])
    service.on("*", reply(200))
    yield made
    await made.close()


def kinds(post: Post, kind: str) -> int:
    return sum(row.kind == kind for row in post.log("desk"))


async def test_a_failing_channel_is_told_of_once_however_often_the_service_starts(
    service: Loopback, post: Post
) -> None:
    post.tell("Hasakah")
    service.on("/ops/", reply(401))
    for start in range(5):
        post.courier.use([hook(service, "desk")], STYLE)
        post.courier.use([hook(service, "ops"), hook(service, "desk")], STYLE)  # a new start knows nothing of the old
        post.tell(f"again{start}")
        await post.deliver()
        await post.deliver()
    assert kinds(post, "trouble") == 1
    service.on("/ops/", reply(200))
    post.clock.pass_(hours=7)
    for _ in range(4):
        await post.deliver()
    assert kinds(post, "recovered") == 1
    assert set(post.states("ops")) == {"sent"}


async def test_what_is_told_of_a_channel_waits_for_the_maintenance_of_another(service: Loopback, post: Post) -> None:
    now = post.clock()
    moving = Maintenance(now, now + timedelta(hours=2), "the chat server moves", ("desk",))
    channels = [hook(service, "ops"), hook(service, "desk"), hook(service, "boss")]
    post.courier.use(channels, STYLE, routing=Routing((), (moving,)))
    post.tell("Hasakah")
    service.on("/ops/", reply(401))
    await post.deliver()
    told = {row.target: (row.state, row.due_at) for row in post.log() if row.kind == "trouble"}
    assert told == {"desk": ("waiting", moving.end), "boss": ("pending", now)}


async def test_the_plain_second_try_keeps_the_pause_too(service: Loopback, tmp_path: Path) -> None:
    post = Post(tmp_path, [hook(service, "ops")], Pace(gap=0.1))
    at: list[float] = []

    async def refuse(exchange: Exchange) -> None:
        at.append(asyncio.get_running_loop().time())
        await reply(400)(exchange)

    service.on("*", refuse)
    post.tell("one")
    post.tell("two")
    await post.deliver()
    assert len(at) == 4
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(at))
    await post.close()


async def test_a_refused_summary_is_halved_until_only_the_refused_message_is_left(
    service: Loopback, post: Post
) -> None:
    refs = [post.tell(f"town{n}", severity=Severity.LOW) for n in range(40)]
    bad = refs[23]

    async def behave(exchange: Exchange) -> None:
        await reply(400 if bad in exchange.asked.body.decode() else 200)(exchange)

    service.on("/ops/", behave)
    post.clock.pass_(hours=2)
    for _ in range(5):
        await post.deliver()
    assert [row.ref for row in post.log("ops") if row.state == "dead"] == [bad]
    assert sum(row.state == "sent" for row in post.log("ops") if row.ref in refs) == 39
    assert any(f"{bad} could not be delivered" in row.reason for row in post.log("desk"))


async def test_an_alert_that_comes_with_a_backlog_is_first_and_alone(service: Loopback, post: Post) -> None:
    for n in range(40):
        post.tell(f"town{n}", severity=Severity.LOW)
    post.clock.pass_(hours=2)
    fresh = post.tell("now", severity=Severity.CRITICAL)
    await post.deliver()
    first = next(asked for asked in service.asked if asked.target.startswith("/ops/"))
    assert first.headers["idempotency-key"] == fresh


async def test_a_channel_that_keeps_silent_fails_from_the_moment_it_was_asked(
    service: Loopback, tmp_path: Path
) -> None:
    post = Post(tmp_path, [hook(service, "ops"), hook(service, "desk")], Pace(gap=0.0, patience=0.2))

    async def hang(exchange: Exchange) -> None:
        post.clock.pass_(seconds=75)
        await exchange.hang()

    service.on("*", reply(200))
    service.on("/ops/", hang)
    asked = post.clock.now
    post.tell("Hasakah")
    await post.deliver()
    while not kinds(post, "trouble"):
        post.clock.pass_(seconds=5)
        service.on("/ops/", reply(503))
        await post.deliver()
    assert (post.clock.now - asked).total_seconds() <= 300
    await post.close()


async def test_a_database_that_is_taken_away_is_told_from_memory_on_every_channel(
    service: Loopback, post: Post, tmp_path: Path
) -> None:
    (tmp_path / DATABASE).rename(tmp_path / "elsewhere.db")
    for _ in range(8):
        with pytest.raises(StoreError):
            await post.courier.deliver_due(post.clock())
        await post.courier.idle()
        post.clock.pass_(seconds=10)
    for name in ("ops", "desk"):
        told = [json.loads(asked.body) for asked in service.asked if asked.target.startswith(f"/{name}/")]
        assert len(told) == 1
        assert "was moved, removed or replaced" in told[0]["message"]
