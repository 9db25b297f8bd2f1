"""`monitor incidents`: what happened, as the machine sees it."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table

from monitor.cli.desk import change, now, reading
from monitor.cli.incidentstory import story_lines
from monitor.cli.options import ConfigFile
from monitor.cli.tables import show as show_table
from monitor.errors import StoreError
from monitor.models import IncidentView, Severity
from monitor.store import answers, incidents

app = typer.Typer(
    help="Events that were reported, and their reports.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("list")
def show_all(
    config: ConfigFile = None,
    days: Annotated[float, typer.Option(help="Those with something new in so many days.")] = 7,
    rule: Annotated[str | None, typer.Option(help="Only of this rule.")] = None,
    severity: Annotated[Severity, typer.Option(help="At least so severe.")] = Severity.INFORMATIONAL,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that reports may still join.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """List incidents, the newest first."""
    at = now()
    wanted = incidents.IncidentFilter(
        since=at - timedelta(days=days), rule=rule, min_severity=severity, only_open=open_only
    )
    with reading(config) as db:
        rows = incidents.listing(db, at, wanted, limit=limit)
    if as_json:
        for row in rows:
            typer.echo(json.dumps(dataclasses.asdict(row), default=datetime.isoformat, ensure_ascii=False))
        return 0
    table = Table("ref", "severity", "imp.", "cred.", "state", "rules", "reports", "last (UTC)", "title", box=None)
    for row in rows:
        last = row.last_at.astimezone(UTC).strftime("%m-%d %H:%M")
        reports = f"{row.reports} from {row.sources}"
        numbers = ("" if one is None else str(one) for one in (row.importance, row.credibility))
        rules = ", ".join(row.rules)
        table.add_row(row.ref, row.severity.value, *numbers, row.state, rules, reports, last, row.title)
    show_table(table if rows else "No incidents in this time.")
    return 0


@app.command("show")
def show_one(
    ref: str,
    config: ConfigFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Show one incident: what happened to it and why, how much it matters, how sure it is, why each report is part of
    it, and the score of each rule bar by bar."""
    with reading(config) as db:
        number = incidents.by_ref(db, ref)
        view = incidents.view(db, number) if number is not None else None
        answer = answers.answered(db, view.id) if view else None
        told = story_lines(db, view) if view and not as_json else []
    if view is None:
        raise StoreError(f"there is no incident {ref}; `monitor incidents list` shows them.")
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(view), default=datetime.isoformat, ensure_ascii=False))
    else:
        typer.echo("\n".join(_lines(view, told)))
        if answer:
            at, said = answer
            typer.echo(f"\nAnswered {at:%Y-%m-%d %H:%M} UTC{': ' if said else ''}{said}")
    return 0


@app.command()
def ack(
    ref: str,
    config: ConfigFile = None,
    comment: Annotated[str, typer.Option(help="Who takes care of it, and how.")] = "",
) -> int:
    """Say that somebody takes care of an incident: nobody is reminded of it any more. A later rise in its severity is
    told all the same."""
    change(config, "acknowledge", ref=ref, comment=comment)
    typer.echo(f"{ref} is acknowledged; its reminders have ended", err=True)
    return 0


@app.command()
def merge(ref: str, other: str, config: ConfigFile = None) -> int:
    """Say that two incidents are one event: OTHER becomes a part of REF, for good, and its ref leads to REF."""
    kept = change(config, "merge", ref=ref, other=other)
    typer.echo(f"{other} is a part of {kept} now", err=True)
    return 0


@app.command()
def split(
    ref: str,
    articles: Annotated[list[int], typer.Argument(help="Numbers of reports, as `show` lists them.")],
    config: ConfigFile = None,
) -> int:
    """Say that some reports of an incident tell of another event: they become an incident of their own, for good. Their
    later versions and copies stay out of REF."""
    made = change(config, "split", ref=ref, articles=articles)
    typer.echo(f"{len(articles)} of the reports of {ref} are the incident {made} now", err=True)
    return 0


def _lines(view: IncidentView, told: list[str]) -> list[str]:
    lines = [f"{view.ref}  {view.severity.upper()}  opened {view.opened_at:%Y-%m-%d %H:%M} UTC", *told, "", "Reports:"]
    for report in view.reports:
        said = report.published or report.first_seen
        source = f"{report.source} [{report.reliability}] {said.astimezone(UTC):%m-%d %H:%M} UTC"
        judged = f"  judged by snapshot {report.snapshot}" if report.snapshot else ""
        lines += [f"  \u2068{report.title}\u2069 ({report.lang})", f"    {source}  {report.url}{judged}"]
    for assessment in view.assessments:
        lines += ["", f"{assessment.title} ({assessment.rule}): {assessment.decision} at {assessment.score}/100"]
        for reason in assessment.reasons:
            words = ", ".join(f"\u2068{hit.text}\u2069" for hit in reason.hits)
            lines.append(f"  {reason.points:+4d}  {reason.kind} {reason.name}{': ' if words else ''}{words}")
    return lines
