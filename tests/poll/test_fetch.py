from dataclasses import replace
from datetime import UTC, datetime, timedelta

import loopback
import pytest
from loopback import Loopback, basic_auth, conditional, names, redirect, reply

from monitor.egress import Limits
from monitor.egress.client import Egress
from monitor.errors import ConfigError, EgressRefused, FetchError
from monitor.models import Feed, FeedSettings, FeedState
from monitor.poll.fetch import body_hash, fetch, fetch_page

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
SECRETS = {"LOGIN": "me:canary", "KEY": "canary-key"}
FRESH = FeedState(due_at=NOW, etag='"v1"', last_modified="yesterday", body_hash="aa", full_at=NOW - timedelta(hours=1))


def feed(url: str, state: FeedState | None = None, **settings: object) -> Feed:
    made = replace(FeedSettings(url, allow_private=True), **settings)  # type: ignore[arg-type]  # a test varies one
    return Feed(1, made, state or FeedState(due_at=NOW))


async def ask(made: Feed, egress: Egress) -> object:
    return await fetch(made, egress, now=NOW, resolve_secret=SECRETS.__getitem__)


async def test_a_first_fetch_brings_the_body_and_what_to_ask_with_next_time() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        sent = {
            "ETag": 'W/"v1"',
            "Last-Modified": "Sat, 01 Mar 2025 11:00:00 GMT",
            "Cache-Control": "public, max-age=1800",
            "Content-Type": "application/rss+xml",
        }
        origin.on("/feed", reply(200, b"<rss/>", sent))
        fetched = await fetch(feed(origin.url("/feed")), egress, now=NOW, resolve_secret=SECRETS.__getitem__)
    assert (fetched.status, fetched.body, fetched.url) == (200, b"<rss/>", origin.url("/feed"))
    assert (fetched.etag, fetched.last_modified) == ('W/"v1"', "Sat, 01 Mar 2025 11:00:00 GMT")
    assert (fetched.hints, fetched.moved_to) == ((1800.0,), None)
    assert fetched.headers["content-type"] == "application/rss+xml"
    assert "if-none-match" not in origin.asked[0].headers
    assert origin.asked[0].headers["accept"].startswith("application/atom+xml")


async def test_what_has_not_changed_is_not_sent_again() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/feed", conditional(b"<rss/>", '"v1"'))
        fetched = await fetch(feed(origin.url("/feed"), FRESH), egress, now=NOW, resolve_secret=SECRETS.__getitem__)
    assert (fetched.status, fetched.body, fetched.etag) == (304, None, '"v1"')
    assert origin.asked[0].headers["if-modified-since"] == "yesterday"


@pytest.mark.parametrize(
    "state",
    [
        replace(FRESH, full_at=NOW - timedelta(days=1)),
        replace(FRESH, full_at=NOW + timedelta(days=1)),
        replace(FRESH, full_at=None),
        replace(FRESH, body_hash=None),
    ],
    ids=["a day old", "from the future", "never whole", "never read"],
)
async def test_the_whole_feed_is_asked_for_at_least_daily_whatever_the_server_says(state: FeedState) -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/feed", conditional(b"<rss/>", '"v1"'))
        fetched = await fetch(feed(origin.url("/feed"), state), egress, now=NOW, resolve_secret=SECRETS.__getitem__)
    assert fetched.body == b"<rss/>"


async def test_not_modified_is_no_answer_to_a_question_that_named_no_version() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/feed", reply(304))
        with pytest.raises(FetchError) as failed:
            await ask(feed(origin.url("/feed")), egress)
    assert failed.value.kind == "http-304"


async def test_secrets_are_sent_and_named_but_never_told() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/feed", basic_auth(b"<rss/>", "Basic bWU6Y2FuYXJ5"))
        made = feed(origin.url("/feed"), auth="secret:LOGIN", headers=(("X-Key", "secret:KEY"), ("X-Plain", "1")))
        fetched = await fetch(made, egress, now=NOW, resolve_secret=SECRETS.__getitem__)
        assert "canary" not in repr(fetched)
        with pytest.raises(FetchError) as failed:
            await ask(replace(made, settings=replace(made.settings, auth="secret:KEY")), egress)
        assert "canary" not in str(failed.value)
        assert (origin.asked[0].headers["x-key"], origin.asked[0].headers["x-plain"]) == ("canary-key", "1")


@pytest.mark.parametrize("error", [KeyError("NONE"), ConfigError(()), PermissionError("file")])
async def test_a_secret_that_cannot_be_read_is_this_feeds_failure(error: Exception) -> None:
    def resolve(_: str) -> str:
        raise error

    async with Egress(Limits(), "test") as egress:
        with pytest.raises(FetchError, match="'NONE'") as failed:
            await fetch(feed("https://example.org/", auth="secret:NONE"), egress, now=NOW, resolve_secret=resolve)
    assert failed.value.kind == "secret"


