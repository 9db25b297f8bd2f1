"""Looks for surges in the stored rows, and tells of those that begin. Runs inside the writer's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from monitor.incidents.surge import WEEK, WINDOW, Limits, Said, Surge, Told, compared_with, count, surges, volume
from monitor.models import Notice, Severity, Target
from monitor.notify.floods import flood_sentence
from monitor.notify.routes import Routing
from monitor.store import meta
from monitor.store import volume as rows_of
from monitor.store.database import Database
from monitor.telling import NO_ROUTES, add_notice, country_name, labels_of_all, place_names

EVERY = timedelta(minutes=15)
LEDGER = "surges"
_TOLD: TypeAdapter[tuple[Told, ...]] = TypeAdapter(tuple[Told, ...])
# Each incident was told with its own severity; a surge alone wakes nobody who only wants to hear of the worst.
_SEVEREST = Severity.HIGH


def tell_surges(
    db: Database, targets: Sequence[Target], now: datetime, limits: Limits, routing: Routing = NO_ROUTES
) -> list[str]:
    """Tell of each surge that stands at `now` and was not told yet; their reasons."""
    begun = rows_of.beginning(db)
    if begun is None or begun > now - WEEK - WINDOW:
        return []
    current = {key: _said(rows) for key, rows in rows_of.reports(db, now - WINDOW, now, now).items()}
    many = {key: said for key, said in current.items() if count(said) >= limits.at_least}
    if not many:
        return []
    stored = meta.recall(db, LEDGER)
    past = _past(db, many, begun, now)
    found, told = surges(many, past, _TOLD.validate_json(stored) if stored else (), limits, now)
    for one in found:
        _tell(db, one, targets, now, routing)
    meta.remember(db, LEDGER, _TOLD.dump_json(told).decode())
    return [one.reason() for one in found]


def _past(db: Database, keys: Iterable[str], begun: datetime, now: datetime) -> dict[str, list[int]]:
    """The volumes of past times by key; of times in which the service read something."""
    past: dict[str, list[int]] = {key: [] for key in keys}
    for after, until in compared_with(now):
        if after < begun or not rows_of.was_reading(db, after, until):
            continue
        rows = rows_of.reports(db, after, until, now)
        for key, counts in past.items():
            counts.append(volume(_said(rows.get(key, ()))))
    return past


def _said(rows: Iterable[rows_of.ReportRow]) -> list[Said]:
    return [Said(row.incident_id, row.feed_id, " ".join(row.title.casefold().split())) for row in rows]


def _tell(db: Database, surge: Surge, targets: Sequence[Target], now: datetime, routing: Routing) -> None:
    lines = rows_of.severest(db, surge.incidents)
    severity = min(lines[0].severity, _SEVEREST, key=lambda one: one.rank)
    facts: dict[str, object] = {
        "family": surge.family,
        "country": surge.country,
        "place": country_name(db, (line.id for line in lines), surge.country),
        "reports": surge.reports,
        "incidents": len(surge.incidents),
        "hours": WINDOW // timedelta(hours=1),
        "usual": f"{surge.usual:g}",
        "items": [
            {
                "ref": line.ref,
                "title": line.title,
                "lang": line.lang,
                "url": line.url,
                "rule": line.rule,
                "severity": line.severity.value,
            }
            for line in lines
        ],
    }
    facts["sentence"] = flood_sentence("surge", facts, "en")
    about = labels_of_all(db, surge.incidents, severity)
    places = (place_names(surge.country, str(facts["place"])),)
    about = replace(about, places=places, country=surge.country)
    add_notice(db, Notice("surge", severity, surge.reason(), facts=facts), targets, now, routing, about=about)
