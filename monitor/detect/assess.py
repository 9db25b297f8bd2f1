"""Article -> assessments: what every interested rule says, with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.detect.compile import CompiledRule, Pack
from monitor.detect.contexts.judge import Contexts
from monitor.detect.describe import Describer
from monitor.detect.embeddings import Loader, load_local
from monitor.detect.fields import seconds
from monitor.detect.gazetteer import Gazetteer
from monitor.detect.modelled import (
    Said,
    Witness,
    by_model_alone,
    judge_learned,
    learned_decide,
    load_models,
    stated,
    with_model,
)
from monitor.detect.reading import Reading
from monitor.detect.schema import LANGUAGES, Decide, Rule
from monitor.detect.score import Verdict, judge
from monitor.models import Assessment, Decision, Document, Escalation, NamedPlace, Reason
from monitor.text.fold import fold_plain

_RANK = {Decision.ALERT: 0, Decision.REVIEW: 1, Decision.IGNORED: 2}


def assess(
    document: Document, pack: Pack, *, now: datetime | None, ignored: bool = False, loader: Loader = load_local
) -> tuple[Assessment, ...]:
    """Assess an article with every rule: alerts first, then reviews, each by score.

    Age is judged only when `now` is given. `ignored` adds the rules that found evidence and still ignored the article:
    too few points, a veto, or its age. `loader` gives the encoders of models that look at embeddings.
    """
    return assess_reading(Reading(document, pack), now=now, ignored=ignored, loader=loader)


def assess_reading(
    reading: Reading, *, now: datetime | None, ignored: bool = False, loader: Loader = load_local
) -> tuple[Assessment, ...]:
    """`assess` for an article that was read before."""
    document, contexts = reading.document, Contexts(reading)
    describer = Describer(contexts)
    witness = Witness(reading, load_models(reading.pack.loaded.models, loader))
    assessments = []
    judged: dict[int, Verdict | None] = {}
    for compiled in reading.pack.awake(reading.matches.present):
        if _speaks(compiled.rule, document.lang):
            if compiled.body not in judged and not compiled.rule.learned:
                judged[compiled.body] = judge(compiled, contexts)
            decided = _decided(compiled, judged.get(compiled.body), contexts, witness.said(compiled.rule))
            if decided is not None:
                made = _assessment(compiled.rule, decided, document, now)
                if made.decision is not Decision.IGNORED:
                    made = describer.describe(made, decided.verdict.scene)
                if ignored or made.decision is not Decision.IGNORED:
                    assessments.append(replace(made, places=named_places(reading, decided.verdict.scene.sentences)))
    return tuple(sorted(assessments, key=lambda each: (_RANK[each.decision], -each.score, each.rule)))


def named_places(reading: Reading, beside: Iterable[int] = ()) -> tuple[NamedPlace, ...]:
    """The places that an article names, each once; those of the sentences `beside` come first, then in order. One that
    names none, but speaks of one people (`a Nigerian prison`), names its country."""
    near = [place for number in beside for place in reading.places_in(number)]
    named = {place.id: place for place in near}
    for place in reading.places:
        named.setdefault(place.id, place)
    if not named and len(reading.peoples) == 1:
        return (_country(reading.peoples[0], reading.pack.gazetteer()),)
    return tuple(
        NamedPlace(
            *(place.id, place.name, place.country, place.lat, place.lon, place.kind, place.within, place.population)
        )
        for place in named.values()
    )


def _country(code: str, gazetteer: Gazetteer) -> NamedPlace:
    row = gazetteer.rows[code]
    name, population = gazetteer.titles[row], gazetteer.population[row]
    return NamedPlace(code, name, code, gazetteer.lat[row], gazetteer.lon[row], "country", (), population)


def search_text(document: Document) -> str:
    """The folded title and text, for a full-text index; fold queries with `text.fold.fold_plain` likewise."""
    return fold_plain(f"{document.title}\n{document.text}")


def _speaks(rule: Rule, language: str) -> bool:
    return not rule.languages or language not in LANGUAGES or language in rule.languages


@dataclass(frozen=True, slots=True)
class _Decided:
    """A verdict, the thresholds it is held against, and the model's probability where one spoke."""

    verdict: Verdict
    decide: Decide
    model: float | None = None


def _decided(
    compiled: CompiledRule, evidence: Verdict | None, contexts: Contexts, said: Said | None
) -> _Decided | None:
    rule = compiled.rule
    if rule.learned:
        if said is None:
            return None
        verdict = judge_learned(said, contexts.reading)
        return _Decided(verdict, learned_decide(rule, said.terms), verdict.score / 100)
    if said is None:
        return None if evidence is None else _Decided(evidence, rule.decide)
    alone = by_model_alone(compiled, said, contexts) if evidence is None else None
    if evidence is not None:
        return _Decided(with_model(evidence, rule, said), rule.decide, stated(said))
    return None if alone is None else _Decided(alone, rule.decide, stated(said))


def _assessment(rule: Rule, decided: _Decided, document: Document, now: datetime | None) -> Assessment:
    verdict = decided.verdict
    decision = Decision.IGNORED if verdict.vetoed else _decide(verdict.score, decided.decide)
    reasons = verdict.reasons
    if document.lang not in LANGUAGES:
        reasons = (*reasons, Reason("language", f"{document.lang} is none of ours: matched with the terms of all", 0))
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
        model=decided.model,
        actions=rule.notify.actions,
        escalate=_escalation(rule),
    )


def _escalation(rule: Rule) -> Escalation | None:
    asked = rule.incident.escalate
    return Escalation(asked.to, asked.when.independent_sources) if asked else None


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
