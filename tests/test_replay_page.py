"""The page on replays shows what the command really prints: `REWRITE=1 pytest tests/test_replay_page.py` writes it."""

import os
import re
import shlex
import textwrap
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "how-to" / "replay.md"
WIDTH = 118


def test_the_page_on_replays_shows_what_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    text = PAGE.read_text("utf-8")

    def shown(block: re.Match[str]) -> str:
        command, *kept_in = block[1].split(" > ")
        done = CliRunner().invoke(app, shlex.split(command)[1:], prog_name="monitor", env={"COLUMNS": str(WIDTH)})
        assert done.exit_code == 0, done.output
        said = done.stderr if kept_in else done.stdout
        lines = "\n".join(line for sentence in said.splitlines() for line in folded(sentence.rstrip()))
        return f"```console\n$ {block[1]}\n{lines}\n```"

    now = re.sub(r"```console\n\$ ([^\n]*)\n.*?```", shown, text, flags=re.DOTALL)
    if os.environ.get("REWRITE"):
        PAGE.write_text(now, "utf-8")
    assert now == text, "run: REWRITE=1 pytest tests/test_replay_page.py"


def folded(line: str) -> list[str]:
    """A long line as the page shows it."""
    indent = " " * (len(line) - len(line.lstrip()))
    wrapped = textwrap.wrap(
        line.lstrip(), WIDTH - len(indent), subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return [indent + part for part in wrapped] or [""]
