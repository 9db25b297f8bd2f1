"""Stage 7: SQLite, and the only SQL of the project.

    folder.py       the data folder: the writer's lock, the instance file that notices a lost or swapped database
    database.py     opening: one connection that writes, many that read, everything doubtful refused
    schema.py       the tables; migrate.py brings an older file up to them
    writer.py       the thread that owns the writing connection: one submitted function, one transaction
    feeds.py        what is polled when, and what polling learned
    articles.py     articles and their texts; assessments.py what rules said of them
    incidents.py    events and their reports
    outbox.py       notices and deliveries
    verdicts.py     what people answered
    search.py       full text
    retention.py    what is forgotten, and when; backup.py copies that can be trusted
    history.py      incidents from their opening on, and a database for a rehearsal
    facts.py        small questions of `status` and `doctor`

Functions take the open `Database` and never commit: the transaction belongs to whoever called `Writer.submit`.
"""
