"""Full text: FTS5 over folded text, one contentless table a month.

Contentless, because the texts stand in `texts` already; by month, because a contentless table of this SQLite cannot
forget a row: retention drops whole months, which costs nothing and cannot go wrong. `search_text` comes folded, and
queries must be folded the same way.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.errors import StoreError
from monitor.models import Decision
from monitor.store.database import Database
from monitor.store.encoding import from_epoch, to_epoch


@dataclass(frozen=True, slots=True)
class Found:
    """One article that a search found."""

    article_id: int
    title: str
    url: str
    lang: str
    published: datetime | None
    first_seen: datetime
    decision: Decision
    snapshot: str


def index(db: Database, article_id: int, search_text: str, now: datetime) -> None:
    """Make an article findable by its folded text."""
    month = _month(now)
    if db.conn.execute("SELECT 1 FROM search_months WHERE month = ?", (month,)).fetchone() is None:
        _start_month(db, month)
    db.conn.execute(f"INSERT INTO search_{month:06d}(rowid, body) VALUES (?, ?)", (article_id, search_text))  # noqa: S608  a number


def search(
    db: Database, query: str, *, limit: int, since: datetime | None = None, lang: str | None = None
) -> list[Found]:
    """The newest articles that match, newest first.

    `query` is folded already and in FTS5's syntax (words, "phrases", AND OR NOT, NEAR, prefix*); a mistake in it is a
    `StoreError` that says so. An empty one finds nothing.
    """
    if not query.strip():
        return []
    found: list[Found] = []
    for month in _months(db, since):
        try:
            found += _in_month(db, month, (query, to_epoch(since), lang, limit - len(found)))
        except sqlite3.OperationalError as error:
            raise StoreError(
                f'this search cannot be read ({error}). Use words, "a phrase", AND, OR, NOT, or a beginning*.'
            ) from error
        if len(found) >= limit:
            break
    return found


def drop_before(db: Database, time: datetime) -> int:
    """Forget the index of all months that ended before `time`; give their number."""
    months = [month for month in _months(db, None) if month < _month(time)]
    for month in months:
        db.conn.execute(f"DROP TABLE search_{month:06d}")
        db.conn.execute("DELETE FROM search_months WHERE month = ?", (month,))
    return len(months)


def _in_month(db: Database, month: int, asked: tuple[str, float | None, str | None, int]) -> Iterator[Found]:
    rows = db.conn.execute(
        "SELECT articles.id, title, url, lang, published, first_seen, decision, snapshot"  # noqa: S608  the month is a number
        f" FROM search_{month:06d} AS hit CROSS JOIN articles ON articles.id = hit.rowid"
        f" WHERE search_{month:06d} MATCH ?1 AND (?2 IS NULL OR first_seen >= ?2) AND (?3 IS NULL OR lang = ?3)"
        " ORDER BY hit.rowid DESC LIMIT ?4",
        asked,
    )
    for id_, title, url, language, published, first_seen, decision, snapshot in rows:
        seen = from_epoch(first_seen)
        yield Found(id_, title, url, language, from_epoch(published), seen, Decision(decision), snapshot)


def _start_month(db: Database, month: int) -> None:
    name = f"search_{month:06d}"
    db.conn.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(body, content='', columnsize=0, tokenize='unicode61')")
    # Fewer merges than by default: a tenth less CPU for each article, and searches read a few segments more.
    db.conn.execute(f"INSERT INTO {name}({name}, rank) VALUES ('automerge', 16)")  # noqa: S608  a number
    db.conn.execute("INSERT INTO search_months(month) VALUES (?)", (month,))


def _months(db: Database, since: datetime | None) -> list[int]:
    rows = db.conn.execute(
        "SELECT month FROM search_months WHERE month >= ? ORDER BY month DESC", (_month(since) if since else 0,)
    )
    return [int(month) for (month,) in rows]


def _month(time: datetime) -> int:
    utc = time.astimezone(UTC)
    return utc.year * 100 + utc.month
