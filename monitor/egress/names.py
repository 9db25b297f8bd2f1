"""Host names to addresses, checked, in threads of our own: a slow name server holds up neither the event loop nor the
threads that other work needs."""

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue

from aiohttp import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.egress.addresses import AddressRefusedError, check

Lookup = Callable[[str], Sequence[str]]
"""Host name to IP addresses as text; blocks; raises OSError."""

Dial = Callable[[AddrInfoType], socket.socket]
"""Makes the unconnected socket for an address that has passed the check."""


def system_lookup(host: str) -> Sequence[str]:
    """Ask the system's resolver."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except UnicodeError as exc:
        raise OSError(f"{host[:80]!r} cannot be a host name") from exc
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def plain_socket(info: AddrInfoType) -> socket.socket:
    """Make an ordinary socket for `info`."""
    return socket.socket(info[0], info[1], info[2])


class NameThreads:
    """Runs lookups in at most `threads` daemon threads, so that one that hangs cannot hold up the end of the process.

    All bookkeeping happens in the event loop's thread.
    """

    def __init__(self, lookup: Lookup, threads: int) -> None:
        self._lookup = lookup
        self._most = threads
        self._jobs: SimpleQueue[tuple[str, asyncio.Future[Sequence[str]]] | None] = SimpleQueue()
        self._started = 0
        self._busy = 0

    async def find(self, host: str) -> Sequence[str]:
        """The addresses of `host`; raises OSError."""
        answer: asyncio.Future[Sequence[str]] = asyncio.get_running_loop().create_future()
        self._busy += 1
        if self._busy > self._started < self._most:
            self._started += 1
            threading.Thread(target=self._work, name="names", daemon=True).start()
        self._jobs.put((host, answer))
        return await answer

    def close(self) -> None:
        """Let idle threads end; busy ones end with their lookup."""
        for _ in range(self._started):
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            host, answer = job
            found: Sequence[str] = ()
            error: OSError | None = None
            try:
                found = self._lookup(host)
            except OSError as exc:
                error = exc
            with suppress(RuntimeError):  # the event loop has been closed meanwhile: nobody waits for this any more
                answer.get_loop().call_soon_threadsafe(self._deliver, answer, found, error)

    def _deliver(self, answer: asyncio.Future[Sequence[str]], found: Sequence[str], error: OSError | None) -> None:
        self._busy -= 1
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(found)


class CheckedResolver(AbstractResolver):
    """Gives only addresses that may be dialled. One bad address among many refuses the host: whoever mixes them is
    trying to be let in by luck. What it gives is what gets dialled, so a second, different answer changes nothing."""

    def __init__(self, names: NameThreads, *, allow_private: bool) -> None:
        self._names = names
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve `host`; raises AddressRefusedError or another OSError."""
        addresses = await self._names.find(host)
        if not addresses:
            raise OSError(f"{host} has no address")
        for address in addresses:
            check(address, allow_private=self._allow_private)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
            if family in (socket.AF_UNSPEC, socket.AF_INET6 if ":" in address else socket.AF_INET)
        ]

    async def close(self) -> None:
        """Nothing of its own to close: the threads belong to whoever made them."""


def checked_dial(dial: Dial, *, allow_private: bool) -> Dial:
    """The last gate: it sees the very address that is about to be connected, literals included."""

    def gate(info: AddrInfoType) -> socket.socket:
        if info[0] not in (socket.AF_INET, socket.AF_INET6):
            raise AddressRefusedError(str(info[4]), private=False)
        check(str(info[4][0]), allow_private=allow_private)
        return dial(info)

    return gate
