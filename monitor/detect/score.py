"""From evidence to a score: every alternative with its own adjustments, and the best total wins.

The points of the reasons always add up to the score.
"""

from dataclasses import dataclass

from monitor.detect.compile import Clause, CompiledRule
from monitor.detect.conditions import Case
from monitor.detect.contexts.judge import Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.evidence import Evidence, Finder
from monitor.detect.schema import Alternative
from monitor.models import Reason

_SHOWN_HITS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule makes of its best evidence, and where that stands. A vetoed one has the score 0 and the veto among
    its reasons."""

    score: int
    reasons: tuple[Reason, ...]
    vetoed: bool
    scene: Scene


@dataclass(frozen=True, slots=True)
class _Sum:
    """Evidence with its adjustments, before its hits are looked up for telling."""

    alternative: Alternative
    evidence: Evidence
    points: int
    adjusts: tuple[Clause, ...]
    score: int
    veto: Clause | None

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What makes one better than another: no veto, the score, and what was cut off it."""
        return self.veto is None, self.score, self.points + sum(each.points for each in self.adjusts)


def judge(compiled: CompiledRule, contexts: Contexts) -> Verdict | None:
    """The best that a rule can make of an article; None when no alternative has evidence."""
    reading = contexts.reading
    finder = Finder(reading.matches, compiled.groups)
    case = Case(compiled, contexts)
    best: _Sum | None = None
    for way in compiled.ways:
        if not way.is_open(reading.matches.present):
            continue
        for evidence in finder.find(way.alternative):
            if any(case.signs(name, evidence) for name in way.alternative.none_contexts):
                continue
            found = _add_up(case, way.alternative, evidence)
            if best is None or found.rank > best.rank:
                best = found
    return None if best is None else _tell(best, case)


def _add_up(case: Case, alternative: Alternative, evidence: Evidence) -> _Sum:
    rule = case.compiled.rule
    points = round(alternative.points * evidence.weight)
    adjusts = tuple(each for each in case.compiled.adjusts if case.meeting(each, evidence))
    total = points + sum(each.points for each in adjusts)
    score = min(_clip(total), _ceiling(alternative, rule.decide.alert))
    return _Sum(alternative, evidence, points, adjusts, score, case.veto(evidence))


def _clip(total: int) -> int:
    return max(0, min(100, total))


def _ceiling(alternative: Alternative, alert: int) -> int:
    return alert - 1 if alternative.cap == "review" else 100


def _tell(best: _Sum, case: Case) -> Verdict:
    ordered = sorted(best.evidence.hits, key=lambda each: each[1].first)
    hits = tuple(case.reading.hit(found, group) for group, found in ordered)
    reasons = [Reason("evidence", best.alternative.name, best.points, hits)]
    reasons += [
        Reason("adjust", each.label, each.points, case.told(each, best.evidence, _SHOWN_HITS)) for each in best.adjusts
    ]
    total = sum(reason.points for reason in reasons)
    clipped = _clip(total)
    if clipped != total:
        reasons.append(Reason("clip", "at most 100" if total > 100 else "at least 0", clipped - total))
    if best.score != clipped:
        reasons.append(Reason("cap", f"{best.alternative.name} is capped at review", best.score - clipped))
    scene = case.scene(best.evidence)
    if best.veto is None:
        return Verdict(best.score, tuple(reasons), vetoed=False, scene=scene)
    told = case.told(best.veto, best.evidence, _SHOWN_HITS)
    reasons.append(Reason("exclude", best.veto.label, -best.score, told))
    return Verdict(0, tuple(reasons), vetoed=True, scene=scene)
