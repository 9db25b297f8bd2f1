"""The sender is killed between claim and send, and between the channel's yes and its record: nothing is lost."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from outbox_on_disk import Post

from monitor.notify.channels import ChannelSettings
from monitor.store import outbox

SENDER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from outbox_on_disk import Post
from monitor.notify.channels import ChannelSettings
from monitor.store import outbox

async def main():
    post = Post(Path(sys.argv[1]), [ChannelSettings("file", "file:" + sys.argv[2])])
    post.write(outbox.release)
    await post.courier.flush(20.0)
    await post.close()

asyncio.run(main())
"""


def run_sender(folder: Path, out: Path, failpoint: str) -> int:
    environment = {**os.environ, "MONITOR_FAILPOINT": failpoint}
    command = [sys.executable, "-c", SENDER, str(folder), str(out), str(Path(__file__).parent)]
    return subprocess.run(command, env=environment, check=False, timeout=60).returncode


def delivered(out: Path) -> Counter[str]:
    return (
        Counter(json.loads(line)["ref"] for line in out.read_text("utf-8").splitlines()) if out.exists() else Counter()
    )


@pytest.mark.parametrize(
    ("failpoint", "most_often"),
    [
        ("after-claim", 1),
        # Killed after each yes: the message in flight comes once more at each start, always under its own id.
        ("after-send", 4),
    ],
)
async def test_a_killed_sender_loses_nothing_and_repeats_only_what_was_in_flight(
    tmp_path: Path, failpoint: str, most_often: int
) -> None:
    folder, out = tmp_path / "data", tmp_path / "out.jsonl"
    post = Post(folder, [ChannelSettings("file", f"file:{out}")])
    refs = {post.tell(f"town{n}") for n in range(6)}
    await post.close()
    for _ in range(3):
        assert run_sender(folder, out, failpoint) == -signal.SIGKILL
    assert run_sender(folder, out, "") == 0
    counts = delivered(out)
    assert set(counts) == refs
    assert max(counts.values()) <= most_often
    assert sum(counts.values()) - len(refs) <= (0 if failpoint == "after-claim" else 3)
    after = Post(folder, [])
    assert after.write(outbox.counts) == {("file", "sent"): 6}
    await after.close()
