"""An evaluation as pictures, for a report or for print. The only place that needs matplotlib, and only when drawing."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from monitor.errors import MonitorError
from monitor.learn.calibration import BINS, Calibration, calibration
from monitor.learn.evaluate import ANY, Evaluation, precision_recall, wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

PictureFormat = Literal["svg", "png"]
DOTS_PER_INCH = 200
# Colours that stay apart for colour-blind readers; line styles and markers tell the same in print without colour.
BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#6b6b6b"


def require_library() -> None:
    """Raises MonitorError that says what to install where matplotlib is missing."""
    try:
        import matplotlib as mpl  # noqa: F401, PLC0415 - an optional extra, and heavy
    except ImportError as error:
        said = "pictures need matplotlib, which is not installed; run: pip install 'threat-monitor[pictures]'"
        raise MonitorError(said) from error


def draw(evaluation: Evaluation, folder: Path, form: PictureFormat = "svg") -> list[Path]:
    """Write `<topic>.<form>` (precision over recall) for each topic with labelled articles of both kinds, and
    `<topic>-calibration.<form>` for each of them that is a rule. The same evaluation gives the same files."""
    require_library()
    import matplotlib as mpl  # noqa: PLC0415 - as above

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with mpl.rc_context(
        {"font.size": 9.0, "axes.spines.top": False, "axes.spines.right": False, "svg.hashsalt": "threat-monitor"}
    ):
        for topic, points in sorted(evaluation.points.items()):
            if topic != ANY and 0 < sum(positive for _, positive in points) < len(points):
                figure = _curve(evaluation, topic)
                written.append(_write(figure, folder / f"{topic}.{form}", f"{topic}: precision over recall"))
                if (table := calibration(evaluation, topic)) is not None:
                    path = folder / f"{topic}-calibration.{form}"
                    written.append(_write(_reliability(table), path, f"{topic}: calibration"))
    return written


def _write(figure: "Figure", path: Path, title: str) -> Path:
    plain = {"Title": title} | ({"Date": None} if path.suffix == ".svg" else {"Software": None})
    figure.savefig(path, dpi=DOTS_PER_INCH, metadata=plain)
    return path


def _curve(evaluation: Evaluation, topic: str) -> "Figure":
    """Precision over recall, with the thresholds that are in force marked on it."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(6.2, 4.8), layout="constrained")
    axes = figure.add_subplot()
    points = evaluation.points[topic]
    curve = precision_recall(points)
    positives = sum(positive for _, positive in points)
    axes.plot(
        [recall for *_, recall in curve],
        [precision for _, precision, _ in curve],
        color=BLUE,
        marker=".",
        label="from each score on, down to 1",
    )
    for name, least, marker, right, found in _marks(evaluation, topic):
        precision, recall = right / found, right / positives
        low, high = wilson(right, found)
        label = f"{name} from {least}: precision {precision:.0%}, recall {recall:.0%}"
        errors = [[max(0.0, precision - low)], [max(0.0, high - precision)]]
        axes.errorbar([recall], [precision], yerr=errors, fmt=marker, color=ORANGE, capsize=3, zorder=3, label=label)
    share = positives / len(points)
    axes.axhline(share, color=GREY, linestyle=":", label=f"share of positives: {share:.0%}")
    axes.set(
        xlabel="recall: share of the topic's articles that are found",
        ylabel="precision: share of those found that are right",
    )
    _head(figure, topic, f"Precision over recall; {positives} of {len(points)} articles belong")
    for axis in (axes.xaxis, axes.yaxis):
        _percent(axis)
    _frame(axes)
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def _marks(evaluation: Evaluation, topic: str) -> list[tuple[str, int, str, int, int]]:
    """Name, score, marker, and how many of how many were right, for each threshold that found anything. Decisions are
    counted, not scores: a veto keeps a high score from alerting."""
    scale, counts = evaluation.scales.get(topic), evaluation.counts[topic, "all"]
    if scale is None:
        return []
    right, found = counts.alerted, counts.alerted + counts.false_alerts
    looked, of = right + counts.reviewed, found + counts.reviewed + counts.false_reviews
    marks = [("alert", scale.alert, "D", right, found), ("review", scale.review, "s", looked, of)]
    return [mark for mark in marks if mark[-1]]


def _reliability(one: Calibration) -> "Figure":
    """Observed over predicted share with its intervals, and below how many articles that rests on."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(6.2, 6.2), layout="constrained")
    axes, below = figure.subplots(2, 1, sharex=True, height_ratios=[4, 1])
    table = one.table
    errors = [
        [max(0.0, each.observed - each.interval[0]) for each in table.bins],
        [max(0.0, each.interval[1] - each.observed) for each in table.bins],
    ]
    predicted, observed = [each.predicted for each in table.bins], [each.observed for each in table.bins]
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", label="if every number came true")
    axes.plot(predicted, observed, color=BLUE, linewidth=0.8, alpha=0.5)
    axes.errorbar(predicted, observed, yerr=errors, fmt="o", color=BLUE, capsize=3, label="observed, 95% interval")
    for name, at, line in (("alert", one.alert, "-"), ("review", one.review, ":")):
        label = f"{name} from {100 * at:.0f}" + ("%" if one.of == "model" else "")
        axes.axvline(at, color=ORANGE, linestyle=line, label=label)
        below.axvline(at, color=ORANGE, linestyle=line)
    brier = f"Brier {table.brier:.3f} ({table.brier_of_share:.3f} for always stating the share)"
    counted = f"Calibration of the {one.of} on {table.count} of {one.articles} articles"
    _head(figure, one.topic, f"{counted}\n{brier}; calibration error {table.error:.3f}")
    axes.set(ylabel="share that belongs to the topic")
    _frame(axes)
    _percent(axes.yaxis)
    bars = below.bar([each.low for each in table.bins], [each.count for each in table.bins], 1 / BINS, align="edge")
    for bar in bars:
        bar.set(facecolor="#9ecae1", edgecolor="white")
    below.bar_label(bars, fontsize=7, padding=1)
    below.set_yscale("log")
    below.set(ylim=(0.7, 6 * max(each.count for each in table.bins)), ylabel="articles\n(log scale)")
    below.tick_params(axis="y", which="both", left=False, labelleft=False)
    _percent(below.xaxis, sign="%" if one.of == "model" else "")
    stated = f"probability stated by the model, for {one.share:.0%} positives"
    below.set_xlabel(stated if one.of == "model" else "score")
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return figure


def _head(figure: "Figure", topic: str, said: str) -> None:
    figure.suptitle(topic, x=0.02, ha="left", fontsize=11, fontweight="bold")
    figure.axes[0].set_title(said, loc="left", fontsize=9)


def _frame(axes: "Axes") -> None:
    axes.set(xlim=(-0.02, 1.03), ylim=(-0.02, 1.04))
    axes.grid(color="#e2e2e2", linewidth=0.6)
    axes.set_axisbelow(True)


def _percent(axis: "Axis", sign: str = "%") -> None:
    from matplotlib.ticker import PercentFormatter  # noqa: PLC0415 - as above

    axis.set_major_formatter(PercentFormatter(1.0, symbol=sign))
