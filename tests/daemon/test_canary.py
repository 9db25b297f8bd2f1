"""The synthetic item really passes every stage, leaves nothing behind, and names the stage in which it is lost."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import load_config
from monitor.daemon.canary import CANARY, Canary, CanaryParts, document, silence
from monitor.detect.load import default_pack_folder, load_pack
from monitor.notify.wording import Style
from monitor.pipeline import SNAPSHOT_VARIABLE
from monitor.sandbox import Sandbox
from monitor.snapshot import Snapshot, examples_of, write_pack
from monitor.store import meta
from monitor.store.database import Database, open_reader, open_writer
from monitor.store.writer import Writer

CONFIG = "version: 1\nfeeds: {list: [https://a.example/]}\nchannels: {t: {url: terminal}}\n"
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TABLES = ("feeds", "articles", "texts", "assessments", "incidents", "notices", "deliveries", "search_months")


@pytest.fixture(scope="module")
def in_force(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    path = tmp_path_factory.mktemp("canary") / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    loaded = load_pack([default_pack_folder()])
    reference = write_pack(loaded, path.parent)
    return Snapshot(reference, load_config(path), (), (), examples=examples_of(loaded))


@pytest.fixture(scope="module")
def sandbox(in_force: Snapshot) -> Iterator[Sandbox]:
    """One child for all tests: it compiles the rules once."""
    environment = {SNAPSHOT_VARIABLE: in_force.ref.path}
    children = Sandbox(1, preload=("monitor.daemon.children",), environment=environment)
    yield children
    children.close()


@dataclass
class Rig:
    """A canary with a real child and a real database; `rounds` says whether the delivery loop turns."""

    writer: Writer
    sandbox: Sandbox
    folder: Path
    snapshot: Snapshot
    now: datetime = NOW
    within: float = 240.0
    rounds: bool = True
    canary: Canary = field(init=False)

    def __post_init__(self) -> None:
        self.canary = Canary(
            CanaryParts(self.writer, self.sandbox, lambda: self.snapshot, lambda: self.within, Style, lambda: self.now)
        )

    async def fly(self) -> None:
        flight = asyncio.ensure_future(self.canary.fly())
        while not flight.done():
            if self.rounds:
                self.canary.round_done()
            await asyncio.wait({flight}, timeout=0.02)
        await flight

    def rows(self) -> dict[str, int]:
        with open_reader(self.folder) as db:
            return {table: db.table(table).count for table in TABLES}


@pytest.fixture
async def rig(tmp_path: Path, in_force: Snapshot, sandbox: Sandbox) -> AsyncIterator[Rig]:
    folder = tmp_path / "data"
    writer = Writer(lambda: open_writer(folder, now=NOW, create=True))
    yield Rig(writer, sandbox, folder, in_force)
    writer.close()


async def test_it_passes_the_whole_way_and_nothing_of_it_stays(rig: Rig) -> None:
    before = rig.rows()
    await rig.fly()
    assert (rig.canary.flight.passed, rig.canary.flight.stage) == (NOW, "")
    assert rig.rows() == before
    with open_reader(rig.folder) as db:
        assert meta.recall(db, CANARY) == NOW.isoformat()
    assert rig.canary.is_fresh(NOW + timedelta(seconds=240))
    assert not rig.canary.is_fresh(NOW + timedelta(seconds=241))
    assert rig.canary.overdue(NOW + timedelta(seconds=241)) == "reading"


async def test_a_stopped_child_is_named_and_the_next_flight_after_it_passes(rig: Rig) -> None:
    await rig.fly()
    pid = int(await rig.sandbox.run(own_pid))
    os.kill(pid, signal.SIGSTOP)
    rig.within = 4.0
    try:
        await rig.fly()
        assert (rig.canary.flight.stage, rig.canary.flight.passed) == ("reading", NOW)
        assert rig.canary.overdue(NOW + timedelta(seconds=5)) == "reading"
    finally:
        os.kill(pid, signal.SIGCONT)
    rig.within = 240.0
    rig.now += timedelta(minutes=1)
    await rig.fly()
    assert (rig.canary.flight.stage, rig.canary.flight.passed) == ("", rig.now)


def own_pid(payload: bytes) -> bytes:
    return str(os.getpid()).encode()


async def test_a_stuck_writer_is_named(rig: Rig) -> None:
    await rig.fly()
    released = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(db: Database) -> None:
        asyncio.run_coroutine_threadsafe(released.wait(), loop).result()

    held = rig.writer.submit(hold)
    rig.within = 8.0
    await rig.fly()
    assert rig.canary.flight.stage == "writing"
    released.set()
    await asyncio.wrap_future(held)
    rig.within = 240.0
    await rig.fly()
    assert rig.canary.flight.stage == ""


async def test_a_delivery_loop_that_does_not_turn_is_named(rig: Rig) -> None:
    await rig.fly()
    rig.rounds, rig.within = False, 8.0
    await rig.fly()
    assert rig.canary.flight.stage == "sending"
    rig.rounds, rig.within = True, 240.0
    await rig.fly()
    assert rig.canary.flight.stage == ""


async def test_rules_that_recognise_nothing_any_more_are_named(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    await rig.fly()
    assert rig.canary.flight.stage == ""
    monkeypatch.setattr("monitor.daemon.canary.document", lambda *_: CALM)
    await rig.fly()
    assert rig.canary.flight.stage == "rules"


CALM = b"<rss version='2.0'><channel><item><guid>1</guid><title>Rain delays the harvest</title></item></channel></rss>"


async def test_the_database_gone_is_the_writing_stage(rig: Rig) -> None:
    await rig.fly()
    shutil.rmtree(rig.folder)
    await rig.fly()
    assert rig.canary.flight.stage == "writing"


def test_the_document_is_marked_and_holds_examples_of_the_rules(in_force: Snapshot) -> None:
    text = document(in_force, NOW).decode()
    assert len(in_force.examples) == 3
    assert len({example.lang for example in in_force.examples}) == 1
    assert "Nothing has happened." in text
    assert "https://canary.invalid/feed/2" in text


@pytest.mark.parametrize(
    ("stuck", "overdue", "dead", "channels", "said"),
    [
        ([], None, 0, 2, ""),
        ([], None, 1, 2, ""),
        ([], None, 2, 2, "no channel works"),
        (["poller"], None, 0, 2, "no progress in: poller"),
        ([], "sending", 0, 2, "the service's own check does not pass: sending"),
    ],
)
def test_the_heartbeat_stops_for_a_reason(
    stuck: list[str], overdue: str | None, dead: int, channels: int, said: str
) -> None:
    assert silence(stuck, overdue, dead, channels) == said  # type: ignore[arg-type]  # one of the stages
