"""One poll end to end: a real server, a real child, the shipped rules."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from loopback import Loopback, bomb, conditional, raw, reply

from monitor.detect.load import default_pack_folder, load_pack
from monitor.egress import Limits
from monitor.egress.client import Egress
from monitor.models import Decision, Feed, FeedSettings, FeedState, Outcome
from monitor.pipeline import Tools, poll_feed
from monitor.poll.schedule import Pace
from monitor.sandbox import Sandbox
from monitor.snapshot import write_pack

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
STORY = "Gunmen stormed a prison in the north on Saturday and freed dozens of fighters, officials said."
CALM = "The district stayed calm. " * 30
PAGE = f"<html><body><article><h1>Night in the north</h1><p>{STORY}</p><p>{CALM}</p></article>"


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


def item(guid: str, title: str, text: str = "", link: str = "") -> str:
    date = format_datetime(NOW)
    link = link or f"https://wire.example/{guid}"
    return (
        f"<item><guid>{guid}</guid><link>{link}</link><title>{title}</title><pubDate>{date}</pubDate>"
        f"<description>{text}</description></item>"
    )


ALERTING = item("1", "Gunmen storm jail in the north and free dozens of fighters", STORY)
HARMLESS = item("2", "Rain delays the harvest in the south", "Farmers hope for a dry week.")


@pytest.fixture
async def tools(tmp_path: Path) -> AsyncIterator[Tools]:
    sandbox = Sandbox(1, preload=("monitor.pipeline",))
    snapshot = write_pack(load_pack([default_pack_folder()]), tmp_path)
    async with Egress(Limits(deadline=10.0), "test") as egress:
        yield Tools(egress, sandbox, snapshot, Pace(), lambda name: name, lambda: NOW, lambda: 0.5)
    sandbox.close()


def feed(origin: Loopback, path: str = "/feed", **settings: object) -> Feed:
    whole = FeedSettings(origin.url(path), allow_private=True, baseline=False)
    return Feed(1, replace(whole, **settings), FeedState(due_at=NOW))


def after(polled: Feed, outcome: Outcome) -> Feed:
    return replace(polled, state=outcome.state)


async def test_a_match_comes_back_with_its_reason_and_its_snapshot(tools: Tools) -> None:
    async with Loopback() as origin:
        origin.on("/feed", reply(200, rss(ALERTING, HARMLESS)))
        outcome = await poll_feed(feed(origin), tools)
    assert (outcome.result, outcome.snapshot, len(outcome.findings)) == ("changed", tools.snapshot.id, 2)
    alert, harmless = outcome.findings
    assessment = alert.assessments[0]
    assert (assessment.rule, assessment.decision) == ("prison-attack", Decision.ALERT)
    assert sum(reason.points for reason in assessment.reasons) == assessment.score
    hit = assessment.reasons[0].hits[0]
    field = alert.article.title if hit.zone == "title" else alert.article.text
    assert field[hit.start : hit.end] == hit.text
    assert harmless.assessments == ()


async def test_only_what_is_new_or_revised_is_assessed(tools: Tools) -> None:
    async with Loopback() as origin:
        origin.on("/feed", reply(200, rss(HARMLESS)))
        polled = feed(origin)
        polled = after(polled, await poll_feed(polled, tools))
        origin.on("/feed", reply(200, rss(ALERTING, HARMLESS)))
        outcome = await poll_feed(polled, tools)
        assert [found.article.title for found in outcome.findings] == [
            "Gunmen storm jail in the north and free dozens of fighters"
        ]
        polled = after(polled, outcome)
        revised = item("2", "Rain ends the harvest in the south", "Farmers count what the flood has left of it.")
        origin.on("/feed", reply(200, rss(ALERTING, revised)))
        outcome = await poll_feed(polled, tools)
        assert [(found.article.revises, found.article.title) for found in outcome.findings] == [
            (True, "Rain ends the harvest in the south")
        ]


async def test_a_server_that_says_unchanged_and_one_that_sends_the_same_bytes_cost_no_child(tools: Tools) -> None:
    async with Loopback() as origin:
        origin.on("/etag", conditional(rss(HARMLESS), '"1"'))
        origin.on("/plain", reply(200, rss(HARMLESS)))
        for path in ("/etag", "/plain"):
            polled = feed(origin, path)
            polled = after(polled, await poll_feed(polled, tools))
            outcome = await poll_feed(polled, tools)
            assert (outcome.result, outcome.findings) == ("unchanged", ())


async def test_full_text_is_read_from_the_page_of_each_new_article(tools: Tools) -> None:
    async with Loopback() as origin:
        origin.on("/page", reply(200, PAGE.encode(), {"Content-Type": "text/html; charset=utf-8"}))
        origin.on("/feed", reply(200, rss(item("3", "Night in the north", "Read more", origin.url("/page")))))
        short = await poll_feed(feed(origin), tools)
        full = await poll_feed(feed(origin, full_text="page"), tools)
    assert short.findings[0].assessments == ()
    assert full.findings[0].assessments[0].rule == "prison-attack"
    assert "freed dozens" in full.findings[0].article.text


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (reply(200, b"<html><body>Log in</body></html>", {"Content-Type": "text/html"}), "web page"),
        (reply(503), "503"),
        (reply(200, b""), "empty"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), ""),
        (bomb("gzip", 50), "large"),
    ],
)
async def test_whatever_a_server_sends_is_that_feeds_state_in_a_sentence(
    tools: Tools, behaviour: object, said: str
) -> None:
    async with Loopback() as origin:
        origin.on("/feed", behaviour)
        outcome = await poll_feed(feed(origin), tools)
    assert (outcome.result, outcome.state.status, outcome.state.failures) == ("failed", "failing", 1)
    assert outcome.state.due_at > NOW
    assert said in outcome.state.sentence
    assert "Error" not in outcome.state.sentence
