"""The commands as a person runs them: real processes, exit codes, output to the right stream."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

STORM = {"id": "a1", "title": "Gunmen storm jail in the north and free dozens of fighters", "text": "", "lang": "en"}
CALM = {"id": "a2", "title": "Rain delays the harvest in the south", "lang": "en"}


def monitor(*arguments: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    environment.pop("MONITOR_CONFIG", None)
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment,
        check=False,
        timeout=120,
    )


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("demo")
    done = monitor("demo", "--keep", str(folder))
    assert done.returncode == 0, done.stderr
    return done.stdout, folder / "config.yaml"


def test_the_demo_alerts_from_english_arabic_and_persian_items(demo: tuple[str, Path]) -> None:
    told, _ = demo
    assert "Gunmen storm prison in Hasakah province" in told
    assert "(ar)" in told
    assert "(fa)" in told
    assert "Why " in told


def test_what_the_demo_left_behind_can_be_looked_at_and_judged(demo: tuple[str, Path]) -> None:
    _, config = demo
    rows = lines(monitor("incidents", "list", "--json", "--config", str(config)).stdout)
    ref = str(rows[0]["ref"])
    shown = monitor("incidents", "show", ref, "--config", str(config))
    assert shown.returncode == 0
    assert "Reports:" in shown.stdout
    assert monitor("verdict", ref, "true", "--config", str(config)).returncode == 0
    feeds = lines(monitor("feeds", "list", "--json", "--config", str(config)).stdout)
    assert {feed["status"] for feed in feeds} == {"ok"}
    found = monitor("search", "prison", "--json", "--config", str(config))
    assert any("prison" in str(row["title"]).lower() for row in lines(found.stdout))
    assert monitor("doctor", "--config", str(config)).returncode == 0
    sent = lines(monitor("notify", "log", "--json", "--config", str(config)).stdout)
    # An update that was still waiting when the next one came is told within that one.
    assert {row["state"] for row in sent if row["kind"] != "updated"} == {"sent"}
    assert {row["state"] for row in sent if row["kind"] == "updated"} <= {"sent", None}


def test_a_feed_can_be_added_listed_and_removed_without_a_daemon(demo: tuple[str, Path]) -> None:
    _, config = demo
    there = ("--config", str(config))
    assert monitor("feeds", "add", "https://new.example.org/rss", "--name", "New", *there).returncode == 0
    assert monitor("feeds", "add", "https://new.example.org/rss", *there).returncode == 1
    assert b"new.example.org" in monitor("feeds", "export", *there).stdout.encode()
    assert monitor("feeds", "remove", "https://new.example.org/rss", *there).returncode == 0


def test_a_backup_can_be_made_and_restored(demo: tuple[str, Path]) -> None:
    _, config = demo
    made = monitor("backup", "--config", str(config))
    assert made.returncode == 0
    restored = monitor("restore", made.stdout.strip(), "--config", str(config))
    assert restored.returncode == 0, restored.stderr
    assert "restored the state of" in restored.stderr


def test_assess_answers_one_object_a_line_in_the_order_of_the_input() -> None:
    done = monitor("assess", "-", stdin=json.dumps(STORM) + "\n" + json.dumps(CALM) + "\n")
    assert done.returncode == 0
    storm, calm = lines(done.stdout)
    assert (storm["id"], calm["id"], calm["assessments"]) == ("a1", "a2", [])
    assert set(storm) >= {"id", "lang", "gist", "places", "assessments"}
    (assessment, *_) = storm["assessments"]
    assert (assessment["rule"], assessment["decision"]) == ("prison-attack", "alert")
    assert sum(reason["points"] for reason in assessment["reasons"]) == assessment["score"]
    hit = assessment["reasons"][0]["hits"][0]
    assert STORM[hit["zone"]][hit["start"] : hit["end"]] == hit["text"]


def test_assess_reads_a_plain_text_file_and_counts_offsets_in_the_file(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    text = (
        "Article number: 4711\n\nGunmen storm jail in the north and free dozens of fighters\n\nThe army sent troops.\n"
    )
    page.write_text(text, "utf-8")
    done = monitor("assess", str(page))
    (answer,) = lines(done.stdout)
    hits = [hit for reason in answer["assessments"][0]["reasons"] for hit in reason["hits"]]
    assert hits
    assert all(text[hit["start"] : hit["end"]] == hit["text"] for hit in hits)


def test_bad_lines_are_named_and_the_others_still_assessed() -> None:
    done = monitor("assess", "-", stdin='{"title": "x"\n{}\n' + json.dumps(CALM) + "\n")
    assert done.returncode == 1
    assert [line["id"] for line in lines(done.stdout)] == ["a2"]
    assert "-:1: error: not valid JSON" in done.stderr
    assert "-:2: error: the article has neither title nor text" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nonsense",), 2, "No such command"),
        (("verdict", "X", "maybe"), 2, "maybe"),
        (("run", "--config", "missing.yaml"), 78, "there is no configuration file"),
        (("status", "--config", "missing.yaml"), 78, "missing.yaml"),
    ],
)
def test_exit_codes_are_those_of_the_contract(tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = monitor(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert done.stdout == ""


def test_a_configuration_error_stops_run_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("version: 1\nfeeds: {list: []}\nchanels: {}\n", "utf-8")
    done = monitor("run", cwd=tmp_path)
    assert done.returncode == 78
    assert "config.yaml:3:1: error: unknown key 'chanels' (did you mean 'channels'?)" in done.stderr


def test_init_writes_a_desk_that_passes_check(tmp_path: Path) -> None:
    assert monitor("init", str(tmp_path / "desk")).returncode == 0
    done = monitor("check", str(tmp_path / "desk"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_version_and_help_need_nothing() -> None:
    assert monitor("--version").stdout.startswith("threat-monitor ")
    assert "incidents" in monitor("--help").stdout
