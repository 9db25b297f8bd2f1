"""The tables, as of version 1. Times are REAL seconds since 1970 UTC, severities ranks 0-4, digests 16 raw bytes.

Later versions are steps in migrate.py; this file then stays as it is, because it *is* step 1.
"""

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey


def create(db: Database) -> None:
    """Build all tables and indexes in an empty database. The caller owns the transaction."""
    _create_feeds(db)
    _create_articles(db)
    _create_incidents(db)
    _create_assessments(db)
    _create_verdicts(db)
    _create_outbox(db)
    # Small facts of the installation: instance, generation, created_at, what the daemon wants to remember.
    db.table("meta").create({"name": str, "value": str}, pk="name", not_null={"value"}, strict=True)


def _create_feeds(db: Database) -> None:
    # A feed is never deleted while articles remember it: `removed_at` retires it, and its history stays explainable.
    db.table("feeds").create(
        {
            "id": int,
            "url": str,
            "origin": str,  # config | cli: who may change or remove it
            "settings": str,  # FeedSettings as JSON
            "added_at": float,
            "removed_at": float,
            # FeedState, field by field, so that a poll which met nothing new is one small UPDATE
            "due_at": float,
            "status": str,
            "sentence": str,
            "etag": str,
            "last_modified": str,
            "body_hash": str,
            "polled_at": float,
            "succeeded_at": float,
            "changed_at": float,
            "full_at": float,
            "failing_since": float,
            "failures": int,
            "empty_polls": int,
            "change_gap": float,
            "typical_new": float,
            "moved_to": str,
            "moved_since": float,
        },
        pk="id",
        not_null={"url", "origin", "settings", "added_at", "due_at", "status", "sentence", "failures", "empty_polls"},
        strict=True,
    )
    db.table("feeds").create_index(["url"], unique=True)
    db.execute("CREATE INDEX idx_feeds_due_at ON feeds(due_at) WHERE removed_at IS NULL")
    db.execute("CREATE INDEX idx_feeds_removed_at ON feeds(removed_at) WHERE removed_at IS NOT NULL")
    # The packed identities of a feed's recent items: tens of kilobytes, so apart from the row that each poll rewrites.
    db.table("feed_known").create(
        {"feed_id": int, "known": bytes},
        pk="feed_id",
        not_null={"known"},
        foreign_keys=[_cascade("feed_known", "feed_id", "feeds")],
        strict=True,
    )


def _create_articles(db: Database) -> None:
    # The identity of everything ever assessed. Rows are written once and never changed, and outlive their texts.
    db.table("articles").create(
        {
            "id": int,
            "feed_id": int,
            "key": bytes,
            "link": bytes,
            "content": bytes,
            "revision": int,  # 0, then 1, 2, ... for each new content of the same key
            "url": str,
            "title": str,
            "lang": str,
            "published": float,
            "published_raw": str,
            "first_seen": float,
            "author": str,
            "notes": str,  # JSON list
            "snapshot": str,  # fingerprint of the rules that judged it
            "decision": str,  # the strongest of its assessments
        },
        pk="id",
        not_null={"feed_id", "key", "link", "content", "revision", "url", "title", "lang", "published_raw"}
        | {"first_seen", "author", "notes", "snapshot", "decision"},
        foreign_keys=[ForeignKey("articles", "feed_id", "feeds", "id")],
        strict=True,
    )
    db.table("articles").create_index(["feed_id", "key", "revision"], unique=True)
    db.table("articles").create_index(["feed_id", "content"])
    db.table("articles").create_index(["first_seen", "decision"])
    # Texts stand apart: forgetting them is a DELETE of neighbouring rows, and lists of articles never page over them.
    db.table("texts").create(
        {"article_id": int, "text": str},
        pk="article_id",
        not_null={"text"},
        foreign_keys=[_cascade("texts", "article_id", "articles")],
        strict=True,
    )
    # The months that have a full-text table `search_YYYYMM`; see search.py.
    db.table("search_months").create({"month": int}, pk="month", strict=True)


