"""What happened in a day, counted: for the line that says "quiet, but alive"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store import assessments
from monitor.store.database import Database
from monitor.store.encoding import to_epoch

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """Feeds: being read, asked with an answer in the day, failing now. Articles of the day by language, the most first;
    alerts among them; reviews that wait."""

    feeds: int
    answered: int
    failing: int
    languages: dict[str, int]
    alerts: int
    reviews: int


def last_day(db: Database, now: datetime) -> Day:
    """The counts of the 24 hours before `now`."""
    since = to_epoch(now - DAY)
    feeds, answered, failing = db.conn.execute(
        "SELECT count(*), count(*) FILTER (WHERE succeeded_at >= ?), count(*) FILTER (WHERE failing_since IS NOT NULL)"
        " FROM feeds WHERE removed_at IS NULL",
        (since,),
    ).fetchone()
    languages = db.conn.execute(
        "SELECT lang, count(*) AS number FROM articles WHERE first_seen >= ? GROUP BY lang ORDER BY number DESC, lang",
        (since,),
    )
    alerts = db.conn.execute(
        "SELECT count(*) FROM articles WHERE first_seen >= ? AND decision = 'alert'", (since,)
    ).fetchone()
    return Day(
        feeds=int(feeds),
        answered=int(answered),
        failing=int(failing),
        languages={str(lang): int(number) for lang, number in languages},
        alerts=int(alerts[0]),
        reviews=assessments.count_waiting(db),
    )
