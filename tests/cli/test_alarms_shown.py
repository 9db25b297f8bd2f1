"""`feeds list` and `status` show the same alarms that the service tells."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli.desk import now
from monitor.cli.feeds import show
from monitor.cli.status import status
from monitor.models import FeedSettings, FeedState
from monitor.store import feeds
from monitor.store.database import open_writer

CONFIG = "version: 1\nfeeds: {list: [https://a.example/]}\nchannels: {t: {url: terminal}}\n"
DAY = timedelta(days=1)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """One feed that fails for two days, one that is silent for a month, one that is well."""
    path, at = tmp_path / "config.yaml", now()
    path.write_text(CONFIG, "utf-8")
    well = FeedState(at + DAY, "ok", "ok: 1 new", succeeded_at=at, changed_at=at, change_gap=3600.0)
    states = {
        "well": well,
        "down": FeedState(
            at + DAY, "failing", "failing", succeeded_at=at - 2 * DAY, failing_since=at - 2 * DAY, failures=9
        ),
        "still": FeedState(at + DAY, "ok", "ok", succeeded_at=at, changed_at=at - 30 * DAY, change_gap=3600.0),
    }
    with open_writer(tmp_path / "data", now=at, create=True) as db:
        for name, state in states.items():
            feed_id = feeds.add(db, FeedSettings(f"https://{name}.example/", name=name), at)
            feeds.save_states(db, [(feed_id, state)])
    return path


def test_the_list_names_what_is_wrong_with_each_feed(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(config, None, as_json=True) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["name"]: row["alarm"] for row in rows} == {"well": None, "down": "failing", "still": "silent"}
    assert show(config, None, as_json=False) == 0
    assert "still: nothing new for 30 d, usually every 60 min." in capsys.readouterr().err


def test_the_status_counts_silence_among_its_concerns(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(config, as_json=False) == 1
    assert "CONCERN   still: nothing new for 30 d" in capsys.readouterr().out


def test_limits_of_the_configuration_hold(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(f"{CONFIG}alarms: {{silent: off, failing: 3d}}\n", "utf-8")
    show(config, None, as_json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["alarm"] for row in rows} == {None}
