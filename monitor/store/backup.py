"""Backups that can be trusted: taken while the writer works, checked before they count, never put back unnoticed."""

import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import DatabaseRefused, StoreError
from monitor.store.database import Database, open_reader, refuse_damaged, refuse_foreign
from monitor.store.encoding import from_epoch, to_epoch
from monitor.store.folder import BACKUPS, DATABASE, Instance, Lock, read_instance, sync_folder, write_instance
from monitor.store.meta import forget, recall, remember
from monitor.store.migrate import migrate

_HELD = "restored from a backup: it may have been sent already"


@dataclass(frozen=True, slots=True)
class Restored:
    """What `restore` did: when the backup was taken, where the database before it lies, and how many deliveries it
    held back because they may have been sent since."""

    taken_at: datetime
    kept: Path | None
    held: int


def backup(folder: Path, *, now: datetime, keep: int = 7) -> Path:
    """Copy the database to `backups/`, check the copy, and remove all but the newest `keep`; give its path.

    May run in any thread or process while the writer works. Nothing of the name of a backup is there before it is
    complete and sound.
    """
    copies = folder / BACKUPS
    final = copies / f"monitor-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    part = copies / "incomplete"
    try:
        copies.mkdir(mode=0o700, exist_ok=True)
        _refuse_full(folder, copies)
        part.unlink(missing_ok=True)
        with open_reader(folder) as source:
            _copy(source, part, now)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(final)
        sync_folder(copies)
    except OSError as error:
        raise StoreError(f"no backup was made in {copies}: {error.strerror}. Free some space or correct it.") from error
    except sqlite3.Error as error:
        raise StoreError(f"no backup was made in {copies}: {error}.") from error
    for old in backups(folder)[keep:]:
        old.unlink(missing_ok=True)
    return final


def backups(folder: Path) -> list[Path]:
    """The complete backups of a data folder, the newest first."""
    return sorted((folder / BACKUPS).glob("monitor-*Z.db"), reverse=True)


def restore(folder: Path, copy: Path, *, now: datetime) -> Restored:
    """Put a backup in the place of the database. The daemon must be stopped (`AlreadyRunning` otherwise).

    What was the database is kept beside it. Deliveries that the backup believes unsent are held, because they may
    have been sent since: people see them and can send them.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / DATABASE
    fresh = path.with_suffix(".restoring")
    lock = Lock(folder)
    try:
        taken = _inspect(folder, copy)
        shutil.copyfile(copy, fresh)
        instance, held = _adopt(fresh, read_instance(folder), now)
        kept = _set_aside(path, now)
        fresh.replace(path)
        sync_folder(folder)
        write_instance(folder, instance)
    except OSError as error:
        raise StoreError(f"{copy} was not restored: {error.strerror}. The database is as it was.") from error
    except sqlite3.Error as error:
        raise StoreError(f"{copy} was not restored: {error}. The database is as it was.") from error
    finally:
        fresh.unlink(missing_ok=True)
        lock.release()
    return Restored(taken, kept, held)


def _refuse_full(folder: Path, copies: Path) -> None:
    needed = (folder / DATABASE).stat().st_size
    free = shutil.disk_usage(copies).free
    if free < needed * 1.1:
        raise StoreError(
            f"no backup was made: {copies} has {free >> 20} MB free, the copy needs {needed >> 20} MB. Free some space."
        )


def _copy(source: Database, part: Path, now: datetime) -> None:
    with Database(part, mode="rwc") as target:
        target.conn.execute("PRAGMA synchronous = OFF")  # synced once, when it is complete
        source.conn.backup(target.conn)
        # One file without a journal beside it, so that it can be carried around.
        target.conn.execute("PRAGMA journal_mode = DELETE")
        # The mark by which a copy that is put in place by hand is told from the database.
        remember(target, "backup_of", str(to_epoch(now)))
        refuse_damaged(target)


def _inspect(folder: Path, copy: Path) -> datetime:
    if not copy.is_file() or copy.stat().st_size == 0:
        raise DatabaseRefused(f"{copy} is not a backup: it is missing or empty. `monitor backup --list` names them.")
    instance = read_instance(folder)
    try:
        with Database(copy, mode="ro") as db:
            refuse_foreign(db)
            refuse_damaged(db)
            if instance is not None and recall(db, "instance") != instance.id:
                raise DatabaseRefused(
                    f"{copy} is of another installation than {folder}. Restore it into an empty folder instead."
                )
            return from_epoch(float(recall(db, "backup_of") or recall(db, "created_at") or 0.0))
    except sqlite3.DatabaseError as error:
        raise DatabaseRefused(f"{copy} cannot be restored: {error}. Choose an older backup.") from error


def _adopt(fresh: Path, instance: Instance | None, now: datetime) -> tuple[Instance, int]:
    """Make the copy the folder's own: the newest generation, and nothing in it that sends itself."""
    with Database(fresh, mode="rw") as db:
        migrate(db)
        held = db.conn.execute(
            "UPDATE deliveries SET state = 'held', last_error = ?, lease_until = NULL"
            " WHERE state IN ('pending', 'waiting')",
            (_HELD,),
        ).rowcount
        newest = max(int(recall(db, "generation") or 0), instance.generation if instance else 0) + 1
        own = Instance(str(recall(db, "instance")), newest)
        remember(db, "generation", str(newest))
        remember(db, "restored_at", str(to_epoch(now)))
        forget(db, "backup_of")
    return own, held


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Rename the present database, its journal first: a journal must never meet another database."""
    kept = path.with_name(f"{path.stem}-before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db")
    there = path.exists()
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(kept.with_name(kept.name + suffix))
    return kept if there else None
