"""`monitor doctor`: what a bug report needs, with no secret in it."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import typer

from monitor import __version__
from monitor.cli.desk import alarms_standing, data_folder, now
from monitor.cli.options import ConfigFile, find_config
from monitor.config import load_config
from monitor.control import is_running
from monitor.daemon.alarms import sentence
from monitor.daemon.canary import CANARY
from monitor.errors import ConfigError, StoreError
from monitor.snapshot import MODELS, load_rules
from monitor.store import facts, meta
from monitor.store.database import open_reader

LIBRARIES = ("feedparser", "APScheduler", "scikit-learn", "sqlite-utils", "apprise", "aiohttp", "pydantic", "pebble")
LITTLE_ROOM = 2**30
EARLIEST_YEAR = 2026


def doctor(config: ConfigFile = None) -> int:
    """Look at versions, configuration, rules, database, disk and environment. Exit code 1 when something is wrong."""
    faults = 0
    for name, said, ok in _findings(config):
        faults += not ok
        typer.echo(f"{'ok  ' if ok else 'FAIL'} {name:<14} {said}")
    return 1 if faults else 0


def _findings(given: Path | None) -> Iterator[tuple[str, str, bool]]:
    yield "monitor", f"{__version__} on Python {platform.python_version()}, {platform.platform()}", True
    versions = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    yield "libraries", ", ".join(versions), True
    yield "clock", f"{now():%Y-%m-%d %H:%M:%S} UTC", now().year >= EARLIEST_YEAR
    yield "encoding", sys.getfilesystemencoding(), sys.getfilesystemencoding().lower() == "utf-8"
    ignored = [name for name in ("http_proxy", "https_proxy", "HTTPS_PROXY") if os.environ.get(name)]
    if ignored:
        yield "proxy", f"{', '.join(ignored)} is set and ignored; give a feed its own `proxy:`", True
    path = find_config(given)
    try:
        loaded = load_config(path)
        yield "configuration", f"{path}: {len(loaded.feeds)} feeds, {len(loaded.channels)} channels", True
        pack = load_rules(loaded.rules, loaded.data / MODELS)
        yield "rules", f"{len(pack.rules)} rules, their own tests pass; fingerprint {pack.fingerprint}", True
        for problem in pack.warnings:
            if problem.code == "bad-model":
                yield "model", str(problem), False
    except ConfigError as error:
        yield "configuration", f"{len(error.problems)} problems; `monitor check` shows them", False
    yield from _data_findings(data_folder(given) if path.is_file() else None, given)


def _data_findings(folder: Path | None, given: Path | None) -> Iterator[tuple[str, str, bool]]:
    if folder is None or not folder.is_dir():
        yield "data", "no data folder yet; the first `monitor run` makes it", True
        return
    free = shutil.disk_usage(folder).free
    yield "disk", f"{free / 2**30:.1f} GiB free where {folder} lies", free > LITTLE_ROOM
    yield "service", "running" if is_running(folder) else "not running", True
    try:
        with open_reader(folder) as db:
            storage = facts.storage(db)
            alarms = alarms_standing(db, given, now())
            checked = meta.recall(db, CANARY)
        yield "database", f"{storage.size / 2**20:.1f} MiB, schema version {storage.version}", True
        yield "check", f"a synthetic item last passed from feed to message: {checked or 'never yet'}", True
        yield from (("feeds", sentence(alarm), False) for alarm in alarms)
    except StoreError as error:
        yield "database", str(error), False
