"""Killed at the worst moments, the service loses no alert: what is told twice carries the same visible id."""

import signal
from pathlib import Path

import pytest
from loopback import Loopback, reply
from running_service import ALERTING, START_SECONDS, config, eventually, monitor_run, rss

TITLES = (ALERTING, "Police arrest four men who planned to bomb the central station")


@pytest.mark.parametrize(
    ("place", "told_twice"),
    [("before-commit", False), ("after-commit", False), ("after-claim", False), ("after-send", True)],
)
async def test_every_alert_is_told_after_a_kill(place: str, told_twice: bool, tmp_path: Path) -> None:
    async with Loopback() as origin:
        origin.on("/feed", reply(200, rss(*TITLES)))
        settings = config([origin.url("/feed")])
        with monitor_run(tmp_path, settings, {"MONITOR_FAILPOINT": place}) as service:
            await eventually(service.has_ended, START_SECONDS)
            assert service.process.returncode == -signal.SIGKILL, service.log
            before = service.alerts()
        with monitor_run(tmp_path, settings) as service:
            await eventually(
                lambda: service.answers() and service.deliveries() == {("told", "sent"): len(TITLES)}, START_SECONDS
            )
            after = service.alerts()
    assert len(before) == told_twice
    assert len(after) == len(TITLES) + told_twice
    refs = {alert["ref"] for alert in after}
    assert len(refs) == len(TITLES)
    assert all(any(title in f"{alert['title']} {alert['body']}" for alert in after) for title in TITLES)
