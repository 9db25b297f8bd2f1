"""The page on replays shows what the command really prints: `REWRITE=1 pytest tests/test_replay_page.py` writes it."""

import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "how-to" / "replay.md"
WIDTH = 118


def test_the_page_on_replays_shows_what_the_command_prints() -> None:
    text = PAGE.read_text("utf-8")

    def shown(block: re.Match[str]) -> str:
        command, *kept_in = block[1].split(" > ")
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(command)],
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1"},
            timeout=120,
        )
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
