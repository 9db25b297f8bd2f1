"""Webhooks and templates through the whole of a delivery: claimed, sent, recorded, and told of when they fail."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from loopback import Loopback, reply
from outbox_on_disk import STYLE, Post

from monitor.config.templates import load_template
from monitor.daemon.sending import Complaints, way_out
from monitor.egress import Limits
from monitor.egress.client import Egress
from monitor.notify.means import Means
from monitor.notify.settings import ChannelSettings
from monitor.notify.webhook import Hook


@pytest.fixture
async def receiver() -> AsyncIterator[Loopback]:
    async with Loopback() as origin:
        origin.on("*", reply(200))
        yield origin


@pytest.fixture
async def post(receiver: Loopback, tmp_path: Path) -> AsyncIterator[Post]:
    url = receiver.url("/in")
    hook = ChannelSettings("siem", f"webhook:{url}", hook=Hook("siem", url, "key", allow_private=True))
    made = Post(tmp_path, [hook, ChannelSettings("log", f"file:{tmp_path}/log.jsonl")])
    async with Egress(Limits(deadline=5.0), "test") as egress:
        made.courier.use(made.channels, STYLE, Means(way_out(lambda: egress)))
        yield made
        await made.close()


async def test_a_receiver_that_fails_gets_the_same_notice_with_the_same_key_later(
    receiver: Loopback, post: Post
) -> None:
    receiver.on("/in", reply(503))
    ref = post.tell("alpha")
    await post.deliver()
    assert (post.states("siem"), post.states("log")) == (["pending"], ["sent"])
    receiver.on("/in", reply(200))
    post.clock.pass_(minutes=2)
    await post.deliver()
    assert post.states("siem") == ["sent"]
    first, second = receiver.asked
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"] == ref
    assert json.loads(first.body) == json.loads(second.body)
    assert first.headers["x-monitor-signature"] != second.headers["x-monitor-signature"]


async def test_what_a_receiver_asks_for_with_retry_after_is_obeyed(receiver: Loopback, post: Post) -> None:
    receiver.on("/in", reply(429, b"", {"Retry-After": "600"}))
    post.tell("alpha")
    await post.deliver()
    receiver.on("/in", reply(200))
    post.clock.pass_(seconds=590)
    await post.deliver()
    assert len(receiver.asked) == 1
    post.clock.pass_(seconds=20)
    await post.deliver()
    assert post.states("siem") == ["sent"]


async def test_a_receiver_that_is_gone_is_held_and_named_elsewhere(receiver: Loopback, post: Post) -> None:
    receiver.on("/in", reply(410))
    post.tell("alpha")
    await post.deliver()
    await post.deliver()
    assert post.states("siem") == ["dead"]
    trouble = [row for row in post.log("log") if row.kind == "trouble"]
    assert "the receiver answers 410" in trouble[0].reason


async def test_a_notice_that_a_receiver_refuses_comes_once_more_with_the_least_text(
    receiver: Loopback, post: Post
) -> None:
    receiver.on("/in", reply(422))
    post.tell("alpha")
    await post.deliver()
    assert post.states("siem") == ["dead"]
    full, plain = (json.loads(asked.body) for asked in receiver.asked)
    assert (bool(full["sources"]), plain["sources"], plain["id"]) == (True, [], full["id"])


@dataclass
class Heard:
    """Whom trouble is told to."""

    said: list[tuple[str, str]] = field(default_factory=list)

    async def tell(self, subject: str, sentence: str) -> None:
        self.said.append((subject, sentence))


async def test_a_template_that_fails_keeps_no_alert_back_and_is_told_of_once(tmp_path: Path) -> None:
    template, heard = tmp_path / "t.j2", Heard()
    template.write_text("{{ topic }}\n{{ 1 // (outlets|length - 1) }}")
    out = tmp_path / "out.jsonl"
    loaded = load_template(template, "out", STYLE)
    post = Post(tmp_path, [ChannelSettings("out", f"file:{out}", template=loaded)])
    post.courier.use(post.channels, STYLE, Means(complain=Complaints(heard.tell)))
    for name in ("alpha", "beta"):
        post.tell(name)
    await post.deliver()
    assert post.states("out") == ["sent", "sent"]
    titles = [json.loads(line)["title"] for line in out.read_text("utf-8").splitlines()]
    assert titles == ["HIGH · Prison attack · 1 source, unconfirmed"] * 2
    ((subject, sentence),) = heard.said
    assert subject == "template of channel out"
    assert sentence.startswith(f"{template}:2: the template cannot be filled in: integer division")
    assert sentence.endswith("Messages to out go in the built-in wording until it is mended")
    await post.close()
