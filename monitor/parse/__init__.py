"""Stage 2: bytes to items. Runs in a sandbox child: the bytes are whatever a server chose to send.

The order: name what it is (`sniff`), decode it (`encoding`), make the XML harmless (`guard`), read it (`feed`,
`json_feed`), and cut every field to a size that the store can hold (`bounds`).
"""

from collections.abc import Callable
from types import MappingProxyType

from monitor.errors import ParseError
from monitor.models import ParsedFeed
from monitor.parse import feed, json_feed
from monitor.parse.encoding import decode
from monitor.parse.sniff import refuse_binary, sniff

Reader = Callable[[str, dict[str, str], str], ParsedFeed]

READERS = MappingProxyType({"xml": feed.read, "json": json_feed.read})


def parse(body: bytes, headers: dict[str, str], url: str) -> ParsedFeed:
    """The feed in `body`, the answer to a request for `url` with response `headers` (names in lower case).

    Raises ParseError (`empty`, `web-page`, `captcha`, `login`, `parked`, `not-a-feed`, `binary`, `hostile`,
    `unreadable`), and nothing else.
    """
    try:
        refuse_binary(body)
        text, doubt = decode(body, headers.get("content-type", ""))
        parsed = READERS[sniff(text)](text, headers, url)
    except (ParseError, MemoryError):
        raise
    except Exception as error:
        raise ParseError(
            "unreadable", f"the feed cannot be read ({type(error).__name__}: its XML is broken)"
        ) from error
    return parsed if parsed.defect or not doubt else _with_defect(parsed, doubt)


def _with_defect(parsed: ParsedFeed, defect: str) -> ParsedFeed:
    return ParsedFeed(
        parsed.title, parsed.link, parsed.language, parsed.items, parsed.total, parsed.format, defect=defect
    )
