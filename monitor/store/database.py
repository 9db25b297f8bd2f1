"""Opening the database: one connection that writes, any number that read. What is doubtful is refused, never recreated.

The price of guessing is high: an empty file in the place of the database would look like a first start, and the whole
world would be read, and told, anew.
"""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import quote
from uuid import uuid4

import sqlite_utils

from monitor.errors import DatabaseRefused, StoreError
from monitor.store.encoding import to_epoch
from monitor.store.folder import DATABASE, Instance, Lock, newest_backup, read_instance, sync_folder, write_instance
from monitor.store.meta import recall, remember
from monitor.store.migrate import VERSION, migrate, version_of

APPLICATION_ID = 0x5468726D  # "Thrm" in the file's header: a database of ours

_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables, RETURNING
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Database(sqlite_utils.Database):
    """A sqlite-utils database on a connection of ours, bound to the thread that opened it.

    `folder` is the data folder, `path` the file. The driver's own transactions are off: only `Writer` begins and
    commits.
    """

    def __init__(self, path: Path, *, mode: str, lock: Lock | None = None) -> None:
        self.path = path
        self.folder = path.parent
        self._lock = lock
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or newer is needed. Update Python.")
        uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, cached_statements=256, timeout=5.0)
        super().__init__(connection, recursive_triggers=False, execute_plugins=False)
        self._file = _file_id(path)

    def __enter__(self) -> Self:
        return self

    def close(self) -> None:
        """Close the connection, and let others write."""
        super().close()
        if self._lock is not None:
            self._lock.release()

    def still_there(self) -> None:
        """Raise `DatabaseRefused` when the file was deleted, moved or replaced since it was opened: what is written
        now would be lost with it."""
        if _file_id(self.path) != self._file:
            raise DatabaseRefused(
                f"{self.path} was moved, removed or replaced while it was in use. Nothing more is written. "
                f"Put the file back, or restore {newest_backup(self.folder)}, and start again."
            )


def open_writer(folder: Path, *, now: datetime, create: bool, check: bool = True) -> Database:
    """Open the folder's database for writing, and hold its lock until `close`.

    With `create`, an empty folder gets a new database. `check` reads the whole file for damage first.
    Raises `AlreadyRunning`, `DatabaseRefused` with what to do, or `StoreError` when the folder cannot be written.
    """
    if create:
        _make_folder(folder)
    elif not folder.is_dir():
        raise DatabaseRefused(f"there is no data folder {folder}. Correct its path, or start `monitor run` to make it.")
    lock = Lock(folder)
    path = folder / DATABASE
    try:
        instance = read_instance(folder)
        if not path.exists():
            _create(path, instance, now=now, create=create)
        _refuse_empty(path)
        db = Database(path, mode="rw", lock=lock)
    except sqlite3.Error as error:
        lock.release()
        raise _refusal(path, error) from error
    except BaseException:
        lock.release()
        raise
    try:
        _prepare_writer(db, instance, check=check)
    except sqlite3.Error as error:
        db.close()
        raise _refusal(path, error) from error
    except BaseException:
        db.close()
        raise
    return db


def open_reader(folder: Path) -> Database:
    """Open the folder's database for reading only; a writer may work meanwhile. Refuses what `open_writer` refuses,
    apart from damage that only a full check finds."""
    path = folder / DATABASE
    instance = read_instance(folder)
    if not path.exists():
        raise (
            _missing(path)
            if instance
            else DatabaseRefused(
                f"there is no database in {folder} yet. Start `monitor run`, or correct the path of the data folder."
            )
        )
    _refuse_empty(path)
    try:
        db = Database(path, mode="ro")
    except sqlite3.Error as error:
        raise _refusal(path, error) from error
    try:
        db.conn.execute("PRAGMA query_only = ON")
        refuse_foreign(db)
        _refuse_older(db)
        _refuse_other(db, instance)
    except sqlite3.Error as error:
        db.close()
        raise _refusal(path, error) from error
    except BaseException:
        db.close()
        raise
    return db


def refuse_foreign(db: Database) -> None:
    """Raise `DatabaseRefused` unless the file is of this program, and of a version that it knows."""
    owner = int(db.conn.execute("PRAGMA application_id").fetchone()[0])
    if owner != APPLICATION_ID:
        raise DatabaseRefused(
            f"{db.path} is not a database of Threat Monitor (its application id is {owner}). "
            f"Move it away, or restore {newest_backup(db.folder)}."
        )
    version = version_of(db)
    if version > VERSION:
        raise DatabaseRefused(
            f"{db.path} was written by a newer Threat Monitor (tables version {version}, this one knows {VERSION}). "
            f"Install that version again, or restore a backup of before the upgrade."
        )


