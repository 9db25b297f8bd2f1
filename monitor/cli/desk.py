"""The data folder as a command sees it: read at once, changed through the daemon or, without one, as the writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from monitor.changes import CHANGES
from monitor.cli.options import find_config
from monitor.config import load_config
from monitor.config.schema import folder_of
from monitor.control import ask, is_running
from monitor.daemon.alarms import look
from monitor.errors import ConfigError
from monitor.poll.alarms import Alarm, Limits
from monitor.store.database import Database, open_reader, open_writer
from monitor.store.writer import Writer
from monitor.yamlfile import read


def now() -> datetime:
    """The time at which a command acts."""
    return datetime.now(UTC)


def data_folder(config: Path | None) -> Path:
    """Where the data lies. A configuration that does not load any more still says where."""
    path = find_config(config)
    try:
        return load_config(path).data
    except ConfigError:
        content = read(path).data
        paths = content.get("paths") if isinstance(content, dict) else None
        name = paths.get("data") if isinstance(paths, dict) else None
        return folder_of(str(name or "data"), path.absolute().parent)


def alarms_standing(db: Database, config: Path | None, at: datetime) -> tuple[Alarm, ...]:
    """What is wrong with feeds and languages now, by the limits of the configuration, or the usual ones without one
    that loads."""
    try:
        limits = load_config(find_config(config)).alarms.limits
    except ConfigError:
        limits = Limits()
    return look(db, limits, at).alarms


@contextmanager
def reading(config: Path | None) -> Iterator[Database]:
    """A read-only connection."""
    db = open_reader(data_folder(config))
    try:
        yield db
    finally:
        db.close()


def change(config: Path | None, operation: str, **arguments: object) -> object:
    """Have something changed: by the daemon if one runs here, else by ourselves under the writer's lock."""
    folder = data_folder(config)
    if is_running(folder):
        return ask(folder, operation, arguments)
    writer = Writer(lambda: open_writer(folder, now=now(), create=False))
    try:
        return writer.submit(lambda db: CHANGES[operation](db, arguments, now())).result()
    finally:
        writer.close()
