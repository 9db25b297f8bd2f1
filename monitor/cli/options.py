"""Options that several commands share, and how their values are read."""

import os
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class OutputFormat(StrEnum):
    """How results are printed."""

    JSONL = "jsonl"
    TEXT = "text"


ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Configuration file; else $MONITOR_CONFIG, ./config.yaml, the user's, /etc."),
]
RulesFolders = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="A folder of rules laid over the shipped pack; may be given again."),
]


def find_config(given: Path | None) -> Path:
    """The configuration file to use: the one given, or the first of the usual places that exists."""
    if given:
        return given
    if named := os.environ.get("MONITOR_CONFIG"):
        return Path(named)
    user = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    places = (Path("config.yaml"), user / "threat-monitor" / "config.yaml", Path("/etc/threat-monitor/config.yaml"))
    return next((place for place in places if place.is_file()), places[0])


def parse_time(text: str, zone: tzinfo = UTC) -> datetime:
    """An ISO 8601 time; without a zone of its own it is in `zone`. Raises a usage error that shows the form."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a time such as 2026-11-21T08:30:00+00:00") from error
    return at if at.tzinfo else at.replace(tzinfo=zone)
