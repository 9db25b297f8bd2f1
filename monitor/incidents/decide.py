"""Does an article open an incident, join one, or neither? A pure decision over the open incidents it is handed.

    alerting assessments -> events (what shares a family, an evidence sentence or a place) -> join the incident for
                                                                          which most speaks (sameness.py), else open
    review assessments   -> join likewise, never open

Every change carries a reason that a person can check. When in doubt a new incident opens: a duplicate before a miss.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.incidents.profile import COUNTRY_CODE, Profile, filed_under, looked_up, pack, profile_of, unpack
from monitor.incidents.sameness import NEEDED, ONLY_ONE, Ground, Sameness, alike, best_of, is_copy
from monitor.models import Article, Assessment, Decision, IncidentChange, OpenIncident, Severity
from monitor.text.sentences import sentence_spans

OPENING_STAGES = ("stable", "test")
# Below this a revision shares no more words with its earlier version than any two reports do: it is another story
# under an old name, and joining would hide it.
ALIKE_REVISION = 0.10


@dataclass(frozen=True, slots=True)
class _Event:
    """Assessments of one article that speak of one event, the lead first."""

    assessments: tuple[Assessment, ...]

    @property
    def lead(self) -> Assessment:
        return self.assessments[0]

    @property
    def families(self) -> frozenset[str]:
        return frozenset(assessment.family for assessment in self.assessments)

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(assessment.rule for assessment in self.assessments)

    @property
    def alerts(self) -> bool:
        return self.lead.decision is Decision.ALERT


@dataclass(frozen=True, slots=True)
class _Match:
    """The open incident for which most speaks; `joins` when that is enough."""

    candidate: OpenIncident
    sameness: Sameness
    joins: bool
    why: str


class Grouping:
    """One article's events, read once: first by what keys their incidents are found, then what becomes of them."""

    def __init__(self, article: Article, assessments: Sequence[Assessment]) -> None:
        self._article = article
        counted = _counted(assessments)
        events = _events(article, counted) if counted else []
        self._events = [(event, profile_of(article, event.assessments)) for event in events]

    @property
    def keys(self) -> tuple[str, ...]:
        """By which keys the store finds the candidates."""
        return tuple(
            dict.fromkeys(key for event, profile in self._events for key in looked_up(profile, event.families))
        )

    def decide(self, candidates: Sequence[OpenIncident], now: datetime) -> tuple[IncidentChange, ...]:
        """What the article does to incidents: at most one change per incident, most severe event first.

        `candidates` are the open incidents that share a key and a family or rule with an assessment, or that hold an
        earlier version of the article. Assessments that ignore, and rules that are experimental or deprecated, change
        nothing.
        """
        changes: list[IncidentChange] = []
        for event, profile in self._events:
            change = _change(event, profile, self._article, candidates, now)
            if change is None:
                continue
            earlier = next((n for n, c in enumerate(changes) if c.join is not None and c.join == change.join), None)
            if earlier is None:
                changes.append(change)
            else:
                changes[earlier] = _merged(changes[earlier], change)
        return tuple(changes)


def decide(
    article: Article, assessments: Sequence[Assessment], candidates: Sequence[OpenIncident], now: datetime
) -> tuple[IncidentChange, ...]:
    """`Grouping.decide` for candidates that are at hand."""
    return Grouping(article, assessments).decide(candidates, now)


def _counted(assessments: Sequence[Assessment]) -> list[Assessment]:
    return [a for a in assessments if a.stage in OPENING_STAGES and a.decision is not Decision.IGNORED]


def _events(article: Article, assessments: Sequence[Assessment]) -> list[_Event]:
    """Group what shares a family, an evidence sentence or the place where it happened, transitively. Events and their
    parts: strongest first."""
    spans = sentence_spans(article.text)
    groups: list[tuple[set[object], list[Assessment]]] = []
    for assessment in sorted(assessments, key=_strength):
        marks: set[object] = {assessment.family, *_evidence_sentences(assessment, spans), *_told_places(assessment)}
        touching = [group for group in groups if group[0] & marks]
        merged = (marks.union(*(g[0] for g in touching)), [a for g in touching for a in g[1]] + [assessment])
        first = min((groups.index(group) for group in touching), default=len(groups))
        groups = [group for group in groups if group not in touching]
        groups.insert(first, merged)
    events = [_Event(tuple(sorted(group, key=_strength))) for _, group in groups]
    return sorted(events, key=lambda event: _strength(event.lead))


def _strength(assessment: Assessment) -> tuple[bool, int, int, str]:
    return (
        assessment.decision is not Decision.ALERT,
        -assessment.severity.rank,
        -assessment.score,
        assessment.rule,
    )


def _told_places(assessment: Assessment) -> set[tuple[str, str]]:
    """Where the event happened, unless no more than the country is known."""
    return {("place", one.id) for one in assessment.facts if one.name == "place" and len(one.id) > COUNTRY_CODE}


