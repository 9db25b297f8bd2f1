"""Everything committed is delivered: through refusals, outages, poison and slow services, and others are told."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from loopback import Exchange, Loopback, reply
from outbox_on_disk import AT_ONCE, NOW, STYLE, Post

from monitor.delivery import Pace
from monitor.models import Severity
from monitor.notify.channels import ChannelSettings
from monitor.store import outbox


@pytest.fixture
async def service() -> AsyncIterator[Loopback]:
    async with Loopback() as origin:
        yield origin


def hook(service: Loopback, name: str, query: str = "?rto=5") -> ChannelSettings:
    return ChannelSettings(name, f"json://127.0.0.1:{service.port}/{name}/{query}")


@pytest.fixture
async def post(service: Loopback, tmp_path: Path) -> AsyncIterator[Post]:
    made = Post(tmp_path, [hook(service, "ops"), hook(service, "desk")])
    service.on("*", reply(200))
    yield made
    await made.close()


def told(service: Loopback, name: str) -> list[str]:
    """The keys of the messages that reached this channel, in order."""
    return [asked.headers["idempotency-key"] for asked in service.asked if asked.target.startswith(f"/{name}/")]


def texts(service: Loopback, name: str) -> list[str]:
    return [
        f"{message['title']}\n{message['message']}"
        for asked in service.asked
        if asked.target.startswith(f"/{name}/")
        for message in [json.loads(asked.body)]
    ]


async def test_an_alert_reaches_every_channel_once_and_where_is_written_down(service: Loopback, post: Post) -> None:
    ref = post.tell("Hasakah")
    assert await post.deliver() == 2
    assert await post.deliver() == 0
    assert told(service, "ops") == told(service, "desk") == [ref]
    (row,) = post.log("ops")
    assert (row.state, row.attempts, row.sent_where) == ("sent", 1, f"json://127.0.0.1:{service.port}")
    assert "Gunmen storm Hasakah" in texts(service, "ops")[0]
    assert f"https://watch.example.org/i/{ref.removesuffix('-1')}" in texts(service, "ops")[0]


async def test_the_severe_go_first(service: Loopback, post: Post) -> None:
    low = post.tell("low", severity=Severity.LOW)
    critical = post.tell("critical", severity=Severity.CRITICAL)
    high = post.tell("high")
    await post.deliver()
    assert told(service, "ops") == [critical, high, low]


async def test_a_channel_that_is_down_is_tried_again_and_holds_up_nobody(service: Loopback, post: Post) -> None:
    refs = [post.tell(f"town{n}") for n in range(5)]
    service.on("/ops/", reply(503))
    await post.deliver()
    assert told(service, "desk") == refs
    assert len(told(service, "ops")) == 1, "one try asks for all that wait"
    assert post.states("ops") == ["pending"] * 5
    post.clock.pass_(seconds=29)
    await post.deliver()
    assert len(told(service, "ops")) == 1
    service.on("/ops/", reply(200))
    post.clock.pass_(seconds=2)
    await post.deliver()
    assert told(service, "ops") == [refs[0], refs[0]], "one asks whether it works again"
    await post.deliver()
    assert sorted(told(service, "ops")) == sorted([refs[0], *refs])
    assert post.states("ops") == ["sent"] * 5


async def test_an_outage_is_told_to_the_others_within_five_minutes_once_and_its_end_too(
    service: Loopback, post: Post
) -> None:
    post.tell("Hasakah")
    service.on("/ops/", reply(503))
    for _ in range(120):
        await post.deliver()
        if post.clock.now - NOW == timedelta(minutes=5):
            assert "Service trouble · channel ops" in texts(service, "desk")[-1]
        post.clock.pass_(seconds=30)
    assert sum("Service trouble" in text for text in texts(service, "desk")) == 1
    assert not any("Service trouble" in text for text in texts(service, "ops")), "it is not told about itself"
    assert "503" in post.courier.failing()["ops"]
    assert len(told(service, "ops")) <= 12
    service.on("/ops/", reply(200))
    post.clock.pass_(minutes=15)
    await post.deliver()
    await post.deliver()
    assert "Working again · channel ops" in texts(service, "desk")[-1]
    assert post.courier.failing() == {}


async def test_a_day_without_the_channel_loses_nothing(service: Loopback, post: Post) -> None:
    service.on("/ops/", reply(500))
    refs = []
    for hour in range(24):
        refs.append(post.tell(f"town{hour}"))
        for _ in range(6):
            await post.deliver()
            post.clock.pass_(minutes=10)
    service.on("/ops/", reply(200))
    before = len(told(service, "ops"))
    post.clock.pass_(minutes=15)
    while await post.deliver():
        pass
    after = texts(service, "ops")[before:]
    assert set(post.states("ops")) == {"sent"}
    assert all(sum(ref in text for text in after) == 1 for ref in refs)
    assert len(after) <= 20
    assert "Delayed: written" in after[0]


async def test_a_revoked_token_is_told_at_once_is_not_hammered_and_loses_nothing(service: Loopback, post: Post) -> None:
    refs = [post.tell(f"town{n}") for n in range(4)]
    service.on("/ops/", reply(401))
    await post.deliver()
    await post.deliver()
    assert "Service trouble · channel ops" in texts(service, "desk")[-1]
    assert "401" in texts(service, "desk")[-1]
    for _ in range(24 * 4):
        await post.deliver()
        post.clock.pass_(minutes=15)
    assert len(told(service, "ops")) <= 9
    assert sum("Service trouble" in text for text in texts(service, "desk")) == 1
    service.on("/ops/", reply(200))
    post.tell("afterwards")
    post.clock.pass_(hours=6)
    while await post.deliver():
        pass
    assert set(post.states("ops")) == {"sent"}
    assert set(refs) <= set(told(service, "ops"))


async def test_one_poison_message_in_a_hundred_is_tried_plainly_then_named_elsewhere(
    service: Loopback, post: Post
) -> None:
    refs = [post.tell(f"town{n}") for n in range(100)]
    poison = refs[37]

    async def behave(exchange: Exchange) -> None:
        bad = exchange.asked.headers["idempotency-key"] == poison
        await reply(400 if bad else 200)(exchange)

    service.on("/ops/", behave)
    while await post.deliver():
        pass
    assert [row.ref for row in post.log("ops") if row.state == "dead"] == [poison]
    assert told(service, "ops").count(poison) == 2
    assert sorted(set(told(service, "ops")) & set(refs)) == sorted(refs)
    full, plain = (text for text, key in zip(texts(service, "ops"), told(service, "ops"), strict=True) if key == poison)
    assert len(plain) < len(full)
    assert "HIGH" in plain
    assert f"{poison} could not be delivered" in "".join(texts(service, "desk"))


async def test_a_message_refused_for_its_looks_arrives_plain(service: Loopback, post: Post) -> None:
    async def behave(exchange: Exchange) -> None:
        fancy = "·" in exchange.asked.body.decode() or "\\u00b7" in exchange.asked.body.decode()
        await reply(400 if fancy else 200)(exchange)

    service.on("/ops/", behave)
    ref = post.tell("Hasakah")
    await post.deliver()
    assert post.states("ops") == ["sent"]
    assert told(service, "ops") == [ref, ref]


async def test_a_channel_that_refuses_everything_does_not_bury_its_queue(service: Loopback, post: Post) -> None:
    for n in range(20):
        post.tell(f"town{n}")
    service.on("/ops/", reply(400))
    for _ in range(10):
        await post.deliver()
    assert post.states("ops").count("dead") == 3
    assert post.states("ops").count("pending") >= 17


async def test_what_a_busy_service_asks_for_is_obeyed(service: Loopback, post: Post) -> None:
    post.tell("Hasakah")
    service.on("/ops/", reply(429, b'{"retry_after": 600}'))
    await post.deliver()
    service.on("/ops/", reply(200))
    post.clock.pass_(seconds=599)
    await post.deliver()
    assert len(told(service, "ops")) == 1
    post.clock.pass_(seconds=1)
    await post.deliver()
    assert post.states("ops") == ["sent"]


async def test_after_seven_days_a_delivery_waits_for_a_person(service: Loopback, post: Post) -> None:
    post.tell("Hasakah")
    service.on("/ops/", reply(503))
    post.clock.pass_(days=7)
    await post.deliver()
    assert post.states("ops") == ["dead"]


async def test_a_slow_channel_does_not_delay_another(service: Loopback, post: Post) -> None:
    arrived: asyncio.Queue[str] = asyncio.Queue()

    async def behave(exchange: Exchange) -> None:
        arrived.put_nowait(exchange.asked.headers["idempotency-key"])
        await reply(200)(exchange)

    service.on("/ops/", lambda exchange: exchange.hang())
    service.on("/desk/", behave)
    first, second = post.tell("one"), post.tell("two")
    await post.courier.deliver_due(post.clock())
    assert [await arrived.get(), await arrived.get()] == [first, second]
    third = post.tell("three")
    for _ in range(5000):
        if await post.courier.deliver_due(post.clock()):
            break
    assert await arrived.get() == third
    assert len(told(service, "ops")) == 1


async def test_one_message_of_a_channel_at_a_time_with_a_pause_between(service: Loopback, tmp_path: Path) -> None:
    post = Post(tmp_path, [hook(service, "ops")], Pace(gap=0.05))
    loop = asyncio.get_running_loop()
    at: list[float] = []

    async def behave(exchange: Exchange) -> None:
        at.append(loop.time())
        await reply(200)(exchange)

    service.on("*", behave)
    for n in range(4):
        post.tell(f"town{n}")
    await post.deliver()
    assert service.most_at_once == 1
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(at))
    await post.close()


async def test_an_unanswered_send_is_given_up_and_tried_again(service: Loopback, tmp_path: Path) -> None:
    post = Post(tmp_path, [hook(service, "ops")], Pace(gap=0.0, patience=0.2))
    service.on("*", lambda exchange: exchange.hang())
    post.tell("Hasakah")
    await post.deliver()
    assert "no answer within" in str(post.log("ops")[0].last_error)
    assert post.states("ops") == ["pending"]
    await post.close()


async def test_a_channel_that_left_the_configuration_is_not_lost_silently(service: Loopback, post: Post) -> None:
    post.tell("Hasakah")
    post.courier.use([hook(service, "desk")], STYLE)
    await post.deliver()
    (row,) = post.log("ops")
    assert row.state == "dead"
    assert "not in the configuration" in str(row.last_error)
    assert post.states("desk") == ["sent"]


async def test_a_corrected_channel_is_tried_at_once(service: Loopback, post: Post) -> None:
    post.tell("Hasakah")
    service.on("/ops/", reply(401))
    await post.deliver()
    post.write(lambda db: outbox.requeue(db, post.clock(), "ops"))
    right = ChannelSettings("ops", f"json://127.0.0.1:{service.port}/corrected/")
    post.courier.use([right, hook(service, "desk")], STYLE)
    await post.deliver()
    assert post.states("ops") == ["sent"]


FULL_DISK = (
    "CREATE TEMP TRIGGER full_disk BEFORE UPDATE ON deliveries WHEN NEW.state = 'sent'"
    " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
)


async def test_what_the_store_cannot_record_now_is_recorded_later_and_not_sent_again(
    service: Loopback, post: Post
) -> None:
    async def behave(exchange: Exchange) -> None:
        await asyncio.wrap_future(post.writer.submit(lambda db: db.conn.execute(FULL_DISK)))
        await reply(200)(exchange)

    service.on("/ops/", behave)
    ref = post.tell("Hasakah")
    post.courier.use([hook(service, "ops")], STYLE)
    await post.deliver()
    assert post.states("ops") == ["pending"]
    post.write(lambda db: db.conn.execute("DROP TRIGGER full_disk"))
    await post.deliver()
    assert post.states("ops") == ["sent"]
    post.clock.pass_(hours=1)
    await post.deliver()
    assert told(service, "ops") == [ref]


async def test_sigterm_lets_the_send_in_flight_finish_and_puts_the_rest_back(service: Loopback, post: Post) -> None:
    refs = [post.tell(f"town{n}") for n in range(5)]
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def behave(exchange: Exchange) -> None:
        arrived.set()
        await go_on.wait()
        await reply(200)(exchange)

    service.on("/ops/", behave)
    await post.courier.deliver_due(post.clock())
    await arrived.wait()
    ending = asyncio.create_task(post.courier.drain(5.0))
    await asyncio.sleep(0)
    go_on.set()
    await ending
    assert await post.courier.deliver_due(post.clock()) == 0
    assert told(service, "ops") == refs[:1]
    assert sorted(str(state) for state in post.states("ops")) == ["pending"] * 4 + ["sent"]
    assert post.write(outbox.release) == 0, "nothing is left claimed"


async def test_a_send_that_outlasts_the_end_is_left_to_the_next_start(service: Loopback, post: Post) -> None:
    post.tell("Hasakah")
    arrived = asyncio.Event()

    async def behave(exchange: Exchange) -> None:
        arrived.set()
        await exchange.hang()

    service.on("/ops/", behave)
    await post.courier.deliver_due(post.clock())
    await arrived.wait()
    await post.courier.drain(0.05)
    assert post.states("ops") == ["pending"]
    assert post.write(outbox.release) == 1


async def test_flush_sends_all_there_is_and_stops_when_nothing_is_due(service: Loopback, post: Post) -> None:
    refs = [post.tell(f"town{n}") for n in range(40)]
    await post.courier.flush(20.0)
    assert sorted(told(service, "ops")) == sorted(refs)
    assert AT_ONCE.batch < 40


async def test_a_fault_in_our_own_wording_still_tells_that_there_is_an_alert(
    service: Loopback, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    ref = post.tell("Hasakah")
    post.courier.use(post.channels, type(STYLE)("Not/AZone", "en", ""))
    await post.deliver()
    assert f"HIGH: a notice could not be worded. See ref {ref}." in texts(service, "ops")[0]
    assert "cannot word" in caplog.text
