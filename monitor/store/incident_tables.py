"""What later versions added to the tables of incidents; steps in migrate.py."""

from sqlite_utils import Database


def add_keys(db: Database) -> None:
    """By what a new report finds the incidents it may belong to. Those that are open already are found by all reports,
    until they close."""
    db.execute(
        "CREATE TABLE incident_keys(key TEXT NOT NULL, incident_id INTEGER NOT NULL"
        " REFERENCES incidents(id) ON DELETE CASCADE, PRIMARY KEY(key, incident_id)) WITHOUT ROWID, STRICT"
    )
    db.execute("CREATE INDEX idx_incident_keys_incident_id ON incident_keys(incident_id)")
    db.execute("INSERT INTO incident_keys SELECT '?', id FROM incidents")
