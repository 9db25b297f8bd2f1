"""Rules and lists load whole or not at all, and every mistake is named with its place in one run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.detect.compile import compile_pack
from monitor.detect.load import LoadedPack, default_pack_folder, load_pack
from monitor.detect.selftest import run_tests
from monitor.errors import RuleError

Folder = Callable[..., Path]

GOOD = """\
languages: [en]
groups:
  attack: {include: [lists/attack]}
  prison: {en: [prison]}
match:
  - {name: near, near: {groups: [attack, prison], within: sentence}, points: 70}
tests:
  - {name: plain, lang: en, title: Attack on a prison, expect: {decision: alert, via: near}}
  - {name: quiet, lang: en, title: A prison opens, expect: {decision: ignored}}
"""
LISTS = {"attack": "  en: [attack, storm]\n"}


def refused(folder: Path | list[Path]) -> list[str]:
    """Every problem as `line:col: message [code]`."""
    with pytest.raises(RuleError) as caught:
        load_pack([folder] if isinstance(folder, Path) else folder)
    return [f"{each.line}:{each.col}: {each.message} [{each.code}]" for each in caught.value.problems]


def test_a_good_pack_loads_without_a_word(write: Folder) -> None:
    loaded = load_pack([write(GOOD, lists=LISTS)])
    assert [each.rule.id for each in loaded.rules] == ["topic"]
    assert loaded.warnings == ()


def test_every_mistake_of_every_file_is_named_at_its_place(write: Folder, tmp_path: Path) -> None:
    write("groups: {g: {en: [x1y]}}\nmatch: [{name: a, any: [h], points: 60}]\nreveiw: 3\n", id="first")
    write("groups: {g: {en: [x1y]}}\nmatch: [{name: a, any: [j], points: 60}]\n", id="second")
    (tmp_path / "pack" / "lists" / "bad.yaml").write_text("version: 1\nid: bad\nid: bad\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        load_pack([tmp_path / "pack"])
    said = [str(problem).removeprefix(str(tmp_path)) for problem in caught.value.problems]
    assert len(said) == 4
    assert said[0].startswith("/pack/lists/bad.yaml:3:1: error:")
    assert said[1] == "/pack/topics/first.yaml:8:25: error: there is no group 'h' [unknown-group]"
    assert said[2].startswith("/pack/topics/first.yaml:9:1: error: unknown key 'reveiw'")
    assert said[3] == "/pack/topics/second.yaml:8:25: error: there is no group 'j' [unknown-group]"


def test_every_shipped_topic_may_be_switched_off(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    topics = sorted(path.stem for path in (default_pack_folder() / "topics").glob("*.yaml"))
    for topic in topics[1:]:
        (tmp_path / "topics" / f"{topic}.yaml").write_text(f"version: 1\nid: {topic}\nenabled: false\n", "utf-8")
    assert [each.rule.id for each in load_pack([default_pack_folder(), tmp_path]).rules] == topics[:1]


MISTAKES = {
    "an unknown group in near": ("match: [{name: a, near: {groups: [g, gg]}, points: 60}]", "unknown-group"),
    "an alternative that asks for nothing": ("match: [{name: a, none: [g], points: 60}]", "no-evidence"),
    "two alternatives of one name": (
        "match: [{name: a, any: [g], points: 60}, {name: a, any: [g], points: 50}]",
        "duplicate-name",
    ),
    "review above alert": ("match: [{name: a, any: [g], points: 60}]\ndecide: {alert: 40, review: 50}", "thresholds"),
    "an unknown context": (
        "match: [{name: a, any: [g], points: 60}]\nexclude: [{context: fictoin, in: title}]",
        "bad-value",
    ),
    "a context of the address": (
        "match: [{name: a, any: [g], points: 60}]\nexclude: [{context: fiction, in: url}]",
        "condition",
    ),
    "a place where none is watched": (
        "match: [{name: a, any: [g], points: 60}]\nadjust: [{when: {place: watch}, points: 5}]",
        "condition",
    ),
    "a place that does not exist": (
        "match: [{name: a, any: [g], points: 60}]\nplaces: {watch: [IQX]}",
        "unknown-place",
    ),
    "nothing watched": ("match: [{name: a, any: [g], points: 60}]\nplaces: {watch: []}", "bad-value"),
    "a condition on nothing": ("match: [{name: a, any: [g], points: 60}]\nexclude: [{in: title}]", "condition"),
    "a test that expects nothing": (
        "match: [{name: a, any: [g], points: 60}]\ntests: [{name: t, title: x, expect: {}}]",
        "test",
    ),
    "a test by an unknown alternative": (
        "match: [{name: a, any: [g], points: 60}]\ntests: [{name: t, title: x, expect: {via: b}}]",
        "test",
    ),
    "a reach without a unit": ("match: [{name: a, near: {groups: [g, h], within: '5'}, points: 60}]", "bad-value"),
    "a duration without a unit": ("match: [{name: a, any: [g], points: 60}]\nmax_age: '72'", "bad-value"),
    "points beyond a hundred": ("match: [{name: a, any: [g], points: 160}]", "bad-value"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_its_code(write: Folder, name: str) -> None:
    body, code = MISTAKES[name]
    said = refused(write("groups: {g: {en: [bomb]}, h: {en: [raid]}}\n" + body))
    assert [each for each in said if f"[{code}]" in each]
    assert all(not each.startswith("0:") for each in said)


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("'!!!'", "term"),
        ("'*'", "term"),
        ("es*cape", "term"),
        ("{term: bomb*, exact: true}", "term"),
        ("1989", "bad-value"),
        ("yes", None),
        ("/a(?=b)/", "regex"),
        ("/(a)\\1/", "regex"),
        ("/a*/", "regex"),
        ("/(a/", "regex"),
        ("/a\\bb/", "regex"),
        ("{term: /ab/, exact: true}", "regex"),
    ],
)
def test_a_term_that_cannot_match_is_refused_at_its_line(write: Folder, term: str, code: str | None) -> None:
    folder = write(
        f"groups:\n  g:\n    en:\n      - bomb\n      - {term}\nmatch: [{{name: a, any: [g], points: 60}}]\n"
    )
    if code is None:
        assert load_pack([folder]).rules
    else:
        (said,) = refused(folder)
        assert said.startswith("11:9:")
        assert said.endswith(f"[{code}]")


def test_a_list_that_is_not_there_is_suggested_by_a_like_name(write: Folder) -> None:
    (said,) = refused(write(GOOD.replace("lists/attack", "lists/atack"), lists=LISTS))
    assert "there is no list 'lists/atack' (did you mean 'lists/attack'?)" in said


def test_a_list_that_does_not_load_is_no_second_mistake_of_the_rule(write: Folder) -> None:
    said = refused(write(GOOD, lists={"attack": "  en: [attack, 5]\n"}))
    assert len(said) == 1


def test_a_later_folder_replaces_and_switches_off(write: Folder, tmp_path: Path) -> None:
    base = write(GOOD, lists=LISTS)
    write("groups: {g: {en: [flood]}}\nmatch: [{name: m, any: [g], points: 60}]\n", id="other")
    own = write("groups: {g: {en: [quake]}}\nmatch: [{name: mine, any: [g], points: 60}]\n", into="own")
    (own / "topics" / "other.yaml").write_text("version: 1\nid: other\nenabled: false\n", "utf-8")
    loaded = load_pack([base, own])
    assert [(each.rule.id, each.rule.match[0].name) for each in loaded.rules] == [("topic", "mine")]
    assert load_pack([base]).fingerprint != loaded.fingerprint


def test_no_rule_in_force_is_a_mistake(write: Folder, tmp_path: Path) -> None:
    own = write(GOOD, lists=LISTS)
    (own / "topics" / "topic.yaml").write_text("version: 1\nid: topic\nenabled: false\n", "utf-8")
    assert "[no-rules]" in refused(own)[0]
    assert "[no-folder]" in refused(tmp_path / "absent")[0]


def test_two_files_of_one_folder_cannot_have_one_id(write: Folder) -> None:
    folder = write(GOOD, lists=LISTS)
    (folder / "topics" / "copy.yaml").write_text((folder / "topics" / "topic.yaml").read_text("utf-8"), "utf-8")
    assert "[duplicate-id]" in refused(folder)[0]


def test_a_child_gets_the_same_pack_from_text(write: Folder) -> None:
    loaded = load_pack([write(GOOD, lists=LISTS)])
    again = LoadedPack.from_json(loaded.to_json())
    assert again.fingerprint == loaded.fingerprint
    assert again.rules == loaded.rules
    assert [result.passed for result in run_tests(compile_pack(again))] == [True, True]


def test_text_of_another_version_is_refused() -> None:
    with pytest.raises(RuleError):
        LoadedPack.from_json('{"format": 99}')


def test_the_fingerprint_follows_what_is_said_and_not_where(write: Folder) -> None:
    one = load_pack([write(GOOD, lists=LISTS)]).fingerprint
    moved = load_pack([write(GOOD, lists=LISTS, into="elsewhere")]).fingerprint
    changed = load_pack([write(GOOD, lists={"attack": "  en: [attack, raid]\n"}, into="third")]).fingerprint
    assert one == moved != changed
    assert len(one) == 12


def test_the_shipped_rules_are_found_beside_the_checkout() -> None:
    assert (default_pack_folder() / "topics").is_dir()


LINTS = {
    "unused-group": "groups: {g: {en: [bomb]}, spare: {en: [raid]}}\nmatch: [{name: a, any: [g], points: 60}]",
    "out-of-reach": "groups: {g: {en: [bomb]}}\nmatch: [{name: a, any: [g], points: 50}]",
    "short-term": "groups: {g: {en: [ab]}}\nmatch: [{name: a, any: [g], points: 60}]",
    "duplicate-term": "groups: {g: {fa: [كرد, کرد]}}\nmatch: [{name: a, any: [g], points: 60}]",
    "same-term": "groups: {g: {en: [bomb]}, h: {en: [Bomb]}}\nmatch: [{name: a, all: [g, h], points: 60}]",
    "invisible": 'groups: {g: {en: ["bo\\u200Bmb"]}}\nmatch: [{name: a, any: [g], points: 60}]',
    "no-negative-test": "groups: {g: {en: [bomb]}}\nmatch: [{name: a, any: [g], points: 60}]",
    "silent-language": "languages: [en, ar]\ngroups: {g: {en: [bomb]}}\nmatch: [{name: a, any: [g], points: 60}]",
}


@pytest.mark.parametrize("code", LINTS)
def test_what_is_rarely_meant_is_warned_of(write: Folder, code: str) -> None:
    warnings = load_pack([write(LINTS[code])]).warnings
    assert code in {problem.code for problem in warnings}
    assert {problem.level for problem in warnings} == {"warning"}


def test_a_failing_example_is_a_problem_at_its_line_unless_it_is_marked(write: Folder) -> None:
    body = GOOD + (
        "  - {name: wrong, lang: en, title: Flood in the valley, expect: {decision: alert}}\n"
        "  - {name: later, lang: en, title: Flood in the valley, expect: {decision: alert}, todo: true}\n"
        "  - {name: done, lang: en, title: Attack on a prison, expect: {score: {min: 70, max: 70}}, todo: true}\n"
    )
    results = {each.name: each for each in run_tests(compile_pack(load_pack([write(body, lists=LISTS)])))}
    wrong = results["wrong"].problem
    assert wrong is not None
    assert (wrong.line, wrong.code, wrong.level) == (16, "test-failed", "error")
    assert "expected alert, got ignored" in wrong.message
    assert results["later"].problem is None
    assert not results["later"].passed
    done = results["done"].problem
    assert done is not None
    assert done.level == "warning"
