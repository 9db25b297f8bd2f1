"""`monitor feeds`: what is read, how it is doing, and changes to it."""

import asyncio
import dataclasses
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from monitor.cli.desk import alarms_standing, change, now, reading
from monitor.cli.options import ConfigFile, find_config
from monitor.cli.tables import show as show_table
from monitor.config import Config, load_config, read_opml, write_opml
from monitor.config.schema import Fetch
from monitor.daemon.alarms import sentence
from monitor.detect.load import default_pack_folder, load_pack
from monitor.egress import Limits
from monitor.egress.client import Egress, identification
from monitor.errors import StoreError
from monitor.models import Feed, FeedSettings, FeedState, Outcome
from monitor.pipeline import Tools, poll_feed
from monitor.poll.schedule import Pace
from monitor.sandbox import Sandbox
from monitor.snapshot import MODELS, write_pack
from monitor.store import feeds

app = typer.Typer(
    help="What is read, and how it is doing.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@app.command("list")
def show(
    config: ConfigFile = None,
    status: Annotated[str | None, typer.Option(help="Only feeds in this state: new, ok, failing, empty.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """List the feeds with their state in a sentence."""
    with reading(config) as db:
        rows = feeds.listing(db, status=status)
        alarms = [alarm for alarm in alarms_standing(db, config, now()) if status is None or alarm.key]
    listed = {row.feed.settings.url for row in rows}
    wrong = {alarm.key: alarm for alarm in alarms if alarm.key in listed}
    if as_json:
        for row in rows:
            alarm = wrong.get(row.feed.settings.url)
            fields = {**_as_json(row), "alarm": alarm.kind if alarm else None}
            typer.echo(json.dumps(fields, ensure_ascii=False))
        return 0
    table = Table("feed", "state", "articles", "alerts", "next poll (UTC)", "what happened last", box=None)
    for row in rows:
        state, settings = row.feed.state, row.feed.settings
        due = state.due_at.astimezone(UTC).strftime("%m-%d %H:%M")
        name = settings.name or settings.url
        shown = wrong[settings.url].kind if settings.url in wrong else state.status
        table.add_row(name, shown, str(row.articles), str(row.alerts), due, state.sentence)
    for alarm in alarms:
        if alarm.key in wrong or alarm.kind in {"network", "behind", "language"}:
            typer.echo(sentence(alarm), err=True)
    show_table(table if rows else "No feeds yet: list them in the configuration, or `monitor feeds add URL`.")
    return 0


def _as_json(row: feeds.FeedRow) -> dict[str, object]:
    settings, state = row.feed.settings, row.feed.state
    return {
        "url": settings.url,
        "name": settings.name,
        "language": settings.language,
        "group": settings.group,
        "origin": row.origin,
        "status": state.status,
        "sentence": state.sentence,
        "articles": row.articles,
        "alerts": row.alerts,
        "failures": state.failures,
        "due_at": state.due_at.isoformat(),
        "polled_at": state.polled_at.isoformat() if state.polled_at else None,
        "moved_to": state.moved_to,
    }


@app.command()
def add(
    url: str,
    config: ConfigFile = None,
    name: Annotated[str, typer.Option(help="What to call it.")] = "",
    language: Annotated[str | None, typer.Option(help="The language it is written in, such as ar.")] = None,
    group: Annotated[str, typer.Option(help="The group it belongs to.")] = "",
    full_text: Annotated[bool, typer.Option("--full-text", help="Fetch the page of each new article.")] = False,
    allow_private: Annotated[bool, typer.Option(help="The feed lies on a private network address.")] = False,
) -> int:
    """Read one more feed, without editing the configuration."""
    settings = FeedSettings(
        url=url,
        name=name,
        language=language,
        group=group,
        full_text="page" if full_text else "feed",
        allow_private=allow_private,
    )
    change(config, "add-feed", settings=dataclasses.asdict(settings))
    typer.echo(f"added {url}; it is polled at once when the service runs. Next: monitor feeds check {url}", err=True)
    return 0


@app.command()
def remove(url: str, config: ConfigFile = None) -> int:
    """Stop reading a feed that was added by command. Its articles stay."""
    change(config, "remove-feed", url=url)
    typer.echo(f"removed {url}", err=True)
    return 0


@app.command()
def poll(url: Annotated[str | None, typer.Argument()] = None, config: ConfigFile = None) -> int:
    """Make one feed, or all of them, due now."""
    typer.echo(f"{change(config, 'poll-now', url=url)} feeds are due now", err=True)
    return 0


@app.command("import")
def import_opml(file: Path, config: ConfigFile = None) -> int:
    """Read the feeds of an OPML file. What is damaged is repaired where possible, and said."""
    opml = read_opml(file)
    for problem in opml.problems:
        typer.echo(str(problem), err=True)
    added = already = 0
    for settings in track(opml.feeds, "adding", console=Console(stderr=True), disable=not sys.stderr.isatty()):
        try:
            change(config, "add-feed", settings=dataclasses.asdict(settings))
            added += 1
        except StoreError:
            already += 1
    typer.echo(f"{added} feeds added, {already} were there already", err=True)
    return 1 if any(problem.level == "error" for problem in opml.problems) else 0


@app.command()
def export(config: ConfigFile = None) -> int:
    """Write all feeds as OPML 2.0 to standard output."""
    with reading(config) as db:
        settings = [row.feed.settings for row in feeds.listing(db)]
    sys.stdout.buffer.write(write_opml(settings, "Threat Monitor", now()))
    return 0


@app.command()
def check(
    urls: Annotated[list[str] | None, typer.Argument(help="Addresses; without any, the configured feeds.")] = None,
    config: ConfigFile = None,
    allow_private: Annotated[bool, typer.Option(help="Private network addresses may be asked.")] = False,
) -> int:
    """Fetch feeds now and say what comes back. Nothing is stored."""
    path = find_config(config)
    loaded = load_config(path) if not urls or path.is_file() else None
    given = [FeedSettings(url=url, allow_private=allow_private) for url in urls or ()]
    settings = given or (loaded.feeds if loaded else ())
    bad = 0
    for outcome, one in zip(asyncio.run(poll_all(settings, loaded)), settings, strict=True):
        bad += outcome.result == "failed"
        typer.echo(f"{outcome.state.status:<8} {one.url}: {outcome.state.sentence}")
    return 1 if bad else 0


async def poll_all(settings: Sequence[FeedSettings], config: Config | None) -> list[Outcome]:
    """Poll each as if for the first time, with the rules in force."""
    fetch = config.fetch if config else Fetch()
    sandbox = Sandbox(2, preload=("monitor.daemon.children",))
    with tempfile.TemporaryDirectory(prefix="monitor-check-") as folder:
        pack = load_pack(
            [default_pack_folder(), *(config.rules if config else ())], config.data / MODELS if config else None
        )
        try:
            async with Egress(Limits(deadline=fetch.timeout), identification(fetch.contact or "a check")) as egress:
                tools = Tools(
                    egress=egress,
                    sandbox=sandbox,
                    snapshot=write_pack(pack, Path(folder)),
                    pace=Pace(),
                    resolve_secret=config.secrets.get if config else _no_secrets,
                    clock=now,
                    jitter=lambda: 0.5,
                )
                fresh = [Feed(n, one, FeedState(due_at=now())) for n, one in enumerate(settings)]
                return list(await asyncio.gather(*(poll_feed(feed, tools) for feed in fresh)))
        finally:
            sandbox.close()


def _no_secrets(name: str) -> str:
    raise StoreError(f"a feed given on the command line has no secret {name}")
