"""Durations and times of day as people write them in YAML."""

import re
import zoneinfo
from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from monitor.yamlfile import suggest

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s?([smhdw])", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def parse_duration(text: str) -> float:
    """Seconds of `30s`, `15m`, `36h`, `90d` or `2w`. Raises ValueError with a sentence."""
    found = _DURATION.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text[:40]!r} is not a duration; write a number and s, m, h, d or w, such as 15m or 36h")
    return float(found.group(1)) * _SECONDS[found.group(2)]


def parse_time_of_day(text: str) -> time:
    """`07:30` as a time. Raises ValueError with a sentence."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text[:40]!r} is not a time of day; write it as '07:30'")
    return time(int(found.group(1)), int(found.group(2)))


def _duration(value: object) -> float:
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(f"{value} of what? write the unit: {value}s, {value}m, {value}h or {value}d")  # noqa: TRY004 - pydantic turns only ValueError into a problem with a line
    raise ValueError("a duration is written as a number and a unit, such as 15m or 36h")


def _time_of_day(value: object) -> time:
    if isinstance(value, str):
        return parse_time_of_day(value)
    raise ValueError("a time of day is written as '07:30', in quotes")


def _time_zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        hint = suggest(name, zoneinfo.available_timezones()) or "; write it as Asia/Baghdad or UTC"
        raise PydanticCustomError("bad-time-zone", "{said}", {"said": f"{name!r} is no time zone{hint}"}) from error
    return name


TimeZone = Annotated[str, AfterValidator(_time_zone)]
Duration = Annotated[
    float,
    BeforeValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,6}(\.\d{1,3})? ?[smhdw]$", "examples": ["15m", "36h", "90d"]}),
]
# The bounds keep a slip of the pen (30d for 30m) from silencing a feed or flooding a server.
PollTime = Annotated[Duration, Field(ge=60, le=86_400)]
TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of_day),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["07:30"]}),
]
