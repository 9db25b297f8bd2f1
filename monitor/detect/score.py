"""From evidence to a score: every alternative with its own adjustments, and the best total wins.

The points of the reasons always add up to the score.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.detect.compile import CompiledRule
from monitor.detect.evidence import Evidence, Finder
from monitor.detect.match import Found, Matches
from monitor.detect.schema import Alternative, Condition
from monitor.models import Hit, Reason

_SHOWN_HITS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule makes of its best evidence. A vetoed one has the score 0 and the veto among its reasons."""

    score: int
    reasons: tuple[Reason, ...]
    vetoed: bool


@dataclass(frozen=True, slots=True)
class _Sum:
    """Evidence with its adjustments, before its hits are looked up for telling."""

    alternative: Alternative
    evidence: Evidence
    points: int
    adjusts: tuple[tuple[Condition, int], ...]
    score: int
    veto: Condition | None

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What makes one better than another: no veto, the score, and what was cut off it."""
        return self.veto is None, self.score, self.points + sum(points for _, points in self.adjusts)


def judge(compiled: CompiledRule, matches: Matches) -> Verdict | None:
    """The best that a rule can make of an article; None when no alternative has evidence."""
    finder = Finder(matches, compiled.groups)
    best: _Sum | None = None
    for way in compiled.ways:
        if not way.is_open(matches.present):
            continue
        for evidence in finder.find(way.alternative):
            found = _add_up(compiled, finder, matches, way.alternative, evidence)
            if best is None or found.rank > best.rank:
                best = found
    return None if best is None else _tell(best, finder, matches)


def _add_up(
    compiled: CompiledRule, finder: Finder, matches: Matches, alternative: Alternative, evidence: Evidence
) -> _Sum:
    rule = compiled.rule
    points = round(alternative.points * evidence.weight)
    adjusts = tuple(
        (adjust.when, adjust.points) for adjust in rule.adjust if _meeting(adjust.when, finder, matches, evidence)
    )
    total = points + sum(extra for _, extra in adjusts)
    score = min(_clip(total), _ceiling(alternative, rule.decide.alert))
    veto = next((condition for condition in rule.exclude if _meeting(condition, finder, matches, evidence)), None)
    return _Sum(alternative, evidence, points, adjusts, score, veto)


def _clip(total: int) -> int:
    return max(0, min(100, total))


def _ceiling(alternative: Alternative, alert: int) -> int:
    return alert - 1 if alternative.cap == "review" else 100


def _meeting(condition: Condition, finder: Finder, matches: Matches, evidence: Evidence) -> list[Found]:
    """The hits that meet a condition: in the zones it names, or else in the passage of the evidence."""
    if condition.group is None:
        return []
    hits = finder.hits(condition.group)
    if not hits:
        return []
    if condition.where:
        return [found for found in hits if any(matches.in_zone(found, zone) for zone in condition.where)]
    return finder.within(hits, evidence.scope, evidence.passage)


def _tell(best: _Sum, finder: Finder, matches: Matches) -> Verdict:
    ordered = sorted(best.evidence.hits, key=lambda each: each[1].first)
    hits = tuple(matches.hit(found, group) for group, found in ordered)
    reasons = [Reason("evidence", best.alternative.name, best.points, hits)]
    for condition, points in best.adjusts:
        reasons.append(Reason("adjust", condition.label, points, _told(condition, finder, matches, best.evidence)))
    total = sum(reason.points for reason in reasons)
    clipped = _clip(total)
    if clipped != total:
        reasons.append(Reason("clip", "at most 100" if total > 100 else "at least 0", clipped - total))
    if best.score != clipped:
        reasons.append(Reason("cap", f"{best.alternative.name} is capped at review", best.score - clipped))
    if best.veto is None:
        return Verdict(best.score, tuple(reasons), vetoed=False)
    reasons.append(Reason("exclude", best.veto.label, -best.score, _told(best.veto, finder, matches, best.evidence)))
    return Verdict(0, tuple(reasons), vetoed=True)


def _told(condition: Condition, finder: Finder, matches: Matches, evidence: Evidence) -> tuple[Hit, ...]:
    met: Iterable[Found] = _meeting(condition, finder, matches, evidence)[:_SHOWN_HITS]
    return tuple(matches.hit(found, condition.group or "") for found in met)
