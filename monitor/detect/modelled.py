"""The models' word on an article: points for a rule that has evidence, or the whole score of a learned rule.

A model moves a decision by one step at most: what the evidence made an alert stays at least for review, what it made a
review is ignored by no model, and what it left alone no model makes an alert. So it is where a rule has no evidence:
its model may ask a person to look.
"""

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from monitor.detect import shared
from monitor.detect.classifier import TopicModel, at_base_rate, load_model, refused
from monitor.detect.compile import Clause, CompiledRule
from monitor.detect.contexts.judge import Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.embeddings import Dense, Encoder, Loader, Vector, article_text, load_local, vectors_of
from monitor.detect.features import Features
from monitor.detect.load import ModelFile
from monitor.detect.reading import Reading, Sentence
from monitor.detect.schema import Classifier, Decide, Rule
from monitor.detect.score import Verdict
from monitor.errors import MonitorError, Problem, RuleError
from monitor.models import Hit, Reason

BASE_RATE = 0.01
"""About one article in a hundred of general news belongs to a topic; a model's examples hold many more."""
_TOLD_CUES = 3


class Terms(NamedTuple):
    """How to read a model's probabilities: the share of positives it was fitted on, and from which probability an
    article belongs to its topic or should be looked at."""

    prior: float
    threshold: float
    review: float


class Said(NamedTuple):
    """What a model says of an article, the sentence that spoke most for it, and what it had to do without."""

    probability: float
    terms: Terms
    best: Sentence | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Models:
    """The models in force, own ones by rule, why others are not, and the encoders by name that those in force need."""

    own: dict[str, TopicModel]
    shared: shared.SharedModel | None
    problems: tuple[Problem, ...]
    encoders: dict[str, Encoder]

    def terms(self, rule: Rule) -> Terms | None:
        """How to read the probabilities of the rule's model; None when it has none."""
        if rule.classifier is None:
            return None
        own = self.own.get(rule.id)
        if own is not None:
            return Terms(own.prior, own.threshold, own.review)
        if rule.learned or self.shared is None or rule.id not in self.shared.topics:
            return None
        column = self.shared.topics.index(rule.id)
        each = (self.shared.prior, self.shared.threshold, self.shared.review)
        return Terms(*(float(values[column]) for values in each))

    def lacking(self, rule: Rule) -> str:
        """Why a rule that is known from examples alone has no model to speak; empty when it has."""
        if not rule.learned or rule.id in self.own:
            return ""
        told = [one.message for one in self.problems if Path(one.path).stem == rule.id]
        return told[-1] if told else "no model was trained for it; run `monitor train`"


def load_models(files: tuple[ModelFile, ...], loader: Loader = load_local) -> Models:
    """Read model files. One that is refused is named as a warning, and its rule goes on without it. Encoders are
    loaded here, before any article: where children are forked they share one, and what is amiss is told at once."""
    return _load_models(files, loader)


@functools.lru_cache(maxsize=2)
def _load_models(files: tuple[ModelFile, ...], loader: Loader) -> Models:
    own: dict[str, TopicModel] = {}
    encoders: dict[str, Encoder] = {}
    common: shared.SharedModel | None = None
    problems: list[Problem] = []
    for file in files:
        try:
            if file.topic == shared.NAME:
                common = shared.load_shared(file.path)
            else:
                model = load_model(file.path)
                encoders |= _encoder_of(model, file, loader)
                own[file.topic] = model
        except RuleError as error:
            problems += [Problem(one.path, 0, 0, one.message, one.code, "warning") for one in error.problems]
    return Models(own, common, tuple(problems), encoders)


def _encoder_of(model: TopicModel, file: ModelFile, loader: Loader) -> dict[str, Encoder]:
    """The encoder that a model was fitted with; RuleError where that is not the one its rule asks for, or not here."""
    name = model.dense.encoder if model.dense else None
    if name != file.embeddings:
        had, asked = (repr(each) if each else "no embeddings" for each in (name, file.embeddings))
        raise refused(Path(file.path), f"learned with {had}, its rule asks for {asked}; run `monitor train` again")
    if model.dense is None:
        return {}
    try:
        encoder = loader(model.dense.encoder)
        why = model.dense.misfit(encoder)
    except MonitorError as error:
        why = str(error)
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the other rules must come into force
        why = f"{model.dense.encoder!r} cannot be used ({type(error).__name__})"
    if why:
        raise refused(Path(file.path), f"is not used: {why}")
    return {model.dense.encoder: encoder}


