"""What surrounds the command: completion of the shell, schemas for editors, hooks for commits."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli.check import check
from monitor.cli.init import init
from monitor.cli.schema import SchemaName
from monitor.yamlfile import read

ROOT = Path(__file__).resolve().parents[2]


def completed(**environ: str) -> str:
    run = "import sys; sys.argv[0] = 'monitor'; from monitor.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", run],
        env={"PATH": "/usr/bin:/bin", **environ},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.mark.parametrize(
    ("shell", "mark"),
    [("bash", "complete -o default -F _monitor_completion monitor"), ("zsh", "#compdef monitor"),
     ("fish", "complete --command monitor")],
)  # fmt: skip
def test_each_shell_gets_a_script_that_completes(shell: str, mark: str) -> None:
    assert mark in completed(_MONITOR_COMPLETE=f"source_{shell}")


def test_a_begun_command_is_completed() -> None:
    said = completed(_MONITOR_COMPLETE="complete_bash", COMP_WORDS="monitor che", COMP_CWORD="1")
    assert said.split() == ["check"]


def test_init_lays_the_schemas_where_its_first_line_points(tmp_path: Path) -> None:
    init(tmp_path)
    first = (tmp_path / "config.yaml").read_text("utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
    assert named is not None
    assert json.loads((tmp_path / named[1]).read_text("utf-8"))["title"] == "Threat Monitor config, version 1"
    assert {path.name for path in (tmp_path / "schema").iterdir()} == {f"{name.value}.v1.json" for name in SchemaName}


def test_hooks_name_commands_that_there_are_and_the_files_that_they_check() -> None:
    hooks = read(ROOT / ".pre-commit-hooks.yaml").data
    assert isinstance(hooks, list)
    by_id = {hook["id"]: hook for hook in hooks}
    assert by_id["monitor-check"]["entry"] == "monitor check --strict"
    wanted = re.compile(by_id["monitor-check"]["files"])
    for name in ("config.yaml", "desk/config.yml", "rules/topics/desk.yaml", "lists/words.yml", "feeds.opml"):
        assert wanted.search(name), name
    for name in ("compose.yaml", "rules/topics/README.md", "topics/old/desk.yaml"):
        assert not wanted.search(name), name


def test_several_files_of_one_folder_are_checked_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lists").mkdir()
    for name in ("one", "two"):
        text = f"version: 1\nid: {name}\ntitle: T\nterms: {{en: [{name} bomb]}}\n"
        (tmp_path / "lists" / f"{name}.yaml").write_text(text, "utf-8")
    assert check([tmp_path / "lists" / "one.yaml", tmp_path / "lists" / "two.yaml"]) == 0
    said = capsys.readouterr().err
    assert said.count("SUCCESS") == 1
    assert said.endswith("0 errors, 0 warnings\n")
