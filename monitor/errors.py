"""Every error this project raises on purpose.

    MonitorError
    ├── ConfigError          the configuration does not load: carries every problem found
    │   ├── RuleError        the same for rules, lists and filters
    │   └── UnsettledError   files changed while they were read; a little later they can be
    ├── FetchError           a feed or page could not be fetched: that feed's state, nobody else's
    │   └── EgressRefused    the address, port, scheme or redirect is not one we connect to
    ├── ParseError           the bytes are not a feed we can read
    │   └── SandboxError     the child that read them was stopped (CPU, memory, time) or died
    ├── StoreError           the database could not do what was asked
    │   ├── DatabaseRefused  zero-length, foreign, newer or corrupt: never recreated silently
    │   └── AlreadyRunning   another process holds the writer's lock
    ├── ChannelError         a message was not accepted: permanent or worth another try
    └── ControlError         the daemon could not be asked, or said no

Library errors are wrapped where they are met; the cause is kept.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file that a person edits. `line` and `col` count from 1; 0 means the file as a whole."""

    path: str
    line: int
    col: int
    message: str
    code: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.col}" if self.line else self.path
        return f"{where}: {self.level}: {self.message} [{self.code}]"


class MonitorError(Exception):
    """Base of all errors that this project raises on purpose; its text is a sentence for a person."""


class ConfigError(MonitorError):
    """What a person wrote does not load. `problems` holds all of it, not only the first; `warnings` what was found
    beside it and keeps nothing from loading."""

    def __init__(self, problems: tuple[Problem, ...], warnings: tuple[Problem, ...] = ()) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.warnings = warnings


class RuleError(ConfigError):
    """A rule, list or filter does not load, or a rule fails its own tests."""


class UnsettledError(ConfigError):
    """Files changed while they were read, as often as it was tried. Nothing is wrong with them; try again."""


class FetchError(MonitorError):
    """A fetch failed. `kind` is a short stable word (`timeout`, `http-500`, `too-large`, `tls`, ...);
    `retry_after` is what the server asked for, in seconds."""

    def __init__(self, kind: str, sentence: str, *, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.retry_after = retry_after


class EgressRefused(FetchError):
    """We do not connect there: private address, odd port or scheme, downgrade, too many redirects."""


class ParseError(MonitorError):
    """The bytes are not a feed (or page) that can be read. `kind` is a short stable word."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


class SandboxError(ParseError):
    """The child that read hostile input was stopped or died; the input is at fault, nobody else suffers."""


class StoreError(MonitorError):
    """The database could not do what was asked."""


class DatabaseRefused(StoreError):
    """The database file is not one we may use; the text says why and what to do."""


class AlreadyRunning(StoreError):
    """Another process owns this data folder."""


class ChannelError(MonitorError):
    """A channel did not accept a message. `permanent` means that the same try cannot succeed later
    without a person's help; `retry_after` is what the service asked for, in seconds."""

    def __init__(self, kind: str, sentence: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.permanent = permanent
        self.retry_after = retry_after


class ControlError(MonitorError):
    """The daemon could not be reached over its socket, or refused the request."""
