"""All mistakes of a rule, a list or a filter are told in one run, and none that only follows from another."""

from pathlib import Path

import pytest

from monitor.cli.check import check_rules
from monitor.detect.load import default_pack_folder, load_pack
from monitor.errors import RuleError

RULE = """version: 1
id: raid
title: A raid
severity: high
family: attack
description: Armed men raid a place.
groups:
  attack: {en: [raid*, attack*]}
  prison: {en: [jail]}
match:
  - {name: one, near: {groups: [attack, prison], within: sentence}, points: 60}
adjust:
  - {when: {context: trial}, points: -5}
decide: {alert: 60, review: 35}
tests:
  - {name: plain, lang: en, title: Raid on a jail, expect: {decision: alert, via: one}}
"""


def problems(folder: Path, part: str, text: str) -> list[str]:
    path = folder / part
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as raised:
        load_pack([default_pack_folder(), folder])
    return [f"{each.line}:{each.col} {each.code}" for each in raised.value.problems if each.path == str(path)]


def changed(*changes: tuple[str, str]) -> str:
    text = RULE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_mistakes_behind_a_mistake_of_form_are_told(tmp_path: Path) -> None:
    text = changed(
        ("severity: high", "severity: terrible"),
        ("[jail]", "[jail, '/(?=b)/', '(']"),
        ("groups: [attack, prison]", "groups: [attack, prisn]"),
        ("review: 35", "review: 70"),
        ("via: one", "via: two"),
    )
    expected = ["4:11 bad-value", "9:23 regex", "9:34 term", "11:41 unknown-group", "14:29 thresholds", "16:83 test"]
    assert problems(tmp_path, "topics/raid.yaml", text) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("prison: {en: [jail]}", "prison: [jail]", "9:3 bad-value"),
        ("prison: {en: [jail]}", "prison: {en: [5]}", "9:17 bad-value"),
        ("within: sentence", "within: word", "11:58 bad-value"),
        ("name: one", "nam: one", "11:6 unknown-key"),
        ("context: trial", "context: trail", "13:22 bad-value"),
        ("alert: 60, review: 35", "alert: much, review: 70", "14:17 bad-value"),
        ("expect: {decision: alert, via: one}", "expect: {decision: alarm}", "16:71 bad-value"),
        ("title: Raid on a jail, ", "title: 5, ", "16:36 bad-value"),
        ("version: 1", "version: 2", "1:10 bad-value"),
        ("family: attack\n", "", "1:1 missing-key"),
        ("id: raid", "id: A raid", "2:5 bad-value"),
    ],
)
def test_one_mistake_of_form_is_told_alone(tmp_path: Path, old: str, new: str, expected: str) -> None:
    found = problems(tmp_path, "topics/raid.yaml", changed((old, new)))
    assert [each for each in found if each != "11:5 missing-key"] == [expected]


def test_places_and_what_needs_them(tmp_path: Path) -> None:
    watching = changed(("context: trial", "place: watch"))
    text = watching + "places: {watch: [XQ], requires: true}\n"
    assert problems(tmp_path, "topics/raid.yaml", text) == ["17:18 unknown-place", "17:23 unknown-key"]
    assert problems(tmp_path, "topics/raid.yaml", watching + "places: [XQ]\n") == ["17:1 bad-value"]


def test_a_rule_that_says_in_no_way_what_it_finds_is_told_so_beside_its_other_mistakes(tmp_path: Path) -> None:
    text = "version: 1\nid: raid\ntitle: A raid\nseverity: terrible\nfamily: a\ndescription: Armed men raid.\n"
    assert problems(tmp_path, "topics/raid.yaml", text) == ["1:1 no-match", "4:11 bad-value"]


def test_lists_and_filters_are_looked_through_as_well(tmp_path: Path) -> None:
    words = "version: one\nid: words\ntitle: Words\nterms: {en: ['/a(?=b)/', '(']}\n"
    assert problems(tmp_path, "lists/words.yaml", words) == ["1:10 bad-value", "4:14 regex", "4:26 term"]
    (tmp_path / "lists" / "words.yaml").unlink()
    given = "version: 1\nid: calm\nrules: [no-such-rule]\nadjust: [{when: {group: sea}, points: 500}]\n"
    expected = ["3:9 unknown-rule", "4:25 unknown-group", "4:39 bad-value"]
    assert problems(tmp_path, "filters/calm.yaml", given) == expected


def test_what_includes_a_list_with_mistakes_has_none_for_that(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    text = changed(("prison: {en: [jail]}", "prison: {include: [lists/places-of-detention]}"))
    (tmp_path / "topics" / "raid.yaml").write_text(text, "utf-8")
    words = "version: 1\nid: places-of-detention\ntitle: T\nterms: {en: [5]}\n"
    path = tmp_path / "lists" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(words, "utf-8")
    with pytest.raises(RuleError) as raised:
        load_pack([default_pack_folder(), tmp_path])
    assert [(each.path, each.line) for each in raised.value.problems] == [(str(path), 4)]


def test_tests_of_sound_rules_are_run_beside_a_broken_file(tmp_path: Path) -> None:
    topics = tmp_path / "topics"
    topics.mkdir()
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "mine.yaml").write_text("version: 1\nid: mine\ntitle: Mine\nterms: {en: [5]}\n", "utf-8")
    (topics / "raid.yaml").write_text(RULE.replace("severity: high", "severity: terrible"), "utf-8")
    failing = RULE.replace("expect: {decision: alert, via: one}", "expect: {decision: ignored}")
    (topics / "second.yaml").write_text(failing.replace("id: raid", "id: second"), "utf-8")
    third = failing.replace("id: raid", "id: third").replace("prison: {en: [jail]}", "prison: {include: [lists/mine]}")
    (topics / "third.yaml").write_text(third, "utf-8")
    found, _ = check_rules([tmp_path])
    told = [(Path(each.path).name, each.line, each.code) for each in found if each.level == "error"]
    assert told == [("mine.yaml", 4, "bad-value"), ("raid.yaml", 4, "bad-value"), ("second.yaml", 16, "test-failed")]