def refuse_damaged(db: Database) -> None:
    """Raise `DatabaseRefused` when SQLite's quick check finds the file damaged; it reads the whole file."""
    answer = str(db.conn.execute("PRAGMA quick_check(1)").fetchone()[0])
    if answer != "ok":
        raise _damaged(db.path, answer.splitlines()[-1])


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the data folder {folder}: {error.strerror}. Choose another place.") from error


def _create(path: Path, instance: Instance | None, *, now: datetime, create: bool) -> None:
    """Make a new database under another name and move it in place: a kill on the way leaves no half of one."""
    if instance is not None:
        raise _missing(path)
    if not create:
        raise DatabaseRefused(
            f"there is no database in {path.parent} yet. Start `monitor run`, or correct the path of the data folder."
        )
    journal = path.with_name(f"{path.name}-wal")
    if journal.exists() and journal.stat().st_size > 0:
        raise DatabaseRefused(
            f"{journal} stands there without its database, and would spoil a new one. Put {path.name} back beside it, "
            f"or move {journal.name} away."
        )
    fresh = path.with_suffix(".creating")
    fresh.unlink(missing_ok=True)
    db = Database(fresh, mode="rwc")
    try:
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(db)
        for name, value in (("instance", uuid4().hex), ("generation", "0"), ("created_at", str(to_epoch(now)))):
            remember(db, name, value)
    finally:
        db.close()
    fresh.replace(path)
    sync_folder(path.parent)


def _prepare_writer(db: Database, instance: Instance | None, *, check: bool) -> None:
    refuse_foreign(db)
    if check:
        refuse_damaged(db)
    _refuse_other(db, instance)
    db.conn.execute("PRAGMA journal_mode = WAL")
    # Every commit reaches the disk: an accepted alert survives a power cut.
    db.conn.execute("PRAGMA synchronous = FULL")
    db.conn.execute("PRAGMA journal_size_limit = 67108864")
    # Some builds of SQLite overwrite all they delete with zeros: forgetting a month of news would write it once more.
    db.conn.execute("PRAGMA secure_delete = OFF")
    db.conn.execute("PRAGMA foreign_keys = ON")
    migrate(db)
    own = Instance(str(recall(db, "instance")), int(recall(db, "generation") or 0) + 1)
    remember(db, "generation", str(own.generation))
    # After the database, never before it: a kill in between leaves the file behind, which is no reason to refuse.
    write_instance(db.folder, own)


def _refuse_older(db: Database) -> None:
    if version_of(db) < VERSION:
        raise DatabaseRefused(
            f"{db.path} was written by an older version. Start `monitor run` once: it brings the tables up to date."
        )


def _refuse_other(db: Database, instance: Instance | None) -> None:
    if recall(db, "backup_of") is not None:
        raise DatabaseRefused(
            f"{db.path} is a backup that was put here by hand. Move it back to the backups and run "
            "`monitor restore` with its name: what may have been sent since then needs care."
        )
    if instance is None:
        return
    if recall(db, "instance") != instance.id:
        raise DatabaseRefused(
            f"{db.path} belongs to another installation than {db.folder / 'instance'} says. "
            f"Put the right file back, or restore {newest_backup(db.folder)}."
        )
    if int(recall(db, "generation") or 0) < instance.generation:
        raise DatabaseRefused(
            f"{db.path} is an older copy of this installation's database: what was told since then would be told "
            f"again. Put the latest file back, or run `monitor restore` with this one after moving it to the backups."
        )


def _refuse_empty(path: Path) -> None:
    # SQLite opens a file of no bytes as a sound, empty database.
    if path.stat().st_size == 0:
        raise DatabaseRefused(
            f"{path} is empty (0 bytes): its content is lost. Restore {newest_backup(path.parent)}, "
            f"or move the folder away to start anew."
        )


def _missing(path: Path) -> DatabaseRefused:
    return DatabaseRefused(
        f"{path} is missing, but this folder had a database. Put it back, restore {newest_backup(path.parent)}, "
        f"or remove {path.parent / 'instance'} to start anew without its history."
    )


def _damaged(path: Path, what: str) -> DatabaseRefused:
    return DatabaseRefused(
        f"{path} is damaged ({what}). Move it away (keep it) and restore {newest_backup(path.parent)}."
    )


def _refusal(path: Path, error: sqlite3.Error) -> StoreError:
    """What a failure to open means for a person."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGE:
        return _damaged(path, str(error))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return DatabaseRefused(
            f"{path} cannot be opened ({error}). Give this user the right to read and write it and its folder."
        )
    return StoreError(f"{path} cannot be opened now: {error}. Try again; if it stays, see `monitor doctor`.")


def _file_id(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
