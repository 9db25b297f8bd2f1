"""Egress: one request from beginning to end, within its deadline and caps."""

import asyncio
import ssl
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Self

import aiohttp
from yarl import URL

from monitor import __version__
from monitor.egress.addresses import check_named
from monitor.egress.admission import Admission
from monitor.egress.backoff import HostBackoff
from monitor.egress.failures import explain, retry_after_seconds, status_failure
from monitor.egress.limits import Limits
from monitor.egress.names import CheckedResolver, Dial, Lookup, NameThreads, checked_dial, plain_socket, system_lookup
from monitor.egress.reading import BodyReader, read_headers
from monitor.egress.request import Answer, Request, request_headers
from monitor.egress.urls import check_port, read_redirect, read_url
from monitor.errors import EgressRefused, FetchError

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_NO_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=None, sock_read=None, sock_connect=None)


def identification(contact: str) -> str:
    """Say who we are, with an address or page where a server's owner finds us."""
    return f"threat-monitor/{__version__} (+{contact})"


class Egress:
    """The way out. Make it inside a running event loop, once per process; `async with` or `close()` ends it.

    `lookup`, `dial`, `tls` and `clock` (monotonic seconds) can be given for tests and special networks.
    """

    def __init__(
        self,
        limits: Limits,
        user_agent: str,
        *,
        lookup: Lookup = system_lookup,
        dial: Dial = plain_socket,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._names = NameThreads(lookup, limits.name_threads)
        lanes = {"healthy": limits.concurrency, "suspect": limits.suspect, "post": limits.post}
        self._admission = Admission(limits.per_host, lanes)
        self._backoff = HostBackoff()
        self._bodies = BodyReader(limits)
        self._kept: deque[float] = deque()
        context = ssl.create_default_context() if tls is None else tls
        headers = {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        # Two pools: a connection that was opened with permission can never serve a request that has none.
        self._public = self._session(dial, context, headers, allow_private=False)
        self._private = self._session(dial, context, headers, allow_private=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection; what is under way fails."""
        await self._public.close()
        await self._private.close()
        self._names.close()

    def hold_back(self, hold: bool) -> None:
        """Begin no more fetches until told otherwise; what is under way goes on, and so does `post`."""
        for lane in ("healthy", "suspect"):
            if hold:
                self._admission.close(lane)
            else:
                self._admission.open(lane)

    def backing_off(self) -> Mapping[str, float]:
        """The hosts that asked us to wait, with the seconds that remain."""
        return self._backoff.waiting(self._clock())

    async def get(
        self,
        url: str,
        *,
        headers: Sequence[tuple[str, str]] = (),
        auth: str | None = None,
        proxy: str | None = None,
        allow_private: bool = False,
        suspect: bool = False,
        wire_cap: int | None = None,
    ) -> Answer:
        """Fetch `url`, following redirects. Only 200 and 304 are answers; all else raises FetchError.

        `auth` is "user:password" and goes, like `headers`, to that origin only. `suspect` marks what failed last time:
        it waits in a lane of its own. The time spent waiting for a place is not part of the deadline.
        """
        parsed = read_url(url)
        if not allow_private:
            check_port(parsed, self._limits.ports)
        home = (parsed.raw_host, parsed.port) if allow_private else None
        through = URL(proxy) if proxy is not None else None
        cap = self._limits.wire if wire_cap is None else wire_cap
        request = Request("GET", parsed, request_headers(headers, auth), None, through, home, cap)
        host, lane = str(parsed.host), "suspect" if suspect else "healthy"
        self._refuse_while_backing_off(host)
        await self._admission.enter(host, lane)
        well = False
        try:
            self._refuse_while_backing_off(host)
            answer = await self._within_deadline(request, host)
            well = True
        except FetchError as exc:
            if exc.kind in ("http-429", "http-503"):
                self._backoff.refused(host, exc.retry_after, self._clock())
            raise
        finally:
            self._admission.leave(host, lane, well=well)
        self._backoff.answered(host)
        return answer

    async def post(
        self, url: str, body: bytes, *, headers: Sequence[tuple[str, str]] = (), allow_private: bool = False
    ) -> Answer:
        """Send `body`; any 2xx is an answer, a redirect is a failure. It waits for no feed."""
        parsed = read_url(url)
        if not allow_private:
            check_port(parsed, self._limits.ports)
        home = (parsed.raw_host, parsed.port) if allow_private else None
        request = Request("POST", parsed, request_headers(headers, None), body, None, home, self._limits.wire)
        host = str(parsed.host)
        place = f"post {host}"  # apart from the places that feeds of the same host take
        await self._admission.enter(place, "post")
        try:
            return await self._within_deadline(request, host)
        finally:
            self._admission.leave(place, "post")

    def _session(
        self, dial: Dial, tls: ssl.SSLContext, headers: dict[str, str], *, allow_private: bool
    ) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            ssl=tls,
            resolver=CheckedResolver(self._names, allow_private=allow_private),
            socket_factory=checked_dial(dial, allow_private=allow_private),
            limit=0,  # admission has counted already, before the deadline began
            keepalive_timeout=self._limits.keepalive,
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers=headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            timeout=_NO_TIMEOUT,  # one deadline around all of it, see _within_deadline
            max_field_size=16 * 1024,
            max_headers=256,
        )

    def _refuse_while_backing_off(self, host: str) -> None:
        wait = self._backoff.remaining(host, self._clock())
        if wait > 0:
            raise FetchError("backing-off", f"{host} asked us to wait; {wait:.0f} s remain", retry_after=wait)

    async def _within_deadline(self, request: Request, host: str) -> Answer:
        try:
            async with asyncio.timeout(self._limits.deadline):
                return await self._follow(request)
        except TimeoutError as exc:
            raise FetchError("timeout", f"{host} gave no whole answer within {self._limits.deadline:g} s") from exc

    async def _follow(self, request: Request) -> Answer:
        """Ask, and ask again where redirects lead; their bodies are never read."""
        asked = {request.url}
        moved_to: str | None = None
        permanent = True
        while True:
            response = await self._ask(request)
            try:
                if response.status not in _REDIRECTS or request.method == "POST":
                    answer = await self._answer(response, request)
                    return answer if moved_to is None else replace(answer, moved_to=moved_to)
                target = self._redirect_target(response, request, asked)
            finally:
                response.close()  # after a whole body this finds the connection back in its pool already
            asked.add(target)
            permanent = permanent and response.status in _PERMANENT
            moved_to = str(target) if permanent else moved_to
            request = request.redirected(target)

    def _redirect_target(self, response: aiohttp.ClientResponse, request: Request, asked: set[URL]) -> URL:
        host = request.url.host
        target = read_redirect(request.url, response.headers.get("Location"))
        if (target.raw_host, target.port) != request.home:
            check_port(target, self._limits.ports)
        if target in asked:
            raise EgressRefused("redirect-loop", f"{host} redirects in a circle")
        if len(asked) > self._limits.hops:
            raise EgressRefused(
                "too-many-redirects", f"{host} redirects further; {self._limits.hops} hops are followed"
            )
        return target

    async def _ask(self, request: Request) -> aiohttp.ClientResponse:
        url, host = request.url, str(request.url.host)
        session = self._private if request.vouched or request.proxy is not None else self._public
        headers = request.headers if self._keep_open(host) else {**request.headers, "Connection": "close"}
        try:
            if request.proxy is not None:
                # The proxy will find and dial the host; what its name alone says is checked here.
                check_named(host, allow_private=request.vouched)
            return await session.request(
                request.method, url, headers=headers, data=request.body, proxy=request.proxy, allow_redirects=False
            )
        except TimeoutError:
            raise
        except (aiohttp.ClientError, OSError, ValueError) as exc:
            raise explain(exc, host) from exc

    def _keep_open(self, host: str) -> bool:
        """Whether the connection may stay open afterwards: somebody waits for it, or few are open."""
        if self._admission.waiting(host):
            return True
        now = self._clock()
        while self._kept and now - self._kept[0] > self._limits.keepalive:
            self._kept.popleft()
        if len(self._kept) >= self._limits.idle:
            return False
        self._kept.append(now)
        return True

    async def _answer(self, response: aiohttp.ClientResponse, request: Request) -> Answer:
        host = str(request.url.host)
        headers = read_headers(response, self._limits.headers, host)
        status = response.status
        accepted = status in (200, 304) if request.method == "GET" else 200 <= status < 300
        if not accepted:
            wait = retry_after_seconds(headers.get("retry-after"), headers.get("date"))
            raise status_failure(status, host, wait)
        body = b"" if status == 304 else await self._bodies.read(response, headers, host, request.wire_cap)
        return Answer(status, str(request.url), headers, body)
