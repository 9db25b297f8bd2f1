"""Fit the models of several topics that share their features: those that are shipped, and a desk's own of them.

The way is that of fit.py, except for letters, which would cost more to carry along than they tell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from monitor.detect.shared import LOOKS, Floats, Part, SharedModel, looks_of
from monitor.learn.fit import (
    Labels,
    Sentences,
    Strength,
    believed,
    folds_of,
    out_of_fold_of,
    rarity_of,
    scaled,
    thresholds_of,
    vectorizer_of,
)

ROUNDS = 4
DIGITS = 4


@dataclass(frozen=True, slots=True)
class FittedTopics:
    """The model, and by topic the probabilities of articles from looks that had not seen them, with the truth."""

    model: SharedModel
    out_of_fold: dict[str, tuple[Floats, Labels]]


@dataclass(frozen=True, slots=True)
class _Table:
    """The features of all articles as rows of numbers, whole and by sentence; `owner` is the article of a sentence."""

    rows: list[list[list[int]]]
    rarity: Floats
    whole: csr_matrix
    sentences: csr_matrix
    owner: Labels


@dataclass(frozen=True, slots=True)
class _Topic:
    """One topic's column of the model."""

    whole: Part
    sentence: Part
    joint: LogisticRegression
    means: Floats
    spreads: Floats
    prior: float
    threshold: float
    review: float


def fit_shared(
    truths: Mapping[str, Sequence[int]],
    articles: Sequence[Sentences],
    families: frozenset[str],
    strength: Strength,
    tick: Callable[[], None],
) -> FittedTopics:
    """Models from articles (features by sentence). `truths` has by topic what each article is: 1 belongs, 0 does not.
    `tick` is called after each topic."""
    vectorizer = vectorizer_of(strength.seen_in)
    counts = vectorizer.fit_transform([set().union(*sentences) for sentences in articles]).astype(float)
    rarity = _rounded(rarity_of(counts))
    by_sentence = vectorizer.transform(features for sentences in articles for features in sentences).astype(float)
    vocabulary = vectorizer.vocabulary_
    table = _Table(
        [[[vocabulary[f] for f in features if f in vocabulary] for features in one] for one in articles],
        rarity**2,
        scaled(counts, rarity),
        scaled(by_sentence, rarity),
        np.repeat(np.arange(len(articles)), [len(sentences) for sentences in articles]),
    )
    columns, proofs = [], {}
    for topic, truth in truths.items():
        column, proofs[topic] = _fit_topic(table, rarity, np.asarray(truth), strength)
        columns.append(column)
        tick()
    names = sorted(vocabulary, key=vocabulary.__getitem__)
    model = SharedModel(
        topics=tuple(truths),
        families=families,
        rows={str(name): row for row, name in enumerate(names)},
        rarity=table.rarity,
        whole=_side_by_side([each.whole for each in columns]),
        sentence=_side_by_side([each.sentence for each in columns]),
        joint=np.column_stack([each.joint.coef_[0] for each in columns]),
        bias=np.array([each.joint.intercept_[0] for each in columns]),
        means=np.column_stack([each.means for each in columns]),
        spreads=np.column_stack([each.spreads for each in columns]),
        prior=np.array([each.prior for each in columns]),
        threshold=np.array([each.threshold for each in columns]),
        review=np.array([each.review for each in columns]),
    )
    return FittedTopics(model, proofs)


def _fit_topic(
    table: _Table, rarity: Floats, truth: Labels, strength: Strength
) -> tuple[_Topic, tuple[Floats, Labels]]:
    looks = np.zeros((len(truth), LOOKS))
    for seen, unseen in folds_of(truth):
        whole, sentence = _parts(table, rarity, seen, truth, strength)
        for n in unseen:
            looks[n] = looks_of(whole, sentence, table.rarity, table.rows[n])[0][:, 0]
    means, spreads = looks.mean(axis=0), looks.std(axis=0) + 1e-9
    standard = (looks - means) / spreads
    given = out_of_fold_of(standard, truth, strength.joint)
    threshold, review = thresholds_of(given, truth)
    whole, sentence = _parts(table, rarity, np.arange(len(truth)), truth, strength)
    joint = LogisticRegression(C=strength.joint).fit(standard, truth)
    column = _Topic(whole, sentence, joint, means, spreads, float(truth.mean()), threshold, review)
    return column, (given, truth)


def _parts(table: _Table, rarity: Floats, chosen: Labels, truth: Labels, strength: Strength) -> tuple[Part, Part]:
    whole = LogisticRegression(C=strength.whole, max_iter=3000).fit(table.whole[chosen], truth[chosen])
    mine = np.flatnonzero(np.isin(table.owner, chosen))
    owner, matrix = table.owner[mine], table.sentences[mine]
    labels, weights = truth[owner], np.ones(len(owner))
    sentence = LogisticRegression(C=strength.sentence, max_iter=3000, class_weight="balanced")
    for _ in range(ROUNDS):
        sentence.fit(matrix, labels, sample_weight=weights)
        labels, weights = believed(sentence.decision_function(matrix), owner, truth)
    sentence.fit(matrix, labels, sample_weight=weights)
    return _part(whole, rarity), _part(sentence, rarity)


def _part(model: LogisticRegression, rarity: Floats) -> Part:
    return Part(_rounded(model.intercept_), _rounded(model.coef_[0] * rarity)[:, None])


def _side_by_side(parts: Sequence[Part]) -> Part:
    return Part(np.concatenate([each.bias for each in parts]), np.hstack([each.weights for each in parts]))


def _rounded(numbers: Floats) -> Floats:
    """A few significant digits: enough for the same decision, and the file stays small."""
    return np.array([float(f"{number:.{DIGITS}g}") for number in np.ravel(numbers)])
