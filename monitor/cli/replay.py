"""`monitor replay`: what would have been told of dated articles. Nothing is kept or sent."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from monitor.cli.articles import read_articles
from monitor.cli.options import OutputFormat, RulesFolders, parse_time
from monitor.cli.pack import AlsoConfig, pack_of
from monitor.cli.tables import show as show_table
from monitor.config import load_config
from monitor.config.watched import look_up
from monitor.detect.compile import Pack
from monitor.learn.replay import EVERYBODY, Audience, Day, Given, Replayed, Story, dated, in_order
from monitor.learn.replay import replay as replay_articles
from monitor.models import FeedSettings
from monitor.store.history import PastIncident

_JOINERS = "\u200c\u200d"  # part of how words are written, though they do not print
_KINDS = ("opened", "updated", "escalated")


def replay(
    files: Annotated[list[str], typer.Argument(help="JSON lines, may be gzipped; '-' is standard input.")],
    rules: RulesFolders = None,
    config: AlsoConfig = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", help="jsonl for scripts, text for people.")
    ] = OutputFormat.JSONL,
    start: Annotated[
        str | None,
        typer.Option(help="Time (ISO 8601) of first articles without a date; else that of the first dated one."),
    ] = None,
    sort: Annotated[
        bool, typer.Option("--sort/--as-given", help="Take articles by time, or as they stand, the clock never back.")
    ] = True,
) -> int:
    """Run the whole flow over dated articles with a simulated clock, and tell what each incident would have become.

    Articles are objects as `assess` reads them. Each is a poll of a feed named after its source. One without a date
    has the time of the one before it. With a configuration: its rules, its channels, its feeds' reliability.
    """
    at = parse_time(start) if start else None
    pack = pack_of(rules, config)
    audience, feeds = _settings(config, pack)
    faults: list[str] = []
    timed = dated(_read(files, faults), at)
    ordered = in_order(timed) if sort else timed
    watched = track(ordered, "replaying", console=Console(stderr=True), disable=not sys.stderr.isatty())
    found = replay_articles(watched, pack, audience=audience, known_feeds=feeds)
    if output is OutputFormat.TEXT:
        _print_text(found, [] if config is None else [target.name for target in audience.targets])
    else:
        for story in found.stories:
            typer.echo(json.dumps(_as_json(story), ensure_ascii=False))
        typer.echo(_totals(found), err=True)
    return 1 if faults else 0


def _settings(config: Path | None, pack: Pack) -> tuple[Audience, tuple[FeedSettings, ...]]:
    """Channels, routes with their places looked up, and feeds, as the service has them."""
    if config is None:
        return EVERYBODY, ()
    topics = [one.rule.id for one in pack.rules]
    settings = look_up(load_config(config), pack.gazetteer, topics)
    surge = settings.surge.limits if settings.surge.enabled else None
    return Audience(tuple(channel.target for channel in settings.channels), settings.routing, surge), settings.feeds


def _read(files: Iterable[str], faults: list[str]) -> Iterator[Given]:
    for given in read_articles(list(files)):
        if given.document is None:
            faults.append(given.id)
            typer.echo(f"{given.id}: error: {given.fault}", err=True)
        else:
            yield Given(given.id, given.id if given.named else "", given.source, given.document)


def _as_json(story: Story) -> dict[str, object]:
    incident = story.incident
    return {
        "incident": incident.ref,
        "rules": list(incident.rules),
        "severity": incident.severity.value,
        "opened": incident.opened_at.isoformat(),
        "place": incident.place,
        "articles": list(story.articles),
        "sources": incident.sources,
        "notices": [{"at": one.at.isoformat(), "kind": one.kind, "reason": one.reason} for one in incident.notices],
        "decisions": [decision.value for decision in story.articles.values()],
    }


def _print_text(found: Replayed, channels: Sequence[str]) -> None:
    for story in found.stories:
        typer.echo("\n".join([*_lines(story), ""]))
    for notice in found.surges:
        typer.echo(f"{_time(notice.at)}  surge ({notice.severity}): {notice.reason}\n")
    kinds = [*_KINDS, *sorted({kind for day in found.days.values() for kind in day.notices} - set(_KINDS))]
    table = Table("day (UTC)", "articles", "alerts", "reviews", "incidents", *kinds, box=None)
    for date, day in found.days.items():
        table.add_row(date.isoformat(), *_cells(day, kinds))
    table.add_row("all", *_cells(_sum(found), kinds))
    show_table(table)
    if channels:
        typer.echo()
        _print_messages(found, channels)
    typer.echo(_totals(found))


def _print_messages(found: Replayed, channels: Sequence[str]) -> None:
    """How many messages each channel would have got; what is kept until one time is one of that time."""
    table = Table("messages (UTC)", *channels, box=None)
    for date, told in found.messages.items():
        table.add_row(date.isoformat(), *(str(told[name]) for name in channels))
    total = sum(found.messages.values(), Counter())
    table.add_row("all", *(str(total[name]) for name in channels))
    show_table(table)


def _lines(story: Story) -> list[str]:
    incident = story.incident
    place = f"  {_shown(incident.place)}" if incident.place else ""
    lines = [f"{incident.ref}  {incident.severity.upper()}  {', '.join(incident.rules)}{place}"]
    independent = f", {incident.independent} of them independent" if incident.independent else ""
    lines.append(f"  {_number(len(story.articles), 'article')} from {_number(incident.sources, 'source')}{independent}")
    for name, measure in (("importance", incident.importance), ("credibility", incident.credibility)):
        if measure is not None:
            why = ", ".join(f"{reason} {points:+d}" for reason, points in measure.reasons)
            lines.append(f"  {name} {measure.value}: {why}")
    lines += _life(incident)
    lines.append("  Articles:")
    for report in incident.reports:
        title = f"\u2068{_shown(report.title)}\u2069 ({report.lang})"
        lines.append(f"  {_time(report.at)}  {report.decision:<6}  {title}, {_shown(report.source)}")
        lines.append(f"                    {report.reason}")
    return lines


def _life(incident: PastIncident) -> list[str]:
    """What was to be told, and when it changed without a word, in the order of time."""
    silent, happened = list(incident.events[1:]), []
    for one in incident.notices:
        said = [event for event in silent if event.at == one.at and event.reason in one.reason]
        silent = [event for event in silent if event not in said]
        what = "corrected" if any(event.state == "corrected" for event in said) else one.kind
        routing = (f"  {name}: {why}" for name, why in one.routing)
        happened.append((one.at, [f"{what} ({one.severity}): {one.reason}", *routing]))
    happened += [(event.at, [f"{event.state}: {event.reason}"]) for event in silent]
    lines: list[str] = []
    for at, (first, *rest) in sorted(happened, key=lambda one: one[0]):
        lines += [f"  {_time(at)}  {first}", *(f"                  {line}" for line in rest)]
    return lines


def _cells(day: Day, kinds: Iterable[str]) -> list[str]:
    return [str(n) for n in (day.articles, day.alerts, day.reviews, day.incidents, *(day.notices[k] for k in kinds))]


def _sum(found: Replayed) -> Day:
    total = Day()
    for day in found.days.values():
        total.add(day)
    return total


def _totals(found: Replayed) -> str:
    total = _sum(found)
    told = ", ".join(f"{total.notices[kind]} {kind}" for kind in total.notices)
    return (
        f"{_number(total.articles, 'article')} in {_number(len(found.days), 'day')}: {_number(total.alerts, 'alert')}, "
        f"{_number(total.incidents, 'incident')}, {_number(total.notices.total(), 'notice')}"
        + (f" ({told})" if told else "")
        + (f"; {_number(found.repeated, 'article')} said again by the same source" if found.repeated else "")
    )


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def _shown(text: str) -> str:
    """Text of others without what could move a terminal's cursor or turn its reading direction."""
    return "".join(c if c.isprintable() or c in _JOINERS else " " for c in text)
