"""Who an item is within its feed, and whether it is new, revised, or an old one under another name.

`known` packs what the feed has shown: records of 48 bytes, newest first, of key, link and content, 16 bytes each.
The content's first half covers the title and the plain words of the body's beginning: an edit there is a revision. Its
second half covers what stands between those words, numbers and punctuation, which clocks, counters and typographers
change all day: that revises nothing, but two items that differ in it are two.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from monitor.models import Identity, Item

KNOWN_RECORDS = 2000
RECORD = struct.Struct("16s16s16s")
SETTLED_LETTERS = 40  # so many letters make a text its own; "Breaking news" may be said twice of two things

_VERSION = b"\x01"
_MARKUP_READ, _COMPARED = 4096, 2048
_NO_LINK = bytes(16)
_PUNCTUATION = ".,;:!?…'\"()[]«»“”‘’،؛؟۔-–—"
_NO_SIGNS = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_TRACKING = re.compile(
    r"(?:^|(?<=&))(?:utm_\w+|fbclid|gclid|dclid|yclid|msclkid|mc_[ce]id|igshid|at_(?:medium|campaign)|ocid|cmpid|xtor|_ga)"
    r"=[^&]*&?"
)


@dataclass(frozen=True, slots=True)
class Identified:
    """What a document brought: new and revised items in its order with their identities (and whether each revises a
    known one), the known records to keep, and how many items came back under another GUID."""

    new: tuple[tuple[Item, Identity, bool], ...]
    known: bytes
    rotated: int


@dataclass(frozen=True, slots=True)
class _Digests:
    key: bytes
    link: bytes
    content: bytes
    settled: bool


def identify(items: Sequence[Item], known: bytes, now: datetime) -> Identified:  # noqa: ARG001 - the rooms' agreed call
    """Compare a document's items with what is `known` of their feed. Pure; damaged `known` bytes are read as far as
    whole records go."""
    records = list(RECORD.iter_unpack(known[: len(known) // RECORD.size * RECORD.size]))
    by_key = {key: content for key, _, content in records}
    by_link = {link: content for _, link, content in records if link != _NO_LINK}
    contents = {content for _, _, content in records}
    new: list[tuple[Item, Identity, bool]] = []
    seen: dict[bytes, bytes] = {}
    rotated = 0
    for item, digests in zip(items, _digests(items), strict=True):
        if digests.key in seen:
            continue
        seen[digests.key] = RECORD.pack(digests.key, digests.link, digests.content)
        was = by_key.get(digests.key, by_link.get(digests.link))
        if was is None and not (digests.settled and digests.content in contents):
            new.append((item, _identity(digests), False))
        elif was is not None and not _says_the_same(was, digests.content):
            new.append((item, _identity(digests), True))
        elif digests.key not in by_key:
            rotated += 1
    older = (RECORD.pack(*record) for record in records if record[0] not in seen)
    return Identified(tuple(new), b"".join([*seen.values(), *older][:KNOWN_RECORDS]), rotated)


def canonical_link(link: str) -> str:
    """The link without what does not choose the page: scheme, default port, fragment, tracking, last slash."""
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return link
    host = parts.hostname or ""
    where = host if port in {None, 80, 443} else f"{host}:{port}"
    query = _TRACKING.sub("", parts.query).rstrip("&")
    return f"{where}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def body_of(item: Item) -> str:
    """The fuller of content and summary, content if in doubt."""
    return item.content if len(item.content) >= len(item.summary) else item.summary


def _says_the_same(one: bytes, other: bytes) -> bool:
    return one[:8] == other[:8]


def _identity(digests: _Digests) -> Identity:
    link = digests.link.hex() if digests.link != _NO_LINK else ""
    return Identity(digests.key.hex(), link, digests.content.hex())


def _digests(items: Sequence[Item]) -> Iterable[_Digests]:
    """The digests of each item. A GUID or link that several items share tells nothing of any of them."""
    links = [canonical_link(item.link) if item.link else "" for item in items]
    guids_used, links_used = Counter(item.guid for item in items), Counter(links)
    names: dict[str, bytes] = {}
    for item, link in zip(items, links, strict=True):
        content, settled = _content(item)
        if item.guid:
            name = f"g\n{item.guid}" if guids_used[item.guid] == 1 else f"c\n{item.guid}\n{link}\n{item.title}"
        elif link and links_used[link] == 1:
            name = f"l\n{link}"
        else:
            name = f"t\n{link}\n{item.title}\n{item.published or item.updated}"
        if names.setdefault(name, content) != content:
            name = f"{name}\n{content.hex()}"
        own_link = _digest(link) if link and links_used[link] == 1 else _NO_LINK
        yield _Digests(_digest(name), own_link, content, settled)


def _content(item: Item) -> tuple[bytes, bool]:
    words = _TAG.sub(" ", body_of(item)[:_MARKUP_READ])[:_COMPARED].casefold().split()
    plain, rest = [], []
    for word in words:
        if word.isalpha():
            plain.append(word)
        else:
            rest.append(word)
            if (core := word.strip(_PUNCTUATION)).isalpha():
                plain.append(core)
    said = f"{_NO_SIGNS.sub('', item.title).casefold()}\n{''.join(plain)}"
    return _digest(said, 8) + _digest("".join(rest), 8), len(said) > SETTLED_LETTERS


def _digest(text: str, size: int = 16) -> bytes:
    return blake2b(_VERSION + text.encode("utf-8", "replace"), digest_size=size).digest()
