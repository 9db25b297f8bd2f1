"""A topic model at work: dot products over stored coefficients. Fitting is in monitor/learn; this needs no library.

A model is data, never code: a JSON file that names the version of its features and carries a few articles with the
probabilities they must get. What does not fit is refused with a sentence, and rules go on without it.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from monitor.detect import embeddings
from monitor.detect.embeddings import Dense, Vector
from monitor.detect.features import VERSION, document_features
from monitor.errors import Problem, RuleError

FORMAT = 1


class Weight(NamedTuple):
    """What a feature adds to the score, and to the square of the length by which the score is divided."""

    value: float
    length: float


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model over features that are there or not, each article brought to length one."""

    bias: float
    weights: Mapping[str, Weight]

    def score(self, features: Collection[str]) -> float:
        """The log-odds of the topic by this model alone."""
        total = length = 0.0
        weights = self.weights
        for feature in features:
            weight = weights.get(feature)
            if weight is not None:
                total += weight[0]
                length += weight[1]
        return self.bias + (total / math.sqrt(length) if length else 0.0)


@dataclass(frozen=True, slots=True)
class TopicModel:
    """Several looks at an article (whole, by letters, by sentence) joined to one probability.

    `joint` is linear over the looks, standardised by `means` and `spreads`. `prior` is the share of positives it was
    fitted on, `threshold` the probability from which the article belongs to the topic, `review` the one from which a
    person should look. `dense` is one more look, at the article's vector, where the rule asks for embeddings.
    """

    topic: str
    families: frozenset[str]
    whole: Linear
    letters: Linear | None
    sentence: Linear
    joint: tuple[float, ...]
    bias: float
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    prior: float
    threshold: float
    review: float
    dense: Dense | None = None

    def probability_of(self, sentences: Sequence[set[str]], vector: Vector | None = None) -> float:
        """How likely an article belongs to the topic, given the features of its sentences, where positives are as
        frequent as in what the model was fitted on. A vector that is missing speaks neither for nor against."""
        looks = looks_of(self.whole, self.letters, self.sentence, sentences)
        if self.dense is not None:
            looks = (*looks, self.means[-1] if vector is None else self.dense.score(vector))
        standard = ((look - mean) / spread for look, mean, spread in zip(looks, self.means, self.spreads, strict=True))
        return logistic(self.bias + sum(weight * look for weight, look in zip(self.joint, standard, strict=True)))

    def best_sentence(self, sentences: Sequence[set[str]]) -> int | None:
        """The sentence that speaks most for the topic, the first of equals."""
        scores = [self.sentence.score(features) for features in sentences]
        return max(range(len(scores)), key=scores.__getitem__) if scores else None


def looks_of(
    whole: Linear, letters: Linear | None, sentence: Linear, sentences: Sequence[set[str]]
) -> tuple[float, ...]:
    """The whole article, its letters, its best sentence, its two and four best, and all of them on average."""
    everything = document_features(sentences)
    each = sorted((sentence.score(features) for features in sentences), reverse=True) or [sentence.bias]
    return (
        whole.score(everything),
        letters.score(everything) if letters else 0.0,
        each[0],
        sum(each[:2]) / len(each[:2]),
        sum(each[:4]) / len(each[:4]),
        sum(each) / len(each),
    )


def logistic(log_odds: float) -> float:
    """Log-odds -> probability."""
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -500 else 0.0


def at_base_rate(probability: float, prior: float, base_rate: float) -> float:
    """A probability learned where positives had the share `prior`, for a world where they have `base_rate`."""
    clipped = min(max(probability, 1e-9), 1 - 1e-9)
    shift = math.log(base_rate / (1 - base_rate)) - math.log(prior / (1 - prior))
    return logistic(math.log(clipped / (1 - clipped)) + shift)


