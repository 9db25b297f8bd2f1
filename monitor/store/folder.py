"""The data folder: who may write (`lock`), and which database belongs here (`instance`)."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import AlreadyRunning, DatabaseRefused, StoreError

DATABASE = "monitor.db"
BACKUPS = "backups"
_LOCK = "lock"
_INSTANCE = "instance"


class Lock:
    """The right to write in a folder, held by one process until `release` or its end, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock, or raise `AlreadyRunning` with the other's process id."""
        path = folder / _LOCK
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"cannot write in {folder}: {error.strerror}. Give this user the right to write there, "
                "or choose another data folder."
            ) from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._fd, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._fd)
            raise AlreadyRunning(
                f"another monitor (process {holder}) is writing in {folder}. Ask that one, or stop it first."
            ) from error
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let others write. The file stays: removing it would let two processes lock two different files."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


@dataclass(frozen=True, slots=True)
class Instance:
    """Which database belongs to a folder. `generation` grows with every opening for writing, so that an older copy of
    the same database is told from the latest."""

    id: str
    generation: int


def read_instance(folder: Path) -> Instance | None:
    """What the folder's `instance` file says, or None when there is none (a new folder)."""
    path = folder / _INSTANCE
    try:
        words = path.read_text(encoding="ascii").split()
        return Instance(words[0], int(words[1]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, IndexError) as error:
        raise DatabaseRefused(
            f"{path} cannot be read ({error}). It says which database belongs here: restore it, "
            f"or remove it if {folder / DATABASE} is certainly the right one."
        ) from error


def write_instance(folder: Path, instance: Instance) -> None:
    """Replace the `instance` file, durably and never half."""
    path = folder / _INSTANCE
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("w", encoding="ascii") as file:
            file.write(f"{instance.id} {instance.generation}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(folder)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}. Free some space or correct its rights.") from error


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def newest_backup(folder: Path) -> str:
    """Where help lies, for sentences: the newest backup, or the folder where there might be one."""
    copies = sorted((folder / BACKUPS).glob("*.db"))
    return f"{BACKUPS}/{copies[-1].name}" if copies else f"a backup (none is in {folder / BACKUPS})"
