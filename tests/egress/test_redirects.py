import ssl
from pathlib import Path

import pytest
from loopback import Loopback, names, redirect, reply

from monitor.egress import Limits
from monitor.egress.client import Egress
from monitor.errors import EgressRefused, FetchError

PEM = Path(__file__).parent / "trusted_origin.pem"


async def refused_as(origin: Loopback, path: str) -> str:
    async with Egress(Limits(deadline=5), "test") as egress:
        with pytest.raises(EgressRefused) as refused:
            await egress.get(origin.url(path), allow_private=True)
    return refused.value.kind


async def test_five_hops_are_followed_and_the_sixth_is_not() -> None:
    async with Loopback() as origin:
        for n in range(10):
            origin.on(f"/{n}", redirect(f"/{n + 1}"))
        origin.on("/10", reply(200, b"arrived"))
        async with Egress(Limits(), "test") as egress:
            assert (await egress.get(origin.url("/5"), allow_private=True)).body == b"arrived"
        assert await refused_as(origin, "/4") == "too-many-redirects"
        assert len(origin.asked) == 6 + 6


async def test_circles_are_noticed_at_once() -> None:
    async with Loopback() as origin:
        origin.on("/a", redirect("/b"))
        origin.on("/b", redirect("/a#elsewhere"))
        origin.on("/self", redirect("/self"))
        assert await refused_as(origin, "/a") == "redirect-loop"
        assert await refused_as(origin, "/self") == "redirect-loop"
        assert len(origin.asked) == 3


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a\\@127.0.0.1/", ""])
async def test_a_redirect_may_not_lead_out_of_the_web(location: str) -> None:
    async with Loopback() as origin:
        origin.on("/", redirect(location))
        assert await refused_as(origin, "/") in ("bad-scheme", "bad-redirect")


async def test_a_redirect_from_https_to_http_is_refused() -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(PEM)
    trusting = ssl.create_default_context(cafile=PEM)
    async with Loopback() as plain, Loopback(tls=server) as safe:
        safe.on("/", redirect(plain.url("/", "a.h.test")))
        async with Egress(Limits(), "test", lookup=names({"a.h.test": ["127.0.0.1"]}), tls=trusting) as egress:
            with pytest.raises(EgressRefused) as refused:
                await egress.get(safe.url("/", "a.h.test"), allow_private=True)
    assert refused.value.kind == "downgrade"
    assert plain.asked == []


async def test_only_what_permanent_redirects_led_to_is_where_it_moved() -> None:
    async with Loopback() as origin:
        origin.on("/old", redirect("/newer", 301))
        origin.on("/newer", redirect("/newest", 308))
        origin.on("/newest", redirect("/today", 302))
        origin.on("/today", redirect("/feed", 301))
        origin.on("/feed", reply(200, b"feed"))
        async with Egress(Limits(), "test") as egress:
            answer = await egress.get(origin.url("/old"), allow_private=True)
            assert (answer.url, answer.moved_to) == (origin.url("/feed"), origin.url("/newest"))
            answer = await egress.get(origin.url("/newest"), allow_private=True)
            assert (answer.url, answer.moved_to) == (origin.url("/feed"), None)


async def test_credentials_and_own_headers_stay_at_their_origin_and_conditions_travel() -> None:
    """The proxy stands for a second origin: other hosts are asked through it by name."""
    async with Loopback() as proxy:
        proxy.on("/", redirect("http://away.example/feed"))
        proxy.on("http://home.example/feed", redirect("http://away.example/feed"))
        proxy.on("http://home.example/here", redirect("http://home.example/there"))
        proxy.on("*", reply(200, b"feed"))
        sent = [("X-Key", "canary"), ("Cookie", "canary"), ("If-None-Match", '"v1"'), ("Accept", "application/rss+xml")]
        async with Egress(Limits(), "test", lookup=names({})) as egress:
            for path in ("feed", "here"):
                await egress.get(f"http://home.example/{path}", headers=sent, auth="me:canary", proxy=proxy.url("/"))
    home, away, here, there = proxy.asked
    assert home.headers["authorization"] == "Basic bWU6Y2FuYXJ5"
    for own in (here, there):
        assert (own.headers["x-key"], own.headers["authorization"]) == ("canary", "Basic bWU6Y2FuYXJ5")
    assert "canary" not in str(away.headers)
    assert "authorization" not in away.headers
    assert (away.headers["if-none-match"], away.headers["accept"]) == ('"v1"', "application/rss+xml")


async def test_what_is_posted_is_never_redirected() -> None:
    async with Loopback() as origin:
        origin.on("/", redirect("/elsewhere", 307))
        async with Egress(Limits(), "test") as egress:
            with pytest.raises(FetchError) as failed:
                await egress.post(origin.url("/"), b"alert", allow_private=True)
    assert failed.value.kind == "http-307"
    assert [asked.body for asked in origin.asked] == [b"alert"]
