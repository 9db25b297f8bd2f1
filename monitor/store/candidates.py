"""Which open incidents a report could belong to: found by the keys that they share, never by reading them all."""

import json
from collections.abc import Collection
from datetime import datetime

from monitor.models import OpenIncident
from monitor.store.database import Database
from monitor.store.encoding import SEVERITIES, from_epoch, to_epoch, to_json

# Enough for the busiest place: they come by the number of keys in common.
MOST_CANDIDATES = 20
MOST_NOWHERE = 10
# As profiles end the keys of reports that name no place.
_NOWHERE = " ?"
# A new report is compared with the first and the newest reports: an event of 300 reports costs no more than one of 6.
_EARLIEST, _LATEST = 3, 4
_HOLDING = 5

_CANDIDATE = "SELECT id, family, rules, severity, opened_at, last_at, window, title, ref FROM incidents"


def file_under(db: Database, incident_id: int, keys: Collection[str]) -> None:
    """Let reports with any of these keys find the incident."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO incident_keys(key, incident_id) VALUES (?, ?)", [(key, incident_id) for key in keys]
    )


def open_candidates(
    db: Database, keys: Collection[str], now: datetime, reporter: tuple[int, str] | None = None
) -> tuple[OpenIncident, ...]:
    """The incidents that could still be joined at `now` and have most of `keys`, and the latest ones that hold a
    version of the item `reporter` (feed id, key), whatever their age. The latest first."""
    holding = set() if reporter is None else _holding(db, *reporter)
    wanted = holding | _near(db, [key for key in keys if not key.endswith(_NOWHERE)], now)
    wanted |= _nowhere(db, [key for key in keys if key.endswith(_NOWHERE)], now)
    apart = _apart(db, wanted)
    split_off = set() if reporter is None else _versions(db, *reporter)
    rows = db.conn.execute(
        f"{_CANDIDATE} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608  constants
        (to_json(sorted(wanted)),),
    )
    found = [
        OpenIncident(
            id=id_,
            family=family,
            rules=tuple(json.loads(rules)),
            severity=SEVERITIES[severity],
            opened_at=from_epoch(opened_at),
            last_at=from_epoch(last_at),
            window=window,
            title=title,
            signatures=_signatures(db, id_),
            holds_article=id_ in holding,
            apart=tuple(apart.get(id_, {}).values()),
            keeps_out=not split_off.isdisjoint(apart.get(id_, {})),
            ref=str(ref),
        )
        for id_, family, rules, severity, opened_at, last_at, window, title, ref in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.last_at, one.id), reverse=True))


def _near(db: Database, keys: Collection[str], now: datetime) -> set[int]:
    """Those that share most keys."""
    rows = db.conn.execute(
        "SELECT incident_id FROM incident_keys JOIN incidents ON id = incident_id"
        " WHERE key IN (SELECT value FROM json_each(?)) AND closes_at >= ?"
        " GROUP BY incident_id ORDER BY count(*) DESC, last_at DESC, id DESC LIMIT ?",
        (to_json(list(keys)), to_epoch(now), MOST_CANDIDATES),
    )
    return {int(incident_id) for (incident_id,) in rows}


def _nowhere(db: Database, keys: Collection[str], now: datetime) -> set[int]:
    """The newest of those that name no place: they may be many, and each is a guess."""
    found: set[int] = set()
    for key in keys:
        rows = db.conn.execute(
            "SELECT incident_id FROM (SELECT incident_id FROM incident_keys WHERE key = ? ORDER BY incident_id DESC"
            " LIMIT ?) JOIN incidents ON id = incident_id WHERE closes_at >= ?",
            (key, MOST_NOWHERE, to_epoch(now)),
        )
        found |= {int(incident_id) for (incident_id,) in rows}
    return found


def _holding(db: Database, feed_id: int, key: str) -> set[int]:
    rows = db.conn.execute(
        "SELECT DISTINCT incident_id FROM articles JOIN incident_reports ON article_id = articles.id"
        " WHERE feed_id = ? AND key = ? ORDER BY incident_id DESC LIMIT ?",
        (feed_id, bytes.fromhex(key), _HOLDING),
    )
    return {int(incident_id) for (incident_id,) in rows}


def _apart(db: Database, wanted: Collection[int]) -> dict[int, dict[int, bytes]]:
    """The signatures by article of what people took out of these incidents."""
    found: dict[int, dict[int, bytes]] = {}
    for incident_id, article_id, signature in db.conn.execute(
        "SELECT incident_id, article_id, signature FROM incident_splits"
        " WHERE incident_id IN (SELECT value FROM json_each(?))",
        (to_json(sorted(wanted)),),
    ):
        found.setdefault(int(incident_id), {})[int(article_id)] = bytes(signature)
    return found


def _versions(db: Database, feed_id: int, key: str) -> set[int]:
    rows = db.conn.execute("SELECT id FROM articles WHERE feed_id = ? AND key = ?", (feed_id, bytes.fromhex(key)))
    return {int(article_id) for (article_id,) in rows}


def _signatures(db: Database, incident_id: int) -> tuple[bytes, ...]:
    rows = db.conn.execute(
        "SELECT signature FROM incident_reports WHERE incident_id = ? ORDER BY article_id", (incident_id,)
    ).fetchall()
    kept = rows if len(rows) <= _EARLIEST + _LATEST else [*rows[:_EARLIEST], *rows[-_LATEST:]]
    return tuple(bytes(signature) for (signature,) in kept)
