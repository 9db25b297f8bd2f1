"""Moments as messages show them: in UTC and in the readers' zone, with a date only where it is not today's."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.notify.quote import clean


def times(moments: Sequence[datetime], zone: str, now: datetime) -> str:
    """First and last moment in UTC and in the readers' zone; the date only where it is not today's."""
    first, last = min(moments).astimezone(UTC), max(moments).astimezone(UTC)
    local = ZoneInfo(zone)
    here = clean(zone.rpartition("/")[2].replace("_", " "), 30)
    if last - first < timedelta(minutes=1):
        utc, there = f"{_moment(first, now)} UTC", _moment(first.astimezone(local), now)
    else:
        utc = f"first {_moment(first, now)}, last {_moment(last, now)} UTC"
        there = f"{_moment(first.astimezone(local), now)}, {_moment(last.astimezone(local), now)}"
    return utc if zone == "UTC" else f"{utc} ({there} {here})"


def _moment(moment: datetime, now: datetime) -> str:
    today = now.astimezone(moment.tzinfo).date()
    if moment.date() == today:
        return f"{moment:%H:%M}"
    return f"{moment.day} {moment:%b %H:%M}" if moment.year == today.year else f"{moment.day} {moment:%b %Y %H:%M}"
