"""Small facts that outlive the process: which installation this is, when it was restored, what the daemon remembers."""

import sqlite_utils


def recall(db: sqlite_utils.Database, name: str) -> str | None:
    """What is remembered under `name`, or None."""
    row = db.conn.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def remember(db: sqlite_utils.Database, name: str, value: str) -> None:
    """Remember `value` under `name`, in place of what was there."""
    db.conn.execute("INSERT OR REPLACE INTO meta(name, value) VALUES (?, ?)", (name, value))


def forget(db: sqlite_utils.Database, name: str) -> None:
    """Remember nothing under `name` any more."""
    db.conn.execute("DELETE FROM meta WHERE name = ?", (name,))
