"""`monitor notify route`: who would hear of something, when, and why. Nothing is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.cli.desk import now, reading
from monitor.cli.options import ConfigFile, find_config, parse_time
from monitor.config import Config, load_config
from monitor.config.watched import look_up, place_names
from monitor.detect.gazetteer import Gazetteer, load_gazetteer
from monitor.detect.load import default_pack_folder, load_pack
from monitor.errors import ConfigError, Problem, StoreError
from monitor.models import Notice, Severity
from monitor.notify.policy import Planned
from monitor.notify.routes import Labels, Mute, Storm, When
from monitor.notify.routing import Answer, decide, fitting
from monitor.notify.sentences import capital, maintenance_sentence, mute_text, sentence, span, storm_sentence
from monitor.telling import mutes_in_force

_OF_ROUTES = frozenset({"unknown-place", "unknown-topic", "unreachable-route", "no-last-route"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What would become of one notice: an answer for every channel, why each route that was asked does not fit, and
    what a storm would change."""

    answers: tuple[Answer, ...]
    refusals: tuple[tuple[str, str], ...]
    stormed: str = ""

    @property
    def channels(self) -> tuple[str, ...]:
        """Those that would hear of it, sooner or later."""
        return tuple(answer.target for answer in self.answers if isinstance(answer, Planned))


def route(
    config: ConfigFile = None,
    topic: Annotated[list[str] | None, typer.Option(help="The id of a rule; may be given again.")] = None,
    severity: Annotated[Severity | None, typer.Option(help="Without it, high.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="A country, an id or a name; may be given again.")] = None,
    lang: Annotated[list[str] | None, typer.Option(help="Language of a report; may be given again.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Tag of a feed; may be given again.")] = None,
    status: Annotated[str | None, typer.Option(help="happening, feared, foiled, claimed, denied or past.")] = None,
    at: Annotated[
        str | None, typer.Option(help="When it is found: '2026-11-22 03:00', in the instance's zone.")
    ] = None,
    expect: Annotated[str | None, typer.Option(help="Names of channels, with commas: exactly these must hear.")] = None,
) -> int:
    """Who would hear of a new incident, when, and why; without any option, what each route does. Nothing is sent.

    With --expect, the exit code is 1 when other channels would hear of it, so that a script can watch a configuration.
    """
    written = load_config(find_config(config))
    loaded, gazetteer = _looked_up(written)
    for problem in loaded.warnings:
        if problem.code in _OF_ROUTES:
            typer.echo(str(problem), err=True)
    moment = parse_time(at, loaded.zone).astimezone(UTC) if at else now()
    mutes = _mutes(config, moment)
    if not any((topic, severity, place, lang, tag, status, at, expect)):
        typer.echo("\n".join(overview(written, mutes)))
        return 0
    wanted = Labels(
        topics=tuple(topic or ()),
        severity=severity or Severity.HIGH,
        places=tuple(place_names(gazetteer(), name) for name in place or ()),
        languages=tuple(lang or ()),
        tags=tuple(tag or ()),
        statuses=(status,) if status else (),
    )
    heard = rehearse(loaded, wanted, moment, mutes)
    typer.echo("\n".join(lines(heard, loaded.zone)))
    if expect is None:
        return 0
    expected = {name.strip() for name in expect.split(",") if name.strip()}
    _refuse_unknown(loaded, expected)
    if expected == set(heard.channels):
        return 0
    typer.echo(f"expected {_names(expected)}, but {_names(heard.channels)} would hear of it", err=True)
    return 1


def overview(config: Config, mutes: Sequence[Mute] = ()) -> list[str]:
    """Every route, maintenance window and mute in a sentence."""
    routing = config.routing
    said = [sentence(one) for one in routing.routes]
    if not said:
        said = [
            "There are no routes: every channel hears of every incident at once.",
            *(f"{one.name} hears of what is at least {one.min_severity}." for one in config.channels),
        ]
    elif all(one.when != When() for one in routing.routes):
        said.append("What fits none of them is told to nobody.")
    said += [maintenance_sentence(window) for window in routing.maintenance]
    said += [storm_sentence(routing.storm)] if routing.storm else []
    return said + [f"Mute {mute.id}: {mute_text(mute)} is {mute.reason}." for mute in mutes]


def rehearse(config: Config, labels: Labels, at: datetime, mutes: Sequence[Mute] = ()) -> Heard:
    """What would become of a new incident of these labels, found at `at`, when nothing was sent for a while."""
    notice = Notice("opened", labels.severity, "")
    targets = [channel.target for channel in config.channels]
    answers = decide(notice, labels, config.routing, targets, at, mutes=mutes)
    asked = fitting(config.routing.routes, labels, at)
    refusals = tuple((one.title, refusal) for one, refusal in asked if refusal)
    return Heard(tuple(answers), refusals, _stormed(config.routing.storm, labels.severity, answers))


def _stormed(storm: Storm | None, severity: Severity, answers: Sequence[Answer]) -> str:
    """Who would hear of it later, and with others, when the same country has many of them."""
    at_once = sorted(one.target for one in answers if isinstance(one, Planned) and not one.bundle)
    if storm is None or severity in storm.exempt or not at_once:
        return ""
    return (
        f"In a storm, after {storm.after} incidents of its country in {span(storm.within)}, {', '.join(at_once)} would "
        f"hear of it within {span(storm.gather)}, in one message with others of that country."
    )


def lines(heard: Heard, zone: ZoneInfo) -> list[str]:
    """One line for each channel, in the order of time; then the routes that do not fit."""
    told = sorted((one for one in heard.answers if isinstance(one, Planned)), key=lambda one: one.due_at)
    said: list[str] = []
    for answer in told:
        said.append(f"{answer.target} hears of it at {_time(answer.due_at, zone)}: {answer.reason}.")
        for step, name in enumerate(answer.chain.targets if answer.chain else (), 1):
            due = answer.due_at + step * answer.chain.within if answer.chain else answer.due_at
            said.append(f"{name} hears of it at {_time(due, zone)}, unless somebody acknowledged it by then.")
    said += [
        f"{one.target} does not hear of it: {one.reason}." for one in heard.answers if not isinstance(one, Planned)
    ]
    said += [f"{capital(title)} does not fit: {refusal}." for title, refusal in heard.refusals]
    return [*said, heard.stormed] if heard.stormed else said


def _looked_up(written: Config) -> tuple[Config, Callable[[], Gazetteer]]:
    """The configuration with its places as ids, and the gazetteer; the rules are read only where a route needs them."""
    if not any(route.when.topics or route.when.places for route in written.routing.routes):
        folders = tuple(str(folder / "places") for folder in (default_pack_folder(), *written.rules))
        return written, lambda: load_gazetteer(folders)
    pack = load_pack([default_pack_folder(), *written.rules])
    gazetteer = partial(load_gazetteer, pack.place_folders)
    return look_up(written, gazetteer, [one.rule.id for one in pack.rules]), gazetteer


def _mutes(config: Path | None, at: datetime) -> list[Mute]:
    """Those in force, when there is a database yet."""
    try:
        with reading(config) as db:
            return mutes_in_force(db, at)
    except StoreError:
        return []


def _refuse_unknown(config: Config, names: set[str]) -> None:
    known = [channel.name for channel in config.channels]
    unknown = sorted(names - set(known))
    if unknown:
        said = f"no channel {unknown[0]!r}; there are {', '.join(known)}"
        raise ConfigError((Problem(str(config.path), 0, 0, said, "no-channel"),))


def _names(names: Sequence[str] | set[str]) -> str:
    return ", ".join(sorted(names)) or "nobody"


def _time(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})"
