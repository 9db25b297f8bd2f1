"""The story of an incident as text: what happened to it and why, its numbers with their reasons, what people did."""

from datetime import UTC, datetime

from monitor.models import IncidentView, Measure
from monitor.store import regroup, standings
from monitor.store.database import Database


def story_lines(db: Database, view: IncidentView) -> list[str]:
    """Numbers, life, why each report is there, and what was taken out."""
    lines = [*_measure("Importance", view.importance), *_measure("Credibility", view.credibility)]
    if view.independent:
        many = f"{view.independent} independent source{'s' if view.independent > 1 else ''}"
        said = "an authority says it" if view.confirmed else "no authority says it"
        alone = ": single source, unconfirmed" if view.independent == 1 and not view.confirmed else ""
        lines.append(f"{many}, {said}{alone}")
    events = standings.events(db, view.id)
    if events:
        lines += ["", "Life:"]
        lines += [f"  {_time(event.at)}  {event.state}: {event.reason}" for event in events]
    lines += ["", "Why each report is here (number, time, reason):"]
    for place in standings.places(db, view.id):
        lines += [f"  {place.article_id:>6}  {_time(place.at)}  \u2068{place.title}\u2069", f"          {place.reason}"]
    out = regroup.taken_out(db, view.id)
    if out:
        lines += ["", "Taken out by a person, and kept out:"]
        lines += [f"  {number:>6}  \u2068{title}\u2069{f', now in {ref}' if ref else ''}" for number, title, ref in out]
    return lines


def _measure(name: str, measure: Measure | None) -> list[str]:
    if measure is None:
        return []
    why = ", ".join(f"{reason} {points:+d}" for reason, points in measure.reasons)
    return [f"{name} {measure.value}/100: {why}"]


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"
