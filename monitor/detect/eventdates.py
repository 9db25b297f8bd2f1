"""When it happened, as a sentence says it: a day of the week, `yesterday`, `14 March`; with the date, where it follows.

A date follows from the day on which the article was published: a weekday is the last one up to it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from monitor.detect.contexts.timewords import MONTHS, SOLAR_MONTHS
from monitor.detect.daywords import PARTS, RELATIVE, WEEKDAYS, Days
from monitor.models import PARTS_OF_DAY

_LONGEST = 3
_DAYS_OF_MONTH = 31
_OF = frozenset(("de", "of", "le", "the", "st", "nd", "rd", "th"))


class EventDate(NamedTuple):
    """A day in a sentence: its first and last word, and the date if it is known."""

    first: int
    last: int
    day: date | None


def find_date(words: Sequence[str], lang: str, published: date | None) -> EventDate | None:
    """The day that the folded words of a sentence name first; one with a number beats a weekday, that beats `today`."""
    return (
        _of_month(words, lang, published)
        or _in_table(words, WEEKDAYS.get(lang), published, weekday=True)
        or _in_table(words, RELATIVE.get(lang), published, weekday=False)
    )


def find_part_of_day(words: Sequence[str], lang: str) -> tuple[str, int, int] | None:
    """The part of the day (of `PARTS_OF_DAY`) that the folded words of a sentence name first; its first and last
    word."""
    found = _first(words, PARTS.get(lang))
    return (PARTS_OF_DAY[found[0]], *found[1:]) if found is not None else None


def _first(words: Sequence[str], table: Days | None) -> tuple[int, int, int] | None:
    """The number of the first phrase of a table in a sentence, the longest that begins there; its first and last
    word."""
    if not table:
        return None
    begins = {phrase[0] for phrase in table}
    for at, word in enumerate(words):
        if word not in begins:
            continue
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            number = table.get(tuple(words[at : at + length]))
            if number is not None:
                return number, at, at + length - 1
    return None


def _in_table(words: Sequence[str], table: Days | None, published: date | None, *, weekday: bool) -> EventDate | None:
    found = _first(words, table)
    if found is None:
        return None
    number, first, last = found
    if published is None:
        return EventDate(first, last, None)
    back = (published.weekday() - number) % 7 if weekday else -number
    return EventDate(first, last, published - timedelta(days=back))


def _of_month(words: Sequence[str], lang: str, published: date | None) -> EventDate | None:
    """`14 March`, `March 14`, `14 de marzo`; of a Persian month only the words."""
    months = MONTHS.get(lang, {})
    for at, word in enumerate(words):
        month = months.get(word)
        solar = month is None and lang == "fa" and word in SOLAR_MONTHS
        if month is None and not solar:
            continue
        before = at - 2 if at >= 2 and words[at - 1] in _OF else at - 1
        number = _day_number(words, before)
        if number is not None:
            return EventDate(before, at, None if month is None else _nearest(number, month, published))
        number = _day_number(words, at + 1) if lang in {"en", "ru"} else None
        if number is not None:
            return EventDate(at, at + 1, None if month is None else _nearest(number, month, published))
    return None


def _day_number(words: Sequence[str], at: int) -> int | None:
    if not 0 <= at < len(words):
        return None
    digits = words[at].removesuffix("th").removesuffix("st").removesuffix("nd").removesuffix("rd")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 2):
        return None
    return int(digits) if 1 <= int(digits) <= _DAYS_OF_MONTH else None


def _nearest(day: int, month: int, published: date | None) -> date | None:
    """That day of the year of publication, or of the one before when it would lie more than a month ahead."""
    if published is None:
        return None
    try:
        found = date(published.year, month, day)
        return found if (found - published).days <= _DAYS_OF_MONTH else date(published.year - 1, month, day)
    except ValueError:
        return None
