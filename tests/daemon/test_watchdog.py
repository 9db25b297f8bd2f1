"""The watchdog ends a process one of whose parts is stuck, and says which; a busy process lives."""

import logging
import socket
from pathlib import Path

import pytest

from monitor.daemon.watchdog import EXIT_TRY_AGAIN, Progress, Watchdog


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_stuck_part_ends_the_process_and_is_named(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    progress = Progress(("poller", "writer", "sender"), clock)
    ended: list[int] = []
    watchdog = Watchdog(progress, ended.append)
    clock.now = 100
    progress.made("poller")
    progress.made("sender")
    watchdog.check()
    assert ended == []
    clock.now = 130
    with caplog.at_level(logging.CRITICAL):
        watchdog.check()
    assert ended == [EXIT_TRY_AGAIN]
    assert "in: writer;" in caplog.text


def test_systemd_hears_of_progress_only_while_all_parts_make_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    progress = Progress(("poller",), clock)
    watchdog = Watchdog(progress, lambda code: None)
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(path))
        receiver.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        watchdog.check()
        assert receiver.recv(100) == b"WATCHDOG=1"
        clock.now = 1000
        watchdog.check()
        with pytest.raises(BlockingIOError):
            receiver.recv(100)
