"""How our types stand in columns: times as seconds since 1970 UTC, severities as ranks, the rest as JSON."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, overload

from monitor.models import Assessment, Decision, FeedSettings, Hit, NamedPlace, Reason, Severity, Slot

SEVERITIES: tuple[Severity, ...] = tuple(Severity)


@overload
def to_epoch(time: datetime) -> float: ...
@overload
def to_epoch(time: None) -> None: ...
def to_epoch(time: datetime | None) -> float | None:
    """Seconds since 1970 of an aware time; a naive one raises `ValueError`, because it would mean local time."""
    if time is None:
        return None
    if time.tzinfo is None:
        raise ValueError("a time without a time zone reached the store")
    return time.timestamp()


@overload
def from_epoch(seconds: float) -> datetime: ...
@overload
def from_epoch(seconds: None) -> None: ...
def from_epoch(seconds: float | None) -> datetime | None:
    """The aware UTC time of `seconds` since 1970, exact to the microsecond."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def to_json(value: object) -> str:
    """Compact JSON that keeps every script readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def settings_to_json(settings: FeedSettings) -> str:
    """The settings as JSON with sorted keys, so that equal settings are equal texts."""
    return json.dumps(asdict(settings), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def settings_from_json(text: str) -> FeedSettings:
    """The settings that `settings_to_json` wrote."""
    raw = json.loads(text)
    raw["tags"] = tuple(raw["tags"])
    raw["headers"] = tuple((name, value) for name, value in raw["headers"])
    return FeedSettings(**raw)


def detail_to_json(assessment: Assessment) -> str:
    """All of an assessment that has no column of its own."""
    return to_json(
        {
            "title": assessment.title,
            "window": assessment.window,
            "status": assessment.status,
            "model": assessment.model,
            "slots": assessment.slots,
            "facts": [[s.name, s.value, _hit(s.hit), s.id, s.like] for s in assessment.facts],
            "cues": [_hit(hit) for hit in assessment.cues],
            "gist": assessment.gist,
            "local": assessment.local,
            "actions": assessment.actions,
            "places": [
                [p.id, p.name, p.country, p.lat, p.lon, p.kind, p.within, p.population] for p in assessment.places
            ],
            "reasons": [[r.kind, r.name, r.points, [_hit(hit) for hit in r.hits]] for r in assessment.reasons],
        }
    )


def _hit(hit: Hit) -> list[str | int]:
    return [hit.zone, hit.start, hit.end, hit.text, hit.group]


AssessmentRow = tuple[str, str, int, str, int, str, str]
"""Columns rule, family, score, decision, severity, stage, detail of `assessments`."""


def assessment_from_row(row: AssessmentRow) -> Assessment:
    """The assessment that a row holds."""
    rule, family, score, decision, severity, stage, detail = row
    raw = json.loads(detail)
    return Assessment(
        rule=rule,
        title=raw["title"],
        family=family,
        score=score,
        decision=Decision(decision),
        severity=SEVERITIES[severity],
        stage=stage,
        window=raw["window"],
        reasons=tuple(
            Reason(kind, name, points, tuple(Hit(*hit) for hit in hits)) for kind, name, points, hits in raw["reasons"]
        ),
        status=raw["status"],
        model=raw["model"],
        slots=raw["slots"],
        actions=raw["actions"],
        places=tuple(_place(place) for place in raw.get("places", ())),
        facts=tuple(Slot(name, value, Hit(*hit), *more) for name, value, hit, *more in raw.get("facts", ())),
        cues=tuple(Hit(*hit) for hit in raw.get("cues", ())),
        gist=raw.get("gist", {}),
        local=raw.get("local", {}),
    )


def _place(raw: list[Any]) -> NamedPlace:
    """A place as kept; rows of older versions lack its kind, what it lies in, and its people."""
    id_, name, country, lat, lon, kind, within, population = raw + ["", [], 0][len(raw) - 5 :]
    return NamedPlace(id_, name, country, lat, lon, kind, tuple(within), population)
