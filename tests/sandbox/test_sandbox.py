import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sandbox_tasks as tasks

from monitor.errors import SandboxError
from monitor.sandbox import LONG_LINE, Sandbox, Task

HERE = Path(__file__).parent


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    pool = Sandbox(2, ["sandbox_tasks"])
    yield pool
    pool.close()


async def failure_of(sandbox: Sandbox, task: Task, **kw: float) -> SandboxError:
    with pytest.raises(SandboxError) as caught:
        await sandbox.run(task, b"x", **kw)
    return caught.value


async def test_a_task_gives_back_its_bytes(sandbox: Sandbox) -> None:
    payload = bytes(range(256)) * 4000
    assert await sandbox.run(tasks.echo, payload) == payload


async def test_a_loop_in_c_code_ends_at_its_cpu_budget_while_the_others_finish(sandbox: Sandbox) -> None:
    jobs = [sandbox.run(tasks.hang_in_c, b""), *(sandbox.run(tasks.echo, str(n).encode()) for n in range(50))]
    hung, *echoes = await asyncio.gather(*jobs, return_exceptions=True)
    assert isinstance(hung, SandboxError)
    assert hung.kind == "cpu"
    assert echoes == [str(n).encode() for n in range(50)]


@pytest.mark.parametrize(
    ("task", "kind", "says"),
    [
        (tasks.eat_memory, "memory", "512 MB"),
        (tasks.crash, "died", "SIGSEGV"),
        (tasks.fail, "raised", "KeyError"),
        (tasks.many_files, "raised", "OSError"),
    ],
)
async def test_what_goes_wrong_in_a_child_is_named_and_the_pool_goes_on(
    sandbox: Sandbox, task: Task, kind: str, says: str
) -> None:
    error = await failure_of(sandbox, task)
    assert error.kind == kind
    assert says in str(error)
    assert await sandbox.run(tasks.echo, b"still here") == b"still here"


async def test_a_task_that_waits_too_long_is_stopped_by_the_clock(sandbox: Sandbox) -> None:
    assert (await failure_of(sandbox, tasks.sleep_long, wall_seconds=0.2)).kind == "time"


async def test_a_cancelled_task_leaves_its_child_to_nobody(sandbox: Sandbox) -> None:
    jobs = [asyncio.create_task(sandbox.run(tasks.sleep_long, b"")) for _ in range(2)]
    assert await asyncio.wait(jobs, timeout=0.1) == (set(), set(jobs))
    for job in jobs:
        job.cancel()
    assert await sandbox.run(tasks.echo, b"free again", wall_seconds=2) == b"free again"


async def test_a_pool_whose_lock_died_with_a_child_is_replaced(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.sandbox.LOST_AFTER", 0.1)
    await sandbox.run(tasks.echo, b"")
    lost = sandbox._pool
    mutex = lost._pool_manager.worker_manager.workers_channel.mutex.reader_mutex
    mutex.acquire()
    assert "replaced" in str(await failure_of(sandbox, tasks.echo, wall_seconds=0.1))
    assert await sandbox.run(tasks.echo, b"new pool") == b"new pool"
    mutex.release()
    lost.join()


async def test_children_are_limited_and_know_nothing_of_the_program_that_started_them(sandbox: Sandbox) -> None:
    child = json.loads(await sandbox.run(tasks.describe, b""))
    assert child.pop("pid") != os.getpid()
    assert child == {"main": None, "pytest": False, "threads": "1", "core": 0, "interrupt_ignored": True}


def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """Even while they hold the GIL in C code: their pid files' processes must be gone."""
    environment = {**os.environ, "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parents[1]}"}
    command = [sys.executable, str(HERE / "parent_program.py"), str(tmp_path / "pid")]
    parent = subprocess.Popen(command, env=environment)
    pids = [_pid_in(tmp_path / f"pid.{n}") for n in range(2)]
    watched = [os.pidfd_open(pid) for pid in pids]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for watch in watched:
        poll = select.poll()
        poll.register(watch, select.POLLIN)
        assert poll.poll(5000), "a child outlived its parent"
        os.close(watch)


def _pid_in(path: Path) -> int:
    waiting = select.poll()
    for _ in range(1000):
        waiting.poll(10)
        if path.exists() and (text := path.read_text(encoding="ascii")).endswith(" "):
            return int(text)
    raise AssertionError("the child did not start")


async def test_it_says_when_too_much_waits_for_a_child_and_when_it_does_not_any_more() -> None:
    said: list[bool] = []
    pool = Sandbox(1, ["sandbox_tasks"], crowded=said.append)
    try:
        part = bytes(LONG_LINE // 8)
        answers = await asyncio.gather(*(pool.run(tasks.echo, part, part) for _ in range(8)))
    finally:
        pool.close()
    assert said == [True, False]
    assert {len(answer) for answer in answers} == {2 * len(part)}
