"""Feeds: what is polled when, and what polling learned of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from monitor.errors import StoreError
from monitor.models import Feed, FeedSettings, FeedState
from monitor.store.database import Database
from monitor.store.encoding import from_epoch, settings_from_json, settings_to_json, to_epoch

Origin = Literal["config", "cli"]

# A due time beyond this was written under a wrong clock: no schedule looks so far ahead.
_FAR = timedelta(days=8)

_STATE = (
    "due_at, status, sentence, etag, last_modified, body_hash, polled_at, succeeded_at, changed_at, full_at,"
    " failing_since, failures, empty_polls, change_gap, typical_new, moved_to, moved_since, failure"
)
_SELECT = f"SELECT id, settings, known, {_STATE} FROM feeds JOIN feed_known ON feed_id = id"  # noqa: S608  constants
_SAVE = (
    "UPDATE feeds SET due_at=?, status=?, sentence=?, etag=?, last_modified=?, body_hash=?, polled_at=?,"
    " succeeded_at=?, changed_at=?, full_at=?, failing_since=?, failures=?, empty_polls=?, change_gap=?,"
    " typical_new=?, moved_to=?, moved_since=?, failure=? WHERE id=?"
)


@dataclass(frozen=True, slots=True)
class Synced:
    """What `sync_config` did: how many feeds were added, changed and retired."""

    added: int
    changed: int
    retired: int


def sync_config(db: Database, settings: Sequence[FeedSettings], now: datetime) -> Synced:
    """Make the feeds that come from the configuration those of `settings`.

    New ones are due at once. Changed ones keep what polling learned and are due at once. Those that are gone are
    retired; when they come back they go on where they were. A feed that `monitor feeds add` made and that now stands
    in the configuration belongs to the configuration from then on.
    """
    rows = db.conn.execute("SELECT id, url, origin, settings, removed_at IS NOT NULL FROM feeds").fetchall()
    stored = {str(url): (int(id_), origin, text, bool(removed)) for id_, url, origin, text, removed in rows}
    added = changed = 0
    for one in settings:
        known = stored.get(one.url)
        text = settings_to_json(one)
        if known is None:
            _insert(db, one, "config", now)
            added += 1
        elif known[1:] != ("config", text, False):
            _revive(db, known[0], one, "config", now)
            changed += 1
    wanted = {one.url for one in settings}
    gone = [
        (to_epoch(now), id_)
        for url, (id_, origin, _, removed) in stored.items()
        if origin == "config" and not removed and url not in wanted
    ]
    db.conn.executemany("UPDATE feeds SET removed_at = ? WHERE id = ?", gone)
    return Synced(added, changed, len(gone))


def add(db: Database, settings: FeedSettings, now: datetime) -> int:
    """Add one feed by command; give its id. One that was removed before goes on where it was."""
    row = db.conn.execute("SELECT id, removed_at FROM feeds WHERE url = ?", (settings.url,)).fetchone()
    if row is None:
        return _insert(db, settings, "cli", now)
    if row[1] is None:
        raise StoreError(f"{settings.url} is already being read.")
    _revive(db, int(row[0]), settings, "cli", now)
    return int(row[0])


def remove(db: Database, url: str, now: datetime) -> None:
    """Stop reading a feed that was added by command; its articles stay. `StoreError` says why when it cannot be."""
    row = db.conn.execute("SELECT id, origin FROM feeds WHERE url = ? AND removed_at IS NULL", (url,)).fetchone()
    if row is None:
        raise StoreError(f"{url} is not among the feeds; `monitor feeds` lists them.")
    if row[1] == "config":
        raise StoreError(f"{url} stands in the configuration: remove it there and reload.")
    db.conn.execute("UPDATE feeds SET removed_at = ? WHERE id = ?", (to_epoch(now), row[0]))


def due(db: Database, now: datetime, limit: int, exclude: Collection[int] = ()) -> list[Feed]:
    """At most `limit` feeds whose time has come and that are not in `exclude`, the longest overdue first.

    Due times absurdly far ahead (set while the clock was wrong) count as due.
    """
    most = limit + len(exclude)
    ids = db.conn.execute(
        "SELECT id FROM feeds WHERE removed_at IS NULL AND due_at <= ? ORDER BY due_at LIMIT ?", (to_epoch(now), most)
    ).fetchall()
    ids += db.conn.execute(
        "SELECT id FROM feeds WHERE removed_at IS NULL AND due_at > ? ORDER BY due_at LIMIT ?",
        (to_epoch(now + _FAR), most),
    ).fetchall()
    chosen = [int(id_) for (id_,) in ids if id_ not in exclude][:limit]
    found = (get(db, id_) for id_ in chosen)
    return [feed for feed in found if feed is not None]


def earliest_due(db: Database) -> datetime | None:
    """When the next feed is due, or None without feeds."""
    row = db.conn.execute("SELECT due_at FROM feeds WHERE removed_at IS NULL ORDER BY due_at LIMIT 1").fetchone()
    return None if row is None else from_epoch(float(row[0]))


def get(db: Database, feed_id: int) -> Feed | None:
    """The feed with this id, retired or not."""
    row = db.conn.execute(f"{_SELECT} WHERE id = ?", (feed_id,)).fetchone()
    if row is None:
        return None
    id_, settings, known, *state = row
    return Feed(int(id_), settings_from_json(settings), _state(state, known))


def being_read(db: Database) -> list[Feed]:
    """All feeds being read, without their known items."""
    return [
        Feed(int(id_), settings_from_json(settings), _state(state, b""))
        for id_, settings, *state in db.conn.execute(
            f"SELECT id, settings, {_STATE} FROM feeds WHERE removed_at IS NULL ORDER BY id"  # noqa: S608  constants
        )
    ]


def find(db: Database, url: str) -> Feed | None:
    """The feed that is read at this address."""
    row = db.conn.execute("SELECT id FROM feeds WHERE url = ? AND removed_at IS NULL", (url,)).fetchone()
    return None if row is None else get(db, int(row[0]))


def save_states(db: Database, states: Sequence[tuple[int, FeedState]]) -> None:
    """Stamp feeds whose poll brought no new items. `known` is left alone: by contract such polls do not change it."""
    db.conn.executemany(_SAVE, [(*_columns(state), feed_id) for feed_id, state in states])


def save_state(db: Database, feed_id: int, state: FeedState) -> None:
    """Replace all that is known of one feed, `known` included."""
    db.conn.execute(_SAVE, (*_columns(state), feed_id))
    db.conn.execute("UPDATE feed_known SET known = ?1 WHERE feed_id = ?2 AND known IS NOT ?1", (state.known, feed_id))


def poll_now(db: Database, now: datetime, feed_ids: Sequence[int] | None = None) -> int:
    """Make these feeds (or all) due now; give how many are read."""
    if feed_ids is None:
        return db.conn.execute("UPDATE feeds SET due_at = ? WHERE removed_at IS NULL", (to_epoch(now),)).rowcount
    return db.conn.executemany(
        "UPDATE feeds SET due_at = ? WHERE id = ? AND removed_at IS NULL", [(to_epoch(now), one) for one in feed_ids]
    ).rowcount


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed as a list shows it. `articles` and `alerts` count what is still remembered."""

    feed: Feed
    origin: str
    added_at: datetime
    articles: int
    alerts: int
    newest: datetime | None


