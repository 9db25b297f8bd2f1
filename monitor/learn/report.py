"""An evaluation as tables for a terminal, as JSON, and as pictures."""

from collections.abc import Sequence
from html import escape

from monitor.learn.evaluate import ANY, Counts, Evaluation, Judged, precision_recall, wilson
from monitor.models import Reason

WIDTH, HEIGHT, MARGIN = 360, 260, 40
SHOWN_TEXT = 160


def as_json(evaluation: Evaluation) -> dict[str, object]:
    """Every figure with its interval."""
    return {
        "topics": [
            {"topic": topic, "lang": lang, **_figures(counts)}
            for (topic, lang), counts in sorted(evaluation.counts.items())
        ],
        "curves": {topic: precision_recall(points) for topic, points in sorted(evaluation.points.items())},
    }


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


def curve_picture(topic: str, points: Sequence[tuple[int, bool]]) -> str:
    """Precision over recall as SVG."""
    inner_width, inner_height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    path = " ".join(
        f"{MARGIN + recall * inner_width:.1f},{HEIGHT - MARGIN - precision * inner_height:.1f}"
        for _, precision, recall in precision_recall(points)
    )
    axes = f"M{MARGIN},{MARGIN} V{HEIGHT - MARGIN} H{WIDTH - MARGIN}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{escape(topic)}: precision over recall</title>"
        f'<path d="{axes}" fill="none" stroke="currentColor"/>'
        f'<polyline points="{path}" fill="none" stroke="#0b6" stroke-width="2"/>'
        f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle" font-size="12">recall</text>'
        f'<text x="{MARGIN}" y="{MARGIN - 10}" font-size="12">precision · {escape(topic)}</text></svg>\n'
    )


def curve_lines(points: Sequence[tuple[int, bool]], width: int = 40) -> list[str]:
    """The same for a terminal: a bar of precision at each tenth of recall that is reached."""
    lines = []
    for tenth in range(1, 11):
        reached = [precision for _, precision, recall in precision_recall(points) if recall >= tenth / 10]
        if reached:
            best = max(reached)
            lines.append(f"recall {tenth * 10:>3}%  precision {'█' * round(best * width):<{width}} {best:.0%}")
    return lines
