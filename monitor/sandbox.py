"""Killable children for hostile input.

A task is a module-level function from bytes to bytes. It runs in a child process with limits on memory, files and (by
`cpu_budget`) processor time; whatever goes wrong there is a `SandboxError` for that task alone. The children are forked
from one server process that has imported the heavy modules beforehand: a new child costs milliseconds, and the memory
of those modules is shared.

The limits are those of Linux and other Unix systems; where the system does not know one, the others still hold.
"""

import asyncio
import contextlib
import ctypes
import fcntl
import gc
import os
import resource
import select
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as TaskTimeout
from concurrent.futures.process import BrokenProcessPool
from importlib.machinery import ModuleSpec
from multiprocessing import context, forkserver, parent_process
from multiprocessing.popen_forkserver import Popen
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import MappingProxyType

from pebble import CONSTS, ProcessExpired, ProcessPool

from monitor.errors import SandboxError

Task = Callable[[bytes], bytes]

MEMORY_ALLOWANCE = 512 * 2**20
OPEN_FILES = 64
TASKS_PER_CHILD = 2000  # a fresh child now and then: what a C library leaks or fragments ends with the child
LOOK_SECONDS = 0.25  # how often the pool looks after idle children; pebble's own tenth costs more than all our jobs
LONG_LINE = 8 * 2**20  # bytes that wait for a child; with more, whoever fetches should pause
LOST_AFTER = 10.0  # seconds beyond the wall time after which the pool itself, not the task, must be at fault

_OUT_OF_MEMORY = 101
_SINGLE_THREADED = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Sandbox:
    """A pool of children that read hostile input.

    The server is shared by all sandboxes of this process: `preload` (module names) and what it finds in the
    `environment` count for the first of them.
    `crowded` is told True when too much waits for a child, and False when it does not any more.
    """

    def __init__(
        self,
        workers: int,
        preload: Sequence[str] = (),
        *,
        environment: Mapping[str, str] = MappingProxyType({}),
        crowded: Callable[[bool], object] = lambda _: None,
    ) -> None:
        self._workers = workers
        self._crowded = crowded
        self._waiting = 0
        _start_server((__name__, *preload), {**_SINGLE_THREADED, **environment})
        self._pool = self._new_pool()
        self._turn = asyncio.Semaphore(workers * 2)  # one at work and one at hand per child, so that none waits for us

    async def run(self, task: Task, *payload: bytes, wall_seconds: float = 20, at_once: bool = False) -> bytes:
        """What `task` makes of the parts of `payload`, put together, in a child. `at_once`: before those that wait.

        Raises SandboxError with kind `cpu`, `memory`, `time`, `died` or `raised`. Cancelling stops the child.
        """
        if at_once:
            return await self._in_pool(task, payload, wall_seconds)
        size = sum(map(len, payload))
        self._lengthen_line(size)
        try:
            await self._turn.acquire()
        finally:
            self._lengthen_line(-size)
        try:
            return await self._in_pool(task, payload, wall_seconds)
        finally:
            self._turn.release()

    async def _in_pool(self, task: Task, payload: Sequence[bytes], wall_seconds: float) -> bytes:
        pool = self._pool
        try:
            return await self._run(pool, task, b"".join(payload), wall_seconds)
        except BrokenProcessPool as error:
            self._replace(pool)
            raise SandboxError("died", "the reading process could not be started; it is tried again") from error

    def _lengthen_line(self, size: int) -> None:
        was_long = self._waiting > LONG_LINE
        self._waiting += size
        is_long = self._waiting > LONG_LINE
        if is_long != was_long:
            self._crowded(is_long)

    async def _run(self, pool: ProcessPool, task: Task, payload: bytes, wall_seconds: float) -> bytes:
        future = asyncio.wrap_future(pool.schedule(_answer, args=(task, payload), timeout=wall_seconds))
        try:
            # Up to two tasks stand in line before this one's child is free.
            done, _ = await asyncio.wait({future}, timeout=2 * wall_seconds + LOST_AFTER)
            if not done:
                self._replace(pool)
                raise SandboxError("died", "the reading process was lost; it has been replaced")
            failure, result = future.result()
        except TaskTimeout as error:
            raise SandboxError("time", f"reading took longer than {wall_seconds:g} seconds and was stopped") from error
        except ProcessExpired as error:
            raise _explain_death(error.exitcode) from error
        except asyncio.CancelledError:
            future.cancel()
            raise
        if failure is not None:
            raise SandboxError("raised", f"reading failed with {failure}: the content is not what it should be")
        return bytes(result)

    def close(self) -> None:
        """Stop the children; tasks still running are lost."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        self._pool.join()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(self._workers, TASKS_PER_CHILD, _limit_child, (MEMORY_ALLOWANCE,), _Context())

    def _replace(self, pool: ProcessPool) -> None:
        if self._pool is pool:
            self._pool = self._new_pool()
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped


@contextlib.contextmanager
def cpu_budget(seconds: float) -> Iterator[None]:
    """End this process by SIGPROF when the block takes more than `seconds` of processor time.

    The signal keeps its default action: a Python handler would wait for ever for a loop in C code to come back.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def give_back_memory() -> None:
    """Return to the system what this process has freed. The C library keeps it otherwise, and a fork shares it."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # only glibc has this
        ctypes.CDLL(None).malloc_trim(0)


class _Process(context.ForkServerProcess):
    """A child that does not import the parent's main program again.

    multiprocessing would import it by its path into every child, and the program is the whole command line.
    """

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Popen:  # noqa: N802 - the name multiprocessing calls
        main = sys.modules["__main__"]
        spec = main.__spec__
        main.__spec__ = ModuleSpec("monitor.__main__", None)  # a name ending so is left alone by the child
        try:
            return context.ForkServerProcess._Popen(process_obj)  # noqa: SLF001 - extended here
        finally:
            main.__spec__ = spec


class _Context(context.ForkServerContext):
    Process = _Process


def _start_server(preload: Sequence[str], environment: Mapping[str, str]) -> None:
    CONSTS.sleep_unit = LOOK_SECONDS
    _Context().set_forkserver_preload(list(preload))
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _limit_child(memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, even in C code: the pool waits while it stops a child
    _die_with_parent()
    for limit, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, OPEN_FILES)):
        _lower(limit, value)
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return
    _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + memory)


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(limit, (value, value))


def _die_with_parent() -> None:
    """Let the kernel end this process when the parent is gone, whatever it is doing.

    The child's parent by kinship is the fork server, and that lives as long as its children do. But the pipe on which
    the parent sent the child its orders stays open as long as the parent lives: when it hangs up, SIGIO ends us.
    """
    parent = parent_process()
    if parent is None:
        return
    pipe = parent.sentinel
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    if poll.poll(0):
        os._exit(0)


def _answer(task: Task, payload: bytes) -> tuple[str | None, bytes]:
    """Run in the child: no exception crosses the border, only its name."""
    try:
        return None, task(payload)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - the task's failure is its answer
        return type(error).__name__, b""
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _explain_death(code: int) -> SandboxError:
    if code == -signal.SIGPROF:
        return SandboxError("cpu", "reading took more processor time than it may and was stopped")
    if code == _OUT_OF_MEMORY:
        return SandboxError("memory", f"reading needed more than {MEMORY_ALLOWANCE >> 20} MB of memory and was stopped")
    how = signal.Signals(-code).name if -code in set(signal.Signals) else f"code {code}"
    return SandboxError("died", f"the reading process ended unexpectedly ({how})")
