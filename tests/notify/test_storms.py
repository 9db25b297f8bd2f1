"""A storm of incidents in one country: few messages, nothing dropped, the severe ones still one by one."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.models import (
    Article,
    Assessment,
    Decision,
    FeedSettings,
    Finding,
    Identity,
    IncidentChange,
    NamedPlace,
    Notice,
    NoticeKind,
    Reason,
    Severity,
    Target,
)
from monitor.notify.hours import Hours
from monitor.notify.limits import limits_of
from monitor.notify.render import render
from monitor.notify.routes import Limit, Quiet, Route, Routing, Storm
from monitor.notify.wording import Style
from monitor.store import articles, feeds, incidents, outbox
from monitor.store.database import Database, open_writer
from monitor.telling import add_notice, merge_due

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TARGETS = (Target("phone"), Target("desk"))
STORMY = Routing(storm=Storm())
MOSUL = NamedPlace("geonames:99072", "Mosul", "IQ", 36.3, 43.1, "town", ("IQ.15", "IQ"))
HOMS = NamedPlace("geonames:169577", "Homs", "SY", 34.7, 36.7, "town", ("SY.11", "SY"))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "data", now=NOW, create=True, check=False) as database:
        database.conn.execute("PRAGMA synchronous = OFF")
        feeds.sync_config(database, [FeedSettings("https://a.example/", name="Wire")], NOW)
        yield database


def incident(db: Database, number: int, severity: Severity, place: NamedPlace | None, now: datetime) -> int:
    said = Assessment(
        *("armed-attack", "Attack", "attack", 70, Decision.ALERT, severity, "stable", 3600.0),
        reasons=(Reason("evidence", "stormed", 70),),
        places=(place,) if place else (),
    )
    identity = Identity(f"{number:032x}", "", f"{number:032x}")
    article = Article(identity, False, f"https://a.example/{number}", f"Event {number}", "Text.", "en", now, now)
    article_id = articles.add(db, 1, Finding(article, (said,), ""), "snap", now)
    assert article_id is not None
    change = IncidentChange(
        join=None,
        family="attack",
        rules=("armed-attack",),
        severity=severity,
        window=3600.0,
        escalates=False,
        reason="opened: because",
        signature=b"",
    )
    return incidents.open_incident(db, change, article_id, (said,), now)[0]


class Told:
    """The messages that a target got, as the clock went."""

    def __init__(self, db: Database, routing: Routing = STORMY) -> None:
        self.db, self.routing = db, routing
        self.number = 0

    def happens(
        self,
        now: datetime,
        severity: Severity = Severity.MEDIUM,
        place: NamedPlace | None = MOSUL,
        kind: NoticeKind = "opened",
    ) -> None:
        merge_due(self.db, now)
        self.number += 1
        number = incident(self.db, self.number, severity, place, now)
        add_notice(self.db, Notice(kind, severity, f"{kind}: because", number), TARGETS, now, self.routing)

    def messages(self, target: str, *, now: datetime = NOW + timedelta(days=2)) -> list[tuple[str, list[str]]]:
        """(kind, references of incidents' notices) of each message that was or would be sent."""
        merge_due(self.db, now)
        rows = self.db.conn.execute(
            "SELECT kind, ref, facts FROM deliveries JOIN notices ON notices.id = notice_id"
            " WHERE target = ? AND state = 'pending' ORDER BY deliveries.id",
            (target,),
        )
        return [
            (kind, json.loads(facts).get("refs", []) if kind == "digest" else [] if kind == "storm" else [ref])
            for kind, ref, facts in rows
        ]


def refs_of(db: Database, kinds: tuple[str, ...] = ("opened", "updated", "escalated")) -> list[str]:
    return [ref for ref, kind in db.conn.execute("SELECT ref, kind FROM notices ORDER BY id") if kind in kinds]


def test_three_hundred_in_an_hour_are_few_messages_and_each_reference_is_told_once(db: Database) -> None:
    told = Told(db)
    for n in range(300):
        told.happens(NOW + n * timedelta(seconds=12), Severity.CRITICAL if n % 50 == 49 else Severity.HIGH)
    for target in ("phone", "desk"):
        messages = told.messages(target)
        assert len(messages) < 40
        assert Counter(ref for _, refs in messages for ref in refs) == Counter(refs_of(db))
        kinds = Counter(kind for kind, _ in messages)
        assert kinds["storm"] == 1
        assert kinds["digest"] <= 5
        assert kinds["opened"] == 20 + 6  # the first ones, and the severe ones by themselves


def test_each_line_of_the_message_bears_its_reference(db: Database) -> None:
    told = Told(db)
    for n in range(70):
        told.happens(NOW + n * timedelta(seconds=10))
    merge_due(db, NOW + 30 * MINUTE)
    (gathered,) = [
        row for row in outbox.claim(db, NOW + 31 * MINUTE, 100, 60.0, skip=("desk",)) if row.kind == "digest"
    ]
    message = render(gathered, "email", limits_of("mailto://x"), Style(), now=NOW + 31 * MINUTE)
    assert "storm of notices: Iraq" in message.title
    refs = gathered.facts["refs"]
    assert isinstance(refs, list)
    assert len(refs) == 50
    assert all(ref in message.body for ref in refs)


def test_a_storm_of_one_country_leaves_others_alone_and_each_has_its_own_message(db: Database) -> None:
    told = Told(db)
    for n in range(30):
        told.happens(NOW + n * timedelta(seconds=1))
    told.happens(NOW + MINUTE, place=HOMS)
    assert told.messages("phone", now=NOW + 2 * MINUTE)[-1][0] == "opened"
    for _ in range(30):
        told.happens(NOW + 2 * MINUTE, place=HOMS)
    digests = [refs for kind, refs in told.messages("phone") if kind == "digest"]
    assert [len(refs) for refs in digests] == [10, 11]


def test_a_rise_in_severity_never_waits(db: Database) -> None:
    told = Told(db)
    for _ in range(40):
        told.happens(NOW)
    told.happens(NOW + MINUTE, kind="escalated")
    assert told.messages("phone", now=NOW + MINUTE)[-1] == ("escalated", [refs_of(db, ("escalated",))[0]])


def test_updates_of_a_storm_are_gathered_with_it(db: Database) -> None:
    told = Told(db)
    for _ in range(25):
        told.happens(NOW)
    told.happens(NOW + 14 * MINUTE, kind="updated")
    digests = [refs for kind, refs in told.messages("phone", now=NOW + 15 * MINUTE) if kind == "digest"]
    assert [len(refs) for refs in digests] == [6]


def test_the_start_is_said_once_per_storm_and_target(db: Database) -> None:
    told = Told(db)
    for n in range(60):
        told.happens(NOW + n * MINUTE / 2)
    assert [kind for kind, _ in told.messages("phone")].count("storm") == 1
    later = NOW + timedelta(hours=5)
    for n in range(25):
        told.happens(later + n * timedelta(seconds=1))
    assert [kind for kind, _ in told.messages("phone")].count("storm") == 2


def test_quiet_days_are_told_one_by_one(db: Database) -> None:
    told = Told(db)
    for n in range(100):
        told.happens(NOW + n * 4 * MINUTE)
    assert {kind for kind, _ in told.messages("phone")} == {"opened"}


def test_without_a_storm_in_the_configuration_each_is_told_by_itself(db: Database) -> None:
    told = Told(db, Routing())
    for _ in range(30):
        told.happens(NOW)
    assert [kind for kind, _ in told.messages("phone")] == ["opened"] * 30


def test_events_without_a_place_are_a_region_of_their_own(db: Database) -> None:
    told = Told(db)
    for _ in range(25):
        told.happens(NOW, place=None)
    told.happens(NOW)
    assert [kind for kind, _ in told.messages("phone", now=NOW)] == ["opened"] * 20 + ["storm", "opened"]
    (sentence,) = db.conn.execute("SELECT reason FROM notices WHERE kind = 'storm'").fetchone()
    assert sentence == (
        "More than 20 notices about events without a place in 1 h: until it calms down, further ones come in one"
        " message every 15 min, each with its reference. Still told one by one: critical."
    )


def test_quiet_hours_and_limits_of_a_route_come_before_the_storm(db: Database) -> None:
    night = Quiet(Hours(NOW.time(), (NOW + timedelta(hours=4)).time()))
    quiet = Told(db, Routing((Route(1, ("phone",), quiet=night), Route(2, ("desk",))), storm=Storm()))
    for _ in range(30):
        quiet.happens(NOW)
    assert [kind for kind, _ in quiet.messages("phone")] == ["digest"]
    limited = Told(db, Routing((Route(1, ("desk",), limit=Limit(5, timedelta(hours=1))),), storm=Storm()))
    limited.number = quiet.number
    for _ in range(30):
        limited.happens(NOW + timedelta(days=3))
    kinds = [kind for kind, _ in limited.messages("desk", now=NOW + timedelta(days=4))]
    assert kinds == ["opened"] * 5 + ["digest"]


@pytest.mark.parametrize(("language", "word"), [("en", "Storm of notices"), ("ar", "سيل"), ("fa", "سیل")])
def test_the_start_is_worded_in_the_readers_language(db: Database, language: str, word: str) -> None:
    told = Told(db)
    for _ in range(25):
        told.happens(NOW)
    (start,) = [row for row in outbox.claim(db, NOW, 100, 60.0, skip=("desk",)) if row.kind == "storm"]
    message = render(start, "email", limits_of("mailto://x"), Style(language=language), now=NOW)
    assert word in message.title
    assert {"en": "Iraq", "ar": "العراق", "fa": "عراق"}[language] in message.title
    assert "20" in message.body
    assert start.ref in message.body
