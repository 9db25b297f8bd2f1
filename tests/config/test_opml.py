"""OPML as it is found, repaired; OPML as it should be, written."""

# ruff: noqa: E501 - tables of inputs and answers read best with a row a line

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import Opml, parse_opml, read_opml, write_opml
from monitor.models import FeedSettings

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "opml"
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def opml(body: str) -> Opml:
    return parse_opml(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><body>\n{body}\n</body></opml>'.encode(), "f.opml"
    )


def told(found: Opml) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.code, problem.level) for problem in found.problems]


def test_folders_become_groups_and_lines_are_known() -> None:
    found = opml(
        '<outline text="Press"><outline text="Iraq">\n'
        '<outline type="rss" title="One &amp;nbsp;&amp; only" xmlUrl="https://example.org/1?a=1&amp;b=2" language="ar"/>\n'
        '</outline></outline>\n<outline text="2" xmlURL=" feed://example.org/2 "/><outline text="no feed"/>'
    )  # fmt: skip
    assert found.feeds == (
        FeedSettings("https://example.org/1?a=1&b=2", "One \xa0& only", "ar", group="Press / Iraq"),
        FeedSettings("http://example.org/2", "2"),
    )
    assert found.lines == (4, 6)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("body", "url", "name"),
    [
        ('<outline text="A & B" xmlUrl="https://e.org/?a=1&b=2&copy=3"/>', "https://e.org/?a=1&b=2&copy=3", "A & B"),
        ('<outline text="a < b > c" xmlUrl="https://e.org/"/>', "https://e.org/", "a < b > c"),
        ('<outline text="The "Best" of" xmlUrl="https://e.org/" />', "https://e.org/", 'The "Best" of'),
        ('<outline text="say "a=b" & <i>" xmlUrl=\'https://e.org/\'></outline>', "https://e.org/", 'say "a=b" & <i>'),
        ('<outline text="open" xmlUrl="https://e.org/">', "https://e.org/", "open"),
        ('<outline text="twice" text="x" xmlUrl="https://e.org/"/>', "https://e.org/", "twice"),
    ],
)
def test_what_is_not_well_formed_is_repaired_and_reported(body: str, url: str, name: str) -> None:
    found = opml(body)
    assert [(feed.url, feed.name) for feed in found.feeds] == [(url, name)]
    assert [(code, level) for _, code, level in told(found)] == [("repaired", "warning")]


def test_duplicates_and_what_is_no_web_address_are_left_out_and_named() -> None:
    one = '<outline xmlUrl="https://example.org/1"/>\n'
    found = opml(one + one + '<outline xmlUrl="file:///etc/passwd"/>\n<outline xmlUrl="javascript:x"/>')
    assert len(found.feeds) == 1
    assert told(found) == [(4, "duplicate-feed", "warning"), (5, "bad-url", "warning"), (6, "bad-url", "warning")]


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;" xmlUrl="http://e.org"/></body></opml>',
        '<!DOCTYPE x [<!entity % a SYSTEM "http://127.0.0.1:1/">%a;]><opml><body><outline xmlUrl="http://e.org"/></body></opml>',
        "<html><body>no</body></html>",
        "",
        "\x00\x01",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_and_other_documents_are_refused(document: str, encoding: str) -> None:
    found = parse_opml(document.encode(encoding), "f.opml")
    assert found.feeds == ()
    assert [level for _, _, level in told(found)] == ["error"]


def test_an_external_document_type_is_not_fetched_and_does_no_harm(tmp_path: Path) -> None:
    text = '<!DOCTYPE opml SYSTEM "http://127.0.0.1:1/x.dtd"><opml><body><outline xmlUrl="http://e.org"/></body></opml>'
    assert len(parse_opml(text.encode(), "f").feeds) == 1


def test_size_number_and_depth_are_bounded() -> None:
    many = opml("\n".join(f'<outline xmlUrl="https://example.org/{n}"/>' for n in range(5003)))
    assert len(many.feeds) == 5000
    assert "5,003 feeds" in many.problems[0].message
    assert many.problems[0].level == "error"
    deep = opml('<outline text="x">' * 10_000 + '<outline xmlUrl="https://e.org"/>' + "</outline>" * 10_000)
    assert deep.problems
    assert parse_opml(b"x" * 10_000_001, "f").problems[0].code == "too-large"


def test_files_that_cannot_be_read_are_problems(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", tmp_path / "a\0"):
        assert read_opml(path).problems[0].code == "unreadable"


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16", "iso-8859-1", "utf-8-sig", "no-such"])
def test_declared_encodings_are_obeyed(encoding: str) -> None:
    written = "utf-8" if encoding == "no-such" else encoding
    name = "é" if encoding == "iso-8859-1" else "بغداد"
    text = f'<?xml version="1.0" encoding="{encoding}"?><opml><body><outline text="{name}" xmlUrl="https://e.org"/></body></opml>'
    assert parse_opml(text.encode(written), "f").feeds[0].name == name


_FEEDS = st.lists(
    st.builds(
        FeedSettings,
        url=st.integers(0, 10**9).map("https://example.org/?a=1&b={}".format),
        name=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="&"), min_size=1, max_size=20),
        group=st.sampled_from(["", "Iraq & Syria", "a / b"]),
        language=st.sampled_from([None, "ar"]),
    ),
    unique_by=lambda feed: feed.url,
    max_size=8,
)  # fmt: skip


@given(_FEEDS)
def test_what_is_written_is_read_back(feeds: list[FeedSettings]) -> None:
    found = parse_opml(write_opml(feeds, "T & \x00", NOW), "f")
    assert sorted(found.feeds, key=lambda f: f.url) == sorted(feeds, key=lambda f: f.url)
    assert not [problem for problem in found.problems if problem.code != "no-outlines"]


_PIECES = [
    "<outline",
    ' text="',
    '"',
    "'",
    " xmlUrl=",
    "https://e.org",
    "&",
    "<",
    ">",
    "/>",
    "</outline>",
    "=",
    " ",
    "x",
    "\n",
]


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert isinstance(opml(text), Opml)


def test_hostile_attributes_take_linear_time() -> None:
    parse_opml(b"<opml><outline " + b'a="' * 200_000, "f")
    parse_opml(b"<opml>" + b"<outline " * 200_000, "f")
    parse_opml(b"<opml><outline " + b"a" * 500_000 + b' "' + b" " * 500_000, "f")


@pytest.mark.shared
def test_every_real_file_yields_its_feeds() -> None:
    if not SHARED.is_dir():
        pytest.skip("the evaluation data is not beside this checkout")
    files = sorted(SHARED.glob("*.opml"))
    assert len(files) == 60
    repaired = 0
    for path in files:
        named = [
            html.unescape(url).strip()
            for url in re.findall(
                r'xmlUrl="([^"]*)"', path.read_text("utf-8").replace("&", "&amp;").replace("&amp;amp;", "&amp;")
            )
        ]
        found = read_opml(path)
        assert [feed.url for feed in found.feeds] == list(dict.fromkeys(named)), path.name
        assert all(problem.level == "warning" for problem in found.problems), path.name
        repaired += any(problem.code == "repaired" for problem in found.problems)
    assert repaired == 40