def _evidence_sentences(assessment: Assessment, spans: Sequence[tuple[int, int]]) -> set[tuple[str, int]]:
    """Zone and number of each sentence in which the rule's evidence stands. A title is one sentence."""
    found: set[tuple[str, int]] = set()
    for reason in assessment.reasons:
        if reason.kind != "evidence":
            continue
        for hit in reason.hits:
            number = next((n for n, (_, end) in enumerate(spans) if hit.start < end), len(spans))
            found.add((hit.zone, number if hit.zone == "text" else 0))
    return found


def _change(
    event: _Event, profile: Profile, article: Article, candidates: Sequence[OpenIncident], now: datetime
) -> IncidentChange | None:
    best = _best_match(event, profile, article, candidates, now)
    lead = event.lead
    if best is not None and best.joins:
        before = best.candidate.severity
        escalates = event.alerts and lead.severity.rank > before.rank
        severity = lead.severity if escalates else before
        reason = f"joined: {best.why}"
        if escalates:
            reason = f"severity rises from {before} to {severity}; {reason}"
        elif not event.alerts:
            reason += "; for review, so it adds a report and tells nobody"
        family, window = best.candidate.family, best.candidate.window
        return IncidentChange(
            best.candidate.id,
            family,
            event.rules,
            severity,
            window,
            escalates=escalates,
            reason=reason,
            signature=pack(profile),
            keys=filed_under(profile, event.families),
        )
    if not event.alerts:
        return None
    return IncidentChange(
        None,
        lead.family,
        event.rules,
        lead.severity,
        lead.window,
        escalates=False,
        reason=_opened(lead, best, profile),
        signature=pack(profile),
        keys=filed_under(profile, event.families),
    )


def _opened(lead: Assessment, best: _Match | None, profile: Profile) -> str:
    if best is None:
        town = any(place.kind != "country" for place in profile.places)
        shared = "is of its town, site or province" if town else "shares a place or words with it"
        return f"opened: no open incident of family {lead.family} {shared}"
    closest = best.candidate.ref or f"#{best.candidate.id}"
    return f"opened: kept apart from {closest}, the closest, because {best.why}"


def _best_match(
    event: _Event, profile: Profile, article: Article, candidates: Sequence[OpenIncident], now: datetime
) -> _Match | None:
    """A match that joins before one that does not; then that with most points; then the one heard of last."""
    only = _only_of_its_kind(event, profile, candidates, now)
    matches = [m for c in candidates if (m := _match(event, profile, article, c, now, alone=c.id == only)) is not None]
    return max(matches, key=lambda m: (m.joins, m.sameness.points, m.candidate.last_at, m.candidate.id), default=None)


def _only_of_its_kind(event: _Event, profile: Profile, candidates: Sequence[OpenIncident], now: datetime) -> int | None:
    """The incident that a report of no more than a country must mean, if only one of the rule is open there."""
    if profile.is_located or not profile.countries:
        return None
    kin = [
        one.id
        for one in candidates
        if event.lead.rule in one.rules
        and now - one.last_at <= timedelta(seconds=one.window)
        and any(unpack(each).countries & profile.countries for each in one.signatures)
    ]
    return kin[0] if len(kin) == 1 else None


def _match(
    event: _Event, profile: Profile, article: Article, candidate: OpenIncident, now: datetime, *, alone: bool
) -> _Match | None:
    same_rule = not set(event.rules).isdisjoint(candidate.rules)
    related = same_rule or candidate.family in event.families
    if not related and not candidate.holds_article:
        return None
    kept = [unpack(each) for each in candidate.signatures]
    found = best_of(profile, kept)
    if alone:
        found = found.plus(Ground("no other of its kind in the country", ONLY_ONE))
    if candidate.keeps_out or _is_copy(profile, [unpack(each) for each in candidate.apart], kept):
        return _Match(candidate, found, joins=False, why="a person took this report out of it")
    if article.revises and candidate.holds_article and found.words >= ALIKE_REVISION:
        return _Match(candidate, found, joins=True, why="a revision of a report it holds")
    if not related:
        return None
    if now - candidate.last_at > timedelta(seconds=candidate.window):
        return _Match(candidate, found, joins=False, why=f"its window of {_hours(candidate.window)} has passed")
    why = f"{found.said()} make {found.points} of {NEEDED} points"
    return _Match(candidate, found, joins=found.points >= NEEDED, why=why)


def _is_copy(profile: Profile, apart: Sequence[Profile], kept: Sequence[Profile]) -> bool:
    """Whether it has the words of a report that a person took out, more than those of one that stayed."""
    nearest = max((alike(profile, other) for other in apart if is_copy(profile, other)), default=0.0)
    return nearest > 0 and nearest >= max((alike(profile, other) for other in kept), default=0.0)


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:g} h"


def _merged(first: IncidentChange, second: IncidentChange) -> IncidentChange:
    """Two events of one article that belong to one incident make one change."""
    stronger: Severity = max(first.severity, second.severity, key=lambda severity: severity.rank)
    rules = first.rules + tuple(rule for rule in second.rules if rule not in first.rules)
    return replace(first, rules=rules, severity=stronger, escalates=first.escalates or second.escalates)
