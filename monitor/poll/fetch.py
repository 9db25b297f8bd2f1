"""One polite question to a feed, and to the pages its items link to."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from yarl import URL

from monitor.egress import Answer
from monitor.egress.client import Egress
from monitor.errors import FetchError, MonitorError
from monitor.models import Feed, FeedSettings, FeedState, Fetched

WHOLE_AGAIN_AFTER = timedelta(days=1)
PAGE_WIRE_CAP = 2_000_000
_ACCEPT = (
    "Accept",
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
)
_ACCEPT_PAGE = ("Accept", "text/html, application/xhtml+xml, */*;q=0.1")
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1000}")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=\"?(\d{1,12})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# Character sets that pages are written in. Python knows many more that are no character sets, or slow, or a trap.
_SAFE_CHARSET = re.compile(
    r"(?:utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|(?:windows-?|cp)12\d\d|koi8-?[ru]|"
    r"gb2312|gbk|gb18030|big5|euc-?(?:jp|kr)|shift[_-]?jis)",
    re.IGNORECASE,
)


async def fetch(feed: Feed, egress: Egress, *, now: datetime, resolve_secret: Callable[[str], str]) -> Fetched:
    """Ask for the feed, with what we have of it, and at least once a day without, because servers err.

    A feed that failed last time waits in the lane of its like. Raises FetchError.
    """
    settings, state = feed.settings, feed.state
    conditions = _conditions(state, now)
    answer = await egress.get(
        settings.url,
        headers=[_ACCEPT, *_secret_headers(settings, resolve_secret), *conditions],
        auth=_secret(settings.auth, resolve_secret),
        proxy=_secret(settings.proxy, resolve_secret),
        allow_private=settings.allow_private,
        suspect=state.failures > 0,
    )
    if answer.status == 304 and not conditions:
        raise FetchError("http-304", f"{URL(settings.url).host} says that nothing changed, but was asked for all of it")
    return Fetched(
        status=answer.status,
        url=answer.url,
        headers=answer.headers,
        body=None if answer.status == 304 else answer.body,
        etag=_validator(answer, "etag"),
        last_modified=_validator(answer, "last-modified"),
        hints=_hints(answer.headers),
        moved_to=answer.moved_to if answer.moved_to != settings.url else None,
    )


async def fetch_page(url: str, feed: Feed, egress: Egress, *, resolve_secret: Callable[[str], str]) -> str:
    """Give the HTML of an article's page. Raises FetchError.

    The link was written by the feed, so what the owner granted to the feed holds for the feed's own host only.
    """
    settings = feed.settings
    own = _same_origin(url, settings.url)
    answer = await egress.get(
        url,
        headers=[_ACCEPT_PAGE, *(_secret_headers(settings, resolve_secret) if own else ())],
        auth=_secret(settings.auth, resolve_secret) if own else None,
        proxy=_secret(settings.proxy, resolve_secret),
        allow_private=settings.allow_private and own,
        wire_cap=PAGE_WIRE_CAP,
    )
    content_type = answer.headers.get("content-type", "text/html").lower()
    if not content_type.startswith(("text/", "application/xhtml")):
        raise FetchError("not-a-page", f"the link leads to {content_type[:60]}, not to a page")
    return _text(answer.body, content_type)


def body_hash(body: bytes) -> str:
    """Give the digest by which the same bytes are recognised."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def _conditions(state: FeedState, now: datetime) -> list[tuple[str, str]]:
    whole = state.full_at is not None and timedelta(0) <= now - state.full_at < WHOLE_AGAIN_AFTER
    if not whole or state.body_hash is None:
        return []
    known = (("If-None-Match", state.etag), ("If-Modified-Since", state.last_modified))
    return [(name, value) for name, value in known if value is not None]


def _secret(value: str | None, resolve_secret: Callable[[str], str]) -> str | None:
    if value is None or not value.startswith("secret:"):
        return value
    name = value.removeprefix("secret:")
    try:
        return resolve_secret(name)
    except (MonitorError, LookupError, OSError) as exc:
        raise FetchError("secret", f"the secret {name!r} of this feed cannot be read; set it") from exc


def _secret_headers(settings: FeedSettings, resolve_secret: Callable[[str], str]) -> list[tuple[str, str]]:
    return [(name, _secret(value, resolve_secret) or "") for name, value in settings.headers]


def _same_origin(url: str, other: str) -> bool:
    try:
        return URL(url).origin() == URL(other).origin()
    except ValueError:
        return False


def _validator(answer: Answer, name: str) -> str | None:
    """An ETag or date to send back next time, if it is fit to be sent at all."""
    value = answer.headers.get(name, "").strip()
    return value if _VALIDATOR.fullmatch(value) else None


def _hints(headers: dict[str, str]) -> tuple[float, ...]:
    """Give the seconds for which the server thinks its answer holds; "do not cache" says nothing about that."""
    hints = []
    control = headers.get("cache-control", "")
    if "no-cache" not in control and "no-store" not in control and (match := _MAX_AGE.search(control)):
        hints.append(float(match[1]))
    expires, date = _date(headers.get("expires")), _date(headers.get("date"))
    if not control and expires and date and expires > date:
        hints.append((expires - date).total_seconds())
    return tuple(hints)


def _date(value: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(value) if value else None
    except (ValueError, OverflowError):
        return None
    return found if found and found.tzinfo else None


def _text(body: bytes, content_type: str) -> str:
    meta = _META_CHARSET.search(body[:2048])
    named = _CHARSET.search(content_type)
    charset = "utf-8"
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    elif named and _SAFE_CHARSET.fullmatch(named[1]):
        charset = named[1]
    elif meta and _SAFE_CHARSET.fullmatch(meta[1].decode("ascii", "replace")):
        charset = meta[1].decode("ascii")
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
