"""Dates as feeds write them, in four calendars, to aware UTC datetimes.

feedparser knows RFC 822 and ISO 8601, but reads 1396/02/06, a day of 2017, as one of the fourteenth century. So its
answer counts only inside a window of sanity, and the raw string is read again here when it is outside.
"""

import email.utils
import re
from datetime import UTC, datetime, timedelta, timezone

from hijridate import Hijri

from monitor.normalise.calendars import MONTHS, folded

_OLDEST, _AHEAD = timedelta(days=3653), timedelta(days=2)

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\s{0,3}(am|pm|a\.m|p\.m|ص|م\b|ق\.?ظ|ب\.?ظ)?")
_OFFSET = re.compile(r"(?:gmt|utc|\s|\d|z)\s{0,3}([+-])(\d{1,2}):?(\d\d)?\s{0,3}(?:\(|$)")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*")
_OTHER_CALENDAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ODD_ZONE = re.compile(r"[+-](?:1[5-9]|[2-9]\d):?\d\d\s*$")
_ZONES = {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "bst": 1, "cet": 1,
    "cest": 2, "eet": 2, "eest": 3, "msk": 3, "trt": 3, "ast": 3, "irst": 3.5, "irdt": 4.5, "aft": 4.5, "gst": 4,
    "pkt": 5, "ist": 5.5,
}  # fmt: skip


def parse_date(raw: str, *, feedparser_epoch: float | None, now: datetime) -> datetime | None:
    """The moment `raw` names, or None when it names none between ten years ago and two days from `now`.

    A date without zone is taken as UTC, one without time as midnight.
    """
    text = folded(raw)[:200]
    if feedparser_epoch is not None and not _OTHER_CALENDAR.search(text):
        moment = _from_epoch(feedparser_epoch)
        if moment is not None and _is_sane(moment, now) and _agrees(moment, text):
            return moment
    for read in (_iso, _by_month_name, _rfc822, _by_numbers):
        moment = read(text, now)
        if moment is not None and _is_sane(moment, now):
            return moment
    return None


def from_jalali(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The Gregorian (year, month, day) of a day of the Jalali calendar. Raises ValueError for one there is not."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError("no such day in the Jalali calendar")
    years = year + 1595
    days = -355668 + 365 * years + years // 33 * 8 + (years % 33 + 3) // 4 + day
    days += (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    moment = datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=days - 366)
    return moment.year, moment.month, moment.day


def _from_epoch(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _agrees(moment: datetime, text: str) -> bool:
    """feedparser fills what it misses with today's date, and believes any time zone."""
    year = _YEAR.search(text)
    return (year is None or year[0] == str(moment.year)) and not _ODD_ZONE.search(text)


def _is_sane(moment: datetime, now: datetime) -> bool:
    return now - _OLDEST <= moment <= now + _AHEAD


def _iso(text: str, now: datetime) -> datetime | None:
    match = _ISO.match(text)
    return _at(match[0][:10].split("-"), text, now) if match else None


def _rfc822(text: str, now: datetime) -> datetime | None:  # noqa: ARG001 - one of the readers
    try:
        parts = email.utils.parsedate_tz(text)
        return datetime.fromtimestamp(email.utils.mktime_tz(parts), UTC) if parts else None
    except (ValueError, OverflowError, TypeError):
        return None


def _by_month_name(text: str, now: datetime) -> datetime | None:  # noqa: ARG001 - one of the readers
    for word in _WORD.findall(text):
        if (meaning := MONTHS.get(word)) is None:
            continue
        calendar, month = meaning
        numbers = _NUMBER.findall(_CLOCK.sub(" ", text))
        year = next((n for n in numbers if len(n) == 4), None)
        day = next((n for n in numbers if len(n) <= 2 and 1 <= int(n) <= 31), None)
        if day and year:
            return _moment(calendar, (int(year), month, int(day)), text)
    return None


def _by_numbers(text: str, now: datetime) -> datetime | None:
    numbers = _NUMBER.findall(_CLOCK.sub(" ", text))[:3]
    return _at(numbers, text, now) if len(numbers) == 3 else None


def _at(numbers: list[str], text: str, now: datetime) -> datetime | None:
    """The moment of three numbers, year first or last; the day comes before the month unless that cannot be."""
    if len(numbers[0]) == 4:
        year, orders = int(numbers[0]), [(int(numbers[1]), int(numbers[2]))]
    elif len(numbers[2]) == 4:
        year, orders = int(numbers[2]), [(int(numbers[1]), int(numbers[0])), (int(numbers[0]), int(numbers[1]))]
    else:
        return None
    calendars = ("jalali", "hijri") if 1300 <= year < 1500 else ("gregorian",)
    for calendar in calendars:
        for month, day in orders:
            moment = _moment(calendar, (year, month, day), text)
            if moment is not None and _is_sane(moment, now):
                return moment
    return None


def _moment(calendar: str, day_of: tuple[int, int, int], text: str) -> datetime | None:
    year, month, day = day_of
    try:
        if calendar == "jalali":
            year, month, day = from_jalali(year, month, day)
        elif calendar == "hijri":
            year, month, day = Hijri(year, month, day).to_gregorian().datetuple()
        hour, minute, second = _clock(text)
        return datetime(year, month, day, hour, minute, second, tzinfo=_zone(text)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _clock(text: str) -> tuple[int, int, int]:
    match = _CLOCK.search(text.replace("t", " ") if _ISO.match(text) else text)
    if match is None:
        return 0, 0, 0
    hour, half = int(match[1]), match[4] or ""
    if half.startswith(("p", "م", "ب")) and hour < 12:
        hour += 12
    elif half.startswith(("a", "ص", "ق")) and hour == 12:
        hour = 0
    return hour, int(match[2]), int(match[3] or 0)


def _zone(text: str) -> timezone:
    clock = _CLOCK.search(text.replace("t", " ") if _ISO.match(text) else text)
    tail = text[clock.end() - 1 :] if clock else ""
    if match := _OFFSET.search(tail):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    for word in _WORD.findall(tail):
        if word in _ZONES:
            return timezone(timedelta(hours=_ZONES[word]))
    return UTC
