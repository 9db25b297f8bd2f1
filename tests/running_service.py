"""A real `monitor run` in a child process, for tests of the whole.

    with monitor_run(folder, config(feeds=[url])) as service:
        await eventually(lambda: service.alerts(), 20)

Nothing here waits for a fixed time: `eventually` asks again until a condition holds or its deadline has passed.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

from monitor.control import ask, is_running
from monitor.store import feeds, outbox
from monitor.store.database import open_reader

T = TypeVar("T")

LOOK_SECONDS = 0.05
START_SECONDS = 40.0
ALERTING = "Militants open fire on guards at al-Hol"


async def eventually(condition: Callable[[], T], seconds: float) -> T:
    """What the condition gives as soon as it is true; an assertion with its last value after so many seconds."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"still {value!r} after {seconds} s"
        await asyncio.sleep(LOOK_SECONDS)
    return value


def config(urls: Sequence[str] = (), channel: str = "file:alerts.jsonl", rules: str = "") -> str:
    """A configuration for feeds on loopback that alert at once."""
    return json.dumps(
        {
            "version": 1,
            "paths": {"rules": [rules] if rules else []},
            "feeds": {"defaults": {"allow_private": True, "baseline": False}, "list": list(urls)},
            "channels": {"told": {"url": channel}},
        },
        indent=1,
    )


def rss(*titles: str) -> bytes:
    """A feed with these items, published now."""
    now = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>{title}</title><guid>{n}</guid><link>https://news.example/{n}</link><pubDate>{now}</pubDate></item>"
        for n, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>News</title><language>en</language>{items}</channel></rss>".encode()


class RunningService:
    """The child process and what it leaves in its folder."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._log = folder / "log.txt"
        command = [sys.executable, "-m", "monitor", "run", "--config", str(folder / "config.yaml")]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **env}
            )

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log
        return is_running(self.data)

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def status(self) -> dict[str, object]:
        answer = ask(self.data, "status")
        assert isinstance(answer, dict)
        return answer

    def alerts(self) -> list[dict[str, str]]:
        """What the file channel received so far."""
        path = self.folder / "alerts.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def polled(self) -> dict[str, datetime | None]:
        with open_reader(self.data) as db:
            return {row.feed.settings.url: row.feed.state.polled_at for row in feeds.listing(db)}

    def deliveries(self) -> Mapping[tuple[str, str], int]:
        with open_reader(self.data) as db:
            return outbox.counts(db)


@contextmanager
def monitor_run(folder: Path, configuration: str, env: Mapping[str, str] | None = None) -> Iterator[RunningService]:
    """Start the service; whatever the test does, it is gone afterwards."""
    (folder / "config.yaml").write_text(configuration, "utf-8")
    service = RunningService(folder, env or {})
    try:
        yield service
    finally:
        service.process.kill()
        service.process.wait()
