import json

import pytest

from monitor.errors import ParseError
from monitor.parse import parse

URL = "https://news.example/feed.json"
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "T",
    "home_page_url": "https://news.example/",
    "language": "fa",
    "items": [
        {
            "id": "7",
            "url": "/a",
            "title": "A < B & C",
            "content_html": "<p>body</p>",
            "summary": "short",
            "date_published": "2024-08-05T10:00:00+02:00",
            "authors": [{"name": "Ann"}, {"name": "Bob"}],
            "tags": ["x", 3],
        },
        {"id": 8, "content_text": "plain <text>", "date_published": 5, "author": {"name": "Cy"}, "tags": "x"},
        "no object",
    ],
}


def test_a_json_feed_becomes_items() -> None:
    feed = parse(json.dumps(FEED).encode(), {}, URL)
    first, second = feed.items
    assert (feed.title, feed.language, feed.format, feed.total) == ("T", "fa", "json11", 2)
    assert (first.guid, first.link, first.content, first.summary) == (
        "7",
        "https://news.example/a",
        "<p>body</p>",
        "short",
    )
    assert (first.title, first.author, first.tags) == ("A &lt; B &amp; C", "Ann, Bob", ("x", "3"))
    assert first.published_at == 1722844800
    assert (second.guid, second.content, second.author, second.tags) == ("8", "plain &lt;text&gt;", "Cy", ())


@pytest.mark.parametrize(
    "body",
    [
        b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 200_000,
        b'{"version":"https://jsonfeed.org/version/1","items":{}}',
        b'{"items":[]}',
        b"[" * 100_000,
        b'{"version": 1, "items": [1, 2]}',
    ],
)
def test_other_json_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse(body, {}, URL)


def test_numbers_of_any_length_and_lone_surrogates_do_no_harm() -> None:
    feed = parse(
        b'{"version":"https://jsonfeed.org/version/1","items":[{"id":'
        + b"9" * 10_000
        + b',"title":"a\\ud800b\\u0000"}]}',
        {},
        URL,
    )
    assert feed.items[0].title == "ab"
    assert feed.items[0].guid.startswith("blake2b:")
