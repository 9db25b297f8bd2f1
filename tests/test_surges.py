"""Surges in a real store, with a clock of their own: weeks of reports, and what is told of them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import load_config
from monitor.daemon.chores import Chores
from monitor.incidents.surge import Limits
from monitor.models import (
    Article,
    Assessment,
    Decision,
    FeedSettings,
    Finding,
    Identity,
    IncidentChange,
    NamedPlace,
    Reason,
    Severity,
    Target,
)
from monitor.notify.limits import limits_of
from monitor.notify.render import render
from monitor.notify.routes import Route, Routing, When
from monitor.notify.wording import Style
from monitor.store import articles, feeds, incidents, mutes, outbox
from monitor.store.database import Database, open_writer
from monitor.store.writer import Writer
from monitor.surges import tell_surges

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # a Friday
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TARGETS = (Target("desk"), Target("phone", min_severity=Severity.CRITICAL))
IRAQ = NamedPlace("IQ", "Iraq", "IQ", 34.7, 44.4, "country")
MOSUL = NamedPlace("geonames:99072", "Mosul", "IQ", 36.3, 43.1, "town", ("IQ.15", "IQ"))
FEEDS = 6


class World:
    """Reports come in; the service looks every quarter of an hour."""

    def __init__(self, db: Database, begun: datetime) -> None:
        self.db = db
        self.number = 0
        wires = [FeedSettings(f"https://f{n}.example/", name=f"Feed {n}") for n in range(FEEDS)]
        feeds.sync_config(db, wires, begun)

    def report(self, at: datetime, *, feed: int | None = None, country: str = "IQ", title: str = "") -> None:
        """One incident, opened by one report."""
        self.number += 1
        number = self.number
        said = Assessment(
            *("armed-attack", "Attack", "attack", 70, Decision.ALERT, Severity.HIGH, "stable", 3600.0),
            reasons=(Reason("evidence", "stormed", 70),),
            places=(MOSUL, IRAQ),
        )
        name = title or f"Event {number}"
        identity = Identity(f"{number:032x}", "", f"{number:032x}")
        article = Article(identity, False, f"https://a.example/{number}", name, "Text.", "en", at, at)
        feed_id = (number % FEEDS if feed is None else feed) + 1
        article_id = articles.add(self.db, feed_id, Finding(article, (said,), ""), "snap", at)
        assert article_id is not None
        change = IncidentChange(
            join=None,
            family="attack",
            rules=("armed-attack",),
            severity=Severity.HIGH,
            window=3600.0,
            escalates=False,
            reason="opened: because",
            signature=b"",
            keys=(f"attack {country}", "attack IQ.15", "attack 00ab12cd"),
        )
        incidents.open_incident(self.db, change, article_id, (said,), at)

    def quiet(self, begun: datetime, until: datetime, *, friday_evening: int = 1) -> None:
        """A report every three hours, and more on Friday evenings."""
        at = begun
        while at < until:
            busy = friday_evening if at.weekday() == 4 and at.hour == 16 else 1
            for n in range(busy):
                self.report(at + n * timedelta(minutes=3))
            at += 3 * HOUR

    def looks(self, since: datetime, until: datetime, routing: Routing | None = None) -> list[str]:
        """What was told while the service looked every quarter of an hour."""
        said, at = [], since
        while at <= until:
            said += tell_surges(self.db, TARGETS, at, Limits(), routing or Routing())
            at += timedelta(minutes=15)
        return said


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "data", now=NOW - 40 * DAY, create=True, check=False) as database:
        database.conn.execute("PRAGMA synchronous = OFF")
        yield database


def four_weeks(db: Database, *, friday_evening: int = 1) -> World:
    begun = NOW.replace(hour=1) - 29 * DAY
    world = World(db, begun - HOUR)
    world.quiet(begun, NOW - 3 * HOUR, friday_evening=friday_evening)
    return world


def burst(world: World, number: int, at: datetime = NOW - 2 * HOUR) -> None:
    for n in range(number):
        world.report(at + n * timedelta(minutes=2))


def test_a_surge_is_told_once_and_not_again_for_a_day(db: Database) -> None:
    world = four_weeks(db)
    assert world.looks(NOW - 4 * HOUR, NOW - 2 * HOUR) == []
    burst(world, 14)
    (said,) = world.looks(NOW, NOW + 6 * HOUR)
    assert said == "14 reports of attack in IQ in 3 h, of 14 incidents; usual for this hour is 1"
    row = outbox.log(db, limit=1)[0]
    assert (row.kind, row.target, row.severity) == ("surge", "desk", "high")


def test_a_surge_that_doubles_is_told_again(db: Database) -> None:
    world = four_weeks(db)
    burst(world, 10)
    assert len(world.looks(NOW - HOUR, NOW)) == 1
    burst(world, 20, NOW)
    assert len(world.looks(NOW + HOUR, NOW + 3 * HOUR)) == 1


def test_a_weekly_rhythm_is_no_surge(db: Database) -> None:
    world = four_weeks(db, friday_evening=14)
    burst(world, 14)
    assert world.looks(NOW, NOW + HOUR) == []


def test_one_busy_feed_and_wire_copy_are_no_surge(db: Database) -> None:
    world = four_weeks(db)
    for n in range(30):
        world.report(NOW - 2 * HOUR + n * timedelta(minutes=2), feed=0)
    assert world.looks(NOW, NOW + HOUR) == []


def test_before_a_week_has_passed_nothing_is_judged(db: Database) -> None:
    world = World(db, NOW - 7 * DAY)
    world.quiet(NOW - 7 * DAY, NOW - 3 * HOUR)
    burst(world, 30)
    assert world.looks(NOW, NOW) == []


def test_a_week_is_enough(db: Database) -> None:
    world = World(db, NOW - 8 * DAY)
    world.quiet(NOW - 8 * DAY, NOW - 3 * HOUR)
    burst(world, 30)
    assert len(world.looks(NOW, NOW)) == 1


def test_new_feeds_are_no_surge(db: Database) -> None:
    world = four_weeks(db)
    feeds.sync_config(db, [FeedSettings(f"https://n{n}.example/") for n in range(FEEDS)], NOW - DAY)
    for n in range(30):
        world.report(NOW - 2 * HOUR + n * timedelta(minutes=2), feed=FEEDS + n % FEEDS)
    assert world.looks(NOW, NOW) == []


def test_a_time_in_which_the_service_stood_still_is_no_quiet_time(db: Database) -> None:
    begun = NOW.replace(hour=1) - 15 * DAY
    world = World(db, begun - HOUR)
    world.quiet(begun, NOW - 8 * DAY, friday_evening=14)
    burst(world, 14)
    (count,) = db.conn.execute("SELECT count(*) FROM articles WHERE first_seen > ?", ((NOW - 8 * DAY).timestamp(),))
    assert count == (14,)
    assert world.looks(NOW, NOW) == []


def test_routes_and_mutes_hold_for_surges(db: Database) -> None:
    world = four_weeks(db)
    burst(world, 14)
    iraq = Routing((Route(1, ("desk",), When(topics=("armed-attack",), places=("Iraq",))),))
    mutes.add(db, mutes.MuteRow(0, "armed-attack", "", "", "", NOW + DAY, "announced exercise", NOW))
    assert world.looks(NOW, NOW, iraq)
    row = outbox.log(db, limit=1)[0]
    assert (row.kind, row.target) == ("surge", None)
    (facts,) = db.conn.execute("SELECT facts FROM notices WHERE kind = 'surge'").fetchone()
    reasons = {one["target"]: one["reason"] for one in json.loads(facts)["routing"]}
    assert reasons["desk"].endswith("announced exercise")
    assert reasons["phone"] == "not named by route 1"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "14 reports of attacks in Iraq in 3 h; usual for this hour is 1."),
        ("ar", "14 تقريرا عن هجمات في العراق خلال 3 ساعات؛ المعتاد في هذه الساعة 1."),
        ("fa", "14 گزارش از حملات در عراق طی 3 ساعت؛ مقدار معمول این ساعت 1 است."),
    ],
)
def test_the_message_names_the_figures_and_the_incidents(db: Database, language: str, sentence: str) -> None:
    world = four_weeks(db)
    burst(world, 14)
    world.looks(NOW, NOW)
    (told,) = outbox.claim(db, NOW, 10, 60.0)
    message = render(told, "email", limits_of("mailto://x"), Style(language=language), now=NOW)
    assert sentence in message.body
    assert message.body.count("Event ") == 10
    assert told.ref in message.body


@pytest.mark.parametrize(("setting", "told"), [("", 1), ("surge: {enabled: false}", 0), ("surge: {at_least: 20}", 0)])
async def test_the_service_looks_as_its_configuration_says(tmp_path: Path, setting: str, told: int) -> None:
    path = tmp_path / "config.yaml"
    head = 'version: 1\nfeeds: {list: [https://example.org/rss]}\nchannels: {desk: {url: "terminal:"}}\n'
    path.write_text(f"{head}{setting}\n", "utf-8")
    config = load_config(path, {})
    writer = Writer(lambda: open_writer(config.data, now=NOW - 40 * DAY, create=True, check=False))
    try:
        writer.submit(lambda db: burst(four_weeks(db), 14)).result()
        targets = [channel.target for channel in config.channels]
        chores = Chores(lambda: config, lambda: targets, config.data, writer, lambda: NOW)
        for _ in range(3):
            await chores.look_for_surges()
        rows = writer.submit(lambda db: outbox.log(db, limit=10)).result()
    finally:
        writer.close()
    assert [(row.kind, row.target) for row in rows] == [("surge", "desk")] * told
