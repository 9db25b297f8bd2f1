"""The one transaction: what a feed's poll brought is stored whole, with the incidents it changes and who hears of it.

    feed states -> articles + assessments -> incident changes -> notices -> one delivery row per target

The writer calls `commit` inside BEGIN IMMEDIATE. Nothing is told that is not stored, and nothing is stored as seen
that was not assessed. Which incident an article belongs to, and who hears of it when, are pure decisions of other
rooms; this one asks them in order and writes down what they answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor import story
from monitor.failpoint import failpoint
from monitor.incidents.decide import Grouping
from monitor.models import (
    Article,
    Assessment,
    Decision,
    Finding,
    IncidentChange,
    Notice,
    Outcome,
    Severity,
    Target,
)
from monitor.notify.routes import Routing
from monitor.store import articles, feeds, incidents, standings
from monitor.store.candidates import open_candidates
from monitor.store.database import Database
from monitor.telling import NO_ROUTES, add_notice, add_summary, labels_of_all

BASELINE_RECENT = timedelta(hours=24)
FLOOD_AT_LEAST = 20
FLOOD_FACTOR = 10
REVISIONS_TOLD_PER_DAY = 3


@dataclass(slots=True)
class Tally:
    """What a batch brought, for logs and progress lines."""

    feeds: int = 0
    failed: int = 0
    articles: int = 0
    alerts: int = 0
    notices: int = 0

    def add(self, other: "Tally") -> None:
        """Count another batch in."""
        self.feeds += other.feeds
        self.failed += other.failed
        self.articles += other.articles
        self.alerts += other.alerts
        self.notices += other.notices


@dataclass(slots=True)
class Summary:
    """Matches of one poll that are told together instead of one by one: a feed's first poll, or a flood."""

    why: str
    items: list[dict[str, object]] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)
    older: int = 0
    severity: Severity = Severity.INFORMATIONAL

    def add(self, incident_id: int, ref: str, finding: Finding, change: IncidentChange) -> None:
        """List a match by its title, with the words that made it."""
        self.opened.add(incident_id)
        article = finding.article
        lead = next(one for one in finding.assessments if one.rule == change.rules[0])
        self.items.append(
            {
                "ref": ref,
                "title": article.title,
                "lang": article.lang,
                "url": article.url,
                "rule": lead.rule,
                "score": lead.score,
                "why": [hit.text for hit in lead.reasons[0].hits] if lead.reasons else [],
                "severity": change.severity.value,
            }
        )
        self.severity = max(self.severity, change.severity, key=lambda severity: severity.rank)


def commit(
    db: Database,
    outcomes: Sequence[Outcome],
    targets: Sequence[Target],
    now: datetime,
    routing: Routing = NO_ROUTES,
) -> Tally:
    """Store the outcomes, each whole, and plan what is to be told. Runs inside the writer's transaction."""
    tally = Tally(feeds=len(outcomes), failed=sum(outcome.result == "failed" for outcome in outcomes))
    feeds.save_states(db, [(o.feed_id, o.state) for o in outcomes if o.result != "changed"])
    for outcome in outcomes:
        if outcome.result == "changed":
            feeds.save_state(db, outcome.feed_id, outcome.state)
            _take(db, outcome, _Telling(outcome.feed_id, targets, routing, now, tally))
    failpoint("before-commit")
    return tally


def _take(db: Database, outcome: Outcome, telling: "_Telling") -> None:
    now, tally = telling.now, telling.tally
    summary = telling.summary = _summary_instead_of_single_notices(outcome)
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
        for change in _changes(db, outcome.feed_id, finding, now):
            _apply(db, article_id, finding, change, telling)
    if summary and (summary.items or summary.older):
        tally.notices += _tell_summary(db, outcome, summary, telling)


