"""What the control socket answers: how the service is, and every change that only the writer may make."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from monitor import __version__
from monitor.changes import CHANGES, Change
from monitor.control import Operation
from monitor.daemon.polling import Poller
from monitor.daemon.reload import Reloader
from monitor.daemon.watchdog import Progress
from monitor.snapshot import Snapshot
from monitor.store.writer import Writer


def operations(
    *,
    writer: Writer,
    poller: Poller,
    reloader: Reloader,
    progress: Progress,
    snapshot: Callable[[], Snapshot],
    clock: Callable[[], datetime],
    life: Callable[[], Mapping[str, object]],
    failing: Callable[[], Mapping[str, str]],
    translated: Callable[[], Mapping[str, int]],
) -> Mapping[str, Operation]:
    """Operation name -> coroutine of its arguments."""
    started, at_start = clock(), snapshot().encoders

    async def ping(arguments: dict[str, object]) -> object:  # noqa: ARG001 - every operation takes its arguments
        return "pong"

    async def status(arguments: dict[str, object]) -> object:  # noqa: ARG001 - as above
        return {
            "version": __version__,
            "started": started.isoformat(),
            "snapshot": snapshot().ref.id,
            "rules": list(snapshot().rules),
            "models": _unused_models(snapshot(), at_start),
            "in_flight": poller.in_flight,
            "paused": poller.pause_reason if poller.paused_until else "",
            "reload_at": reloader.state.at.isoformat(),
            "reload_error": reloader.state.error,
            "reload_refused_since": reloader.state.since.isoformat() if reloader.state.since else None,
            "progress": dict(progress.ages()),
            "life": dict(life()),
            "channels": dict(failing()),
            "translated": dict(translated()),
        }

    async def reload(arguments: dict[str, object]) -> object:  # noqa: ARG001 - as above
        return await reloader.reload()

    return {
        "ping": ping,
        "status": status,
        "reload": reload,
        **{name: _in_the_writer(change, writer, clock) for name, change in CHANGES.items()},
    }


def _unused_models(current: Snapshot, at_start: frozenset[str]) -> list[str]:
    """A sentence for each model that is not used. Children share the encoders that were loaded before they were forked,
    and have no memory for others."""
    told = [str(problem) for problem in current.warnings if problem.code == "bad-model"]
    late = sorted(current.encoders - at_start)
    return told + [f"models with the embeddings {name!r} are used after a restart of the service" for name in late]


def _in_the_writer(change: Change, writer: Writer, clock: Callable[[], datetime]) -> Operation:
    async def run(arguments: dict[str, object]) -> object:
        now = clock()
        return await asyncio.wrap_future(writer.submit(lambda db: change(db, arguments, now)))

    return run
