"""Alerts as a feed: read back by the parsers that other people use."""

import json
import os
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, GERMAN, NOW, delivery, report, view

from monitor.errors import ChannelError
from monitor.models import Delivery
from monitor.notify import letter
from monitor.notify.channels import check, send
from monitor.notify.means import Means
from monitor.notify.settings import ChannelSettings

FORMS = ("alerts.atom", "alerts.rss", "alerts.json")
OPENED = delivery("opened", view(ARABIC, ENGLISH))
UPDATED = replace(
    delivery("updated", view(ARABIC, ENGLISH, GERMAN)), ref="7Q2K-2", created_at=NOW + timedelta(minutes=10)
)


def channel(path: Path, entries: int = 100) -> ChannelSettings:
    return ChannelSettings("feed", f"feed:{path}", entries=entries)


async def publish(path: Path, told: Delivery, entries: int = 100) -> None:
    settings = channel(path, entries)
    message = await letter.word((told,), settings, replace(BAGHDAD, key=b"k" * 32), told.created_at, Means())
    assert send(settings, message) == f"feed:{path}"


def other(number: int) -> Delivery:
    """A notice about another incident, a minute later each."""
    at = NOW + timedelta(minutes=number)
    seen = replace(view(ENGLISH), ref=f"R{number}", opened_at=at)
    return replace(delivery("opened", seen), ref=f"R{number}-1", created_at=at)


def entries(path: Path) -> list[dict[str, Any]]:
    """(id, title, link, published, updated, text) as a reader sees them; the parser finds nothing to complain of."""
    if path.suffix == ".json":
        feed = json.loads(path.read_bytes())
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        return [
            {
                "id": item["id"],
                "title": item["title"],
                "link": item["url"],
                "published": item["date_published"],
                "html": item["content_html"],
            }
            for item in feed["items"]
        ]
    parsed = feedparser.parse(path.read_bytes())
    assert not parsed.bozo
    assert parsed.version == {".atom": "atom10", ".rss": "rss20"}[path.suffix]
    assert parsed.feed.title == "Threat Monitor"
    return [
        {
            "id": entry.id,
            "title": entry.title,
            "link": entry.link,
            "published": entry.published,
            "html": entry.content[0].value if "content" in entry else entry.summary,
        }
        for entry in parsed.entries
    ]


@pytest.mark.parametrize("name", FORMS)
async def test_a_notice_is_an_entry_that_readers_understand(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert check(channel(path)) is None
    await publish(path, OPENED)
    (entry,) = entries(path)
    assert entry["title"].startswith(
        "[HIGH] Border infiltration, Al-Hasakah, SY · 2 sources: Gunmen cross toward Iraq near Rabia"
    )
    assert entry["link"] == "https://watch.example.org/i/7Q2K"
    assert "إحباط محاولة تسلل مسلحين عبر الحدود" in entry["html"]
    assert "<html" not in entry["html"]
    assert "?t=" not in path.read_text("utf-8")
    assert entry["id"].startswith("urn:uuid:")


@pytest.mark.parametrize("name", FORMS)
async def test_a_repeat_changes_nothing_and_an_update_replaces_the_entry(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    await publish(path, OPENED)
    before = path.read_bytes()
    (first,) = entries(path)
    await publish(path, OPENED)
    assert path.read_bytes() == before
    await publish(path, other(1))
    await publish(path, UPDATED)
    newest, older = entries(path)
    assert (newest["id"], newest["published"]) == (first["id"], first["published"])
    assert "UPDATE" in newest["title"]
    assert older["id"] != first["id"]
    await publish(path, OPENED)
    assert [entry["title"] for entry in entries(path)] == [newest["title"], older["title"]]


@pytest.mark.parametrize("name", FORMS)
async def test_the_last_notices_are_kept_the_newest_first(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for number in range(5):
        await publish(path, other(number), entries=3)
    links = [entry["link"] for entry in entries(path)]
    assert links == [f"https://watch.example.org/i/R{number}" for number in (4, 3, 2)]


@pytest.mark.parametrize("name", FORMS)
async def test_hostile_text_stays_text(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    hostile = report("]]><script>alert(1)</script> &amp; \x00\x1b\ud800 <!ENTITY x 'y'> {{7*7}}")
    await publish(path, delivery("opened", view(hostile)))
    (entry,) = entries(path)
    assert "<script" not in entry["html"]
    assert "alert(1)" in entry["html"]
    assert "{{7*7}}" in entry["html"]


@pytest.mark.parametrize("name", FORMS)
async def test_a_damaged_file_is_put_aside_and_a_new_one_begun(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    await publish(path, OPENED)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    await publish(path, OPENED)
    assert path.read_bytes() == whole
    assert (tmp_path / f"{name}.damaged").read_bytes() == whole[: len(whole) // 2]


@pytest.mark.parametrize("name", FORMS)
async def test_a_file_of_somebody_elses_is_put_aside_unread(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    bomb = b'<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><feed>&b;</feed>'
    path.write_bytes(b'{"items": [[[1]]]}' if path.suffix == ".json" else bomb)
    await publish(path, OPENED)
    assert len(entries(path)) == 1


async def test_the_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "alerts.atom"
    await publish(path, OPENED)
    path.chmod(0o640)
    inode = path.stat().st_ino
    with path.open("rb") as reader:
        await publish(path, UPDATED)
        assert feedparser.parse(reader.read()).entries[0].title.count("UPDATE") == 0
    assert path.stat().st_ino != inode
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["alerts.atom"]  # noqa: PTH208


async def test_trouble_and_tests_are_entries_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "alerts.json"
    await publish(path, replace(delivery("test", facts={"target": "feed"}), ref="TEST"))
    await publish(path, replace(delivery("trouble", facts={"sentence": "mail fails"}), ref="N-1"))
    assert [item["tags"][-1] for item in json.loads(path.read_bytes())["items"]] == ["service.trouble", "test"]


def test_a_path_that_cannot_work_is_told_before_the_first_alert(tmp_path: Path) -> None:
    wrong = check(channel(tmp_path / "alerts.txt"))
    assert wrong == "channel feed: a feed's file ends in .atom, .rss, .json; alerts.txt does not"
    assert "does not exist" in str(check(channel(tmp_path / "missing" / "alerts.atom")))


async def test_a_folder_that_is_gone_is_worth_another_try(tmp_path: Path) -> None:
    settings = channel(tmp_path / "missing" / "alerts.atom")
    message = await letter.word((OPENED,), settings, BAGHDAD, NOW, Means())
    with pytest.raises(ChannelError) as caught:
        send(settings, message)
    assert (caught.value.kind, caught.value.permanent) == ("io", False)
