"""What is read stood in the files at one moment, or is read again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.errors import ConfigError, Problem, UnsettledError
from monitor.stamps import READINGS, config_stamps, of_files, read_settled, rules_stamps


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules" / "topics").mkdir(parents=True)
    (tmp_path / "rules" / "topics" / "a.yaml").write_text("one", "utf-8")
    return tmp_path / "rules"


def reading(folder: Path, between: list[Callable[[], object]]) -> list[str]:
    """All that is read, settled, where these happen in the middle of the first readings."""
    path = folder / "topics" / "a.yaml"
    read: list[str] = []

    def both() -> list[str]:
        first = path.read_text("utf-8")
        if between:
            between.pop(0)()
        read[:] = [first, path.read_text("utf-8") if path.exists() else ""]
        return read

    return read_settled(both, lambda: rules_stamps([folder]))


def test_an_edit_of_the_same_length_within_one_tick_is_seen(folder: Path) -> None:
    path = folder / "topics" / "a.yaml"
    path.write_text("two", "utf-8")
    edits: list[Callable[[], object]] = [lambda: path.write_text("new", "utf-8")]
    assert reading(folder, edits) == ["new", "new"]


def test_a_folder_that_takes_the_place_of_another_and_gives_it_back_is_seen(folder: Path) -> None:
    other = folder.with_name("other")

    def to_and_fro() -> None:
        folder.rename(other)
        other.rename(folder)

    counted: list[Callable[[], object]] = [to_and_fro, to_and_fro]
    assert reading(folder, counted) == ["one", "one"]
    assert not counted


def test_a_link_that_is_turned_and_turned_back_is_seen(folder: Path) -> None:
    link = folder.with_name("link")
    link.symlink_to(folder)

    def turned() -> None:
        link.unlink()
        link.symlink_to(folder)

    turns: list[Callable[[], object]] = [turned]
    assert reading(link, turns) == ["one", "one"]
    assert not turns


def test_an_error_that_an_edit_caused_is_not_raised(folder: Path) -> None:
    tries = []

    def read() -> str:
        tries.append(1)
        if len(tries) == 1:
            (folder / "topics" / "a.yaml").unlink()
            raise ConfigError((Problem("a", 0, 0, "half a file", "x"),))
        return "well"

    assert read_settled(read, lambda: rules_stamps([folder])) == "well"


def test_an_error_of_files_that_rest_is_raised_at_once(folder: Path) -> None:
    tries = []

    def read() -> str:
        tries.append(1)
        raise ConfigError((Problem("a", 0, 0, "a mistake", "x"),))

    with pytest.raises(ConfigError, match="a mistake"):
        read_settled(read, lambda: rules_stamps([folder]))
    assert len(tries) == 1


def test_files_that_never_rest_are_named(folder: Path) -> None:
    path = folder / "topics" / "a.yaml"
    with pytest.raises(UnsettledError, match=r"topics/a\.yaml: error: .*changed while they were read"):
        reading(folder, [lambda n=n: path.write_text(str(n), "utf-8") for n in range(READINGS)])


def test_the_files_of_editors_change_folders_and_no_files(folder: Path) -> None:
    before = rules_stamps([folder])
    (folder / "topics" / ".a.yaml.swp").write_text("", "utf-8")
    after = rules_stamps([folder])
    assert before != after
    assert of_files(before) == of_files(after)


def test_rights_secrets_and_templates_count(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("version: 1", "utf-8")
    seen = [config_stamps(config)]
    for name in ("secrets.yaml", "mail.j2", "feeds.opml"):
        (tmp_path / name).write_text("", "utf-8")
        seen.append(config_stamps(config))
    (tmp_path / "alerts.jsonl").write_text("", "utf-8")
    assert config_stamps(config) == seen[-1]
    config.chmod(0o600)
    seen.append(config_stamps(config))
    assert len({tuple(sorted(each.items())) for each in seen}) == len(seen)
