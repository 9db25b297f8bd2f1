"""Do probabilities come true? Of the articles that were given 70 %, seven in ten should belong to the topic.

A probability is stated for a share of positives: one article in a hundred for a rule's model, that of its examples for
a learned rule. Labelled articles hold another share, so it is brought to theirs before it is compared. A score is no
probability; its table shows how often each score is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.detect.classifier import at_base_rate
from monitor.learn.evaluate import Evaluation, wilson

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The articles that were given a probability from `low` to `high`, and how many belong to the topic."""

    low: float
    high: float
    count: int
    predicted: float
    positives: int

    @property
    def observed(self) -> float:
        """The share that belongs to the topic."""
        return self.positives / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of that share."""
        return wilson(self.positives, self.count)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins that hold articles, from low to high, and two figures over all articles. Both are best at 0.

    `brier` is the mean squared difference from the truth; `brier_of_share` is what always stating the share of
    positives would have got. `error` is the expected calibration error: how far predicted and observed share of a bin
    lie apart, weighed by its articles.
    """

    bins: tuple[Bin, ...]
    count: int
    positives: int
    brier: float
    error: float

    @property
    def brier_of_share(self) -> float:
        """The Brier score of always stating the share of positives."""
        share = self.positives / self.count
        return share * (1 - share)


def reliability(points: Sequence[tuple[float, bool]], bins: int = BINS) -> Reliability | None:
    """The table of (probability, truth) in bins of equal width; None without any article."""
    if not points:
        return None
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for given, truth in points:
        held[min(int(given * bins), bins - 1)].append((given, truth))
    table = tuple(
        Bin(n / bins, (n + 1) / bins, len(some), sum(given for given, _ in some) / len(some), sum(t for _, t in some))
        for n, some in enumerate(held)
        if some
    )
    return Reliability(
        bins=table,
        count=len(points),
        positives=sum(truth for _, truth in points),
        brier=sum((given - truth) ** 2 for given, truth in points) / len(points),
        error=sum(one.count * abs(one.predicted - one.observed) for one in table) / len(points),
    )


@dataclass(frozen=True, slots=True)
class Calibration:
    """How reliable a topic's numbers are. `articles` counts all labelled ones, the table those that got a number.

    `share` is the share of positives among all, to which probabilities of a model were brought from `stated_for`.
    `alert` and `review` are thresholds on the scale of the table; a rule's model has them only for its own word.
    """

    topic: str
    of: Literal["model", "score"]
    articles: int
    share: float
    stated_for: float | None
    alert: float
    review: float
    table: Reliability


def calibration(evaluation: Evaluation, topic: str) -> Calibration | None:
    """The calibration of a rule's model, or else of its score; None where labelled articles of both kinds lack."""
    points, scale = evaluation.points.get(topic, []), evaluation.scales.get(topic)
    positives = sum(positive for _, positive in points)
    if scale is None or not 0 < positives < len(points):
        return None
    share = positives / len(points)
    given, alert, review = [(score / 100, truth) for score, truth in points], scale.alert / 100, scale.review / 100
    if scale.model is not None:
        stated = scale.model.stated_for
        given = [(at_base_rate(p, stated, share), truth) for p, truth in evaluation.probabilities.get(topic, [])]
        alert = at_base_rate(scale.model.threshold, stated, share)
        review = at_base_rate(scale.model.review, stated, share)
    table = reliability(given)
    if table is None:
        return None
    return Calibration(
        topic=topic,
        of="model" if scale.model else "score",
        articles=len(points),
        share=share,
        stated_for=scale.model.stated_for if scale.model else None,
        alert=alert,
        review=review,
        table=table,
    )
