"""An item made into the article that detection reads and people see."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.models import Article, FeedSettings, Identity, Item
from monitor.normalise import furniture
from monitor.normalise.dates import parse_date
from monitor.normalise.html import to_line, to_text
from monitor.normalise.identity import body_of
from monitor.text.confusables import unmask
from monitor.text.sentences import sentence_spans

Detect = Callable[[str, str | None], str]

_LATEST = timedelta(hours=1)
_TEXT_LIMIT = 64 * 1024
_TITLE_LIMIT = 500
_SPOKEN = 2000  # letters from which the language is told

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad\U000e0000-\U000e007f]")
_ODD = re.compile(f"[{_CONTROLS.pattern[1:-1]}{_DIRECTION.pattern[1:-1]}{_INVISIBLE.pattern[1:-1]}]")


def to_article(
    item: Item,
    identity: Identity,
    revises: bool,
    *,
    settings: FeedSettings,
    feed_language: str,
    now: datetime,
    page: str | None = None,
    detect_language: Detect,
) -> Article:
    """The article of an item first seen `now`. `page` is the text of its web page where that was fetched.

    A time of publication beyond `now` by more than an hour counts as that hour; the raw date is kept.
    """
    notes: list[str] = []
    title = _clean(to_line(item.title), notes)[:_TITLE_LIMIT].strip()
    text = furniture.strip(_clean(to_text(body_of(item)), notes))
    if page and len(page) > len(text):
        text = furniture.strip(_clean(to_text(page), notes))
    text = text[:_TEXT_LIMIT]
    if not title:
        title = _first_sentence(text)
    if unmask(title) != title:
        notes.append("mixed scripts in the title")
    raw = item.published or item.updated
    epoch = item.published_at if item.published else item.updated_at
    published = parse_date(raw, feedparser_epoch=epoch, now=now) if raw or epoch is not None else None
    prior = settings.language or item.language or feed_language
    return Article(
        identity=identity,
        revises=revises,
        url=item.link if item.link.lower().startswith(("http://", "https://")) else "",
        title=title,
        text=text,
        lang=detect_language(f"{title}\n{text[:_SPOKEN]}", prior.split("-")[0].lower() or None),
        first_seen=now,
        published=min(published, now + _LATEST) if published else None,
        published_raw=raw,
        author=_clean(to_line(item.author), []),
        notes=tuple(dict.fromkeys(notes)),
    )


def _clean(text: str, notes: list[str]) -> str:
    """The text without what no channel should see. What could deceive a reader's eye is noted."""
    if not _ODD.search(text):
        return text
    text = _CONTROLS.sub("", text)
    if _DIRECTION.search(text):
        text = _DIRECTION.sub("", text)
        notes.append("direction controls removed")
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
        notes.append("invisible characters removed")
    return text


def _first_sentence(text: str) -> str:
    line = text.split("\n", 1)[0]
    spans = sentence_spans(line)[:1]
    return line[slice(*spans[0])][:200].strip() if spans else ""
