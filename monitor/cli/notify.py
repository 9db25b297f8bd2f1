"""`monitor notify`: channels tried out, what was sent, and what to send again."""

import asyncio
import dataclasses
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table

from monitor.cli.desk import change, now, reading
from monitor.cli.options import ConfigFile, find_config, parse_time
from monitor.cli.preview import preview
from monitor.cli.route import route
from monitor.cli.tables import show as show_table
from monitor.config import Config, load_config
from monitor.config.quantities import parse_duration
from monitor.daemon.sending import style_of, way_out
from monitor.egress import Limits
from monitor.egress.client import Egress, identification
from monitor.errors import ChannelError, ConfigError, Problem
from monitor.models import Delivery, Severity
from monitor.notify import letter
from monitor.notify.attempt import attempt
from monitor.notify.means import Means
from monitor.notify.settings import ChannelSettings
from monitor.store import deliveries, outbox

_PATIENCE = 75.0
_COUNTED = ("sent", "merged", "waiting", "pending", "failed", "dead", "held")

app = typer.Typer(
    help="Channels: try them, see what was sent.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

app.command()(route)
app.command()(preview)


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
    return asyncio.run(_try_out(loaded, [by_name[name] for name in channels or by_name]))


async def _try_out(config: Config, channels: Sequence[ChannelSettings]) -> int:
    fetch, failed = config.fetch, 0
    agent = fetch.user_agent or identification(fetch.contact or "no contact given")
    async with Egress(Limits(deadline=fetch.timeout), agent) as egress:
        means = Means(way_out(lambda: egress))
        for channel in channels:
            at, name = now(), channel.name
            facts: dict[str, object] = {"target": name}
            told = Delivery(0, 0, "TEST", name, "test", Severity.INFORMATIONAL, "a test", at, 1, facts=facts)
            message = await letter.word((told,), channel, style_of(config), at, means)
            try:
                where = await attempt(channel, message, set(), _PATIENCE, means=means, now=at)
            except ChannelError as error:
                failed += 1
                typer.echo(f"FAIL {name}: {error}", err=True)
            else:
                typer.echo(f"ok   {name}: {where}", err=True)
    return 1 if failed else 0


@app.command("channels")
def show_channels(
    config: ConfigFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """How each channel fares: what it got, what waits, what failed and why. Exit code 1 when something was given up."""
    with reading(config) as db:
        states = deliveries.target_states(db)
    table = Table("channel", *_COUNTED, "last sent (UTC)", "last failure", box=None)
    for state in states:
        if as_json:
            typer.echo(json.dumps(dataclasses.asdict(state), default=datetime.isoformat, ensure_ascii=False))
            continue
        last = f"{state.last_sent_at.astimezone(UTC):%m-%d %H:%M}" if state.last_sent_at else "never"
        table.add_row(state.target, *(str(getattr(state, name)) for name in _COUNTED), last, state.last_error)
    if not as_json:
        show_table(table if states else "Nothing was to be told so far.")
    return 1 if any(state.dead for state in states) else 0


@app.command()
def log(
    config: ConfigFile = None,
    state: Annotated[
        str | None, typer.Option(help="One of sent, merged, waiting, pending, failed, dead, held.")
    ] = None,
    channel: Annotated[str | None, typer.Option(help="Only to this channel.")] = None,
    since: Annotated[str | None, typer.Option(help="Only what was written since then: 2h, 3d, or a time.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """What was to be told, to whom, and what became of it; the newest first."""
    if state not in {None, *_COUNTED}:
        raise typer.BadParameter(f"{state!r} is no state; say {', '.join(_COUNTED)}")
    with reading(config) as db:
        rows = outbox.log(db, state=state, target=channel, since=_since(since), limit=limit)
    table = Table("ref", "kind", "severity", "channel", "state", "tries", "when (UTC)", "remark", box=None)
    for row in rows:
        at = (row.sent_at or row.due_at or row.created_at).astimezone(UTC)
        remark = row.last_error or row.sent_where or row.reason
        if as_json:
            told = {"ref": row.ref, "kind": row.kind, "severity": row.severity, "channel": row.target}
            became = {"state": row.state, "attempts": row.attempts, "at": at.isoformat(), "remark": remark}
            typer.echo(json.dumps({**told, **became}, ensure_ascii=False))
            continue
        became_of = "failed" if row.state == "pending" and row.attempts and row.last_error else row.state or ""
        cells = (row.ref, row.kind, row.severity, row.target or "nobody", became_of, str(row.attempts))
        table.add_row(*cells, f"{at:%m-%d %H:%M}", remark)
    if not as_json:
        show_table(table if rows else "Nothing was to be told so far.")
    return 0


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return now() - timedelta(seconds=parse_duration(text))
    except ValueError:
        return parse_time(text)


@app.command()
def retry(
    ref: Annotated[str | None, typer.Argument(help="The id of one message, such as 7Q2K-1.")] = None,
    config: ConfigFile = None,
    dead: Annotated[bool, typer.Option("--dead", help="All that was given up.")] = False,
    channel: Annotated[str | None, typer.Option(help="Only to this channel.")] = None,
    held: Annotated[bool, typer.Option("--held", help="What was given up, and what a restore held back.")] = False,
) -> int:
    """Send again one message, or all that was given up."""
    if bool(ref) == (dead or held):
        raise typer.BadParameter("name one message, or say --dead for all that was given up (--held after a restore)")
    count = change(config, "retry", ref=ref, target=channel, held=held)
    typer.echo(f"{count} deliver{'y is' if count == 1 else 'ies are'} tried again", err=True)
    return 0
