"""`monitor notify route`, `monitor mute` and `monitor incidents ack` as a person types them, and `run` that follows."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import Loopback, reply
from running_service import ALERTING, START_SECONDS, config, eventually, monitor_run, rss
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.errors import ConfigError, ControlError, StoreError
from monitor.store import outbox
from monitor.store.database import open_reader, open_writer

BEFORE = 'version: 1\nfeeds: {list: ["https://example.org/rss"]}\n'
CHANNELS = 'channels: {phone: {url: "terminal:"}, desk: {url: "terminal:", min_severity: high}}\n'
ROUTES = """
instance: {timezone: Asia/Baghdad}
routes:
  - {when: {topic: [prison-attack], place: [IQ]}, to: [phone], quiet_hours: {from: "22:00", to: "06:00"}}
  - {when: {min_severity: high}, to: [desk]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(BEFORE + CHANNELS + ROUTES, "utf-8")
    return tmp_path


def monitor(folder: Path, *arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(
        app, [*arguments, "--config", str(folder / "config.yaml")], prog_name="monitor"
    )


def test_a_rehearsal_says_who_hears_when_and_why(folder: Path) -> None:
    done = monitor(
        folder, "notify", "route", "--topic", "prison-attack", "--place", "Mosul", "--at", "2026-11-21 23:00"
    )
    assert done.exit_code == 0
    kept = "route 1: opened: at once; kept by quiet hours until 2026-11-22 03:00 UTC"
    assert done.stdout.splitlines() == [
        f"phone hears of it at 2026-11-22 06:00 (Asia/Baghdad): {kept}.",
        "desk does not hear of it: not named by route 1.",
    ]
    assert "told to nobody" in done.stderr


def test_an_expectation_that_is_not_met_is_the_exit_code(folder: Path) -> None:
    (folder / "config.yaml").write_text(BEFORE + CHANNELS + "routes: [{to: [desk]}]", "utf-8")
    for expected, code in (("desk", 0), ("phone", 1), ("phone,desk", 1), ("", 1)):
        done = monitor(folder, "notify", "route", "--severity", "critical", "--expect", expected)
        assert done.exit_code == code
        assert ("would hear of it" in done.stderr) is bool(code)


def test_an_expected_channel_that_does_not_exist_is_refused(folder: Path) -> None:
    (folder / "config.yaml").write_text(BEFORE + CHANNELS, "utf-8")
    done = monitor(folder, "notify", "route", "--severity", "low", "--expect", "phnoe")
    assert isinstance(done.exception, ConfigError)


def test_without_routes_the_overview_says_that_all_hear_all(folder: Path) -> None:
    (folder / "config.yaml").write_text(BEFORE + CHANNELS, "utf-8")
    assert monitor(folder, "notify", "route").stdout.splitlines() == [
        "There are no routes: every channel hears of every incident at once.",
        "phone hears of what is at least informational.",
        "desk hears of what is at least high.",
        (
            "Storms: when a channel was told of 20 incidents of one country in 1 h, further ones come in one message "
            "per country every 15 min; critical ones and escalations are still told one by one."
        ),
    ]


def test_a_mute_is_added_listed_told_by_the_rehearsal_and_removed(folder: Path) -> None:
    (folder / "config.yaml").write_text(BEFORE + CHANNELS, "utf-8")
    open_writer(folder / "data", now=datetime.now(UTC), create=True).close()
    added = monitor(
        folder, "mute", "add", "--topic", "floods", "--place", "Nineveh", "--for", "4h", "--comment", "drill"
    )
    assert added.exit_code == 0
    assert "mute 1 holds until" in added.stderr
    (row,) = map(json.loads, monitor(folder, "mute", "list", "--json").stdout.splitlines())
    assert (row["topic"], row["place"], row["comment"], row["withheld"]) == ("floods", "IQ.15", "drill", 0)
    assert "topic floods, place IQ.15" in monitor(folder, "mute", "list").stdout
    asked = ("notify", "route", "--topic", "floods", "--place", "Mosul", "--severity", "high")
    assert "desk does not hear of it: muted until" in monitor(folder, *asked).stdout
    assert "Mute 1: topic floods, place IQ.15 is muted until" in monitor(folder, "notify", "route").stdout
    assert monitor(folder, "mute", "remove", "1").exit_code == 0
    assert "desk hears of it" in monitor(folder, *asked).stdout
    assert monitor(folder, "mute", "list").stdout == "Nothing is muted.\n"
    assert "ended" in monitor(folder, "mute", "list", "--all").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--topic", "x", "--for", "4h"),
        ("--topic", "x", "--comment", "y"),
        ("--topic", "x", "--comment", "y", "--for", "4h", "--until", "2030-01-01"),
        ("--comment", "y", "--for", "4h"),
        ("--topic", "x", "--comment", "y", "--for", "soon"),
        ("--topic", "x", "--comment", "y", "--until", "soon"),
    ],
)
def test_a_mute_without_end_reason_or_subject_is_a_usage_error(folder: Path, arguments: tuple[str, ...]) -> None:
    assert monitor(folder, "mute", "add", *arguments).exit_code == 2


def test_only_what_exists_can_be_acknowledged(folder: Path) -> None:
    open_writer(folder / "data", now=datetime.now(UTC), create=True).close()
    done = monitor(folder, "incidents", "ack", "7Q2K")
    assert isinstance(done.exception, StoreError)
    assert "there is no incident 7Q2K" in str(done.exception)


async def test_a_poll_of_many_follows_the_routes_and_is_told_in_one_message(tmp_path: Path) -> None:
    async with Loopback() as origin:
        origin.on("/a", reply(200, rss(ALERTING)))
        origin.on("/b", reply(200, rss("Gunmen storm prison in Baghouz and free dozens of ISIS prisoners")))
        settings = json.loads(config([origin.url("/a"), origin.url("/b")]))
        settings["routes"] = [{"to": ["told"], "how": "update"}]
        (tmp_path / "config.yaml").write_text(json.dumps(settings), "utf-8")
        command = [sys.executable, "-m", "monitor", "run", "--once", "--config", str(tmp_path / "config.yaml")]
        process = await asyncio.to_thread(
            subprocess.run, command, check=False, capture_output=True, text=True, timeout=90
        )
        assert process.returncode == 0, process.stderr
    told = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text("utf-8").splitlines()]
    with open_reader(tmp_path / "data") as db:
        rows = outbox.log(db)
    merged = [row.ref for row in rows if row.state == "merged"]
    assert len({ref.partition("-")[0] for ref in merged}) == 2
    (message,) = told
    assert all(ref in message["body"] for ref in merged)
    assert not [row for row in rows if row.state not in {"sent", "merged"}]


async def test_a_running_service_takes_mutes_over_its_socket(tmp_path: Path) -> None:
    with monitor_run(tmp_path, config()) as service:
        await eventually(service.answers, START_SECONDS)
        assert monitor(tmp_path, "mute", "add", "--topic", "x", "--for", "1h", "--comment", "y").exit_code == 0
        assert json.loads(monitor(tmp_path, "mute", "list", "--json").stdout)["topic"] == "x"
        refused = monitor(tmp_path, "mute", "remove", "9")
        assert isinstance(refused.exception, ControlError)
        assert "no mute 9 is in force" in str(refused.exception)
