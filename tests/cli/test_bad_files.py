"""One file with one mistake each, in tests/data/bad: what is said of it, word for word, and where.

`expected.txt` holds the lines, with {bad} for the folder. Every file has its line.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from monitor.cli.check import check_config, check_rules
from monitor.config import look, read_opml
from monitor.errors import Problem

BAD = Path(__file__).resolve().parents[1] / "data" / "bad"
CONFIGS = sorted(path for kind in ("config", "feeds", "routes", "templates") for path in (BAD / kind).glob("*.yaml"))
LISTS_OF_FEEDS = sorted((BAD / "feeds").glob("*.opml"))
FOLDERS = sorted(path for kind in ("rules", "lists", "filters") for path in (BAD / kind).iterdir())
# Only the rules say what is wrong with these, so they are looked at together with them.
WITH_RULES = frozenset({"unheard", "unknown-topic", "unknown-place"})


@cache
def expected() -> dict[str, tuple[str, ...]]:
    """Problems by the file or folder (relative to BAD) that they are told of."""
    told: dict[str, tuple[str, ...]] = {}
    for line in (BAD / "expected.txt").read_text("utf-8").splitlines():
        about, _, said = line.partition(" | ")
        told[about] = (*told.get(about, ()), said)
    return told


def shown(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    return tuple(str(problem).replace(str(BAD), "{bad}") for problem in problems)


def about(path: Path) -> str:
    return path.relative_to(BAD).as_posix()


@cache
def of_folders(*, warned: bool) -> dict[str, tuple[str, ...]]:
    """What one run says of all folders of rules in which something is (not) only a warning."""
    some = [each for each in FOLDERS if ("warning:" in " ".join(expected()[about(each)])) is warned]
    problems, _ = check_rules([each for each in some if each.name != "failing-test"])
    told: dict[str, tuple[str, ...]] = {}
    for problem in problems:
        kind, name = Path(problem.path).relative_to(BAD).parts[:2]
        told[f"{kind}/{name}"] = (*told.get(f"{kind}/{name}", ()), *shown((problem,)))
    return told


@pytest.mark.parametrize("path", CONFIGS, ids=about)
def test_a_mistake_in_a_configuration_is_told_word_for_word(path: Path) -> None:
    problems = check_config(path)[0] if path.stem in WITH_RULES else look(path, {}).problems
    assert shown(problems) == expected()[about(path)]
    assert len(problems) == 1


@pytest.mark.parametrize("path", LISTS_OF_FEEDS, ids=about)
def test_a_mistake_in_a_list_of_feeds_is_told_word_for_word(path: Path) -> None:
    assert shown(read_opml(path).problems) == expected()[about(path)]


@pytest.mark.parametrize("folder", [each for each in FOLDERS if each.name != "failing-test"], ids=about)
def test_a_mistake_in_rules_is_told_word_for_word(folder: Path) -> None:
    said = expected()[about(folder)]
    assert of_folders(warned="warning:" in " ".join(said))[about(folder)] == said
    assert len(said) == 1


def test_a_rule_that_fails_its_own_test_is_told_word_for_word() -> None:
    assert shown(check_rules([BAD / "rules" / "failing-test"])[0]) == expected()["rules/failing-test"]


def test_no_line_is_expected_of_a_file_that_is_not_there() -> None:
    there = {about(path) for path in (*CONFIGS, *LISTS_OF_FEEDS, *FOLDERS)}
    assert set(expected()) == there
    assert len(there) >= 40


def test_every_message_has_its_place_and_a_code() -> None:
    for said in expected().values():
        for line in said:
            assert re.search(r"(:\d+:\d+)?: (error|warning): .+ \[[a-z]+(-[a-z]+)*\]$", line)


def test_mistakes_of_configuration_rules_and_feeds_are_told_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "mine" / "topics").mkdir(parents=True)
    rule = (BAD / "rules" / "severity" / "topics" / "bad-severity.yaml").read_text("utf-8")
    (tmp_path / "mine" / "topics" / "bad-severity.yaml").write_text(rule, "utf-8")
    (tmp_path / "feeds.opml").write_text((BAD / "feeds" / "entities.opml").read_text("utf-8"), "utf-8")
    (tmp_path / "short.j2").write_text("{{ severty }}\n", "utf-8")
    (tmp_path / "config.yaml").write_text(
        "version: 1\nlgo: {}\nfeeds:\n  import: [feeds.opml]\n  list: [example.org/rss, http://10.0.0.1/rss]\n"
        "channels:\n  desk: {url: terminal, template: short.j2}\n  mail: {url: secret:nowhere}\n  bad: {url: x}\n"
        "paths: {rules: [mine, nowhere]}\nroutes: [{to: [desk, bad, nobody]}]\n",
        "utf-8",
    )
    problems, said = check_config(tmp_path / "config.yaml")
    assert said == "FAILED"
    assert sorted(problem.code for problem in problems) == sorted(
        ["unknown-key", "bad-url", "bad-channel", "entities", "private-address", "missing-secret", "unknown-variable",
         "no-folder", "unknown-channel", "bad-value"]
    )  # fmt: skip
    lines = {problem.code: problem.line for problem in problems if problem.path == str(tmp_path / "config.yaml")}
    assert (lines["private-address"], lines["unknown-channel"]) == (5, 11)
