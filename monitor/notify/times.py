"""Moments as messages show them: in UTC and in the readers' zone, with a date only where it is not today's."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.notify.quote import clean
from monitor.notify.words import RIGHT_TO_LEFT, say


def times(moments: Sequence[datetime], zone: str, now: datetime, language: str = "en") -> str:
    """First and last moment in UTC and in the readers' zone; the date only where it is not today's."""
    first, last = min(moments).astimezone(UTC), max(moments).astimezone(UTC)
    local = ZoneInfo(zone)
    here = say("here", language, zone=clean(zone.rpartition("/")[2].replace("_", " "), 30))
    comma = say("comma", language)
    if last - first < timedelta(minutes=1):
        utc, there = f"{_moment(first, now, language)} UTC", _moment(first.astimezone(local), now, language)
    else:
        ends = (_moment(first, now, language), _moment(last, now, language))
        utc = f"{say('first last', language, first=ends[0], last=ends[1])} UTC"
        there = comma.join(_moment(one.astimezone(local), now, language) for one in (first, last))
    return utc if zone == "UTC" else f"{utc} ({there} {here})"


def _moment(moment: datetime, now: datetime, language: str) -> str:
    today = now.astimezone(moment.tzinfo).date()
    if moment.date() == today:
        return f"{moment:%H:%M}"
    if language in RIGHT_TO_LEFT:
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment.day} {moment:%b %H:%M}" if moment.year == today.year else f"{moment.day} {moment:%b %Y %H:%M}"
