"""An expression is refused when it is checked exactly where it is refused when it is compiled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detect.load import default_pack_folder
from monitor.detect.patterns import PatternError, check_pattern, compile_pattern
from monitor.yamlfile import read

BAD = [
    "/a(?=b)/", "/(a)\\1/", "/a*/", "/\\b/", "/(/", "/[z-a]/", "/a{2000}/", "/x\\by/", "/\\p{Nowhere}/", "/|a/",
    "/(\\w{100}){100}/", "/(\\w{9} ){0,40}(\\w+ ){0,40}/", "/(?i)(\\w{900}){4}/", "/((\\pL{20}){20}){20}/",
]  # fmt: skip
PIECES = st.sampled_from(
    r"a ب . | ( ) [ ] ^ $ * + ? {2} {0,3} {9,} {300} \w \W \b \d \pL \p{Arabic} - x-z (?: (?i) _ \ [^".split()  # noqa: SIM905  a table
)


def said(check: object, term: str) -> str:
    assert callable(check)
    try:
        check(term)
    except PatternError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("term", BAD)
def test_what_cannot_be_used_is_refused_with_the_same_words(term: str) -> None:
    assert said(check_pattern, term) == said(compile_pattern, term) != ""


@given(st.lists(PIECES, min_size=1, max_size=12).map("".join))
def test_any_expression_is_judged_alike(source: str) -> None:
    assert said(check_pattern, f"/{source}/") == said(compile_pattern, f"/{source}/")


def test_what_comes_with_the_program_is_judged_alike() -> None:
    found: set[str] = set()

    def gather(value: object) -> None:
        if isinstance(value, str) and value.startswith("/") and value.endswith("/") and len(value) > 2:
            found.add(value)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            gather(inner)

    for path in default_pack_folder().glob("*/*.yaml"):
        gather(read(path).data)
    assert len(found) > 50
    assert {term: said(check_pattern, term) for term in found} == dict.fromkeys(found, "")
