"""Real rows, a simulated clock: what is wrong is told once, together, and once when it is over."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.daemon.alarms import look, sentence, tell
from monitor.models import Article, FeedSettings, FeedState, Finding, Identity, Notice, Severity
from monitor.poll.alarms import Limits
from monitor.store import articles, feeds
from monitor.store.database import Database, open_writer

START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROUND = timedelta(minutes=30)


class World:
    """A database whose feeds are polled every hour by the test."""

    def __init__(self, db: Database, names: list[str]) -> None:
        self.db = db
        self.now = START
        self.told: list[Notice] = []
        self.ids = {name: feeds.add(db, FeedSettings(f"https://{name}.example/", name=name), START) for name in names}
        self.states = {name: FeedState(due_at=START + HOUR) for name in names}
        feeds.save_states(db, [(self.ids[name], self.states[name]) for name in names])
        self.down: dict[str, str] = {}
        self.mute: set[str] = set()
        self.langs = dict.fromkeys(names, "en")
        self.dated = True

    def run(self, length: timedelta) -> None:
        """Let time pass: each hour every feed is polled, each half hour somebody looks."""
        end = self.now + length
        while self.now < end:
            self.now += ROUND
            if self.now.minute == 0:
                for name in self.ids:
                    self._poll(name)
            judged = look(self.db, Limits(), self.now)
            tell(self.db, judged, self.told.append, self.now)

    def _poll(self, name: str) -> None:
        state, now = self.states[name], self.now
        if name in self.down:
            state = replace(
                state,
                status="failing",
                failing_since=state.failing_since or now,
                failures=state.failures + 1,
                failure=self.down[name],
            )
        else:
            state = replace(state, status="ok", failing_since=None, failures=0, failure=None, succeeded_at=now)
            if name not in self.mute:
                gap = state.changed_at and (now - state.changed_at).total_seconds()
                state = replace(state, changed_at=now, change_gap=gap)
                self._article(name)
        self.states[name] = replace(state, polled_at=now, due_at=now + HOUR)
        feeds.save_states(self.db, [(self.ids[name], self.states[name])])

    def _article(self, name: str) -> None:
        key = f"{self.ids[name]:08x}{int(self.now.timestamp()):024x}"
        published = self.now - timedelta(minutes=5) if self.dated else None
        article = Article(
            Identity(key, "", key),
            False,
            f"https://{name}.example/{key}",
            f"News {key}",
            "",
            self.langs[name],
            self.now,
            published,
        )
        articles.add(self.db, self.ids[name], Finding(article, (), "news"), "s", self.now)

    def said(self) -> list[tuple[str, object, object]]:
        told, self.told = self.told, []
        return [(notice.kind, notice.facts["alarm"], notice.facts["total"]) for notice in told]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "data", now=START, create=True) as database:
        database.conn.execute("PRAGMA synchronous = OFF")
        yield database


def test_forty_feeds_that_fail_for_a_day_are_one_notice_and_one_recovery(db: Database) -> None:
    world = World(db, [f"f{n}" for n in range(42)])
    world.run(DAY)
    assert world.said() == []
    world.down = {f"f{n}": "http-500" for n in range(40)}
    world.run(24 * HOUR)
    assert world.said() == []
    world.run(3 * HOUR)
    assert [notice.severity for notice in world.told] == [Severity.MEDIUM]
    assert "and 30 more" in str(world.told[0].facts["sentence"])
    assert len(json.dumps(world.told[0].facts)) < 10_000
    assert world.said() == [("trouble", "failing", 40)]
    world.run(2 * DAY)
    assert world.said() == []
    world.down = {}
    world.run(5 * HOUR)
    assert world.said() == [("recovered", "failing", 40)]


def test_a_network_that_goes_away_is_one_notice_however_long_it_lasts(db: Database) -> None:
    world = World(db, [f"f{n}" for n in range(10)])
    world.run(DAY)
    world.down = dict.fromkeys(world.ids, "dns")
    world.run(3 * DAY)
    assert world.said() == [("trouble", "network", 1)]
    world.down = {}
    world.run(6 * HOUR)
    assert world.said() == [("recovered", "network", 1)]


def test_a_feed_that_falls_silent_is_told_by_its_own_rhythm(db: Database) -> None:
    world = World(db, ["steady", "silent"])
    world.run(5 * DAY)
    world.mute = {"silent"}
    world.run(2 * DAY)
    assert world.said() == []
    world.run(4 * HOUR)
    assert world.said() == [("trouble", "silent", 1)]
    (standing,) = look(db, Limits(), world.now).alarms
    assert sentence(standing).startswith("silent: nothing new for 2 d, usually every 60 min.")
    world.mute = set()
    world.run(4 * HOUR)
    assert world.said() == [("recovered", "silent", 1)]


def test_a_language_that_goes_quiet_is_told_within_the_day(db: Database) -> None:
    world = World(db, ["english", "persian", "dari"])
    world.langs |= {"persian": "fa", "dari": "fa"}
    world.run(5 * DAY)
    world.mute = {"persian", "dari"}
    world.run(16 * HOUR)
    assert world.said() == [("trouble", "language", 1)]


def test_feeds_without_dates_are_named_once(db: Database) -> None:
    world = World(db, ["one", "two"])
    world.dated = False
    world.run(3 * DAY)
    assert world.said() == [("trouble", "undated", 2)]


def test_a_start_after_a_long_stop_raises_no_false_alarms(db: Database) -> None:
    world = World(db, ["one", "two", "three"])
    world.run(10 * DAY)
    world.now += 4 * DAY
    world.run(3 * DAY)
    assert [what for what in world.said() if what[1] != "behind"] == []


def test_a_parked_domain_is_told_with_what_stands_there(db: Database) -> None:
    world = World(db, ["good", "lost", "fine"])
    world.run(DAY)
    world.down = {"lost": "parked"}
    world.run(4 * HOUR)
    assert "lost: serves the page of a parked domain instead of news" in str(world.told[0].facts["sentence"])
    assert world.said() == [("trouble", "page", 1)]
