"""A server of synthetic feeds on loopback, for benchmarks: honest ones, and ones that hang, drip, fail or bomb.

    python benchmarks/farm.py --feeds 1000 --hosts 250 [--tls FOLDER] [--silent 3 --drip 50 --error 50 --bomb 50]

Honest feeds share the hosts 127.0.10.1, 127.0.10.2, ...; each hostile one is a host of its own. It is told what to do
by lines on standard input, and answers each with a line of JSON; it ends when standard input does.

    open          from now on feeds answer; until then they are 404, as if not yet published
    turn          from now on the hostile ones are hostile; until then they are like the others
    tick 0.05     this share of the feeds gets one new item
    stats         what was asked since the last time, by status
"""

import argparse
import asyncio
import gzip
import json
import multiprocessing
import random
import resource
import ssl
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from content import Shape, feed_document

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
ERROR = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 5\r\n\r\noops\n"
DRIP_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 100000\r\n\r\n"
DRIP_SECONDS = 0.5
BOMB_MEGABYTES = 200
HOSTILE = ("silent", "drip", "error", "bomb")


@dataclass(frozen=True)
class Answers:
    """The ready-made honest answers of one feed."""

    etag: bytes
    modified: bytes
    unchanged: bytes
    whole: bytes


@dataclass(frozen=True)
class Site:
    """Where a feed is and how it behaves."""

    number: int
    address: str
    behaviour: str


def sites(feeds: int, hosts: int, hostile: dict[str, int]) -> list[Site]:
    """Honest feeds first, spread over `hosts` addresses; then each hostile feed at an address of its own."""
    plan = [Site(number, _address(number % hosts), "honest") for number in range(feeds)]
    for behaviour in HOSTILE:
        for _ in range(hostile.get(behaviour, 0)):
            plan.append(Site(len(plan), _address(hosts + len(plan) - feeds), behaviour))
    return plan


def _address(host: int) -> str:
    return f"127.0.{10 + host // 250}.{1 + host % 250}"


def make_answers(number: int, version: int, shape: Shape) -> Answers:
    """Write the honest answers of one feed at one version."""
    body, media_type = feed_document(number, version, shape)
    packed = gzip.compress(body, 6, mtime=0)
    etag = f'"{number}-{version}"'.encode()
    modified = format_datetime(shape.begun.replace(microsecond=0), usegmt=True).encode()
    validators = b"ETag: %s\r\nLast-Modified: %s\r\nVary: Accept-Encoding\r\n" % (etag, modified)
    head = b"Content-Type: %s; charset=utf-8\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n" % (
        media_type.encode(),
        len(packed),
    )
    return Answers(
        etag,
        modified,
        b"HTTP/1.1 304 Not Modified\r\n" + validators + b"\r\n",
        b"HTTP/1.1 200 OK\r\n" + validators + head + b"\r\n" + packed,
    )


class Farm:
    """All feeds and what was asked of them."""

    def __init__(self, plan: list[Site], shape: Shape) -> None:
        self.plan = plan
        self.shape = shape
        self.is_open = False
        self.is_hostile = False
        self.asked: Counter[str] = Counter()
        self._versions = [0] * len(plan)
        self._ticks = 0
        numbers = [site.number for site in plan]
        with multiprocessing.Pool(min(2, multiprocessing.cpu_count())) as pool:
            made = pool.map(partial(make_answers, version=0, shape=shape), numbers, chunksize=16)
        self.answers = dict(zip(numbers, made, strict=True))
        self.bomb = _bomb() if any(site.behaviour == "bomb" for site in plan) else b""

    def tick(self, share: float) -> int:
        """Give a share of the feeds one new item; the number of them."""
        self._ticks += 1
        chosen = random.Random(self._ticks).sample(sorted(self.answers), round(share * len(self.answers)))
        for number in chosen:
            self._versions[number] += 1
            self.answers[number] = make_answers(number, self._versions[number], self.shape)
        return len(chosen)

    def answer(self, number: int, request: bytes) -> bytes:
        """What a feed honestly says."""
        if not self.is_open:
            return NOT_FOUND
        known = self.answers[number]
        # Whether a client sends its validators in one header or the other, both are matched whole.
        if known.etag in request:
            self.asked["304"] += 1
            return known.unchanged
        self.asked["200"] += 1
        return known.whole