class Witness:
    """What the models say of one article, worked out when first asked."""

    def __init__(self, reading: Reading, models: Models) -> None:
        self._reading = reading
        self._models = models
        self._features = Features(reading)
        self._vectors: dict[str, Vector | None] = {}

    def said(self, rule: Rule) -> Said | None:
        """The word of a rule's model; None when it has none."""
        terms = self._models.terms(rule)
        if terms is None:
            return None
        own = self._models.own.get(rule.id)
        if own is not None:
            numbers, features = self._features.of(own.families)
            vector = self._vector(own.dense) if own.dense else None
            note = ", without embeddings: the encoder failed on this article" if own.dense and vector is None else ""
            best = self._sentence(numbers, own.best_sentence(features))
            return Said(own.probability_of(features, vector), terms, best, note)
        numbers, _ = self._features.of(self._models.shared.families) if self._models.shared else ([], [])
        opinion = self._opinion
        return Said(opinion.probabilities[rule.id], terms, self._sentence(numbers, opinion.best[rule.id]))

    def _vector(self, dense: Dense) -> Vector | None:
        """The article's vector, made once for each encoder; None where the encoder fails on it."""
        if dense.encoder not in self._vectors:
            try:
                (vector,) = vectors_of(self._models.encoders[dense.encoder], [article_text(self._reading.document)])
            except Exception:  # noqa: BLE001 - a text that a library cannot take must not silence every other rule
                vector = None
            self._vectors[dense.encoder] = vector
        return self._vectors[dense.encoder]

    @functools.cached_property
    def _opinion(self) -> shared.Opinion:
        if self._models.shared is None:
            return shared.Opinion({}, {})
        return self._models.shared.opinion(self._features.of(self._models.shared.families)[1])

    def _sentence(self, numbers: list[int], best: int | None) -> Sentence | None:
        return None if best is None else self._reading.sentences[numbers[best]]


def judge_learned(said: Said, reading: Reading) -> Verdict:
    """What a learned rule makes of an article: a hundred times the probability, told by its best sentence."""
    score = round(100 * said.probability)
    hits = (_as_hit(reading, said.best),) if said.best else ()
    scene = Scene((said.best.number,) if said.best else ())
    return Verdict(
        score, (Reason("model", f"learned from examples{said.note}", score, hits),), vetoed=False, scene=scene
    )


def learned_decide(rule: Rule, terms: Terms) -> Decide:
    """The thresholds that the rule states, or those that fitting chose."""
    if "decide" in rule.model_fields_set:
        return rule.decide
    alert = max(1, round(100 * terms.threshold))
    return Decide(alert=alert, review=max(1, min(alert, round(100 * terms.review))))


def stated(said: Said) -> float:
    """The probability for ordinary news, where few articles belong to the topic."""
    return at_base_rate(said.probability, said.terms.prior, BASE_RATE)


def with_model(verdict: Verdict, rule: Rule, said: Said) -> Verdict:
    """The verdict on evidence with the model's points, within what a model may do."""
    if verdict.vetoed:
        return verdict
    points = _points(rule, said)
    wished = verdict.score + points
    lowest, highest = _reach(verdict.score, rule.decide)
    score = min(highest, max(wished, lowest))
    reasons = [*verdict.reasons, Reason("model", f"p={stated(said):.2f}{said.note}", points)]
    if wished < lowest:
        reasons.append(Reason("floor", "a model lowers by one step at most", score - wished))
    elif wished > score:
        told = ("cap", "a model raises by one step at most") if highest < 100 else ("clip", "at most 100")
        reasons.append(Reason(*told, score - wished))
    return replace(verdict, score=score, reasons=tuple(reasons))


def by_model_alone(compiled: CompiledRule, said: Said, contexts: Contexts) -> Verdict | None:
    """The verdict of a rule that has no evidence, when its model is sure enough for a person to look; else None."""
    rule, points = compiled.rule, _points(compiled.rule, said)
    if said.best is None or points < rule.decide.review:
        return None
    scene = Scene((said.best.number,))
    hits = (_as_hit(contexts.reading, said.best),)
    reasons = [Reason("model", f"p={stated(said):.2f}, without evidence{said.note}", points, hits)]
    reasons += [
        Reason("adjust", clause.label, clause.points, told)
        for clause in compiled.adjusts
        if clause.points < 0 and (told := _cues(clause, contexts, scene))
    ]
    total = sum(reason.points for reason in reasons)
    score = min(max(total, 0), rule.decide.alert - 1)
    if score > total:
        reasons.append(Reason("clip", "at least 0", score - total))
    elif score < total:
        reasons.append(Reason("cap", "a model alone asks for review", score - total))
    for clause in compiled.vetoes:
        if told := _cues(clause, contexts, scene):
            reasons.append(Reason("exclude", clause.label, -score, told))
            return Verdict(0, tuple(reasons), vetoed=True, scene=scene)
    return Verdict(score, tuple(reasons), vetoed=False, scene=scene)


def _cues(clause: Clause, contexts: Contexts, scene: Scene) -> tuple[Hit, ...]:
    """The cues by which the sentence stands in the clause's context; what else a clause may ask needs evidence."""
    name = clause.condition.context
    if name is None or clause.condition.where:
        return ()
    return tuple(contexts.reading.hit(found, name) for found in contexts.signs(name, scene)[:_TOLD_CUES])


def _points(rule: Rule, said: Said) -> int:
    at_zero, at_one = (rule.classifier or Classifier()).points
    return round(at_zero + (at_one - at_zero) * stated(said))


def _reach(score: int, decide: Decide) -> tuple[int, int]:
    """The lowest and the highest score that a model may make of one."""
    lowest = decide.review if score >= decide.review else 0
    return lowest, 100 if score >= decide.review else decide.alert - 1


def _as_hit(reading: Reading, best: Sentence) -> Hit:
    shift = reading.document.title_at if best.zone == "title" else reading.document.text_at
    return Hit(best.zone, best.start + shift, best.end + shift, reading.text_of(best.number), "sentence")
