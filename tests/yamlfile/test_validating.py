"""pydantic's errors in the words of the person who wrote the file."""

from enum import StrEnum
from typing import Annotated, Literal, Self

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.errors import Problem
from monitor.yamlfile import read_text, render, validate


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(Strict):
    term: str
    exact: bool = False
    weight: int = Field(1, ge=1, le=5)


class Near(Strict):
    groups: list[str]
    within: Literal["sentence", "paragraph"] | int = "sentence"


class Pair(Strict):
    near: Near


class Everything(Strict):
    all: list[str]


class Sheet(Strict):
    title: str
    severity: Literal["low", "medium", "high"] = "low"
    colour: Colour = Colour.RED
    terms: list[str | Term] = []
    groups: dict[str, list[str | Term]] = {}
    match: tuple[Pair | Everything, ...] = ()
    review: int | None = None
    slug: Annotated[str, Field(pattern="^[a-z]+$")] = "a"
    points: tuple[int, int] = (0, 1)

    @field_validator("slug")
    @classmethod
    def _not_bad(cls, slug: str) -> str:
        if slug == "bad":
            raise ValueError("the slug must not be bad")
        return slug

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.title == self.slug:
            raise PydanticCustomError("same-slug", "title and slug are both {slug}", {"slug": self.slug})
        return self


def problems(text: str) -> tuple[Problem, ...]:
    made, found = validate(Sheet, read_text(text, "x.yaml"))
    assert made is None
    return found


def only(text: str) -> str:
    (problem,) = problems("title: t\n" + text)
    return str(problem).removeprefix("x.yaml:").replace(" error: ", " ")


def test_a_good_document_becomes_the_model() -> None:
    made, found = validate(Sheet, read_text("title: t\nterms: [a, {term: b, exact: true}]\nmatch: [{all: [x]}]\n", "x"))
    assert found == ()
    assert made is not None
    assert made.terms == ["a", Term(term="b", exact=True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reveiw: 1", "2:1: unknown key 'reveiw' (did you mean 'review'?) [unknown-key]"),
        ("Title: x", "2:1: unknown key 'Title' (did you mean 'title'?) [unknown-key]"),
        ("terms: [{term: a, zzz: 1}]", "2:19: unknown key 'zzz' (known: term, exact, weight) [unknown-key]"),
        ("terms: [{term: a, wieght: 1}]", "2:19: unknown key 'wieght' (did you mean 'weight'?) [unknown-key]"),
        ("severity: hgih", "2:11: 'hgih' is not one of low, medium, high (did you mean 'high'?) [bad-value]"),
        ("colour: blue", "2:9: 'blue' is not one of red, green [bad-value]"),
        ("terms:\n  - a\n  - 9", "4:5: expected text or a mapping of keys, found 9; put it in quotes [bad-value]"),
        ("terms:\n  - [b]", "3:5: expected text or a mapping of keys, found a list [bad-value]"),
        ("terms:\n  - {exact: true}", "3:5: the key 'term' is missing [missing-key]"),
        ("terms:\n  - {term: x, weight: 9}", "3:23: 9 is out of range: at most 5 [bad-value]"),
        ("groups: {a: [x, {trem: y, term: z}]}", "2:18: unknown key 'trem' (did you mean 'term'?) [unknown-key]"),
        ("groups: [a]", "2:1: expected a mapping of keys, found a list [bad-value]"),
        ("match: [{near: {groups: [a], within: page}}]",
         "2:38: 'page' is not one of sentence, paragraph or a whole number [bad-value]"),
        ("match: [{all: x}]", "2:15: expected a list, found 'x' [bad-value]"),
        ("match: x", "2:8: expected a list, found 'x' [bad-value]"),
        ("review: soon", "2:9: expected a whole number, found 'soon' [bad-value]"),
        ("review: 1.5", "2:9: expected a whole number, found 1.5 [bad-value]"),
        ("slug: A1", "2:7: 'A1' does not have the form ^[a-z]+$ [bad-value]"),
        ("slug: bad", "2:7: the slug must not be bad [bad-value]"),
        ("slug: t", "1:1: title and slug are both t [same-slug]"),
        ("slug: ", "2:6: expected text, found nothing [bad-value]"),
        ("points: [1]", "2:1: item 2 of the list is missing [bad-value]"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_sentence_at_its_place(text: str, said: str) -> None:
    assert only(text) == said


def test_all_mistakes_are_told_in_the_order_of_the_file() -> None:
    found = problems("severity: hgih\nreview: x\nterms: [{}, 1, {term: 2}]\nnope: 1\n")
    assert [(p.line, p.code) for p in found] == [
        (1, "missing-key"), (1, "bad-value"), (2, "bad-value"), (3, "missing-key"), (3, "bad-value"), (3, "bad-value"),
        (4, "unknown-key"),
    ]  # fmt: skip


def test_an_empty_file_and_a_list_are_told_apart() -> None:
    assert problems("# nothing\n")[0].code == "empty"
    assert problems("- a\n")[0].message == "expected a mapping of keys, found a list"


def test_long_and_hostile_values_are_shown_short_and_escaped() -> None:
    (problem,) = problems('title: t\nseverity: "\\e[31m' + "x" * 500 + '"\n')
    assert "\x1b" not in problem.message
    assert len(problem.message) < 200


def test_render_points_at_the_column() -> None:
    document = read_text("title: t\nreveiw: 1\n", "x.yaml")
    (problem,) = validate(Sheet, document)[1]
    assert render(problem, document).splitlines()[1:] == ["    2 | reveiw: 1", "      | ^"]


def test_render_stars_what_may_be_a_password() -> None:
    document = read_text(
        "title: t\nslug: {url: mailtos://me:hunter2@mail.example.org, b: http://u:hunter2@example.org/x}\n", "x"
    )
    (problem,) = validate(Sheet, document)[1]
    assert "hunter2" not in render(problem, document)
    assert "example.org/x" in render(problem, document)


def test_render_cuts_long_lines_around_the_caret() -> None:
    document = read_text("title: t\nterms: [" + "a, " * 300 + "{x: 1}]\n", "x")
    shown = render(validate(Sheet, document)[1][-1], document)
    line, caret = shown.splitlines()[1:]
    assert len(line) < 200
    assert line[caret.index("^")] == "x"
