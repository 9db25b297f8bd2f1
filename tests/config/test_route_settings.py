"""`routes:` and `maintenance:`: what they become, and every mistake at its place."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from monitor.config import Config, load_config
from monitor.config.routes import parse_days, parse_limit, parse_spans
from monitor.config.watched import look_up, place_id, place_names
from monitor.detect.gazetteer import load_gazetteer
from monitor.detect.load import default_pack_folder
from monitor.errors import ConfigError
from monitor.models import Severity
from monitor.notify.hours import Hours
from monitor.notify.routes import Chain, Limit, Maintenance, Quiet, Route, When

BEFORE = """version: 1
instance: {timezone: Asia/Baghdad}
feeds: {list: [https://example.org/rss]}
channels: {phone: {url: "terminal:"}, desk: {url: "file:desk.jsonl"}}
"""
PLACES = (str(default_pack_folder() / "places"),)


def load(folder: Path, text: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(BEFORE + text, "utf-8")
    return load_config(path, {})


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return [f"{p.line}:{p.col}: {p.message} [{p.code}]" for p in caught.value.problems]


def test_without_routes_there_is_nothing_to_decide(tmp_path: Path) -> None:
    assert load(tmp_path, "").routing.routes == ()


def test_a_route_says_all_that_it_can(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
routes:
  - name: prisons
    when:
      topic: [prison-attack]
      severity: [high, critical]
      place: [IQ, SY]
      language: [ar]
      tags: [wire]
      status: [happening, claimed]
      hours: 08:00-12:00, 14:00-24:00
      days: mon-thu, sat
    to: [phone]
    continue: true
    quiet_hours: {from: '22:00', to: '06:00', zone: Europe/Berlin, except: [critical]}
    ack_within: 15m
    else: [desk]
    limit: 20/1h
  - {to: [desk], how: digest, at: ['07:00', '15:00']}
""",
    )
    days = frozenset({0, 1, 2, 3, 5})
    first, last = config.routing.routes
    assert first == Route(
        1,
        ("phone",),
        When(
            topics=("prison-attack",),
            severities=(Severity.HIGH, Severity.CRITICAL),
            places=("IQ", "SY"),
            languages=("ar",),
            tags=("wire",),
            statuses=("happening", "claimed"),
            hours=(
                Hours(time(8), time(12), days, "Asia/Baghdad"),
                Hours(time(14), time(0), days, "Asia/Baghdad"),
            ),
        ),
        goes_on=True,
        zone="Asia/Baghdad",
        quiet=Quiet(Hours(time(22), time(6), zone="Europe/Berlin"), (Severity.CRITICAL,)),
        chain=Chain(timedelta(minutes=15), ("desk",)),
        limit=Limit(20, timedelta(hours=1)),
        name="prisons",
    )
    assert last == Route(2, ("desk",), how="digest", at=(time(7), time(15)), zone="Asia/Baghdad")
    assert config.warnings == ()


def test_a_digest_without_times_takes_those_of_the_daily_one(tmp_path: Path) -> None:
    config = load(tmp_path, "digest: {at: ['09:30']}\nroutes: [{to: [desk], how: digest}]\n")
    assert config.routing.routes[0].at == (time(9, 30),)


def test_maintenance_is_in_the_zone_of_the_instance_unless_it_says_its_own(tmp_path: Path) -> None:
    text = """
maintenance:
  - {start: 2026-11-22 02:00, end: 2026-11-22T04:00:00Z, comment: moving, channels: [desk], except: [critical]}
"""
    assert load(tmp_path, text).routing.maintenance == (
        Maintenance(
            datetime(2026, 11, 21, 23, tzinfo=UTC),
            datetime(2026, 11, 22, 4, tzinfo=UTC),
            "moving",
            ("desk",),
            (Severity.CRITICAL,),
        ),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("routes: [{to: [phnoe]}]", "5:16: there is no channel 'phnoe' (did you mean 'phone'?) [unknown-channel]"),
        ("routes: [{to: []}]", "5:15: must not be empty"),
        ("routes: [{to: [phone], ack_within: 15m}]", "ack_within and else belong together"),
        ("routes: [{to: [phone], else: [desk]}]", "ack_within and else belong together"),
        ("routes: [{to: [phone], how: digest, ack_within: 15m, else: [desk]}]", "only what is told at once"),
        ("routes: [{to: [phone], ack_within: 15m, else: [boss]}]", "there is no channel 'boss'"),
        ("routes: [{to: [phone], at: ['07:00']}]", "write how: digest with it [no-digest]"),
        ("digest: {at: []}\nroutes: [{to: [phone], how: digest}]", "say at which times"),
        ("routes: [{to: [phone], limit: 20 an hour}]", "'20 an hour' is no limit"),
        ("routes: [{to: [phone], limit: 0/1h}]", "'0/1h' is no limit"),
        ("routes: [{to: [phone], limit: 5/30d}]", "between 1m and 1d"),
        ("routes: [{to: [phone], quiet_hours: {from: '22:00', to: '22:00'}}]", "nothing would ever be sent"),
        ("routes: [{to: [phone], when: {hours: 8 to 6}}]", "'8 to 6' are no hours"),
        ("routes: [{to: [phone], when: {hours: 08:00-08:00}}]", "begins when it ends"),
        ("routes: [{to: [phone], when: {days: mo-fr}}]", "'mo-fr' are no days of the week"),
        ("routes: [{to: [phone], when: {zone: Asia/Bagdad}}]", "did you mean 'Asia/Baghdad'?"),
        ("routes: [{to: [phone], when: {topics: [x]}}]", "did you mean 'topic'?"),
        ("routes: [{to: [phone], when: {status: [hapening]}}]", "happening"),
        ("maintenance: [{start: 2026-11-22 02:00, end: 2026-11-22 01:00, comment: x}]", "not after the start"),
        ("maintenance: [{start: tomorrow, end: 2026-11-22 01:00, comment: x}]", "a time is written as"),
        ("maintenance: [{start: 2026-11-22 02:00, end: 2026-11-22 03:00, comment: ' '}]", "say why"),
        ("maintenance: [{start: 2026-11-22 02:00, end: 2026-11-22 03:00}]", "comment"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = refused(tmp_path, text)
    assert said in problem
    assert problem.startswith(("5:", "6:"))


def test_a_route_that_is_never_asked_is_named(tmp_path: Path) -> None:
    config = load(tmp_path, "routes:\n  - {to: [phone]}\n  - {to: [desk]}\n")
    (warning,) = config.warnings
    assert (warning.line, warning.code) == (6, "unreachable-route")


def test_routes_that_let_something_through_to_nobody_are_named(tmp_path: Path) -> None:
    config = load(tmp_path, "routes:\n  - {to: [phone], when: {severity: [critical]}}\n")
    (warning,) = config.warnings
    assert warning.code == "no-last-route"


def test_days_hours_and_limits_are_read_as_people_write_them() -> None:
    assert parse_days("mon-fri") == frozenset(range(5))
    assert parse_days("Sat, sun") == {5, 6}
    assert parse_days("fri-mon") == {4, 5, 6, 0}
    assert parse_spans("22:00 - 06:00") == ((time(22), time(6)),)
    assert parse_limit("3 / 15m") == Limit(3, timedelta(minutes=15))


def test_names_of_places_become_ids_and_what_nobody_knows_is_named(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        "routes:\n  - {to: [phone], when: {place: [Nineveh, Mosul, Syria, Atlantis], topic: [prison-atack]}}\n"
        "  - {to: [desk]}\n",
    )
    found = look_up(config, lambda: load_gazetteer(PLACES), ["prison-attack"])
    assert found.routing.routes[0].when.places == ("IQ.15", "geonames:99072", "SY", "Atlantis")
    assert [(one.line, one.code, one.level) for one in found.warnings] == [
        (6, "unknown-place", "warning"),
        (6, "unknown-topic", "warning"),
    ]
    assert "did you mean 'prison-attack'?" in found.warnings[1].message


def test_a_place_is_known_by_any_of_its_names_and_holds_what_lies_in_it() -> None:
    gazetteer = load_gazetteer(PLACES)
    assert place_id(gazetteer, "iq") == "IQ"
    assert place_id(gazetteer, "الموصل") == place_id(gazetteer, "Mosul")
    assert place_id(gazetteer, "Baghdad") == "IQ.07"
    assert place_id(gazetteer, "Atlantis") is None
    assert {"iq", "iq.15", "mosul"} <= place_names(gazetteer, "Mosul")
