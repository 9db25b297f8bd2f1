"""Moments as messages show them: in UTC and in the readers' zone, with a date only where it is not today's."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.notify.quote import ISOLATE, POP_ISOLATE, clean
from monitor.notify.words import RIGHT_TO_LEFT, say


def times(moments: Sequence[datetime], zone: str, now: datetime, language: str = "en") -> str:
    """First and last moment in UTC and in the readers' zone; the date only where it is not today's."""
    first, last = min(moments).astimezone(UTC), max(moments).astimezone(UTC)
    local = ZoneInfo(zone)
    here = say("here", language, zone=clean(zone.rpartition("/")[2].replace("_", " "), 30))
    comma = say("comma", language)
    if last - first < timedelta(minutes=1):
        utc = _apart(f"{_moment(first, now, language)} UTC", language)
        there = _apart(_moment(first.astimezone(local), now, language), language)
    else:
        begun = _apart(_moment(first, now, language), language)
        ended = _apart(f"{_moment(last, now, language)} UTC", language)
        utc = say("first last", language, first=begun, last=ended)
        there = comma.join(_apart(_moment(one.astimezone(local), now, language), language) for one in (first, last))
    return utc if zone == "UTC" else f"{utc} ({there} {here})"


def _apart(text: str, language: str) -> str:
    """Digits beside Latin letters would change places in a line that runs from right to left."""
    return f"{ISOLATE}{text}{POP_ISOLATE}" if language in RIGHT_TO_LEFT else text


def _moment(moment: datetime, now: datetime, language: str) -> str:
    today = now.astimezone(moment.tzinfo).date()
    if moment.date() == today:
        return f"{moment:%H:%M}"
    if language in RIGHT_TO_LEFT:
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment.day} {moment:%b %H:%M}" if moment.year == today.year else f"{moment.day} {moment:%b %Y %H:%M}"
