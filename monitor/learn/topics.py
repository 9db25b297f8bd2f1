"""Train the models of rules: of a user's own topics from their examples, and of the shipped pack from its own."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.detect.classifier import model_to
from monitor.detect.compile import Pack
from monitor.detect.features import FAMILIES, sentence_features
from monitor.detect.load import LoadedRule
from monitor.detect.reading import Reading
from monitor.errors import ConfigError, Problem
from monitor.learn.corpus import Labelled, read_corpus
from monitor.learn.fit import Fitted, Sentences, Strength, fit
from monitor.models import Document

LEAST_OF_EACH = 20
GOLDEN = 3
SHARED_FAMILIES = frozenset({"w", "c", "cc", "t"})
"""What the shipped models look at: little enough to be carried along, and mostly free of language."""
SHARED_STRENGTH = Strength(whole=1.0, sentence=0.5, seen_in=3)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that was written, and how it did on articles it had not seen."""

    topic: str
    path: Path
    positives: int
    negatives: int
    f1: float
    threshold: float


def train_learned(loaded: LoadedRule, pack: Pack, folder: Path) -> Trained:
    """Fit the rule's own model from its examples, which lie beside its file, in `examples/`, or at a full path."""
    rule = loaded.rule
    source = _examples_of(loaded)
    label = rule.classifier.label if rule.classifier and rule.classifier.label else rule.id
    articles = list(read_corpus(source))
    truth = [int(label in article.labels) for article in articles]
    _refuse_too_few(source, label, truth)
    fitted = fit(rule.id, [_features(article, pack, FAMILIES) for article in articles], truth, FAMILIES)
    return _write(fitted, truth, [_features(article, pack, FAMILIES) for article in articles[:GOLDEN]], folder)


def train_shared(pack: Pack, articles: Sequence[Labelled], folder: Path, tick: Callable[[], None]) -> list[Trained]:
    """Fit a model for each rule that asks for one and has no examples of its own, from articles labelled with ids."""
    seen = [_features(article, pack, SHARED_FAMILIES) for article in articles]
    trained = []
    for compiled in pack.rules:
        rule = compiled.rule
        truth = [int(rule.id in article.labels) for article in articles]
        if rule.classifier is None or rule.learned or min(sum(truth), len(truth) - sum(truth)) < LEAST_OF_EACH:
            continue
        fitted = fit(rule.id, seen, truth, SHARED_FAMILIES, SHARED_STRENGTH)
        trained.append(_write(fitted, truth, seen[:GOLDEN], folder))
        tick()
    return trained


def _examples_of(loaded: LoadedRule) -> Path:
    name = (loaded.rule.classifier.examples if loaded.rule.classifier else None) or ""
    beside = Path(loaded.file).resolve().parent
    places = (beside / name, beside.parent / name, beside.parent / "examples" / name)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        tried = ", ".join(str(place) for place in places)
        raise ConfigError((Problem(loaded.file, 0, 0, f"no examples {name!r}; looked for {tried}", "no-examples"),))
    return found


def _refuse_too_few(source: Path, label: str, truth: Sequence[int]) -> None:
    positives = sum(truth)
    if min(positives, len(truth) - positives) < LEAST_OF_EACH:
        said = (
            f"{positives} examples are labelled {label!r} and {len(truth) - positives} are not; {LEAST_OF_EACH} of each"
        )
        raise ConfigError((Problem(str(source), 0, 0, f"{said} are needed", "few-examples"),))


def _features(article: Labelled, pack: Pack, families: frozenset[str]) -> Sentences:
    reading = Reading(Document(article.title, article.text, article.lang), pack)
    found = [sentence_features(reading, one.number, families) for one in reading.sentences]
    return [features for features in found if features]


def _write(fitted: Fitted, truth: Sequence[int], golden: Sequence[Sentences], folder: Path) -> Trained:
    model = fitted.model
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{model.topic}.json"
    partial = path.with_suffix(".partial")
    text = json.dumps(model_to(model, golden), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    partial.write_text(text + "\n", "utf-8")
    partial.replace(path)
    said = fitted.out_of_fold >= model.threshold
    right = sum(1 for given, true in zip(said, truth, strict=True) if given and true)
    f1 = 2 * right / (int(said.sum()) + sum(truth)) if right else 0.0
    return Trained(model.topic, path, sum(truth), len(truth) - sum(truth), f1, model.threshold)
