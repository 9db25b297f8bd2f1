"""Folded words find articles over months, newest first, and mistakes in a query are said."""

from datetime import datetime

import pytest
from store_samples import DAY, HOUR, NOW, article

from monitor.errors import StoreError
from monitor.store import search
from monitor.store.database import Database, open_reader


def found(
    db: Database, query: str, *, limit: int = 10, since: datetime | None = None, lang: str | None = None
) -> list[str]:
    return [one.title.removeprefix("Title ") for one in search.search(db, query, limit=limit, since=since, lang=lang)]


@pytest.fixture
def filled(db: Database) -> Database:
    article(db, "first", text="gunmen storm jail", at=NOW)
    article(db, "second", text="هجوم على سجن", at=NOW + HOUR, lang="ar")
    article(db, "third", text="storm closes roads", at=NOW + 20 * DAY)
    article(db, "fourth", text="jail storm", at=NOW + 50 * DAY)
    return db


def test_words_phrases_operators_and_beginnings(filled: Database) -> None:
    assert found(filled, "storm") == ["fourth", "third", "first"]
    assert found(filled, "jail storm") == ["fourth", "first"]
    assert found(filled, '"jail storm"') == ["fourth"]
    assert found(filled, "storm NOT jail") == ["third"]
    assert found(filled, "gun*") == ["first"]
    assert found(filled, "سجن") == ["second"]
    assert found(filled, "nothing") == found(filled, "  ") == []


def test_an_article_names_the_snapshot_that_judged_it(filled: Database) -> None:
    assert [one.snapshot for one in search.search(filled, "gunmen", limit=1)] == ["snapshot"]


def test_limits_by_number_time_and_language(filled: Database) -> None:
    assert found(filled, "storm", limit=2) == ["fourth", "third"]
    assert found(filled, "storm", since=NOW + HOUR) == ["fourth", "third"]
    assert found(filled, "title", lang="ar") == ["second"]
    (one,) = search.search(filled, "gunmen", limit=1)
    assert (one.url, one.first_seen, one.decision.value) == ("https://news.example/first", NOW, "ignored")


@pytest.mark.parametrize("query", ['"open', "AND", "storm OR", "(storm", "title:", "nosuch:storm", "*"])
def test_a_mistake_in_a_query_is_a_sentence(filled: Database, query: str) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        found(filled, query)


def test_a_reader_searches_a_month_that_began_after_it_opened(filled: Database) -> None:
    with open_reader(filled.folder) as reader:
        assert found(reader, "snow") == []
        article(filled, "fifth", text="snow", at=NOW + 80 * DAY)
        assert found(reader, "snow") == ["fifth"]


def test_a_month_that_ended_is_dropped_whole(filled: Database) -> None:
    assert search.drop_before(filled, NOW + 10 * DAY) == 1
    assert found(filled, "storm") == ["fourth", "third"]
    assert found(filled, "gunmen") == []
    assert search.drop_before(filled, NOW + 10 * DAY) == 0
