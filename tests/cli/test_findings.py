"""What only shows when configuration, rules and stored articles are looked at together."""

from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import pytest

from monitor.cli.findings import FEWEST, frequent_terms, unheard_languages
from monitor.config import load_config
from monitor.detect.load import LoadedPack, load_pack
from monitor.models import Article, FeedSettings, Finding, Identity
from monitor.store import articles, feeds
from monitor.store.database import open_writer

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
RULE = """version: 1
id: desk
title: Desk
severity: low
family: attack
description: A rule of one desk.
groups:
  who: {en: [gunmen, minister], include: [lists/more]}
  act: {en: [stormed]}
match: [{name: seen, all: [who, act], points: 70}]
"""


@pytest.fixture
def pack(tmp_path: Path) -> LoadedPack:
    for name in ("topics", "lists"):
        (tmp_path / "rules" / name).mkdir(parents=True)
    (tmp_path / "rules" / "topics" / "desk.yaml").write_text(RULE, "utf-8")
    more = "version: 1\nid: more\ntitle: More\nterms:\n  any: [Qaida]\n  en: [raid*]\n  ar: [مسلحون]\n"
    (tmp_path / "rules" / "lists" / "more.yaml").write_text(more, "utf-8")
    return load_pack([tmp_path / "rules"])


def stored(folder: Path, number: int) -> Path:
    """A database of so many English articles: every tenth has a minister, every fortieth gunmen, every fifth a raid."""
    with open_writer(folder, now=NOW, create=True) as db:
        feed = feeds.add(db, FeedSettings("https://example.org/rss"), NOW)
        for n in range(number):
            words = [word for word, each in (("minister", 10), ("gunmen", 40), ("raiders", 5)) if n % each == 0]
            key = blake2b(str(n).encode(), digest_size=16).hexdigest()
            article = Article(
                Identity(key, key, key), False, "", f"News of day {n}", f"A {' '.join(words)} spoke.", "en", NOW
            )
            articles.add(db, feed, Finding(article, (), ""), "snapshot", NOW)
    return folder


def test_terms_in_more_than_one_of_twenty_articles_are_told_at_their_place(tmp_path: Path, pack: LoadedPack) -> None:
    data = stored(tmp_path / "data", 200)
    told = list(frequent_terms(data, pack, [tmp_path / "rules"]))
    assert [(Path(each.path).name, each.line, each.code, each.level) for each in told] == [
        ("more.yaml", 6, "frequent-term", "warning"),
        ("desk.yaml", 8, "frequent-term", "warning"),
    ]
    assert told[0].message == "'raid*' is found in 40 of the last 200 articles; alone it says little"
    assert told[1].message.startswith("'minister' is found in 20 of the last 200 articles")


def test_of_few_articles_and_of_other_folders_nothing_is_said(tmp_path: Path, pack: LoadedPack) -> None:
    data = stored(tmp_path / "data", FEWEST - 1)
    assert list(frequent_terms(data, pack, [tmp_path / "rules"])) == []
    assert list(frequent_terms(tmp_path / "none", pack, [tmp_path / "rules"])) == []
    assert list(frequent_terms(stored(tmp_path / "more", 120), pack, [tmp_path / "elsewhere"])) == []


def test_languages_with_feeds_and_without_terms_are_told_once(tmp_path: Path, pack: LoadedPack) -> None:
    path = tmp_path / "config.yaml"
    listed = ["a, language: fa", "b, language: fa-IR", "c, language: en", "d, language: de", "e"]
    lines = [f"    - {{url: https://example.org/{each}}}\n" for each in listed]
    path.write_text(f"version: 1\nchannels: {{t: {{url: terminal}}}}\nfeeds:\n  list:\n{''.join(lines)}", "utf-8")
    told = list(unheard_languages(load_config(path, {}), pack))
    assert [(each.line, each.message.partition(",")[0]) for each in told] == [
        (5, "2 feeds are in 'fa'"),
        (8, "1 feed is in 'de'"),
    ]
