"""Lengths are counted as the service counts, and cut where a reader does not stumble."""

import apprise
import pytest
from apprise.manager_plugins import NotificationManager
from hypothesis import given
from hypothesis import strategies as st

from monitor.notify.limits import BY_SCHEMA, UNKNOWN, Unit, cut, format_of, limits_of, measure

UNITS: tuple[Unit, ...] = ("characters", "utf16", "bytes", "sms")
FAMILY = "👨‍👩‍👧"


def test_no_limit_of_ours_is_wider_than_apprise_knows_it_to_be() -> None:
    assert apprise.__version__
    plugins = NotificationManager()
    wrong = [
        schema
        for schema, limits in BY_SCHEMA.items()
        if schema in plugins
        and limits.unit != "sms"
        and isinstance(plugins[schema].body_maxlen, int)
        and (limits.body > plugins[schema].body_maxlen or limits.title > plugins[schema].title_maxlen)
    ]
    assert not wrong


def test_every_service_in_the_table_is_one_that_apprise_has() -> None:
    plugins = NotificationManager()
    assert [
        schema
        for schema in BY_SCHEMA
        if schema not in {"terminal", "file", "feed", "webhook"} and schema not in plugins
    ] == []


@pytest.mark.parametrize(
    ("text", "unit", "length"),
    [
        ("تسلل", "characters", 4),
        ("تسلل", "bytes", 8),
        ("🔴", "utf16", 2),
        ("a" * 160, "sms", 160),
        ("a€", "sms", 3),
        ("س" * 70, "sms", 160),
        ("س" * 71, "sms", 163),
        ("a" * 70 + "س", "sms", 163),
    ],
)
def test_lengths_are_those_of_the_service(text: str, unit: Unit, length: int) -> None:
    assert measure(text, unit) == length


@given(st.text(max_size=200), st.integers(0, 120), st.sampled_from(UNITS))
def test_what_is_cut_fits_and_begins_as_the_text_did(text: str, limit: int, unit: Unit) -> None:
    short = cut(text, limit, unit)
    assert measure(short, unit) <= limit
    assert short == text or text.startswith(short.rstrip(".…").rstrip()[: max(0, len(short) - 3)])


def test_a_cut_falls_between_words_and_never_within_a_letter() -> None:
    assert cut("Gunmen storm the prison", 15, "characters") == "Gunmen storm…"
    assert cut(f"ab{FAMILY}", 5, "characters") == "ab…"
    assert cut("abe\u0301e\u0301e\u0301", 6, "characters") == "abe\u0301…"


def test_each_service_has_its_manner_and_an_unknown_one_gets_careful_limits() -> None:
    assert format_of("mailtos://u:p@example.org") == "email"
    assert format_of("terminal:") == format_of("file:/x") == "terminal"
    assert format_of("twilio://a:b@c/d") == "short"
    assert format_of("tgram://1:2/3") == "chat"
    assert limits_of("somethingnew://x") == UNKNOWN
    assert limits_of("MATTERMOSTS://x").body == 4000
