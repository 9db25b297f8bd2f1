"""Faults of the services that messages go to. Hours pass on the simulated clock; sockets and answers are real."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

from accounts import Account, Arrived, World, account
from loopback import Behaviour, Exchange, Loopback, raw, reply, reset
from mailboxes import Mailbox
from outbox_on_disk import AT_ONCE, NOW, Post
from running_service import eventually

from monitor.delivery import Pace
from monitor.models import Severity
from monitor.notify.channels import ChannelSettings

Scenario = Callable[[Path], Awaitable[Account]]


@asynccontextmanager
async def world(folder: Path, pace: Pace = AT_ONCE) -> AsyncIterator[World]:
    async with Loopback() as service:
        made = World(folder, service, pace)
        try:
            yield made
        finally:
            await made.post.close()


@contextmanager
def mail_post(folder: Path, box: Mailbox, pace: Pace = AT_ONCE) -> Iterator[Post]:
    yield Post(folder, [box.settings, ChannelSettings("desk", f"file:{folder / 'desk.jsonl'}")], pace)


async def mail_down_for_a_day(folder: Path) -> Account:
    """F15: the mail server refuses connections for 24 h while 248 notices are committed, 8 of them severe."""
    box = Mailbox()
    with mail_post(folder, box) as post:
        refs, told = [], None
        for quarter in range(24 * 4):
            for n in range(2 + (quarter % 12 < 7)):
                severe = quarter % 12 == 0 and n == 0
                refs.append(post.tell(f"town{quarter}x{n}", severity=Severity.HIGH if severe else Severity.LOW))
            for _ in range(3):
                await post.deliver()
                if told is None and any(row.kind == "trouble" for row in post.log("desk")):
                    told = (post.clock() - NOW).total_seconds()
                post.clock.pass_(minutes=0.25 if quarter == 0 else 5)
            while quarter == 0 and post.clock() < NOW + timedelta(minutes=15):
                await post.deliver()
                if told is None and any(row.kind == "trouble" for row in post.log("desk")):
                    told = (post.clock() - NOW).total_seconds()
                post.clock.pass_(seconds=15)
        with box.open(post.clock):
            back = post.clock()
            while len({ref for m in box.arrived for ref in m.refs(refs)}) < len(refs):
                await post.deliver()
                post.clock.pass_(seconds=10)
            drained = (post.clock() - back).total_seconds()
        alone = sum(1 for message in box.arrived if not message.key.startswith("S-"))
        note = f"{len(box.arrived)} mails, {alone} of them one by one, within {drained / 60:.0f} min of its return"
        result = account(box.arrived, refs, told=told, note=note)
        await post.close()
    return result


def wrong_answers(name: str) -> Scenario:
    """F16: the service answers wrongly for an hour."""

    async def half(exchange: Exchange) -> None:
        await raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")(exchange)

    answers: dict[str, Behaviour] = {
        "500": reply(500),
        "reset": reset,
        "half a body": half,
        "200 with ok: false": reply(200, b'{"ok": false, "error": "channel_is_archived"}'),
        "hang": lambda exchange: exchange.hang(),
    }

    async def run(folder: Path) -> Account:
        pace = Pace(gap=0.0, patience=0.2) if name == "hang" else AT_ONCE
        async with world(folder, pace) as w:
            refs = [w.post.tell(f"town{n}") for n in range(8)]
            w.service.on("/ops/", answers[name])
            await w.run(3600, 10)
            tries = sum(asked.target.startswith("/ops/") for asked in w.service.asked)
            await w.recover()
            return account(w.of("ops"), refs, told=w.told_after(), note=f"{tries} tries in the hour")

    return run


def too_many(name: str) -> Scenario:
    """F17: 429 for ten minutes."""
    answers: dict[str, Behaviour] = {
        "with Retry-After": reply(429, b"", {"Retry-After": "600"}),
        "without Retry-After": reply(429),
        "though posted": reply(429),
    }

    async def run(folder: Path) -> Account:
        async with world(folder) as w:
            refs = [w.post.tell(f"town{n}") for n in range(8)]
            w.service.on("/ops/", w.take(answers[name]) if name == "though posted" else answers[name])
            await w.run(590, 5)
            tries = sum(asked.target.startswith("/ops/") for asked in w.service.asked)
            await w.recover()
            return account(w.of("ops"), refs, told=w.told_after(), note=f"{tries} tries in 10 min")

    return run


def poison(status: int) -> Scenario:
    """F18: one message of a hundred is refused for what it says."""

    async def run(folder: Path) -> Account:
        async with world(folder) as w:
            refs = [w.post.tell(f"town{n}") for n in range(100)]
            bad = refs[37]

            async def behave(exchange: Exchange) -> None:
                if exchange.asked.headers["idempotency-key"] == bad:
                    await reply(status)(exchange)
                else:
                    await w.take()(exchange)

            w.service.on("/ops/", behave)
            await w.run(60, 1)
            tries = sum(
                asked.headers.get("idempotency-key") == bad for asked in w.service.asked if "/ops/" in asked.target
            )
            named = f"{bad} could not be delivered" in "".join(message.text for message in w.of("desk"))
            told = w.told_after(what=f"{bad} could not be delivered")
            return account(w.of("ops"), refs, told=told, named=int(named), note=f"it was tried {tries} times")

    return run


def revoked(status: int) -> Scenario:
    """F19: the token is revoked for a day, then replaced."""

    async def run(folder: Path) -> Account:
        async with world(folder) as w:
            refs = [w.post.tell(f"town{n}") for n in range(20)]
            w.service.on("/ops/", reply(status))
            await w.run(24 * 3600, 60)
            tries = sum(asked.target.startswith("/ops/") for asked in w.service.asked)
            w.post.clock.pass_(hours=6)
            await w.recover()
            return account(w.of("ops"), refs, told=w.told_after(), note=f"{tries} tries in the day")

    return run


async def one_recipient_of_three(folder: Path) -> Account:
    """F20: one of three mailboxes is refused for an hour; the other two must not get the mail again."""
    box = Mailbox(to="a@example.org,b@example.org,c@example.org", temporarily_refused={"b@example.org"})
    with mail_post(folder, box) as post, box.open(post.clock):
        refs = [post.tell(f"town{n}") for n in range(5)]
        for _ in range(60):
            await post.deliver()
            post.clock.pass_(minutes=1)
        box.temporarily_refused.clear()
        for _ in range(60):
            await post.deliver()
            post.clock.pass_(minutes=1)
        each = [f"{ref} {to}" for ref in refs for to in ("a@example.org", "b@example.org", "c@example.org")]
        arrived = [
            Arrived("mail", f"{m.key} {to}", m.text, m.at) for m, to in zip(box.arrived, box.to_whom, strict=True)
        ]
        told = next(((row.created_at - NOW).total_seconds() for row in post.log("desk") if row.kind == "trouble"), None)
        result = account(arrived, each, note="counted per recipient", told=told)
        await post.close()
    return result


async def drops_after_data(folder: Path) -> Account:
    """F21: the mail server takes the mail and breaks off before it says so, three times."""
    box = Mailbox(drops=3)
    return await _ambiguous(folder, box, Pace(gap=0.0))


async def slow_yes(folder: Path) -> Account:
    """F21: the mail server says yes after we gave up waiting (the waiting is shortened, not the order of events)."""
    box = Mailbox(slow=1.0, slow_times=1)
    return await _ambiguous(folder, box, Pace(gap=0.0, patience=0.5))


async def _ambiguous(folder: Path, box: Mailbox, pace: Pace) -> Account:
    with mail_post(folder, box, pace) as post, box.open(post.clock):
        refs = [post.tell(f"town{n}") for n in range(4)]
        for _ in range(60):
            await post.deliver()
            post.clock.pass_(minutes=1)
        pairs = {(message.key, id_) for message, id_ in zip(box.arrived, box.message_ids, strict=True)}
        assert len(pairs) == len({id_ for _, id_ in pairs}) == len(refs), "a repeat has the Message-ID of the first"
        result = account(box.arrived, refs, note="a repeat has the same Message-ID")
        await post.close()
    return result


async def slow_mail(folder: Path) -> Account:
    """A mail server that takes two seconds for each mail is waited for, and holds up nobody."""
    box = Mailbox(slow=2.0, slow_times=2)
    with mail_post(folder, box, Pace(gap=0.0)) as post, box.open(post.clock):
        refs = [post.tell(f"town{n}") for n in range(2)]
        await post.courier.deliver_due(post.clock())
        loop = asyncio.get_running_loop()
        began = loop.time()
        await eventually(lambda: set(post.states("desk")) == {"sent"}, 5.0)
        others = loop.time() - began
        await post.courier.idle()
        result = account(box.arrived, refs, note=f"the other channel had all after {others:.1f} s")
        assert others < 2.0
        await post.close()
    return result


async def all_channels_down(folder: Path) -> Account:
    """F22: no channel works for six hours. What is seen of it is tested with a real service."""
    async with world(folder) as w:
        refs = [w.post.tell(f"town{n}") for n in range(30)]
        w.service.on("/ops/", reply(503))
        w.service.on("/desk/", reply(401))
        await w.run(6 * 3600, 60)
        assert set(w.post.courier.failing()) == {"ops", "desk"}
        w.post.clock.pass_(hours=6)
        await w.recover()
        return account(w.of("ops"), refs, note=f"{len(w.of('ops'))} messages after its return")


SCENARIOS: dict[str, Scenario] = {
    "F15 mail server down for 24 h": mail_down_for_a_day,
    "F16 answers 500 for an hour": wrong_answers("500"),
    "F16 resets the connection for an hour": wrong_answers("reset"),
    "F16 sends half an answer for an hour": wrong_answers("half a body"),
    "F16 answers 200 with ok: false for an hour": wrong_answers("200 with ok: false"),
    "F16 does not answer for an hour": wrong_answers("hang"),
    "F17 429 with Retry-After: 600": too_many("with Retry-After"),
    "F17 429 without Retry-After": too_many("without Retry-After"),
    "F17 429 although it posted the message": too_many("though posted"),
    "F18 one message of 100 refused with 400": poison(400),
    "F18 one message of 100 refused with 413": poison(413),
    "F19 token revoked for a day (401)": revoked(401),
    "F19 token revoked for a day (403)": revoked(403),
    "F19 address gone for a day (404)": revoked(404),
    "F20 one recipient of three refused for an hour": one_recipient_of_three,
    "F21 mail server takes DATA, then breaks off": drops_after_data,
    "F21 mail server says yes too late": slow_yes,
    "slow mail server": slow_mail,
    "F22 all channels down for 6 h": all_channels_down,
}
