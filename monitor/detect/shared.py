"""The shipped model at work: one probability a topic for all topics at once. Fitting is in monitor/learn/shared.py.

Topics share their features, so that an article is looked at once: the coefficients of a feature for all topics are a
row of a matrix, and an article is the sum of its rows. Each topic is seen as whole article and sentence by sentence, as
in classifier.py. Like any model it is data: a JSON file with the version of its features and a few articles with the
probabilities they must get.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from monitor.detect.classifier import refused
from monitor.detect.features import VERSION

FORMAT = 1
NAME = "shared"
"""Its file is `model/shared.json`; all others are named after the rule whose model they hold."""
LOOKS = 5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Part:
    """A linear model of each topic: a row of `weights` for each feature, a column and a `bias` for each topic."""

    bias: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model makes of an article: a probability for each topic, and which sentence spoke most for it (an index
    into the sentences given; None when there was none)."""

    probabilities: Mapping[str, float]
    best: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class SharedModel:
    """The models of several topics. Arrays have a row a feature or a look, a column a topic.

    `rarity` is what each feature adds to the square of the length by which scores are divided. `joint` weighs the
    looks, standardised by `means` and `spreads`. `prior` is the share of positives that a topic was fitted on,
    `threshold` the probability from which an article belongs to it, `review` the one from which a person should look.
    """

    topics: tuple[str, ...]
    families: frozenset[str]
    rows: Mapping[str, int]
    rarity: Floats
    whole: Part
    sentence: Part
    joint: Floats
    bias: Floats
    means: Floats
    spreads: Floats
    prior: Floats
    threshold: Floats
    review: Floats

    def opinion(self, sentences: Sequence[AbstractSet[str]]) -> Opinion:
        """What it makes of an article, given the features of each of its sentences."""
        rows = [[row for row in map(self.rows.get, features) if row is not None] for features in sentences]
        looks, scores = looks_of(self.whole, self.sentence, self.rarity, rows)
        odds = self.bias + (self.joint * (looks - self.means) / self.spreads).sum(axis=0)
        given = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
        best = scores.argmax(axis=0).tolist() if sentences else [None] * len(self.topics)
        return Opinion(dict(zip(self.topics, given.tolist(), strict=True)), dict(zip(self.topics, best, strict=True)))


def looks_of(whole: Part, sentence: Part, rarity: Floats, rows: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
    """Whole article, best sentence, two and four best, all on average (looks x topics); and each sentence's score."""
    everything = sorted({row for one in rows for row in one})
    scores = np.tile(sentence.bias, (max(1, len(rows)), 1))
    for number, one in enumerate(rows):
        if one:
            scores[number] += sentence.weights[one].sum(axis=0) / np.sqrt(rarity[one].sum())
    all_of_it = whole.bias.copy()
    if everything:
        all_of_it += whole.weights[everything].sum(axis=0) / np.sqrt(rarity[everything].sum())
    ordered = -np.sort(-scores, axis=0)
    looks = [all_of_it, ordered[0], ordered[:2].mean(axis=0), ordered[:4].mean(axis=0), ordered.mean(axis=0)]
    return np.vstack(looks), scores


def load_shared(name: str) -> SharedModel:
    """Read a model file; RuleError says why one is refused."""
    path = Path(name)
    try:
        data = json.loads(path.read_text("utf-8"))
        if (data["format"], data["features"]) != (FORMAT, VERSION):
            raise refused(path, "was made by another version; run `monitor train --pack` again")
        model = shared_from(data)
        for sentences, expected in data["golden"]:
            given = model.opinion([set(features) for features in sentences]).probabilities
            if not np.allclose([given[topic] for topic in model.topics], expected, atol=1e-6):
                raise refused(path, "does not give the probabilities that were recorded; run `monitor train` again")
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise refused(path, f"cannot be read as a model: {error}") from error
    return model


def shared_from(data: Mapping[str, object]) -> SharedModel:
    """The model that `shared_to` wrote."""
    topics: list[str] = data["topics"]  # type: ignore[assignment]  # read from our own file, and proved by its golden articles
    names: list[str] = data["vocabulary"]  # type: ignore[assignment]  # as above
    arrays = {
        name: np.asarray(data[name], dtype=np.float64)
        for name in ("rarity", "joint", "bias", "means", "spreads", "prior", "threshold", "review")
    }
    if arrays["rarity"].shape != (len(names),) or arrays["joint"].shape != (LOOKS, len(topics)):
        raise ValueError("its tables are not of one size")
    return SharedModel(
        topics=tuple(topics),
        families=frozenset(data["families"]),  # type: ignore[call-overload]  # as above
        rows={name: row for row, name in enumerate(names)},
        whole=_part(data["whole"], len(names), len(topics)),
        sentence=_part(data["sentence"], len(names), len(topics)),
        **arrays,
    )


def _part(data: object, features: int, topics: int) -> Part:
    if not isinstance(data, dict):
        raise TypeError("a linear part is missing")
    part = Part(np.asarray(data["bias"], dtype=np.float64), np.asarray(data["weights"], dtype=np.float64))
    if part.bias.shape != (topics,) or part.weights.shape != (features, topics):
        raise ValueError("its tables are not of one size")
    return part


def shared_to(model: SharedModel, golden: Sequence[Sequence[AbstractSet[str]]]) -> dict[str, object]:
    """The model as JSON can hold it, with the probabilities of the golden articles."""
    said = [model.opinion(sentences).probabilities for sentences in golden]
    return {
        "format": FORMAT,
        "features": VERSION,
        "topics": list(model.topics),
        "families": sorted(model.families),
        "vocabulary": list(model.rows),
        "rarity": model.rarity.tolist(),
        "whole": {"bias": model.whole.bias.tolist(), "weights": model.whole.weights.tolist()},
        "sentence": {"bias": model.sentence.bias.tolist(), "weights": model.sentence.weights.tolist()},
        "joint": model.joint.tolist(),
        "bias": model.bias.tolist(),
        "means": model.means.tolist(),
        "spreads": model.spreads.tolist(),
        "prior": model.prior.tolist(),
        "threshold": model.threshold.tolist(),
        "review": model.review.tolist(),
        "golden": [
            [[sorted(features) for features in sentences], [given[topic] for topic in model.topics]]
            for sentences, given in zip(golden, said, strict=True)
        ],
    }
