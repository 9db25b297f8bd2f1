"""What servers do to those who read them. The limits are small, so that each case ends at once."""

import asyncio
import gzip
import resource
import ssl
from pathlib import Path

import loopback
import pytest
from loopback import Behaviour, Loopback, head, names, raw, reply

from monitor.egress import Limits
from monitor.egress.client import Egress
from monitor.errors import FetchError

SMALL = Limits(deadline=0.4, wire=300_000, decoded=1_000_000, large_above=100_000)
HERE = Path(__file__).parent


async def fails_as(behaviour: Behaviour, limits: Limits = SMALL) -> FetchError:
    async with Loopback() as origin, Egress(limits, "test") as egress:
        origin.on("/", behaviour)
        with pytest.raises(FetchError) as failed:
            await egress.get(origin.url("/"), allow_private=True)
        origin.on("/", reply(200, b"well"))
        assert (await egress.get(origin.url("/"), allow_private=True)).body == b"well"
    return failed.value


@pytest.mark.parametrize(
    "behaviour",
    [loopback.silent, loopback.drip_headers, loopback.drip_body, loopback.early_hints],
    ids=lambda behaviour: behaviour.__name__,
)
async def test_the_deadline_ends_whatever_takes_its_time(behaviour: Behaviour) -> None:
    async with asyncio.timeout(2):
        assert (await fails_as(behaviour)).kind == "timeout"


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (loopback.reset, "reset"),
        (loopback.endless, "too-large"),
        (reply(200, b"x" * 300_001), "too-large"),
        (raw(head(200, {"Content-Length": "999999999999"})), "too-large"),
        (loopback.bomb("gzip", 30), "too-large"),
        (loopback.bomb("deflate", 30), "too-large"),
        (loopback.bomb("raw-deflate", 30), "too-large"),
        (loopback.nested_gzip(b"x", 200), "bad-encoding"),
        (loopback.nested_gzip(b"x", 2), "bad-encoding"),
        (reply(200, b"x", {"Content-Encoding": "br"}), "bad-encoding"),
        (reply(200, b"<rss/>", {"Content-Encoding": "gzip"}), "bad-encoding"),
        (loopback.truncated_gzip(b"feed" * 1000), "incomplete"),
        (loopback.lying_length(b"<rss><channel>", 5000), "incomplete"),
        (raw(head(200, {"Transfer-Encoding": "chunked"}) + b"5\r\n<rss>\r\n"), "incomplete"),
        (loopback.endless_header, "bad-answer"),
        (reply(200, b"", {"X-Long": "h" * 20_000}), "bad-answer"),
        (reply(200, b"", {f"X-{n}": "v" for n in range(100_000)}), "bad-answer"),
        (reply(200, b"", {f"X-{n}": "v" * 1000 for n in range(100)}), "too-large"),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "bad-answer"),
        (raw(b"\x00\x01\x02\x03\r\n\r\n"), "bad-answer"),
        (raw(b""), "reset"),
        (raw(head(101, {"Upgrade": "websocket", "Connection": "upgrade"})), "http-101"),
        (reply(204), "http-204"),
        (reply(206, b"part", {"Content-Range": "bytes 0-3/10"}), "http-206"),
        (reply(401), "http-401"),
        (reply(404), "http-404"),
        (reply(410), "http-410"),
        (reply(500), "http-500"),
    ],
)
async def test_each_fault_has_its_name_and_the_next_request_is_well(behaviour: Behaviour, kind: str) -> None:
    failure = await fails_as(behaviour, Limits(deadline=5, wire=300_000, decoded=1_000_000, large_above=100_000))
    assert failure.kind == kind
    assert "127.0.0.1" in str(failure) or "compressed body" in str(failure)


async def test_a_bomb_takes_no_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    behaviour = loopback.bomb("gzip", 300)
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (await fails_as(behaviour, Limits(deadline=5))).kind == "too-large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, made) < 40_000


async def test_a_bomb_on_a_redirect_is_never_opened_nor_its_body_read() -> None:
    async with Loopback() as origin, Egress(SMALL, "test") as egress:
        packed = gzip.compress(bytes(50_000_000))
        origin.on("/", loopback.redirect("/next", 302, packed, {"Content-Encoding": "gzip"}))
        origin.on("/next", reply(200, b"next"))
        assert (await egress.get(origin.url("/"), allow_private=True)).body == b"next"


