"""The sample feeds that `monitor demo` serves: invented outlets and events in ten languages, always fresh.

The files in `feeds/` hold tokens instead of dates: `{{age:2h}}` becomes the time two hours before the demo asks, in the
form that the file's format wants, and `{{jalali:2h}}` the same moment as a Persian outlet prints it.
"""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files

__all__ = ["feeds"]

_TOKEN = re.compile(r"\{\{(age|jalali):(\d+)([mhd])\}\}")
_UNIT = {"m": "minutes", "h": "hours", "d": "days"}
_MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
_YEAR_ONE, _NOWRUZ_OF_YEAR_ONE = 1403, date(2024, 3, 20)
_LEAP_IN_CYCLE = {1, 5, 9, 13, 17, 22, 26, 30}  # of 33 years
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def feeds(now: datetime) -> dict[str, tuple[str, bytes]]:
    """Every sample feed as it would be served at `now`: file name -> (content type, UTF-8 body)."""
    rendered = {}
    for entry in sorted(files(__name__).joinpath("feeds").iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".xml", ".json")):
            text = entry.read_text("utf-8")
            content_type = _content_type(entry.name, text)
            rendered[entry.name] = (content_type, _dated(text, content_type, now).encode())
    return rendered


def _content_type(name: str, text: str) -> str:
    if name.endswith(".json"):
        return "application/feed+json"
    return "application/rss+xml; charset=utf-8" if "<rss " in text else "application/atom+xml; charset=utf-8"


def _dated(text: str, content_type: str, now: datetime) -> str:
    def moment(token: re.Match[str]) -> str:
        kind, count, unit = token.groups()
        at = now.astimezone(UTC).replace(microsecond=0) - timedelta(**{_UNIT[unit]: int(count)})
        if kind == "jalali":
            return _jalali(at)
        return format_datetime(at, usegmt=True) if "rss" in content_type else at.isoformat()

    return _TOKEN.sub(moment, text)


def _jalali(at: datetime) -> str:
    """The day in the Solar Hijri calendar and the hour, as Persian outlets print them; for 2024 and later."""
    year, day = _YEAR_ONE, (at.date() - _NOWRUZ_OF_YEAR_ONE).days
    while day >= (length := 366 if year % 33 in _LEAP_IN_CYCLE else 365):
        year, day = year + 1, day - length
    # six months of 31 days, then of 30
    month, day = divmod(day, 31) if day < 186 else divmod(day - 6, 30)
    return f"{day + 1} {_MONTHS[month]} {year} ساعت {at:%H:%M}".translate(_PERSIAN_DIGITS)
