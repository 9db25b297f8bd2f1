"""Other parsers' own test feeds: nothing crashes, and titles, links and dates are what they say."""

import base64
import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest

from monitor.errors import ParseError
from monitor.models import ParsedFeed
from monitor.parse import parse

CASES = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "feed_cases_dev.jsonl.gz"
URL = "https://feeds.example/dir/feed.xml"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES.exists(), reason="the evaluation data is not beside the checkout"),
]

EXCEPTIONS = {
    "encoding.rss": "the other parser reads Latin-1 as UTF-8: its titles are broken, ours are not",
    "uolNoticias.rss": "the same",
    "giantbomb-podcast.rss": "730 items: more than are kept",
    "issue_217_enclosure_children.xml": "an item without a title; feedparser takes that of the enclosure inside it",
    "rss_channel_item_uri_at_protocol.xml": "feedparser keeps the last of two links, and its scheme is not followed",
    "feed_item_guid_-_atom03_feed_entry_id.xml": "an entry without link whose id is an address: the address is used",
    "feed_item_guid_-_atom10_feed_entry_id.xml": "the same",
    "version_rdf_090.xml": "an RDF document with nothing in it is no feed",
}


def cases() -> Iterator[dict[str, object]]:
    with gzip.open(CASES, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def outcome(case: dict) -> ParsedFeed | ParseError:
    headers = {name.lower(): value for name, value in case["headers"].items()}
    try:
        return parse(base64.b64decode(case["bytes_b64"]), headers, URL)
    except ParseError as error:
        return error


def expected(case: dict) -> list[tuple[str, str, float | None]]:
    feed = case["expect"] or {}
    items = feed.get("feed", {}).get("items") if case["kind"] == "rss-parser" else feed.get("items")
    dates = ("isoDate",) if case["kind"] == "rss-parser" else ("publishedParsed", "updatedParsed")
    return [
        (
            one_line(item.get("title")),
            urljoin(URL, item["link"].strip()) if item.get("link") else "",
            moment(item, dates),
        )
        for item in items or []
    ]


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def moment(item: dict, names: tuple[str, ...]) -> float | None:
    return next((datetime.fromisoformat(item[name]).timestamp() for name in names if item.get(name)), None)


def found(feed: ParsedFeed, like: list[tuple[str, str, float | None]]) -> list[tuple[str, str, float | None]]:
    dates = [item.updated_at if item.published_at is None else item.published_at for item in feed.items]
    without = [date is None for _, _, date in like] + [False] * len(dates)
    return [
        (one_line(item.title), item.link, None if skip or date is None else float(int(date)))
        for item, date, skip in zip(feed.items, dates, without, strict=False)
    ]


def test_no_case_crashes_and_all_with_items_agree_but_for_the_named_exceptions() -> None:
    differ, count = set(), 0
    for case in cases():
        count += 1
        name = str(case["path"]).rsplit("/", 1)[1]
        result, wanted = outcome(case), expected(case)
        wanted = [(title, link, None if date is None else float(int(date))) for title, link, date in wanted]
        if isinstance(result, ParseError) or (wanted and found(result, wanted) != wanted):
            differ.add(name)
    assert count == 562
    assert differ == EXCEPTIONS.keys()
