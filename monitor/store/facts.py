"""Small questions of `status` and `doctor`, each one short read."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from monitor.store.database import Database
from monitor.store.encoding import from_epoch, settings_from_json, to_epoch
from monitor.store.meta import recall
from monitor.store.migrate import version_of


@dataclass(frozen=True, slots=True)
class FailingFeed:
    """A feed that cannot be read, since when, and why."""

    id: int
    url: str
    name: str
    status: str
    sentence: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How polling goes. `overdue` counts feeds due for longer than the grace given; `failing` lists the worst."""

    total: int
    by_status: dict[str, int]
    overdue: int
    earliest_due: datetime | None
    last_success: datetime | None
    failing: tuple[FailingFeed, ...]


def feed_health(
    db: Database, now: datetime, *, grace: timedelta = timedelta(minutes=15), worst: int = 20
) -> FeedHealth:
    """The health of all feeds being read; `failing` holds at most `worst`, the longest failing first."""
    by_status = {
        str(status): int(count)
        for status, count in db.conn.execute(
            "SELECT status, count(*) FROM feeds WHERE removed_at IS NULL GROUP BY status"
        )
    }
    overdue, earliest, last = db.conn.execute(
        "SELECT count(*) FILTER (WHERE due_at < ?), min(due_at), max(succeeded_at) FROM feeds WHERE removed_at IS NULL",
        (to_epoch(now - grace),),
    ).fetchone()
    failing = db.conn.execute(
        "SELECT id, url, settings, status, sentence, failing_since FROM feeds"
        " WHERE removed_at IS NULL AND status IN ('failing', 'empty')"
        " ORDER BY failing_since IS NULL, failing_since, id LIMIT ?",
        (worst,),
    )
    return FeedHealth(
        total=sum(by_status.values()),
        by_status=by_status,
        overdue=int(overdue),
        earliest_due=from_epoch(cast("float | None", earliest)),
        last_success=from_epoch(cast("float | None", last)),
        failing=tuple(
            FailingFeed(id_, url, settings_from_json(settings).name, status, sentence, from_epoch(since))
            for id_, url, settings, status, sentence, since in failing
        ),
    )


@dataclass(frozen=True, slots=True)
class Storage:
    """The database file and its journal, in bytes; `free` is room inside the file that new rows will use first."""

    path: Path
    size: int
    journal: int
    free: int
    version: int
    sqlite: str
    instance: str
    generation: int
    created_at: datetime
    restored_at: datetime | None
    newest_article: datetime | None


def storage(db: Database) -> Storage:
    """What `doctor` tells of the database."""
    journal = db.path.with_name(f"{db.path.name}-wal")
    free, page = (int(db.conn.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("freelist_count", "page_size"))
    newest = db.conn.execute("SELECT max(first_seen) FROM articles").fetchone()[0]
    restored = recall(db, "restored_at")
    return Storage(
        path=db.path,
        size=db.path.stat().st_size,
        journal=journal.stat().st_size if journal.exists() else 0,
        free=free * page,
        version=version_of(db),
        sqlite=sqlite3.sqlite_version,
        instance=str(recall(db, "instance")),
        generation=int(recall(db, "generation") or 0),
        created_at=from_epoch(float(recall(db, "created_at") or 0.0)),
        restored_at=None if restored is None else from_epoch(float(restored)),
        newest_article=from_epoch(cast("float | None", newest)),
    )
