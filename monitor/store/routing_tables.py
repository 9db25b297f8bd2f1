"""The tables of who hears what, a step in migrate.py: mutes, acknowledgements, reminders, what waits for company."""

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey


def add(db: Database) -> None:
    """Add them to the tables of before. The caller owns the transaction."""
    # Deliveries get two more states: `waiting` (for the others of its message) and `merged` (told within that message).
    db.execute("ALTER TABLE deliveries ADD COLUMN bundle TEXT")  # what it waits for: digest, quiet hours, limit, ...
    db.execute("ALTER TABLE deliveries ADD COLUMN merged_into INTEGER")  # the notice that told it
    db.table("mutes").create(
        {
            "id": int,
            "topic": str,
            "place": str,
            "feed": str,
            "incident": str,
            "until": float,
            "comment": str,
            "added_at": float,
            "ended_at": float,  # when a person ended it before its time
            "withheld": int,  # notices that it kept from somebody
            "last_at": float,
        },
        pk="id",
        not_null={"topic", "place", "feed", "incident", "until", "comment", "added_at", "withheld"},
        strict=True,
    )
    db.table("mutes").create_index(["until"])
    db.table("acknowledgements").create(
        {"incident_id": int, "at": float, "comment": str},
        pk="incident_id",
        not_null={"at", "comment"},
        foreign_keys=[ForeignKey("acknowledgements", "incident_id", "incidents", "id", on_delete="CASCADE")],
        strict=True,
    )
    # Incidents that somebody is to acknowledge; `next_at` is NULL when nobody is reminded any more.
    db.table("awaited").create(
        {
            "incident_id": int,
            "asked": float,
            "since": float,
            "within": float,
            "targets": str,  # JSON list: who is told, in turn
            "step": int,
            "next_at": float,
        },
        pk="incident_id",
        not_null={"asked", "since", "within", "targets", "step"},
        foreign_keys=[ForeignKey("awaited", "incident_id", "incidents", "id", on_delete="CASCADE")],
        strict=True,
    )
    db.execute("CREATE INDEX idx_awaited_next_at ON awaited(next_at) WHERE next_at IS NOT NULL")
