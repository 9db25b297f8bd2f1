"""The one transaction: what a feed's poll brought is stored whole, with the incidents it changes and who hears of it.

    feed states -> articles + assessments -> incident changes -> notices -> one delivery row per target

The writer calls `commit` inside BEGIN IMMEDIATE. Nothing is told that is not stored, and nothing is stored as seen
that was not assessed. Which incident an article belongs to, and who hears of it when, are pure decisions of other
rooms; this one asks them in order and writes down what they answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.failpoint import failpoint
from monitor.incidents.decide import decide
from monitor.models import (
    Article,
    Assessment,
    Decision,
    Finding,
    IncidentChange,
    Notice,
    NoticeKind,
    Outcome,
    Severity,
    Target,
)
from monitor.notify.policy import plan
from monitor.store import articles, feeds, incidents, outbox
from monitor.store.database import Database

BASELINE_RECENT = timedelta(hours=24)
FLOOD_AT_LEAST = 20
FLOOD_FACTOR = 10
REVISIONS_TOLD_PER_DAY = 3
SUMMARY_TITLES = 40


@dataclass(slots=True)
class Tally:
    """What a batch brought, for logs and progress lines."""

    feeds: int = 0
    failed: int = 0
    articles: int = 0
    alerts: int = 0
    notices: int = 0


@dataclass(slots=True)
class Summary:
    """Matches of one poll that are told together instead of one by one: a feed's first poll, or a flood."""

    why: str
    items: list[dict[str, object]] = field(default_factory=list)
    older: int = 0
    severity: Severity = Severity.INFORMATIONAL

    def add(self, ref: str, article: Article, change: IncidentChange) -> None:
        """List a match by its title."""
        self.items.append(
            {
                "ref": ref,
                "title": article.title,
                "lang": article.lang,
                "url": article.url,
                "rule": change.rules[0],
                "severity": change.severity.value,
            }
        )
        self.severity = max(self.severity, change.severity, key=lambda severity: severity.rank)


def commit(db: Database, outcomes: Sequence[Outcome], targets: Sequence[Target], now: datetime) -> Tally:
    """Store the outcomes, each whole, and plan what is to be told. Runs inside the writer's transaction."""
    tally = Tally(feeds=len(outcomes), failed=sum(outcome.result == "failed" for outcome in outcomes))
    feeds.save_states(db, [(outcome.feed_id, outcome.state) for outcome in outcomes])
    for outcome in outcomes:
        if outcome.findings:
            _take(db, outcome, targets, now, tally)
    failpoint("before-commit")
    return tally


def _take(db: Database, outcome: Outcome, targets: Sequence[Target], now: datetime, tally: Tally) -> None:
    summary = _summary_instead_of_single_notices(outcome)
    for finding in outcome.findings:
        article_id = articles.add(db, outcome.feed_id, finding, outcome.snapshot, now)
        if article_id is None:
            continue
        tally.articles += 1
        alerting = any(assessment.decision is Decision.ALERT for assessment in finding.assessments)
        tally.alerts += alerting
        if summary and alerting and _is_older(finding.article, now):
            summary.older += 1
            continue
        for change in _changes(db, finding, now):
            _apply(db, article_id, finding, change, _Telling(targets, now, summary, tally))
    if summary and (summary.items or summary.older):
        _tell_summary(db, outcome, summary, targets, now, tally)


def _summary_instead_of_single_notices(outcome: Outcome) -> Summary | None:
    """A first poll is summed up; so is a poll that brings far more matches than the feed ever brings articles."""
    if outcome.first:
        return Summary("first poll of this feed")
    usual = outcome.state.typical_new or 0
    matches = sum(
        any(assessment.decision is Decision.ALERT for assessment in finding.assessments) for finding in outcome.findings
    )
    if matches > max(FLOOD_AT_LEAST, FLOOD_FACTOR * usual):
        return Summary(f"{len(outcome.findings)} new items at once, {matches} of them matches")
    return None


def _is_older(article: Article, now: datetime) -> bool:
    return article.published is not None and now - article.published > BASELINE_RECENT


def _changes(db: Database, finding: Finding, now: datetime) -> tuple[IncidentChange, ...]:
    telling = [a for a in finding.assessments if a.decision is not Decision.IGNORED]
    if not telling:
        return ()
    candidates = incidents.open_candidates(db, {assessment.family for assessment in telling}, now)
    return decide(finding.article, telling, candidates, now)


@dataclass(frozen=True, slots=True)
class _Telling:
    targets: Sequence[Target]
    now: datetime
    summary: Summary | None
    tally: Tally


def _apply(db: Database, article_id: int, finding: Finding, change: IncidentChange, telling: _Telling) -> None:
    assessments = tuple(a for a in finding.assessments if a.decision is not Decision.IGNORED)
    if change.join is None:
        incident_id, ref = incidents.open_incident(db, change, article_id, assessments, telling.now)
        if telling.summary:
            telling.summary.add(ref, finding.article, change)
        else:
            _tell(db, "opened", change, incident_id, telling)
        return
    incidents.join_incident(db, change.join, change, article_id, assessments, telling.now)
    if not any(a.decision is Decision.ALERT for a in assessments):
        return
    if change.escalates:
        _tell(db, "escalated", change, change.join, telling)
    elif not _too_many_revisions(db, article_id, finding, telling.now):
        _tell(db, "updated", change, change.join, telling)


def _too_many_revisions(db: Database, article_id: int, finding: Finding, now: datetime) -> bool:
    return finding.article.revises and articles.revisions_today(db, article_id, now) > REVISIONS_TOLD_PER_DAY


def _tell(db: Database, kind: NoticeKind, change: IncidentChange, incident_id: int, telling: _Telling) -> None:
    if kind == "updated" and outbox.pending_update(db, incident_id) is not None:
        return
    notice = Notice(kind, change.severity, change.reason, incident_id)
    outbox.add_notice(db, notice, plan(notice, telling.targets, telling.now), telling.now)
    telling.tally.notices += 1


def _tell_summary(
    db: Database, outcome: Outcome, summary: Summary, targets: Sequence[Target], now: datetime, tally: Tally
) -> None:
    """Feeds that are polled for the first time together share one message, as long as it has not been sent."""
    part: dict[str, object] = {
        "feed": feeds.name_of(db, outcome.feed_id),
        "why": summary.why,
        "items": sorted(summary.items, key=lambda item: -Severity(str(item["severity"])).rank),
        "older": summary.older,
    }
    if outbox.extend_pending_baseline(db, part, summary.severity):
        return
    notice = Notice("baseline", summary.severity, summary.why, facts={"parts": [part]})
    outbox.add_notice(db, notice, plan(notice, targets, now), now)
    tally.notices += 1
