"""`monitor mute`: not to hear of something for a while, with an end and a reason."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from monitor.cli.desk import change, now, reading
from monitor.cli.options import ConfigFile, find_config, parse_time
from monitor.cli.tables import show as show_table
from monitor.config import load_config
from monitor.config.quantities import parse_duration
from monitor.config.watched import place_id
from monitor.detect.gazetteer import load_gazetteer
from monitor.detect.load import default_pack_folder
from monitor.store import mutes

app = typer.Typer(
    help="Keep quiet about something for a while.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@app.command()
def add(
    comment: Annotated[str, typer.Option(help="Why, for those who wonder later.")],
    config: ConfigFile = None,
    topic: Annotated[str, typer.Option(help="The id of a rule.")] = "",
    place: Annotated[str, typer.Option(help="A country (IQ), an id of the gazetteer (IQ.13) or a place's name.")] = "",
    feed: Annotated[str, typer.Option(help="The address or the name of a feed.")] = "",
    incident: Annotated[str, typer.Option(help="The ref of an incident, such as 7Q2K.")] = "",
    until: Annotated[str, typer.Option(help="A time, such as '2026-11-22 06:00', in the instance's zone.")] = "",
    for_: Annotated[str, typer.Option("--for", help="A duration, such as 4h or 2d.")] = "",
) -> int:
    """Mute what fits all that is given. Incidents go on being stored, and each notice says why it was not sent."""
    if bool(until) == bool(for_):
        raise typer.BadParameter("say until when, by either --until or --for; a mute without an end is not possible")
    try:
        end = now() + timedelta(seconds=parse_duration(for_)) if for_ else parse_time(until, _zone(config))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    wanted = {"topic": topic, "place": _place(place), "feed": feed, "incident": incident}
    if not any(wanted.values()):
        raise typer.BadParameter("say what to mute: --topic, --place, --feed or --incident")
    number = change(config, "mute", **wanted, until=end.isoformat(), comment=comment)
    typer.echo(f"mute {number} holds until {end.astimezone(UTC):%Y-%m-%d %H:%M} UTC", err=True)
    return 0


def _zone(config: Path | None) -> ZoneInfo:
    return load_config(find_config(config)).zone


def _place(name: str) -> str:
    """The place as its id, so that what lies in it is muted, too; a name that nobody knows is taken as it is."""
    if not name:
        return ""
    id_ = place_id(load_gazetteer((str(default_pack_folder() / "places"),)), name)
    if id_ is None:
        typer.echo(f"no place {name!r} is known; only reports of a place of exactly this name are muted", err=True)
    return id_ or name


@app.command("list")
def show_all(
    config: ConfigFile = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """What is muted until when and why, and how many notices it kept back."""
    at = now()
    with reading(config) as db:
        rows = mutes.listing(db) if every else mutes.in_force(db, at)
    table = Table("mute", "what", "until (UTC)", "state", "kept back", "last (UTC)", "comment", box=None)
    for row in rows:
        if as_json:
            typer.echo(json.dumps(dataclasses.asdict(row), default=datetime.isoformat, ensure_ascii=False))
            continue
        named = (("topic", row.topic), ("place", row.place), ("feed", row.feed), ("incident", row.incident))
        what = ", ".join(f"{name} {value}" for name, value in named if value)
        state = "ended" if row.ended_at else "over" if row.until <= at else "in force"
        last = f"{row.last_at:%m-%d %H:%M}" if row.last_at else ""
        table.add_row(
            str(row.id), what, f"{row.until:%Y-%m-%d %H:%M}", state, f"{row.withheld} notices", last, row.comment
        )
    if not as_json:
        show_table(table if rows else "Nothing is muted.")
    return 0


@app.command()
def remove(
    number: Annotated[int, typer.Argument(help="The number of the mute, as the list shows it.")],
    config: ConfigFile = None,
) -> int:
    """End a mute before its time. It stays in the list of all."""
    change(config, "unmute", number=number)
    typer.echo(f"mute {number} has ended", err=True)
    return 0
