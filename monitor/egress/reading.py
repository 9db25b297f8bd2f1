"""Reading an answer: headers within their cap, and a body that is whole, decoded and never too large."""

import asyncio

import aiohttp

from monitor.egress.decoding import decoder_for
from monitor.egress.failures import explain
from monitor.egress.limits import Limits
from monitor.errors import FetchError

_FIRST_WINS = frozenset({"content-type", "content-length", "location", "etag", "last-modified", "retry-after", "date"})


def read_headers(response: aiohttp.ClientResponse, limit: int, host: str) -> dict[str, str]:
    """Lower-case names; repeated headers are joined, cookies left out; raises FetchError `too-large`."""
    headers: dict[str, str] = {}
    size = 0
    for name, text in response.headers.items():
        size += len(name) + len(text) + 4
        key = name.lower()
        # A header may hold any byte; what is no text must not reach a database or a page.
        value = text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if key not in headers:
            headers[key] = value
        elif key not in _FIRST_WINS:
            headers[key] += ", " + value
    headers.pop("set-cookie", None)
    if size > limit:
        raise FetchError("too-large", f"{host} sent {size} bytes of headers; at most {limit} are read")
    return headers


class BodyReader:
    """Reads bodies for all requests of one process; few large ones at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._large = asyncio.Semaphore(limits.large)

    async def read(self, response: aiohttp.ClientResponse, headers: dict[str, str], host: str, wire_cap: int) -> bytes:
        """Give the decoded body; raises FetchError `too-large`, `bad-encoding`, `incomplete`."""
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared[:12]) > wire_cap:
            raise _too_large(host, wire_cap)
        decoder = decoder_for(headers.get("content-encoding", ""), host)
        parts: list[bytes] = []
        wire = size = 0
        holds = False
        try:
            while chunk := await response.content.readany():
                wire += len(chunk)
                if wire > wire_cap:
                    raise _too_large(host, wire_cap)
                for piece in decoder.pieces(chunk):
                    size += len(piece)
                    if size > self._limits.decoded:
                        raise _too_large(host, self._limits.decoded)
                    if size > self._limits.large_above and not holds:
                        holds = await self._large.acquire()
                    parts.append(piece)
        except (aiohttp.ClientError, OSError) as exc:
            raise explain(exc, host) from exc
        finally:
            if holds:
                self._large.release()
        if not decoder.complete():
            raise FetchError("incomplete", f"the compressed answer of {host} ends in the middle")
        return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_large(host: str, cap: int) -> FetchError:
    return FetchError("too-large", f"the answer of {host} is larger than {cap / 1e6:g} MB")
