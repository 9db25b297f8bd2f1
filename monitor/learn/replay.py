"""What would have been told? The whole flow over dated articles, with a simulated clock and nobody to send to.

    articles in order of time -> assess -> commit (a real database, thrown away afterwards) -> one story per incident

Each article is a poll of its own, of a feed named after its source, at the time of the article. So incidents, windows,
ages and notices come out as in the service; only waiting is left out: an update is told when it is decided.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from urllib.parse import quote, urlsplit

from monitor.commit import commit
from monitor.detect.assess import assess
from monitor.detect.compile import Pack
from monitor.incidents.surge import Limits
from monitor.models import (
    Article,
    Decision,
    Document,
    FeedSettings,
    FeedState,
    Finding,
    Identity,
    Item,
    Outcome,
    Target,
)
from monitor.normalise.identity import identify
from monitor.notify.routes import Routing
from monitor.store import feeds
from monitor.store.database import Database
from monitor.store.history import PastIncident, PastNotice, history, messages, notices_of, rehearsal
from monitor.story import age
from monitor.surges import tell_surges
from monitor.telling import NO_ROUTES
from monitor.text.sentences import sentence_spans

START = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of articles before which none is dated, unless another is given."""
_TITLE_LIMIT = 200
_HOUR = timedelta(hours=1)
_NAMELESS = "a source without a name"


USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would hear, and by which routes."""

    targets: tuple[Target, ...]
    routing: Routing = NO_ROUTES
    surge: Limits | None = USUAL_LIMITS
    """How large a surge must be; None tells of none."""


EVERYBODY = Audience((Target("everybody"),))


@dataclass(frozen=True, slots=True)
class Given:
    """An article to replay. An `id` of the same source given twice is one item, edited; without one (""), its link or
    else its title and date say which item it is. `name` is what the article is called in the result."""

    name: str
    id: str
    source: str
    document: Document


@dataclass(frozen=True, slots=True)
class Story:
    """An incident, and its articles in the order in which they came, each once with its strongest decision."""

    incident: PastIncident
    articles: dict[str, Decision]


@dataclass(slots=True)
class Day:
    """What one day (UTC) of the simulated clock brought; `notices` by kind."""

    articles: int = 0
    alerts: int = 0
    reviews: int = 0
    incidents: int = 0
    notices: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Day") -> None:
        """Count another day in."""
        self.articles += other.articles
        self.alerts += other.alerts
        self.reviews += other.reviews
        self.incidents += other.incidents
        self.notices.update(other.notices)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it: incidents in the order of their opening, days in order, articles that their source had said
    before and that were therefore not looked at again; notices about surges, which belong to no incident; how many
    `messages` each channel would have got on which day."""

    stories: tuple[Story, ...]
    days: dict[date, Day]
    repeated: int
    surges: tuple[PastNotice, ...] = ()
    messages: dict[date, Counter[str]] = field(default_factory=dict)


def dated(articles: Iterable[Given], start: datetime | None = None) -> Iterator[tuple[datetime, Given]]:
    """Each article with its time, in the order given. One without a date has the time of the one before it; the first
    ones have `start`, else that of the first dated one, else `START`."""
    waiting: list[Given] = []
    stream = iter(articles)
    before = start
    while before is None:
        article = next(stream, None)
        if article is None:
            before = START
            break
        waiting.append(article)
        before = article.document.published
    for article in chain(waiting, stream):
        before = article.document.published or before
        yield before, article


def in_order(articles: Iterable[tuple[datetime, Given]]) -> list[tuple[datetime, Given]]:
    """The articles by time; those of one time stay in the order given."""
    return sorted(articles, key=lambda entry: entry[0])


def replay(
    articles: Iterable[tuple[datetime, Given]],
    pack: Pack,
    *,
    audience: Audience = EVERYBODY,
    known_feeds: Sequence[FeedSettings] = (),
) -> Replayed:
    """Take articles one by one, each at its time; the clock never runs backwards, so a late one is seen late.

    `known_feeds` are looked up by name and address, so that a source has the reliability that its owner gave it.
    """
    stream = iter(articles)
    first = next(stream, None)
    if first is None:
        return Replayed((), {}, 0)
    with rehearsal(first[0]) as db:
        stage = _Stage(db, pack, audience, {name: one for one in known_feeds for name in (one.url, one.name) if name})
        clock = first[0]
        for at, article in chain([first], stream):
            stage.pass_time(clock, max(clock, at))
            clock = max(clock, at)
            stage.play(article, clock)
        stage.pass_time(clock, clock + _HOUR)
        return stage.result()


