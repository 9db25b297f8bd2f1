"""New rules, other versions of a rule, and explanations, as a person meets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli.rulenew import scaffold
from monitor.cli.versions import other_version
from monitor.detect.compile import compile_pack
from monitor.detect.excerpt import excerpt
from monitor.detect.load import load_pack
from monitor.detect.schema import LANGUAGES
from monitor.detect.selftest import run_tests
from monitor.errors import MonitorError


def rules(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    environment.pop("MONITOR_CONFIG", None)
    return subprocess.run(
        [sys.executable, "-m", "monitor", "rules", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=cwd,
        check=False,
        timeout=120,
    )


@pytest.fixture
def written(tmp_path: Path) -> Path:
    folder = tmp_path / "rules.d"
    (folder / "topics").mkdir(parents=True)
    file = folder / "topics" / "fuel-theft.yaml"
    file.write_text(scaffold("fuel-theft", ["en"], file), "utf-8")
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_rule_loads_without_a_warning_and_its_tests_wait_to_be_filled_in(lang: str, tmp_path: Path) -> None:
    file = tmp_path / "topics" / "fuel-theft.yaml"
    file.parent.mkdir()
    others = [other for other in LANGUAGES if other != lang]
    file.write_text(scaffold("fuel-theft", [lang, *others], file), "utf-8")
    loaded = load_pack([tmp_path])
    assert loaded.warnings == ()
    results = run_tests(compile_pack(excerpt(loaded, ["fuel-theft"])))
    assert [(each.todo, each.passed, each.problem) for each in results] == [(True, False, None)] * 4


def test_new_writes_a_rule_with_its_schema_and_names_the_next_command(tmp_path: Path) -> None:
    done = rules("new", "fuel-theft", "--languages", "en,ar", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "rules.d/topics/fuel-theft.yaml\n"
    assert "Next: monitor rules test rules.d/topics/fuel-theft.yaml" in done.stderr
    first = (tmp_path / "rules.d" / "topics" / "fuel-theft.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema/rule.v1.json"
    assert (tmp_path / "rules.d" / "schema" / "rule.v1.json").is_file()
    again = rules("new", "fuel-theft", cwd=tmp_path)
    assert (again.returncode, "exists already; nothing was written" in again.stderr) == (1, True)
    assert rules("new", "Fuel Theft", cwd=tmp_path).returncode == 2


def git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *names, *words], check=True, capture_output=True)


def test_another_version_is_a_file_or_what_a_commit_held(written: Path, tmp_path: Path) -> None:
    home = written.parents[1]
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "rules.d")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    before = tmp_path / "before.yaml"
    before.write_text(written.read_text("utf-8").replace("alert: 60", "alert: 65"), "utf-8")
    written.write_text(written.read_text("utf-8").replace("alert: 60", "alert: 70"), "utf-8")
    for against, alert in ((str(before), 65), ("HEAD", 60)):
        with other_version(against, written, [home], "fuel-theft") as loaded:
            (rule,) = (each.rule for each in loaded.rules if each.rule.id == "fuel-theft")
            assert rule.decide.alert == alert


def test_a_version_that_does_not_exist_is_told_so(written: Path) -> None:
    with (
        pytest.raises(MonitorError, match="neither a rule file nor a commit"),
        other_version("nowhere", written, [written.parents[1]], "fuel-theft"),
    ):
        pass


def test_explanations_keep_right_to_left_text_in_its_place_and_json_is_whole(written: Path, tmp_path: Path) -> None:
    text = written.read_text("utf-8").replace("[en]", "[ar]").replace("    en: [sample deed]", "    ar: [سرقة]")
    written.write_text(text.replace("    en: [sample actor]", "    ar: [عصابة]"), "utf-8")
    title = "عصابة وراء سرقة الوقود"
    asked = ("explain", "--rules", "rules.d", "--rule", "fuel-theft", "--text", title)
    told = rules(*asked, cwd=tmp_path).stdout
    assert f"  | \u2068{title}\u2069\n" in told
    assert "  alert    fuel-theft 70/100 (medium)" in told
    assert "\u2068سرقة\u2069 [deed title 11]" in told
    assert all(line.count("\u2068") == line.count("\u2069") for line in told.splitlines())
    (rule,) = json.loads(rules(*asked, "--format", "json", cwd=tmp_path).stdout)["rules"]
    assert rule["assessment"]["decision"] == "alert"
    assert sum(reason["points"] for reason in rule["assessment"]["reasons"]) == 70
    hit = rule["groups"]["deed"][0]
    assert title[hit["start"] : hit["end"]] == hit["text"]