async def test_few_large_bodies_are_read_at_once_and_all_of_them_arrive() -> None:
    async with Loopback() as origin:
        origin.on("*", reply(200, b"x" * 200_000))
        table = names({f"h{n}.test": ["127.0.0.1"] for n in range(10)})
        async with Egress(Limits(deadline=5, large=2, large_above=50_000), "test", lookup=table) as egress:
            answers = await asyncio.gather(
                *(egress.get(origin.url("/", f"h{n}.test"), allow_private=True) for n in range(10))
            )
        assert {len(answer.body) for answer in answers} == {200_000}


async def test_hanging_feeds_delay_neither_their_lane_nor_the_healthy() -> None:
    """Forty hosts hang, five feeds each, as many as would fill the lanes many times over."""
    async with Loopback() as hanging, Loopback() as well:
        hanging.on("*", loopback.silent)
        well.on("*", reply(200, b"well"))
        table = names({f"h{n}.test": ["127.0.0.1"] for n in range(40)} | {"well.test": ["127.0.0.1"]})
        async with Egress(Limits(deadline=30, suspect=8, concurrency=100), "test", lookup=table) as egress:
            stuck = [
                asyncio.ensure_future(
                    egress.get(hanging.url(f"/{n}", f"h{n % 40}.test"), allow_private=True, suspect=True)
                )
                for n in range(200)
            ]
            one_host = [
                asyncio.ensure_future(egress.get(hanging.url(f"/{n}", "h0.test"), allow_private=True))
                for n in range(200)
            ]
            await asyncio.sleep(0)
            async with asyncio.timeout(2):
                for _ in range(20):
                    assert (await egress.get(well.url("/", "well.test"), allow_private=True)).body == b"well"
            assert hanging.most_at_once <= 8 + 2
            for task in [*stuck, *one_host]:
                task.cancel()
            await asyncio.gather(*stuck, *one_host, return_exceptions=True)


async def test_the_deadline_begins_when_a_place_is_free_and_not_before() -> None:
    async with Loopback() as origin:
        origin.on("*", loopback.silent)
        async with Egress(Limits(deadline=0.1, per_host=1), "test") as egress:
            failures = await asyncio.gather(
                *(egress.get(origin.url(f"/{n}"), allow_private=True) for n in range(4)), return_exceptions=True
            )
        assert [str(getattr(failure, "kind", failure)) for failure in failures] == ["timeout"] * 4
        assert len(origin.asked) == 4
        assert origin.most_at_once <= 2


def server_tls(pem: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(HERE / pem)
    return context


def client_tls(pem: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=HERE / pem)


TABLE = names({"a.h.test": ["127.0.0.1"], "wrong.test": ["127.0.0.1"]})


async def test_https_reuses_the_connection_for_feeds_of_one_host() -> None:
    async with Loopback(tls=server_tls("trusted_origin.pem")) as origin:
        origin.on("*", reply(200, b"safe"))
        async with Egress(Limits(), "test", lookup=TABLE, tls=client_tls("trusted_origin.pem")) as egress:
            answers = await asyncio.gather(
                *(egress.get(origin.url(f"/{n}", "a.h.test"), allow_private=True) for n in range(20))
            )
        assert [answer.body for answer in answers] == [b"safe"] * 20
        assert origin.connections == 2


@pytest.mark.parametrize(
    ("pem", "host", "why"),
    [
        ("trusted_origin.pem", "wrong.test", "Hostname mismatch"),
        ("expired_origin.pem", "a.h.test", "expired"),
    ],
)
async def test_a_bad_certificate_is_named_as_such(pem: str, host: str, why: str) -> None:
    trusting = client_tls(pem)
    async with Loopback(tls=server_tls(pem)) as origin, Egress(Limits(), "test", lookup=TABLE, tls=trusting) as egress:
        with pytest.raises(FetchError, match=why) as failed:
            await egress.get(origin.url("/", host), allow_private=True)
    assert failed.value.kind == "tls"


async def test_an_unknown_issuer_and_a_server_without_tls_are_tls_failures() -> None:
    async with (
        Loopback(tls=server_tls("trusted_origin.pem")) as origin,
        Loopback(greeting=b"220 mail\r\n") as plain,
        Egress(Limits(deadline=2), "test", lookup=TABLE) as egress,
    ):
        for url in (origin.url("/", "a.h.test"), plain.url("/").replace("http:", "https:")):
            with pytest.raises(FetchError) as failed:
                await egress.get(url, allow_private=True)
            assert failed.value.kind == "tls"
