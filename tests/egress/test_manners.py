"""How we appear to servers, and what we keep to ourselves."""

import asyncio
import threading
import traceback
from collections.abc import Sequence

import pytest
from loopback import Loopback, basic_auth, names, reply, silent

from monitor import __version__
from monitor.egress import Limits
from monitor.egress.client import Egress, identification
from monitor.errors import FetchError


async def test_we_say_who_we_are_and_ask_for_what_we_can_read() -> None:
    async with Loopback() as origin, Egress(Limits(), identification("https://example.org/about")) as egress:
        origin.on("/", reply(200, b"x"))
        await egress.get(origin.url("/"), allow_private=True)
    headers = origin.asked[0].headers
    assert headers["user-agent"] == f"threat-monitor/{__version__} (+https://example.org/about)"
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in headers


async def test_cookies_are_neither_kept_nor_shown_and_odd_bytes_in_headers_become_text() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/", reply(200, b"x", {"Set-Cookie": "id=canary", "X-Odd": "caf\xe9", "Cache-Control": "no-cache"}))
        for _ in range(2):
            answer = await egress.get(origin.url("/"), allow_private=True)
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-odd"].encode("utf-8") == "caf\ufffd".encode()
    assert "cookie" not in origin.asked[1].headers


async def test_proxies_named_in_the_environment_get_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Loopback() as attacker, Loopback() as origin:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, attacker.url("/"))
        origin.on("/", reply(200, b"direct"))
        async with Egress(Limits(), "test") as egress:
            assert (await egress.get(origin.url("/"), allow_private=True)).body == b"direct"
        assert attacker.connections == 0


async def test_a_user_name_and_password_open_the_feed_and_appear_in_no_failure() -> None:
    secret = "yranac"[::-1]  # so that the traceback's own source lines do not hold it
    mine = [("X-Key", secret)]
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/", basic_auth(b"feed", "Basic bWU6Y2FuYXJ5"))
        assert (await egress.get(origin.url("/"), auth=f"me:{secret}", allow_private=True)).body == b"feed"
        with pytest.raises(FetchError) as failed:
            await egress.get(origin.url("/"), auth=f"you:{secret}", headers=mine, allow_private=True)
        with pytest.raises(FetchError) as unreachable:
            await egress.get(
                "http://example.org/", proxy="http://me:canary@127.0.0.1:1/", headers=[("X-Key", "canary")]
            )
        with pytest.raises(FetchError) as split:
            await egress.get(origin.url("/"), headers=[("X-Key", f"{secret}\r\nHost: evil")], allow_private=True)
    assert [error.value.kind for error in (failed, unreachable, split)] == ["http-401", "proxy", "bad-header"]
    for error in (failed, unreachable, split):
        assert "canary" not in "".join(traceback.format_exception(error.value))
        assert "canary" not in repr(error.value.__cause__)


@pytest.mark.parametrize(
    "name", ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Proxy-Authorization", "a b"]
)
async def test_headers_that_would_change_who_is_asked_or_how_cannot_be_set(name: str) -> None:
    async with Egress(Limits(), "test") as egress:
        with pytest.raises(FetchError, match="remove it") as failed:
            await egress.get("http://example.org/", headers=[(name, "x")])
    assert failed.value.kind == "bad-header"


async def test_a_host_never_sees_more_than_two_requests_at_once() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("*", reply(200, b"x" * 50_000))
        await asyncio.gather(
            *(egress.get(origin.url(f"/{n}"), allow_private=True, suspect=n % 2 == 0) for n in range(100))
        )
        assert origin.most_at_once <= 2
        assert origin.connections == 2


