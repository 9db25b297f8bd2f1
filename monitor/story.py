"""What a report makes of its incident: what is known now, how much it matters and how sure it is, and what is new.

    opened, take   a report came: standing, importance, credibility; the differences since people were told
    news           the notice that tells of them: an escalation at once, an update quietly, or nothing
    age            what nobody reports any more cools, and is closed when its window is over
    merge, split   what people joined or took apart; the machine keeps to it

All run inside the writer's transaction; what they decide is decided in monitor/incidents.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import cast

from monitor.errors import StoreError
from monitor.incidents.credibility import credibility
from monitor.incidents.cues import official_words, puts_right
from monitor.incidents.importance import importance
from monitor.incidents.life import Change, aged, changes, joined
from monitor.incidents.profile import Profile, filed_under, unpack
from monitor.incidents.standing import (
    Heard,
    Standing,
    add,
    from_json,
    gathered,
    heard_from_json,
    heard_to_json,
    to_json,
)
from monitor.models import Assessment, Decision, Finding, IncidentChange, Notice, Severity
from monitor.store import regroup, standings
from monitor.store.database import Database

# A report is compared with so many before it to see whether it copies one: wire copy comes within hours.
_COMPARED = 200
_AGED_AT_ONCE = 500
# So long an update waits for more of them, and one that comes meanwhile takes its place.
_ON_ITS_WAY = timedelta(minutes=10)
_QUIET_STATES = ("cooled", "closed")
NOTHING_NEW = "nothing of substance is new, so nobody is told"
EDITED = "its source edits this report all day, so nobody is told"


@dataclass(frozen=True, slots=True)
class Joining:
    """A report that was stored with its incident: the article's number, what was found in it, why it belongs there."""

    article_id: int
    finding: Finding
    change: IncidentChange


def opened(db: Database, incident_id: int, report: Joining, now: datetime) -> None:
    """The incident was opened by this report, and people are told of it as it stands."""
    _hear(db, incident_id, report, now)
    standings.was_told(db, incident_id)
    standings.happened(db, incident_id, now, "opened", report.change.reason.removeprefix("opened: "))


def take(db: Database, incident_id: int, report: Joining, now: datetime) -> tuple[Change, ...]:
    """Add a report that was stored with its incident to what is known of it; give what is new of substance since
    people were told, what sounds first."""
    row = standings.load(db, incident_id)
    before, after = _hear(db, incident_id, report, now)
    if row.state in _QUIET_STATES:
        standings.happened(db, incident_id, now, "resumed", f"a new report after it was {row.state}")
    for one in changes(before, after):
        standings.happened(db, incident_id, now, one.state, one.said())
    return changes(from_json(row.told) if row.told else before, after)


def news(
    db: Database, incident_id: int, found: Sequence[Change], change: IncidentChange, now: datetime
) -> Notice | None:
    """The notice that tells of these differences; None when there are none."""
    if not found:
        return None
    sounds = any(one.sounds for one in found)
    if not sounds:
        waiting = standings.changes_on_their_way(db, incident_id, now - _ON_ITS_WAY)
        found = joined([_change(one) for one in waiting], found)
    reason = "; ".join([*(one.said() for one in found), change.reason])
    facts: dict[str, object] = {"changes": [asdict(one) for one in found]}
    severity = standings.load(db, incident_id).severity
    return Notice("escalated" if sounds else "updated", severity, reason, incident_id, facts)


def age(db: Database, now: datetime) -> int:
    """Let incidents cool and end; give the number of those that did."""
    changed = 0
    for id_, state, last_at, window in standings.quiet(db, now, _AGED_AT_ONCE):
        found = aged(state, last_at, timedelta(seconds=window), now)
        if found is not None:
            over = last_at + timedelta(seconds=window if found.state == "closed" else window / 2)
            standings.happened(db, id_, min(over, now), found.state, found.reason)
            changed += 1
    return changed


def rebuild(db: Database, incident_id: int, now: datetime) -> None:
    """Work the standing out anew from all reports. People know what they joined or took apart, so it counts as told."""
    _keep(db, incident_id, gathered(_reports(standings.heard(db, incident_id))), now)
    standings.was_told(db, incident_id)


