"""A new snapshot whole, or the old one and a word to a person.

Files are edited in place, half-written, renamed and replaced. Whatever happens to them, an evaluation uses one complete
snapshot: a new one is built aside, and swapped in only when everything in it loads and every rule passes its own tests.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watchfiles import awatch

from monitor.errors import ConfigError, MonitorError
from monitor.snapshot import Snapshot, build

log = logging.getLogger(__name__)

DEBOUNCE_MS = 1500
# Alerts may be written as .jsonl beside the configuration.
CONFIG_SUFFIXES = (".yaml", ".yml", ".opml", ".j2", ".html")
RULES_SUFFIXES = (".yaml", ".yml", ".tsv", ".jsonl")


@dataclass(slots=True)
class ReloadState:
    """How the last reload went: when, and what was wrong (empty when it is in force)."""

    at: datetime
    error: str = ""


class Reloader:
    """Rebuilds the snapshot when asked or when its files change.

    `swap` puts a new snapshot in force; `refused` tells a person why the old one stays.
    """

    def __init__(
        self,
        config_path: Path,
        current: Callable[[], Snapshot],
        swap: Callable[[Snapshot], Awaitable[None]],
        refused: Callable[[str], Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        self._config_path = config_path
        self._current = current
        self._swap = swap
        self._refused = refused
        self._clock = clock
        self._asked = asyncio.Event()
        self._turn = asyncio.Lock()
        self.state = ReloadState(clock())

    def ask(self) -> None:
        """Reload soon (SIGHUP)."""
        self._asked.set()

    async def watch(self) -> None:
        """Reload when asked and when a watched file changes, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._on_demand())
            group.create_task(self._on_change(self._home, CONFIG_SUFFIXES, recursive=False))
            group.create_task(self._on_change(self._rules, RULES_SUFFIXES, recursive=True))

    async def reload(self) -> str:
        """Build a snapshot and put it in force; gives what is wrong, or an empty text."""
        async with self._turn:
            error = await self._try()
        changed = error != self.state.error
        self.state = ReloadState(self._clock(), error)
        if error:
            log.error("the new configuration is refused and the old one stays in force:\n%s", error)
            if changed:
                await self._refused(error)
        return error

    async def _try(self) -> str:
        current = self._current()
        try:
            snapshot = await asyncio.to_thread(build, self._config_path, current.config.data)
            if snapshot.config.data != current.config.data:
                return f"{self._config_path}: paths.data cannot change while running; stop and move the folder first"
            await self._swap(snapshot)
        except ConfigError as error:
            return str(error)
        except (MonitorError, OSError) as error:
            return f"{self._config_path}: {error}"
        log.info("snapshot %s is in force: %d rules", snapshot.ref.id, len(snapshot.rules))
        return ""

    async def _on_demand(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self.reload()

    async def _on_change(
        self, folders: Callable[[], list[Path]], suffixes: tuple[str, ...], *, recursive: bool
    ) -> None:
        while True:
            watched = folders()
            if watched:
                await self._watch(watched, folders, suffixes, recursive=recursive)
            await asyncio.sleep(DEBOUNCE_MS / 1000)

    async def _watch(
        self, watched: list[Path], folders: Callable[[], list[Path]], suffixes: tuple[str, ...], *, recursive: bool
    ) -> None:
        """Watch these folders for as long as they are the right ones."""
        async for changes in awatch(
            *watched,
            watch_filter=lambda _, path: path.endswith(suffixes),
            debounce=DEBOUNCE_MS,
            recursive=recursive,
            raise_interrupt=False,
            yield_on_timeout=True,
        ):
            if changes:
                await self.reload()
            if folders() != watched:
                return

    def _home(self) -> list[Path]:
        """The configuration by its folder: editors replace files. What lies below it, such as the data, is not ours
        to watch."""
        return [self._config_path.absolute().parent]

    def _rules(self) -> list[Path]:
        return [folder for folder in self._current().config.rules if folder.is_dir()]
