"""How the command line and the console ask the daemon to change things: one JSON line each way over a local socket.

The socket lies in the data folder and only its owner may open it. A request names an operation and its arguments;
the answer is `{"ok": true, "result": ...}` or `{"ok": false, "error": "a sentence"}`.
"""

import asyncio
import contextlib
import json
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path

from monitor.errors import ControlError, MonitorError

log = logging.getLogger(__name__)

SOCKET_NAME = "control.sock"
MAX_LINE = 4 * 1024 * 1024
Operation = Callable[[dict[str, object]], Awaitable[object]]


@contextlib.contextmanager
def _reachable(folder: Path) -> Iterator[str]:
    """A path to the socket that fits the system's limit of 107 bytes however deep the data folder lies."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{SOCKET_NAME}"
    finally:
        os.close(descriptor)


def ask(
    folder: Path, operation: str, arguments: Mapping[str, object] | None = None, *, wait_seconds: float = 30.0
) -> object:
    """Ask the daemon that owns this data folder; raises ControlError when there is none or it says no."""
    line = json.dumps({"op": operation, "args": arguments or {}}).encode() + b"\n"
    try:
        with _reachable(folder) as path, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(wait_seconds)
            connection.connect(path)
            connection.sendall(line)
            with connection.makefile("rb") as answers:
                answer = json.loads(answers.readline(MAX_LINE))
    except (OSError, ValueError) as error:
        raise ControlError(f"no daemon answers in {folder}: {error}") from error
    if not answer.get("ok"):
        raise ControlError(str(answer.get("error", "the daemon refused without a reason")))
    return answer.get("result")


def is_running(folder: Path) -> bool:
    """Whether a daemon answers for this data folder."""
    try:
        ask(folder, "ping", wait_seconds=2.0)
    except ControlError:
        return False
    return True


class ControlServer:
    """The daemon's side. `operations` maps a name to what answers it."""

    def __init__(self, folder: Path, operations: Mapping[str, Operation]) -> None:
        self._folder = folder
        self._operations = operations
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen. A socket file left by a killed daemon is replaced: the writer's lock already proved us alone."""
        (self._folder / SOCKET_NAME).unlink(missing_ok=True)
        with _reachable(self._folder) as path:
            previous = os.umask(0o077)
            try:
                self._server = await asyncio.start_unix_server(self._serve, path=path, limit=MAX_LINE)
            finally:
                os.umask(previous)

    async def close(self) -> None:
        """Stop listening and remove the socket file."""
        if self._server:
            self._server.close()
            (self._folder / SOCKET_NAME).unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            answer = await self._answer(await reader.readline())
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()

    async def _answer(self, line: bytes) -> dict[str, object]:
        try:
            request = json.loads(line)
            operation = self._operations[request["op"]]
            arguments = dict(request.get("args") or {})
        except (ValueError, KeyError, TypeError):
            return {"ok": False, "error": "not a request this daemon knows; are both of one version?"}
        try:
            return {"ok": True, "result": await operation(arguments)}
        except MonitorError as error:
            return {"ok": False, "error": str(error)}
        except Exception as error:
            log.exception("control operation %s", request["op"])
            return {"ok": False, "error": f"a fault in the daemon: {type(error).__name__}; its log says more"}
