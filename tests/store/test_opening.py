"""Opening refuses what is doubtful, says what to do, and never makes a new database in the place of a lost one."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from store_samples import NOW, article, feed, opened

from monitor.errors import AlreadyRunning, DatabaseRefused, StoreError
from monitor.store import facts
from monitor.store.backup import backup
from monitor.store.database import APPLICATION_ID, open_reader, open_writer
from monitor.store.migrate import VERSION

ROOT = Path(__file__).resolve().parents[2]


def made(folder: Path) -> Path:
    """A closed database with something in it; the path of its file."""
    with opened(folder) as db:
        article(db, "kept")
    return folder / "monitor.db"


def refusal(folder: Path) -> str:
    """What the writer and the reader both say when they refuse."""
    with pytest.raises(DatabaseRefused) as by_writer:
        open_writer(folder, now=NOW, create=True)
    with pytest.raises(DatabaseRefused):
        open_reader(folder)
    return str(by_writer.value)


def test_a_new_folder_gets_a_database_that_is_durable_by_its_settings(folder: Path) -> None:
    with opened(folder) as db:
        values = {
            name: db.conn.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id", "user_version")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "application_id": APPLICATION_ID,
        "user_version": VERSION,
    }
    assert (folder / "instance").exists()


def test_without_create_nothing_is_made(folder: Path) -> None:
    with pytest.raises(DatabaseRefused, match="no data folder"):
        open_writer(folder, now=NOW, create=False)
    folder.mkdir()
    with pytest.raises(DatabaseRefused, match="no database in"):
        open_writer(folder, now=NOW, create=False)
    with pytest.raises(DatabaseRefused, match="no database in"):
        open_reader(folder)
    assert not (folder / "monitor.db").exists()


def test_a_second_process_is_told_who_writes_already(folder: Path) -> None:
    code = "import sys; from store_samples import *; db = opened(Path(sys.argv[1])); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}"},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(AlreadyRunning, match=rf"process {other.pid}\)"):
            open_writer(folder, now=NOW, create=True)
        with open_reader(folder) as reader:
            assert facts.storage(reader).generation == 1
        other.kill()
    opened(folder).close()  # the lock went with its process


def test_closing_and_refusing_both_give_the_lock_back(folder: Path) -> None:
    made(folder)
    with opened(folder) as db, pytest.raises(AlreadyRunning):
        open_writer(db.folder, now=NOW, create=False)
    (folder / "monitor.db").write_bytes(b"")
    for _ in range(2):
        with pytest.raises(DatabaseRefused, match="0 bytes"):
            open_writer(folder, now=NOW, create=False)


def test_an_empty_file_is_no_first_start(folder: Path) -> None:
    made(folder).write_bytes(b"")
    assert "is empty (0 bytes)" in refusal(folder)


def test_an_empty_file_in_a_new_folder_is_refused_too(folder: Path) -> None:
    folder.mkdir()
    (folder / "monitor.db").touch()
    assert "is empty (0 bytes)" in refusal(folder)


def test_a_missing_database_is_noticed_by_its_instance_file(folder: Path) -> None:
    made(folder).unlink()
    assert "is missing, but this folder had a database" in refusal(folder)


def test_a_refusal_names_the_newest_backup(folder: Path) -> None:
    with opened(folder):
        copy = backup(folder, now=NOW)
    (folder / "monitor.db").unlink()
    assert f"backups/{copy.name}" in refusal(folder)


def overwritten(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xa5" * 4096 * 6)


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def header_lost(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * 100)


@pytest.mark.parametrize("damage", [overwritten, truncated, header_lost])
def test_a_damaged_file_is_refused_and_left_as_it_is(folder: Path, damage: Callable[[Path], None]) -> None:
    path = made(folder)
    damage(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseRefused, match=r"is damaged .* restore"):
        open_writer(folder, now=NOW, create=True)
    assert path.read_bytes() == before


def test_something_that_is_no_database_is_refused(folder: Path) -> None:
    made(folder).write_text("Dear diary, " * 2000)
    assert "file is not a database" in refusal(folder)


def test_the_database_of_another_program_is_refused(folder: Path) -> None:
    path = made(folder)
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes(name)")
    other.close()
    assert "is not a database of Threat Monitor" in refusal(folder)


def test_a_newer_version_is_refused_and_not_touched(folder: Path) -> None:
    path = made(folder)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert f"tables version 99, this one knows {VERSION}" in refusal(folder)


def test_the_database_of_another_installation_is_refused(folder: Path, tmp_path: Path) -> None:
    made(folder)
    shutil.copyfile(made(tmp_path / "other"), folder / "monitor.db")
    assert "belongs to another installation" in refusal(folder)


def test_an_older_copy_of_the_same_database_is_refused(folder: Path) -> None:
    path = made(folder)
    older = path.read_bytes()
    opened(folder).close()
    path.write_bytes(older)
    assert "is an older copy" in refusal(folder)


def test_a_backup_put_in_place_by_hand_is_refused(folder: Path) -> None:
    with opened(folder):
        copy = backup(folder, now=NOW)
    shutil.copyfile(copy, folder / "monitor.db")
    assert "monitor restore" in refusal(folder)


def test_a_journal_without_its_database_is_not_read_into_a_new_one(folder: Path) -> None:
    folder.mkdir()
    (folder / "monitor.db-wal").write_bytes(b"old")
    with pytest.raises(DatabaseRefused, match="without its database"):
        open_writer(folder, now=NOW, create=True)


def test_an_unreadable_instance_file_is_refused(folder: Path) -> None:
    made(folder)
    (folder / "instance").write_text("?")
    assert "cannot be read" in refusal(folder)


def test_a_kill_while_making_the_database_does_no_harm(folder: Path) -> None:
    path = made(folder)
    half = path.read_bytes()[:5000]
    instance = (folder / "instance").read_text()
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "monitor.creating").write_bytes(half)
    opened(folder).close()
    (folder / "instance").unlink()  # killed between the database and its instance file
    opened(folder).close()
    assert (folder / "instance").read_text() != instance


def test_a_reader_cannot_write(folder: Path) -> None:
    made(folder)
    with open_reader(folder) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        feed(reader, "https://new.example/")


def test_a_file_gone_or_replaced_while_open_is_noticed(folder: Path) -> None:
    path = made(folder)
    with opened(folder) as db:
        db.still_there()
        path.rename(folder / "elsewhere.db")
        with pytest.raises(DatabaseRefused, match="moved, removed or replaced"):
            db.still_there()
        shutil.copyfile(folder / "elsewhere.db", path)
        with pytest.raises(DatabaseRefused, match="start again"):
            db.still_there()


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o644, 0o555), (0o000, 0o755)])
def test_without_the_right_to_write_a_sentence_says_so(file_mode: int, folder_mode: int) -> None:
    code = (
        "import sys; from pathlib import Path; from store_samples import *; from monitor.errors import StoreError\n"
        "import os; opened(Path(sys.argv[1]) / 'warm').close()\n"  # all is imported before the rights go
        "os.getuid() or os.setuid(65534)\n"
        "try: opened(Path(sys.argv[1]) / 'data')\n"
        "except StoreError as error: print(error)"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        made(folder)
        Path(name).chmod(0o755)
        for part in (folder, *folder.iterdir()):
            if os.getuid() == 0:
                os.chown(part, 65534, 65534)
        (folder / "monitor.db").chmod(file_mode)
        folder.chmod(folder_mode)
        answer = subprocess.run(
            [sys.executable, "-c", code, name],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}"},
        )
        folder.chmod(0o755)
    assert "this user the right to" in answer.stdout


def test_a_folder_that_cannot_be_made_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot make the data folder"):
        open_writer(tmp_path / "file" / "data", now=NOW, create=True)