async def test_only_so_many_connections_stay_open_unused() -> None:
    async with Loopback() as origin:
        origin.on("*", reply(200, b"x"))
        table = names({f"h{n}.test": ["127.0.0.1"] for n in range(10)})
        async with Egress(Limits(idle=3), "test", lookup=table) as egress:
            for n in range(10):
                await egress.get(origin.url("/", f"h{n}.test"), allow_private=True)
        assert [asked.headers.get("connection") for asked in origin.asked].count("close") == 7


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "120"}, 120),
        (503, {"Retry-After": "120"}, 120),
        (429, {}, 60),
        (503, {"Retry-After": "-1"}, 60),
        (503, {"Retry-After": "soon"}, 60),
        (429, {"Retry-After": "0"}, 60),
        (429, {"Retry-After": "99999999999999999999999"}, 3600),
        (429, {"Retry-After": "Wed, 01 Jan 2025 00:10:00 GMT", "Date": "Wed, 01 Jan 2025 00:00:00 GMT"}, 600),
        (429, {"Retry-After": "Wed, 01 Jan 2025 00:10:00 GMT"}, 60),
    ],
)
async def test_what_one_feed_was_told_holds_for_all_feeds_of_its_host(
    status: int, headers: dict[str, str], wait: float
) -> None:
    clock = Clock()
    async with Loopback() as origin:
        origin.on("/busy", reply(status, b"", headers))
        origin.on("*", reply(200, b"x"))
        lookup = names({"other.test": ["127.0.0.1"]})
        async with Egress(Limits(), "test", clock=clock, lookup=lookup) as egress:
            with pytest.raises(FetchError):
                await egress.get(origin.url("/busy"), allow_private=True)
            assert egress.backing_off() == {"127.0.0.1": wait}
            with pytest.raises(FetchError) as waiting:
                await egress.get(origin.url("/feed"), allow_private=True)
            assert (waiting.value.kind, waiting.value.retry_after) == ("backing-off", wait)
            assert (await egress.get(origin.url("/feed", "other.test"), allow_private=True)).status == 200
            clock.now += wait
            assert (await egress.get(origin.url("/feed"), allow_private=True)).status == 200
            assert egress.backing_off() == {}
    assert len(origin.asked) == 3


async def test_a_host_that_goes_on_refusing_is_asked_less_and_less() -> None:
    clock = Clock()
    waits = []
    async with Loopback() as origin, Egress(Limits(), "test", clock=clock) as egress:
        origin.on("*", reply(503))
        for _ in range(8):
            with pytest.raises(FetchError):
                await egress.get(origin.url("/"), allow_private=True)
            waits.append(egress.backing_off()["127.0.0.1"])
            clock.now += waits[-1]
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]


async def test_five_hundred_feeds_of_a_host_that_refuses_make_two_requests() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("*", reply(429, b"", {"Retry-After": "600"}))
        failures = await asyncio.gather(
            *(egress.get(origin.url(f"/{n}"), allow_private=True) for n in range(500)), return_exceptions=True
        )
    assert {getattr(failure, "kind", None) for failure in failures} == {"http-429", "backing-off"}
    assert len(origin.asked) == 2


async def test_what_is_posted_waits_for_no_feed_of_the_same_host() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/hangs", silent)
        origin.on("/hook", reply(202, b"ok"))
        stuck = [asyncio.ensure_future(egress.get(origin.url("/hangs"), allow_private=True)) for _ in range(10)]
        await asyncio.sleep(0)
        async with asyncio.timeout(2):
            answer = await egress.post(
                origin.url("/hook"), b'{"a":1}', headers=[("Content-Type", "application/json")], allow_private=True
            )
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
    assert (answer.status, answer.body) == (202, b"ok")
    hook = next(asked for asked in origin.asked if asked.target == "/hook")
    assert (hook.method, hook.body, hook.headers["content-type"]) == ("POST", b'{"a":1}', "application/json")


async def test_a_name_server_that_hangs_costs_its_own_feeds_their_deadline_and_nobody_else() -> None:
    release = threading.Event()

    def lookup(host: str) -> Sequence[str]:
        if host.startswith("slow"):
            release.wait(10)
            raise OSError("no answer")
        return ["127.0.0.1"]

    async with Loopback() as origin:
        origin.on("*", reply(200, b"x"))
        async with Egress(Limits(deadline=0.3, name_threads=4), "test", lookup=lookup) as egress:
            slow = [asyncio.ensure_future(egress.get(f"http://slow{n}.test/", suspect=True)) for n in range(3)]
            await asyncio.sleep(0)
            assert (await egress.get(origin.url("/", "well.test"), allow_private=True)).status == 200
            failures = await asyncio.gather(*slow, return_exceptions=True)
            release.set()
    assert [getattr(failure, "kind", failure) for failure in failures] == ["timeout"] * 3


async def test_a_name_that_nobody_knows_is_a_dns_failure() -> None:
    async with Egress(Limits(), "test", lookup=names({"none.test": []})) as egress:
        for host in ("unknown.test", "none.test"):
            with pytest.raises(FetchError, match=host) as failed:
                await egress.get(f"http://{host}/")
            assert failed.value.kind == "dns"
