"""Every field of an item cut to a size, and scrubbed of what no store can hold; the newest items of many."""

import hashlib
import re
from collections.abc import Sequence
from math import inf
from urllib.parse import urljoin

from monitor.models import Item

ITEMS = 500
TITLE = 1024
BODY = 200 * 1024
LINK = 2048
GUID = 2048
TAGS = 20
SHORT = 256

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def scrub(text: str, limit: int) -> str:
    """At most `limit` code points of `text`, without NUL, other controls, surrogates and blanks at both ends."""
    return _UNSTORABLE.sub("", text[: limit * 2]).strip()[:limit]


def link(base: str, address: str) -> str:
    """`address` made absolute by `base`; empty when it is none, or too long to be a link that anybody follows."""
    address = _UNSTORABLE.sub("", address[: LINK + 1]).strip()
    if not address or len(address) > LINK:
        return ""
    try:
        return urljoin(base, address)[:LINK]
    except ValueError:
        return ""


def bounded_item(
    *,
    guid: str,
    link: str,
    title: str,
    summary: str,
    content: str,
    published: str,
    updated: str,
    published_at: float | None,
    updated_at: float | None,
    author: str,
    language: str,
    tags: Sequence[str],
) -> Item:
    """An Item whose fields keep their limits. A longer GUID becomes its digest: cut, two could become one."""
    if len(guid) > GUID:
        guid = "blake2b:" + hashlib.blake2b(guid.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return Item(
        guid=scrub(guid, GUID),
        link=link,
        title=scrub(title, TITLE),
        summary=scrub(summary, BODY),
        content=scrub(content, BODY) if content != summary else "",
        published=scrub(published, SHORT),
        updated=scrub(updated, SHORT),
        published_at=published_at,
        updated_at=updated_at,
        author=scrub(author, SHORT),
        language=scrub(language, 35),
        tags=tuple(scrub(tag, SHORT) for tag in tags[:TAGS]),
    )


def newest(items: Sequence[Item]) -> tuple[Item, ...]:
    """At most ITEMS of `items`, the newest, in the order of the document; undated ones count as new."""
    if len(items) <= ITEMS:
        return tuple(items)

    def age(place: int) -> float:
        item = items[place]
        date = item.published_at if item.published_at is not None else item.updated_at
        return -(inf if date is None else date)

    return tuple(items[place] for place in sorted(sorted(range(len(items)), key=age)[:ITEMS]))