def _create_assessments(db: Database) -> None:
    db.table("assessments").create(
        {
            "article_id": int,
            "rule": str,
            "family": str,
            "score": int,
            "decision": str,
            "severity": int,
            "stage": str,
            "detail": str,  # reasons with hits, slots, title, ... as JSON
            "incident_id": int,  # what it opened or joined
        },
        pk=("article_id", "rule"),
        not_null={"family", "score", "decision", "severity", "stage", "detail"},
        foreign_keys=[
            _cascade("assessments", "article_id", "articles"),
            ForeignKey("assessments", "incident_id", "incidents", "id", on_delete="SET NULL"),
        ],
        strict=True,
    )
    db.execute("CREATE INDEX idx_assessments_incident_id ON assessments(incident_id) WHERE incident_id IS NOT NULL")
    db.execute(
        "CREATE INDEX idx_assessments_review ON assessments(article_id)"
        " WHERE decision = 'review' AND incident_id IS NULL"
    )


def _create_incidents(db: Database) -> None:
    db.table("incidents").create(
        {
            "id": int,
            "ref": str,  # what people call it: 7Q2K
            "family": str,
            "families": str,  # JSON list: `family` and those of all reports
            "rules": str,  # JSON list, in the order in which they fired
            "severity": int,
            "opened_at": float,
            "last_at": float,
            "window": float,
            "closes_at": float,  # last_at + window: from then on nothing joins it
            "title": str,
        },
        pk="id",
        not_null={"ref", "family", "families", "rules", "severity"}
        | {"opened_at", "last_at", "window", "closes_at", "title"},
        strict=True,
    )
    db.table("incidents").create_index(["ref"], unique=True)
    db.table("incidents").create_index(["closes_at"])
    db.table("incidents").create_index(["last_at"])
    db.table("incident_reports").create(
        {"incident_id": int, "article_id": int, "signature": bytes, "reason": str, "joined_at": float},
        pk=("incident_id", "article_id"),
        not_null={"signature", "reason", "joined_at"},
        foreign_keys=[
            _cascade("incident_reports", "incident_id", "incidents"),
            _cascade("incident_reports", "article_id", "articles"),
        ],
        strict=True,
    )
    db.table("incident_reports").create_index(["article_id"])


def _create_verdicts(db: Database) -> None:
    # The latest answer of a person per article or incident; exactly one of both ids is set.
    db.table("verdicts").create(
        {"id": int, "article_id": int, "incident_id": int, "verdict": str, "note": str, "at": float},
        pk="id",
        not_null={"verdict", "note", "at"},
        foreign_keys=[
            ForeignKey("verdicts", "article_id", "articles", "id"),
            _cascade("verdicts", "incident_id", "incidents"),
        ],
        strict=True,
    )
    db.table("verdicts").create_index(["article_id"], unique=True)
    db.table("verdicts").create_index(["incident_id"], unique=True)


def _create_outbox(db: Database) -> None:
    db.table("notices").create(
        {
            "id": int,
            "ref": str,  # the visible id, the same on every repeat
            "incident_id": int,
            "kind": str,
            "severity": int,
            "reason": str,
            "facts": str,  # JSON object
            "created_at": float,
        },
        pk="id",
        not_null={"ref", "kind", "severity", "reason", "facts", "created_at"},
        foreign_keys=[_cascade("notices", "incident_id", "incidents")],
        strict=True,
    )
    db.table("notices").create_index(["ref"], unique=True)
    db.table("notices").create_index(["incident_id"])
    db.table("notices").create_index(["created_at"])
    db.table("notices").create_index(["kind"])
    # What is added to a summary while it waits: rows, so that the thousandth part costs no more than the second.
    db.table("notice_parts").create(
        {"id": int, "notice_id": int, "part": str},
        pk="id",
        not_null={"notice_id", "part"},
        foreign_keys=[_cascade("notice_parts", "notice_id", "notices")],
        strict=True,
    )
    db.table("notice_parts").create_index(["notice_id"])
    db.table("deliveries").create(
        {
            "id": int,
            "notice_id": int,
            "target": str,
            "severity": int,  # of the notice, here so that claiming reads one index
            "state": str,  # pending | sent | dead | held (by a restore)
            "attempts": int,
            "due_at": float,
            "lease_until": float,  # set while a sender holds it
            "last_error": str,
            "sent_at": float,
            "sent_where": str,  # the channel's address without its secrets
        },
        pk="id",
        not_null={"notice_id", "target", "severity", "state", "attempts", "due_at"},
        foreign_keys=[_cascade("deliveries", "notice_id", "notices")],
        strict=True,
    )
    db.table("deliveries").create_index(["notice_id", "target"], unique=True)
    db.execute("CREATE INDEX idx_deliveries_queue ON deliveries(state, target, severity DESC, id, due_at, lease_until)")


def _cascade(table: str, column: str, other: str) -> ForeignKey:
    return ForeignKey(table, column, other, "id", on_delete="CASCADE")