@pytest.mark.parametrize(
    ("headers", "hints"),
    [
        ({}, ()),
        ({"Cache-Control": "max-age=600"}, (600.0,)),
        ({"Cache-Control": "no-cache, max-age=600"}, ()),
        ({"Cache-Control": "s-maxage=600"}, ()),
        ({"Cache-Control": 'Max-Age="60"'}, (60.0,)),
        ({"Cache-Control": "max-age=10y"}, (10.0,)),
        ({"Cache-Control": "max-age=-5"}, ()),
        ({"Expires": "Sat, 01 Mar 2025 13:00:00 GMT", "Date": "Sat, 01 Mar 2025 12:00:00 GMT"}, (3600.0,)),
        ({"Expires": "Sat, 01 Mar 2025 11:00:00 GMT", "Date": "Sat, 01 Mar 2025 12:00:00 GMT"}, ()),
        ({"Expires": "0", "Date": "nonsense"}, ()),
    ],
)
async def test_caching_times_are_read_as_hints(headers: dict[str, str], hints: tuple[float, ...]) -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/feed", reply(200, b"x", headers))
        fetched = await fetch(feed(origin.url("/feed")), egress, now=NOW, resolve_secret=SECRETS.__getitem__)
    assert fetched.hints == hints


@pytest.mark.parametrize("etag", ["caf\xe9", "x" * 2000, ""])
async def test_an_etag_that_cannot_be_sent_back_is_forgotten(etag: str) -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/feed", reply(200, b"x", {"ETag": etag}))
        fetched = await fetch(feed(origin.url("/feed")), egress, now=NOW, resolve_secret=SECRETS.__getitem__)
    assert fetched.etag is None


async def test_a_permanent_redirect_is_reported_and_the_feed_read() -> None:
    async with Loopback() as origin, Egress(Limits(), "test") as egress:
        origin.on("/old", redirect("/new", 301))
        origin.on("/new", reply(200, b"<rss/>"))
        fetched = await fetch(feed(origin.url("/old")), egress, now=NOW, resolve_secret=SECRETS.__getitem__)
    assert (fetched.url, fetched.moved_to) == (origin.url("/new"), origin.url("/new"))


async def page(origin: Loopback, made: Feed, url: str) -> str:
    lookup = names({"nas.test": ["127.0.0.1"], "other.test": ["127.0.0.1"]})
    limits = Limits(deadline=2, ports=frozenset({80, origin.port}))
    async with Egress(limits, "test", lookup=lookup) as egress:
        return await fetch_page(url, made, egress, resolve_secret=SECRETS.__getitem__)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Zażółć سجن".encode(), "text/html; charset=utf-8"),
        ("Zażółć سجن".encode(), "text/html"),
        ("سجن".encode("windows-1256"), "text/html; charset=windows-1256"),
        ('<meta charset="windows-1256">سجن'.encode("windows-1256"), "text/html"),
        ("سجن".encode("utf-16"), "text/html; charset=iso-8859-1"),
        ("سجن".encode(), "text/html; charset=utf-7"),
        ("سجن".encode(), "text/html; charset=iso-8859-99"),
        ("سجن".encode(), "application/xhtml+xml; charset=zlib_codec"),
    ],
)
async def test_pages_are_read_in_their_character_set(body: bytes, content_type: str) -> None:
    async with Loopback() as origin:
        origin.on("/", reply(200, body, {"Content-Type": content_type}))
        assert "سجن" in await page(origin, feed(origin.url("/feed")), origin.url("/"))


async def test_what_is_no_page_is_not_read_as_one() -> None:
    async with Loopback() as origin:
        origin.on("/", reply(200, b"%PDF", {"Content-Type": "application/pdf"}))
        with pytest.raises(FetchError, match="application/pdf"):
            await page(origin, feed(origin.url("/feed")), origin.url("/"))


async def test_what_the_owner_granted_a_feed_holds_for_links_to_the_feeds_own_origin_only() -> None:
    async with Loopback() as origin:
        origin.on("*", reply(200, b"page"))
        made = feed(origin.url("/feed", "nas.test"), auth="secret:LOGIN", headers=(("X-Key", "secret:KEY"),))
        assert await page(origin, made, origin.url("/article", "nas.test")) == "page"
        assert origin.asked[0].headers["x-key"] == "canary-key"
        for link in (
            origin.url("/", "other.test"),
            origin.url("/"),
            "http://nas.test/",
            "http://[",
            "file:///etc/passwd",
        ):
            with pytest.raises(EgressRefused):
                await page(origin, made, link)
        assert len(origin.asked) == 1


async def test_an_endless_page_is_cut_off_by_its_own_smaller_cap() -> None:
    async with Loopback() as origin:
        origin.on("/", loopback.endless)
        with pytest.raises(FetchError, match="2 MB"):
            await page(origin, feed(origin.url("/feed")), origin.url("/"))


def test_equal_bytes_have_equal_digests() -> None:
    assert body_hash(b"feed") == body_hash(b"feed") != body_hash(b"feeds")
    assert len(body_hash(b"")) == 32
