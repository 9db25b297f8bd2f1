"""Fit the shipped models again, with what people said of the articles that rules brought to them.

A verdict speaks of the rules that fired: `true` makes the article a positive of each of them, any other answer a hard
negative. It says nothing about other rules, so the article is left out of their training.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.detect.classifier import model_to
from monitor.detect.compile import Pack
from monitor.errors import MonitorError
from monitor.learn.corpus import Labelled
from monitor.learn.fit import Fitted, Sentences, fit
from monitor.learn.topics import (
    GOLDEN,
    LEAST_OF_EACH,
    SHARED_FAMILIES,
    SHARED_STRENGTH,
    enough,
    f1_of,
    features_of,
    write_model,
)
from monitor.models import Document
from monitor.store.verdicts import Judged

LEAST_VERDICTS = 20


@dataclass(frozen=True, slots=True)
class Refitted:
    """A model that was fitted again. `positives` and `negatives` are shipped examples, `confirmed` and `rejected`
    judged articles. Before and after are measured on the same articles, none of which the measured model had seen: F1
    on all, and how many of the judged ones it told rightly. None where the shipped examples are too few for a model."""

    topic: str
    path: Path
    positives: int
    negatives: int
    confirmed: int
    rejected: int
    f1_before: float | None
    f1_after: float
    right_before: int | None
    right_after: int


@dataclass(frozen=True, slots=True)
class Left:
    """A rule whose model was not fitted again, and why."""

    topic: str
    why: str


def require_enough(judged: Sequence[Judged]) -> None:
    """Raises MonitorError where too few articles were judged to learn anything from."""
    if len(judged) < LEAST_VERDICTS:
        said = f"{len(judged)} articles were judged, and {LEAST_VERDICTS} are needed before models learn from verdicts"
        raise MonitorError(f"{said}; `monitor review list` shows what waits, `monitor verdict` answers")


def refit(
    pack: Pack, shipped: Sequence[Labelled], judged: Sequence[Judged], folder: Path, tick: Callable[[], None]
) -> list[Refitted | Left]:
    """Fit and write a model for each rule that has `classifier:`, no examples of its own, and was judged."""
    require_enough(judged)
    rules = [each.rule for each in pack.rules if each.rule.classifier and not each.rule.classifier.examples]
    if not rules:
        return []
    seen = [features_of(Document(one.title, one.text, one.lang), pack, SHARED_FAMILIES) for one in shipped]
    answered = [(one, features_of(Document(one.title, one.text, one.lang), pack, SHARED_FAMILIES)) for one in judged]
    done: list[Refitted | Left] = []
    for rule in rules:
        truth = [int(rule.id in article.labels) for article in shipped]
        own = [(features, int(one.verdict == "true")) for one, features in answered if rule.id in one.rules]
        done.append(_refit(rule.id, seen, truth, own, folder))
        tick()
    return done


def _fit(topic: str, seen: Sequence[Sentences], truth: Sequence[int]) -> Fitted:
    return fit(topic, seen, truth, SHARED_FAMILIES, SHARED_STRENGTH)


def _refit(
    topic: str, seen: Sequence[Sentences], truth: list[int], own: Sequence[tuple[Sentences, int]], folder: Path
) -> Refitted | Left:
    verdicts = [answer for _, answer in own]
    both = [*truth, *verdicts]
    if not own:
        return Left(topic, "no verdict speaks of it")
    if not enough(both):
        said = f"{sum(both)} positives and {len(both) - sum(both)} negatives with all verdicts"
        return Left(topic, f"{said}, {LEAST_OF_EACH} of each are needed")
    before = _before(topic, seen, truth, [features for features, _ in own])
    fitted = _fit(topic, [*seen, *(features for features, _ in own)], both)
    after = [bool(given >= fitted.model.threshold) for given in fitted.out_of_fold]
    return Refitted(
        topic=topic,
        path=write_model(model_to(fitted.model, seen[:GOLDEN]), folder / f"{topic}.json"),
        positives=sum(truth),
        negatives=len(truth) - sum(truth),
        confirmed=sum(verdicts),
        rejected=len(verdicts) - sum(verdicts),
        f1_before=None if before is None else f1_of(before, both),
        f1_after=f1_of(after, both),
        right_before=None if before is None else _right(before[len(truth) :], verdicts),
        right_after=_right(after[len(truth) :], verdicts),
    )


def _before(topic: str, seen: Sequence[Sentences], truth: Sequence[int], own: Sequence[Sentences]) -> list[bool] | None:
    """What the shipped examples alone would say of all articles: of themselves out of fold, of the others unseen."""
    if not enough(truth):
        return None
    fitted = _fit(topic, seen, truth)
    given = [*fitted.out_of_fold, *(fitted.model.probability_of(features) for features in own)]
    return [bool(one >= fitted.model.threshold) for one in given]


def _right(said: Sequence[bool], truth: Sequence[int]) -> int:
    return sum(given == bool(true) for given, true in zip(said, truth, strict=True))
