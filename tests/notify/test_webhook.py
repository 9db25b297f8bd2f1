"""A webhook as its receiver sees it: a real HTTP server that checks signatures as the documentation says."""

import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, LEAD, NOW, delivery, report, view
from loopback import Loopback, redirect, reply, reset, silent

from monitor.daemon.sending import way_out
from monitor.egress import Limits
from monitor.egress.client import Egress
from monitor.errors import ChannelError
from monitor.models import Delivery, NamedPlace
from monitor.notify import letter
from monitor.notify.attempt import attempt
from monitor.notify.channels import check
from monitor.notify.means import Means
from monitor.notify.payload import notice_json
from monitor.notify.settings import ChannelSettings
from monitor.notify.webhook import Hook, signature

KEY = "canary-key"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "webhook.md"


@pytest.fixture
async def receiver() -> AsyncIterator[Loopback]:
    async with Loopback() as origin:
        origin.on("*", reply(200))
        yield origin


@pytest.fixture
def is_ours() -> Callable[..., bool]:
    """The example of the documentation, as it stands there."""
    found = re.search(r"<!-- example -->\n```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    names: dict[str, Callable[..., bool]] = {}
    exec(found[1], names)
    return names["is_ours"]


def channel(receiver: Loopback, *, allow_private: bool = True, key: str = KEY) -> ChannelSettings:
    url = receiver.url("/in?token=canary-token")
    return ChannelSettings("siem", f"webhook:{url}", hook=Hook("siem", url, key, allow_private))


async def post(settings: ChannelSettings, told: Delivery, *, plain: bool = False, deadline: float = 5.0) -> str:
    async with Egress(Limits(deadline=deadline), "test") as egress:
        means = Means(way_out(lambda: egress))
        message = await letter.word((told,), settings, BAGHDAD, NOW, means, plain=plain)
        return await attempt(settings, message, set(), 10.0, means=means, now=NOW)


async def refusal(settings: ChannelSettings, **how: float) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        await post(settings, delivery("opened", view(ARABIC)), **how)  # type: ignore[arg-type]
    return caught.value


async def test_the_example_of_the_documentation_accepts_what_we_send_and_nothing_else(
    receiver: Loopback, is_ours: Callable[..., bool]
) -> None:
    assert await post(channel(receiver), delivery("opened", view(ARABIC, ENGLISH))) == f"webhook {receiver.url('')}"
    (asked,) = receiver.asked
    at = NOW.timestamp()
    assert asked.method == "POST"
    assert asked.headers["content-type"] == "application/json; charset=utf-8"
    assert asked.headers["idempotency-key"] == "7Q2K-1"
    assert is_ours(asked.headers, asked.body, KEY, now=at)
    assert not is_ours(asked.headers, asked.body + b" ", KEY, now=at)
    assert not is_ours(asked.headers, asked.body, "another", now=at)
    assert not is_ours(asked.headers, asked.body, KEY, now=at + 301)
    assert not is_ours({**asked.headers, "x-monitor-timestamp": str(int(at) + 1)}, asked.body, KEY, now=at)
    assert not is_ours({}, asked.body, KEY, now=at)


def test_a_signature_is_the_one_that_openssl_gives() -> None:
    assert signature(b'{"a":1}', "1700000000", "k") == (
        "sha256=1b6ad1bc9bf48c52ce01939866d5877c6cc4e87ddad27e16673cb8c4964394a3"
    )


async def test_an_incident_arrives_as_json_with_all_its_parts(receiver: Loopback) -> None:
    lead = replace(LEAD, gist={"en": "Gunmen infiltrate"}, places=(NamedPlace("1", "Al-Hasakah", "SY", 36.5, 40.75),))
    await post(channel(receiver), delivery("escalated", view(ARABIC, ENGLISH, assessments=(lead,))))
    told = json.loads(receiver.asked[0].body)
    assert {name: told[name] for name in ("version", "event", "id", "ref", "severity", "topic", "rule", "score")} == {
        "version": "1",
        "event": "incident.escalated",
        "id": "7Q2K",
        "ref": "7Q2K-1",
        "severity": "high",
        "topic": "Border infiltration",
        "rule": "border-infiltration",
        "score": 82,
    }
    assert told["url"] == "https://watch.example.org/i/7Q2K"
    assert told["title"] == {
        "text": "Gunmen cross toward Iraq near Rabia, army says",
        "lang": "en",
        "gist": "Gunmen infiltrate",
    }
    assert told["place"] == {"name": "Al-Hasakah, SY", "country": "SY", "lat": 36.5, "lon": 40.75}
    assert (told["first_seen"], told["last_seen"]) == ("2026-11-21T02:14:00Z", "2026-11-21T02:42:00Z")
    assert told["sources"][0] == {
        "name": "Example Sharq",
        "url": "https://sharq.example.net/a",
        "lang": "ar",
        "title": "إحباط محاولة تسلل مسلحين عبر الحدود",
        "reliability": "B",
        "published": "2026-11-21T02:14:00Z",
        "first_seen": "2026-11-21T02:14:00Z",
    }
    assert told["why"][0] == {"kind": "evidence", "text": "crossing", "points": 60, "words": ["تسلل", "الحدود"]}
    assert [why["points"] for why in told["why"]] == [60, 15, 10, -3]


async def test_what_is_about_no_incident_has_its_own_events(receiver: Loopback) -> None:
    facts: dict[str, object] = {"sentence": "channel mail does not work", "subject": "channel mail"}
    for kind, event in (("trouble", "service.trouble"), ("recovered", "service.recovered"), ("test", "test")):
        await post(channel(receiver), delivery(kind, facts=facts))  # type: ignore[arg-type]
        told = json.loads(receiver.asked[-1].body)
        assert (told["event"], told["title"]["text"]) == (event, "channel mail does not work")


async def test_without_a_key_nothing_is_signed_and_the_rest_is_the_same(receiver: Loopback) -> None:
    await post(channel(receiver, key=""), delivery("opened", view(ARABIC)))
    headers = receiver.asked[0].headers
    assert "x-monitor-signature" not in headers
    assert headers["x-monitor-timestamp"] == str(int(NOW.timestamp()))


@pytest.mark.parametrize(
    ("status", "kind", "permanent"),
    [
        (400, "content", True),
        (413, "content", True),
        (418, "content", True),
        (422, "content", True),
        (401, "access", True),
        (403, "access", True),
        (404, "access", True),
        (410, "access", True),
        (408, "server", False),
        (429, "busy", False),
        (500, "server", False),
        (503, "server", False),
    ],
)
async def test_a_refusal_is_of_the_same_kinds_as_that_of_any_channel(
    receiver: Loopback, status: int, kind: str, *, permanent: bool
) -> None:
    receiver.on("*", reply(status, b"", {"Retry-After": "77"}))
    error = await refusal(channel(receiver))
    assert (error.kind, error.permanent) == (kind, permanent)
    assert error.retry_after == (77 if kind in {"busy", "server"} else None)
    assert len(receiver.asked) == 1
    assert "canary" not in f"{error!r}{error}"


async def test_what_does_not_answer_is_tried_again(receiver: Loopback) -> None:
    receiver.on("*", silent)
    error = await refusal(channel(receiver), deadline=0.2)
    assert (error.kind, error.permanent) == ("timeout", False)
    receiver.on("*", reset)
    error = await refusal(channel(receiver))
    assert (error.kind, error.permanent) == ("unreachable", False)
    receiver.on("*", redirect(receiver.url("/elsewhere")))
    error = await refusal(channel(receiver))
    assert (error.kind, error.permanent) == ("server", False)
    assert [asked.target for asked in receiver.asked if "elsewhere" in asked.target] == []


async def test_a_private_receiver_must_be_allowed(receiver: Loopback) -> None:
    settings = channel(receiver, allow_private=False)
    error = await refusal(settings)
    assert (error.kind, error.permanent) == ("access", True)
    assert receiver.asked == []
    assert check(settings) is None


async def test_a_refused_message_comes_again_with_the_least_text(receiver: Loopback) -> None:
    hostile = report("<!channel> {{7*7}} \u202egunmen\u202c at <b>the</b> border")
    told = notice_json(delivery("opened", view(hostile)), BAGHDAD, title="", plain=True)
    assert told["title"] == {"text": "channel 7 7 gunmen at b the /b border", "lang": "en", "gist": ""}
    assert (told["sources"], told["why"]) == ([], [])
    full = notice_json(delivery("opened", view(hostile)), BAGHDAD, title="")
    assert full["title"] == {"text": "<!channel> {{7*7}} gunmen at <b>the</b> border", "lang": "en", "gist": ""}


async def test_an_incident_of_which_nothing_is_known_still_arrives(receiver: Loopback) -> None:
    await post(channel(receiver), delivery("opened", view(assessments=())))
    told = json.loads(receiver.asked[0].body)
    assert (told["title"]["text"], told["place"], told["sources"], told["score"]) == ("", None, [], 0)
