"""How good are the rules on labelled articles? Counts per topic and language, with what chance alone could explain.

A label that is a rule's id counts for that rule. Corpora of others use words of their own; `MEANING` says which rules a
word means. An article labelled `none` is negative for every rule; other labels count neither way.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.detect.assess import assess
from monitor.detect.classifier import at_base_rate
from monitor.detect.compile import Pack
from monitor.detect.modelled import BASE_RATE, Terms, learned_decide, load_models
from monitor.detect.schema import Rule
from monitor.learn.corpus import Labelled
from monitor.models import Assessment, Decision, Document

MEANING: Mapping[str, frozenset[str]] = {
    "bombing": frozenset({"bombing"}),
    "kidnapping": frozenset({"kidnapping"}),
    "arson": frozenset({"sabotage-arson"}),
    "plot": frozenset({"attack-plot"}),
    "protest": frozenset({"civil-unrest"}),
    "riot": frozenset({"civil-unrest"}),
    "prison_escape": frozenset({"prison-attack"}),
    "shooting": frozenset({"armed-attack"}),
    "air_strike": frozenset({"cross-border-strike"}),
}
"""A label of other corpora -> the rules any of which should find it."""

NEGATIVE = "none"
ANY = "(any rule)"


@dataclass(frozen=True, slots=True)
class Judged:
    """An article and what the rules made of it: the best score and decision of each rule that spoke."""

    article: Labelled
    assessments: tuple[Assessment, ...]

    def decision(self, rules: frozenset[str] | None) -> Decision:
        """The strongest decision of any of these rules (None: of any rule at all)."""
        said = [one.decision for one in self.assessments if rules is None or one.rule in rules]
        return min(said, key=list(Decision).index, default=Decision.IGNORED)

    def score(self, rules: frozenset[str] | None) -> int:
        """The highest score of any of these rules."""
        return max((one.score for one in self.assessments if rules is None or one.rule in rules), default=0)

    def probability(self, rule: str) -> float | None:
        """What the rule's model said, as the assessment carries it; None where no model spoke."""
        return next((one.model for one in self.assessments if one.rule == rule), None)


@dataclass(slots=True)
class Counts:
    """Articles of one topic in one language: how many there were, how many were found."""

    positives: int = 0
    alerted: int = 0
    reviewed: int = 0
    negatives: int = 0
    false_alerts: int = 0
    false_reviews: int = 0

    def add(self, decision: Decision, *, positive: bool) -> None:
        """Count one article in."""
        alert, review = decision is Decision.ALERT, decision is Decision.REVIEW
        if positive:
            self.positives += 1
            self.alerted += alert
            self.reviewed += review
        else:
            self.negatives += 1
            self.false_alerts += alert
            self.false_reviews += review

    @property
    def precision(self) -> float | None:
        """Of the labelled articles that alerted, the share that should; None when none alerted."""
        said = self.alerted + self.false_alerts
        return self.alerted / said if said else None

    @property
    def recall(self) -> float | None:
        """Of the positives, the share that alerted."""
        return self.alerted / self.positives if self.positives else None

    @property
    def recall_with_review(self) -> float | None:
        """Of the positives, the share that alerted or went to review."""
        return (self.alerted + self.reviewed) / self.positives if self.positives else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        if not self.positives or self.precision is None:
            return None
        said = self.positives + self.alerted + self.false_alerts
        return 2 * self.alerted / said


@dataclass(frozen=True, slots=True)
class ModelScale:
    """How to read the probabilities in a rule's assessments: the share of positives that they are stated for, and from
    which of them its model by itself would alert or ask for review."""

    stated_for: float
    threshold: float
    review: float


@dataclass(frozen=True, slots=True)
class Scale:
    """How to read a rule's scores: from which it alerts or asks for review. `model` where a model speaks."""

    alert: int
    review: int
    model: ModelScale | None = None


@dataclass(slots=True)
class Evaluation:
    """Counts by (topic, language); the topic `(any rule)` counts any alert on articles that deserve none.

    `points` holds (score, truth) of every labelled article of a topic, `probabilities` (probability, truth) of those on
    which the rule's model spoke, `scales` how both are to be read, for topics that are rules.
    """

    counts: dict[tuple[str, str], Counts] = field(default_factory=dict)
    points: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    probabilities: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)
    scales: dict[str, Scale] = field(default_factory=dict)
    misses: list[tuple[str, Judged]] = field(default_factory=list)
    false_alerts: list[tuple[str, Judged]] = field(default_factory=list)

    def count(self, topic: str, judged: Judged, rules: frozenset[str] | None, *, positive: bool) -> None:
        """Count an article for a topic, and keep it when it is an error."""
        decision = judged.decision(rules)
        for lang in (judged.article.lang, "all"):
            self.counts.setdefault((topic, lang), Counts()).add(decision, positive=positive)
        self.points.setdefault(topic, []).append((judged.score(rules), positive))
        if (probability := judged.probability(topic)) is not None:
            self.probabilities.setdefault(topic, []).append((probability, positive))
        if positive and decision is not Decision.ALERT:
            self.misses.append((topic, judged))
        if not positive and decision is Decision.ALERT:
            self.false_alerts.append((topic, judged))


def evaluate(articles: Iterable[Labelled], pack: Pack, meaning: Mapping[str, frozenset[str]] = MEANING) -> Evaluation:
    """Assess labelled articles and count. `meaning` translates labels that are not ids of rules."""
    known = {compiled.rule.id for compiled in pack.rules}
    models = load_models(pack.loaded.models)
    evaluation = Evaluation(scales={each.rule.id: _scale(each.rule, models.terms(each.rule)) for each in pack.rules})
    for article in articles:
        document = Document(article.title, article.text, article.lang)
        judged = Judged(article, assess(document, pack, now=None, ignored=True))
        topics = {label: frozenset({label}) for label in article.labels & known}
        topics |= {label: meaning[label] & known for label in article.labels if meaning.get(label, frozenset()) & known}
        for topic, rules in sorted(topics.items()):
            evaluation.count(topic, judged, rules, positive=True)
        if NEGATIVE in article.labels or (article.hard_for and not article.labels):
            for topic in known:
                evaluation.count(topic, judged, frozenset({topic}), positive=False)
            evaluation.count(ANY, judged, None, positive=False)
    return evaluation


def _scale(rule: Rule, model: Terms | None) -> Scale:
    if model is None:
        return Scale(rule.decide.alert, rule.decide.review)
    if rule.learned:
        decide = learned_decide(rule, model)
        return Scale(decide.alert, decide.review, ModelScale(model.prior, decide.alert / 100, decide.review / 100))
    threshold, review = (at_base_rate(given, model.prior, BASE_RATE) for given in (model.threshold, model.review))
    return Scale(rule.decide.alert, rule.decide.review, ModelScale(BASE_RATE, threshold, review))


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share; (0, 1) when nothing was counted."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def precision_recall(points: Sequence[tuple[int, bool]]) -> list[tuple[int, float, float]]:
    """(score, precision, recall) when everything from that score on alerted, from the highest score down."""
    positives = sum(positive for _, positive in points)
    curve = []
    for score in sorted({score for score, _ in points if score}, reverse=True):
        said = [positive for given, positive in points if given >= score]
        curve.append((score, sum(said) / len(said), sum(said) / positives if positives else 0.0))
    return curve
