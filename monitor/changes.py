"""What the command line and the console may ask to be changed, by name: each a function of the writer's connection.

The daemon answers them over its socket; with no daemon running, the command line takes the writer's lock and calls
them itself. Either way there is one writer, and one meaning.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from monitor.errors import StoreError
from monitor.models import FeedSettings
from monitor.store import feeds, outbox, verdicts
from monitor.store.database import Database

Change = Callable[[Database, Mapping[str, object], datetime], object]

_SETTINGS = TypeAdapter(FeedSettings)
_VERDICT: TypeAdapter[verdicts.Verdict] = TypeAdapter(verdicts.Verdict)


def _add_feed(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    return feeds.add(db, _SETTINGS.validate_python(arguments["settings"]), now)


def _remove_feed(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    feeds.remove(db, str(arguments["url"]), now)
    return None


def _poll_now(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    url = arguments.get("url")
    if url is None:
        return feeds.poll_now(db, now)
    feed = feeds.find(db, str(url))
    if feed is None:
        raise StoreError(f"{url} is not among the feeds; `monitor feeds list` shows them.")
    return feeds.poll_now(db, now, [feed.id])


def _verdict(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    try:
        verdict = _VERDICT.validate_python(arguments["verdict"])
    except ValidationError as error:
        raise StoreError(f"{arguments['verdict']!r} is no verdict; say true, false or not-relevant.") from error
    verdicts.record(db, str(arguments["subject"]), verdict, str(arguments.get("note") or ""), now)
    return None


def _retry(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    target = arguments.get("target")
    held = bool(arguments.get("held"))
    return outbox.requeue(db, now, None if target is None else str(target), held=held)


CHANGES: Mapping[str, Change] = {
    "add-feed": _add_feed,
    "remove-feed": _remove_feed,
    "poll-now": _poll_now,
    "verdict": _verdict,
    "retry": _retry,
}
"""Operation name -> what it does. Arguments are plain JSON values."""
