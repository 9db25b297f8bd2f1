"""The real service: the heartbeat stops while its children or its writer are stuck, says where, and comes back."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from loopback import Loopback, reply
from running_service import START_SECONDS, RunningService, config, eventually, monitor_run

PATIENCE = 90.0


def configuration(beat: str) -> str:
    settings = json.loads(config())
    settings |= {
        "heartbeat": {"url": beat, "every": "1s"},
        "canary": {"every": "1s", "within": "8s"},
        "workers": 1,
    }
    return json.dumps(settings)


def readers(service: RunningService) -> list[int]:
    """The children that read feeds: they are forked by a server that is itself a child of the service."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError, IndexError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    servers = {pid for pid, parent in parents.items() if parent == service.process.pid}
    return [pid for pid, parent in parents.items() if parent in servers]


def signal_readers(service: RunningService, number: signal.Signals) -> int:
    pids = readers(service)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
    return len(pids)


def silence(service: RunningService) -> str:
    life = service.status()["life"]
    assert isinstance(life, dict)
    return str(life["silence"])


async def test_the_heartbeat_stops_while_children_or_the_writer_are_stuck_and_comes_back(tmp_path: Path) -> None:
    async with Loopback() as origin:
        origin.on("/beat", reply(200))
        with monitor_run(tmp_path, configuration(origin.url("/beat"))) as service:
            await eventually(service.answers, 2 * START_SECONDS)
            await eventually(lambda: len(origin.asked) > 1, START_SECONDS)
            assert service.alerts() == []
            assert service.deliveries() == {}

            def stuck_reading() -> bool:
                signal_readers(service, signal.SIGSTOP)
                return "reading" in silence(service)

            await eventually(stuck_reading, PATIENCE)
            beats = len(origin.asked)
            lost = service.log.count("did not pass reading")
            await eventually(lambda: stuck_reading() and service.log.count("did not pass reading") > lost, PATIENCE)
            assert len(origin.asked) <= beats + 1
            assert "the heartbeat stops: the service's own check does not pass: reading" in service.log
            signal_readers(service, signal.SIGCONT)
            beats = len(origin.asked)
            await eventually(lambda: len(origin.asked) > beats, PATIENCE)

            holder = sqlite3.connect(service.data / "monitor.db", isolation_level=None)
            holder.execute("BEGIN IMMEDIATE")
            await eventually(lambda: "writing" in silence(service), PATIENCE)
            command = [sys.executable, "-m", "monitor", "status", "--config", str(tmp_path / "config.yaml")]
            shown = await asyncio.to_thread(subprocess.run, command, check=False, capture_output=True, text=True)
            assert shown.returncode == 1
            assert "CONCERN   the heartbeat is not sent: the service's own check does not pass: writing" in shown.stdout
            holder.execute("ROLLBACK")
            holder.close()
            beats = len(origin.asked)
            await eventually(lambda: len(origin.asked) > beats, PATIENCE)
            assert service.alerts() == []
