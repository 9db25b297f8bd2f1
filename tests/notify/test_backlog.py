"""After a long silence everything is told in few messages, the severest first, and each notice is named once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, NOW, delivery, view

from monitor.models import Delivery, Severity
from monitor.notify.backlog import LONG, MANY, ONE_BY_ONE, SUMMARIES, halves, parcels, ref_of, render_parcel
from monitor.notify.limits import format_of, limits_of, measure

LATER = NOW + timedelta(hours=24)
URLS = ("tgram://x", "discord://x", "slack://x", "mailto://x", "twilio://x", "unheard-of://x", "pover://x")


def waiting(number: int, severity: Severity = Severity.LOW, **other: object) -> Delivery:
    told = replace(view(ARABIC, ENGLISH), id=number, ref=f"A{number:04}")
    row = delivery("opened", told, severity=severity)
    return replace(row, id=number + 1, ref=f"A{number:04}-1", **other)  # type: ignore[arg-type]


def test_a_dozen_that_waited_come_one_by_one_as_always() -> None:
    rows = [waiting(n) for n in range(MANY - 1)]
    assert parcels(rows, "chat", limits_of("tgram://x"), BAGHDAD, LATER) == [(row,) for row in rows]


def test_a_burst_of_the_last_minutes_is_not_summed_up() -> None:
    rows = [waiting(n) for n in range(100)]
    assert all(len(parcel) == 1 for parcel in parcels(rows, "chat", limits_of("tgram://x"), BAGHDAD, NOW + LONG / 2))


@pytest.mark.parametrize("url", ["tgram://x", "discord://x", "slack://x", "mailto://x"])
def test_a_day_of_five_hundred_is_told_in_less_than_twenty_messages(url: str) -> None:
    rows = [waiting(n, Severity.HIGH if n % 50 == 0 else Severity.MEDIUM) for n in range(500)]
    found = parcels(rows, format_of(url), limits_of(url), BAGHDAD, LATER)
    assert [parcel[0].severity for parcel in found[:ONE_BY_ONE]] == [Severity.HIGH] * ONE_BY_ONE
    assert all(len(parcel) == 1 for parcel in found[:ONE_BY_ONE])
    assert len(found) <= ONE_BY_ONE + SUMMARIES


@pytest.mark.parametrize("url", ["tgram://x", "discord://x", "mailto://x"])
def test_critical_ones_come_one_by_one_as_far_as_the_summaries_leave_room(url: str) -> None:
    rows = [waiting(n, Severity.CRITICAL if n % 20 == 0 else Severity.HIGH) for n in range(300)]
    found = parcels(rows, format_of(url), limits_of(url), BAGHDAD, LATER)
    alone = [parcel for parcel in found if len(parcel) == 1 and parcel[0].severity is Severity.CRITICAL]
    assert len(alone) >= (15 if url == "mailto://x" else ONE_BY_ONE)
    assert len(found) <= ONE_BY_ONE + SUMMARIES


@pytest.mark.parametrize("url", ["tgram://x", "discord://x", "mailto://x"])
def test_a_day_of_storms_limits_and_reminders_is_told_in_less_than_twenty_messages_too(url: str) -> None:
    kept = [
        replace(delivery("digest", severity=Severity.HIGH, facts={"items": items, "held": ["storm IQ"]}), ref=f"N-{n}")
        for n in range(96)
        for items in [
            [
                {"ref": f"B{n:02}{i:02}-1", "refs": [f"B{n:02}{i:02}-1"], "title": f"Event {n} {i}", "severity": "high"}
                for i in range(10)
            ]
        ]
    ]
    reminders = [replace(waiting(n // 8, Severity.CRITICAL), kind="reminder", ref=f"R{n}-1") for n in range(40)]
    rows = [replace(row, id=number) for number, row in enumerate([*kept, *reminders], 1)]
    written, limits = format_of(url), limits_of(url)
    found = parcels(rows, written, limits, BAGHDAD, LATER)
    assert len(found) <= 20
    summaries = [render_parcel(one, written, limits, BAGHDAD, now=LATER) for one in found if len(one) > 1]
    assert all(measure(message.body, limits.unit) <= limits.body for message in summaries)
    told = "".join(message.body for message in summaries)
    assert all(f"B{n:02}{i:02}-1" in told for n in range(96) for i in range(10))


@pytest.mark.parametrize("url", URLS)
@settings(max_examples=15, deadline=None)
@given(
    severities=st.lists(st.sampled_from(list(Severity)), min_size=MANY, max_size=60),
    taken=st.lists(st.booleans(), min_size=60, max_size=60),
    plain=st.booleans(),
)
def test_every_notice_is_in_one_message_which_names_it_and_fits(
    url: str, severities: list[Severity], taken: list[bool], *, plain: bool
) -> None:
    rows = [
        waiting(n, severity, taken=frozenset({"somebody"} if taken[n] else ())) for n, severity in enumerate(severities)
    ]
    written, limits = format_of(url), limits_of(url)
    found = parcels(rows, written, limits, BAGHDAD, LATER)
    assert sorted(row.ref for parcel in found for row in parcel) == sorted(row.ref for row in rows)
    for parcel in found:
        assert len({row.taken for row in parcel}) == 1
        if len(parcel) == 1:
            continue
        message = render_parcel(parcel, written, limits, BAGHDAD, now=LATER, plain=plain)
        assert all(message.body.count(row.ref) == 1 for row in parcel)
        assert message.ref in message.body
        assert measure(message.body, limits.unit) <= limits.body
        assert measure(message.title, limits.unit) <= limits.title


def test_what_is_no_event_and_has_much_to_say_stays_alone() -> None:
    rows = [waiting(n) for n in range(20)]
    digest = replace(delivery("digest", facts={"items": [], "total": 3}), id=99, ref="N-DIGEST")
    assert (digest,) in parcels([*rows, digest], "chat", limits_of("tgram://x"), BAGHDAD, LATER)


def test_notices_of_one_event_share_a_line() -> None:
    first, second = waiting(1), replace(waiting(1), id=77, ref="A0001-2", kind="updated")
    text = render_parcel((first, waiting(2), second), "chat", limits_of("slack://x"), BAGHDAD, now=LATER).body
    assert "A0001-1, A0001-2" in text


def test_a_summary_keeps_its_own_reference_and_is_halved_to_find_what_is_refused() -> None:
    parcel = tuple(waiting(n) for n in range(5))
    assert ref_of(parcel) == ref_of(tuple(reversed(parcel)))
    assert ref_of(parcel) != ref_of(parcel[:4])
    assert [row for half in halves(parcel) for row in half] == list(parcel)
