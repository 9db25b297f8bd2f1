import calendar
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.normalise.dates import from_jalali, parse_date

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def read(raw: str, epoch: float | None = None) -> str | None:
    moment = parse_date(raw, feedparser_epoch=epoch, now=NOW)
    return moment.strftime("%Y-%m-%d %H:%M") if moment else None


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("Mon, 05 Aug 2024 10:00:00 +0330", "2024-08-05 06:30"),
        ("Mon, 05 Aug 2024 10:00:00 EST", "2024-08-05 15:00"),
        ("Mon, 05 Aug 2024 10:00:00 +9999", "2024-08-05 10:00"),
        ("2024-08-05T10:00:00", "2024-08-05 10:00"),
        ("2024-08-05T10:00:00.5+05:00", "2024-08-05 05:00"),
        ("2024-08-05", "2024-08-05 00:00"),
        ("۲۰۲۴-۰۸-۰۵ ۱۰:۰۰", "2024-08-05 10:00"),
        ("05/08/2024 10:30 PM", "2024-08-05 22:30"),
        ("12/25/2023", "2023-12-25 00:00"),
        ("Aug 5, 2024 at 3:45 pm", "2024-08-05 15:45"),
        ("16:00 - 5 May 2024 GMT+3", "2024-05-05 13:00"),
        ("۱۳۹۶/۰۲/۰۷ 08:30", "2017-04-27 08:30"),
        ("شنبه ۹ ارديبهشت ۱۳۹۶ ساعت ۰۸:۳۰", "2017-04-29 08:30"),
        ("9 اردیبهشت 1396", "2017-04-29 00:00"),
        ("6 ثور 1402", "2023-04-26 00:00"),
        ("10 رمضان 1445", "2024-03-20 00:00"),
        ("1445/09/10", "2024-03-20 00:00"),
        ("26 نيسان 2017", "2017-04-26 00:00"),
        ("15 كانون الثاني 2024 14:30", "2024-01-15 14:30"),
        ("٣ تشرين الأول ٢٠٢٣", "2023-10-03 00:00"),
        ("12 جويلية 2022", "2022-07-12 00:00"),
        ("5 دجنبر 2021", "2021-12-05 00:00"),
        ("5 اگست 2024", "2024-08-05 00:00"),
        ("2 مه 2024", "2024-05-02 00:00"),
        ("3 Ekim 2024 Perşembe 18:05", "2024-10-03 18:05"),
        ("12 AĞUSTOS 2023", "2023-08-12 00:00"),
        ("le 14 février 2024 à 10:15", "2024-02-14 10:15"),
        ("3 de marzo de 2024", "2024-03-03 00:00"),
        ("5 сентября 2024 г., 14:20", "2024-09-05 14:20"),
        ("21 Îlon 2024", "2024-09-21 00:00"),
        ("15ی کانوونی دووەم 2024", "2024-01-15 00:00"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("9999-01-01T00:00:00Z", None),
        ("0000-00-00", None),
        ("-1", None),
        ("31 اسفند 1402", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_read_in_every_calendar_and_language_or_not_at_all(raw: str, moment: str | None) -> None:
    assert read(raw) == moment


def test_a_jalali_date_that_was_taken_for_a_gregorian_one_is_read_again() -> None:
    wrong = calendar.timegm((1396, 2, 6, 0, 0, 0))
    assert read("1396/02/06", wrong) == "2017-04-26 00:00"


def test_an_answer_filled_in_with_today_is_not_believed() -> None:
    assert read("16:00 - 5 May 2024", NOW.timestamp() - 60) == "2024-05-05 16:00"


def test_feedparsers_answer_is_taken_when_it_is_sane() -> None:
    assert read("Mon, 05 Aug 2024 10:00:00 GMT", 1722852000) == "2024-08-05 10:00"


@given(st.integers(min_value=0, max_value=40_000))
def test_jalali_days_follow_each_other(day: int) -> None:
    """Every day of 1340-1449: the conversion is a bijection onto consecutive days."""
    years, in_year = divmod(day, 365)
    month, of_month = divmod(in_year, 31) if in_year < 186 else divmod(in_year - 186, 30)
    month += 1 if in_year < 186 else 7
    if month > 12 or (month == 12 and of_month >= 29):
        return
    one = datetime(*from_jalali(1340 + years, month, of_month + 1), tzinfo=UTC)
    if (of_month + 2) <= (31 if month <= 6 else 30 if month < 12 else 29):
        assert datetime(*from_jalali(1340 + years, month, of_month + 2), tzinfo=UTC) - one == timedelta(days=1)


def test_known_days_of_two_calendars() -> None:
    assert from_jalali(1403, 12, 30) == (2025, 3, 20)
    assert from_jalali(1404, 1, 1) == (2025, 3, 21)
    assert from_jalali(1357, 11, 22) == (1979, 2, 11)


@given(st.text(max_size=80), st.none() | st.floats())
def test_no_text_and_no_number_raises(raw: str, epoch: float | None) -> None:
    moment = parse_date(raw, feedparser_epoch=epoch, now=NOW)
    assert moment is None or (moment.tzinfo is not None and moment <= NOW + timedelta(days=2))
