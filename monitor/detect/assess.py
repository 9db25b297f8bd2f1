"""Article -> assessments: what every interested rule says, with its reasons."""

from datetime import datetime

from monitor.detect.compile import CompiledRule, Pack
from monitor.detect.contexts.judge import Contexts
from monitor.detect.reading import Reading
from monitor.detect.schema import Decide, Rule, seconds
from monitor.detect.score import Verdict, judge
from monitor.models import Assessment, Decision, Document, Reason
from monitor.text.fold import fold_plain

_RANK = {Decision.ALERT: 0, Decision.REVIEW: 1, Decision.IGNORED: 2}


def assess(document: Document, pack: Pack, *, now: datetime | None, ignored: bool = False) -> tuple[Assessment, ...]:
    """Assess an article with every rule: alerts first, then reviews, each by score.

    Age is judged only when `now` is given. `ignored` adds the rules that found evidence and still ignored the article:
    too few points, a veto, or its age.
    """
    return assess_reading(Reading(document, pack), now=now, ignored=ignored)


def assess_reading(reading: Reading, *, now: datetime | None, ignored: bool = False) -> tuple[Assessment, ...]:
    """`assess` for an article that was read before."""
    document, contexts = reading.document, Contexts(reading)
    assessments = []
    for compiled in reading.pack.rules:
        if _speaks(compiled.rule, document.lang):
            verdict = judge(compiled, contexts)
            if verdict is not None:
                assessments.append(_assessment(compiled, verdict, document, now))
    kept = [each for each in assessments if ignored or each.decision is not Decision.IGNORED]
    return tuple(sorted(kept, key=lambda each: (_RANK[each.decision], -each.score, each.rule)))


def search_text(document: Document) -> str:
    """The folded title and text, for a full-text index; fold queries with `text.fold.fold_plain` likewise."""
    return fold_plain(f"{document.title}\n{document.text}")


def _speaks(rule: Rule, language: str) -> bool:
    return not rule.languages or language == "und" or language in rule.languages


def _assessment(compiled: CompiledRule, verdict: Verdict, document: Document, now: datetime | None) -> Assessment:
    rule = compiled.rule
    decision = Decision.IGNORED if verdict.vetoed else _decide(verdict.score, rule.decide)
    reasons = verdict.reasons
    age = _age(rule, document, now)
    if age is not None and decision is not Decision.IGNORED:
        decision, reasons = Decision.IGNORED, (*reasons, age)
    return Assessment(
        rule=rule.id,
        title=rule.title,
        family=rule.family,
        score=verdict.score,
        decision=decision,
        severity=rule.severity,
        stage=rule.status,
        window=seconds(rule.incident.window),
        reasons=reasons,
        actions=rule.notify.actions,
    )


def _decide(score: int, decide: Decide) -> Decision:
    if score >= decide.alert:
        return Decision.ALERT
    return Decision.REVIEW if score >= decide.review else Decision.IGNORED


def _age(rule: Rule, document: Document, now: datetime | None) -> Reason | None:
    """The reason for which an article is too old for a rule, or None."""
    moment = document.published or document.first_seen
    if now is None or rule.max_age is None or moment is None:
        return None
    if (now - moment).total_seconds() <= seconds(rule.max_age):
        return None
    how = "published" if document.published else "first seen"
    return Reason("age", f"{how} more than {rule.max_age} ago", 0)