def _hear(db: Database, incident_id: int, report: Joining, now: datetime) -> tuple[Standing, Standing]:
    """The standings before and after a report."""
    article_id, finding, change = report.article_id, report.finding, report.change
    rows = standings.heard(db, incident_id)
    others = [row for row in rows if row.article_id != article_id]
    (own,) = (row for row in rows if row.article_id == article_id)
    heard = _heard(own, finding, [a for a in finding.assessments if a.rule in change.rules])
    standings.keep_heard(db, incident_id, article_id, heard_to_json(heard))
    kept = standings.load(db, incident_id).standing
    before = from_json(kept) if kept else gathered(_reports(others))
    compared = [(row.feed_id, unpack(row.signature)) for row in others[-_COMPARED:]]
    after = add(before, heard, unpack(change.signature), compared)
    _keep(db, incident_id, after, now)
    return before, after


def _heard(row: standings.HeardRow, finding: Finding, about: Sequence[Assessment]) -> Heard:
    article = finding.article
    alerts = [one for one in about if one.decision is Decision.ALERT]
    return Heard(
        feed=row.feed_id,
        reliability=row.reliability,
        at=row.joined_at.timestamp(),
        severity=max((one.severity for one in alerts), key=lambda one: one.rank, default=Severity.INFORMATIONAL),
        alerts=bool(alerts),
        official=official_words(article.title, article.text),
        corrects=article.revises or puts_right(article.title),
        watched=any("watch" in reason.name and reason.points > 0 for one in about for reason in one.reasons),
        rises=tuple(dict.fromkeys((one.escalate.to, one.escalate.sources) for one in alerts if one.escalate)),
    )


def _reports(rows: Sequence[standings.HeardRow]) -> list[tuple[Heard, Profile]]:
    return [(heard_from_json(row.heard) if row.heard else _older(row), unpack(row.signature)) for row in rows]


def _older(row: standings.HeardRow) -> Heard:
    """The part of a report of which no more was kept than its severity."""
    severity = row.severity or Severity.INFORMATIONAL
    return Heard(row.feed_id, row.reliability, row.joined_at.timestamp(), severity, alerts=row.severity is not None)


def _keep(db: Database, incident_id: int, standing: Standing, now: datetime) -> None:
    numbers = importance(standing, now), credibility(standing)
    said = standings.Said(standing.independent, bool(standing.official), standing.toll.get("killed", 0))
    standings.save(db, incident_id, to_json(standing), standing.severity, said, *numbers)


def _change(facts: dict[str, object]) -> Change:
    what, before, after, state = (str(facts[name]) for name in ("what", "before", "after", "state"))
    return Change(what, before, after, cast("bool", facts["sounds"]), state)


def merge(db: Database, ref: str, other: str, now: datetime) -> str:
    """Make the incident `other` a part of `ref`, because a person says that they are one event; the ref that stays."""
    (whole, name), (part, gone) = regroup.known(db, ref), regroup.known(db, other)
    if whole == part:
        raise StoreError(f"{ref} and {other} are one incident already; name two.")
    regroup.merge(db, whole, part)
    rebuild(db, whole, now)
    standings.happened(db, whole, now, "merged", f"a person made {gone} a part of it")
    standings.happened(db, part, now, "merged", f"a person made it a part of {name}")
    return name


def split(db: Database, ref: str, articles: Sequence[int], now: datetime) -> str:
    """Make some reports of an incident one of their own, because a person says so; the ref of the new one."""
    number, name = regroup.known(db, ref)
    reports = {row.article_id: row for row in standings.heard(db, number)}
    for article in articles:
        if article not in reports:
            raise StoreError(f"article {article} is no report of {name}; `monitor incidents show {name}` lists them.")
    if not articles or len(set(articles)) == len(reports):
        raise StoreError(f"name some of the reports of {name}, not all: what is left is the incident.")
    profiles = [unpack(reports[article].signature) for article in articles]
    families = standings.families(db, number)
    keys = dict.fromkeys(key for profile in profiles for key in filed_under(profile, families))
    made, made_ref = regroup.split(db, number, sorted(set(articles)), tuple(keys), now)
    for each in (number, made):
        rebuild(db, each, now)
    many = f"{len(set(articles))} report{'s' if len(set(articles)) > 1 else ''}"
    standings.happened(db, number, now, "split", f"a person took {many} out of it: now {made_ref}")
    standings.happened(db, made, now, "split", f"a person took {many} out of {name}")
    return made_ref
