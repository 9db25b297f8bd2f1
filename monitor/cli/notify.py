"""`monitor notify`: channels tried out, what was sent, and what to send again."""

import json
from datetime import UTC
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from monitor.cli.desk import change, now, reading
from monitor.cli.options import ConfigFile, find_config
from monitor.cli.route import route
from monitor.config import load_config
from monitor.daemon.sending import style_of
from monitor.errors import ChannelError, ConfigError, Problem
from monitor.models import Delivery, Severity
from monitor.notify.channels import send
from monitor.notify.render import render
from monitor.store import outbox

app = typer.Typer(
    help="Channels: try them, see what was sent.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

app.command()(route)


@app.command()
def test(
    channels: Annotated[list[str] | None, typer.Argument(help="Names of channels; without any, all of them.")] = None,
    config: ConfigFile = None,
) -> int:
    """Send a message marked [TEST] to channels and say how each took it."""
    path = find_config(config)
    loaded = load_config(path)
    by_name = {channel.name: channel for channel in loaded.channels}
    unknown = [name for name in channels or () if name not in by_name]
    if unknown:
        known = ", ".join(by_name)
        raise ConfigError((Problem(str(path), 0, 0, f"no channel {unknown[0]!r}; there are {known}", "no-channel"),))
    failed = 0
    for name in channels or by_name:
        channel, at = by_name[name], now()
        delivery = Delivery(0, 0, "TEST", name, "test", Severity.INFORMATIONAL, "a test", at, 1, facts={"target": name})
        message = render(delivery, channel.written, channel.limits, style_of(loaded), now=at)
        try:
            where = send(channel, message)
        except ChannelError as error:
            failed += 1
            typer.echo(f"FAIL {name}: {error}", err=True)
        else:
            typer.echo(f"ok   {name}: {where}", err=True)
    return 1 if failed else 0


@app.command()
def log(
    config: ConfigFile = None,
    state: Annotated[str | None, typer.Option(help="Only pending, sent or dead.")] = None,
    channel: Annotated[str | None, typer.Option(help="Only to this channel.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """What was to be told, to whom, and what became of it; the newest first."""
    with reading(config) as db:
        rows = outbox.log(db, state=state, target=channel, limit=limit)
    table = Table("ref", "kind", "severity", "channel", "state", "tries", "when (UTC)", "remark", box=None)
    for row in rows:
        at = (row.sent_at or row.due_at or row.created_at).astimezone(UTC)
        remark = row.last_error or row.sent_where or row.reason
        if as_json:
            told = {"ref": row.ref, "kind": row.kind, "severity": row.severity, "channel": row.target}
            became = {"state": row.state, "attempts": row.attempts, "at": at.isoformat(), "remark": remark}
            typer.echo(json.dumps({**told, **became}, ensure_ascii=False))
            continue
        cells = (row.ref, row.kind, row.severity, row.target or "nobody", row.state or "", str(row.attempts))
        table.add_row(*cells, f"{at:%m-%d %H:%M}", remark)
    if not as_json:
        Console().print(table if rows else "Nothing was to be told so far.")
    return 0


@app.command()
def retry(
    channel: Annotated[str | None, typer.Argument(help="Only to this channel.")] = None,
    config: ConfigFile = None,
    held: Annotated[
        bool, typer.Option("--held", help="What a restore held back, instead of what was given up.")
    ] = False,
) -> int:
    """Send again what was given up."""
    typer.echo(f"{change(config, 'retry', target=channel, held=held)} deliveries are tried again", err=True)
    return 0