class _Stage:
    """A database in which articles happen."""

    def __init__(self, db: Database, pack: Pack, audience: Audience, settings: dict[str, FeedSettings]) -> None:
        self._db = db
        self._pack = pack
        self._audience = audience
        self._settings = settings
        self._feeds: dict[str, int] = {}
        self._names: dict[tuple[int, str], str] = {}
        self._days: dict[date, Day] = {}
        self._repeated = 0

    def pass_time(self, before: datetime, now: datetime) -> None:
        """Look for a surge at the end of the hour of `before`, when that is over. Later hours without an article have
        nothing more to show."""
        over = before.replace(minute=0, second=0, microsecond=0) + _HOUR
        if self._audience.surge is None or now < over:
            return
        with self._db.atomic():
            tell_surges(self._db, self._audience.targets, over, self._audience.surge, self._audience.routing)

    def play(self, article: Given, now: datetime) -> None:
        """Look at one article as if its feed had just brought it."""
        feed_id = self._feed(article, now)
        identity = _identity(article, now)
        revises = (feed_id, identity.key) in self._names
        self._names.setdefault((feed_id, identity.key), article.name)
        finding = self._find(article, identity, revises, now)
        state = FeedState(due_at=now, status="ok", polled_at=now, changed_at=now)
        outcome = Outcome(feed_id, "changed", now, state, (finding,), "replay", usual_new=1.0)
        with self._db.atomic():
            age(self._db, now)
            tally = commit(self._db, [outcome], self._audience.targets, now, self._audience.routing)
        if not tally.articles:
            self._repeated += 1
            return
        decisions = {one.decision for one in finding.assessments}
        day = self._day(now)
        day.articles += 1
        day.alerts += Decision.ALERT in decisions
        day.reviews += Decision.REVIEW in decisions and Decision.ALERT not in decisions

    def result(self) -> Replayed:
        """The incidents as they ended, and what each day brought."""
        stories = tuple(self._story(incident) for incident in history(self._db))
        for story in stories:
            self._day(story.incident.opened_at).incidents += 1
            for notice in story.incident.notices:
                self._day(notice.at).notices[notice.kind] += 1
        surges = notices_of(self._db, "surge")
        for notice in surges:
            self._day(notice.at).notices[notice.kind] += 1
        told: dict[date, Counter[str]] = {}
        for at, target in sorted(messages(self._db)):
            told.setdefault(at.date(), Counter())[target] += 1
        return Replayed(stories, dict(sorted(self._days.items())), self._repeated, surges, told)

    def _story(self, incident: PastIncident) -> Story:
        articles: dict[str, Decision] = {}
        for report in incident.reports:
            name = self._names[report.feed_id, report.key]
            if articles.get(name) is not Decision.ALERT:
                articles[name] = report.decision
        return Story(incident, articles)

    def _day(self, at: datetime) -> Day:
        return self._days.setdefault(at.astimezone(UTC).date(), Day())

    def _feed(self, article: Given, now: datetime) -> int:
        source = article.source or urlsplit(article.document.url).hostname or _NAMELESS
        settings = self._settings.get(source) or FeedSettings(f"replay:{quote(source)}", name=source)
        if settings.url not in self._feeds:
            self._feeds[settings.url] = feeds.add(self._db, settings, now)
        return self._feeds[settings.url]

    def _find(self, article: Given, identity: Identity, revises: bool, now: datetime) -> Finding:
        given = article.document
        document = Document(given.title, given.text, given.lang, given.url, given.published, now)
        told = Article(
            identity=identity,
            revises=revises,
            url=given.url,
            title=given.title.strip() or _first_sentence(given.text),
            text=given.text,
            lang=given.lang,
            first_seen=now,
            published=given.published,
        )
        return Finding(told, assess(document, self._pack, now=now), "")


def _identity(article: Given, now: datetime) -> Identity:
    document = article.document
    published = document.published.isoformat() if document.published else ""
    item = Item(article.id, document.url, document.title, document.text, published=published)
    return identify([item], b"", now).new[0][1]


def _first_sentence(text: str) -> str:
    line = text.strip().partition("\n")[0]
    spans = sentence_spans(line)[:1]
    return line[slice(*spans[0])][:_TITLE_LIMIT].strip() if spans else ""
