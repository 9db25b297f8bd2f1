"""What the command line and the console may ask to be changed, by name: each a function of the writer's connection.

The daemon answers them over its socket; with no daemon running, the command line takes the writer's lock and calls
them itself. Either way there is one writer, and one meaning.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from pydantic import TypeAdapter, ValidationError

from monitor import story
from monitor.errors import StoreError
from monitor.models import FeedSettings
from monitor.store import answers, deliveries, feeds, incidents, mutes, outbox, verdicts
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
    only = None if target is None else str(target)
    if ref := arguments.get("ref"):
        return deliveries.send_again(db, str(ref), now, only)
    return outbox.requeue(db, now, only, held=bool(arguments.get("held")))


def _mute(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    asked = {name: str(arguments.get(name) or "").strip() for name in ("topic", "place", "feed", "incident")}
    comment, until = str(arguments.get("comment") or "").strip(), datetime.fromisoformat(str(arguments["until"]))
    if not any(asked.values()):
        raise StoreError("say what to mute: a topic, a place, a feed or an incident.")
    if not comment:
        raise StoreError("say why, in --comment: others will wonder.")
    if until <= now:
        raise StoreError(f"{until:%Y-%m-%d %H:%M} UTC is over already; say until when, in --until or --for.")
    if asked["incident"]:
        number = incidents.by_ref(db, asked["incident"])
        view = incidents.view(db, number) if number is not None else None
        if view is None:
            raise StoreError(f"there is no incident {asked['incident']}; `monitor incidents list` shows them.")
        asked["incident"] = view.ref
    if asked["feed"] and not mutes.knows_feed(db, asked["feed"]):
        raise StoreError(f"{asked['feed']} is neither address nor name of a feed; `monitor feeds list` shows them.")
    topic, place, feed, incident = asked.values()
    return mutes.add(db, mutes.MuteRow(0, topic, place, feed, incident, until, comment, now))


def _unmute(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    mutes.end(db, int(str(arguments["number"])), now)
    return None


def _acknowledge(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    answers.acknowledge(db, str(arguments["ref"]), str(arguments.get("comment") or "").strip(), now)
    return None


def _merge(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    return story.merge(db, str(arguments["ref"]), str(arguments["other"]), now)


def _split(db: Database, arguments: Mapping[str, object], now: datetime) -> object:
    articles = cast("list[object]", arguments["articles"])
    return story.split(db, str(arguments["ref"]), [int(str(article)) for article in articles], now)


CHANGES: Mapping[str, Change] = {
    "add-feed": _add_feed,
    "remove-feed": _remove_feed,
    "poll-now": _poll_now,
    "verdict": _verdict,
    "retry": _retry,
    "mute": _mute,
    "unmute": _unmute,
    "acknowledge": _acknowledge,
    "merge": _merge,
    "split": _split,
}
"""Operation name -> what it does. Arguments are plain JSON values."""
