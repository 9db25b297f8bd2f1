"""Whether files changed: what the file system says of them, for reading files that other people are editing.

A stamp is a file's identity, size and time of last change of content, name or rights. That time is set by the kernel
and by nobody else, but it ticks: two changes within one tick bear the same time. So stamps prove that nothing happened
since they were taken only where they were older than a tick by then.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISLNK
from types import MappingProxyType
from typing import TypeVar

from monitor.errors import MonitorError, Problem, UnsettledError

T = TypeVar("T")

TICK_SECONDS = 0.03
"""Longer than the tick of any kernel (10 ms at most)."""
CONFIG_SUFFIXES = (".yaml", ".yml", ".opml", ".j2", ".html")
RULE_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "topics": (".yaml", ".yml"),
        "lists": (".yaml", ".yml"),
        "filters": (".yaml", ".yml"),
        "places": ("",),
        "model": (".json",),
    }
)
"""The folders that are read of a folder of rules, each with how the names of its files end."""

_INNER = "/."
_LINK = " (link)"
"""The ends of the names of stamps of folders, and of the links themselves."""
READINGS = 5
"""How often files that change while they are read are read again."""

Stamp = tuple[int, int, int, int]
Stamps = Mapping[str, Stamp]


def config_stamps(path: Path) -> Stamps:
    """Those of a configuration and of what lies beside it: secrets, feed lists, templates."""
    return dict(_folder(path.absolute().parent, CONFIG_SUFFIXES))


def rules_stamps(folders: Iterable[Path], models: Path | None = None) -> Stamps:
    """Those of all files that are read of folders of rules, of the folders themselves, and of a folder of models."""
    found: dict[str, Stamp] = {}
    for folder in folders:
        found |= _own(folder, _INNER)
        for part, suffixes in RULE_PARTS.items():
            found |= _own(folder / part, _INNER)
            found |= _folder(folder / part, suffixes)
        found |= _own(folder / "names.yaml")
    if models is not None:
        found |= _folder(models, RULE_PARTS["model"])
    return found


def of_files(stamps: Stamps) -> Stamps:
    """Without those of folders, which an editor's own files change."""
    return {path: stamp for path, stamp in stamps.items() if not path.endswith(_INNER)}


def read_settled(read: Callable[[], T], look: Callable[[], Stamps]) -> T:
    """What `read` gives or raises, once the files that `look` looks at did not change while it ran.

    Raises UnsettledError, which names a file, when they change each time.
    """
    before = look()
    for _ in range(READINGS):
        _wait_a_tick(before)
        failed: MonitorError | OSError | None = None
        try:
            result = read()
        except (MonitorError, OSError) as error:
            failed = error
        after = look()
        if after == before:
            if failed is not None:
                raise failed
            return result
        changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        before = after
    name = changed[0].removesuffix(_INNER).removesuffix(_LINK)
    message = f"this and other files changed while they were read, {READINGS} times; try again when they rest"
    raise UnsettledError((Problem(name, 0, 0, message, "unsettled"),))


def _wait_a_tick(stamps: Stamps) -> None:
    """Sleep until the youngest change that the stamps tell of is older than a tick, which is at once for most."""
    youngest = max((stamp[3] for stamp in stamps.values()), default=0)
    age = time.time() - youngest / 1e9
    if 0 <= age < TICK_SECONDS:  # a file server's clock may be ahead of ours: its files are not waited for
        time.sleep(TICK_SECONDS - age)


def _own(path: Path, end: str = "") -> dict[str, Stamp]:
    """What lies at the path, and where that is a link also the link. Empty where there is nothing."""
    found = {}
    with suppress(OSError):
        status = path.lstat()
        if S_ISLNK(status.st_mode):
            found[f"{path}{_LINK}{end}"] = _stamp(status)
            status = path.stat()
        found[f"{path}{end}"] = _stamp(status)
    return found


def _folder(folder: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[str, Stamp]]:
    try:
        paths = [path for path in folder.iterdir() if path.name.endswith(suffixes)]
    except OSError:
        return
    for path in paths:
        yield from _own(path).items()


def _stamp(status: os.stat_result) -> Stamp:
    return (status.st_dev, status.st_ino, status.st_size, status.st_ctime_ns)
