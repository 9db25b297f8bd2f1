"""An invented incident, for previews and for trying templates out: two languages, three outlets, and every part that a
message can have."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.models import (
    Assessment,
    Decision,
    Delivery,
    Hit,
    IncidentView,
    NamedPlace,
    NoticeKind,
    Reason,
    Report,
    Severity,
)

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


def sample(now: datetime, target: str, kind: NoticeKind = "opened") -> Delivery:
    """A notice about the invented incident, as `target` would get it."""
    first = now - timedelta(minutes=28)
    reports = tuple(
        Report(title, url, lang, source, grade, now - timedelta(minutes=ago), now - timedelta(minutes=ago))
        for title, lang, source, url, grade, ago in _REPORTS
    )
    view = IncidentView(1, "SAMP", Severity.HIGH, first, now - timedelta(minutes=2), reports, (_assessment(),))
    reason = "a sample: nothing has happened"
    told = Delivery(0, 0, "SAMP-1", target, kind, view.severity, reason, now, 1, view)
    return told if kind == "opened" else replace(told, ref="SAMP-2", told_at=first, first_ref="SAMP-1")


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


def _assessment() -> Assessment:
    return Assessment(
        rule="border-infiltration",
        title="Border infiltration",
        family="border",
        score=82,
        decision=Decision.ALERT,
        severity=Severity.HIGH,
        stage="stable",
        window=36 * 3600.0,
        reasons=(
            Reason("evidence", "crossing", 60, (_hit("تسلل"), _hit("الحدود"))),
            Reason("adjust", "title", 15),
            Reason("adjust", "watched place", 10),
            Reason("model", "model", -3),
        ),
        status="claimed",
        model=0.43,
        slots={"actor": "gunmen", "place": "Rabia, IQ"},
        actions="Check the cameras at Rabia; call the duty officer.",
        places=(NamedPlace("99434", "Rabia", "IQ", 36.7, 42.1),),
        gist=_GIST,
    )


def _hit(text: str) -> Hit:
    return Hit("text", 0, len(text), text, "sample")
