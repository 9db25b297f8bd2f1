"""The real service in its own process, with feeds and channels on loopback."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Exchange, Loopback, bomb, drip_body, reply, silent
from running_service import ALERTING, START_SECONDS, RunningService, config, eventually, monitor_run, rss

BROKEN_RULE = "version: 1\nid: broken\ntitle: Broken\nseverity: terrible\n"


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service that reads nothing."""
    folder = tmp_path_factory.mktemp("quiet")
    (folder / "rules.d" / "topics").mkdir(parents=True)
    with monitor_run(folder, config(rules="rules.d")) as service:
        yield service


async def test_an_article_is_told_with_its_reason_while_hostile_feeds_keep_the_service_waiting(tmp_path: Path) -> None:
    async with Loopback() as origin, Loopback(host="127.0.0.2") as dripping, Loopback(host="127.0.0.3") as mute:
        origin.on("/feed", reply(200, rss(ALERTING, "Town opens a new library")))
        origin.on("/bomb", bomb("gzip", 50))
        dripping.on("*", drip_body)
        mute.on("*", silent)
        hanging = [dripping.url("/feed"), mute.url("/feed")]
        with monitor_run(tmp_path, config([*hanging, origin.url("/bomb"), origin.url("/feed")])) as service:
            await eventually(service.answers, START_SECONDS)
            (alert,) = await eventually(service.alerts, START_SECONDS)
            polled = service.polled()
            assert ALERTING in alert["title"] + alert["body"]
            assert "guards" in alert["body"]
            assert polled[origin.url("/feed")]
            assert [polled[url] for url in hanging] == [None, None]
            assert mute.asked


async def test_sigterm_finishes_the_send_in_flight_and_ends_well(tmp_path: Path) -> None:
    released = asyncio.Event()

    async def slow_hook(exchange: Exchange) -> None:
        await released.wait()
        await reply(200)(exchange)

    async with Loopback() as origin:
        origin.on("/feed", reply(200, rss(ALERTING)))
        origin.on("/hook", slow_hook)
        hook = f"json://127.0.0.1:{origin.port}/hook"
        with monitor_run(tmp_path, config([origin.url("/feed")], channel=hook)) as service:
            await eventually(lambda: [asked for asked in origin.asked if asked.target == "/hook"], START_SECONDS)
            service.process.send_signal(signal.SIGTERM)
            told = time.monotonic()
            await eventually(lambda: "stopping" in service.log, 5)
            released.set()
            await eventually(service.has_ended, 10)
            assert time.monotonic() - told < 10
            assert service.process.returncode == 0, service.log
            assert service.deliveries() == {("told", "sent"): 1}


async def test_a_second_instance_on_the_same_data_is_refused(quiet: RunningService) -> None:
    await eventually(quiet.answers, START_SECONDS)
    command = [sys.executable, "-m", "monitor", "run", "--config", str(quiet.folder / "config.yaml")]
    second = await asyncio.to_thread(subprocess.run, command, check=False, capture_output=True, text=True, timeout=60)
    assert second.returncode == 75
    assert f"(process {quiet.process.pid}) is writing" in second.stderr
    assert quiet.answers()


async def test_a_broken_rule_keeps_the_old_snapshot_and_the_status_says_why(quiet: RunningService) -> None:
    await eventually(quiet.answers, START_SECONDS)
    before = quiet.status()
    broken = quiet.folder / "rules.d" / "topics" / "broken.yaml"
    broken.write_text(BROKEN_RULE, "utf-8")
    quiet.process.send_signal(signal.SIGHUP)
    status = await eventually(lambda: (now := quiet.status())["reload_error"] and now, START_SECONDS)
    assert "broken.yaml:4" in str(status["reload_error"])
    assert status["snapshot"] == before["snapshot"]
    assert status["rules"] == before["rules"]
    command = [sys.executable, "-m", "monitor", "status", "--config", str(quiet.folder / "config.yaml")]
    shown = await asyncio.to_thread(subprocess.run, command, check=False, capture_output=True, text=True, timeout=60)
    assert shown.returncode == 1
    assert f"an edit is refused since {status['reload_refused_since']}" in shown.stdout
    assert "broken.yaml:4" in shown.stdout
    assert "broken.yaml:4" in quiet.log
    broken.unlink()
    await eventually(lambda: not quiet.status()["reload_error"], START_SECONDS)
    told = await eventually(lambda: len(found := quiet.alerts()) == 2 and found, START_SECONDS)
    assert "- rules.d/topics/broken.yaml:1: " in told[0]["body"]
    assert "in force as they stand in the files again" in told[1]["body"]


def test_a_mistake_in_the_configuration_stops_the_start_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("version: 1\nfeeds:\n  list: [https://a.example/]\nchanels: {}\n", "utf-8")
    command = [sys.executable, "-m", "monitor", "run", "--config", str(path)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 78
    assert "config.yaml:4" in ended.stderr
    assert "channels" in ended.stderr
    assert not (tmp_path / "data").exists()
