"""Incidents as the store hands them out, for the tests of messages."""

from datetime import UTC, datetime, timedelta

from monitor.models import (
    Assessment,
    Decision,
    Delivery,
    Hit,
    IncidentView,
    NoticeKind,
    Reason,
    Report,
    Severity,
)
from monitor.notify.wording import Style

NOW = datetime(2026, 11, 21, 2, 42, tzinfo=UTC)
BAGHDAD = Style("Asia/Baghdad", "en", "https://watch.example.org")
NO_CONSOLE = Style()


def report(title: str, lang: str = "en", source: str = "Example Wire", url: str = "", minutes: int = 28) -> Report:
    at = NOW - timedelta(minutes=minutes)
    return Report(title, url or "https://wire.example.org/1", lang, source, "B", at, at)


ARABIC = report("إحباط محاولة تسلل مسلحين عبر الحدود", "ar", "Example Sharq", "https://sharq.example.net/a", 28)
ENGLISH = report(
    "Gunmen cross toward Iraq near Rabia, army says", "en", "Example Wire", "https://wire.example.org/2", 15
)
GERMAN = report("Bewaffnete an der Grenze gesichtet", "de", "Example Agentur", "https://agentur.example.com/3", 1)


def hit(text: str) -> Hit:
    return Hit("text", 0, len(text), text, "g")


LEAD = Assessment(
    rule="border-infiltration",
    title="Border infiltration",
    family="border",
    score=82,
    decision=Decision.ALERT,
    severity=Severity.HIGH,
    stage="stable",
    window=36 * 3600,
    reasons=(
        Reason("evidence", "crossing", 60, (hit("تسلل"), hit("الحدود"), hit("تسلل"))),
        Reason("adjust", "title", 15),
        Reason("adjust", "watched place", 10),
        Reason("adjust", "nothing", 0),
        Reason("model", "model", -3),
    ),
    model=0.43,
    slots={"place": "Al-Hasakah, SY", "actor": "gunmen"},
    actions="Check the Rabia cameras; call the duty officer.",
)


def view(*reports: Report, assessments: tuple[Assessment, ...] = (LEAD,)) -> IncidentView:
    return IncidentView(7, "7Q2K", Severity.HIGH, NOW - timedelta(minutes=28), NOW, reports, assessments)


def delivery(
    kind: NoticeKind = "opened",
    incident: IncidentView | None = None,
    *,
    reason: str = "opened: no incident of family border is open",
    severity: Severity = Severity.HIGH,
    facts: dict[str, object] | None = None,
) -> Delivery:
    return Delivery(1, 1, "7Q2K-1", "ops", kind, severity, reason, NOW, 1, incident, facts or {})
