from datetime import UTC, datetime, timedelta

import pytest

from monitor.models import Article, FeedSettings, Identity, Item
from monitor.normalise.article import to_article

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
IDENTITY = Identity("k", "l", "c")


def make(page: str | None = None, settings: FeedSettings | None = None, **fields: object) -> Article:
    values = {"guid": "1", "link": "https://a.example/1", "title": "Jail attacked", "summary": "<p>Gunmen came.</p>"}
    return to_article(
        Item(**(values | fields)),
        IDENTITY,
        False,
        settings=settings or FeedSettings("https://a.example/feed"),
        feed_language="en-GB",
        now=NOW,
        page=page,
        detect_language=lambda text, prior: f"{prior}:{text}",
    )


def test_an_item_becomes_plain_text() -> None:
    article = make(title="Jail &amp; camp <b>attacked</b>", summary="<p>One.</p><p>Two.</p><p>Leave a Reply</p>")
    assert (article.title, article.text) == ("Jail & camp attacked", "One.\nTwo.")
    assert (article.url, article.first_seen, article.identity) == ("https://a.example/1", NOW, IDENTITY)


def test_the_fuller_text_is_taken() -> None:
    assert make(content="<p>Gunmen came at night.</p>").text == "Gunmen came at night."
    assert make(content="x").text == "Gunmen came."
    assert make(page="Gunmen came at night and left at dawn.").text == "Gunmen came at night and left at dawn."
    assert make(page="").text == "Gunmen came."


def test_without_a_title_the_first_sentence_is_one() -> None:
    assert make(title="", summary="Gunmen came. They left.").title == "Gunmen came."
    assert make(title="", summary="").title == ""


def test_what_deceives_the_eye_is_removed_and_noted() -> None:
    assert make(title="Jail \u202eattacked\u202c").notes == ("direction controls removed",)
    assert make(title="b\u200bomb").title == "bomb"
    assert make(title="bоmb in town").notes == ("mixed scripts in the title",)
    assert make().notes == ()


@pytest.mark.parametrize("bad", ["\x00", "\r\n", "\x1b[31m", "\x85", "\ud800", "\x9b"])
def test_a_title_is_one_line_without_controls(bad: str) -> None:
    title = make(title=f"Jail{bad}Bcc: x").title
    assert title.isprintable()
    title.encode()


def test_only_web_links_are_links() -> None:
    assert make(link="javascript:alert(1)").url == ""
    assert make(link="HTTP://a.example/").url == "HTTP://a.example/"


def test_a_date_in_the_future_counts_as_soon_and_keeps_its_words() -> None:
    article = make(published="Fri, 02 Jan 2026 12:00:00 GMT", published_at=(NOW + timedelta(days=1)).timestamp())
    assert (article.published, article.published_raw) == (NOW + timedelta(hours=1), "Fri, 02 Jan 2026 12:00:00 GMT")


def test_a_date_beyond_reason_is_none() -> None:
    article = make(published="9999", published_at=float(2**60))
    assert (article.published, article.published_raw) == (None, "9999")
    assert make().published is None


def test_an_update_dates_an_item_without_publication() -> None:
    assert make(
        updated="2026-01-01T10:00:00Z", updated_at=(NOW - timedelta(hours=2)).timestamp()
    ).published == NOW - timedelta(hours=2)


def test_the_language_is_told_from_the_text_with_the_owners_word_first() -> None:
    assert make().lang == "en:Jail attacked\nGunmen came."
    assert make(language="fr").lang.startswith("fr:")
    assert make(language="fr", settings=FeedSettings("x", language="AR")).lang.startswith("ar:")
