"""Every code of a problem has its place in docs/reference/codes.md, and every place there is of a code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "reference" / "codes.md").read_text("utf-8")
SOURCES = sorted((ROOT / "monitor").rglob("*.py"))
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
# How the rooms call what makes a problem of place, message and code; in the last of them the code comes last.
MAKERS = frozenset({"Problem", "_problem", "warning", "_note", "_error", "_unusable"})
LEVELS = frozenset({"error", "warning"})


def headings() -> list[str]:
    return re.findall(r"^## (.+)$", PAGE, re.MULTILINE)


def used() -> Iterator[tuple[str, str]]:
    """Code and file, of every call that makes a problem with a code written out."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            nodes: list[ast.expr] = []
            if name == "PydanticCustomError":
                nodes += node.args[:1]
            elif name in MAKERS:
                nodes += node.args[4:5] if name == "Problem" else node.args[-1:]
                nodes += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            texts = [str(each.value) for each in nodes if isinstance(each, ast.Constant)]
            for text in texts:
                if CODE.fullmatch(text) and text not in LEVELS:
                    yield text, path.relative_to(ROOT).as_posix()


def test_every_code_in_the_source_has_its_place_on_the_page() -> None:
    known = set(headings())
    assert sorted({f"{code} ({file})" for code, file in used() if code not in known}) == []


def test_every_code_that_a_bad_file_gives_has_its_place_on_the_page() -> None:
    expected = (ROOT / "tests" / "data" / "bad" / "expected.txt").read_text("utf-8")
    assert set(re.findall(r"\[([a-z-]+)\]$", expected, re.MULTILINE)) <= set(headings())


def test_every_place_on_the_page_is_of_a_code_that_there_is() -> None:
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    assert [code for code in headings() if f'"{code}"' not in source] == []


def test_each_code_is_explained_once_and_listed_at_the_top() -> None:
    assert len(set(headings())) == len(headings())
    assert re.findall(r"\[([a-z-]+)\]\(#\1\)", PAGE) == headings()
