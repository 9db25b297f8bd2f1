"""The least that a Python program could do: fetch the same addresses with bare aiohttp, and forget what came.

    python benchmarks/floor.py FILE     addresses, one a line; each line on standard input is one more round

Each round is answered with its CPU seconds. Validators are remembered, so that the second round asks conditionally.
"""

import asyncio
import json
import resource
import sys
from pathlib import Path

import aiohttp

AT_ONCE = 64


async def fetch_all(session: aiohttp.ClientSession, urls: list[str], known: dict[str, dict[str, str]]) -> None:
    """Fetch every address once, at most AT_ONCE at a time; those of one host follow each other."""
    waiting = sorted(urls, reverse=True)

    async def work() -> None:
        while waiting:
            url = waiting.pop()
            async with session.get(url, headers=known.get(url, {})) as response:
                await response.read()
                if response.status == 200:
                    validators = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}
                    known[url] = {ask: response.headers[name] for ask, name in validators.items()}

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


async def main(urls: list[str]) -> None:
    known: dict[str, dict[str, str]] = {}
    for _ in sys.stdin:
        before = _cpu()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
            await fetch_all(session, urls, known)
        print(json.dumps(_cpu() - before), flush=True)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).read_text("ascii").split()))
