"""Faults of our own process and of its disk: real processes, signals and limits, real services on loopback."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from accounts import Account, Arrived, World, account
from loopback import Exchange, Loopback, reply
from outbox_on_disk import NOW
from running_service import config, eventually, monitor_run, rss

from monitor.control import ask
from monitor.errors import StoreError
from monitor.store.folder import DATABASE

SENDER = Path(__file__).with_name("sender.py")
TITLES = (
    "Militants open fire on guards at al-Hol",
    "Police arrest four men who planned to bomb the central station",
)
HOLD_SECONDS = 6.0
START_SECONDS = 100.0  # a real service, on a machine that is busy with other tests
LOCKER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


async def _sender(folder: Path, port: int, *mode: str, failpoint: str = "") -> tuple[int, str]:
    environment = {**os.environ, "MONITOR_FAILPOINT": failpoint}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *(str(SENDER), str(folder), str(port), *mode),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, out.decode()


def killed(failpoint: str) -> Callable[[Path], Awaitable[Account]]:
    """F3, F4: three senders in a row die at this place; the fourth lives."""

    async def run(folder: Path) -> Account:
        async with Loopback() as service:
            world = World(folder, service)
            refs = [world.post.tell(f"town{n}") for n in range(12)]
            await world.post.close()
            for _ in range(3):
                assert (await _sender(folder, service.port, failpoint=failpoint))[0] == -signal.SIGKILL
            assert (await _sender(folder, service.port))[0] == 0
            both = [
                Arrived("", f"{ref} {name}", "", NOW)
                for name in ("ops", "desk")
                for ref in [message.key for message in world.of(name)]
            ]
            each = [f"{ref} {name}" for ref in refs for name in ("ops", "desk")]
            return account(both, each, note="3 kills, two channels")

    return run


def _hooks(service: Loopback) -> list[Arrived]:
    """What the hook of a real service was told, by its visible id."""
    return [
        Arrived("told", asked.headers["idempotency-key"], "", NOW) for asked in service.asked if asked.target == "/hook"
    ]


def _at_hook(service: Loopback, release: asyncio.Event) -> None:
    async def slow(exchange: Exchange) -> None:
        await release.wait()
        await reply(200)(exchange)

    service.on("/feed", reply(200, rss(*TITLES)))
    service.on("/hook", slow)


async def sigterm_while_sending(folder: Path) -> Account:
    """F7: SIGTERM reaches a real service in the middle of a send; what is left is sent by the next start."""
    async with Loopback() as service:
        release = asyncio.Event()
        _at_hook(service, release)
        settings = config([service.url("/feed")], channel=f"json://127.0.0.1:{service.port}/hook")
        with monitor_run(folder, settings) as first:
            await eventually(lambda: _hooks(service), START_SECONDS)
            first.process.send_signal(signal.SIGTERM)
            await eventually(lambda: "stopping" in first.log, 5)
            release.set()
            await eventually(first.has_ended, 10)
            assert first.process.returncode == 0, first.log
        with monitor_run(folder, settings) as second:
            await eventually(
                lambda: second.answers() and second.deliveries() == {("told", "sent"): len(TITLES)}, START_SECONDS
            )
        return _of_real(service, "ended within 10 s with code 0")


async def stopped_and_continued(folder: Path) -> Account:
    """F8: a real service is stopped while a send is under way, gets its answer in its sleep, and goes on."""
    async with Loopback() as service:
        release = asyncio.Event()
        _at_hook(service, release)
        settings = config([service.url("/feed")], channel=f"json://127.0.0.1:{service.port}/hook")
        with monitor_run(folder, settings) as running:
            await eventually(lambda: _hooks(service), START_SECONDS)
            running.process.send_signal(signal.SIGSTOP)
            release.set()
            await eventually(lambda: service.now_at_once == 0, 5)
            await asyncio.sleep(1.0)
            running.process.send_signal(signal.SIGCONT)
            await eventually(lambda: running.deliveries() == {("told", "sent"): len(TITLES)}, START_SECONDS)
        return _of_real(service, "")


def _of_real(service: Loopback, note: str) -> Account:
    arrived = _hooks(service)
    refs = sorted({message.key for message in arrived})
    found = account(arrived, refs, note=note)
    return Account(len(TITLES), found.received, found.duplicates, found.messages, None, note)


async def ten_minutes_of_sleep(folder: Path) -> Account:
    """F8: the clock jumps by ten minutes, beyond every lease, while a send is under way."""
    async with Loopback() as service:
        world = World(folder, service)
        arrived, release = asyncio.Event(), asyncio.Event()

        async def slow(exchange: Exchange) -> None:
            arrived.set()
            await release.wait()
            await world.take()(exchange)

        refs = [world.post.tell(f"town{n}") for n in range(6)]
        service.on("/ops/", slow)
        await world.post.courier.deliver_due(world.post.clock())
        await arrived.wait()
        world.post.clock.pass_(minutes=10)
        await world.post.courier.deliver_due(world.post.clock())
        release.set()
        await world.post.courier.idle()
        await world.recover()
        await world.post.close()
        return account(world.of("ops"), refs)


async def page_limit(folder: Path) -> Account:
    """F9: the database may not grow; what is committed is sent, what is new is refused, and then it goes on."""
    async with Loopback() as service:
        world = World(folder, service)
        post = world.post
        refs = [post.tell(f"town{n}") for n in range(6)]
        pages = post.write(lambda db: db.conn.execute("PRAGMA page_count").fetchone()[0])
        post.write(lambda db: db.conn.execute(f"PRAGMA max_page_count = {pages}").fetchone())
        began, refused = post.clock(), 0
        for n in range(60):
            try:
                refs.append(post.tell(f"later{n}" + "x" * 500))
            except StoreError:
                refused += 1
            await post.deliver()
            post.clock.pass_(seconds=1)
        alarm = world.told_after("ops", began, "cannot be accepted")
        post.write(lambda db: db.conn.execute("PRAGMA max_page_count = 1000000").fetchone())
        refs.append(post.tell("afterwards"))
        await world.recover()
        assert refused
        assert any("takes new alerts again" in message.text for message in world.of("desk"))
        await post.close()
        return account(world.of("ops"), refs, told=alarm, note=f"{refused} refused and not accepted; goes on by itself")


async def file_size_limit(folder: Path) -> Account:
    """F9: no file may grow, so not even a claim can be written; a real process sends all the same."""
    async with Loopback() as service:
        world = World(folder, service)
        refs = [world.post.tell(f"town{n}") for n in range(6)]
        await world.post.close()
        code, out = await _sender(folder, service.port, "full")
        assert code == 0
        seen = json.loads(out)
        assert not seen["accepted"]
        assert seen["recorded_during"] == 0
        reopened = World(folder, service)
        assert set(reopened.post.states("ops")) == {"sent"}
        await reopened.post.close()
        return account(world.of("ops"), refs, told=seen["alarmed"], note="sent while nothing could be written")


async def locked(folder: Path) -> Account:
    """F13: another process holds the database locked for longer than SQLite waits."""
    async with Loopback() as service:
        world = World(folder, service)
        refs = [world.post.tell(f"town{n}") for n in range(6)]
        path = str(folder / DATABASE)
        locker = await asyncio.create_subprocess_exec(
            sys.executable, "-c", LOCKER, path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert locker.stdout is not None
        assert (await locker.stdout.readline()).strip() == b"locked"
        delivering = asyncio.create_task(world.post.deliver())
        await asyncio.sleep(HOLD_SECONDS)
        assert not world.of("ops")
        await locker.communicate(b"")
        await delivering
        await world.post.close()
        return account(world.of("ops"), refs, note=f"locked for {HOLD_SECONDS:.0f} s")


async def no_channel_works(folder: Path) -> Account:
    """F22: the only channel of a real service breaks: the heartbeat stops, the status says so, and both come back."""
    async with Loopback() as service:
        hook = f"json://127.0.0.1:{service.port}/hook"
        settings = json.loads(config([service.url("/feed")], channel=hook))
        settings["heartbeat"] = {"url": service.url("/alive"), "every": "1s"}
        service.on("/feed", reply(200, rss()))
        service.on("/alive", reply(200))
        service.on("/hook", reply(503))

        def beats() -> int:
            return sum(asked.target == "/alive" for asked in service.asked)

        with monitor_run(folder, json.dumps(settings)) as running:
            await eventually(beats, START_SECONDS)
            service.on("/feed", reply(200, rss(*TITLES)))
            ask(running.data, "poll-now", {"url": service.url("/feed")})
            await eventually(lambda: running.status()["channels"], START_SECONDS)
            shown = running.status()
            before = beats()
            await asyncio.sleep(3.0)
            assert beats() <= before + 1, "one may have been under way"
            assert "503" in str(shown["channels"])
            assert "no channel works" in str(shown["life"])
            service.on("/hook", reply(200))
            await eventually(lambda: running.deliveries() == {("told", "sent"): len(TITLES)}, 2 * START_SECONDS)
            stopped = beats()
            await eventually(lambda: beats() > stopped, START_SECONDS)
        arrived = [message for message in _hooks(service) if message][-len(TITLES) :]
        found = account(arrived, sorted({message.key for message in arrived}))
        note = "the heartbeat stopped, the status named the channel, and both came back"
        return Account(len(TITLES), found.received, found.duplicates, found.messages, None, note)


SCENARIOS: dict[str, Callable[[Path], Awaitable[Account]]] = {
    "F3 kill -9 after the claim": killed("after-claim"),
    "F4 kill -9 after the yes, before it is recorded": killed("after-send"),
    "F7 SIGTERM during a send": sigterm_while_sending,
    "F8 SIGSTOP and SIGCONT during a send": stopped_and_continued,
    "F8 ten minutes of sleep during a send": ten_minutes_of_sleep,
    "F9 disk full (page limit)": page_limit,
    "F9 disk full (file size limit, real process)": file_size_limit,
    "F13 database locked by another process": locked,
    "F22 the only channel of a real service down": no_channel_works,
}
