"""`monitor run`: the service in the foreground, or one round of it."""

import asyncio
import dataclasses
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from monitor.cli.logs import set_up
from monitor.cli.options import ConfigFile, find_config
from monitor.commit import Tally
from monitor.daemon.service import Service
from monitor.errors import ConfigError, Problem
from monitor.notify.settings import ChannelSettings
from monitor.snapshot import Snapshot, build


def run(
    config: ConfigFile = None,
    once: Annotated[bool, typer.Option("--once", help="Poll what is due once, send, and end.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Store nothing, send nothing: print what would be told.")
    ] = False,
) -> int:
    """Poll feeds, find threats, tell people. Ends on Ctrl-C or SIGTERM after finishing what is being sent."""
    path = find_config(config)
    if not path.is_file():
        hint = "`monitor init` writes one, or name yours with --config"
        raise ConfigError((Problem(str(path), 0, 0, f"there is no configuration file; {hint}", "no-config"),))
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="monitor-dry-run-") as folder:
            return _run(_dry(build(path, Path(folder)), Path(folder)), once=True)
    return _run(build(path), once=once)


def _run(snapshot: Snapshot, *, once: bool) -> int:
    config = snapshot.config
    set_up(config.log.level, config.log.format, config.secrets.seen)
    for warning in snapshot.warnings:
        typer.echo(str(warning), err=True)
    if not once:
        asyncio.run(Service(snapshot, clock=_utc).run())
        return 0
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("feeds", total=len(config.feeds))
        tally = asyncio.run(
            Service(snapshot, clock=_utc, on_commit=lambda batch: bar.advance(task, batch.feeds)).run_once()
        )
    typer.echo(summary(tally), err=True)
    return 1 if tally.feeds and tally.failed == tally.feeds else 0


def summary(tally: Tally) -> str:
    """What a round brought, in a line."""
    return (
        f"{tally.feeds} feeds polled, {tally.failed} failed; {tally.articles} new articles,"
        f" {tally.alerts} with alerts, {tally.notices} notices"
    )


def _dry(snapshot: Snapshot, folder: Path) -> Snapshot:
    """The same configuration with a throw-away data folder, no baseline, and the terminal as the only channel."""
    config = dataclasses.replace(
        snapshot.config,
        data=folder,
        feeds=tuple(dataclasses.replace(feed, baseline=False) for feed in snapshot.config.feeds),
        channels=(ChannelSettings("terminal", "terminal:"),),
        heartbeat=None,
    )
    return dataclasses.replace(snapshot, config=config)


def _utc() -> datetime:
    return datetime.now(UTC)
