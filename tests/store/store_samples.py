"""Small valid rows for the tests of the store."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from monitor.models import (
    Article,
    Assessment,
    Decision,
    FeedSettings,
    Finding,
    Hit,
    Identity,
    IncidentChange,
    Reason,
    Severity,
)
from monitor.store import articles, feeds, incidents
from monitor.store.database import Database, open_writer

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def opened(folder: Path, *, now: datetime = NOW) -> Database:
    return open_writer(folder, now=now, create=True)


def digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def assessment(
    rule: str = "armed-attack",
    *,
    decision: Decision = Decision.ALERT,
    family: str = "attack",
    severity: Severity = Severity.HIGH,
    score: int = 80,
    stage: str = "stable",
) -> Assessment:
    hits = (Hit("title", 0, 6, "Gunmen", "fighters"), Hit("text", 3, 8, "storm", "attack"))
    reasons = (Reason("evidence", "stormed", 65, hits), Reason("adjust", "watched place", score - 65))
    return Assessment(
        rule=rule,
        title="Armed attack",
        family=family,
        score=score,
        decision=decision,
        severity=severity,
        stage=stage,
        window=36 * 3600.0,
        reasons=reasons,
        status="claimed",
        model=0.75,
        slots={"actor": "مسلحون"},
        actions="Call the duty officer.",
    )


def finding(
    name: str = "one",
    *assessments: Assessment,
    content: str | None = None,
    link: str | None = None,
    at: datetime = NOW,
    published: datetime | None = None,
    text: str = "Gunmen storm a jail in the north.",
    lang: str = "en",
    revises: bool = False,
) -> Finding:
    identity = Identity(
        digest(name), digest(f"link {name}") if link is None else link, digest(f"content {name} {content}")
    )
    article = Article(
        identity=identity,
        revises=revises,
        url=f"https://news.example/{name}",
        title=f"Title {name}",
        text=text,
        lang=lang,
        first_seen=at,
        published=published,
        published_raw="Sat, 21 Nov 2026",
        author="Reporter",
        notes=("mixed scripts",),
    )
    return Finding(article, assessments, f"title {name} {text}".casefold())


def feed(db: Database, url: str = "https://news.example/feed", now: datetime = NOW) -> int:
    known = feeds.find(db, url)
    return feeds.add(db, FeedSettings(url, name="Example News", reliability="B"), now) if known is None else known.id


def article(db: Database, name: str = "one", *assessments: Assessment, at: datetime = NOW, **more: object) -> int:
    stored = articles.add(db, feed(db), finding(name, *assessments, at=at, **more), "snapshot", at)  # type: ignore[arg-type]  # passed on
    assert stored is not None
    return stored


def change(
    *,
    join: int | None = None,
    rules: Sequence[str] = ("armed-attack",),
    family: str = "attack",
    severity: Severity = Severity.HIGH,
    window: float = 36 * 3600.0,
    signature: bytes = b"signature",
) -> IncidentChange:
    return IncidentChange(join, family, tuple(rules), severity, window, False, "because", signature, (f"{family} IQ",))


def incident(db: Database, name: str = "one", *, at: datetime = NOW, severity: Severity = Severity.HIGH) -> int:
    said = assessment(severity=severity)
    number = article(db, name, said, at=at)
    return incidents.open_incident(db, change(severity=severity), number, [said], at)[0]
