"""A step and its version number commit together, so nothing in between can be met."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database as Plain
from store_samples import opened

from monitor.store.database import Database
from monitor.store.migrate import STEPS, VERSION, migrate, version_of

ROOT = Path(__file__).resolve().parents[2]


def colours(db: Plain) -> None:
    db.table("colours").create({"name": str}, pk="name", strict=True)


def broken(db: Plain) -> None:
    colours(db)
    db.conn.execute("INSERT INTO nowhere VALUES (1)")


def test_an_empty_file_gets_all_tables_at_once(tmp_path: Path) -> None:
    with Database(tmp_path / "new.db", mode="rwc") as db:
        assert migrate(db) == VERSION
        assert {"articles", "assessments", "deliveries", "feeds", "incidents", "notices", "verdicts"} <= set(
            db.table_names()
        )
        assert all(table.strict for table in db.tables)
        assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert migrate(db) == 0


def test_steps_that_are_missing_run_once(folder: Path) -> None:
    with opened(folder) as db:
        assert migrate(db, (*STEPS, colours)) == 1
        assert migrate(db, (*STEPS, colours)) == 0
        assert version_of(db) == VERSION + 1


def test_a_step_that_fails_leaves_the_version_before_it(folder: Path) -> None:
    with opened(folder) as db:
        with pytest.raises(sqlite3.OperationalError):
            migrate(db, (*STEPS, broken))
        assert version_of(db) == VERSION
        assert "colours" not in db.table_names()


def test_a_kill_in_a_step_leaves_the_version_before_it(folder: Path) -> None:
    opened(folder).close()
    code = (
        "import sys; from store_samples import *; from test_migrating import *\n"
        "with opened(Path(sys.argv[1])) as db: migrate(db, (*STEPS, colours))"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}",
            "MONITOR_FAILPOINT": "migrate-before-commit",
        },
    )
    assert child.returncode == -signal.SIGKILL
    with opened(folder) as db:
        assert version_of(db) == VERSION
        assert "colours" not in db.table_names()
        assert migrate(db, (*STEPS, colours)) == 1


def test_a_kill_while_the_tables_are_made_leaves_a_folder_that_starts_anew(folder: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", "import sys; from store_samples import *; opened(Path(sys.argv[1]))", str(folder)],
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}",
            "MONITOR_FAILPOINT": "migrate-before-commit",
        },
    )
    assert child.returncode == -signal.SIGKILL
    assert not (folder / "monitor.db").exists()
    with opened(folder) as db:
        assert version_of(db) == VERSION
