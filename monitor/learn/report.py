"""An evaluation as tables for a terminal, and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

from monitor.learn.calibration import Bin, Calibration, calibration
from monitor.learn.evaluate import ANY, Counts, Evaluation, Judged, precision_recall, wilson
from monitor.models import Reason

SHOWN_TEXT = 160


def as_json(evaluation: Evaluation) -> dict[str, object]:
    """Every figure with its interval."""
    return {
        "topics": [
            {"topic": topic, "lang": lang, **_figures(counts)}
            for (topic, lang), counts in sorted(evaluation.counts.items())
        ],
        "curves": {topic: precision_recall(points) for topic, points in sorted(evaluation.points.items())},
        "calibration": [_calibration(one) for one in calibrations(evaluation)],
    }


def calibrations(evaluation: Evaluation) -> list[Calibration]:
    """Of every topic that is a rule and has labelled articles of both kinds, by name."""
    found = (calibration(evaluation, topic) for topic in sorted(evaluation.points))
    return [one for one in found if one is not None]


def _calibration(one: Calibration) -> dict[str, object]:
    table = one.table
    return {
        "topic": one.topic,
        "of": one.of,
        "articles": one.articles,
        "given": table.count,
        "share": one.share,
        "stated_for": one.stated_for,
        "alert": one.alert,
        "review": one.review,
        "brier": table.brier,
        "brier_of_share": table.brier_of_share,
        "expected_calibration_error": table.error,
        "bins": [asdict(bin_) | {"observed": bin_.observed, "interval": bin_.interval} for bin_ in table.bins],
    }


def calibration_lines(one: Calibration, width: int = 25) -> list[str]:
    """For a terminal: the figures, and per bin a bar of the share that belongs, with a mark where it was predicted."""
    table = one.table
    brought = f" (brought from {one.stated_for:.0%} to {one.share:.0%} positives)" if one.stated_for else ""
    brier = f"Brier {table.brier:.3f}, {table.brier_of_share:.3f} for always stating the share"
    return [
        f"calibration of the {one.of} on {table.count} of {one.articles} articles{brought}",
        f"{brier}; expected calibration error {table.error:.3f}",
        *(_bin_line(bin_, width) for bin_ in table.bins),
    ]


def _bin_line(one: Bin, width: int) -> str:
    bar = list("█" * round(one.observed * width) + "·" * (width - round(one.observed * width)))
    bar[min(int(one.predicted * width), width - 1)] = "|"
    low, high = one.interval
    said = f"said {one.predicted:>4.0%}  was {one.observed:>4.0%} ({low:.0%}-{high:.0%})"
    return f"  {one.low:>4.0%} to {one.high:>4.0%}  {''.join(bar)}  {said}, {one.count} articles"


def _figures(counts: Counts) -> dict[str, object]:
    return {
        "positives": counts.positives,
        "alerted": counts.alerted,
        "reviewed": counts.reviewed,
        "recall": counts.recall,
        "recall_interval": wilson(counts.alerted, counts.positives),
        "recall_with_review": counts.recall_with_review,
        "recall_with_review_interval": wilson(counts.alerted + counts.reviewed, counts.positives),
        "precision": counts.precision,
        "f1": counts.f1,
        "negatives": counts.negatives,
        "false_alerts": counts.false_alerts,
        "false_reviews": counts.false_reviews,
        "false_alerts_per_1000": _per_1000(counts.false_alerts, counts.negatives),
        "false_alerts_per_1000_upper": 1000 * wilson(counts.false_alerts, counts.negatives)[1],
        "false_reviews_per_1000": _per_1000(counts.false_reviews, counts.negatives),
    }


def _per_1000(count: int, total: int) -> float | None:
    return 1000 * count / total if total else None


def found_rows(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """topic, language, positives, alert %, alert or review % with interval, precision, F1."""
    rows: list[tuple[str, ...]] = []
    for (topic, lang), counts in sorted(evaluation.counts.items()):
        if counts.positives:
            low, high = wilson(counts.alerted + counts.reviewed, counts.positives)
            rows.append(
                (
                    topic,
                    lang,
                    str(counts.positives),
                    _share(counts.recall),
                    f"{_share(counts.recall_with_review)} ({low:.0%}-{high:.0%})",
                    _share(counts.precision),
                    _share(counts.f1),
                )
            )
    return rows


def noise_rows(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """language, articles that deserve no alert, alerts and reviews per 1,000, the most that chance allows."""
    rows: list[tuple[str, ...]] = []
    for (topic, lang), counts in sorted(evaluation.counts.items()):
        if topic == ANY:
            upper = 1000 * wilson(counts.false_alerts, counts.negatives)[1]
            alerts = 1000 * counts.false_alerts / counts.negatives
            reviews = 1000 * counts.false_reviews / counts.negatives
            rows.append((lang, str(counts.negatives), f"{alerts:.1f}", f"{upper:.1f}", f"{reviews:.1f}"))
    return rows


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def worst(errors: Sequence[tuple[str, Judged]], limit: int) -> list[str]:
    """Errors as lines: the topic, the article, and what each rule made of it."""
    lines = []
    for topic, judged in sorted(errors, key=lambda error: (error[0], -error[1].score(None)))[:limit]:
        article = judged.article
        beginning = " ".join(f"{article.title} {article.text}".split())[:SHOWN_TEXT]
        lines.append(f"{topic}: {article.id} ({article.lang}) {beginning}")
        for said in judged.assessments:
            reasons = "; ".join(map(_reason, said.reasons))
            lines.append(f"    {said.decision} {said.rule} {said.score}: {reasons}")
    return lines


def _reason(reason: Reason) -> str:
    return f"{reason.name} {reason.points:+d} ({', '.join(hit.text for hit in reason.hits)})"


def curve_lines(points: Sequence[tuple[int, bool]], width: int = 40) -> list[str]:
    """The same for a terminal: a bar of precision at each tenth of recall that is reached."""
    lines = []
    for tenth in range(1, 11):
        reached = [precision for _, precision, recall in precision_recall(points) if recall >= tenth / 10]
        if reached:
            best = max(reached)
            lines.append(f"recall {tenth * 10:>3}%  precision {'█' * round(best * width):<{width}} {best:.0%}")
    return lines
