"""What a rule would have told of the articles of the last weeks, and what another version of it would have.

Nothing is sent or kept: articles are assessed at the time at which they came, and those that the rule speaks of go
through the whole flow in a database that is thrown away.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from monitor.detect.assess import assess
from monitor.detect.compile import Pack
from monitor.learn.replay import EVERYBODY, Day, Given
from monitor.learn.replay import replay as play
from monitor.models import Decision, Document
from monitor.store.archive import Kept

# That a topic surges is said of all rules together, not of one.
_AUDIENCE = replace(EVERYBODY, surge=None)


@dataclass(frozen=True, slots=True)
class Backtest:
    """What one version of a rule makes of an archive: each article that it spoke of, by number, and each day in order,
    those without anything too."""

    decisions: dict[int, Decision]
    days: dict[date, Day]

    @property
    def total(self) -> Day:
        """All days together."""
        total = Day()
        for day in self.days.values():
            total.add(day)
        return total

    @property
    def alerts(self) -> frozenset[int]:
        """The articles that alert."""
        return frozenset(number for number, said in self.decisions.items() if said is Decision.ALERT)

    @property
    def notices_a_day(self) -> float:
        """What it costs its readers."""
        return self.total.notices.total() / len(self.days) if self.days else 0.0

    @property
    def busiest(self) -> int:
        """The notices of the worst day."""
        return max((day.notices.total() for day in self.days.values()), default=0)


@dataclass(frozen=True, slots=True)
class Compared:
    """The articles that alert in one version only: now and not before (gained), before and not now (lost)."""

    gained: tuple[Kept, ...]
    lost: tuple[Kept, ...]


def backtest(
    articles: Sequence[Kept],
    pack: Pack,
    since: datetime,
    until: datetime,
    watched: Callable[[Sequence[Kept]], Iterable[Kept]] = iter,
) -> Backtest:
    """Run a pack of one rule over articles in order of time. The pack may hold more rules; all of them count.
    `watched` hands out the articles, and may tell how far it is."""
    decisions: dict[int, Decision] = {}
    spoken = []
    for one in watched(articles):
        said = assess(_document(one), pack, now=one.first_seen)
        if said:
            decisions[one.article_id] = said[0].decision
            spoken.append((one.first_seen, Given(str(one.article_id), one.key, one.source, _document(one))))
    days = {day: Day() for day in _days(since, until)}
    for one in articles:
        day = days.setdefault(one.first_seen.astimezone(UTC).date(), Day())
        day.articles += 1
        decision = decisions.get(one.article_id)
        day.alerts += decision is Decision.ALERT
        day.reviews += decision is Decision.REVIEW
    for at, played in play(spoken, pack, audience=_AUDIENCE).days.items():
        days[at].incidents += played.incidents
        days[at].notices.update(played.notices)
    return Backtest(decisions, dict(sorted(days.items())))


def compare(articles: Iterable[Kept], now: Backtest, before: Backtest) -> Compared:
    """What one version finds and the other does not, in order of time."""
    gained, lost = now.alerts - before.alerts, before.alerts - now.alerts
    given = tuple(articles)
    return Compared(
        tuple(one for one in given if one.article_id in gained), tuple(one for one in given if one.article_id in lost)
    )


def _document(one: Kept) -> Document:
    return Document(one.title, one.text, one.lang, one.url, one.published, one.first_seen)


def _days(since: datetime, until: datetime) -> list[date]:
    first = since.astimezone(UTC).date()
    last = (until - timedelta(microseconds=1)).astimezone(UTC).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
