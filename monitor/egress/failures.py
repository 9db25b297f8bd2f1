"""What went wrong on the wire, as a stable word and a sentence. No URL, header or proxy is quoted: they may hold
secrets."""

import ssl
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp

from monitor.egress.addresses import AddressRefusedError
from monitor.errors import EgressRefused, FetchError

_STATUS = {
    401: "wants a user name and password, or refuses the ones we have (401)",
    403: "refuses us access (403)",
    404: "has nothing at this address (404)",
    407: "is behind a proxy that wants a password (407)",
    410: "says that this address is gone for good (410)",
    429: "asks us to come less often (429)",
}

# The first that fits: narrower errors stand above those that they are a kind of.
_LIBRARY: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    ((aiohttp.ClientConnectorCertificateError,), "tls", "{host} has a certificate that cannot be trusted: {why}"),
    ((aiohttp.ClientSSLError, ssl.SSLError), "tls", "no secure connection to {host} could be made"),
    (
        (aiohttp.ClientConnectorDNSError,),
        "dns",
        "the name {host} could not be found; check the address and the name server",
    ),
    ((aiohttp.ClientProxyConnectionError,), "proxy", "the proxy of this feed could not be reached"),
    ((aiohttp.ClientHttpProxyError,), "proxy", "the proxy of this feed refused to connect us ({why})"),
    ((aiohttp.ClientConnectorError,), "connect", "no connection to {host}: {why}"),
    ((aiohttp.ClientPayloadError,), "incomplete", "{host} closed the connection before the answer was complete"),
    ((aiohttp.ClientResponseError,), "bad-answer", "{host} did not answer in HTTP that can be read: {why}"),
)


def explain(exc: Exception, host: str) -> FetchError:
    """Translate what the HTTP library raised while talking to `host`."""
    refused = exc.os_error if isinstance(exc, aiohttp.ClientConnectorError) else exc
    if isinstance(refused, AddressRefusedError):
        return _address_refused(refused, host)
    if isinstance(exc, aiohttp.InvalidURL):
        return EgressRefused("bad-url", f"{host} is not a host name or address that can be dialled")
    for meant, kind, sentence in _LIBRARY:
        if isinstance(exc, meant):
            return FetchError(kind, sentence.format(host=host, why=_detail(exc)))
    return FetchError("reset", f"{host} closed the connection without an answer")


def status_failure(status: int, host: str, retry_after: float | None) -> FetchError:
    """The failure that an answer with this status is."""
    said = _STATUS.get(status)
    if said is None:
        said = f"has trouble of its own ({status})" if status >= 500 else f"gave an answer we cannot use ({status})"
    return FetchError(f"http-{status}", f"{host} {said}", retry_after=retry_after)


def retry_after_seconds(value: str | None, date: str | None) -> float | None:
    """Read a Retry-After header: seconds, or a date, which counts from the server's own Date header."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    at, since = _http_date(value), _http_date(date)
    return (at - since).total_seconds() if at and since and at > since else None


def _http_date(value: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(value) if value else None
    except (ValueError, OverflowError):
        return None
    return found if found and found.tzinfo else None


def _address_refused(refused: AddressRefusedError, host: str) -> EgressRefused:
    if not refused.private:
        return EgressRefused("bad-address", f"{host} leads to {refused.address}, where no public server can be")
    hint = "set `allow_private: true` on the feed if it is your own"
    return EgressRefused("private-address", f"{host} leads to {refused.address} on a private network; {hint}")


def _detail(exc: Exception) -> str:
    """The part of the cause that a person can use; never a URL or a header."""
    if isinstance(exc, aiohttp.ClientConnectorCertificateError):
        cause = exc.certificate_error
        return cause.verify_message if isinstance(cause, ssl.SSLCertVerificationError) else "it is not valid"
    if isinstance(exc, aiohttp.ClientHttpProxyError):
        return str(exc.status)
    if isinstance(exc, aiohttp.ClientConnectorError):
        return exc.os_error.strerror or "it did not answer"
    if isinstance(exc, aiohttp.ClientResponseError):
        return "its headers are too large" if "more than" in exc.message else "it is malformed"
    return ""
