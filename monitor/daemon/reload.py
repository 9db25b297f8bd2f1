"""A new snapshot whole, or the old one and a word to a person.

Files are edited in place, half-written, renamed and replaced. Whatever happens to them, an evaluation uses one complete
snapshot: a new one is built aside, and swapped in only when everything in it loads and every rule passes its own tests.

Edits are seen by looking at the files' stamps once a second: events of the file system are lost where folders are
renamed, links point elsewhere, or files lie on another machine.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.errors import ConfigError, MonitorError, Problem, UnsettledError
from monitor.models import Notice, Severity
from monitor.notify.troubles import heading, reason, remedy
from monitor.snapshot import Snapshot, build, look_at
from monitor.stamps import Stamps, of_files

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
LONGEST_EDIT = 10
"""So many looks may find edits going on; then what there is is read."""
AGAIN = timedelta(minutes=1)
"""When to try again what failed although the files are in order, such as a full disk."""

Build = Callable[[Snapshot], Snapshot]


@dataclass(frozen=True, slots=True)
class ReloadState:
    """How the last reload went: when, and all that was wrong (empty when it is in force), since when."""

    at: datetime
    problems: tuple[Problem, ...] = ()
    since: datetime | None = None

    @property
    def error(self) -> str:
        """What is wrong, a line each."""
        return "\n".join(map(str, self.problems))


def build_anew(current: Snapshot) -> Snapshot:
    """The snapshot that takes the place of this one. Tests that passed when the service started, of shipped rules that
    no file of the user touches, are not run again."""
    snapshot = build(current.config.path, current.config.data, only_changed=True)
    if snapshot.config.data != current.config.data:
        path = str(current.config.path)
        said = "paths.data cannot change while the service runs; stop it, move the folder, and start it again"
        raise ConfigError((Problem(path, 0, 0, said, "bad-value"),))
    return snapshot


class Reloader:
    """Rebuilds the snapshot when asked or when its files change.

    `swap` puts a new snapshot in force; `tell` is given the one notice that the old one stays, and the one that all is
    well again.
    """

    def __init__(
        self,
        current: Callable[[], Snapshot],
        swap: Callable[[Snapshot], Awaitable[None]],
        tell: Callable[[Notice], Awaitable[None]],
        clock: Callable[[], datetime],
        *,
        build: Build = build_anew,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._current = current
        self._swap = swap
        self._tell = tell
        self._clock = clock
        self._build = build
        self._look_seconds = look_seconds
        self._asked = asyncio.Event()
        self._turn = asyncio.Lock()
        self._tried: Stamps = current().stamps
        self._again_at: datetime | None = None
        self.state = ReloadState(clock())

    def ask(self) -> None:
        """Reload soon (SIGHUP)."""
        self._asked.set()

    async def watch(self) -> None:
        """Reload when asked and when files changed and rest, until cancelled."""
        before, busy = self._tried, 0
        while True:
            asked = await self._is_asked()
            try:
                now = await asyncio.to_thread(self._look)
                busy = busy + 1 if now != before else 0
                due = self._again_at is not None and self._clock() >= self._again_at
                changed = now != self._tried and (now == before or busy > LONGEST_EDIT)
                before = now
                if asked or due or changed:
                    await self.reload()
                    busy = 0
            except Exception:
                log.exception("looking for edits met a fault of ours; it goes on")

    async def _is_asked(self) -> bool:
        """Wait for the time of the next look, or until somebody asks."""
        try:
            async with asyncio.timeout(self._look_seconds):
                await self._asked.wait()
        except TimeoutError:
            return False
        self._asked.clear()
        return True

    def _look(self) -> Stamps:
        return of_files(look_at(self._current().config))

    async def reload(self) -> str:
        """Build a snapshot and put it in force; gives what is wrong, or an empty text."""
        async with self._turn:
            looked, now = await asyncio.to_thread(self._look), self._clock()
            self._again_at = None
            try:
                problems = await self._try()
            except UnsettledError as error:
                log.info("an edit is going on, the snapshot %s stays in force: %s", self._current().ref.id, error)
                return str(error)
            self._tried = looked
            await self._settle(ReloadState(now, problems, (self.state.since or now) if problems else None))
            return self.state.error

    async def _try(self) -> tuple[Problem, ...]:
        current = self._current()
        try:
            snapshot = await asyncio.to_thread(self._build, current)
            await self._swap(snapshot)
        except UnsettledError:
            raise
        except ConfigError as error:
            return error.problems
        except (MonitorError, OSError) as error:
            self._again_at = self._clock() + AGAIN
            return (Problem(str(current.config.path), 0, 0, f"{error}; it is tried again", "reload"),)
        except Exception as error:
            log.exception("reading rules and configuration met a fault of ours")
            said = f"a fault in this program ({type(error).__name__}); undo the last edit, and report what the log says"
            return (Problem(str(current.config.path), 0, 0, said, "reload"),)
        log.info("snapshot %s is in force: %d rules", snapshot.ref.id, len(snapshot.rules))
        return ()

    async def _settle(self, state: ReloadState) -> None:
        """Keep how it went, and tell of it when that is news: once when edits begin to be refused, once when no
        more."""
        before, self.state = self.state, state
        if state.problems and state.problems != before.problems:
            log.error("an edit is refused and the snapshot %s stays in force:\n%s", self._current().ref.id, state.error)
        if bool(state.problems) != bool(before.problems):
            await self._tell(notice(state, before, self._current().config.path.parent))


def notice(state: ReloadState, before: ReloadState, home: Path) -> Notice:
    """That an edit is refused, with its first mistake and what to do; or that no edit is refused any more. Files are
    named as seen from `home`."""
    over, kind = not state.problems, "edit"
    problems = before.problems if over else state.problems
    first = problems[0]
    path = first.path.removeprefix(f"{home}/")
    where = f"{path}:{first.line}" if first.line else path
    figures = {"where": where, "what": first.message}
    sentence = heading(kind, len(problems), over=over)
    if not over:
        sentence += f" {reason(kind, '', figures)}. {remedy(kind)}"
    since = before.since if over else state.since
    facts: dict[str, object] = {
        "alarm": kind,
        "subject": "configuration",
        "sentence": sentence,
        "since": (since or state.at).isoformat(),
        "items": [{"name": "", "figures": figures}],
        "total": len(problems),
    }
    severity = Severity.INFORMATIONAL if over else Severity.MEDIUM
    return Notice("recovered" if over else "trouble", severity, sentence, facts=facts)