def load_model(name: str) -> TopicModel:
    """Read a model file; RuleError says why one is refused."""
    path = Path(name)
    try:
        data = json.loads(path.read_text("utf-8"))
        if (data["format"], data["features"]) != (FORMAT, VERSION):
            raise refused(path, "was made by another version; run `monitor train` again")
        model = model_from(data)
        for sentences, expected, *vector in data["golden"]:
            given = model.probability_of([set(features) for features in sentences], *map(tuple, vector))
            if not math.isclose(given, expected, abs_tol=1e-6):
                raise refused(path, f"gives {given:.6f} where {expected:.6f} was recorded; run `monitor train` again")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise refused(path, f"cannot be read as a model: {error}") from error
    return model


def refused(path: Path, why: str) -> RuleError:
    """The error that names a model file that cannot be used."""
    return RuleError((Problem(str(path), 0, 0, f"this model {why}", "bad-model"),))


def model_from(data: Mapping[str, object]) -> TopicModel:
    """The model that `model_to` wrote."""
    parts: dict[str, object] = {name: data[name] for name in ("topic", "bias", "prior", "threshold", "review")}
    letters = data["letters"]
    return TopicModel(
        **parts,  # type: ignore[arg-type]  # read from our own file, and proved by its golden articles
        families=frozenset(data["families"]),  # type: ignore[call-overload]  # as above
        whole=_linear(data["whole"]),
        letters=_linear(letters) if letters else None,
        sentence=_linear(data["sentence"]),
        joint=tuple(data["joint"]),  # type: ignore[arg-type]  # as above
        means=tuple(data["means"]),  # type: ignore[arg-type]  # as above
        spreads=tuple(data["spreads"]),  # type: ignore[arg-type]  # as above
        dense=_dense(data["embeddings"]) if "embeddings" in data else None,
    )


def _dense(data: object) -> Dense:
    if not isinstance(data, dict) or data["version"] != embeddings.VERSION:
        raise ValueError("its embeddings are of another version; run `monitor train` again")
    probe, weights = tuple(map(float, data["probe"])), tuple(map(float, data["weights"]))
    if not len(probe) == len(weights) == data["dimension"]:
        raise ValueError("its embeddings are not of the dimension it names")
    return Dense(str(data["encoder"]), probe, float(data["bias"]), weights)


def _linear(data: object) -> Linear:
    if not isinstance(data, dict):
        raise TypeError("a linear part is missing")
    return Linear(float(data["bias"]), {name: Weight(*pair) for name, pair in data["weights"].items()})


def model_to(
    model: TopicModel, golden: Sequence[Sequence[set[str]]], vectors: Sequence[Vector] = ()
) -> dict[str, object]:
    """The model as JSON can hold it, with the probabilities of the golden articles and the vectors they had."""
    seen = [[each] for each in vectors] or [[] for _ in golden]
    made: dict[str, object] = {
        "format": FORMAT,
        "features": VERSION,
        "topic": model.topic,
        "families": sorted(model.families),
        "whole": _linear_to(model.whole),
        "letters": _linear_to(model.letters) if model.letters else None,
        "sentence": _linear_to(model.sentence),
        "joint": list(model.joint),
        "bias": model.bias,
        "means": list(model.means),
        "spreads": list(model.spreads),
        "prior": model.prior,
        "threshold": model.threshold,
        "review": model.review,
        "golden": [
            [[sorted(features) for features in sentences], model.probability_of(sentences, *vector), *vector]
            for sentences, vector in zip(golden, seen, strict=True)
        ],
    }
    return made if model.dense is None else {**made, "embeddings": _dense_to(model.dense)}


def _dense_to(dense: Dense) -> dict[str, object]:
    return {
        "version": embeddings.VERSION,
        "encoder": dense.encoder,
        "dimension": len(dense.weights),
        "probe": list(dense.probe),
        "bias": dense.bias,
        "weights": list(dense.weights),
    }


def _linear_to(linear: Linear) -> dict[str, object]:
    return {"bias": linear.bias, "weights": {name: list(linear.weights[name]) for name in sorted(linear.weights)}}
