"""Translations of headlines by a program of the owner's: text on its standard input, the translation on its output.

It may be slow, broken or gone: after its time it is killed with all that it started, and the message goes without.
"""

import asyncio
import logging
import os
import signal
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress

from monitor.models import Delivery
from monitor.notify.quote import clean
from monitor.notify.wording import headlines

log = logging.getLogger(__name__)

_KNOWN = 500
_LONGEST = 2000
# A program of somebody else's has no use for what opens our channels.
_OURS = ("MONITOR_SECRET_", "CREDENTIALS_DIRECTORY")


def no_counts() -> dict[str, int]:
    """Nothing translated so far."""
    return {"made": 0, "failed": 0, "late": 0}


class Glossary:
    """Translates headlines and remembers the latest; `counts` says how it went: made, failed, late."""

    def __init__(self, command: Sequence[str] = (), timeout: float = 5.0, counts: dict[str, int] | None = None) -> None:
        self._command, self._timeout = tuple(command), timeout
        self._known: OrderedDict[tuple[str, str, str], str] = OrderedDict()
        self._asked: dict[tuple[str, str, str], asyncio.Future[str]] = {}
        self.counts = no_counts() if counts is None else counts

    async def of(self, delivery: Delivery, language: str) -> str:
        """The headline of a delivery in the readers' language; "" when it is in it, or when there is no translation."""
        report = headlines(delivery.incident, language)[0] if delivery.incident else None
        if not self._command or report is None or report.lang == language:
            return ""
        wanted = clean(report.title, 300), clean(report.lang, 8), language
        if wanted not in self._known:
            # Several channels tell of one incident at the same moment.
            asked = self._asked.get(wanted) or asyncio.ensure_future(self._ask(*wanted))
            self._asked[wanted] = asked
            try:
                self._known[wanted] = await asyncio.shield(asked)
            finally:
                self._asked.pop(wanted, None)
            while len(self._known) > _KNOWN:
                self._known.popitem(last=False)
        return self._known[wanted]

    async def _ask(self, text: str, lang: str, language: str) -> str:
        if not text:
            return ""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        try:
            async with asyncio.timeout(self._timeout):
                said = await _run(self._command, text, environment | {"MONITOR_FROM": lang, "MONITOR_TO": language})
        except TimeoutError:
            self.counts["late"] += 1
            log.warning("translate: %s gave nothing within %g s", self._command[0], self._timeout)
            return ""
        except (OSError, ValueError) as error:
            self.counts["failed"] += 1
            log.warning("translate: %s failed: %s", self._command[0], error)
            return ""
        self.counts["made"] += 1
        return clean(said, 300)


async def _run(command: Sequence[str], text: str, environment: Mapping[str, str]) -> str:
    """What the program says; raises OSError or ValueError when it cannot run, fails or says nothing. Whoever cancels
    this has it killed."""
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    assert child.stdin is not None  # noqa: S101 - it is a pipe
    assert child.stdout is not None  # noqa: S101 - it is a pipe
    try:
        with suppress(ConnectionError):
            child.stdin.write(text.encode("utf-8", "replace"))
            await child.stdin.drain()
            child.stdin.close()
        # What it says beyond that is not waited for.
        said = await child.stdout.read(_LONGEST)
        while said and len(said) < _LONGEST and (more := await child.stdout.read(_LONGEST - len(said))):
            said += more
        code = 0 if len(said) >= _LONGEST else await child.wait()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
    if code:
        raise ValueError(f"it ended with {code}")
    told = said.decode("utf-8", "replace").strip()
    if not told:
        raise ValueError("it said nothing")
    return told
