"""Which URLs we ask for, and where a redirect may lead. One parser reads them, and its result is what is dialled."""

import re
from ipaddress import IPv4Address

from yarl import URL

from monitor.errors import EgressRefused

_LONGEST = 8_000
# Blanks, controls and the backslash are where two URL parsers disagree about which host is meant.
_TRICKS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
# A last label of digits makes the whole name an IPv4 address to whoever resolves it: 127.1, 0x7f.1, 2130706433.
_NUMERIC = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_USERINFO = re.compile(r"[^/?#]*//[^/?#]*@")
_SCHEMES = frozenset({"http", "https"})


def read_url(text: str) -> URL:
    """Give the parsed URL without its fragment, or raise EgressRefused."""
    if len(text) > _LONGEST:
        raise EgressRefused("bad-url", f"the address is {len(text)} characters long; at most {_LONGEST} are followed")
    if _TRICKS.search(text):
        raise EgressRefused("bad-url", "the address holds a blank, a backslash or a control character; correct it")
    try:
        url = URL(text)
        host = url.raw_host
    except (ValueError, UnicodeError):
        raise EgressRefused("bad-url", "the address is not a URL that can be read; correct it") from None
    if url.scheme not in _SCHEMES:
        raise EgressRefused(
            "bad-scheme", f"the address begins with {url.scheme[:20]!r}; only http and https are followed"
        )
    if not host:
        raise EgressRefused("bad-url", "the address names no host; correct it")
    if _USERINFO.match(text):
        raise EgressRefused("bad-url", "the address carries a user name or password; give them as `auth` instead")
    if _NUMERIC.search(host) and not _is_ipv4(host):
        raise EgressRefused("bad-address", f"{host} is an odd way to write an IP address; write it plainly")
    return url.with_fragment(None) if url.raw_fragment else url


def check_port(url: URL, ports: frozenset[int]) -> None:
    """Raise EgressRefused unless the port of `url` is one of `ports`."""
    if url.port not in ports:
        listed = ", ".join(str(port) for port in sorted(ports))
        raise EgressRefused("bad-port", f"{url.host} is asked for on port {url.port}; allowed are {listed}")


def read_redirect(at: URL, location: str | None) -> URL:
    """Where a redirect from `at` leads; raises EgressRefused where we do not follow it."""
    if not location:
        raise EgressRefused("bad-redirect", f"{at.host} redirects without saying where to")
    if len(location) > _LONGEST or _TRICKS.search(location):
        raise EgressRefused(
            "bad-redirect", f"{at.host} redirects to an address that cannot be trusted to mean one host"
        )
    try:
        joined = str(at.join(URL(location)))
    except (ValueError, UnicodeError):
        raise EgressRefused("bad-redirect", f"{at.host} redirects to something that is not a URL") from None
    target = read_url(joined)
    if at.scheme == "https" and target.scheme == "http":
        raise EgressRefused(
            "downgrade", f"{at.host} redirects from https to http; ask its owner, or change the address"
        )
    return target


def keeps_trust(at: URL, target: URL) -> bool:
    """Whether a redirect stays where credentials may follow: the same origin, or its upgrade to https."""
    if at.raw_host != target.raw_host:
        return False
    if at.scheme == target.scheme:
        return at.port == target.port
    return at.is_default_port() and target.is_default_port() and target.scheme == "https"


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True
