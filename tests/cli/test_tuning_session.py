"""The recorded session of docs/tutorials/tune-a-rule.md: its commands are run, and print what stands there.

`REWRITE_TUTORIAL=1` writes the page anew from what the commands print.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tuning_desk import DATA, END, RULE, set_up

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "tune-a-rule.md"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
PERIOD = ("--since", "10d", "--until", END.date().isoformat())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which the session of the page was played; the page as it came out lies beside it."""
    folder = tmp_path_factory.mktemp("desk")
    set_up(folder)
    shutil.copyfile(PAGE, folder / "page.md")
    played = BLOCK.sub(lambda block: play(block[0], folder), PAGE.read_text("utf-8"))
    (folder / "played.md").write_text(played, "utf-8")
    if os.environ.get("REWRITE_TUTORIAL"):
        PAGE.write_text(played, "utf-8")
    return folder


def play(block: str, folder: Path) -> str:
    """The commands of a block, each with what it prints now."""
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{run(command, folder)}" for command in commands)


def run(command: str, folder: Path) -> str:
    words = shlex.split(command.removesuffix("; echo $?"))
    if words[0] == "monitor":
        words = [sys.executable, "-m", *words]
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    environment.pop("MONITOR_CONFIG", None)
    done = subprocess.run(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        check=False,
        timeout=300,
    )
    told = "\n".join(line.rstrip() for line in done.stdout.replace(f"{folder}/", "").splitlines())
    code = f"{done.returncode}\n" if command.endswith("; echo $?") else ""
    return (told + "\n" if told else "") + code


def joined_anyhow(page: str) -> str:
    """The page without how reports were joined into incidents: that is settled, and tested, elsewhere."""
    return re.sub(r"\d+ (incidents?|notices?|on the worst day)|[\d.]+ notices a day", "#", page)


def test_the_page_shows_what_the_commands_print(desk: Path) -> None:
    recorded = (desk / "page.md").read_text("utf-8")
    if os.environ.get("REWRITE_TUTORIAL"):
        recorded = PAGE.read_text("utf-8")
    assert joined_anyhow((desk / "played.md").read_text("utf-8")) == joined_anyhow(recorded)


def test_twelve_false_alarms_a_day_come_to_one_and_no_true_alert_is_lost(desk: Path) -> None:
    articles = (DATA / "articles.jsonl").read_text("utf-8").splitlines()
    truth = {number: json.loads(line)["truth"] for number, line in enumerate(articles, 1)}
    words = ["monitor", "rules", "backtest", RULE, *PERIOD, "--format", "json", "--against", "before.yaml"]
    said, dear, code = run(f"{shlex.join([*words, '--max-per-day', '0.5'])}; echo $?", desk).splitlines()
    assert (dear.endswith("notices a day, more than 0.5"), code) == (True, "1")
    told = json.loads(said)
    assert {truth[one["id"]] for one in told["lost"]} == {False}
    assert [truth[one["id"]] for one in told["gained"]] == [True, True]
    before = sum(day["alerts"] for day in told["against"]["days"].values())
    after = sum(day["alerts"] for day in told["days"].values())
    true_before = sum(one is True for one in truth.values()) - len(told["gained"])
    assert (before - true_before) / 10 == 12.0
    assert (after - true_before - 2) / 10 == 1.0


def test_the_changed_rule_keeps_its_comments(desk: Path) -> None:
    text = (desk / "rules.d" / "topics" / f"{RULE}.yaml").read_text("utf-8")
    assert text.startswith("# Theft of fuel on a large scale.")
    assert "# the goods" in text
    assert "# one paragraph: too wide?" in text
