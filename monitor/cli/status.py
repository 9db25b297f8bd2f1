"""`monitor status`: is it alive, does it see, does it speak?"""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.desk import alarms_standing, data_folder, now
from monitor.cli.options import ConfigFile
from monitor.control import ask
from monitor.daemon.alarms import sentence
from monitor.errors import ControlError
from monitor.poll.alarms import Alarm
from monitor.store import articles, assessments, facts, outbox
from monitor.store.database import Database, open_reader

LATE = timedelta(minutes=15)
REFUSED_SHOWN = 5


def status(
    config: ConfigFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Say how the service, the feeds and the channels are. Exit code 1 when something needs a person."""
    folder = data_folder(config)
    with open_reader(folder) as db:
        state = _stored(db, now(), alarms_standing(db, config, now()))
    service = _service(folder)
    if as_json:
        fields = {"service": service, **dataclasses.asdict(state)}
        typer.echo(json.dumps(fields, ensure_ascii=False, default=datetime.isoformat))
    else:
        typer.echo("\n".join((*_service_lines(service), *_lines(state))))
    return 1 if state.concerns or not service or _troubles(service) else 0


def _troubles(service: dict[str, object]) -> bool:
    return any((service.get("models"), service.get("reload_error"), _mute(service), _silence(service)))


def _mute(service: dict[str, object]) -> dict[str, str]:
    """The channels that do not work, each with a sentence."""
    mute = service.get("channels")
    return mute if isinstance(mute, dict) else {}


def _silence(service: dict[str, object]) -> object:
    life = service.get("life")
    return life.get("silence") if isinstance(life, dict) else None


@dataclass(frozen=True, slots=True)
class Stored:
    """How things are by the database. `concerns` are sentences for a person."""

    feeds: dict[str, int]
    last_success: datetime | None
    articles_24h: dict[str, int]
    waiting_for_review: int
    deliveries: dict[str, int]
    concerns: list[str]


def _service(folder: Path) -> dict[str, object] | None:
    try:
        answer = ask(folder, "status", wait_seconds=5.0)
    except ControlError:
        return None
    return answer if isinstance(answer, dict) else None


def _stored(db: Database, at: datetime, alarms: Sequence[Alarm]) -> Stored:
    health = facts.feed_health(db, at)
    deliveries = outbox.counts(db)
    oldest = outbox.oldest_pending(db)
    dead = sum(count for (_, state), count in deliveries.items() if state == "dead")
    concerns = [f"{feed.name or feed.url}: {feed.sentence}" for feed in health.failing]
    if dead:
        concerns.append(
            f"{dead} deliveries were given up: `monitor notify log --state dead`, then `notify retry --dead`"
        )
    if oldest and at - oldest > LATE:
        concerns.append(f"a delivery has been due since {oldest.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    concerns += [sentence(alarm) for alarm in alarms if alarm.kind not in {"failing", "page"}]
    day = articles.count_by_decision(db, at - timedelta(days=1))
    return Stored(
        feeds=health.by_status,
        last_success=health.last_success,
        articles_24h={decision.value: count for decision, count in day.items()},
        waiting_for_review=assessments.count_waiting(db),
        deliveries={f"{to} {state}": count for (to, state), count in deliveries.items()},
        concerns=concerns,
    )


def _service_lines(service: dict[str, object] | None) -> Iterator[str]:
    if service is None:
        yield "service   not running: `monitor run` starts it"
        return
    yield f"service   running since {service['started']}, snapshot {service['snapshot']}"
    if service["paused"]:
        yield f"          polling pauses: {service['paused']}"
    yield from _life_lines(service.get("life"))
    yield from _refused_lines(service)
    yield from (f"CONCERN   {sentence}" for sentence in _mute(service).values())
    models = service.get("models")
    yield from (f"CONCERN   {sentence}" for sentence in (models if isinstance(models, list) else ()))


def _refused_lines(service: dict[str, object]) -> Iterator[str]:
    """Why what stands in the files is not what is in force."""
    mistakes = str(service.get("reload_error") or "").splitlines()
    if not mistakes:
        return
    since = service.get("reload_refused_since") or service["reload_at"]
    yield f"CONCERN   an edit is refused since {since}; snapshot {service['snapshot']} stays in force:"
    yield from (f"          {mistake}" for mistake in mistakes[:REFUSED_SHOWN])
    more = len(mistakes) - REFUSED_SHOWN
    if more > 0:
        yield f"          and {more} more"
    yield "          `monitor check` shows each mistake and its line; corrected files are read by themselves"


def _life_lines(life: object) -> Iterator[str]:
    """The service's own check, and why the heartbeat is not sent."""
    if not isinstance(life, dict):
        return
    yield f"check     a synthetic item last passed from feed to message at {life['passed'] or '(not yet)'}"
    if life["sentence"]:
        yield f"CONCERN   the check is stuck in {life['stage']}: {life['sentence']}"
    if life["silence"]:
        yield f"CONCERN   the heartbeat is not sent: {life['silence']}"


def _lines(state: Stored) -> Iterator[str]:
    last = f"{state.last_success.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if state.last_success else "never"
    yield f"feeds     {_counts(state.feeds)}; last success {last}"
    yield f"articles  last 24 h: {_counts(state.articles_24h)}; {state.waiting_for_review} wait for review"
    yield f"messages  {_counts(state.deliveries)}"
    for concern in state.concerns:
        yield f"CONCERN   {concern}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
