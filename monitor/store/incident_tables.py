"""What later versions added to the tables of incidents; steps in migrate.py."""

from sqlite_utils import Database


def add_keys(db: Database) -> None:
    """By what a new report finds the incidents it may belong to: a family and a place, a name, or `?`. Those that are
    open already are filed as without a place, so that all reports of their families find them."""
    db.execute(
        "CREATE TABLE incident_keys(key TEXT NOT NULL, incident_id INTEGER NOT NULL"
        " REFERENCES incidents(id) ON DELETE CASCADE, PRIMARY KEY(key, incident_id)) WITHOUT ROWID, STRICT"
    )
    db.execute("CREATE INDEX idx_incident_keys_incident_id ON incident_keys(incident_id)")
    db.execute(
        "INSERT INTO incident_keys SELECT each.value || ' ?', incidents.id FROM incidents, json_each(families) each"
    )


def add_life(db: Database) -> None:
    """What is known of an incident as a whole, its two numbers, what happened to it, and what people joined or took
    apart. Of incidents that exist it is worked out from their reports when the next one comes."""
    for column in (
        "standing TEXT",  # what is known, as JSON
        "told TEXT",  # what was known when people were told last
        "importance INTEGER",
        "credibility INTEGER",
        "numbers TEXT",  # the reasons of both, as JSON
        "life TEXT NOT NULL DEFAULT 'opened'",  # what happened last: opened, escalated, cooled, ...
        "merged_into INTEGER",  # the incident that a person made it part of
    ):
        db.execute(f"ALTER TABLE incidents ADD COLUMN {column}")
    db.execute("ALTER TABLE incident_reports ADD COLUMN heard TEXT")  # its part in the standing, as JSON
    db.execute(
        "CREATE TABLE incident_events(id INTEGER PRIMARY KEY, incident_id INTEGER NOT NULL"
        " REFERENCES incidents(id) ON DELETE CASCADE, at REAL NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL)"
        " STRICT"
    )
    db.execute("CREATE INDEX idx_incident_events_incident_id ON incident_events(incident_id)")
    # Reports that a person took out of an incident: their later versions and copies stay out of it.
    db.execute(
        "CREATE TABLE incident_splits(incident_id INTEGER NOT NULL REFERENCES incidents(id) ON DELETE CASCADE,"
        " article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, signature BLOB NOT NULL,"
        " at REAL NOT NULL, PRIMARY KEY(incident_id, article_id)) WITHOUT ROWID, STRICT"
    )
    db.execute("CREATE INDEX idx_incident_splits_article_id ON incident_splits(article_id)")
    db.execute("CREATE INDEX idx_incidents_living ON incidents(last_at) WHERE life <> 'closed'")
