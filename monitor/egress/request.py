"""What one request is made of, and what comes back."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from yarl import URL

from monitor.egress.urls import keeps_trust
from monitor.errors import FetchError

# Asking "has it changed?" tells a stranger nothing; everything else that a feed's owner set stays at its origin.
_HARMLESS = frozenset({"accept", "if-none-match", "if-modified-since"})
_OURS = frozenset(
    {"accept-encoding", "connection", "content-length", "expect", "host", "te", "transfer-encoding", "upgrade"}
)
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `headers` have lower-case names and no cookies; `body` is decoded, empty for 304.

    `url` is where the answer came from; `moved_to` is where permanent redirects led, if there were any.
    """

    status: int
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request on its way through redirects. `home` is the host and port that a feed's owner vouched for with
    allow_private; `headers` may hold secrets."""

    method: Literal["GET", "POST"]
    url: URL
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    proxy: URL | None = field(repr=False)
    home: tuple[str | None, int | None] | None
    wire_cap: int

    @property
    def vouched(self) -> bool:
        """Whether this hop goes to the host that may be private."""
        return self.home is not None and self.url.raw_host == self.home[0]

    def redirected(self, target: URL) -> Self:
        """Give the request for the next hop, without what must not leave its origin."""
        kept = self.headers
        if not keeps_trust(self.url, target):
            kept = {name: value for name, value in kept.items() if name.lower() in _HARMLESS}
        return replace(self, url=target, headers=kept)


def request_headers(headers: Sequence[tuple[str, str]], auth: str | None) -> dict[str, str]:
    """Check what a feed's owner wants sent; raises FetchError `bad-header`, which never quotes a value."""
    sent: dict[str, str] = {}
    for name, value in headers:
        if not _NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("proxy-"):
            raise FetchError("bad-header", f"the header {name[:40]!r} cannot be set for a feed; remove it")
        if _CONTROLS.search(value):
            raise FetchError("bad-header", f"the value of the header {name!r} holds a control character; correct it")
        sent[name] = value
    if auth is not None:
        sent["Authorization"] = "Basic " + b64encode(auth.encode()).decode()
    return sent
