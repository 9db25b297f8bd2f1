"""One submitted function is one transaction. What was acknowledged survives; what failed leaves nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from store_samples import NOW, article, opened

from monitor.errors import DatabaseRefused, StoreError
from monitor.store.database import Database, open_reader
from monitor.store.meta import recall, remember
from monitor.store.writer import Writer

ROOT = Path(__file__).resolve().parents[2]

# Acknowledges each number on stdout once it is on the disk, until it is killed.
CHILD = """
import sys
from store_samples import *
from monitor.store.meta import remember
from monitor.store.writer import Writer
writer = Writer(lambda: opened(Path(sys.argv[1])))
first = int(sys.argv[2])
def store(db, number):
    article(db, str(number), text="word " * 200)
    remember(db, f"n{number}", "acknowledged")
for number in range(first, first + 100_000):
    writer.submit(lambda db: store(db, number)).result()
    print(number, flush=True)
"""


@pytest.fixture
def writer(folder: Path) -> Iterator[Writer]:
    one = Writer(partial(opened, folder))
    yield one
    one.close()


def test_a_result_means_that_others_can_read_it(writer: Writer, folder: Path) -> None:
    assert writer.submit(lambda db: article(db, "one")).result() == 1
    with open_reader(folder) as reader:
        assert reader.conn.execute("SELECT title FROM articles").fetchall() == [("Title one",)]


def test_an_exception_undoes_all_and_goes_to_who_asked(writer: Writer, folder: Path) -> None:
    def half(db: Database) -> None:
        article(db, "one")
        raise KeyError("half way")

    with pytest.raises(KeyError, match="half way"):
        writer.submit(half).result()
    assert writer.submit(lambda db: db.table("articles").count).result() == 0


def test_an_error_of_sqlite_is_an_error_of_the_store_and_the_next_work_is_done(writer: Writer) -> None:
    with pytest.raises(StoreError, match="no such table: nowhere") as caught:
        writer.submit(lambda db: db.conn.execute("SELECT * FROM nowhere")).result()
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    writer.submit(lambda db: remember(db, "next", "done")).result()


def test_work_that_commits_by_itself_is_reported(writer: Writer) -> None:
    with pytest.raises(StoreError):
        writer.submit(lambda db: db.conn.execute("COMMIT")).result()
    writer.submit(lambda db: remember(db, "next", "done")).result()


def test_closing_finishes_what_was_submitted_and_refuses_more(folder: Path) -> None:
    writer = Writer(partial(opened, folder))
    futures = [writer.submit(partial(article, name=str(number))) for number in range(20)]
    writer.close()
    writer.close()
    assert [future.result() for future in futures] == list(range(1, 21))
    with pytest.raises(StoreError, match="ending"):
        writer.submit(lambda db: None)
    opened(folder).close()


def test_what_cannot_be_opened_is_raised_where_the_writer_is_made(folder: Path) -> None:
    with opened(folder), pytest.raises(StoreError, match="another monitor"):
        Writer(partial(opened, folder))


def test_a_full_disk_fails_one_work_and_not_the_next(writer: Writer) -> None:
    def limit(db: Database, pages: int) -> int:
        return int(db.conn.execute(f"PRAGMA max_page_count = {pages}").fetchone()[0])

    size = writer.submit(lambda db: limit(db, 1)).result()
    with pytest.raises(StoreError, match="is full"):
        writer.submit(lambda db: article(db, "big", text="x" * 100_000)).result()
    writer.submit(lambda db: limit(db, size + 1000)).result()
    assert writer.submit(lambda db: article(db, "big", text="x" * 100_000)).result() == 1
    assert writer.broken is None


def test_while_another_process_holds_the_database_work_waits_and_is_then_done_whole(folder: Path) -> None:
    tried = threading.Semaphore(0)

    def impatient() -> Database:
        db = opened(folder)
        db.conn.execute("PRAGMA busy_timeout = 1")
        db.conn.set_trace_callback(lambda sql: tried.release() if sql == "BEGIN IMMEDIATE" else None)
        return db

    writer = Writer(impatient, patience=1_000_000)
    outsider = sqlite3.connect(folder / "monitor.db", isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")
    future = writer.submit(lambda db: article(db, "one"))
    for _ in range(3):
        tried.acquire()
    assert not future.done()
    outsider.execute("ROLLBACK")
    assert future.result(10) == 1
    outsider.close()
    writer.close()


def test_patience_with_another_process_ends_with_a_sentence(folder: Path) -> None:
    def impatient() -> Database:
        db = opened(folder)
        db.conn.execute("PRAGMA busy_timeout = 1")
        return db

    writer = Writer(impatient, patience=2)
    outsider = sqlite3.connect(folder / "monitor.db", isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another process holds the database locked"):
        writer.submit(lambda db: article(db, "one")).result()
    outsider.close()
    assert writer.submit(lambda db: article(db, "one")).result() == 1
    writer.close()


def test_after_the_file_is_lost_nothing_more_is_accepted(writer: Writer, folder: Path) -> None:
    path = folder / "monitor.db"
    path.rename(folder / "away.db")
    for _ in range(2):
        with pytest.raises(DatabaseRefused, match="moved, removed or replaced"):
            writer.submit(lambda db: remember(db, "lost", "yes")).result()
    assert isinstance(writer.broken, DatabaseRefused)


def test_kill_9_in_the_middle_of_writing_loses_nothing_acknowledged(folder: Path) -> None:
    acknowledged: list[int] = []
    for round_, acks in enumerate((1, 40, 7, 113)):
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder), str(round_ * 1_000_000)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}"},
        ) as child:
            assert child.stdout is not None
            acknowledged += [int(child.stdout.readline()) for _ in range(acks)]
            child.send_signal(signal.SIGKILL)
            acknowledged += [int(line) for line in child.stdout.read().split(b"\n")[:-1]]
    with open_reader(folder) as reader:  # `monitor status` after a crash, before anything has cleaned up
        assert recall(reader, f"n{acknowledged[-1]}") is not None
    with opened(folder) as db:  # opening checks the whole file
        missing = [number for number in acknowledged if recall(db, f"n{number}") is None]
        stored = db.conn.execute("SELECT count(*) FROM articles").fetchone()[0]
        remembered = db.conn.execute("SELECT count(*) FROM meta WHERE name GLOB 'n[0-9]*'").fetchone()[0]
    assert missing == []
    assert stored == remembered >= len(acknowledged) >= 161


def test_two_readers_always_see_whole_transactions_while_a_writer_works(writer: Writer, folder: Path) -> None:
    writer.submit(lambda db: remember(db, "start", "1")).result()
    done = threading.Event()
    failures: list[object] = []
    seen: set[int] = set()

    def read() -> None:
        with open_reader(folder) as reader:
            while True:
                last = done.is_set()
                articles_, texts = reader.conn.execute(
                    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM texts)"
                ).fetchone()
                seen.add(articles_)
                if articles_ % 3 or articles_ != texts:
                    failures.append((articles_, texts))
                if last:
                    return

    def three(number: int) -> Callable[[Database], None]:
        def work(db: Database) -> None:
            for part in range(3):
                article(db, f"{number}-{part}", at=NOW)

        return work

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    for number in range(60):
        writer.submit(three(number)).result()
    done.set()
    for thread in readers:
        thread.join()
    assert failures == []
    assert max(seen) == 180
