"""Posts a notice as signed JSON to a receiver of the owner's, through the one way out.

The receiver knows by the signature that the message is ours and whole, by the timestamp that it is not an old one sent
again, and by the key whether it has it already.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from json import dumps
from urllib.parse import urlsplit

from monitor.egress import Answer
from monitor.errors import ChannelError, EgressRefused, FetchError
from monitor.models import Message

SIGNATURE, TIMESTAMP, KEY = "X-Monitor-Signature", "X-Monitor-Timestamp", "Idempotency-Key"
_ACCESS = frozenset({401, 403, 404, 405, 407, 410})
# The receiver's own state, not our message: worth another try.
_LATER = frozenset({408, 409, 421, 423, 424, 425})

Send = Callable[[str, bytes, tuple[tuple[str, str], ...], bool], Awaitable[Answer]]
"""Post a body with headers to a URL; the last argument allows private addresses. `Egress.post` in other words."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a webhook channel posts to. `key` signs; an empty one leaves the signature out."""

    channel: str
    url: str = field(repr=False)
    key: str = field(default="", repr=False)
    allow_private: bool = False


def signature(body: bytes, timestamp: str, key: str) -> str:
    """What `X-Monitor-Signature` holds for this body and `X-Monitor-Timestamp`."""
    mac = hmac.new(key.encode(), timestamp.encode("ascii") + b"." + body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"


def headers_of(message: Message, body: bytes, key: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """The headers that go with a body. The timestamp is that of this try, the idempotency key the same on every try."""
    timestamp = str(int(now.timestamp()))
    signed = ((SIGNATURE, signature(body, timestamp, key)),) if key else ()
    return (("Content-Type", "application/json; charset=utf-8"), (KEY, message.ref), (TIMESTAMP, timestamp), *signed)


async def post(hook: Hook, message: Message, send: Send, now: datetime) -> str:
    """Send, and give where it went, without secrets; raises ChannelError when it was not accepted."""
    told = message.data if message.data is not None else {"ref": message.ref, "title": {"text": message.title}}
    body = dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    try:
        await send(hook.url, body, headers_of(message, body, hook.key, now), hook.allow_private)
    except FetchError as error:
        raise _failure(hook.channel, error) from error
    return where(hook.url)


def where(url: str) -> str:
    """Scheme, host and port: a path or query may be a key."""
    parts = urlsplit(url)
    return f"webhook {parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _failure(name: str, error: FetchError) -> ChannelError:
    """The same kinds as for every other channel, so that retry, hold and recovery work alike."""
    who = f"channel {name} (webhook)"
    if isinstance(error, EgressRefused):
        said = str(error).replace("on the feed", "on this channel")
        if error.kind == "bad-port":
            said += "; set `allow_private: true` on this channel if it is your own"
        return ChannelError("access", f"{who}: {said}", permanent=True)
    if error.kind == "bad-header":
        return ChannelError("bad-url", f"{who}: {error}", permanent=True)
    if error.kind == "timeout":
        return ChannelError("timeout", f"{who}: {error}")
    if not error.kind.startswith("http-"):
        return ChannelError("unreachable", f"{who}: {error}")
    code = int(error.kind.removeprefix("http-"))
    if code == 429:
        return ChannelError("busy", f"{who}: too many messages (429)", retry_after=error.retry_after)
    if code in _ACCESS:
        said = f"{who}: the receiver answers {code}; check its address and key, then try `monitor notify test {name}`"
        return ChannelError("access", said, permanent=True)
    if 400 <= code < 500 and code not in _LATER:
        return ChannelError("content", f"{who}: the receiver refuses this message ({code})", permanent=True)
    return ChannelError("server", f"{who}: the receiver answers {code}", retry_after=error.retry_after)
