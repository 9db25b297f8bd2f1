"""Faults of the store below us: kills in upkeep, a power cut, no right to write, a database that is gone or damaged."""

import asyncio
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from accounts import Account, World, account
from loopback import Loopback

from monitor.errors import DatabaseRefused, StoreError
from monitor.store import backup, outbox
from monitor.store.database import Database
from monitor.store.folder import DATABASE

JOURNALS = ("", "-wal", "-shm")
# Ends itself by SIGKILL after so many steps of SQLite's virtual machine, wherever that is.
UPKEEP = """
import os, signal, sys
from datetime import timedelta
from pathlib import Path
sys.path[:0] = sys.argv[4].split(":")
from outbox_on_disk import NOW
from monitor.store import backup, retention
from monitor.store.database import open_writer
folder, what, steps = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
now = NOW + timedelta(days=1000)
with open_writer(folder, now=now, create=False) as db:
    count = iter(range(steps))
    db.conn.set_progress_handler(lambda: next(count, None) is None and os.kill(os.getpid(), signal.SIGKILL), 10)
    if what == "vacuum":
        db.conn.execute("VACUUM")
    elif what == "index":
        db.conn.execute("REINDEX")
    else:
        with db.atomic():
            retention.purge(db, now, retention.Keep(timedelta(days=1), timedelta(days=1)))
"""


async def killed_in_upkeep(folder: Path) -> Account:
    """F5: nine processes are killed at some place of forgetting, compacting or indexing; what waits is then sent."""
    async with Loopback() as service:
        world = World(folder, service)
        refs = [world.post.tell(f"town{n}") for n in range(12)]
        await world.post.close()
        paths = ":".join(sys.path)
        for what in ("purge", "vacuum", "index"):
            for steps in (3, 20, 60):
                command = (sys.executable, "-c", UPKEEP, str(folder), what, str(steps), paths)
                child = await asyncio.to_thread(subprocess.run, command, check=False, capture_output=True)
                assert child.returncode == -signal.SIGKILL, (what, steps, child.stderr)
        return await delivered(folder, service, world, refs, "9 kills while forgetting, compacting, indexing")


async def power_cut(folder: Path) -> Account:
    """F6: the disk as a power cut leaves it: what was written through, and half of what was not."""
    async with Loopback() as service:
        world = World(folder / "before", service)
        refs = [world.post.tell(f"town{n}") for n in range(12)]
        cut = folder / "after"
        shutil.copytree(folder / "before", cut)
        with (cut / f"{DATABASE}-wal").open("ab") as journal:
            journal.write(b"\x37" * 10_000)  # pages of a transaction that was not committed, torn
        (cut / f"{DATABASE}-shm").unlink()
        await world.post.close()
        world.arrived.clear()
        return await delivered(cut, service, world, refs, "12 commits acknowledged before the cut")


async def fsync_fails(folder: Path) -> Account:
    """F10: the disk says once that it could not write through (the error is made: no disk here fails on demand). What
    this process knows is in doubt from then on, so nothing more is accepted until a new start has looked."""
    async with Loopback() as service:
        world = World(folder, service)
        post = world.post
        refs = [post.tell(f"town{n}") for n in range(6)]
        began = post.clock()

        def fail(_: Database) -> None:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise error

        with pytest.raises(DatabaseRefused, match="failed under us"):
            post.write(fail)
        with pytest.raises(DatabaseRefused, match="start again"):
            post.tell("refused")
        told = await alarmed(world, began, "failed under us")
        await post.close()
        return await delivered(folder, service, world, refs, "nothing is accepted until the next start", told=told)


async def alarmed(world: World, since: datetime, what: str) -> float | None:
    """Two minutes without a store; after how many seconds people heard of it."""
    for _ in range(24):
        with suppress(StoreError):
            await world.post.deliver()
        await world.post.courier.idle()
        world.post.clock.pass_(seconds=5)
    return world.told_after("desk", since, what)


async def read_only(folder: Path) -> Account:
    """F11: from one moment on nothing may be written; later it may again."""
    async with Loopback() as service:
        world = World(folder, service)
        post = world.post
        refs = [post.tell(f"town{n}") for n in range(6)]
        began = post.clock()
        post.write(lambda db: db.conn.execute("PRAGMA query_only = 1").fetchone())
        with pytest.raises(StoreError, match="may not be written"):
            post.tell("refused")
        await world.run(120, 5)
        told = world.told_after("desk", began, "cannot be accepted")
        sent = len({message.key for message in world.of("ops") if message.key in refs})
        post.write(lambda db: db.conn.execute("PRAGMA query_only = 0").fetchone())
        await world.recover()
        await post.close()
        return account(world.of("ops"), refs, told=told, note=f"{sent} of 6 sent while nothing could be written")


async def taken_away(folder: Path) -> Account:
    """F14: the database is moved away while the service runs; it is put back, and the service starts again."""
    async with Loopback() as service:
        world = World(folder, service)
        post = world.post
        refs = [post.tell(f"town{n}") for n in range(6)]
        began = post.clock()
        for tail in JOURNALS:
            (folder / f"{DATABASE}{tail}").rename(folder / f"elsewhere{tail}")
        told = await alarmed(world, began, "was moved, removed or replaced")
        await post.close()
        for tail in JOURNALS:
            if (folder / f"elsewhere{tail}").exists():
                (folder / f"elsewhere{tail}").rename(folder / f"{DATABASE}{tail}")
        return await delivered(folder, service, world, refs, "nothing is accepted until it is back", told=told)


async def damaged(folder: Path) -> Account:
    """F12: pages are overwritten: the start is refused and names the backup; restored, what may have been sent since is
    held until a person wants it."""
    async with Loopback() as service:
        world = World(folder, service)
        refs = [world.post.tell(f"town{n}") for n in range(6)]
        copy = await asyncio.to_thread(backup.backup, folder, now=world.post.clock())
        await world.post.close()
        with (folder / DATABASE).open("r+b") as file:
            file.seek(4096)
            file.write(b"\x00\xff" * 20_000)
        with pytest.raises(DatabaseRefused, match=re.escape(copy.name)):
            World(folder, service)
        backup.restore(folder, copy, now=world.post.clock())
        note = "refused at the start, named the backup; held until a person let it go"
        return await delivered(folder, service, world, refs, note, held=True)


async def delivered(
    folder: Path,
    service: Loopback,
    world: World,
    refs: list[str],
    note: str,
    *,
    told: float | None = None,
    held: bool = False,
) -> Account:
    """What a new start on this folder sends."""
    again = World(folder, service)
    if held:
        now = again.post.clock()
        assert not await again.post.deliver()
        again.post.write(lambda db: outbox.requeue(db, now, held=True))
    await again.recover()
    await again.post.close()
    return account([*world.of("ops"), *again.of("ops")], refs, told=told, note=note)


SCENARIOS: dict[str, Callable[[Path], Awaitable[Account]]] = {
    "F5 kill -9 in upkeep": killed_in_upkeep,
    "F6 power cut": power_cut,
    "F10 fsync fails once": fsync_fails,
    "F11 nothing may be written": read_only,
    "F12 database damaged": damaged,
    "F14 database taken away": taken_away,
}
