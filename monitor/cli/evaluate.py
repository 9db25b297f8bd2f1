"""`monitor evaluate`: how good the rules are on labelled articles."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from monitor.cli.options import OutputFormat, RulesFolders
from monitor.cli.pack import AlsoConfig, pack_of
from monitor.learn import pictures as drawing
from monitor.learn import report
from monitor.learn.corpus import read_corpus
from monitor.learn.evaluate import ANY
from monitor.learn.evaluate import evaluate as evaluate_articles

FOUND_COLUMNS = ("topic", "lang", "articles", "alert", "alert or review", "precision", "F1")
NOISE_COLUMNS = ("lang", "negatives", "alerts/1000", "at most", "reviews/1000")


class PictureFormat(StrEnum):
    """How pictures are written."""

    SVG = "svg"
    PNG = "png"


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="JSON lines with lang, title, text, labels; may be gzipped.")],
    rules: RulesFolders = None,
    config: AlsoConfig = None,
    output: Annotated[OutputFormat, typer.Option("--format", help="text for people, jsonl for scripts.")] = (
        OutputFormat.TEXT
    ),
    pictures: Annotated[
        Path | None,
        typer.Option(help="Write pictures of precision over recall, and of calibration, into this folder."),
    ] = None,
    picture_format: Annotated[PictureFormat, typer.Option(help="How pictures are written.")] = PictureFormat.SVG,
    errors: Annotated[int, typer.Option(min=0, help="How many misses and false alarms to show.")] = 10,
) -> int:
    """Assess labelled articles and count: recall, precision and F1 per topic and language, false alarms per 1,000.

    A label that is a rule's id counts for that rule; `none` is negative for all. Where a model speaks, its
    probabilities are held against the labels. Pictures need `pip install 'threat-monitor[pictures]'`.
    """
    if pictures:
        drawing.require_library()
    pack = pack_of(rules, config)
    articles = [article for file in files for article in read_corpus(file)]
    watched = track(articles, "assessing", console=Console(stderr=True), disable=not sys.stderr.isatty())
    found = evaluate_articles(watched, pack)
    if pictures:
        drawing.draw(found, pictures, picture_format.value)
    if output is OutputFormat.JSONL:
        typer.echo(json.dumps(report.as_json(found), ensure_ascii=False))
        return 0
    console = Console()
    console.print(_table(report.found_rows(found), FOUND_COLUMNS))
    console.print(_table(report.noise_rows(found), NOISE_COLUMNS))
    for topic, points in sorted(found.points.items()):
        if topic != ANY and any(positive for _, positive in points):
            typer.echo("\n".join([f"\n{topic}", *report.curve_lines(points)]))
    for one in report.calibrations(found):
        if one.of == "model":
            typer.echo("\n".join([f"\n{one.topic}", *report.calibration_lines(one)]))
    if errors:
        typer.echo("\n".join(["\nmissed", *report.worst(found.misses, errors)]))
        noise = [error for error in found.false_alerts if error[0] == ANY]
        typer.echo("\n".join(["\nfalse alarms", *report.worst(noise, errors)]))
    return 0


def _table(rows: list[tuple[str, ...]], columns: tuple[str, ...]) -> Table:
    table = Table(*columns, box=None)
    for row in rows:
        table.add_row(*row)
    return table
