"""`monitor backup` and `monitor restore`: a verified copy of the database, and the way back."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.desk import data_folder, now
from monitor.cli.options import ConfigFile
from monitor.store import backup as copies


def backup(
    config: ConfigFile = None,
    keep: Annotated[int, typer.Option(min=1, help="How many copies stay.")] = 7,
) -> int:
    """Copy the database while everything goes on, check the copy, and print where it is."""
    typer.echo(copies.backup(data_folder(config), now=now(), keep=keep))
    return 0


def restore(copy: Path, config: ConfigFile = None) -> int:
    """Put a copy in the place of the database. The service must not run; the old database is kept aside."""
    restored = copies.restore(data_folder(config), copy, now=now())
    typer.echo(f"restored the state of {restored.taken_at:%Y-%m-%d %H:%M} UTC", err=True)
    if restored.kept:
        typer.echo(f"the database before it lies in {restored.kept}", err=True)
    if restored.held:
        hint = "`monitor notify log --state held` lists them, `monitor notify retry --held` sends them"
        typer.echo(f"{restored.held} deliveries may have been sent since: {hint}", err=True)
    return 0
