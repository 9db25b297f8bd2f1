"""From a notice to deliveries: what the routes hold back waits in the database, is told as one, and never lost."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.changes import CHANGES
from monitor.commit import commit
from monitor.errors import StoreError
from monitor.models import (
    Article,
    Assessment,
    Decision,
    FeedSettings,
    FeedState,
    Finding,
    Identity,
    NamedPlace,
    Notice,
    Outcome,
    Reason,
    Severity,
    Target,
)
from monitor.notify.hours import Hours
from monitor.notify.limits import limits_of
from monitor.notify.render import render
from monitor.notify.routes import Chain, Limit, Maintenance, Quiet, Route, Routing, When
from monitor.notify.wording import Style
from monitor.store import backup, feeds, incidents, mutes, outbox
from monitor.store.database import Database, open_writer
from monitor.telling import add_notice, merge_due, remind_due

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CHANNELS = (Target("phone"), Target("desk"), Target("boss"))
MOSUL = NamedPlace("geonames:99072", "Mosul", "IQ", 36.3, 43.1, "town", ("IQ.15", "IQ"))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with made(tmp_path) as database:
        yield database


def made(folder: Path) -> Database:
    database = open_writer(folder / "data", now=NOW, create=True, check=False)
    database.conn.execute("PRAGMA synchronous = OFF")
    wire = FeedSettings("https://a.example/", name="Wire", tags=("wire",))
    feeds.sync_config(database, [wire, FeedSettings("https://b.example/")], NOW)
    return database


def finding(number: int, severity: Severity = Severity.HIGH, topic: str = "prison-attack") -> Finding:
    title = f"Event {number} of its own kind"
    identity = Identity(f"{number:032x}", "", hashlib.md5(title.encode()).hexdigest())
    article = Article(identity, False, f"https://a.example/{number}", title, f"{title}.", "en", NOW, NOW)
    said = Assessment(
        topic,
        "Prison",
        f"family-{number}",
        70,
        Decision.ALERT,
        severity,
        "stable",
        3600.0,
        (Reason("evidence", "stormed", 70),),
        status="happening",
        places=(MOSUL,),
    )
    return Finding(article, (said,), title.lower())


def happen(
    db: Database,
    routing: Routing,
    *numbers: int,
    now: datetime = NOW,
    severity: Severity = Severity.HIGH,
    topic: str = "prison-attack",
) -> None:
    """These events are reported now."""
    state = FeedState(due_at=now, status="ok", known=b"x" * 48)
    found = tuple(finding(number, severity, topic) for number in numbers)
    commit(db, [Outcome(1, "changed", now, state, found, "snap", usual_new=20.0)], CHANNELS, now, routing)


def rows(db: Database, target: str = "phone") -> Sequence[tuple[str, str, str | None]]:
    """(notice, kind, state) of each delivery to a target, in order."""
    return [(row.ref, row.kind, row.state) for row in outbox.log(db, target=target, limit=1000)][::-1]


def states(db: Database, target: str = "phone") -> list[str | None]:
    return [state for _, _, state in rows(db, target)]


def reasons(db: Database) -> dict[str, str]:
    """What the newest notice says of each target."""
    (facts,) = db.conn.execute("SELECT facts FROM notices ORDER BY id DESC LIMIT 1").fetchone()
    return {one["target"]: one["reason"] for one in json.loads(facts)["routing"]}


NIGHT = Routing((Route(1, ("phone",), quiet=Quiet(Hours(time(22), time(6)), (Severity.CRITICAL,))),))
LATE = datetime(2026, 11, 21, 23, tzinfo=UTC)
MORNING = datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_real_notices_follow_the_routes_and_keep_every_reason(db: Database) -> None:
    routing = Routing((Route(1, ("phone",), When(places=("IQ",), tags=("wire",), statuses=("happening",))),))
    happen(db, routing, 1)
    assert states(db) == ["pending"]
    assert reasons(db) == {
        "phone": "route 1: opened: at once",
        "desk": "not named by route 1",
        "boss": "not named by route 1",
    }
    happen(db, Routing((Route(1, ("phone",), When(places=("SY",))),)), 2)
    assert set(reasons(db).values()) == {"no route fits it"}


def test_a_night_is_one_message_in_the_morning_that_names_them_all(db: Database) -> None:
    happen(db, NIGHT, 1, 2, 3, now=LATE)
    happen(db, NIGHT, 4, now=LATE + timedelta(hours=3), severity=Severity.CRITICAL)
    assert states(db) == ["waiting", "waiting", "waiting", "pending"]
    assert merge_due(db, MORNING - timedelta(seconds=1)) == 0
    assert merge_due(db, MORNING) == 3
    assert merge_due(db, MORNING) == 0
    assert states(db) == ["merged", "merged", "merged", "pending", "pending"]
    *_, (digest,) = [[one] for one in outbox.claim(db, MORNING, 10, 60) if one.kind == "digest"]
    refs = [ref for ref, _, state in rows(db) if state == "merged"]
    assert digest.facts["refs"] == refs
    assert digest.facts["held"] == ["quiet hours"]
    for language in ("en", "ar", "fa"):
        message = render(digest, "chat", limits_of("json://x"), Style("UTC", language), now=MORNING)
        assert all(ref in message.body for ref in refs)
        assert "3" in message.title


def test_more_than_a_channel_has_room_to_name_are_several_messages_the_severest_first(db: Database) -> None:
    happen(db, NIGHT, *range(1, 20), now=LATE, severity=Severity.MEDIUM)
    happen(db, NIGHT, 20, now=LATE + MINUTE)
    kept = [ref for ref, _, state in rows(db) if state == "waiting"]
    assert merge_due(db, MORNING, [Target("phone", room=6)]) == 20
    told = [one for one in outbox.claim(db, MORNING, 10, 60) if one.kind == "digest"]
    assert sorted(len(cast("list[str]", one.facts["refs"])) for one in told) == [2, 6, 6, 6]
    assert sorted(ref for one in told for ref in cast("list[str]", one.facts["refs"])) == sorted(kept)
    assert [one.severity for one in told][:2] == [Severity.HIGH, Severity.MEDIUM]


def test_what_waited_alone_is_sent_as_it_is(db: Database) -> None:
    happen(db, NIGHT, 1, now=LATE)
    assert merge_due(db, MORNING) == 1
    ((_, kind, state),) = rows(db)
    assert (kind, state) == ("opened", "pending")


def test_two_notices_of_one_incident_are_one_line_with_both_references(db: Database) -> None:
    happen(db, NIGHT, 1, 2, now=LATE)
    add_notice(db, Notice("escalated", Severity.HIGH, "worse", 1), CHANNELS, LATE + MINUTE, NIGHT)
    merge_due(db, MORNING)
    (digest,) = outbox.claim(db, MORNING, 10, 60)
    items = digest.facts["items"]
    assert isinstance(items, list)
    assert [len(item["refs"]) for item in items] == [2, 1]
    assert digest.facts["total"] == 2


def test_a_flood_beyond_the_limit_is_one_digest_with_all_references(db: Database) -> None:
    routing = Routing((Route(1, ("phone",), limit=Limit(5, timedelta(hours=1))),))
    for minute in range(30):
        happen(db, routing, minute, now=NOW + minute * MINUTE)
    assert states(db) == ["pending"] * 5 + ["waiting"] * 25
    assert merge_due(db, NOW + 59 * MINUTE) == 0
    merge_due(db, NOW + 60 * MINUTE)
    assert states(db) == ["pending"] * 5 + ["merged"] * 25 + ["pending"]
    (digest,) = [one for one in outbox.claim(db, NOW + 60 * MINUTE, 20, 60) if one.kind == "digest"]
    assert digest.facts["refs"] == [ref for ref, _, state in rows(db) if state == "merged"]
    message = render(digest, "chat", limits_of("json://x"), Style(), now=NOW)
    assert all(str(ref) in message.body for ref in digest.facts["refs"])


def test_a_critical_one_is_not_kept_back_by_a_flood_of_others(db: Database) -> None:
    routing = Routing((Route(1, ("phone",), limit=Limit(2, timedelta(hours=1))),))
    happen(db, routing, 1, 2, 3, 4)
    happen(db, routing, 5, severity=Severity.CRITICAL, now=NOW + MINUTE)
    assert states(db) == ["pending", "pending", "waiting", "waiting", "pending"]


def test_maintenance_keeps_also_what_the_service_has_to_say(db: Database) -> None:
    routing = Routing((), (Maintenance(NOW, NOW + timedelta(hours=2), "moving", ("phone",)),))
    happen(db, routing, 1)
    trouble = Notice("trouble", Severity.MEDIUM, "a feed fails", facts={"subject": "feed", "sentence": "a feed fails"})
    add_notice(db, trouble, CHANNELS, NOW + MINUTE, routing)
    assert states(db) == ["waiting", "waiting"]
    assert states(db, "desk") == ["pending", "pending"]
    merge_due(db, NOW + timedelta(hours=2))
    (digest,) = [one for one in outbox.claim(db, NOW + timedelta(hours=2), 20, 60) if one.target == "phone"]
    items = digest.facts["items"]
    assert isinstance(items, list)
    assert {item["title"] for item in items} == {"Event 1 of its own kind", "a feed fails"}


def test_updates_that_wait_do_not_take_over_one_that_is_about_to_be_sent(db: Database) -> None:
    happen(db, Routing(), 1)
    update = Notice("updated", Severity.HIGH, "more", 1)
    add_notice(db, update, CHANNELS, LATE - 72 * MINUTE, NIGHT)
    add_notice(db, update, CHANNELS, LATE, NIGHT)
    assert states(db)[1:] == ["pending", "waiting"]


def test_a_first_poll_is_told_to_those_its_matches_are_for(db: Database) -> None:
    routing = Routing((Route(1, ("phone",), When(topics=("floods",))), Route(2, ("desk",))))
    state = FeedState(due_at=NOW, status="ok", known=b"x" * 48)
    for feed_id, number, topic in ((1, 1, "prison-attack"), (2, 2, "floods")):
        outcome = Outcome(feed_id, "changed", NOW, state, (finding(number, topic=topic),), "snap", first=True)
        commit(db, [outcome], CHANNELS, NOW, routing)
    assert [(kind, state) for _, kind, state in rows(db)] == [("baseline", "pending")]
    assert [(kind, state) for _, kind, state in rows(db, "desk")] == [("baseline", "pending")]


CHAIN = Routing((Route(1, ("phone",), chain=Chain(15 * MINUTE, ("desk", "boss"))),))


def reminded(db: Database, at: datetime) -> list[str]:
    """Who is reminded when the clock strikes, each quarter of an hour until then."""
    told: list[str] = []
    now = NOW
    while now <= at:
        if remind_due(db, now):
            for row in outbox.claim(db, now, 9, 60):
                outbox.sent(db, row.id, now, "")
            told += [name for name in ("phone", "desk", "boss") for ref, kind, _ in rows(db, name)[-1:]
                     if kind == "reminder" and ref == outbox.log(db, limit=1)[0].ref]  # fmt: skip
        now += MINUTE
    return told


def test_a_chain_goes_on_until_somebody_acknowledges(db: Database) -> None:
    happen(db, CHAIN, 1)
    assert reminded(db, NOW + 14 * MINUTE) == []
    assert reminded(db, NOW + 44 * MINUTE) == ["desk", "boss"]
    assert remind_due(db, NOW + 45 * MINUTE) == 1
    ref = outbox.log(db, limit=1)[0].ref.partition("-")[0]
    CHANGES["acknowledge"](db, {"ref": ref, "comment": "on it"}, NOW + 51 * MINUTE)
    assert remind_due(db, NOW + timedelta(hours=3)) == 0
    reminder = next(one for one in outbox.claim(db, NOW + timedelta(hours=3), 20, 60) if one.kind == "reminder")
    message = render(reminder, "chat", limits_of("json://x"), Style(), now=NOW)
    assert f"monitor incidents ack {ref}" in message.body
    assert "UNANSWERED" in message.title + message.body


def test_a_verdict_is_an_answer_too(db: Database) -> None:
    happen(db, CHAIN, 1)
    ref = outbox.log(db, limit=1)[0].ref.partition("-")[0]
    CHANGES["verdict"](db, {"subject": ref, "verdict": "false"}, NOW + MINUTE)
    assert remind_due(db, NOW + timedelta(hours=1)) == 0


def test_an_answer_never_keeps_back_a_rise_in_severity_which_asks_anew(db: Database) -> None:
    happen(db, CHAIN, 1)
    view = incidents.view(db, 1)
    assert view is not None
    CHANGES["acknowledge"](db, {"ref": view.ref}, NOW + MINUTE)
    add_notice(db, Notice("escalated", Severity.CRITICAL, "high -> critical", 1), CHANNELS, NOW + 5 * MINUTE, CHAIN)
    assert states(db) == ["pending", "pending"]
    assert remind_due(db, NOW + 16 * MINUTE) == 0
    assert remind_due(db, NOW + 20 * MINUTE) == 1


def test_the_chain_begins_when_people_are_told_not_in_their_quiet_hours(db: Database) -> None:
    quiet = Quiet(Hours(time(22), time(6)))
    happen(db, Routing((Route(1, ("phone",), quiet=quiet, chain=Chain(15 * MINUTE, ("desk",))),)), 1, now=LATE)
    assert remind_due(db, MORNING + 14 * MINUTE) == 0
    assert remind_due(db, MORNING + 15 * MINUTE) == 1


def test_a_channel_that_takes_nothing_gets_one_reminder_of_an_incident_afterwards(db: Database) -> None:
    happen(db, CHAIN, 1)
    assert sum(remind_due(db, NOW + n * MINUTE) for n in range(0, 600, 5)) == 2
    assert [rows(db, name)[-1][1] for name in ("desk", "boss")] == ["reminder", "reminder"]
    for row in outbox.claim(db, NOW + timedelta(hours=10), 9, 60):
        outbox.sent(db, row.id, NOW + timedelta(hours=10), "")
    assert sum(remind_due(db, NOW + n * MINUTE) for n in range(600, 640, 5)) == 1


def test_two_chains_of_one_incident_become_one_that_leaves_nobody_out(db: Database) -> None:
    slow = Route(1, ("phone",), goes_on=True, chain=Chain(30 * MINUTE, ("desk",)))
    quick = Route(2, ("desk",), chain=Chain(15 * MINUTE, ("boss",)))
    happen(db, Routing((slow, quick)), 1)
    assert [remind_due(db, NOW + n * MINUTE) for n in (14, 15, 29, 30)] == [0, 1, 0, 1]
    assert [rows(db, name)[-1][1] for name in ("desk", "boss")] == ["reminder", "reminder"]


def test_a_chain_holds_though_another_route_tells_the_same_channel_sooner(db: Database) -> None:
    quiet = Quiet(Hours(time(22), time(6)))
    chained = Route(1, ("phone",), goes_on=True, quiet=quiet, chain=Chain(15 * MINUTE, ("desk",)))
    happen(db, Routing((chained, Route(2, ("phone",)))), 1, now=LATE)
    assert states(db) == ["pending"]
    assert remind_due(db, LATE + 15 * MINUTE) == 1


def test_maintenance_keeps_one_reminder_until_its_end(db: Database) -> None:
    happen(db, CHAIN, 1)
    moving = Routing(CHAIN.routes, (Maintenance(NOW + 10 * MINUTE, NOW + 70 * MINUTE, "moving", ("desk",)),))
    assert [remind_due(db, NOW + n * MINUTE, moving) for n in range(15, 85, 5)] == [1] + 13 * [0]
    assert [row.kind for row in outbox.claim(db, NOW + 69 * MINUTE, 9, 60, skip=("phone",))] == []
    assert [row.kind for row in outbox.claim(db, NOW + 70 * MINUTE, 9, 60, skip=("phone",))] == ["reminder"]
    assert remind_due(db, NOW + 85 * MINUTE, moving) == 1
    assert rows(db, "boss")[-1][1] == "reminder"


def test_an_unknown_incident_cannot_be_acknowledged(db: Database) -> None:
    with pytest.raises(StoreError, match="there is no incident 7Q2K"):
        CHANGES["acknowledge"](db, {"ref": "7Q2K"}, NOW)


def muted(db: Database, **what: str) -> int:
    arguments = {"until": (NOW + timedelta(hours=4)).isoformat(), "comment": "an exercise", **what}
    return int(str(CHANGES["mute"](db, arguments, NOW)))


def test_what_is_muted_is_stored_with_its_reason_and_counted(db: Database) -> None:
    number = muted(db, topic="prison-attack", place="IQ.15")
    happen(db, Routing(), 1)
    happen(db, Routing(), 2, topic="floods")
    assert len(rows(db)) == 1
    (row,) = mutes.in_force(db, NOW)
    assert (row.id, row.withheld, row.last_at) == (number, 1, NOW)
    (facts,) = db.conn.execute("SELECT facts FROM notices ORDER BY id LIMIT 1").fetchone()
    assert json.loads(facts)["routing"][0]["reason"] == "muted until 2026-11-21 12:00 UTC: an exercise"


def test_a_mute_ends_by_itself_or_by_a_person_and_stays_in_the_list(db: Database) -> None:
    first, second = muted(db, topic="prison-attack"), muted(db, feed="Wire")
    CHANGES["unmute"](db, {"number": second}, NOW)
    assert [row.id for row in mutes.in_force(db, NOW)] == [first]
    assert mutes.in_force(db, NOW + timedelta(hours=4)) == []
    assert [row.id for row in mutes.listing(db)] == [second, first]
    with pytest.raises(StoreError, match="no mute 2 is in force"):
        CHANGES["unmute"](db, {"number": second}, NOW)


def test_reminders_of_what_is_muted_are_kept_back_and_counted(db: Database) -> None:
    happen(db, CHAIN, 1)
    number = muted(db, incident=outbox.log(db, limit=1)[0].ref.partition("-")[0])
    assert remind_due(db, NOW + 15 * MINUTE) == 0
    assert mutes.listing(db)[0].withheld == 1
    CHANGES["unmute"](db, {"number": number}, NOW + 20 * MINUTE)
    assert remind_due(db, NOW + 30 * MINUTE) == 1


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({}, "say what to mute"),
        ({"topic": "x", "comment": " "}, "say why"),
        ({"topic": "x", "until": NOW.isoformat()}, "is over already"),
        ({"incident": "7Q2K"}, "there is no incident 7Q2K"),
        ({"feed": "Nobody"}, "neither address nor name of a feed"),
    ],
)
def test_a_mute_without_sense_is_refused(db: Database, what: dict[str, str], said: str) -> None:
    with pytest.raises(StoreError, match=said):
        muted(db, **what)


def test_what_waits_in_a_backup_is_held_after_a_restore(db: Database, tmp_path: Path) -> None:
    happen(db, NIGHT, 1, 2, now=LATE)
    copy = backup.backup(tmp_path / "data", now=NOW, keep=1)
    db.close()
    restored = backup.restore(tmp_path / "data", copy, now=NOW)
    assert restored.held == 2
    with open_writer(tmp_path / "data", now=NOW, create=False) as again:
        assert outbox.requeue(again, MORNING, held=True) == 2
        assert states(again) == ["pending", "pending"]


EVENTS = st.lists(st.tuples(st.integers(0, 180), st.sampled_from(list(Severity))), min_size=1, max_size=25)
LATER = st.sampled_from([
    Route(1, ("phone",), limit=Limit(2, timedelta(hours=1)), chain=Chain(15 * MINUTE, ("desk",))),
    Route(1, ("phone", "desk"), how="update"),
    Route(1, ("phone", "desk", "boss"), how="digest", at=(time(2, 30), time(9)), zone="Europe/Berlin"),
    Route(1, ("phone",), When(min_severity=Severity.HIGH), goes_on=True, quiet=Quiet(Hours(time(8), time(17)))),
    Route(1, ("phone", "boss"), quiet=Quiet(Hours(time(9), time(3))), limit=Limit(1, timedelta(minutes=20))),
])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, LATER, st.booleans())
def test_nothing_is_ever_dropped(
    tmp_path_factory: pytest.TempPathFactory,
    events: list[tuple[int, Severity]],
    route: Route,
    maintenance: bool,
) -> None:
    window = Maintenance(NOW + timedelta(hours=1), NOW + timedelta(hours=3), "x", ("phone",))
    routing = Routing((route, Route(2, ("desk",))), (window,) if maintenance else ())
    with made(tmp_path_factory.mktemp("told")) as db:
        wanted: list[tuple[str, str]] = []
        for number, (gap, severity) in enumerate(events):
            now = NOW + timedelta(minutes=gap + 11 * number)
            merge_due(db, now)
            happen(db, routing, number, now=now, severity=severity)
            (ref, facts) = db.conn.execute("SELECT ref, facts FROM notices WHERE incident_id IS NOT NULL"
                                           " ORDER BY id DESC LIMIT 1").fetchone()  # fmt: skip
            told = {one["target"]: one["reason"] for one in json.loads(facts)["routing"]}
            wanted += [
                (ref, name) for name, why in told.items() if why != "no route fits it" and not why.startswith("not nam")
            ]
        for day in range(1, 10):
            merge_due(db, NOW + timedelta(days=day))
        sent = {(one.ref, one.target): one for one in outbox.claim(db, NOW + timedelta(days=10), 1000, 60)}
        inside = {
            (ref, target)
            for (_, target), one in sent.items()
            if one.kind == "digest"
            for ref in json.loads(json.dumps(one.facts["refs"]))
        }
        for one in wanted:
            assert (one in sent) != (one in inside)
        assert not [state for target in CHANNELS for state in states(db, target.name) if state == "waiting"]
