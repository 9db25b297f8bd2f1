"""Incidents that a person made one, or took apart: rows move, and it is remembered, so that no machine undoes it."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from monitor.errors import StoreError
from monitor.store import candidates, incidents
from monitor.store.database import Database
from monitor.store.encoding import to_epoch, to_json
from monitor.store.meta import recall
from monitor.store.refs import make_ref


def merge(db: Database, whole: int, part: int) -> None:
    """Make `part` a part of `whole`: its reports, assessments and keys are those of `whole` from now on, and its ref
    leads there. Nobody is reminded of `part` any more."""
    families, rules, severity, opened_at, last_at, window, closes_at = _row(db, whole)
    more_families, more_rules, more_severity, *times = _row(db, part)
    db.conn.execute(
        "UPDATE incidents SET families = ?, rules = ?, severity = ?, opened_at = ?, last_at = ?, window = ?,"
        " closes_at = ? WHERE id = ?",
        (
            to_json(_union(families, more_families)),
            to_json(_union(rules, more_rules)),
            max(int(severity), int(more_severity)),
            min(opened_at, times[0]),
            *(max(one, other) for one, other in zip((last_at, window, closes_at), times[1:], strict=True)),
            whole,
        ),
    )
    db.conn.execute("UPDATE OR IGNORE incident_reports SET incident_id = ? WHERE incident_id = ?", (whole, part))
    db.conn.execute("DELETE FROM incident_reports WHERE incident_id = ?", (part,))
    db.conn.execute("UPDATE assessments SET incident_id = ? WHERE incident_id = ?", (whole, part))
    db.conn.execute(
        "INSERT OR IGNORE INTO incident_keys SELECT key, ? FROM incident_keys WHERE incident_id = ?", (whole, part)
    )
    db.conn.execute("DELETE FROM incident_keys WHERE incident_id = ?", (part,))
    # What was taken out of one part stays out of the whole, unless this brings it back.
    db.conn.execute(
        "INSERT OR IGNORE INTO incident_splits SELECT ?1, article_id, signature, at FROM incident_splits"
        " WHERE incident_id = ?2",
        (whole, part),
    )
    db.conn.execute(
        "DELETE FROM incident_splits WHERE incident_id = ?2 OR (incident_id = ?1 AND article_id IN"
        " (SELECT article_id FROM incident_reports WHERE incident_id = ?1))",
        (whole, part),
    )
    db.conn.execute("UPDATE awaited SET next_at = NULL WHERE incident_id = ?", (part,))
    db.conn.execute("UPDATE incidents SET merged_into = ?, closes_at = opened_at WHERE id = ?", (whole, part))


def split(
    db: Database, incident_id: int, articles: Sequence[int], keys: Collection[str], now: datetime
) -> tuple[int, str]:
    """Take these reports out of an incident and make them one of their own, found by `keys`; give its id and ref.
    Their later versions and copies stay out of the old one. `articles` are some of its reports, and not all."""
    marks = to_json(list(articles))
    first, last = db.conn.execute(
        "SELECT min(joined_at), max(joined_at) FROM incident_reports WHERE incident_id = ?"
        " AND article_id IN (SELECT value FROM json_each(?))",
        (incident_id, marks),
    ).fetchone()
    said = db.conn.execute(
        "SELECT rule, family, severity FROM assessments WHERE incident_id = ?"
        " AND article_id IN (SELECT value FROM json_each(?))"
        " ORDER BY decision = 'alert' DESC, severity DESC, score DESC, article_id, rule",
        (incident_id, marks),
    ).fetchall()
    number = int(db.conn.execute("SELECT max(id) + 1 FROM incidents").fetchone()[0])
    ref = make_ref(
        f"incident {recall(db, 'generation')} {number}",
        lambda name: db.conn.execute("SELECT 1 FROM incidents WHERE ref = ?", (name,)).fetchone() is not None,
    )
    db.conn.execute(
        "INSERT INTO incidents(id, ref, family, families, rules, severity, opened_at, last_at, window, closes_at,"
        "  title) SELECT ?1, ?2, coalesce(?3, family), ?4, ?5, coalesce(?6, severity), ?7, ?8, window, ?8 + window,"
        "  (SELECT title FROM articles WHERE id = ?9) FROM incidents WHERE id = ?10",
        (
            *(number, ref, said[0][1] if said else None),
            to_json(_once(family for _, family, _ in said)),
            to_json(_once(rule for rule, _, _ in said)),
            max((int(severity) for _, _, severity in said), default=None),
            *(first, last, articles[0], incident_id),
        ),
    )
    candidates.file_under(db, number, keys)
    db.conn.execute(
        "INSERT OR REPLACE INTO incident_splits SELECT incident_id, article_id, signature, ? FROM incident_reports"
        " WHERE incident_id = ? AND article_id IN (SELECT value FROM json_each(?))",
        (to_epoch(now), incident_id, marks),
    )
    for table in ("incident_reports", "assessments"):
        db.conn.execute(
            f"UPDATE {table} SET incident_id = ? WHERE incident_id = ?"  # noqa: S608  one of two constants
            " AND article_id IN (SELECT value FROM json_each(?))",
            (number, incident_id, marks),
        )
    return number, ref


def known(db: Database, ref: str) -> tuple[int, str]:
    """The id and the ref of the incident that a person names; StoreError when there is none."""
    number = incidents.by_ref(db, ref)
    if number is None:
        raise StoreError(f"there is no incident {ref}; `monitor incidents list` shows them.")
    return number, str(db.conn.execute("SELECT ref FROM incidents WHERE id = ?", (number,)).fetchone()[0])


def taken_out(db: Database, incident_id: int) -> list[tuple[int, str, str]]:
    """The reports that a person took out of an incident: number, title, and the ref of the incident they are in now."""
    rows = db.conn.execute(
        "SELECT articles.id, articles.title, coalesce((SELECT ref FROM incident_reports JOIN incidents"
        "  ON incidents.id = incident_id WHERE article_id = articles.id ORDER BY incident_id DESC LIMIT 1), '')"
        " FROM incident_splits JOIN articles ON articles.id = article_id WHERE incident_splits.incident_id = ?"
        " ORDER BY articles.id",
        (incident_id,),
    )
    return [(int(id_), str(title), str(ref)) for id_, title, ref in rows]


def _row(db: Database, incident_id: int) -> tuple[str, str, int, float, float, float, float]:
    found: tuple[str, str, int, float, float, float, float] = db.conn.execute(
        "SELECT families, rules, severity, opened_at, last_at, window, closes_at FROM incidents WHERE id = ?",
        (incident_id,),
    ).fetchone()
    return found


def _union(one: str, other: str) -> list[str]:
    return list(dict.fromkeys([*json.loads(one), *json.loads(other)]))


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
