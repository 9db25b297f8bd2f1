"""Past dates in a sentence, judged against the day on which the article was published.

The day is `published`, else the article's dateline (day, month and year within its first words), else unknown: then no
year is past. `years ago` needs no such day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.detect.contexts.timewords import (
    AGO_AFTER,
    AGO_BEFORE,
    MONTHS,
    MONTHS_UNITS,
    ONE,
    SINCE,
    SINCE_BEHIND,
    SOLAR_MONTHS,
    YEAR_BEFORE,
    YEAR_BEHIND,
    YEAR_ENDINGS,
    YEARS_UNITS,
)
from monitor.detect.match import Found
from monitor.detect.reading import Reading

_DATELINE_WORDS = 30
_OLD_MONTHS = 3
_YEAR_LENGTH = 4
_BETWEEN_PARTS = frozenset(("de", "del", "of", "عام", "سنه", "سال"))


@dataclass(frozen=True, slots=True)
class Past:
    """A past date in a sentence: its words, and how many months ago it was at least (None: not said)."""

    found: Found
    months: int | None


def reference(reading: Reading) -> date | None:
    """The day against which dates of the article are judged."""
    document = reading.document
    if document.published is not None:
        return document.published.date()
    zone = reading.matches.zones[1].found
    return _dateline(zone.folded[:_DATELINE_WORDS], document.lang)


def past_dates(reading: Reading, sentence: int, today: date | None) -> list[Past]:
    """Dates in a sentence that lie months or years back."""
    tokens = reading.tokens(sentence)
    words = [token.text for token in tokens]
    months = _month_names(reading.document.lang)
    found = [*_ago(words, reading.document.lang)]
    if today is not None:
        found += _years(words, months, today)
        found += _days(words, months, today)
    at = reading.sentences[sentence]
    return [
        Past(Found(at.first + first, at.first + last, at.zone, tokens[first].start, tokens[last].end, 1.0), age)
        for first, last, age in found
    ]


_Spot = tuple[int, int, int | None]


def _month_names(lang: str) -> dict[str, int]:
    if lang in MONTHS:
        return MONTHS[lang]
    return {name: number for table in MONTHS.values() for name, number in table.items()}


def _ago(words: Sequence[str], lang: str) -> Iterator[_Spot]:
    markers = AGO_BEFORE.get(lang, frozenset())
    for at, word in enumerate(words):
        years = word in YEARS_UNITS
        if not years and word not in MONTHS_UNITS:
            continue
        if not years and at and words[at - 1] in ONE:
            continue
        before = next((back for back in range(at - 1, max(-1, at - 5), -1) if words[back] in markers), None)
        if at + 1 < len(words) and words[at + 1] in AGO_AFTER:
            yield max(0, at - 1), at + 1, None
        elif before is not None and _counts(words[before + 1 : at]):
            yield before, at, None


def _counts(between: Sequence[str]) -> bool:
    """Whether nothing but a number can stand between `hace` and its unit: at most two words, no other unit."""
    return len(between) <= 3 and not any(word in YEARS_UNITS or word in AGO_AFTER for word in between)


def _years(words: Sequence[str], months: dict[str, int], today: date) -> Iterator[_Spot]:
    for at, word in enumerate(words):
        year = _year(word)
        if year is None or year > today.year or not _is_date(words, at, months):
            continue
        before = words[at - 1] if at else ""
        month = months.get(before)
        age = (today.year - year) * 12 + today.month - (month or 12)
        if age >= _OLD_MONTHS:
            yield (at - 1 if month else at), at, age


def _year(word: str) -> int | None:
    """The year of the common era that a word is (also with a Kurmanji ending), Persian years brought over."""
    digits = word[:_YEAR_LENGTH]
    if not digits.isdecimal() or len(digits) < _YEAR_LENGTH or word[_YEAR_LENGTH:] not in YEAR_ENDINGS:
        return None
    number = int(digits)
    if 1900 <= number <= 2100:
        return number
    return number + 621 if 1300 <= number <= 1450 else None


def _is_date(words: Sequence[str], at: int, months: dict[str, int]) -> bool:
    """Whether a number of four digits is the date of something: no quantity, and no span that lasts until now."""
    before = words[at - 1] if at else ""
    earlier = words[at - 2] if at > 1 else ""
    behind = words[at + 1] if at + 1 < len(words) else ""
    further = words[at + 2] if at + 2 < len(words) else ""
    if before in SINCE or (before in YEAR_BEFORE and earlier in SINCE) or (before in months and earlier in SINCE):
        return False
    if behind in SINCE_BEHIND or further in SINCE_BEHIND:
        return False
    dated = before in YEAR_BEFORE or before in months or before in SOLAR_MONTHS or behind in YEAR_BEHIND
    # `the 2013 siege`: round numbers there count people.
    return dated or before.isdecimal() or int(words[at][:_YEAR_LENGTH]) % 50 != 0


def _days(words: Sequence[str], months: dict[str, int], today: date) -> Iterator[_Spot]:
    """Days of a month without a year: `on March 12` told in September lies back, told in January it may lie ahead."""
    for at, word in enumerate(words):
        month = months.get(word)
        if month is None:
            continue
        for day in (at - 1, at + 1):
            if 0 <= day < len(words) and words[day].isdecimal() and 0 < int(words[day][:9]) <= 31:
                near = words[max(0, at - 2) : at + 3]
                if any(len(each) == _YEAR_LENGTH and each.isdecimal() for each in near):
                    break
                if _OLD_MONTHS <= today.month - month <= 8:
                    yield min(day, at), max(day, at), today.month - month
                break


def _dateline(words: Sequence[str], lang: str) -> date | None:
    """The first full date within the first words of a text: day, month, year in any usual order."""
    months = _month_names(lang)
    padded = ["", *(word for word in words if word not in _BETWEEN_PARTS), ""]
    for at in range(1, len(padded) - 1):
        before, here, behind = padded[at - 1 : at + 2]
        if here in months:
            made = _date(behind, months[here], before) or _date(before, months[here], behind)
            if made is None and at + 2 < len(padded):
                made = _date(padded[at + 2], months[here], behind)
        elif here in SOLAR_MONTHS:
            made = _solar(behind, SOLAR_MONTHS[here], before)
        elif here.isdecimal() and len(here) <= 2:
            month = int(here)
            made = _date(before, month, behind) or _solar(before, month, behind) or _date(behind, month, before)
        else:
            continue
        if made is not None:
            return made
    return None


def _date(year: str, month: int, day: str) -> date | None:
    if not (year.isdecimal() and day.isdecimal() and len(day) <= 2 and len(year) in {2, _YEAR_LENGTH}):
        return None
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= 50 else 2000
    try:
        made = date(number, month, int(day))
    except ValueError:
        return None
    return made if 1900 <= number <= 2100 else None


def _solar(year: str, month: int, day: str) -> date | None:
    """A Persian date; accurate to a day or two, which is enough for what is asked of it."""
    if not (year.isdecimal() and day.isdecimal() and len(year) == _YEAR_LENGTH and 1300 <= int(year) <= 1450):
        return None
    if not (1 <= month <= 12 and 1 <= int(day[:4]) <= 31):
        return None
    passed = (month - 1) * 30 + min(month - 1, 6) + int(day[:4]) - 1
    return date.fromordinal(date(int(year) + 621, 3, 21).toordinal() + passed)
