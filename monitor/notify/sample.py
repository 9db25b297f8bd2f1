"""Invented notices of every kind, for previews and for trying templates out: an incident in two languages with three
outlets and every part that a message can have, and what is told of many incidents or of the service."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from monitor.models import (
    Assessment,
    Decision,
    Delivery,
    Hit,
    IncidentView,
    Measure,
    NamedPlace,
    NoticeKind,
    Reason,
    Report,
    Severity,
)
from monitor.notify.topicwords import TOPICS

SampleName = Literal[
    "opened", "updated", "escalated", "corrected", "reminder", "digest", "held", "surge", "storm", "trouble", "alarm",
    "recovered", "alive", "test",
]  # fmt: skip
"""What a sample tells; where that is no kind of notice, it is one that another kind can be."""

_RULE = "border-infiltration"
_REPORTS = (
    ("إحباط محاولة تسلل مسلحين عبر الحدود قرب ربيعة", "ar", "Example Sharq", "https://sharq.example.net/a", "B", 28),
    ("Gunmen cross toward Iraq near Rabia, army says", "en", "Example Wire", "https://wire.example.org/2", "B", 15),
    ("نفوذ افراد مسلح به خاک عراق در نزدیکی ربیعه", "fa", "Example Khabar", "https://khabar.example.com/3", "C", 2),
)
_GIST = {
    "en": "Gunmen infiltrate near Rabia, Iraq",
    "ar": "تسلل مسلحين قرب ربيعة، العراق",
    "fa": "نفوذ افراد مسلح در نزدیکی ربیعه، عراق",
}
_LOCAL = {
    "en": {"actor": "gunmen", "place": "Rabia"},
    "ar": {"actor": "مسلحون", "place": "ربيعة"},
    "fa": {"actor": "افراد مسلح", "place": "ربیعه"},
}
_CHANGES: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "updated": (("sources", "1", "3", "corroborated"),),
    "escalated": (("severity", "medium", "high", "escalated"), ("killed", "1", "5", "escalated")),
    "corrected": (("killed", "27", "3", "corrected"),),
}


def sample(now: datetime, target: str, kind: SampleName = "opened") -> Delivery:
    """An invented notice, as `target` would get it."""
    first = now - timedelta(minutes=28)
    reports = tuple(
        Report(title, url, lang, source, grade, now - timedelta(minutes=ago), now - timedelta(minutes=ago))
        for title, lang, source, url, grade, ago in _REPORTS
    )
    found, at = (_assessment(),), now - timedelta(minutes=2)
    numbers = {"importance": Measure(61), "credibility": Measure(74), "independent": 3}
    view = IncidentView(1, "SAMP", Severity.HIGH, first, at, reports, found, **numbers)  # type: ignore[arg-type]  # each has its own type
    reason = "a sample: nothing has happened"
    told = Delivery(0, 0, "SAMP-1", target, "opened", view.severity, reason, now, 1, view)
    if kind == "opened":
        return told
    if kind in {"updated", "escalated", "corrected", "reminder"}:
        changes = [
            {"what": what, "before": before, "after": after, "state": state}
            for what, before, after, state in _CHANGES.get(kind, ())
        ]
        again: NoticeKind = "updated" if kind == "corrected" else kind
        return replace(told, ref="SAMP-2", kind=again, told_at=first, first_ref="SAMP-1", facts={"changes": changes})
    name, severity, facts = _others(now, target)[kind]
    return replace(told, ref="N-SAMP", kind=name, severity=severity, incident=None, facts=facts)


def samples(now: datetime, target: str) -> dict[str, Delivery]:
    """What a template is tried out on: all that a message can have, an update, and next to nothing."""
    full = sample(now, target)
    assert full.incident is not None  # noqa: S101 - made three lines above
    bare = replace(full.incident, reports=(), assessments=())
    return {
        "a sample incident": full,
        "an update of it": sample(now, target, "updated"),
        "an incident of which nothing is known": replace(full, incident=bare),
    }


def _others(now: datetime, target: str) -> dict[str, tuple[NoticeKind, Severity, dict[str, object]]]:
    """Notices that are about no single incident: kind, severity, facts."""
    items: list[dict[str, object]] = [
        {"title": title, "lang": lang, "url": url, "rule": _RULE, "severity": "high", "ref": f"SAM{n}-1"}
        for n, (title, lang, _, url, _, _) in enumerate(_REPORTS)
    ]
    refs = [str(item["ref"]) for item in items]
    held = [{**item, "refs": [item["ref"]]} for item in items]
    alive: dict[str, object] = {
        "feeds": 412, "answered": 409, "failing": 3, "languages": {"ar": 4120, "en": 3875, "fa": 911}, "alerts": 0,
        "reviews": 3, "canary": (now - timedelta(minutes=3)).isoformat(),
    }  # fmt: skip
    surge: dict[str, object] = {
        "family": "border", "country": "IQ", "place": "Iraq", "reports": 14, "hours": 3, "usual": "2", "items": items,
    }  # fmt: skip
    storm: dict[str, object] = {
        "place": "IQ", "after": 20, "within": 3600.0, "gather": 900.0, "except": ["critical"],
    }  # fmt: skip
    since = (now - timedelta(minutes=6)).isoformat()
    trouble = {"subject": "channel mail", "sentence": "channel mail (mailto): the service answers 535", "since": since}
    figures = {"length": 90_000.0, "what": "http-500"}
    alarm: dict[str, object] = {
        "alarm": "failing", "items": [{"name": name, "figures": figures} for _, _, name, _, _, _ in _REPORTS],
    }  # fmt: skip
    over = {"subject": "channel mail", "sentence": "channel mail works again"}
    return {
        "digest": ("digest", Severity.HIGH, {"items": [{**item, "score": 48} for item in items], "total": 3}),
        "held": ("digest", Severity.HIGH, {"items": held, "total": 3, "held": ["storm IQ"], "refs": refs}),
        "surge": ("surge", Severity.HIGH, surge),
        "storm": ("storm", Severity.HIGH, storm),
        "trouble": ("trouble", Severity.HIGH, dict(trouble)),
        "alarm": ("trouble", Severity.MEDIUM, alarm),
        "recovered": ("recovered", Severity.INFORMATIONAL, dict(over)),
        "alive": ("digest", Severity.INFORMATIONAL, {"items": [], "total": 0, "alive": alive}),
        "test": ("test", Severity.INFORMATIONAL, {"target": target}),
    }


def _assessment() -> Assessment:
    return Assessment(
        rule=_RULE,
        title=TOPICS[_RULE].title,
        family="border",
        score=82,
        decision=Decision.ALERT,
        severity=Severity.HIGH,
        stage="stable",
        window=36 * 3600.0,
        reasons=(
            Reason("evidence", "crossing", 60, (_hit("تسلل"), _hit("الحدود"))),
            Reason("adjust", "border in title", 15),
            Reason("adjust", "watched place", 10),
            Reason("model", "model", -3),
        ),
        status="claimed",
        model=0.43,
        slots={"actor": "gunmen", "place": "Rabia"},
        actions=TOPICS[_RULE].actions,
        places=(NamedPlace("99434", "Rabia", "IQ", 36.7, 42.1),),
        gist=_GIST,
        local=_LOCAL,
    )


def _hit(text: str) -> Hit:
    return Hit("text", 0, len(text), text, "sample")
