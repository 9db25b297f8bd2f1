"""Alarms and the line of life in the readers' language: what is wrong, where, since when, and what to do."""

from datetime import UTC, datetime

import pytest

from monitor.models import Delivery, NoticeKind, Severity
from monitor.notify.limits import Limits
from monitor.notify.render import render
from monitor.notify.troubles import duration, heading, reason, remedy
from monitor.notify.troublewords import HEADS, ITEMS, OVER, REMEDIES
from monitor.notify.wording import Style
from monitor.poll.alarms import FEED_KINDS

NOW = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
KINDS = [*sorted(FEED_KINDS), "network", "behind", "self-check", "edit"]
LANGUAGES = ["en", "ar", "fa"]
FIGURES = {
    "failing": {"length": 90_000.0, "what": "http-500"},
    "page": {"what": "captcha"},
    "silent": {"length": 400_000.0, "usual": 3600.0},
    "slow": {"now": 1.5, "usual": 20.0},
    "late": {"length": 30_000.0, "usual": 600.0},
    "undated": {},
    "language": {"length": 50_000.0, "usual": 3600.0, "feeds": 3.0},
    "network": {"count": 40.0, "length": 720.0},
    "behind": {"count": 2.0, "total": 9.0, "length": 3600.0},
    "self-check": {"what": "writing"},
    "edit": {"where": "rules.d/topics/raid.yaml:9", "what": "there is no list 'lists/words'"},
}


def message(kind: NoticeKind, facts: dict[str, object], language: str = "en", body: int = 4000) -> str:
    delivery = Delivery(1, 1, "N-7Q2K", "desk", kind, Severity.MEDIUM, "reason", NOW, 1, facts=facts)
    made = render(delivery, "chat", Limits(200, body), Style("UTC", language), now=NOW)
    return f"{made.title}\n{made.body}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_alarm_has_words_in_every_language(kind: str, language: str) -> None:
    said = reason(kind, "Example", FIGURES[kind], language)
    assert said
    assert "{" not in said
    assert remedy(kind, language)
    assert heading(kind, 2, language)
    assert heading(kind, 2, language, over=True)


def test_no_language_lacks_a_sentence() -> None:
    for table in (HEADS, OVER, ITEMS, REMEDIES):
        assert {language: set(words) for language, words in table.items()} == {key: set(KINDS) for key in LANGUAGES}


def test_forty_failing_feeds_are_one_message_with_what_to_do() -> None:
    items = [{"name": f"Feed {n}", "figures": FIGURES["failing"]} for n in range(40)]
    text = message("trouble", {"alarm": "failing", "items": items})
    assert "Feeds that cannot be read: 40." in text
    assert "- Feed 0: cannot be read for 25 h (http-500)" in text
    assert "+20" in text
    assert "monitor feeds check" in text
    assert "N-7Q2K" in message("trouble", {"alarm": "failing", "items": items}, body=300)


def test_a_recovery_names_what_works_again() -> None:
    text = message("recovered", {"alarm": "silent", "items": [{"name": "Example", "figures": {}}]}, "ar")
    assert "خلاصات عادت تأتي بجديد: 1." in text
    assert "Example" in text


def test_a_feeds_name_cannot_break_out_of_its_line() -> None:
    hostile = [{"name": "evil\n@everyone <!here> https://bad.example/x {name}", "figures": {}}]
    text = message("trouble", {"alarm": "undated", "items": hostile})
    assert "\n@everyone" not in text
    assert "https://bad" not in text


@pytest.mark.parametrize(
    ("seconds", "language", "said"),
    [(2400.0, "en", "40 min"), (90_000.0, "en", "25 h"), (400_000.0, "en", "5 d"), (400_000.0, "ar", "5 أيام")],
)
def test_lengths_of_time_are_said_in_their_unit(seconds: float, language: str, said: str) -> None:
    assert duration(seconds, language) == said


ALIVE = {
    "feeds": 412,
    "answered": 400,
    "failing": 2,
    "languages": {"en": 9000, "ar": 4000},
    "alerts": 0,
    "reviews": 3,
    "canary": NOW.isoformat(),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quiet_day_says_in_every_language_what_was_read(language: str) -> None:
    text = message("digest", {"items": [], "total": 0, "alive": ALIVE}, language)
    for figure in ("412", "400", "13000", "9000", "07:30 UTC"):
        assert figure in text


def test_the_line_stands_above_what_waits_for_review() -> None:
    item = {"title": "Odd lorry", "lang": "en", "url": "", "rule": "bombing", "severity": "low", "score": 40}
    text = message("digest", {"items": [item], "total": 1, "alive": ALIVE | {"canary": None}})
    assert text.splitlines()[0] == "Digest · 1 for review"
    assert text.splitlines()[1].endswith("has not passed yet.")
    assert "Odd lorry" in text
