"""What is read from HTTP answers beside their status, and when a mail gets our Message-ID."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from monitor.notify.wire import asked_to_wait, denied, refused_with


@dataclass
class Answered:
    status_code: int = 200
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("content", "no"),
    [
        (b'{"ok": false, "error": "channel_not_found"}', True),
        (b' {"success": false}', True),
        (b'{"ok": true}', False),
        (b'{"ok": 0}', False),
        (b"ok", False),
        (b"", False),
        (b"{broken", False),
        (b'{"a":' * 20_000, False),
        (b'[{"ok": false}]', False),
    ],
)
def test_a_yes_that_the_body_takes_back_is_no_yes(content: bytes, *, no: bool) -> None:
    assert denied([Answered(content=content)]) is no
    assert not denied([Answered(500, content)])
    assert denied([Answered(content=content), Answered(content=b'{"ok": true}')]) is no


class Consumed:
    status_code = 200
    headers: Mapping[str, str] = {}

    @property
    def content(self) -> bytes:
        raise RuntimeError("the content for this response was already consumed")


def test_an_answer_that_was_read_already_says_nothing() -> None:
    assert not denied([Consumed()])


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": " 7 "}, 7.0),
        (
            {"Retry-After": "Sat, 21 Nov 2026 08:05:00 GMT", "Date": "Sat, 21 Nov 2026 08:00:00 GMT"},
            300.0,
        ),
        ({"Retry-After": "Sat, 21 Nov 2026 07:00:00 GMT", "Date": "Sat, 21 Nov 2026 08:00:00 GMT"}, 0.0),
        ({"Retry-After": "Sat, 21 Nov 2026 08:05:00 GMT"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "99999999999999"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(headers: Mapping[str, str], seconds: float | None) -> None:
    assert asked_to_wait([Answered(429, b"", headers)]) == seconds


def test_no_answer_asks_for_nothing() -> None:
    assert asked_to_wait([]) is None
    assert refused_with([]) is None


def test_the_last_answer_says_what_a_plugin_did_not_log() -> None:
    assert refused_with([Answered(200), Answered(403)]) == 403
    assert refused_with([Answered(403), Answered(204)]) is None
    assert refused_with([Answered(429), Answered(403)], 429) == 429
    assert refused_with([Answered(500), Answered(403)], 429) is None
