"""The page on routes shows what the command really prints: `REWRITE=1 pytest tests/test_route_page.py` writes it."""

import os
import re
import shlex
from pathlib import Path

from typer.testing import CliRunner

from monitor.cli import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "route.md"
REST = 'version: 1\nfeeds: {list: ["https://example.org/rss"]}\n'


def test_the_page_on_routes_shows_what_the_command_prints(tmp_path: Path) -> None:
    text = PAGE.read_text("utf-8")
    found = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert found
    config = tmp_path / "config.yaml"
    config.write_text(REST + re.sub(r"secret:\w+", "'terminal:'", found.group(1)), "utf-8")

    def shown(block: re.Match[str]) -> str:
        command = block.group(1)
        done = CliRunner().invoke(app, [*shlex.split(command)[1:], "--config", str(config)], prog_name="monitor")
        assert done.exit_code == 0, done.output
        lines = "\n".join(line for sentence in done.stdout.splitlines() for line in folded(sentence))
        return f"```console\n$ {command}\n{lines}\n```"

    now = re.sub(r"```console\n\$ ([^\n]*)\n.*?```", shown, text, flags=re.DOTALL)
    if os.environ.get("REWRITE"):
        PAGE.write_text(now, "utf-8")
    assert now == text, "run: REWRITE=1 pytest tests/test_route_page.py"


def folded(sentence: str, width: int = 116) -> list[str]:
    """A long line as the page shows it."""
    lines = [""]
    for word in sentence.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(f"  {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines
