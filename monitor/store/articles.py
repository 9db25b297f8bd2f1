"""Articles: what was seen, once. Identities are kept for more than a year, texts for some months."""

import json
from dataclasses import dataclass
from datetime import datetime

from monitor.models import Article, Assessment, Decision, Finding, Identity
from monitor.store import assessments, search
from monitor.store.database import Database
from monitor.store.encoding import from_epoch, settings_from_json, to_epoch, to_json

_STRENGTH = {Decision.ALERT: 2, Decision.REVIEW: 1, Decision.IGNORED: 0}


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with all that is known of it. `forgotten` says that its text went with time."""

    id: int
    feed_id: int
    source: str
    reliability: str
    article: Article
    revision: int
    snapshot: str
    decision: Decision
    assessments: tuple[Assessment, ...]
    incidents: tuple[str, ...]
    verdict: str | None
    forgotten: bool


def add(db: Database, feed_id: int, finding: Finding, snapshot: str, now: datetime) -> int | None:
    """Store an article, its text, its assessments and its place in the search index; give its id.

    None when this feed said this before (see `is_known`), however long ago and whatever the pipeline
    believed. New content under a known key becomes the next revision of it.
    """
    article = finding.article
    key, link, content = (bytes.fromhex(part) for part in _parts(article.identity))
    if is_known(db, feed_id, article):
        return None
    newest = db.conn.execute(
        "SELECT max(revision) FROM articles WHERE feed_id = ? AND key = ?", (feed_id, key)
    ).fetchone()[0]
    decision = max((one.decision for one in finding.assessments), key=_STRENGTH.__getitem__, default=Decision.IGNORED)
    cursor = db.conn.execute(
        "INSERT INTO articles(feed_id, key, link, content, revision, url, title, lang, published, published_raw,"
        " first_seen, author, notes, snapshot, decision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            feed_id,
            key,
            link,
            content,
            0 if newest is None else int(newest) + 1,
            article.url,
            article.title,
            article.lang,
            to_epoch(article.published),
            article.published_raw,
            to_epoch(article.first_seen),
            article.author,
            to_json(article.notes),
            snapshot,
            decision.value,
        ),
    )
    article_id = int(cursor.lastrowid or 0)
    db.conn.execute("INSERT INTO texts(article_id, text) VALUES (?, ?)", (article_id, article.text))
    assessments.add(db, article_id, finding.assessments)
    search.index(db, article_id, finding.search_text, now)
    return article_id


def is_known(db: Database, feed_id: int, article: Article) -> bool:
    """Whether this feed said this before: the same words under the same key; or exactly the same under another key, but
    with the same link and the same date (a feed that renamed its items). Other feeds are never asked."""
    key, link, content = (bytes.fromhex(part) for part in _parts(article.identity))
    # The first half of a content digest covers the words, the second the numbers, which clocks and counters change.
    words = content[: len(content) // 2]
    published = to_epoch(article.published)
    return any(
        old_key == key or (link != b"" and old_link == link and old_published == published and old_content == content)
        for old_key, old_link, old_published, old_content in db.conn.execute(
            "SELECT key, link, published, content FROM articles WHERE feed_id = ? AND content BETWEEN ? AND ?",
            (feed_id, words, words + b"\xff" * len(words)),
        )
    )


def revisions_told(db: Database, feed_id: int, key: str, since: datetime) -> int:
    """How many revisions of this item opened or joined an incident since `since`; the first version does not count."""
    row = db.conn.execute(
        "SELECT count(*) FROM articles WHERE feed_id = ? AND key = ? AND revision > 0 AND first_seen >= ?"
        " AND EXISTS (SELECT 1 FROM incident_reports WHERE article_id = articles.id)",
        (feed_id, bytes.fromhex(key), to_epoch(since)),
    ).fetchone()
    return int(row[0])


def count_by_decision(db: Database, since: datetime) -> dict[Decision, int]:
    """How many articles first seen since `since` came to each decision."""
    found = dict.fromkeys(Decision, 0)
    for decision, count in db.conn.execute(
        "SELECT decision, count(*) FROM articles WHERE first_seen >= ? GROUP BY decision", (to_epoch(since),)
    ):
        found[Decision(decision)] = int(count)
    return found


def get(db: Database, article_id: int) -> StoredArticle | None:
    """All that is known of one article."""
    row = db.conn.execute(
        "SELECT feed_id, key, link, content, revision, articles.url, title, lang, published, published_raw, first_seen,"
        " author, notes, snapshot, decision, text, settings,"
        " (SELECT verdict FROM verdicts WHERE article_id = articles.id)"
        " FROM articles JOIN feeds ON feeds.id = feed_id LEFT JOIN texts ON texts.article_id = articles.id"
        " WHERE articles.id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    (feed_id, key, link, content, revision, url, title, lang, published, raw, first_seen, author) = row[:12]
    (notes, snapshot, decision, text, settings, verdict) = row[12:]
    feed = settings_from_json(settings)
    incidents = db.conn.execute(
        "SELECT ref FROM incident_reports JOIN incidents ON incidents.id = incident_id WHERE article_id = ?"
        " ORDER BY incident_id",
        (article_id,),
    )
    return StoredArticle(
        id=article_id,
        feed_id=feed_id,
        source=feed.name or feed.url,
        reliability=feed.reliability,
        article=Article(
            identity=Identity(key.hex(), link.hex(), content.hex()),
            revises=revision > 0,
            url=url,
            title=title,
            text=text or "",
            lang=lang,
            first_seen=from_epoch(first_seen),
            published=from_epoch(published),
            published_raw=raw,
            author=author,
            notes=tuple(json.loads(notes)),
        ),
        revision=revision,
        snapshot=snapshot,
        decision=Decision(decision),
        assessments=assessments.of_article(db, article_id),
        incidents=tuple(str(ref) for (ref,) in incidents),
        verdict=verdict,
        forgotten=text is None,
    )


def newest(db: Database, number: int) -> list[tuple[str, str, str]]:
    """Title, text and language of the articles seen last whose texts are kept, the newest first."""
    rows = db.conn.execute(
        "SELECT title, text, lang FROM articles JOIN texts ON texts.article_id = articles.id"
        " ORDER BY articles.id DESC LIMIT ?",
        (number,),
    )
    return [(str(title), str(text), str(lang)) for title, text, lang in rows]


def _parts(identity: Identity) -> tuple[str, str, str]:
    return identity.key, identity.link, identity.content
