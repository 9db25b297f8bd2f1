"""`monitor status`: is it alive, does it see, does it speak?"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.desk import data_folder, now
from monitor.cli.options import ConfigFile
from monitor.control import ask
from monitor.errors import ControlError
from monitor.store import articles, assessments, facts, outbox
from monitor.store.database import Database, open_reader


def status(
    config: ConfigFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int:
    """Say how the service, the feeds and the channels are. Exit code 1 when something needs a person."""
    folder = data_folder(config)
    at = now()
    with open_reader(folder) as db:
        state = {"service": _service(folder), **_stored(db, at)}
    if as_json:
        typer.echo(json.dumps(state, ensure_ascii=False, default=datetime.isoformat))
    else:
        typer.echo("\n".join(_lines(state)))
    return 1 if state["concerns"] or not state["service"] else 0


def _service(folder: Path) -> dict[str, object] | None:
    try:
        answer = ask(folder, "status", wait_seconds=5.0)
    except ControlError:
        return None
    return answer if isinstance(answer, dict) else None


def _stored(db: Database, at: datetime) -> dict[str, object]:
    health = facts.feed_health(db, at)
    deliveries = outbox.counts(db)
    oldest = outbox.oldest_pending(db)
    dead = sum(count for (_, state), count in deliveries.items() if state == "dead")
    concerns = [f"{feed.name or feed.url}: {feed.sentence}" for feed in health.failing]
    if dead:
        concerns.append(f"{dead} deliveries were given up: `monitor notify log --state dead`, then `notify retry`")
    if oldest and at - oldest > timedelta(minutes=15):
        concerns.append(f"a delivery has been due since {oldest.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    if health.overdue:
        concerns.append(f"{health.overdue} feeds are more than 15 minutes late")
    return {
        "feeds": health.by_status,
        "last_success": health.last_success,
        "articles_24h": {k.value: v for k, v in articles.count_by_decision(db, at - timedelta(days=1)).items()},
        "waiting_for_review": assessments.count_waiting(db),
        "deliveries": [{"channel": to, "state": state, "count": count} for (to, state), count in deliveries.items()],
        "concerns": concerns,
    }


def _lines(state: dict[str, object]) -> list[str]:
    service, deliveries, concerns = state["service"], state["deliveries"], state["concerns"]
    assert isinstance(deliveries, list)
    assert isinstance(concerns, list)
    lines = []
    if isinstance(service, dict):
        lines.append(f"service   running since {service['started']}, snapshot {service['snapshot']}")
        if service["reload_error"]:
            lines.append(f"          an edit is refused, the old rules stay in force: {service['reload_error']}")
        if service["paused"]:
            lines.append(f"          polling pauses: {service['paused']}")
    else:
        lines.append("service   not running: `monitor run` starts it")
    lines += [
        f"feeds     {_counts(state['feeds'])}; last success {_time(state['last_success'])}",
        f"articles  last 24 h: {_counts(state['articles_24h'])}; {state['waiting_for_review']} wait for review",
        "sent      " + (", ".join(f"{d['channel']} {d['state']} {d['count']}" for d in deliveries) or "nothing yet"),
    ]
    return lines + [f"CONCERN   {concern}" for concern in concerns]


def _counts(counts: object) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) if isinstance(counts, dict) and counts else "none"


def _time(at: object) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if isinstance(at, datetime) else "never"
