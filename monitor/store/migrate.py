"""Brings a database file up to the tables this program knows: numbered steps, one transaction each.

A step and the version number it reaches commit together, so a kill in the middle leaves the version before it.
"""

from collections.abc import Callable, Sequence

from sqlite_utils import Database

from monitor.failpoint import failpoint
from monitor.store import incident_tables, routing_tables, schema

Step = Callable[[Database], None]


def _name_failures(db: Database) -> None:
    """The short word of what a feed failed with last; before, only its sentence was kept."""
    db.execute("ALTER TABLE feeds ADD COLUMN failure TEXT")


def _name_takers(db: Database) -> None:
    """Which recipients of a channel have a message that others of it lack; as digests, with spaces between them."""
    db.execute("ALTER TABLE deliveries ADD COLUMN taken TEXT")


# Step n turns version n-1 into version n. A released step is never edited: append the next one.
STEPS: tuple[Step, ...] = (
    schema.create,
    _name_failures,
    _name_takers,
    routing_tables.add,
    incident_tables.add_keys,
    incident_tables.add_life,
)

VERSION = len(STEPS)


def version_of(db: Database) -> int:
    """The version of the tables in this file; 0 for an empty one."""
    return int(db.conn.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: Database, steps: Sequence[Step] = STEPS) -> int:
    """Run the steps that are missing; give their number. On an error the file keeps the last complete version."""
    before = version_of(db)
    for version, step in enumerate(steps[before:], start=before + 1):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            step(db)
            db.conn.execute(f"PRAGMA user_version = {version}")
            failpoint("migrate-before-commit")
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
    return max(0, len(steps) - before)
