"""`monitor review` and `monitor verdict`: what a person should look at, and what the person says."""

import json
from datetime import UTC
from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from monitor.cli.desk import change, reading
from monitor.cli.options import ConfigFile
from monitor.cli.tables import show as show_table
from monitor.store import assessments

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Doubtful matches that wait for a person."""


class Answer(StrEnum):
    """What a person can say of an incident or article."""

    TRUE = "true"
    FALSE = "false"
    NOT_RELEVANT = "not-relevant"


@app.command("list")
def show(
    config: ConfigFile = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """List what waits for review, the newest first. Answer with `monitor verdict ID true|false|not-relevant`."""
    with reading(config) as db:
        rows = assessments.waiting(db, limit=limit)
        total = assessments.count_waiting(db)
    table = Table("id", "rule", "score", "seen (UTC)", "source", "title", box=None)
    for row in rows:
        seen = row.first_seen.astimezone(UTC).strftime("%m-%d %H:%M")
        if as_json:
            fields = {"id": row.article_id, "rule": row.assessment.rule, "score": row.assessment.score}
            fields |= {"seen": row.first_seen.isoformat(), "source": row.source, "title": row.title, "url": row.url}
            typer.echo(json.dumps(fields, ensure_ascii=False))
        else:
            score = str(row.assessment.score)
            table.add_row(str(row.article_id), row.assessment.rule, score, seen, row.source, row.title)
    if not as_json:
        show_table(table if rows else "Nothing waits for review.")
        if total > len(rows):
            typer.echo(f"{total - len(rows)} more; --limit shows them", err=True)
    return 0


def verdict(
    subject: Annotated[str, typer.Argument(metavar="ID", help="An incident (7Q2K) or an article (its number).")],
    answer: Annotated[Answer, typer.Argument(help="Was it what the rule is for?")],
    config: ConfigFile = None,
    note: Annotated[str, typer.Option(help="Why, for whoever repairs the rule.")] = "",
) -> int:
    """Say whether an alert or a doubtful match was right. It counts in the rule's precision and teaches the model."""
    change(config, "verdict", subject=subject, verdict=answer.value, note=note)
    typer.echo(f"{subject} is {answer.value}", err=True)
    return 0
