"""Fit a topic model on labelled articles. The only place that needs scikit-learn.

Evidence stands in a sentence or two of a long report, and labels speak of the whole report. So three linear models look
at an article: one at all of it, one at its letters, and one at each sentence. The last is fitted on sentences whose own
labels nobody gave: of a positive report it keeps believing in the sentence it finds best, and forgets the others, until
that settles. How much each look counts is learned out of fold, so that the probability is calibrated on articles that
the looks had not seen.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import normalize

from monitor.detect.classifier import Linear, TopicModel, Weight, looks_of
from monitor.detect.embeddings import Dense, Vector

Sentences = list[set[str]]
Labels = npt.NDArray[np.int_]
Floats = npt.NDArray[np.float64]

FOLDS = 5
ROUNDS = 4
REVIEW_RECALL = 0.95
LETTERS = "g:"


@dataclass(frozen=True, slots=True)
class Strength:
    """How freely the parts may follow the examples (inverse regularisation), and in how many articles a feature must
    stand to count."""

    whole: float = 3.0
    letters: float = 10.0
    sentence: float = 1.0
    dense: float = 0.02
    joint: float = 0.3
    seen_in: int = 3


@dataclass(frozen=True, slots=True)
class Vectors:
    """What an encoder (its name, its vector for the probe) makes of the articles: a row of length one each."""

    encoder: str
    probe: Vector
    rows: Floats


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, and the probabilities that articles got from looks that had not seen them."""

    model: TopicModel
    out_of_fold: Floats


def fit(
    topic: str,
    articles: Sequence[Sentences],
    labels: Sequence[int],
    families: frozenset[str],
    strength: Strength | None = None,
    *,
    vectors: Vectors | None = None,
) -> Fitted:
    """A model of `topic` from articles (features by sentence) and their labels (1 belongs, 0 does not). With `vectors`
    of the same articles it has one more look, at the whole article as an encoder sees it."""
    strength = strength or Strength()
    truth = np.asarray(labels)
    looks = np.zeros((len(articles), 6 if vectors is None else 7))
    for seen, unseen in folds_of(truth):
        parts = _parts([articles[n] for n in seen], truth[seen], families, strength)
        looks[unseen, :6] = [looks_of(*parts, articles[n]) for n in unseen]
        if vectors is not None:
            bias, weights = _dense(vectors.rows[seen], truth[seen], strength.dense)
            looks[unseen, 6] = bias + vectors.rows[unseen] @ weights
    means, spreads = looks.mean(axis=0), looks.std(axis=0) + 1e-9
    standard = (looks - means) / spreads
    joint = LogisticRegression(C=strength.joint).fit(standard, truth)
    out_of_fold = out_of_fold_of(standard, truth, strength.joint)
    threshold, review = thresholds_of(out_of_fold, truth)
    whole, letters, sentence = _parts(articles, truth, families, strength)
    model = TopicModel(
        topic=topic,
        families=families,
        whole=whole,
        letters=letters,
        sentence=sentence,
        joint=tuple(float(weight) for weight in joint.coef_[0]),
        bias=float(joint.intercept_[0]),
        means=tuple(float(mean) for mean in means),
        spreads=tuple(float(spread) for spread in spreads),
        prior=float(truth.mean()),
        threshold=threshold,
        review=review,
        dense=None if vectors is None else _stored_dense(vectors, truth, strength.dense),
    )
    return Fitted(model, out_of_fold)


