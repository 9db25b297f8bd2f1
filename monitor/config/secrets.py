"""Passwords and tokens: named `secret:NAME` in the configuration, kept outside of it, read when they are needed."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from monitor.errors import ConfigError, Problem
from monitor.yamlfile import read

PREFIX = "secret:"
SECRETS_FILE = "secrets.yaml"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_LARGEST = 64 * 1024


class Secrets:
    """Finds secrets by name: in the folder of systemd's credentials, in the environment (MONITOR_SECRET_NAME, or a
    file named by MONITOR_SECRET_NAME_FILE), then in `secrets.yaml` beside the configuration.

    Nothing is read before it is asked for, and no value appears in this object's text or in an error.
    """

    def __init__(self, folder: Path, environ: Mapping[str, str] = os.environ) -> None:
        self._file = folder / SECRETS_FILE
        self._environ = environ
        self._seen: set[str] = set()

    def __repr__(self) -> str:
        return f"Secrets({str(self._file)!r})"

    def resolve(self, text: str) -> str:
        """The value behind `secret:NAME`; any other text is given back as it is. Raises ConfigError, see `get`."""
        return self.get(text.removeprefix(PREFIX)) if text.startswith(PREFIX) else text

    def get(self, name: str) -> str:
        """The value of one secret. Raises ConfigError when it is not set or may not be read."""
        if not _NAME.fullmatch(name):
            raise self._error(f"{name[:64]!r} is not the name of a secret: letters, digits, - and _", "bad-secret")
        value = self._from_credentials(name) or self._from_environment(name) or self._from_file(name)
        if not value:
            variable = _variable(name)
            raise self._error(
                f"the secret {name!r} is not set; put it into {SECRETS_FILE} beside the configuration, or into the "
                f"environment as {variable} or {variable}_FILE",
                "missing-secret",
            )
        self._seen.add(value)
        return value

    def seen(self) -> frozenset[str]:
        """Every value handed out so far: what logs must not show."""
        return frozenset(self._seen)

    def _from_credentials(self, name: str) -> str | None:
        folder = self._environ.get("CREDENTIALS_DIRECTORY")
        path = Path(folder) / name if folder else None
        return self._contents(path) if path and path.is_file() else None

    def _from_environment(self, name: str) -> str | None:
        if value := self._environ.get(_variable(name)):
            return value
        path = self._environ.get(_variable(name) + "_FILE")
        return self._contents(Path(path)) if path else None

    def _from_file(self, name: str) -> str | None:
        if not self._file.exists():
            return None
        try:
            mode = self._file.stat().st_mode
        except OSError as error:
            raise self._error(f"it cannot be read: {error.strerror}", "unreadable") from error
        if mode & 0o077:
            raise self._error(
                f"other users of this machine may read it; run: chmod 600 {self._file}", "secrets-readable"
            )
        try:
            document = read(self._file)
        except ConfigError as error:
            # The reader quotes what it stumbles over, and here that may be a password.
            first = error.problems[0]
            raise self._error(
                "it is not plain `name: 'value'` lines; put values in single quotes", first.code, first.line
            ) from None
        value = document.data.get(name) if isinstance(document.data, dict) else None
        if value is not None and not isinstance(value, str):
            line = document.position((name,))[0]
            raise self._error(f"the value of {name!r} is not text; put it in single quotes", "bad-secret", line)
        return value

    def _contents(self, path: Path) -> str:
        try:
            with path.open("rb") as file:
                return file.read(_LARGEST).decode("utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise ConfigError(
                (Problem(str(path), 0, 0, f"the secret cannot be read: {reason}", "unreadable"),)
            ) from None

    def _error(self, message: str, code: str, line: int = 0) -> ConfigError:
        return ConfigError((Problem(str(self._file), line, 1 if line else 0, message, code),))


def _variable(name: str) -> str:
    return "MONITOR_SECRET_" + name.upper().replace("-", "_")
