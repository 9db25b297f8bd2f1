"""How much came when: the past days of each feed and language, for those who judge their silence."""

from dataclasses import dataclass, field
from datetime import datetime

from monitor.models import Rhythm
from monitor.store.database import Database
from monitor.store.encoding import from_epoch, to_epoch

DAYS = 14
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A language's past days: the hours in which something came, the newest article's first sight, and the feeds."""

    rhythm: Rhythm
    hours: int
    newest: datetime
    feed_ids: frozenset[int]


def of_feeds(db: Database, now: datetime) -> dict[int, Rhythm]:
    """The past days of each feed that brought anything in them."""
    found: dict[int, _Days] = {}
    for feed_id, day, *figures in db.conn.execute(
        "SELECT feed_id, CAST((?1 - first_seen) / 86400 AS INTEGER) AS day, count(*), sum(published IS NULL),"
        " min(max(0.0, first_seen - published)) FROM articles WHERE first_seen > ?2 AND first_seen <= ?1"
        " GROUP BY feed_id, day",
        (to_epoch(now), to_epoch(now) - DAYS * _DAY),
    ):
        found.setdefault(int(feed_id), _Days()).put(int(day), *figures)
    return {feed_id: days.rhythm() for feed_id, days in found.items()}


def of_languages(db: Database, now: datetime) -> dict[str, LanguageRow]:
    """The past days of each language in which anything came."""
    times = (to_epoch(now), to_epoch(now) - DAYS * _DAY)
    writing: dict[str, set[int]] = {}
    for lang, feed_id in db.conn.execute(
        "SELECT DISTINCT lang, feed_id FROM articles WHERE first_seen > ?2 AND first_seen <= ?1", times
    ):
        writing.setdefault(str(lang), set()).add(int(feed_id))
    days: dict[str, _Days] = {}
    hours: dict[str, int] = {}
    newest: dict[str, float] = {}
    for lang, day, count, undated, hours_used, last in db.conn.execute(
        "SELECT lang, CAST((?1 - first_seen) / 86400 AS INTEGER) AS day, count(*), sum(published IS NULL),"
        " count(DISTINCT CAST(first_seen / 3600 AS INTEGER)), max(first_seen)"
        " FROM articles WHERE first_seen > ?2 AND first_seen <= ?1 GROUP BY lang, day",
        times,
    ):
        days.setdefault(lang, _Days()).put(int(day), count, undated, None)
        hours[lang] = hours.get(lang, 0) + int(hours_used)
        newest[lang] = max(newest.get(lang, 0.0), float(last))
    return {
        lang: LanguageRow(of.rhythm(), hours[lang], from_epoch(newest[lang]), frozenset(writing[lang]))
        for lang, of in days.items()
    }


@dataclass(slots=True)
class _Days:
    counts: list[int] = field(default_factory=lambda: [0] * DAYS)
    undated: list[int] = field(default_factory=lambda: [0] * DAYS)
    freshest: list[float | None] = field(default_factory=lambda: [None] * DAYS)

    def put(self, day: int, count: int, undated: int, freshest: float | None) -> None:
        if day < DAYS:
            self.counts[day], self.undated[day], self.freshest[day] = count, undated, freshest

    def rhythm(self) -> Rhythm:
        return Rhythm(tuple(self.counts), tuple(self.undated), tuple(self.freshest))
