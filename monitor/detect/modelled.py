"""The model's word on an article: points for a rule that has evidence, or the whole score of a learned rule.

A model may raise a decision, and lower it by one step at most: what the evidence made an alert stays at least for
review, and what it made a review stays one.
"""

import functools
from dataclasses import dataclass, replace

from monitor.detect.classifier import TopicModel, at_base_rate, load_model
from monitor.detect.contexts.scene import Scene
from monitor.detect.features import sentence_features
from monitor.detect.load import ModelFile
from monitor.detect.reading import Reading, Sentence
from monitor.detect.schema import Classifier, Decide, Rule
from monitor.detect.score import Verdict
from monitor.errors import Problem, RuleError
from monitor.models import Hit, Reason

BASE_RATE = 0.01
"""About one article in a hundred of general news belongs to a topic; a model's examples hold many more."""


@dataclass(frozen=True, slots=True)
class Models:
    """The models in force by rule, and why others are not."""

    by_rule: dict[str, TopicModel]
    problems: tuple[Problem, ...]


@functools.lru_cache(maxsize=2)
def load_models(files: tuple[ModelFile, ...]) -> Models:
    """Read model files. One that is refused is named as a warning, and its rule goes on without it."""
    models: dict[str, TopicModel] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            from_file = load_model(file.path)
        except RuleError as error:
            problems += [Problem(one.path, 0, 0, one.message, one.code, "warning") for one in error.problems]
        else:
            models[file.topic] = from_file
    return Models(models, tuple(problems))


def judge_learned(model: TopicModel, reading: Reading) -> Verdict:
    """What a learned rule makes of an article: a hundred times the probability, told by its best sentence."""
    score = round(100 * model.probability(reading))
    best = _best_sentence(model, reading)
    hits = (_as_hit(reading, best),) if best else ()
    scene = Scene((best.number,) if best else ())
    return Verdict(score, (Reason("model", "learned from examples", score, hits),), vetoed=False, scene=scene)


def learned_decide(rule: Rule, model: TopicModel) -> Decide:
    """The thresholds that the rule states, or those that fitting chose."""
    if "decide" in rule.model_fields_set:
        return rule.decide
    alert = max(1, round(100 * model.threshold))
    return Decide(alert=alert, review=max(1, min(alert, round(100 * model.review))))


def with_model(verdict: Verdict, rule: Rule, model: TopicModel, reading: Reading) -> tuple[Verdict, float]:
    """The verdict with the model's points, within what a model may do; and the probability at the base rate."""
    classifier = rule.classifier or Classifier()
    given = model.probability(reading)
    at_zero, at_one = classifier.points
    points = round(at_zero + (at_one - at_zero) * given)
    probability = at_base_rate(given, model.prior, BASE_RATE)
    if verdict.vetoed:
        return verdict, probability
    wished = verdict.score + points
    lowest = _floor(verdict.score, rule.decide)
    score = min(100, max(wished, lowest))
    reasons = [*verdict.reasons, Reason("model", f"p={given:.2f}", points)]
    if wished < lowest:
        reasons.append(Reason("floor", "a model lowers by one step at most", score - wished))
    elif wished > score:
        reasons.append(Reason("clip", "at most 100", score - wished))
    return replace(verdict, score=score, reasons=tuple(reasons)), probability


def _floor(score: int, decide: Decide) -> int:
    if score >= decide.review:
        return decide.review
    return 0


def _best_sentence(model: TopicModel, reading: Reading) -> Sentence | None:
    scored = [
        (model.sentence.score(features), one)
        for one in reading.sentences
        if (features := sentence_features(reading, one.number, model.families))
    ]
    return max(scored, key=lambda each: (each[0], -each[1].number))[1] if scored else None


def _as_hit(reading: Reading, best: Sentence) -> Hit:
    shift = reading.document.title_at if best.zone == "title" else reading.document.text_at
    return Hit(best.zone, best.start + shift, best.end + shift, reading.text_of(best.number), "sentence")
