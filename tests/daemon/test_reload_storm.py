"""A thousand edits by another process while articles are assessed: no assessment mixes two generations of the rules."""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import rule_editor
from rule_editor import FIRST_LATITUDE, small_home

from monitor.daemon.reload import Reloader
from monitor.models import FeedSettings, Notice
from monitor.pipeline import Task, examine_in_child
from monitor.sandbox import Sandbox
from monitor.snapshot import Snapshot, build

EDITS = 1000
SEED = 20261121
LOOK_SECONDS = 0.02
SETTLED_SECONDS = 20.0
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
EVERY_WORD = " ".join(f"word{number:04}" for number in range(EDITS))
FEED = f"""<rss version="2.0"><channel><title>Wire</title><language>en</language><item><guid>1</guid>
<title>A quiet day</title><description>In Qorrumabad were heard {EVERY_WORD}.</description></item></channel></rss>"""

Generations = tuple[int, int, int]


@dataclass
class Storm:
    """What is in force, what was told, and what each evaluation showed: by the snapshot it names, the generations of
    the rule, the list and the place."""

    snapshot: Snapshot
    told: list[Notice] = field(default_factory=list)
    seen: list[tuple[str, Generations]] = field(default_factory=list)

    async def swap(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    async def tell(self, notice: Notice) -> None:
        self.told.append(notice)

    async def assess(self, sandbox: Sandbox) -> None:
        """Assess an article with what is in force at this moment, again and again."""
        while True:
            reference = self.snapshot.ref
            task = Task(FeedSettings("https://wire.example/"), {}, "https://wire.example/", NOW, reference)
            examined = await examine_in_child(task, b"", FEED.encode(), sandbox)
            (assessment,) = examined.findings[0].assessments
            evidence = assessment.reasons[0]
            rule, words = evidence.name.removeprefix("rule-"), evidence.hits[0].text.removeprefix("word")
            place = round((assessment.places[0].lat - FIRST_LATITUDE) * 1000)
            self.seen.append((reference.id, (int(rule), int(words), place)))


async def ask_again(reloader: Reloader) -> None:
    """Somebody who asks for a reload all the time, whatever happens to the files at that moment."""
    while True:
        await reloader.reload()
        await asyncio.sleep(LOOK_SECONDS)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    small_home(tmp_path)
    return tmp_path


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    children = Sandbox(1, preload=("monitor.pipeline",))
    yield children
    children.close()


async def test_a_thousand_edits_mix_no_evaluation_and_the_last_is_in_force(home: Path, sandbox: Sandbox) -> None:
    build_small = partial(build, home / "config.yaml", shipped=home / "shipped")
    storm = Storm(build_small())
    reloader = Reloader(
        lambda: storm.snapshot,
        storm.swap,
        storm.tell,
        lambda: datetime.now(UTC),
        build=lambda _: build_small(),
        look_seconds=LOOK_SECONDS,
    )
    jobs = [asyncio.create_task(job) for job in (reloader.watch(), ask_again(reloader), storm.assess(sandbox))]
    command = (sys.executable, rule_editor.__file__, str(home), str(SEED), str(EDITS))
    editing = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await editing.communicate()
    done = json.loads(said)
    assert sum(done["edits"].values()) == EDITS

    last = (done["generation"],) * 3
    end = datetime.now(UTC) + timedelta(seconds=SETTLED_SECONDS)
    while (not storm.seen or storm.seen[-1][1] != last) and datetime.now(UTC) < end:
        assert not [job.exception() for job in jobs if job.done()]
        await asyncio.sleep(LOOK_SECONDS)
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)

    mixed = [seen for seen in storm.seen if len(set(seen[1])) > 1]
    assert not mixed, f"{len(mixed)} of {len(storm.seen)}: {mixed[:3]}"
    assert storm.seen[-1][1] == last
    assert not reloader.state.problems
    by_snapshot = dict(storm.seen)
    assert len(by_snapshot) > 10
    assert all(by_snapshot[snapshot] == generations for snapshot, generations in storm.seen)
    kinds = [notice.kind for notice in storm.told]
    assert kinds == ["trouble", "recovered"] * (len(kinds) // 2)
