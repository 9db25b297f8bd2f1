"""What goes into a column comes out of it unchanged."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import assessment

from monitor.models import FeedSettings
from monitor.store.encoding import (
    assessment_from_row,
    detail_to_json,
    from_epoch,
    settings_from_json,
    settings_to_json,
    to_epoch,
)

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=zones))  # noqa: DTZ001  bounds are naive
def test_a_time_comes_back_to_the_microsecond_between_1900_and_2200(time: datetime) -> None:
    back = from_epoch(to_epoch(time))
    assert back.tzinfo is UTC
    near = 1900 <= time.year <= 2200
    assert abs(back - time) <= (timedelta(0) if near else timedelta(milliseconds=1))


def test_a_naive_time_never_reaches_a_column() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        to_epoch(datetime(2026, 11, 21))  # noqa: DTZ001  that is the point


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(
    st.builds(
        FeedSettings,
        url=texts,
        name=texts,
        language=st.none() | texts,
        tags=st.lists(texts, max_size=3).map(tuple),
        interval=st.none() | st.floats(60, 86400),
        headers=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    )
)
def test_settings_come_back_equal(settings: FeedSettings) -> None:
    assert settings_from_json(settings_to_json(settings)) == settings


def test_an_assessment_comes_back_equal() -> None:
    one = assessment()
    columns = (one.rule, one.family, one.score, one.decision.value, one.severity.rank, one.stage, detail_to_json(one))
    assert assessment_from_row(columns) == one
