"""`monitor rules test` as a person runs it: what is compared, what is told, what is covered, and when it runs again."""

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

RULE = """\
version: 1
id: gate
title: A gate is stormed
severity: high
family: attack
description: For a test.
languages: [en, ar]
groups:
  storm: {en: [storm*, rush*], ar: [اقتحم]}
  gate: {include: [lists/gates]}
match: [{name: stormed, near: {groups: [storm, gate], within: sentence}, points: 70}]
adjust: [{when: {context: drill}, points: -50}]
tests:
  - {name: plain, lang: en, title: Crowd storms the gate, expect: {via: stormed}}
  - {name: calm, lang: en, title: The gate is painted, expect: {decision: ignored}}
"""
LIST = "version: 1\nid: gates\ntitle: Gates\nterms:\n  en: [gate, portal]\n  ar: [بوابة]\n"
WRONG = (
    "  - {name: wrong, lang: ar, title: \u0628\u0648\u0627\u0628\u0629, expect: {decision: alert, score: {min: 60}}}\n"
)
LATER = "  - {name: later, lang: en, title: Mob at the door, expect: {decision: alert}, todo: true}\n"


def environment() -> dict[str, str]:
    given = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    given.pop("MONITOR_CONFIG", None)
    return given


def rules_test(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monitor", "rules", "test", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        check=False,
        timeout=120,
    )


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    for name, text in (("topics/gate.yaml", RULE), ("lists/gates.yaml", LIST)):
        path = tmp_path / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "rules" / "topics" / "gate.yaml"


def test_a_file_is_tested_alone_and_only_the_keys_that_a_test_names_are_compared(rule: Path) -> None:
    done = rules_test(str(rule))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 rule, 2 tests, 0 failed" in done.stderr
    assert done.stdout == ""


def test_a_failing_test_is_told_with_both_sides_and_with_what_was_missing(rule: Path, tmp_path: Path) -> None:
    rule.write_text(RULE + WRONG + LATER, "utf-8")
    done = rules_test("gate", "--rules", str(tmp_path / "rules"), "--junit", str(tmp_path / "junit.xml"))
    assert done.returncode == 1
    assert "gate.yaml:16:5: error: test 'wrong' fails: expected alert, got ignored" in done.stdout
    assert "- decision: alert  (expected)" in done.stdout
    assert "+ decision: ignored  (got)" in done.stdout
    assert "- score: 60 to 100  (expected)" in done.stdout
    assert "nearest: stormed (\u2068بوابة\u2069" in done.stdout
    assert "missing: nothing of the group 'storm' is mentioned" in done.stdout
    assert "later" not in done.stdout
    assert "1 rule, 4 tests, 1 failed, 1 still to do" in done.stderr
    suite = ET.parse(tmp_path / "junit.xml").getroot()[0]
    assert dict(suite.attrib, name="") == {"name": "", "tests": "4", "failures": "1", "errors": "0", "skipped": "1"}


def test_coverage_names_what_no_test_touches_by_language(rule: Path) -> None:
    done = rules_test(str(rule), "--coverage", "--format", "json")
    told = json.loads(done.stdout)
    english, arabic = told["coverage"]
    assert [each["passed"] for each in told["tests"]] == [True, True]
    assert english["terms"] == {"touched": 2, "total": 4}
    assert english["alternatives"] == {"touched": 1, "total": 1}
    assert english["contexts"] == {"touched": 0, "total": 1}
    assert english["share"] == 0.5
    assert {part["name"] for part in english["untouched"]} == {"rush*", "portal", "drill"}
    assert (arabic["lang"], arabic["tests"], arabic["share"]) == ("ar", 0, 0.0)
    text = rules_test(str(rule), "--coverage").stdout
    assert "gate en: no test touches the terms \u2068rush*\u2069" in text
    assert "50%" in text


def test_a_name_that_means_nothing_is_a_usage_error(rule: Path) -> None:
    done = rules_test("gaet", "--rules", str(rule.parents[1]))
    assert done.returncode == 2
    assert "did you mean 'gate'?" in done.stderr


def test_saving_a_list_tests_the_rules_that_include_it_again(rule: Path) -> None:
    command = [sys.executable, "-m", "monitor", "rules", "test", str(rule), "--watch"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment()
    ) as child:
        said: queue.Queue[str] = queue.Queue()
        assert child.stderr is not None
        threading.Thread(target=lambda: [said.put(line) for line in child.stderr or ()], daemon=True).start()
        try:
            assert "2 tests, 0 failed" in said.get(timeout=60)
            assert "Watching" in said.get(timeout=60)
            listed = rule.parents[1] / "lists" / "gates.yaml"
            told = ""
            # The watch begins a moment after it is announced, so the list is saved until it is seen.
            for _ in range(60):
                listed.write_text(LIST.replace("gate, ", ""), "utf-8")
                try:
                    told = said.get(timeout=2)
                    break
                except queue.Empty:
                    continue
            assert "1 rule, 2 tests, 1 failed" in told
        finally:
            # Not an interrupt: whoever runs the tests in the background ignores those, and so would the child.
            child.terminate()
        assert child.wait(timeout=30) != 0


def test_without_folder_and_configuration_the_rules_of_the_service_are_meant(rule: Path, tmp_path: Path) -> None:
    """Also where something else is wrong with its configuration, and where a rule fails a test."""
    rule.write_text(RULE + WRONG, "utf-8")
    (tmp_path / "config.yaml").write_text("version: 1\npaths: {rules: [rules]}\nchanels: {}\n", "utf-8")
    asked = [("test", "gate"), ("list",), ("explain", "--rule", "gate", "--text", "Crowd storms the gate")]
    for arguments in asked:
        done = subprocess.run(
            [sys.executable, "-m", "monitor", "rules", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment(),
            check=False,
            timeout=120,
        )
        assert "gate" in done.stdout, done.stderr
        assert "there is no rule" not in done.stderr
