"""YAML as people write it: what is text, what is refused, and where the finger points."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ConfigError, Problem
from monitor.yamlfile import MAX_BYTES, YamlDocument, read, read_text, render
from monitor.yamlfile.document import Node


def data(text: str) -> object:
    return read_text(text, "x.yaml").data


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        read_text(text, "x.yaml")
    return caught.value.problems


@pytest.mark.parametrize(
    "text",
    ["no", "NO", "yes", "on", "off", "y", "12:30", "1:30:45", "2026-11-20", "2026-11-20T10:00:00Z", "0x", "1_000", "=",
     "<<", ".", "+", "007x", "٣", "1.2.3", "tRue"],
)  # fmt: skip
def test_what_yaml_1_1_would_turn_into_something_else_stays_text(text: str) -> None:
    assert data(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("-12", -12), ("+3", 3), ("0o17", 15), ("0x1F", 31), ("010", 10), ("1.5", 1.5), (".5", 0.5),
     ("1e3", 1000.0), ("true", True), ("False", False), ("~", None), ("null", None), ("", None), ("'1'", "1"),
     ('"true"', "true"), ("'~'", "~"), ("[a, 1]", ["a", 1])],
)  # fmt: skip
def test_numbers_booleans_and_null_are_what_yaml_1_2_says(text: str, value: object) -> None:
    read_back = data(f"a: {text}")
    assert read_back == {"a": value}
    assert isinstance(read_back, dict)
    assert type(read_back["a"]) is type(value)


def test_keys_are_text_even_where_they_look_like_something_else() -> None:
    assert data("no: 1\n2026: 2\ntrue: 3\n12:30: 4\n") == {"no": 1, "2026": 2, "true": 3, "12:30": 4}


def test_an_empty_file_is_none() -> None:
    assert data("") is None
    assert data("# nothing yet\n---\n") is None


def test_a_duplicate_key_names_both_lines() -> None:
    (problem,) = problems("a: 1\nb: 2\na: 3\n")
    assert str(problem) == "x.yaml:3:1: error: the key 'a' stands here and in line 1; keep one [duplicate-key]"


def test_all_duplicates_aliases_and_tags_are_reported_in_one_run() -> None:
    found = problems("a: &x 1\nb: *x\nc: !!python/object:os.system {}\nd: {e: 1, e: 2}\n? *x\n: 1\n")
    assert [(p.line, p.code) for p in found] == [
        (1, "alias"),
        (2, "alias"),
        (3, "tag"),
        (4, "duplicate-key"),
        (5, "alias"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "col", "code"),
    [
        ("a: 1\n\tb: 2\n", 2, 1, "tab"),
        ("a:\n  b: 1\n\t- c\n", 3, 1, "tab"),
        ("a: b\x00c", 1, 5, "bad-character"),
        ("a: \ud800", 1, 4, "bad-character"),
        ("a: 1\nb: x\ufeffy", 2, 5, "bad-character"),
        ("a: 1\n---\nb: 2\n", 2, 1, "two-documents"),
        ("a: " + "9" * 5000, 1, 4, "bad-number"),
        ("a: .inf", 1, 4, "bad-number"),
        ("a: 1e999", 1, 4, "bad-number"),
        ("a: [1, 2", 1, 4, "yaml-syntax"),
        ("a: b: c", 1, 5, "yaml-syntax"),
        ("a: @x", 1, 4, "yaml-syntax"),
        ("a: 'x\n\n", 1, 4, "yaml-syntax"),
        ("? [a]\n: 1\n", 1, 3, "bad-key"),
        ("[" * 33 + "]" * 33, 1, 33, "too-deep"),
        ("[" * 400_000, 1, 33, "too-deep"),
        ("- " * 2000, 1, 65, "too-deep"),
        ("x" * (MAX_BYTES + 1), 0, 0, "too-large"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(text: str, line: int, col: int, code: str) -> None:
    (problem,) = problems(text)
    assert (problem.line, problem.code) == (line, code)
    assert problem.col in {col, col + 1}
    assert "\n" not in problem.message


def test_an_alias_bomb_costs_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert {p.code for p in problems(bomb)} == {"alias"}


def test_problems_of_one_file_are_capped() -> None:
    assert len(problems("".join("a: 1\n" for _ in range(5000)))) == 100


def test_positions_are_those_of_keys_and_items_and_fall_back_to_the_parent() -> None:
    document = read_text("a:\n  - name: x\n    near: {groups: [p, q]}\nb: 1\n", "x.yaml")
    assert document.position(("a",)) == (1, 1)
    assert document.position(("a", 0)) == (2, 5)
    assert document.position(("a", 0, "near")) == (3, 5)
    assert document.position(("a", 0, "near", "groups", 1)) == (3, 24)
    assert document.position(("a", 0, "missing", "x")) == (2, 5)
    assert document.position(("zzz",)) == (1, 1)
    assert document.value_position(("b",)) == (4, 4)
    assert document.value_position(("a",)) == (1, 1)
    assert document.line(3) == "    near: {groups: [p, q]}"
    assert document.line(99) == document.line(0) == ""


def test_positions_count_characters_not_bytes() -> None:
    document = read_text("{زندان: 1, داعش: 2}", "x.yaml")
    assert document.position(("داعش",)) == (1, 12)


def test_files_are_read_with_bom_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeffa: 1\r\nb: نص\r\n".encode())
    document = read(path)
    assert document.data == {"a": 1, "b": "نص"}
    assert document.position(("a",)) == (1, 1)
    assert document.line(2) == "b: نص"
    assert document.path == str(path)


@pytest.mark.parametrize(
    ("raw", "where", "code"),
    [
        (b"a: 1\nb: \xff\n", (2, 4), "encoding"),
        ("a: 1".encode("utf-16"), (1, 1), "encoding"),
        (b"a: 1\n" * 300_000, (0, 0), "too-large"),
    ],
)
def test_bad_bytes_are_named_with_their_place(tmp_path: Path, raw: bytes, where: tuple[int, int], code: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    with pytest.raises(ConfigError) as caught:
        read(path, shown="rules/a.yaml")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.col, problem.code) == ("rules/a.yaml", *where, code)


def test_missing_files_and_folders_are_problems_not_crashes(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml", tmp_path / "a\0b", tmp_path / ("x" * 5000)):
        with pytest.raises(ConfigError) as caught:
            read(path)
        assert caught.value.problems[0].code == "unreadable"


_MARKS = "\n\t []{}:,-#&*!|>'\"%@`?~.09axé\\\r\x85\ufeff\x00\ud800"
_YAMLISH = st.lists(st.sampled_from([*_MARKS, "  ", "\n  ", ": ", "- ", "<<", "---", "null", "زندان"])).map("".join)


def refusal(read_it: Callable[[], YamlDocument]) -> tuple[Problem, ...] | None:
    try:
        read_it()
    except ConfigError as error:
        return error.problems
    return None


@given(st.one_of(_YAMLISH, st.text()))
def test_any_text_is_read_or_refused_in_a_way_that_can_be_shown(text: str) -> None:
    found = refusal(lambda: read_text(text, "x"))
    assert found is None or found
    for problem in found or ():
        assert problem.message
        assert render(problem, YamlDocument(None, "x", text, Node((1, 1)))).startswith("x")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    path.write_bytes(raw)
    found = refusal(lambda: read(path))
    assert found is None or found


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=10,
)


@given(_JSON)
def test_json_is_read_as_it_says(value: object) -> None:
    assert data(json.dumps({"v": value}, ensure_ascii=False)) == {"v": value}
