"""Whatever happens to the files, what is in force stays whole, the reason is known, and it is told once."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from rule_editor import FIRST_LATITUDE, PLACE, small_home, write_pack

from monitor.daemon.reload import AGAIN, Reloader
from monitor.detect.assess import assess
from monitor.detect.compile import compile_pack
from monitor.detect.load import LoadedPack
from monitor.errors import StoreError
from monitor.models import Document, Notice
from monitor.snapshot import Snapshot, build

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
NOBODY = 65534


@pytest.fixture
def home() -> Iterator[Path]:
    """Where also a user without rights may come."""
    folder = Path(tempfile.mkdtemp(prefix="reload-"))
    folder.chmod(0o755)
    small_home(folder)
    yield folder
    shutil.rmtree(folder)


@dataclass
class Service:
    """What the service keeps of reloads: the snapshot in force, and what was told."""

    home: Path
    now: datetime = NOW
    full: bool = False
    told: list[Notice] = field(default_factory=list)
    snapshot: Snapshot = field(init=False)
    reloader: Reloader = field(init=False)

    def __post_init__(self) -> None:
        anew = partial(build, self.home / "config.yaml", shipped=self.home / "shipped")
        self.snapshot = anew()
        self.reloader = Reloader(
            lambda: self.snapshot, self.swap, self.tell, lambda: self.now, build=lambda _: anew(), look_seconds=0.01
        )

    async def swap(self, snapshot: Snapshot) -> None:
        if self.full:
            raise StoreError("the disk is full")
        self.snapshot = snapshot

    async def tell(self, notice: Notice) -> None:
        self.told.append(notice)

    @property
    def kinds(self) -> list[str]:
        return [notice.kind for notice in self.told]


def pack_of(snapshot: Snapshot) -> LoadedPack:
    """What a child reads."""
    return LoadedPack.from_json(Path(snapshot.ref.path).read_text("utf-8"))


def latitude(snapshot: Snapshot) -> float:
    """Where the snapshot's rules find the place."""
    text = "In Qorrumabad they said word0000."
    (assessment,) = assess(Document("News", text, "en"), compile_pack(pack_of(snapshot)), now=None)
    return assessment.places[0].lat


def half_written(home: Path) -> None:
    path = home / "rules.d" / "topics" / "raid.yaml"
    path.write_text(path.read_text("utf-8")[:-20], "utf-8")


def renamed(home: Path) -> None:
    path = home / "rules.d" / "topics" / "raid.yaml"
    path.rename(path.with_suffix(".old"))


def deleted_list(home: Path) -> None:
    (home / "rules.d" / "lists" / "words.yaml").unlink()


def deleted_folder(home: Path) -> None:
    (home / "rules.d").unlink()


def bad_place(home: Path) -> None:
    (home / "rules.d" / "places" / "own.tsv").write_text("own:1\ttown\n", "utf-8")


def bad_names(home: Path) -> None:
    (home / "rules.d" / "names.yaml").write_text("version: 1\nnames: {}\n", "utf-8")


def bad_encoding(home: Path) -> None:
    (home / "rules.d" / "places" / "own.tsv").write_bytes(b"own:1\xff\n")


FAULTS: list[tuple[Callable[[Path], None], str]] = [
    (half_written, "raid.yaml:12"),
    (renamed, "no rule is in force"),
    (deleted_list, "raid.yaml:9"),
    (deleted_folder, "config.yaml:2"),
    (bad_place, "own.tsv:1"),
    (bad_names, "names.yaml:2"),
    (bad_encoding, "not UTF-8"),
]


@pytest.mark.parametrize(("fault", "where"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
async def test_a_fault_keeps_what_is_in_force_and_is_told_once(
    home: Path, fault: Callable[[Path], None], where: str
) -> None:
    service = Service(home)
    before, sound = service.snapshot, home / "sound"
    shutil.copytree(home / "rules.d", sound)
    fault(home)
    for _ in range(3):
        assert where in await service.reloader.reload()
        service.now += timedelta(minutes=1)
    assert service.snapshot is before
    assert latitude(before) == FIRST_LATITUDE
    assert service.reloader.state.since == NOW
    assert service.kinds == ["trouble"]
    assert where in service.told[0].reason
    assert "monitor check" in service.told[0].reason

    shutil.rmtree(home / "packs" / "0")
    shutil.copytree(sound, home / "packs" / "0")
    if not (home / "rules.d").exists():
        (home / "rules.d").symlink_to(home / "packs" / "0")
    assert await service.reloader.reload() == ""
    assert await service.reloader.reload() == ""
    assert service.kinds == ["trouble", "recovered"]


async def test_another_mistake_while_edits_are_refused_is_not_told_again_but_known(home: Path) -> None:
    service = Service(home)
    deleted_list(home)
    await service.reloader.reload()
    half_written(home)
    assert "raid.yaml:12" in await service.reloader.reload()
    assert "raid.yaml:12" in service.reloader.state.error
    assert service.kinds == ["trouble"]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, so somebody else tries."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("locked", ["topics/raid.yaml", "lists", "places/own.tsv", "topics", "."])
async def test_what_may_not_be_read_is_named_with_what_to_do(home: Path, locked: str) -> None:
    service = Service(home)
    before = service.snapshot
    path = home / "packs" / "0" / locked
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        with as_nobody():
            refusal = await service.reloader.reload()
    finally:
        path.chmod(mode)
    assert "Permission denied" in refusal or "no folder" in refusal
    assert "let the user that runs the service read it" in refusal
    assert service.snapshot is before


async def test_places_that_change_are_those_of_the_next_snapshot_and_of_no_other(home: Path) -> None:
    service = Service(home)
    before = service.snapshot
    (home / "rules.d" / "places" / "own.tsv").write_text(PLACE.format(latitude=31.5), "utf-8")
    assert latitude(before) == FIRST_LATITUDE
    assert await service.reloader.reload() == ""
    assert service.snapshot.ref.id != before.ref.id
    assert (latitude(before), latitude(service.snapshot)) == (FIRST_LATITUDE, 31.5)


async def test_what_failed_although_the_files_are_in_order_is_tried_again(home: Path) -> None:
    service = Service(home, full=True)
    assert "the disk is full; it is tried again" in await service.reloader.reload()
    service.full, service.now = False, NOW + AGAIN
    assert await service.reloader.reload() == ""
    assert service.kinds == ["trouble", "recovered"]


async def test_old_snapshots_and_their_copies_go_when_newer_ones_come(home: Path) -> None:
    service = Service(home)
    for number in range(1, 20):
        target = home / "packs" / str(number)
        write_pack(target, number)
        (home / "rules.d").unlink()
        (home / "rules.d").symlink_to(target)
        assert await service.reloader.reload() == ""
    kept = sorted(path.suffix for path in (home / "data" / "snapshots").iterdir())
    assert kept == [""] * 16 + [".json"] * 16
