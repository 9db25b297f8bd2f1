"""What is read from HTTP answers beside their status, and when a mail gets our Message-ID."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from monitor.notify.wire import Heard, asked_to_wait, denied, refused_with


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


@dataclass
class Asked:
    method: str | None
    url: str | None


def named(heard: Heard, path: str, method: str = "PUT") -> str | None:
    request = Asked(method, f"https://matrix.example.org{path}")
    heard.name(request)
    return request.url and request.url.removeprefix("https://matrix.example.org")


ROOM, OTHER = (f"/_matrix/client/v3/rooms/%21{name}/send/m.room.message/" for name in ("one", "two"))


def test_an_event_of_a_room_has_our_id_in_each_try_and_a_second_one_another() -> None:
    first, again = Heard("7Q2K-1.18f"), Heard("7Q2K-1.18f")
    assert named(first, f"{ROOM}0") == named(again, f"{ROOM}c0ffee") == f"{ROOM}7Q2K-1.18f"
    assert named(first, f"{OTHER}1") == f"{OTHER}7Q2K-1.18f"
    assert named(first, f"{ROOM}2") == f"{ROOM}7Q2K-1.18f.1"
    assert named(first, f"{ROOM}0") == f"{ROOM}7Q2K-1.18f"


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/_matrix/client/v3/login", "POST"),
        ("/_matrix/client/v3/sendToDevice/m.room.encrypted/4", "PUT"),
        ("/_matrix/client/v3/rooms/%21one/send/m.room.message/4?x=1", "PUT"),
        (f"{ROOM}4", "POST"),
        ("/hook/rooms/send/4", "PUT"),
    ],
)
def test_no_other_request_is_touched(path: str, method: str) -> None:
    assert named(Heard("7Q2K-1.18f"), path, method) == path
    assert named(Heard(), f"{ROOM}4") == f"{ROOM}4"