def listing(db: Database, *, status: str | None = None) -> list[FeedRow]:
    """All feeds being read, by name and address; only those of `status` when given."""
    counts = {
        int(feed_id): (int(articles), int(alerts), newest)
        for feed_id, articles, alerts, newest in db.conn.execute(
            "SELECT feed_id, count(*), sum(decision = 'alert'), max(first_seen) FROM articles GROUP BY feed_id"
        )
    }
    rows: list[FeedRow] = []
    for origin, added_at, id_, settings, *state in db.conn.execute(
        f"SELECT origin, added_at, id, settings, {_STATE} FROM feeds"  # noqa: S608  constants
        " WHERE removed_at IS NULL AND (?1 IS NULL OR status = ?1)",
        (status,),
    ):
        feed = Feed(int(id_), settings_from_json(settings), _state(state, b""))
        articles, alerts, newest = counts.get(feed.id, (0, 0, None))
        rows.append(FeedRow(feed, origin, from_epoch(added_at), articles, alerts, from_epoch(newest)))
    return sorted(rows, key=lambda row: (row.feed.settings.name.casefold(), row.feed.settings.url))


def _insert(db: Database, settings: FeedSettings, origin: Origin, now: datetime) -> int:
    fresh = FeedState(due_at=now)
    row = db.conn.execute(
        "INSERT INTO feeds(url, origin, settings, added_at, due_at, status, sentence, failures, empty_polls)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)",
        (settings.url, origin, settings_to_json(settings), to_epoch(now), to_epoch(now), fresh.status, fresh.sentence),
    )
    feed_id = int(row.lastrowid or 0)
    db.conn.execute("INSERT INTO feed_known(feed_id, known) VALUES (?, x'')", (feed_id,))
    return feed_id


def _revive(db: Database, feed_id: int, settings: FeedSettings, origin: Origin, now: datetime) -> None:
    db.conn.execute(
        "UPDATE feeds SET origin = ?, settings = ?, removed_at = NULL, due_at = ? WHERE id = ?",
        (origin, settings_to_json(settings), to_epoch(now), feed_id),
    )


def _columns(state: FeedState) -> tuple[object, ...]:
    return (
        to_epoch(state.due_at),
        state.status,
        state.sentence,
        state.etag,
        state.last_modified,
        state.body_hash,
        to_epoch(state.polled_at),
        to_epoch(state.succeeded_at),
        to_epoch(state.changed_at),
        to_epoch(state.full_at),
        to_epoch(state.failing_since),
        state.failures,
        state.empty_polls,
        state.change_gap,
        state.typical_new,
        state.moved_to,
        to_epoch(state.moved_since),
        state.failure,
    )


def _state(row: Sequence[Any], known: bytes) -> FeedState:
    (due_at, status, sentence, etag, last_modified, body_hash, polled_at, succeeded_at, changed_at, full_at) = row[:10]
    (failing_since, failures, empty_polls, change_gap, typical_new, moved_to, moved_since, failure) = row[10:]
    return FeedState(
        due_at=from_epoch(due_at),
        status=status,
        sentence=sentence,
        etag=etag,
        last_modified=last_modified,
        body_hash=body_hash,
        polled_at=from_epoch(polled_at),
        succeeded_at=from_epoch(succeeded_at),
        changed_at=from_epoch(changed_at),
        full_at=from_epoch(full_at),
        failing_since=from_epoch(failing_since),
        failures=failures,
        empty_polls=empty_polls,
        change_gap=change_gap,
        typical_new=typical_new,
        moved_to=moved_to,
        moved_since=from_epoch(moved_since),
        known=known,
        failure=failure,
    )
