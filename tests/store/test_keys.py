"""The key for links: made once, readable by its owner only, never half."""

import stat
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store.keys import FILE, link_key


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = link_key(tmp_path)
    assert len(key) == 32
    assert link_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    (tmp_path / FILE).unlink()
    assert link_key(tmp_path) != key


def test_a_key_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    key = link_key(tmp_path)
    (tmp_path / FILE).chmod(0o644)
    assert link_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "abcd\n", "not hex at all"])
def test_a_damaged_key_is_named_and_not_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(StoreError, match="Remove it"):
        link_key(tmp_path)
    assert (tmp_path / FILE).read_text() == text


def test_a_folder_that_is_not_there_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot read or make"):
        link_key(tmp_path / "missing")
