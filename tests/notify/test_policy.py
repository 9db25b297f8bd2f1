"""Who hears what when, and when a failed send is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ChannelError
from monitor.models import Notice, NoticeKind, Severity, Target
from monitor.notify.policy import SUMMARY_WAIT, Planned, Withheld, retry, route

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
DUTY = Target("duty", Severity.HIGH)
DESK = Target("desk")
OPENINGS = Target("openings", kinds=("opened", "escalated"))


def notice(kind: NoticeKind, severity: Severity = Severity.HIGH, **facts: object) -> Notice:
    return Notice(kind, severity, "because", 1, facts)


def plan(notice: Notice, targets: list[Target]) -> list[Planned]:
    return [answer for answer in route(notice, targets, NOW) if isinstance(answer, Planned)]


def names(kind: NoticeKind, severity: Severity = Severity.HIGH, **facts: object) -> list[str]:
    return [planned.target for planned in plan(notice(kind, severity, **facts), [DUTY, DESK, OPENINGS])]


def test_an_opened_incident_is_told_at_once_to_whoever_wants_its_severity() -> None:
    assert names("opened", Severity.CRITICAL) == ["duty", "desk", "openings"]
    assert names("opened", Severity.MEDIUM) == ["desk", "openings"]
    assert {planned.due_at for planned in plan(notice("opened"), [DUTY, DESK])} == {NOW}


def test_updates_wait_ten_minutes_for_more_of_them() -> None:
    (planned, _) = plan(notice("updated"), [DUTY, DESK, OPENINGS])
    assert planned == Planned("duty", NOW + timedelta(minutes=10), "updates wait 10 min for more of them")


def test_an_escalation_does_not_wait() -> None:
    assert {planned.due_at for planned in plan(notice("escalated"), [DUTY])} == {NOW}


def test_a_summary_waits_a_moment_for_other_feeds() -> None:
    assert {planned.due_at for planned in plan(notice("baseline"), [DUTY])} == {NOW + SUMMARY_WAIT}


def test_trouble_reaches_those_who_want_only_severe_incidents() -> None:
    assert names("trouble", Severity.LOW) == ["duty", "desk"]


def test_trouble_of_a_channel_is_not_told_to_that_channel() -> None:
    assert names("trouble", target="desk") == ["duty"]


def test_trouble_that_nobody_chose_to_hear_is_told_to_all_but_its_cause() -> None:
    deaf = [Target("a", kinds=("opened",)), Target("b", kinds=("opened",)), Target("c", kinds=("opened",))]
    answers = plan(notice("trouble", target="b"), deaf)
    assert [answer.target for answer in answers] == ["a", "c"]
    assert answers[0].reason == "told to all, because no target chose to hear of trouble"


def test_a_test_message_reaches_the_channel_it_is_about() -> None:
    assert [p.target for p in plan(notice("test", Severity.INFORMATIONAL, target="duty"), [DUTY])] == ["duty"]


def test_every_target_gets_an_answer_with_a_reason() -> None:
    answers = route(notice("updated", Severity.MEDIUM), [DUTY, DESK, OPENINGS], NOW)
    assert answers[0] == Withheld("duty", "medium is below its high")
    assert isinstance(answers[1], Planned)
    assert answers[2] == Withheld("openings", "hears opened, escalated only")


def error(*, permanent: bool = False, after: float | None = None) -> ChannelError:
    return ChannelError("server", "the service answers 500", permanent=permanent, retry_after=after)


def test_retries_double_from_thirty_seconds_to_a_quarter_of_an_hour() -> None:
    waits = [retry(attempts, error(), NOW, NOW, 1.0) for attempts in range(1, 9)]
    seconds = [(wait - NOW).total_seconds() for wait in waits if wait]
    assert seconds == [30, 60, 120, 240, 480, 900, 900, 900]


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1e9) | st.none())
def test_a_retry_comes_within_its_bounds_whatever_the_service_asks(
    attempts: int, jitter: float, after: float | None
) -> None:
    at = retry(attempts, error(after=after), NOW, NOW, jitter)
    assert at is not None
    assert timedelta(seconds=15) <= at - NOW <= timedelta(hours=1)


def test_what_the_service_asks_for_is_obeyed_up_to_an_hour() -> None:
    assert retry(1, error(after=120), NOW, NOW, 0.0) == NOW + timedelta(seconds=120)
    assert retry(1, error(after=1), NOW, NOW, 1.0) == NOW + timedelta(seconds=30)
    assert retry(1, error(after=86400), NOW, NOW, 0.0) == NOW + timedelta(hours=1)


@pytest.mark.parametrize(("days", "goes_on"), [(6.9, True), (7, False), (30, False)])
def test_a_delivery_is_tried_for_seven_days(days: float, *, goes_on: bool) -> None:
    assert (retry(500, error(), NOW - timedelta(days=days), NOW, 0.5) is not None) is goes_on


def test_what_only_a_person_can_mend_is_not_tried_again() -> None:
    assert retry(1, error(permanent=True), NOW, NOW, 0.5) is None
