"""Train the models of rules: of a user's own topics from their examples, and of the shipped pack from its own."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from monitor.detect import shared
from monitor.detect.classifier import model_to
from monitor.detect.compile import Pack
from monitor.detect.embeddings import PROBE, Loader, article_text, load_or_fetch, vectors_of
from monitor.detect.features import FAMILIES, Features
from monitor.detect.load import LoadedRule
from monitor.detect.reading import Reading
from monitor.errors import ConfigError, Problem
from monitor.learn.corpus import Labelled, read_corpus
from monitor.learn.fit import Floats, Sentences, Strength, Vectors, fit
from monitor.learn.shared import fit_shared
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


def train_learned(loaded: LoadedRule, pack: Pack, folder: Path, loader: Loader = load_or_fetch) -> Trained:
    """Fit the rule's own model from its examples, which lie beside its file, in `examples/`, or at a full path.

    `loader` gives the encoder of a rule that asks for embeddings.
    """
    rule = loaded.rule
    source = _examples_of(loaded)
    label = rule.classifier.label if rule.classifier and rule.classifier.label else rule.id
    articles = list(read_corpus(source))
    truth = [int(label in article.labels) for article in articles]
    _refuse_too_few(source, label, truth)
    name = rule.classifier.embeddings if rule.classifier else None
    vectors = _vectors(name, articles, loader) if name else None
    seen = [features_of(_document(article), pack, FAMILIES) for article in articles]
    fitted = fit(rule.id, seen, truth, FAMILIES, vectors=vectors)
    rows = [] if vectors is None else [tuple(row) for row in vectors.rows[:GOLDEN].tolist()]
    path = write_model(model_to(fitted.model, seen[:GOLDEN], rows), folder / f"{rule.id}.json")
    return _trained(rule.id, path, fitted.out_of_fold, truth, fitted.model.threshold)


def train_shared(pack: Pack, articles: Sequence[Labelled], folder: Path, tick: Callable[[], None]) -> list[Trained]:
    """Fit a model for each rule that asks for one and has no examples of its own, from articles labelled with ids."""
    topics = [each.rule.id for each in pack.rules if each.rule.classifier is not None and not each.rule.learned]
    labelled = {topic: [int(topic in article.labels) for article in articles] for topic in topics}
    truths = {topic: truth for topic, truth in labelled.items() if enough(truth)}
    if not truths:
        return []
    seen = [features_of(_document(article), pack, SHARED_FAMILIES) for article in articles]
    fitted = fit_shared(truths, seen, SHARED_FAMILIES, SHARED_STRENGTH, tick)
    path = write_model(shared.shared_to(fitted.model, seen[:GOLDEN]), folder / f"{shared.NAME}.json")
    thresholds = dict(zip(fitted.model.topics, fitted.model.threshold.tolist(), strict=True))
    return [
        _trained(topic, path, given, labels.tolist(), thresholds[topic])
        for topic, (given, labels) in fitted.out_of_fold.items()
    ]


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
    if not enough(truth):
        others = len(truth) - sum(truth)
        said = f"{sum(truth)} examples are labelled {label!r} and {others} are not; {LEAST_OF_EACH} of each are needed"
        raise ConfigError((Problem(str(source), 0, 0, said, "few-examples"),))


def _vectors(name: str, articles: Sequence[Labelled], loader: Loader) -> Vectors:
    encoder = loader(name)
    probe, *rows = vectors_of(encoder, [PROBE, *(article_text(_document(article)) for article in articles)])
    return Vectors(name, probe, np.asarray(rows))


def _document(article: Labelled) -> Document:
    return Document(article.title, article.text, article.lang)


def enough(truth: Sequence[int]) -> bool:
    """Whether there are examples enough of both kinds to learn from."""
    return LEAST_OF_EACH <= sum(truth) <= len(truth) - LEAST_OF_EACH


def features_of(document: Document, pack: Pack, families: frozenset[str]) -> Sentences:
    """What a model sees of an article, sentence by sentence."""
    return Features(Reading(document, pack)).of(families)[1]


def f1_of(said: Sequence[bool], truth: Sequence[int]) -> float:
    """The harmonic mean of precision and recall."""
    right = sum(1 for given, true in zip(said, truth, strict=True) if given and true)
    return 2 * right / (sum(said) + sum(truth)) if right else 0.0


def write_model(model: Mapping[str, object], path: Path) -> Path:
    """Put a model where it is found, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    text = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    partial.write_text(text + "\n", "utf-8")
    partial.replace(path)
    return path


def _trained(topic: str, path: Path, out_of_fold: Floats, truth: Sequence[int], threshold: float) -> Trained:
    f1 = f1_of((out_of_fold >= threshold).tolist(), truth)
    return Trained(topic, path, sum(truth), len(truth) - sum(truth), f1, threshold)
