"""The stored articles that a command looks back at."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.desk import now, reading
from monitor.cli.options import parse_time
from monitor.config.quantities import parse_duration
from monitor.learn.stats import Period
from monitor.store.archive import Kept, count_forgotten, kept

Since = Annotated[
    str, typer.Option("--since", metavar="TIME", help="How far back: 30d, 36h, or a day such as 2026-11-01.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="TIME", help="Where to stop (ISO 8601); else now.")]


def period(since: str, until: str | None) -> Period:
    """The time that --since and --until name."""
    end = parse_time(until) if until else now()
    try:
        return Period(end - timedelta(seconds=parse_duration(since)), end)
    except ValueError:
        return Period(parse_time(since), end)


def stored(config: Path | None, asked: Period) -> list[Kept]:
    """The articles of this time, with their texts. How many have lost theirs goes to standard error."""
    with reading(config) as db:
        found = list(kept(db, asked.since, asked.until))
        lost = count_forgotten(db, asked.since, asked.until)
    if lost:
        typer.echo(f"{lost} articles of this time are not looked at: their texts were forgotten", err=True)
    return found
