"""`monitor notify`: messages looked at, channels tried out, failures seen and sent again; in real processes."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import Loopback, reply

from monitor.models import Notice, Severity
from monitor.store import outbox
from monitor.store.database import Database, open_writer


def monitor(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **environ}
    environment.pop("MONITOR_CONFIG", None)
    return subprocess.run(
        [sys.executable, "-m", "monitor", "notify", *arguments, "--config", "config.yaml"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment,
        check=False,
        timeout=120,
    )


def desk(folder: Path, channels: str) -> Path:
    (folder / "config.yaml").write_text(
        f"version: 1\nfeeds: {{list: [https://example.org/rss]}}\nchannels:\n{channels}", "utf-8"
    )
    return folder


def told(folder: Path) -> list[str]:
    """A notice to three channels in the database of `folder`: one got it, one failed, one was given up; its refs."""
    data = folder / "data"
    data.mkdir()
    now = datetime.now(UTC)
    with open_writer(data, now=now, create=True) as db:
        return _tell(db, now)


def _tell(db: Database, now: datetime) -> list[str]:
    for reason in ("disk", "clock"):
        notice = Notice("trouble", Severity.HIGH, reason, facts={"sentence": f"the {reason} is wrong"})
        outbox.add_notice(db, notice, [("mail", now), ("chat", now), ("pager", now)], now)
    rows = outbox.claim(db, now, 10, 60.0)
    for row in rows:
        if row.target == "mail":
            outbox.sent(db, row.id, now, "mailto://mail.example.org")
        elif row.target == "chat":
            outbox.failed(db, row.id, now, "no connection")
        else:
            outbox.dead(db, row.id, "wrong address")
    db.conn.commit()
    return list(dict.fromkeys(row.ref for row in rows))


@pytest.fixture
async def receiver() -> AsyncIterator[Loopback]:
    async with Loopback() as origin:
        origin.on("*", reply(200))
        yield origin


def test_a_sample_is_shown_in_each_manner_with_the_room_it_takes(tmp_path: Path) -> None:
    desk(tmp_path, "  t: {url: 'terminal:'}\n")
    chat = monitor("preview", "--sample", cwd=tmp_path)
    assert chat.returncode == 0
    assert chat.stdout.startswith("🔴 HIGH · Armed groups crossing a border · Rabia, Iraq · 3 sources\n")
    assert "of 4096 UTF-16 units" in chat.stderr
    short = monitor("preview", "--format", "short", "--kind", "updated", cwd=tmp_path)
    assert short.stdout.startswith("HIGH UPDATE Armed groups crossing a border, Rabia, Iraq.")
    assert len(short.stdout.splitlines()) == 1
    assert monitor("preview", "--format", "email", cwd=tmp_path).stdout.startswith(
        "[HIGH] Armed groups crossing a border, Rabia, Iraq · 3 sources: "
    )
    assert monitor("preview", "--format", "html", cwd=tmp_path).stdout.startswith("<html")


def test_a_preview_is_as_the_channel_gets_it(tmp_path: Path) -> None:
    (tmp_path / "own.j2").write_text("MINE {{ place }}\n{% if changed %}{{ 1 // 0 }}{% endif %}{{ headline }}")
    channels = "  own: {url: 'terminal:', template: own.j2}\n  siem: {webhook: 'https://siem.example.org/in'}\n"
    desk(tmp_path, channels)
    refused = monitor("preview", "--channel", "own", cwd=tmp_path)
    assert refused.returncode == 78
    assert "own.j2:2:" in refused.stderr
    (tmp_path / "own.j2").write_text("MINE {{ place }}\n{{ headline }}")
    assert monitor("preview", "--channel", "own", cwd=tmp_path).stdout.startswith("MINE Rabia, Iraq\n")
    payload = json.loads(monitor("preview", "--channel", "siem", cwd=tmp_path).stdout)
    assert (payload["version"], payload["event"], payload["id"]) == ("1", "incident.opened", "SAMP")
    missing = monitor("preview", "--channel", "none", cwd=tmp_path)
    assert (missing.returncode, "there are own, siem" in missing.stderr) == (78, True)


def test_how_channels_fare_is_shown_and_what_was_given_up_is_a_concern(tmp_path: Path) -> None:
    desk(tmp_path, "  t: {url: 'terminal:'}\n")
    told(tmp_path)
    shown = monitor("channels", "--json", cwd=tmp_path)
    rows = {row["target"]: row for row in map(json.loads, shown.stdout.splitlines())}
    assert shown.returncode == 1
    assert (rows["mail"]["sent"], rows["chat"]["failed"], rows["pager"]["dead"]) == (2, 2, 2)
    assert rows["chat"]["last_error"] == "no connection"
    assert "wrong address" in monitor("channels", cwd=tmp_path).stdout


def test_the_log_can_be_narrowed(tmp_path: Path) -> None:
    desk(tmp_path, "  t: {url: 'terminal:'}\n")
    told(tmp_path)

    def targets(*options: str) -> set[str]:
        return {
            json.loads(line)["channel"] for line in monitor("log", "--json", *options, cwd=tmp_path).stdout.splitlines()
        }

    assert targets() == {"mail", "chat", "pager"}
    assert targets("--state", "failed") == {"chat"}
    assert targets("--state", "dead", "--since", "2h") == {"pager"}
    assert targets("--since", "2036-01-01") == set()
    assert "failed" in monitor("log", "--channel", "chat", cwd=tmp_path).stdout
    assert monitor("log", "--state", "lost", cwd=tmp_path).returncode == 2
    assert monitor("log", "--since", "yesterday", cwd=tmp_path).returncode == 2


def test_one_message_or_all_that_was_given_up_is_sent_again(tmp_path: Path) -> None:
    desk(tmp_path, "  t: {url: 'terminal:'}\n")
    first, second = told(tmp_path)
    assert "1 delivery is tried again" in monitor("retry", first, "--channel", "pager", cwd=tmp_path).stderr
    assert "2 deliveries are tried again" in monitor("retry", first, cwd=tmp_path).stderr
    assert "1 delivery is tried again" in monitor("retry", "--dead", cwd=tmp_path).stderr
    refused = monitor("retry", second, "--channel", "mail", cwd=tmp_path)
    assert (refused.returncode, "left to send for mail" in refused.stderr) == (1, True)
    assert monitor("retry", cwd=tmp_path).returncode == 2
    assert monitor("retry", first, "--dead", cwd=tmp_path).returncode == 2
    assert "there is no notice" in monitor("retry", "7Q2K-9", cwd=tmp_path).stderr


async def test_a_test_message_goes_out_to_a_webhook_and_a_feed(receiver: Loopback, tmp_path: Path) -> None:
    url = receiver.url("/in")
    desk(
        tmp_path,
        f"  siem: {{webhook: '{url}', sign: secret:KEY, allow_private: true}}\n"
        f"  shut: {{webhook: '{url}'}}\n  reader: {{url: 'feed:alerts.json'}}\n",
    )
    done = await asyncio.to_thread(monitor, "test", "siem", "reader", cwd=tmp_path, MONITOR_SECRET_KEY="canary")
    assert done.returncode == 0
    assert f"ok   siem: webhook {receiver.url('')}" in done.stderr
    (asked,) = receiver.asked
    assert json.loads(asked.body)["event"] == "test"
    assert asked.headers["x-monitor-signature"].startswith("sha256=")
    assert json.loads((tmp_path / "alerts.json").read_bytes())["items"][0]["title"] == "[TEST] Threat Monitor"
    refused = await asyncio.to_thread(monitor, "test", "shut", cwd=tmp_path, MONITOR_SECRET_KEY="canary")
    assert refused.returncode == 1
    assert "set `allow_private: true` on this channel" in refused.stderr
    assert len(receiver.asked) == 1
