"""`monitor check --online`: every feed is asked once, every channel is knocked at. Nothing is sent or stored."""

import asyncio
import smtplib
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from monitor.cli.feeds import poll_all
from monitor.config import Config
from monitor.errors import Problem
from monitor.notify.settings import ChannelSettings
from monitor.yamlfile import YamlDocument, read

SECONDS = 15.0
_HERE = frozenset({"terminal", "file", "feed"})
_MAIL_PORTS = {"mailto": 25, "mailtos": 587}
_WEB_PORTS = {"json": 80, "form": 80, "xml": 80, "jsons": 443, "forms": 443, "xmls": 443, "http": 80, "https": 443}
# Services of one's own: their URLs name a host. Apprise knows where all others are, and only a message would tell.
_HOSTED = frozenset({"matrix", "mmost", "ntfy", "gotify", "rocket", "nctalk", "synology", "mqtt", "signal"})
_REMEDIES = (
    ("http-401", "check the feed's auth: secret"),
    ("http-403", "the server refuses us; set fetch.contact, or ask its owner"),
    ("http-404", "the address is gone; look for the feed on the site, or remove it"),
    ("http-410", "the feed is closed; remove it"),
    ("http-", "the server is at fault; try again later"),
    ("private-address", "add allow_private: true if you mean it"),
    ("timeout", "try again later, or raise fetch.timeout"),
    ("dns", "check the spelling of the host's name, and this machine's DNS"),
    ("tls", "the server's certificate is not right; check the address in a browser"),
    ("secret", "put the secret where `monitor check` looks for it"),
    ("not-a-feed", "give the address of the feed, not that of the site"),
    ("not-a-page", "give the address of the feed, not that of the site"),
)


def online(config: Config) -> tuple[Problem, ...]:
    """What does not answer, at its place in the configuration, each with what to do about it."""
    document = read(config.path)
    return (*_feeds(config, document), *_channels(config, document))


def _feeds(config: Config, document: YamlDocument) -> Iterator[Problem]:
    for outcome, feed in zip(asyncio.run(poll_all(config.feeds, config)), config.feeds, strict=True):
        if outcome.result != "failed":
            continue
        kind = outcome.state.failure or ""
        said = outcome.state.sentence.partition(": ")[2].rpartition("; next try")[0] or outcome.state.sentence
        remedy = next((text for start, text in _REMEDIES if kind.startswith(start)), "open the address in a browser")
        place = _place_of_feed(document, feed.url)
        yield Problem(document.path, *place, f"{feed.url}: {said}; {remedy}", "feed-failed")


def _place_of_feed(document: YamlDocument, url: str) -> tuple[int, int]:
    feeds = document.data.get("feeds") if isinstance(document.data, dict) else None
    listed = feeds.get("list") if isinstance(feeds, dict) else None
    for number, feed in enumerate(listed if isinstance(listed, list) else ()):
        if feed == url or (isinstance(feed, dict) and feed.get("url") == url):
            return document.position(("feeds", "list", number))
    return document.position(("feeds", "import"))


def _channels(config: Config, document: YamlDocument) -> Iterator[Problem]:
    for channel in config.channels:
        said = knock(channel)
        if said:
            place = document.position(("channels", channel.name))
            yield Problem(document.path, *place, f"channel {channel.name}: {said}", "channel-failed")


def knock(channel: ChannelSettings) -> str | None:
    """Log in to a mail server, connect to any other server that the URL names; what went wrong and what to do, without
    secrets. None when all is well, or when the URL names a service without a host: only a message would tell."""
    schema, _, rest = channel.url.partition(":")
    schema = schema.lower()
    if schema in _HERE:
        return None
    address = urlsplit(channel.hook.url if channel.hook else f"{schema}:{rest}")
    try:
        if schema in _MAIL_PORTS:
            _log_in(address.geturl())
        else:
            _connect(address.geturl())
    except ValueError:
        return "its URL names no host and port that can be read; compare it with Apprise's page about this service"
    except smtplib.SMTPAuthenticationError:
        return "the mail server refuses user or password; correct the secret, or make an app password"
    except smtplib.SMTPException as error:
        return f"the mail server does not talk to us ({type(error).__name__}); check port and mailto or mailtos"
    except ssl.SSLError:
        return "no secure connection comes about; check the port, and mailto or mailtos, http or https"
    except socket.gaierror:
        return "its host's name is not known; check the spelling, and this machine's DNS"
    except TimeoutError:
        return f"no answer in {SECONDS:.0f} s; check the port and the firewall"
    except OSError as error:
        return f"cannot be reached ({error.strerror or type(error).__name__}); check host, port and firewall"
    return None


def _connect(url: str) -> None:
    address = urlsplit(url)
    known = address.scheme in _WEB_PORTS or (address.scheme.removesuffix("s") in _HOSTED and address.port)
    if known and address.hostname:
        port = address.port or _WEB_PORTS[address.scheme]
        socket.create_connection((address.hostname, port), SECONDS).close()


def _log_in(url: str) -> None:
    address = urlsplit(url)
    asked = {key.lower(): values[0] for key, values in parse_qs(address.query).items()}
    host = asked.get("smtp") or address.hostname or ""
    # Without a server of its own, Apprise knows the big providers by their domain, and so does nobody else.
    if not (asked.get("smtp") or address.port or host in {"localhost", "127.0.0.1"}):
        return
    port = address.port or _MAIL_PORTS[address.scheme]
    secure = address.scheme == "mailtos"
    user, password = asked.get("user") or unquote(address.username or ""), unquote(address.password or "")
    context = ssl.create_default_context()
    direct = secure and (asked.get("mode") == "ssl" or port == 465)
    server = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context) if direct else None
    with server or smtplib.SMTP(host, port, timeout=SECONDS) as talk:
        talk.ehlo()
        if secure and not direct:
            talk.starttls(context=context)
            talk.ehlo()
        if user and password:
            talk.login(user, password)
