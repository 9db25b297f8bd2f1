"""Log lines on standard error: text on a terminal, JSON elsewhere; control characters escaped, secrets replaced."""

import json
import logging
import sys
from collections.abc import Callable, Collection
from datetime import UTC, datetime

MAX_MESSAGE = 2000
_QUIET = ("apscheduler", "watchfiles", "asyncio", "trafilatura", "htmldate", "courlan")


class _Redact(logging.Filter):
    """Replaces every secret value that this process has read, wherever a library may have put it."""

    def __init__(self, secrets: Callable[[], Collection[str]]) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        for secret in self._secrets():
            message = message.replace(secret, "***")
        record.msg, record.args = message, None
        return True


def _printable(text: str) -> str:
    """One line without control characters: a feed must not forge log lines or drive a terminal."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[:MAX_MESSAGE])


class TextFormatter(logging.Formatter):
    """`08:30:00 WARNING polling: message`; under journald, which has its own clock, a reader loses nothing."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; a traceback follows on its own lines."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        where = record.name.removeprefix("monitor.")
        line = f"{at} {record.levelname.lower():<8} {where}: {_printable(record.getMessage())}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonFormatter(logging.Formatter):
    """One JSON object a line: at, level, where, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "message": record.getMessage()[:MAX_MESSAGE],
        }
        if record.exc_info:
            fields["trace"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def set_up(level: str, form: str, secrets: Callable[[], Collection[str]]) -> None:
    """Send the project's log lines to standard error. `form` is `text`, `json` or `auto` (text on a terminal)."""
    handler = logging.StreamHandler(sys.stderr)
    as_text = form == "text" or (form == "auto" and sys.stderr.isatty())
    handler.setFormatter(TextFormatter() if as_text else JsonFormatter())
    handler.addFilter(_Redact(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