def _summary_instead_of_single_notices(outcome: Outcome) -> Summary | None:
    """A first poll is summed up; so is a poll that brings far more matches than the feed ever brings articles."""
    if outcome.first:
        return Summary("first poll of this feed")
    matches = sum(
        any(assessment.decision is Decision.ALERT for assessment in finding.assessments) for finding in outcome.findings
    )
    if matches > max(FLOOD_AT_LEAST, FLOOD_FACTOR * (outcome.usual_new or 0)):
        return Summary(f"{len(outcome.findings)} new items at once, {matches} of them matches")
    return None


def _is_older(article: Article, now: datetime) -> bool:
    return article.published is not None and now - article.published > BASELINE_RECENT


def _changes(db: Database, feed_id: int, finding: Finding, now: datetime) -> tuple[IncidentChange, ...]:
    counted = _counted(finding)
    if not counted:
        return ()
    grouping = Grouping(finding.article, counted)
    reporter = (feed_id, finding.article.identity.key)
    return grouping.decide(open_candidates(db, grouping.keys, now, reporter=reporter), now)


def _counted(finding: Finding) -> tuple[Assessment, ...]:
    return tuple(a for a in finding.assessments if a.decision is not Decision.IGNORED)


@dataclass(slots=True)
class _Telling:
    feed_id: int
    targets: Sequence[Target]
    routing: Routing
    now: datetime
    tally: Tally
    summary: Summary | None = None


def _apply(db: Database, article_id: int, finding: Finding, change: IncidentChange, telling: _Telling) -> None:
    assessments = tuple(a for a in _counted(finding) if a.rule in change.rules)
    report = story.Joining(article_id, finding, change)
    if change.join is None:
        incident_id, ref = incidents.open_incident(db, change, article_id, assessments, telling.now)
        story.opened(db, incident_id, report, telling.now)
        if telling.summary:
            telling.summary.add(incident_id, ref, finding, change)
        else:
            _tell(db, Notice("opened", change.severity, change.reason, incident_id), telling)
        return
    incidents.join_incident(db, change.join, change, article_id, assessments, telling.now)
    found = story.take(db, change.join, report, telling.now)
    if not any(a.decision is Decision.ALERT for a in assessments):
        return
    if telling.summary and change.join in telling.summary.opened:
        return
    notice = story.news(db, change.join, found, change, telling.now)
    if notice is None:
        standings.kept_quiet(db, change.join, article_id, story.NOTHING_NEW)
    elif notice.kind == "updated" and _too_many_revisions(db, finding, telling):
        standings.kept_quiet(db, change.join, article_id, story.EDITED)
    else:
        _tell(db, notice, telling)
        standings.was_told(db, change.join)


def _too_many_revisions(db: Database, finding: Finding, telling: _Telling) -> bool:
    """An item edited all day long keeps its incident up to date, but is told of a few times only."""
    if not finding.article.revises:
        return False
    told = articles.revisions_told(db, telling.feed_id, finding.article.identity.key, telling.now - timedelta(days=1))
    return told > REVISIONS_TOLD_PER_DAY


def _tell(db: Database, notice: Notice, telling: _Telling) -> None:
    add_notice(db, notice, telling.targets, telling.now, telling.routing)
    telling.tally.notices += 1


def _tell_summary(db: Database, outcome: Outcome, summary: Summary, telling: _Telling) -> int:
    """Feeds that are polled for the first time together share one message, as long as it has not been sent. Gives
    the number of notices made."""
    feed = feeds.get(db, outcome.feed_id)
    part: dict[str, object] = {
        "feed": (feed.settings.name or feed.settings.url) if feed else "",
        "why": summary.why,
        "items": sorted(summary.items, key=lambda item: -Severity(str(item["severity"])).rank),
        "older": summary.older,
    }
    notice = Notice("baseline", summary.severity, summary.why, facts={"parts": [part]})
    about = labels_of_all(db, summary.opened, summary.severity)
    return int(add_summary(db, notice, about, telling.targets, telling.now, routing=telling.routing))
