"""A scripted origin on 127.0.0.1: raw sockets, so that it can misbehave in every way that servers do.

    async with Loopback() as origin:
        origin.on("/feed", reply(200, b"<rss/>"))
        await egress.get(origin.url("/feed"), allow_private=True)
        assert origin.asked[0].headers["user-agent"] == "..."

What hangs, hangs until the client goes away or the origin is closed; nothing here waits for a fixed time except a drip.
"""

import asyncio
import gzip
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

DRIP_SECONDS = 0.02


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; header names are lower-case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Exchange:
    """What a behaviour works with."""

    asked: Asked
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    closing: asyncio.Event

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def hang(self) -> None:
        """Wait until the client goes away; closing the origin cancels it."""
        await self.reader.read()

    async def drip(self, data: bytes) -> None:
        for byte in data:
            await self.send(bytes([byte]))
            with suppress(TimeoutError):
                async with asyncio.timeout(DRIP_SECONDS):
                    await self.closing.wait()


Behaviour = Callable[[Exchange], Awaitable[None]]


class Loopback:
    """The origin. `connections` counts every accepted connection, `asked` every request, `most_at_once` the requests
    that were under way together. With a `greeting` it speaks first, as servers of other protocols do, and hangs up."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", greeting: bytes = b"") -> None:
        self.tls = tls
        self.greeting = greeting
        self.host = host
        self.connections = 0
        self.asked: list[Asked] = []
        self.now_at_once = 0
        self.most_at_once = 0
        self.port = 0
        self._paths: dict[str, Behaviour] = {}
        self._closing = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._server = await asyncio.start_server(self._accept, self.host, 0, family=family, ssl=self.tls, backlog=1000)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def on(self, path: str, behaviour: Behaviour) -> None:
        """Answer `path` (without its query) so from now on; "*" stands for all others."""
        self._paths[path] = behaviour

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"{'https' if self.tls else 'http'}://{host or self.host}:{self.port}{path}"

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
                if self.greeting:
                    writer.write(self.greeting)
                    writer.close()
                    await writer.wait_closed()
                while not self.greeting and await self._serve(reader, writer):
                    pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        asked = Asked(method, target, headers, await reader.readexactly(int(headers.get("content-length", 0))))
        self.asked.append(asked)
        path = target.partition("?")[0]
        behaviour = self._paths.get(path) or self._paths.get("*") or reply(404)
        self.now_at_once += 1
        self.most_at_once = max(self.most_at_once, self.now_at_once)
        try:
            await behaviour(Exchange(asked, reader, writer, self._closing))
        finally:
            self.now_at_once -= 1
        return headers.get("connection") != "close" and not writer.is_closing()


@dataclass
class Sentinel:
    """A listener that nobody may reach; `touched` counts who did."""

    touched: int = 0
    port: int = 0
    _servers: list[asyncio.Server] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        first = await asyncio.start_server(self._touch, "127.0.0.1", 0)
        self.port = first.sockets[0].getsockname()[1]
        self._servers = [first]
        with suppress(OSError):  # a machine without IPv6
            self._servers.append(await asyncio.start_server(self._touch, "::1", self.port))
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()

    def _touch(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.touched += 1
        writer.transport.abort()


def head(status: int, headers: Mapping[str, str] | Sequence[tuple[str, str]] = ()) -> bytes:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in pairs)
    return f"HTTP/1.1 {status} Scripted\r\n{lines}\r\n".encode("latin-1")


def reply(status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Behaviour:
    """An honest answer."""

    async def behave(exchange: Exchange) -> None:
        length = {} if status == 304 else {"Content-Length": str(len(body))}
        await exchange.send(head(status, {**length, **(headers or {})}) + body)

    return behave


def raw(data: bytes) -> Behaviour:
    """These very bytes, then the end of the connection."""

    async def behave(exchange: Exchange) -> None:
        await exchange.send(data)
        exchange.writer.close()

    return behave


def redirect(
    location: str, status: int = 302, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Behaviour:
    return reply(status, body, {"Location": location, **(headers or {})})


def conditional(body: bytes, etag: str) -> Behaviour:
    """200 with an ETag, 304 to whoever has it."""

    async def behave(exchange: Exchange) -> None:
        if exchange.asked.headers.get("if-none-match") == etag:
            await reply(304, headers={"ETag": etag})(exchange)
        else:
            await reply(200, body, {"ETag": etag})(exchange)

    return behave


async def silent(exchange: Exchange) -> None:
    """Accept and never answer."""
    await exchange.hang()


async def reset(exchange: Exchange) -> None:
    """Close with RST instead of an answer."""
    sock = exchange.writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    exchange.writer.transport.abort()


async def drip_headers(exchange: Exchange) -> None:
    """One byte of the headers at a time."""
    await exchange.drip(head(200, {"X-Slow": "s" * 1000}))


async def drip_body(exchange: Exchange) -> None:
    """Headers at once, the body one byte at a time."""
    await exchange.send(head(200, {"Content-Length": "1000"}))
    await exchange.drip(b"s" * 1000)


async def early_hints(exchange: Exchange) -> None:
    """103 without end."""
    while not exchange.closing.is_set():
        await exchange.send(head(103, {"Link": "</style.css>"}))


async def endless(exchange: Exchange) -> None:
    """A body without length and without end."""
    await exchange.send(head(200))
    while not exchange.closing.is_set():
        await exchange.send(b"e" * 65536)


async def endless_header(exchange: Exchange) -> None:
    """One header line without end."""
    await exchange.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not exchange.closing.is_set():
        await exchange.send(b"h" * 65536)


def bomb(encoding: str, megabytes: int) -> Behaviour:
    """A small body that decompresses to `megabytes`."""
    packer = zlib.compressobj(9, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw-deflate": -15}[encoding])
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
    return reply(200, packed, {"Content-Encoding": encoding.removeprefix("raw-")})


def nested_gzip(body: bytes, layers: int) -> Behaviour:
    for _ in range(layers):
        body = gzip.compress(body)
    return reply(200, body, {"Content-Encoding": ", ".join(["gzip"] * layers)})


def truncated_gzip(body: bytes) -> Behaviour:
    packed = gzip.compress(body)
    return reply(200, packed[:-12], {"Content-Encoding": "gzip"})


def lying_length(body: bytes, claimed: int) -> Behaviour:
    return raw(head(200, {"Content-Length": str(claimed)}) + body)


def basic_auth(body: bytes, expected: str) -> Behaviour:
    async def behave(exchange: Exchange) -> None:
        allowed = exchange.asked.headers.get("authorization") == expected
        await reply(200 if allowed else 401, body if allowed else b"")(exchange)

    return behave


def names(table: Mapping[str, Sequence[str]]) -> Callable[[str], Sequence[str]]:
    """A name server that knows only `table`."""

    def lookup(host: str) -> Sequence[str]:
        try:
            return table[host]
        except KeyError:
            raise OSError(f"{host} is unknown") from None

    return lookup
