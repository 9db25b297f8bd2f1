"""The farm, the floor and the running service, as the benchmark handles them."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from process import Usage, pss_megabytes, usage

from monitor.control import ask, is_running
from monitor.errors import ControlError

HERE = Path(__file__).parent
LOOK_SECONDS = 0.1
SETTLE_SECONDS = 1.5  # sends and what else a cycle leaves behind
START_SECONDS = 120.0


class Helper:
    """A program of this folder that answers lines with lines of JSON."""

    def __init__(self, program: str, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / program), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(env or {})},
        )

    def read(self) -> object:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def ask(self, line: str) -> object:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self.read()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


@dataclass(frozen=True)
class Cycle:
    """One round: CPU, seconds until the last awaited feed was done, new articles, and memory at its highest."""

    cpu: Usage
    wall: float
    articles: int
    peak_pss: float


class Service:
    """A real `monitor run` in a folder of its own."""

    def __init__(self, folder: Path, urls: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        folder.mkdir(parents=True)
        self._data = folder / "data"
        self._log = folder / "log.txt"
        config = folder / "config.yaml"
        config.write_text(_configuration(urls), "utf-8")
        command = [sys.executable, "-m", "monitor", "run", "--config", str(config)]
        self._out = self._log.open("wb")
        self._process = subprocess.Popen(
            command, stdout=self._out, stderr=self._out, stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})}
        )
        self._await_start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def settle(self) -> None:
        """Wait until no feed is under way."""
        while self._status()["in_flight"] or self._unpolled(0.0):
            time.sleep(LOOK_SECONDS)
        time.sleep(SETTLE_SECONDS)

    def cycle(self, awaited: Sequence[str], patience: float = 600.0) -> Cycle:
        """Have all feeds polled now; over when the awaited ones have been."""
        articles = self._count("articles")
        peak = pss_megabytes(self.pid)
        before, begun = usage(self.pid), time.time()
        ask(self._data, "poll-now")
        wanted = set(awaited)
        while wanted & self._unpolled(begun):
            if time.time() > begun + patience:
                raise TimeoutError(f"{len(wanted & self._unpolled(begun))} feeds are not polled; see {self._log}")
            peak = max(peak, pss_megabytes(self.pid))
            time.sleep(LOOK_SECONDS)
        done = [float(str(at)) for url, at in self._rows("SELECT url, polled_at FROM feeds") if url in wanted]
        time.sleep(SETTLE_SECONDS)
        peak = max(peak, pss_megabytes(self.pid))
        return Cycle(usage(self.pid).since(before), max(done) - begun, self._count("articles") - articles, peak)

    def idle_share(self, seconds: float) -> float:
        """The share of one core that the tree uses with nothing due."""
        before, begun = usage(self.pid), time.monotonic()
        time.sleep(seconds)
        return usage(self.pid).since(before).tree / (time.monotonic() - begun)

    def pss(self) -> float:
        return pss_megabytes(self.pid)

    def stop(self) -> float:
        """End it by SIGTERM; the seconds it took."""
        begun = time.monotonic()
        self._process.terminate()
        code = self._process.wait(60)
        self._out.close()
        if code:
            raise RuntimeError(f"the service ended with {code}; see {self._log}")
        return time.monotonic() - begun

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _await_start(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not is_running(self._data):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the service did not start: {self._log.read_text('utf-8')[-2000:]}")
            time.sleep(LOOK_SECONDS)

    def _status(self) -> Mapping[str, object]:
        answer = ask(self._data, "status")
        if not isinstance(answer, dict):
            raise ControlError("the service answers with no status")
        return answer

    def _unpolled(self, since: float) -> set[str]:
        return {str(url) for (url,) in self._rows(f"SELECT url FROM feeds WHERE coalesce(polled_at, 0) <= {since}")}

    def _count(self, table: str) -> int:
        return int(str(self._rows(f"SELECT count(*) FROM {table}")[0][0]))

    def _rows(self, query: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(f"file:{self._data / 'monitor.db'}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


def _configuration(urls: Sequence[str]) -> str:
    """Fixed long intervals, so that only the benchmark decides when feeds are due; alerts go to a file."""
    lines = ["version: 1", "channels:", "  file: { url: 'file:alerts.jsonl' }", "digest: { at: [] }", "feeds:"]
    lines += ["  defaults: { allow_private: true, interval: 6h }", "  list:", *(f"    - {url}" for url in urls)]
    return "\n".join((*lines, ""))


@contextmanager
def running(folder: Path, urls: Sequence[str], env: Mapping[str, str] | None = None) -> Iterator[Service]:
    """A service that has found every feed missing once, and waits."""
    service = Service(folder, urls, env)
    try:
        service.settle()
        yield service
        service.stop()
    finally:
        service.kill()
