"""What is allowed in rules, lists and filters but rarely meant is told at its place; the shipped pack is quiet."""

from pathlib import Path

import pytest

from monitor.detect.load import default_pack_folder, load_pack
from monitor.errors import RuleError

RULE = """version: 1
id: desk
title: Desk
severity: low
family: attack
description: A rule of one desk.
groups: {word: {en: [gunmen]}, act: {en: [stormed]}%s}
match: [{name: seen, all: [word, act], points: 70%s}]
%stests:
  - {name: plain, lang: en, title: Gunmen stormed it, expect: {decision: alert}}
  - {name: quiet, lang: en, title: A quiet day, expect: {decision: ignored}}
"""


def warned(folder: Path) -> list[str]:
    return [f"{Path(each.path).name}:{each.line}:{each.col} [{each.code}]" for each in load_pack([folder]).warnings]


def pack(folder: Path, rule: str = RULE % ("", "", ""), **lists: str) -> Path:
    (folder / "topics").mkdir(parents=True)
    (folder / "lists").mkdir()
    (folder / "topics" / "desk.yaml").write_text(rule, "utf-8")
    for name, terms in lists.items():
        (folder / "lists" / f"{name}.yaml").write_text(f"version: 1\nid: {name}\ntitle: T\nterms:\n{terms}", "utf-8")
    return folder


def test_the_shipped_pack_has_no_warnings() -> None:
    assert load_pack([default_pack_folder()], lint_shipped=True).warnings == ()


def test_a_rule_as_it_should_be_has_no_warnings(tmp_path: Path) -> None:
    assert warned(pack(tmp_path)) == []


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ("  en: [bombing, Bombing]\n", "w.yaml:5:17 [duplicate-term]"),
        ("  en: [bomb*, bombing]\n", "w.yaml:5:15 [shadowed-term]"),
        ("  en: [bombe*, bombard*]\n", None),
        ("  en: [bomb*, bomber*]\n", "w.yaml:5:15 [shadowed-term]"),
        ("  en: [bomb*, {term: bombing, weight: 0.5}]\n", None),
        ("  ckb: [هێرشکرد*, هێرشکردن]\n", None),
        ("  en: [аttack]\n", "w.yaml:5:8 [look-alike]"),
        ("  ru: [атaка]\n", "w.yaml:5:8 [look-alike]"),
        ("  ru: [атака, IED]\n", None),
        ("  en: [/bomb|mine, shell/]\n", "w.yaml:5:8 [cut-pattern]"),
        ("  en: ['/bomb|mine, shell/']\n", None),
        ("  tr: [yes]\n", "w.yaml:5:8 [yaml-switch]"),
        ("  tr: ['yes']\n", None),
        ("  en:\n    - Route #7\n", "w.yaml:6:13 [yaml-comment]"),
        ("  en:\n    - 'Route #7'\n", None),
        ("  en:\n    - Route  # the seventh\n", None),
        ("  en: [to]\n", "w.yaml:5:8 [short-term]"),
        ('  en: ["bo\\u200bmb"]\n', "w.yaml:5:8 [invisible]"),
    ],
)
def test_a_term_that_is_rarely_meant(tmp_path: Path, terms: str, told: str | None) -> None:
    assert warned(pack(tmp_path, w=terms)) == ([told] if told else [])


def test_one_word_that_alone_alerts_is_told_where_its_points_stand(tmp_path: Path) -> None:
    lone = RULE % ("", "}, {name: lone, any: [word], points: 70", "")
    told = warned(pack(tmp_path, lone))
    assert told == ["desk.yaml:8:87 [lone-word]"]


@pytest.mark.parametrize(
    ("group", "match", "exclude", "told"),
    [
        (", veto: {en: [wedding party]}", "", "exclude: [{group: veto}]\n", "blind-spot"),
        (", veto: {fa: [ورزشگاه]}", ", none: [veto]", "", "blind-spot"),
        (", veto: {en: [gunmen]}", ", none: [veto]", "", "blind-spot"),
        (", veto: {en: [trade fair]}", ", none: [veto]", "", None),
        (", veto: {en: [trade fair]}", "", "", "unused-group"),
        (", veto: {include: [lists/fun]}", "", "exclude: [{group: veto}]\n", "blind-spot"),
    ],
)
def test_an_exclusion_that_hides_attacks(
    tmp_path: Path, group: str, match: str, exclude: str, told: str | None
) -> None:
    found = warned(pack(tmp_path, RULE % (group, match, exclude), fun="  en: [trade fair, concert]\n"))
    codes = {each.partition(" ")[2] for each in found}
    assert codes - {"[same-term]"} == ({f"[{told}]"} if told else set())


def test_a_term_that_its_list_has_already_is_told(tmp_path: Path) -> None:
    rule = RULE % (", more: {include: [lists/w], en: [Raid]}", ", any: [more]", "")
    assert warned(pack(tmp_path, rule, w="  en: [raid]\n")) == ["desk.yaml:7:86 [duplicate-term]"]


def test_files_that_nothing_reads_are_told(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    (folder / "mine.yaml").write_text(RULE % ("", "", ""), "utf-8")
    (folder / "compose.yaml").write_text("services: {}\n", "utf-8")
    for name in ("topic", "topics/more"):
        (folder / name).mkdir()
        (folder / name / "x.yaml").write_text(RULE % ("", "", ""), "utf-8")
    warnings = load_pack([folder]).warnings
    assert [Path(each.path).relative_to(folder).as_posix() for each in warnings] == [
        "mine.yaml", "topic", "topics/more/x.yaml"
    ]  # fmt: skip
    assert {each.code for each in warnings} == {"ignored-file"}
    assert "(did you mean 'topics'?)" in warnings[1].message


def test_warnings_are_kept_beside_mistakes(tmp_path: Path) -> None:
    folder = pack(tmp_path, w="  en: [bombing, Bombing]\n", x="  en: ['!!!']\n")
    with pytest.raises(RuleError) as caught:
        load_pack([folder])
    assert [each.code for each in caught.value.problems] == ["term"]
    assert [each.code for each in caught.value.warnings] == ["duplicate-term"]


def test_a_rule_without_negative_test_is_told(tmp_path: Path) -> None:
    rule = (RULE % ("", "", "")).replace("{decision: ignored}", "{decision: review}")
    assert warned(pack(tmp_path, rule)) == ["desk.yaml:9:1 [no-negative-test]"]
