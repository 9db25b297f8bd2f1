"""Translations of headlines: real programs, slow, broken and hostile ones among them."""

import os
import select
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, NOW, delivery, view

from monitor.notify import letter
from monitor.notify.gloss import Glossary
from monitor.notify.means import Means
from monitor.notify.settings import ChannelSettings

OPENED = delivery("opened", view(ARABIC))
MAIL = ChannelSettings("mail", "mailto://u:p@example.org")
CHAT = ChannelSettings("ops", "tgram://1:a/2")


def program(code: str, timeout: float = 10.0) -> Glossary:
    return Glossary((sys.executable, "-c", f"import os, sys, time\n{code}"), timeout)


def outlives(pid: str, seconds: float = 10.0) -> bool:
    """Whether a process still runs after so long. The kernel ends those of a killed group one after the other; the
    descriptor of one that has ended is readable."""
    try:
        process = os.pidfd_open(int(pid))
    except ProcessLookupError:
        return False
    try:
        return not select.select([process], [], [], seconds)[0]
    finally:
        os.close(process)


async def told(glossary: Glossary, settings: ChannelSettings = CHAT) -> str:
    message = await letter.word((OPENED,), settings, BAGHDAD, NOW, Means(glossary=glossary))
    return message.body + (message.html or "")


async def test_a_translation_is_the_headline_and_says_that_a_machine_made_it() -> None:
    glossary = program("print('Infiltration of gunmen foiled', os.environ['MONITOR_FROM'], os.environ['MONITOR_TO'])")
    lines = (await told(glossary)).splitlines()
    assert lines[1:3] == [
        "Infiltration of gunmen foiled ar en (machine translation)",
        "\u2068إحباط محاولة تسلل مسلحين عبر الحدود\u2069 (ar)",
    ]
    assert "Infiltration of gunmen foiled ar en (machine translation)</h2>" in await told(glossary, MAIL)
    assert glossary.counts == {"made": 1, "failed": 0, "late": 0}


async def test_the_program_gets_the_headline_on_its_standard_input() -> None:
    assert "HEADLINE إحباط محاولة" in await told(program("print('HEADLINE', sys.stdin.read())"))


async def test_a_headline_that_can_be_read_is_not_translated() -> None:
    glossary = program("print('no')")
    english = replace(OPENED, incident=view(ARABIC, ENGLISH))
    assert await glossary.of(english, "en") == ""
    assert await glossary.of(delivery("trouble"), "en") == ""
    assert await Glossary().of(OPENED, "en") == ""
    assert glossary.counts == {"made": 0, "failed": 0, "late": 0}


@pytest.mark.parametrize(
    "code", ["sys.exit(3)", "pass", "print('   ')", "print('x'); sys.exit(1)", "os.kill(os.getpid(), 9)"]
)
async def test_a_program_that_fails_leaves_the_message_as_it_was(code: str) -> None:
    glossary = program(code)
    assert await told(glossary) == await told(Glossary())
    assert glossary.counts == {"made": 0, "failed": 1, "late": 0}


async def test_a_program_that_is_not_there_leaves_the_message_as_it_was() -> None:
    glossary = Glossary(("/no/such/program",))
    assert await told(glossary) == await told(Glossary())
    assert glossary.counts["failed"] == 1


async def test_a_slow_program_is_killed_with_its_children_after_its_time(tmp_path: Path) -> None:
    mark = tmp_path / "children"
    glossary = program(f"child = os.fork()\nopen({str(mark)!r}, 'a').write(f'{{os.getpid()}} ')\ntime.sleep(600)", 1.0)
    began = time.monotonic()
    assert await told(glossary) == await told(Glossary())
    assert time.monotonic() - began < 5
    assert glossary.counts == {"made": 0, "failed": 0, "late": 1}
    assert [pid for pid in mark.read_text().split() if outlives(pid)] == []


async def test_what_it_says_is_feed_text_like_any_other() -> None:
    body = await told(program("print('<!channel> @everyone \\u202e*x* https://evil.com/a' + 'y' * 100000, flush=True)"))
    assert "‹!channel› @\u200beveryone ∗x∗ hxxps://evil(.)com/a" in body
    assert "\u202e" not in body


async def test_the_same_headline_is_asked_for_once() -> None:
    glossary = program("print('once')")
    for _ in range(3):
        await told(glossary)
    assert glossary.counts["made"] == 1


async def test_it_does_not_see_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_SECRET_MAIL", "canary")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "canary")
    assert os.environ["MONITOR_SECRET_MAIL"]
    assert "canary" not in await told(program("print('env', *os.environ.values())"))
