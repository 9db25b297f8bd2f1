"""The demo's sample feeds: whole, in ten languages, fresh at whatever time they are asked for."""

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest

from monitor.demo import feeds

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def entries(name: str, content_type: str, body: bytes) -> tuple[str, list[tuple[str, str, datetime]]]:
    """The feed's language, and the id, title and date of each item, read without our own parsers."""
    if name.endswith(".json"):
        feed = json.loads(body)
        rows = [(i["id"], i["title"], datetime.fromisoformat(i["date_published"])) for i in feed["items"]]
        return feed["language"], rows
    root = ET.fromstring(body)
    if "rss" in content_type:
        channel = root.find("channel")
        assert channel is not None
        rows = [
            (i.findtext("guid", ""), i.findtext("title", ""), parsedate_to_datetime(i.findtext("pubDate", "")))
            for i in channel.iter("item")
        ]
        return channel.findtext("language", ""), rows
    rows = [
        (
            e.findtext(f"{ATOM}id", ""),
            e.findtext(f"{ATOM}title", ""),
            datetime.fromisoformat(e.findtext(f"{ATOM}published", "")),
        )
        for e in root.iter(f"{ATOM}entry")
    ]
    return root.get(XML_LANG, ""), rows


def everything() -> dict[str, tuple[str, list[tuple[str, str, datetime]]]]:
    return {name: entries(name, *served) for name, served in feeds(NOW).items()}


def test_ten_languages_and_about_eighty_items_are_served() -> None:
    content = everything()
    assert {lang for lang, _ in content.values()} == {"en", "ar", "fa", "ckb", "kmr", "tr", "ur", "fr", "es", "ru"}
    assert 11 <= len(content) <= 14
    assert 75 <= sum(len(rows) for _, rows in content.values()) <= 90


def test_rss_atom_and_json_feeds_are_all_there() -> None:
    kinds = {content_type.split(";")[0] for content_type, _ in feeds(NOW).values()}
    assert kinds == {"application/rss+xml", "application/atom+xml", "application/feed+json"}


def test_no_id_or_title_appears_twice() -> None:
    rows = [row for _, feed in everything().values() for row in feed]
    assert len({guid for guid, _, _ in rows}) == len(rows)
    assert len({title for _, title, _ in rows}) == len(rows)
    assert all(guid and title for guid, title, _ in rows)


def test_dates_are_relative_to_the_time_of_asking() -> None:
    dates = [date for _, feed in everything().values() for _, _, date in feed]
    assert all(NOW - timedelta(days=30) < date < NOW for date in dates)
    assert sum(date > NOW - timedelta(hours=24) for date in dates) > len(dates) * 0.9
    assert any(date < NOW - timedelta(days=14) for date in dates), "one old item shows the age rule at work"


def test_no_token_is_left_in_what_is_served() -> None:
    assert not [name for name, (_, body) in feeds(NOW).items() if b"{{" in body or b"}}" in body]


def test_every_feed_says_that_it_is_a_sample() -> None:
    assert not [name for name, (_, body) in feeds(NOW).items() if b"are invented" not in body]


def test_links_lead_to_no_real_site() -> None:
    hosts = {
        host
        for _, body in feeds(NOW).values()
        for host in re.findall(rb"https?://([^/\"<]+)", body)
        if not host.endswith((b"w3.org", b"purl.org", b"jsonfeed.org"))
    }
    assert not [host for host in hosts if not host.endswith(b".example.org")]


@pytest.mark.parametrize(
    ("at", "printed"),
    [
        (datetime(2026, 11, 21, 9, tzinfo=UTC), "۳۰ آبان ۱۴۰۵"),
        (datetime(2026, 3, 21, 9, tzinfo=UTC), "۱ فروردین ۱۴۰۵"),
        (datetime(2026, 3, 20, 9, tzinfo=UTC), "۲۹ اسفند ۱۴۰۴"),
        (datetime(2025, 9, 23, 9, tzinfo=UTC), "۱ مهر ۱۴۰۴"),
    ],
)
def test_persian_datelines_are_in_the_persian_calendar(at: datetime, printed: str) -> None:
    _, body = feeds(at + timedelta(hours=6))["karaneh.xml"]
    assert printed in body.decode()
