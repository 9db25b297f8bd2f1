"""What lies in a folder of rules: the files that are read, whether they may be, digests of those that are not YAML."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from monitor.errors import Problem
from monitor.stamps import RULE_PARTS

_MOST_FILES = 2000


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files that are read of one part, in order; none where there is no such part."""
    if not folder.is_dir():
        return []
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])[:_MOST_FILES]


def unreadable(folder: Path) -> list[Problem]:
    """The parts of a folder of rules that may not be listed; to `glob` they would be empty."""
    found = []
    for part in (folder, *(folder / name for name in RULE_PARTS)):
        try:
            if part.is_dir():
                next(part.iterdir(), None)
        except OSError as error:
            found.append(_cannot(part, error, "folder"))
    return found


def file_digest(path: Path) -> str:
    """Twelve hex digits that change when the file does. Raises OSError."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def digest_of(folders: Sequence[str]) -> str:
    """Twelve hex digits that change when any file of these `places` folders does, or a `names.yaml` beside one.

    Raises OSError.
    """
    said = hashlib.sha256()
    for folder in map(Path, folders):
        for path in (*sorted(folder.iterdir()), folder.parent / "names.yaml"):
            if path.is_file():
                said.update(path.name.encode("utf-8", "replace") + b"\0" + path.read_bytes())
    return said.hexdigest()[:12]


def cannot_read(error: OSError) -> Problem:
    """The file that an error of the system is about, and what to do."""
    return _cannot(Path(str(error.filename or "rules")), error, "file")


def _cannot(path: Path, error: OSError, what: str) -> Problem:
    hint = "; let the user that runs the service read it" if isinstance(error, PermissionError) else ""
    return Problem(str(path), 0, 0, f"the {what} cannot be read: {error.strerror or error}{hint}", "unreadable")