def folds_of(truth: Labels) -> list[tuple[Labels, Labels]]:
    """The same parts each time: (what is learned from, what is held back)."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    return [(seen, unseen) for seen, unseen in folds.split(np.zeros(len(truth)), truth)]


def out_of_fold_of(standard: Floats, truth: Labels, strength: float) -> Floats:
    """The probability of each article from looks that were joined without it."""
    given = np.zeros(len(truth))
    for seen, unseen in folds_of(truth):
        model = LogisticRegression(C=strength).fit(standard[seen], truth[seen])
        given[unseen] = model.predict_proba(standard[unseen])[:, 1]
    return given


def thresholds_of(given: Floats, truth: Labels) -> tuple[float, float]:
    """The probability with the best F1, smoothed over its neighbours; and one that keeps nearly all positives."""
    steps = np.arange(0.20, 0.81, 0.01)
    scores = np.array([_f1(given >= step, truth) for step in steps])
    smooth = np.convolve(np.pad(scores, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    best = float(steps[int(smooth.argmax())])
    positives = np.sort(given[truth == 1])
    kept = float(positives[int((1 - REVIEW_RECALL) * len(positives))])
    return best, min(kept, best)


def _f1(said: npt.NDArray[np.bool_], truth: Labels) -> float:
    right = float((said & (truth == 1)).sum())
    return 2 * right / (float(said.sum()) + float(truth.sum())) if right else 0.0


def _parts(
    articles: Sequence[Sentences], truth: Labels, families: frozenset[str], strength: Strength
) -> tuple[Linear, Linear | None, Linear]:
    whole = [set().union(*sentences) for sentences in articles]
    plain = [{f for f in features if not f.startswith(LETTERS)} for features in whole]
    letters = None
    if "g" in families:
        grams = [{f for f in features if f.startswith(LETTERS)} for features in whole]
        letters = _linear(grams, truth, strength.letters, strength.seen_in, by_ratio=False)
    return (
        _linear(plain, truth, strength.whole, strength.seen_in, by_ratio=True),
        letters,
        _sentence(articles, plain, truth, strength),
    )


def _linear(features: Sequence[set[str]], truth: Labels, strength: float, seen_in: int, *, by_ratio: bool) -> Linear:
    """Logistic regression over features weighed by how unevenly they fall (`by_ratio`) or by how rare they are."""
    vectorizer = vectorizer_of(seen_in)
    counts = vectorizer.fit_transform(features).astype(float)
    scale = _log_ratio(counts, truth) if by_ratio else rarity_of(counts)
    model = LogisticRegression(C=strength, max_iter=3000).fit(scaled(counts, scale), truth)
    return _stored(vectorizer, model, scale)


def _sentence(articles: Sequence[Sentences], plain: Sequence[set[str]], truth: Labels, strength: Strength) -> Linear:
    vectorizer = vectorizer_of(strength.seen_in)
    scale = rarity_of(vectorizer.fit_transform(plain).astype(float))
    owner = np.repeat(np.arange(len(articles)), [len(sentences) for sentences in articles])
    matrix = scaled(
        vectorizer.transform(features for sentences in articles for features in sentences).astype(float), scale
    )
    labels, weights = truth[owner], np.ones(len(owner))
    model = LogisticRegression(C=strength.sentence, max_iter=3000, class_weight="balanced")
    for _ in range(ROUNDS):
        model.fit(matrix, labels, sample_weight=weights)
        labels, weights = believed(model.decision_function(matrix), owner, truth)
    model.fit(matrix, labels, sample_weight=weights)
    return _stored(vectorizer, model, scale)


def believed(scores: Floats, owner: Labels, truth: Labels) -> tuple[Labels, Floats]:
    """The best sentence of each positive article is positive, its others count for nothing; all others are negative."""
    labels, weights = np.zeros(len(owner), dtype=int), np.ones(len(owner))
    weights[truth[owner] == 1] = 0
    order = np.lexsort((-scores, owner))
    first = order[np.flatnonzero(np.r_[True, owner[order][1:] != owner[order][:-1]])]
    best = first[truth[owner[first]] == 1]
    labels[best], weights[best] = 1, 1
    return labels, weights


def vectorizer_of(seen_in: int) -> CountVectorizer:
    """Sets of features -> rows of zeros and ones, a column for each feature that stands in so many articles."""
    return CountVectorizer(analyzer=_as_it_is, min_df=seen_in, binary=True)


def _as_it_is(features: set[str]) -> list[str]:
    return sorted(features)


def _log_ratio(counts: csr_matrix, truth: Labels) -> Floats:
    inside = np.asarray(counts[truth == 1].sum(axis=0)).ravel() + 1
    outside = np.asarray(counts[truth == 0].sum(axis=0)).ravel() + 1
    return np.asarray(np.log((inside / inside.sum()) / (outside / outside.sum())), dtype=np.float64)


def rarity_of(counts: csr_matrix) -> Floats:
    """How much each feature says by being rare."""
    seen = np.asarray(counts.sum(axis=0)).ravel()
    return np.asarray(np.log(counts.shape[0] / (1 + seen)) + 1, dtype=np.float64)


def scaled(counts: csr_matrix, scale: Floats) -> csr_matrix:
    """Rows weighed by `scale`, each of length one."""
    return normalize(counts.multiply(scale).tocsr())


def _stored(vectorizer: CountVectorizer, model: LogisticRegression, scale: Floats) -> Linear:
    values, lengths = model.coef_[0] * scale, scale**2
    weights = {name: Weight(_rounded(values[n]), _rounded(lengths[n])) for name, n in vectorizer.vocabulary_.items()}
    return Linear(float(model.intercept_[0]), weights)


def _dense(rows: Floats, truth: Labels, strength: float) -> tuple[float, Floats]:
    """Logistic regression over vectors, brought to a spread that does not depend on how many numbers they have."""
    middle = rows.mean(axis=0)
    scale = float(np.sqrt(((rows - middle) ** 2).mean())) or 1.0
    model = LogisticRegression(C=strength, max_iter=3000).fit((rows - middle) / scale, truth)
    weights = np.asarray(model.coef_[0] / scale, dtype=np.float64)
    return float(model.intercept_[0] - middle @ weights), weights


def _stored_dense(vectors: Vectors, truth: Labels, strength: float) -> Dense:
    bias, weights = _dense(vectors.rows, truth, strength)
    return Dense(vectors.encoder, vectors.probe, bias, tuple(map(_rounded, weights.tolist())))


def _rounded(number: float) -> float:
    """Six significant digits: enough for the same decision, and the file stays small and the same everywhere."""
    return float(f"{number:.6g}") if math.isfinite(number) else 0.0
