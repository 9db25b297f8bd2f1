"""Links that answer: only ours, only whole, only in time, and the same on every repeat."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from incidents_to_tell import ARABIC, BAGHDAD, NOW, delivery, view

from monitor.notify.limits import limits_of
from monitor.notify.links import LIVES, Permission, answer_link, sign, verify
from monitor.notify.render import render

KEY = b"k" * 32
UNTIL = NOW + timedelta(hours=1)
TOKEN = sign("answer", "7Q2K", "duty-phone", UNTIL, KEY)


def test_a_token_says_what_it_allows_until_it_expires() -> None:
    assert verify(TOKEN, KEY, NOW) == Permission("answer", "7Q2K", "duty-phone", UNTIL)
    assert verify(TOKEN, KEY, UNTIL - timedelta(seconds=1)) is not None
    assert verify(TOKEN, KEY, UNTIL) is None


def test_a_token_of_another_key_or_of_none_is_refused() -> None:
    assert verify(TOKEN, b"x" * 32, NOW) is None
    assert verify(TOKEN, b"", NOW) is None
    assert verify("", KEY, NOW) is None
    assert verify(TOKEN * 40, KEY, NOW) is None


@given(at=st.integers(0, len(TOKEN) - 1), char=st.characters(max_codepoint=0x2FF))
def test_a_token_with_any_character_changed_is_refused(at: int, char: str) -> None:
    changed = TOKEN[:at] + char + TOKEN[at + 1 :]
    assert changed == TOKEN or verify(changed, KEY, NOW) is None


@given(st.text(max_size=200))
def test_no_text_whatever_passes_for_a_token(text: str) -> None:
    assert verify(text, KEY, NOW) is None


def test_a_token_has_no_second_spelling() -> None:
    for other in (TOKEN + "=", TOKEN + ".", " " + TOKEN, TOKEN.replace(".", ".\n"), TOKEN.upper()):
        assert verify(other, KEY, NOW) is None


def test_a_link_is_short_bound_to_its_message_and_the_same_on_repeats() -> None:
    link = answer_link("https://watch.example.org/", "7Q2K", "ops", NOW, KEY)
    page, _, token = link.partition("?t=")
    assert page == "https://watch.example.org/i/7Q2K"
    assert verify(token, KEY, NOW) == Permission("answer", "7Q2K", "ops", NOW + LIVES)
    assert len(token) < 80
    assert answer_link("https://watch.example.org/", "7Q2K", "ops", NOW, KEY) == link
    assert answer_link("https://watch.example.org/", "7Q2K", "ops", NOW, b"") == page


def test_messages_carry_the_link_only_where_there_is_a_console() -> None:
    told, limits = delivery("opened", view(ARABIC)), limits_of("tgram://")
    keyed = replace(BAGHDAD, key=KEY)
    body = render(told, "chat", limits, keyed, now=NOW).body
    link = next(line for line in body.splitlines() if line.startswith("https://watch.example.org/i/7Q2K?t="))
    assert verify(link.partition("?t=")[2], KEY, NOW) == Permission("answer", "7Q2K", "ops", NOW + LIVES)
    assert "?t=" not in render(told, "chat", limits, replace(keyed, console=""), now=NOW).body
    assert "?t=" not in render(told, "chat", limits, BAGHDAD, now=NOW).body
    assert "kkkk" not in repr(keyed)