def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(10**6)) for _ in range(BOMB_MEGABYTES)) + packer.flush()
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    )
    return head % len(packed) + packed


class Connection(asyncio.Protocol):
    """One client's connection to one of the hosts."""

    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._waiting = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._farm.asked["connections"] += 1

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            self._serve(request)

    def _serve(self, request: bytes) -> None:
        assert self._transport is not None
        self._farm.asked["requests"] += 1
        path = request.split(b" ", 2)[1]
        site = self._farm.plan[int(path.rpartition(b"/")[2])]
        behaviour = site.behaviour if self._farm.is_hostile else "honest"
        if behaviour == "drip":
            self._transport.write(DRIP_HEAD)
            self._drip()
        elif behaviour != "silent":
            answers = {"error": ERROR, "bomb": self._farm.bomb}
            self._transport.write(answers.get(behaviour) or self._farm.answer(site.number, request))
            if b"\r\nConnection: close" in request:
                self._transport.close()

    def _drip(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(b" ")
            asyncio.get_running_loop().call_later(DRIP_SECONDS, self._drip)


def make_certificates(folder: Path, addresses: list[str]) -> None:
    """Make a private authority `ca.pem` and one certificate for each address, all with the key `key.pem`."""
    folder.mkdir(parents=True, exist_ok=True)

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    for key in ("ca.key", "key.pem"):
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    openssl("req", "-x509", "-new", "-key", "ca.key", "-days", "30", "-subj", "/CN=farm", "-out", "ca.pem")
    openssl("req", "-new", "-key", "key.pem", "-subj", "/CN=feeds", "-out", "feeds.csr")
    for serial, address in enumerate(addresses, 100):
        names = folder / "names.cnf"
        names.write_text(f"basicConstraints=CA:FALSE\nsubjectAltName=IP:{address}\n", "ascii")
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", str(serial), "-days", "30")
        openssl("x509", "-req", "-in", "feeds.csr", *signed, "-extfile", names.name, "-out", f"{address}.pem")


def _context(folder: Path, address: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{address}.pem", folder / "key.pem")
    return context


async def serve(farm: Farm, tls: Path | None) -> None:
    """Listen on every address at one port, say where, and obey standard input until it ends."""
    loop = asyncio.get_running_loop()
    addresses = sorted({site.address for site in farm.plan})
    if tls:
        make_certificates(tls, addresses)
    port = 0
    for address in addresses:
        context = _context(tls, address) if tls else None
        server = await loop.create_server(partial(Connection, farm), address, port, ssl=context, backlog=1024)
        port = server.sockets[0].getsockname()[1]
    scheme = "https" if tls else "http"
    urls = [(f"{scheme}://{site.address}:{port}/feed/{site.number}", site.behaviour) for site in farm.plan]
    print(json.dumps(urls), flush=True)
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        print(json.dumps(_obey(farm, line.decode().split())), flush=True)


def _obey(farm: Farm, words: list[str]) -> object:
    if words[0] == "open":
        farm.is_open = True
        return True
    if words[0] == "turn":
        farm.is_hostile = True
        return True
    if words[0] == "tick":
        return farm.tick(float(words[1]))
    asked, farm.asked = dict(farm.asked), Counter()
    return asked


def _arguments() -> Iterator[tuple[str, int]]:
    yield from (("feeds", 1000), ("hosts", 250), ("items", 30), ("words", 400))
    yield from ((behaviour, 0) for behaviour in HOSTILE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in _arguments():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--tls", type=Path, help="speak HTTPS, with certificates made in this folder")
    chosen = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    plan = sites(chosen.feeds, chosen.hosts, {name: getattr(chosen, name) for name in HOSTILE})
    farm = Farm(plan, Shape(datetime.now(UTC), chosen.items, chosen.words))
    asyncio.run(serve(farm, chosen.tls))


if __name__ == "__main__":
    main()
