from collections.abc import Iterator
from pathlib import Path

import pytest
from store_samples import opened

from monitor.store.database import Database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def db(folder: Path) -> Iterator[Database]:
    """A new database, opened for writing in this thread; each statement commits by itself."""
    with opened(folder) as database:
        database.conn.execute("PRAGMA synchronous = OFF")
        yield database
