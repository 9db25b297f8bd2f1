"""A backup is complete and sound before it has its name; a restore sends nothing by itself."""

import sqlite3
import threading
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from store_samples import DAY, HOUR, NOW, article, incident, opened

from monitor.errors import AlreadyRunning, DatabaseRefused, StoreError
from monitor.models import Notice, Severity
from monitor.store import facts, outbox
from monitor.store.backup import backup, backups, restore
from monitor.store.database import Database, open_reader, open_writer
from monitor.store.writer import Writer


def titles(db: Database) -> list[str]:
    return [str(title) for (title,) in db.conn.execute("SELECT title FROM articles ORDER BY id")]


def test_a_backup_is_one_file_with_all_that_was_committed(folder: Path) -> None:
    with opened(folder) as db:
        article(db, "one")
        copy = backup(folder, now=NOW)
    assert [path.name for path in (folder / "backups").iterdir()] == ["monitor-20261121T093000Z.db"]
    with Database(copy, mode="ro") as stored:
        assert titles(stored) == ["Title one"]


def test_only_the_newest_are_kept(folder: Path) -> None:
    with opened(folder):
        made = [backup(folder, now=NOW + day * DAY, keep=3) for day in range(5)]
    assert backups(folder) == made[:1:-1]


def test_a_backup_while_the_writer_works_is_a_moment_of_it(folder: Path) -> None:
    writer = Writer(partial(opened, folder))
    stop = threading.Event()

    def pair(db: Database, number: int) -> None:
        article(db, f"{number} a", text="word " * 500)
        article(db, f"{number} b", text="word " * 500)

    def work() -> None:
        number = 0
        while not stop.is_set():
            writer.submit(partial(pair, number=number)).result()
            number += 1

    thread = threading.Thread(target=work)
    thread.start()
    copies = [backup(folder, now=NOW + minute * timedelta(minutes=1)) for minute in range(5)]
    stop.set()
    thread.join()
    writer.close()
    for copy in copies:
        with Database(copy, mode="ro") as stored:
            assert len(titles(stored)) % 2 == 0


def test_a_damaged_database_gives_no_backup_and_keeps_the_older_ones(folder: Path) -> None:
    with opened(folder) as db:
        for number in range(50):
            article(db, str(number), text="word " * 500)
        sound = backup(folder, now=NOW)
    with (folder / "monitor.db").open("r+b") as file:
        file.seek(4096 * 40)
        file.write(b"\xa5" * 4096 * 10)
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        backup(folder, now=NOW + DAY, keep=1)
    assert backups(folder) == [sound]


def test_a_backup_that_cannot_be_written_says_so(folder: Path) -> None:
    with opened(folder):
        (folder / "backups").touch()
        with pytest.raises(StoreError, match="no backup was made"):
            backup(folder, now=NOW)


def test_a_restore_brings_the_backup_back_and_keeps_what_was_there(folder: Path) -> None:
    with opened(folder) as db:
        article(db, "before")
        copy = backup(folder, now=NOW)
        article(db, "after")
    restored = restore(folder, copy, now=NOW + DAY)
    assert restored.taken_at == NOW
    assert restored.kept is not None
    with Database(restored.kept, mode="ro") as old:
        assert titles(old) == ["Title before", "Title after"]
    with opened(folder) as db:
        assert titles(db) == ["Title before"]
        assert facts.storage(db).restored_at == NOW + DAY
    assert restore(folder, copy, now=NOW + 2 * DAY).kept is not None  # again and again


def test_what_may_have_been_sent_since_is_held_until_a_person_wants_it(folder: Path) -> None:
    with opened(folder) as db:
        notice = Notice("opened", Severity.HIGH, "because", incident(db, "one"))
        outbox.add_notice(db, notice, [("mail", NOW), ("chat", NOW)], NOW)
        outbox.claim(db, NOW, 1, 60.0)
        copy = backup(folder, now=NOW)
    assert restore(folder, copy, now=NOW).held == 2
    with opened(folder) as db:
        assert outbox.claim(db, NOW + DAY, 10, 60.0) == []
        assert outbox.counts(db) == {("mail", "held"): 1, ("chat", "held"): 1}
        assert outbox.requeue(db, NOW, "mail") == 0
        assert outbox.requeue(db, NOW, held=True) == 2


def test_a_restore_heals_a_lost_or_damaged_database(folder: Path) -> None:
    with opened(folder) as db:
        article(db, "kept")
        copy = backup(folder, now=NOW)
    path = folder / "monitor.db"
    for damage in (lambda: path.write_bytes(b""), path.unlink, lambda: path.write_bytes(b"x" * 9000)):
        damage()
        with pytest.raises(DatabaseRefused):
            open_writer(folder, now=NOW, create=True)
        restore(folder, copy, now=NOW + HOUR)
        with opened(folder) as db:
            assert titles(db) == ["Title kept"]


def test_a_restore_into_a_new_folder_moves_the_installation(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as db:
        article(db, "kept")
        copy = backup(folder, now=NOW)
    assert restore(tmp_path / "new", copy, now=NOW).kept is None
    with open_reader(tmp_path / "new") as reader:
        assert titles(reader) == ["Title kept"]


def test_a_restore_is_refused_while_the_daemon_runs(folder: Path) -> None:
    with opened(folder):
        copy = backup(folder, now=NOW)
        with pytest.raises(AlreadyRunning):
            restore(folder, copy, now=NOW)


def test_what_is_no_sound_backup_of_this_installation_is_refused_and_changes_nothing(
    folder: Path, tmp_path: Path
) -> None:
    with opened(tmp_path / "other"):
        foreign = backup(tmp_path / "other", now=NOW)
    with opened(folder) as db:
        article(db, "kept", text="word " * 9000)
        damaged = backup(folder, now=NOW)
    with damaged.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xa5" * 4096 * 20)
    empty, text = tmp_path / "empty.db", tmp_path / "text.db"
    empty.touch()
    text.write_text("no database " * 1000)
    newer = tmp_path / "newer.db"
    newer.write_bytes(foreign.read_bytes())
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for copy in (foreign, damaged, empty, text, newer, tmp_path / "missing.db"):
        with pytest.raises(DatabaseRefused):
            restore(folder, copy, now=NOW)
    with opened(folder) as db:
        assert titles(db) == ["Title kept"]
    assert not list(folder.glob("*restoring*"))
