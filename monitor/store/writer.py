"""The thread that owns the writing connection. One submitted function is one transaction: all of it, or nothing."""

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from monitor.errors import DatabaseRefused, StoreError
from monitor.store.database import Database
from monitor.store.folder import newest_backup

T = TypeVar("T")

# After these, what is on the disk is not known: only a new start, which checks the file, may write again.
_FATAL = (sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Writer:
    """The one writer. `submit` may be called from any thread; work is done in the order in which it came.

    `opener` opens the connection inside the thread; what it raises, the constructor raises. `patience` is how many
    times work is begun again when another process holds the database (each waits 5 s for it).
    """

    def __init__(self, opener: Callable[[], Database], *, patience: int = 24) -> None:
        self._patience = patience
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._broken: StoreError | None = None
        self._refusal: str | None = None
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._serve, args=(opener, opened), name="writer", daemon=True)
        self._thread.start()
        opened.result()

    @property
    def broken(self) -> StoreError | None:
        """Why nothing is written any more (the file was lost or damaged under us), or None. It stays until restart."""
        return self._broken

    @property
    def refusal(self) -> str | None:
        """Why the last thing that was to be written was not (a full disk, a lock), or None when it was."""
        return self._refusal

    def submit(self, work: Callable[[Database], T]) -> Future[T]:
        """Run `work(db)` in a transaction of its own. When the future has its result, it is on the disk.

        An exception in `work` undoes all it wrote and becomes the future's. `work` may run again when the database
        was busy, so it must touch nothing but the database. SQLite's own errors come as `StoreError`.
        """
        done: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise StoreError("the database is closed: this program is ending")
            self._queue.put(_Work(lambda db: _settle(done, lambda: self._transact(db, work))))
        return done

    def close(self) -> None:
        """Finish what was submitted, close the connection and end the thread. Later calls do nothing."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _serve(self, opener: Callable[[], Database], opened: Future[None]) -> None:
        try:
            db = opener()
        except BaseException as error:  # noqa: BLE001  it is raised where the writer is made
            opened.set_exception(error)
            return
        opened.set_result(None)
        try:
            while (work := self._queue.get()) is not None:
                work.run(db)
        finally:
            db.close()

    def _transact(self, db: Database, work: Callable[[Database], T]) -> T:
        if self._broken is not None:
            raise self._broken
        for _ in range(self._patience):
            try:
                return self._once(db, work)
            except sqlite3.Error as error:
                code = getattr(error, "sqlite_errorcode", 0)
                if code & 0xFF in _BUSY and not self._closed:
                    continue
                refusal = self._translate(db, error, code)
                self._refusal = str(refusal)
                raise refusal from error
            except DatabaseRefused as error:
                self._broken = error
                self._refusal = str(error)
                raise
        locked = StoreError("another process holds the database locked; stop it, and this goes on by itself")
        self._refusal = str(locked)
        raise locked

    def _once(self, db: Database, work: Callable[[Database], T]) -> T:
        db.still_there()
        before = db.conn.total_changes
        self._begin(db)
        try:
            result = work(db)
            # Fails, as it should, when the work ended the transaction by itself.
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
        if db.conn.total_changes > before:
            self._refusal = None
        return result

    @staticmethod
    def _begin(db: Database) -> None:
        """Where nothing may be written, work that only reads is still done: what is committed can be sent."""
        try:
            db.conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                raise
            db.conn.execute("BEGIN")

    def _translate(self, db: Database, error: sqlite3.Error, code: int) -> StoreError:
        if code in _FATAL or code & 0xFF in _FATAL:
            self._broken = DatabaseRefused(
                f"{db.path} failed under us ({error}). Nothing more is written. Check the disk, and start again; "
                f"if it is refused then, restore {newest_backup(db.folder)}."
            )
            return self._broken
        if code & 0xFF == sqlite3.SQLITE_FULL:
            return StoreError(f"the disk of {db.folder} is full. Free some space: work goes on by itself.")
        if code & 0xFF == sqlite3.SQLITE_READONLY:
            return StoreError(
                f"{db.path} may not be written ({error}). Give this user the right to write there: work goes on by"
                " itself."
            )
        return StoreError(f"the database could not do this: {error}")


@dataclass(frozen=True, slots=True)
class _Work:
    run: Callable[[Database], None]


def _settle(done: Future[T], call: Callable[[], T]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        result = call()
    except BaseException as error:  # noqa: BLE001  it belongs to whoever waits for the future
        done.set_exception(error)
    else:
        done.set_result(result)
