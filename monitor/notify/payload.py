"""A notice as JSON, for programs: what a webhook posts and a feed keeps. The shape is versioned and documented in
docs/how-to/webhook.md; a key may be added, never changed.

Text from feeds is cleaned of controls, direction overrides and lone surrogates, and is otherwise as it came: what shows
it must escape it.
"""

from datetime import UTC, datetime

from monitor.models import Assessment, Delivery, IncidentView, NamedPlace, NoticeKind, Reason, Report
from monitor.notify.quote import clean, minimal, source_link
from monitor.notify.whywords import telling_toll
from monitor.notify.wording import Style, headlines

VERSION = "1"
_REPORTS = 50
_WORDS = 5
_EVENTS: dict[NoticeKind, str] = {
    "test": "test",
    "baseline": "baseline",
    "digest": "digest",
    "surge": "surge",
    "storm": "storm",
    "trouble": "service.trouble",
    "recovered": "service.recovered",
}


def notice_json(delivery: Delivery, style: Style, *, title: str, plain: bool = False) -> dict[str, object]:
    """The notice as JSON values. `title` is the worded first line of a notice that is about no incident.

    `plain` is the last resort for a receiver that refused the message: the same keys, text from feeds reduced to
    letters, digits and plain punctuation, no reports and no matched words.
    """
    view = delivery.incident
    told: dict[str, object] = {
        "version": VERSION,
        "event": _EVENTS.get(delivery.kind, f"incident.{delivery.kind}"),
        "ref": clean(delivery.ref, 40),
        "id": clean(view.ref if view else delivery.ref, 40),
        "url": _page(view, style),
        "severity": (view or delivery).severity.value,
        "reason": _said(delivery.reason, 300, plain=plain),
        "created_at": _moment(delivery.created_at),
    }
    if view is None:
        sentence = delivery.facts.get("sentence")
        said = _said(sentence if isinstance(sentence, str) else title, 600, plain=plain)
        return told | {"title": {"text": said, "lang": style.language, "gist": ""}}
    return told | {"changes": _changes(delivery, plain=plain)} | _incident(view, style, plain=plain)


def _changes(delivery: Delivery, *, plain: bool) -> list[dict[str, str]]:
    """What is new since people were told last, each with its values before and after."""
    told = delivery.facts.get("changes")
    return [
        {name: _said(str(change.get(name, "")), 120, plain=plain) for name in ("what", "before", "after")}
        for change in (told if isinstance(told, list) else ())
        if isinstance(change, dict)
    ]


def _incident(view: IncidentView, style: Style, *, plain: bool) -> dict[str, object]:
    lead = view.assessments[0] if view.assessments else None
    headline, _ = headlines(view, style.language)
    telling = telling_toll(view, style.language)
    gist = telling.gist[style.language] if telling else ""
    return {
        "topic": clean(lead.title, 80) if lead else "",
        "rule": lead.rule if lead else "",
        "status": (lead.status or "") if lead else "",
        "title": {
            "text": _said(headline.title, 300, plain=plain) if headline else "",
            "lang": clean(headline.lang, 8) if headline else "und",
            "gist": _said(gist, 160, plain=plain),
        },
        "score": lead.score if lead else 0,
        "place": _place(view, plain=plain),
        "first_seen": _moment(view.opened_at),
        "last_seen": _moment(view.last_at),
        "reports": len(view.reports),
        "independent_sources": view.independent,
        "confirmed": view.confirmed,
        "importance": view.importance.value if view.importance else None,
        "credibility": view.credibility.value if view.credibility else None,
        "sources": [] if plain else [_source(report) for report in view.reports[:_REPORTS]],
        "why": [] if plain or lead is None else [_why(reason) for reason in lead.reasons if reason.points],
    }


def _place(view: IncidentView, *, plain: bool) -> dict[str, object] | None:
    """The place that the strongest assessment that knows one says, with coordinates where the gazetteer has it."""
    told = next((a for a in view.assessments if a.slots.get("place") or a.places), None)
    if told is None:
        return None
    name = _said(told.slots.get("place") or told.places[0].name, 80, plain=plain)
    found = _located(told, name)
    return {"name": name} | (
        {"country": found.country, "lat": round(found.lat, 5), "lon": round(found.lon, 5)} if found else {}
    )


def _located(told: Assessment, name: str) -> NamedPlace | None:
    """The named place that the slot speaks of, else the first one: it stands beside the evidence."""
    return next((place for place in told.places if place.name and place.name in name), next(iter(told.places), None))


def _source(report: Report) -> dict[str, object]:
    domain, url = source_link(report.url)
    return {
        "name": clean(report.source, 80) or domain,
        "url": url,
        "lang": clean(report.lang, 8),
        "title": clean(report.title, 300),
        "reliability": clean(report.reliability, 4),
        "published": _moment(report.published) if report.published else None,
        "first_seen": _moment(report.first_seen),
    }


def _why(reason: Reason) -> dict[str, object]:
    words = list({hit.text.casefold(): clean(hit.text, 60) for hit in reason.hits}.values())[:_WORDS]
    return {"kind": reason.kind, "text": clean(reason.name, 60), "points": reason.points, "words": words}


def _page(view: IncidentView | None, style: Style) -> str:
    if not style.console:
        return ""
    return f"{style.console.rstrip('/')}/i/{view.ref}" if view else f"{style.console.rstrip('/')}/"


def _said(text: str, longest: int, *, plain: bool) -> str:
    return clean(minimal(text), longest) if plain else clean(text, longest)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
