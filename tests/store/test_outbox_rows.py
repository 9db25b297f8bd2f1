"""Deliveries are claimed severest first and fairly, never lost with who claimed them, and keep their visible id."""

from datetime import timedelta

import pytest
from store_samples import HOUR, NOW, article, assessment, change, incident

from monitor.errors import StoreError
from monitor.models import Delivery, Notice, NoticeKind, Severity
from monitor.store import incidents, outbox
from monitor.store.database import Database

MINUTE = timedelta(minutes=1)


def tell(
    db: Database,
    *targets: str,
    severity: Severity = Severity.HIGH,
    kind: NoticeKind = "opened",
    about: int | None = None,
    due: timedelta = timedelta(0),
    reason: str = "because",
) -> int:
    return outbox.add_notice(
        db, Notice(kind, severity, reason, about), [(target, NOW + due) for target in targets], NOW + due
    )


def claim(db: Database, at: timedelta = timedelta(0), limit: int = 100, skip: tuple[str, ...] = ()) -> list[Delivery]:
    return outbox.claim(db, NOW + at, limit, 60.0, skip)


def test_a_claimed_delivery_has_what_a_message_needs(db: Database) -> None:
    number = incident(db, "one")
    notice = Notice("opened", Severity.HIGH, "no incident is open", number, {"place": "north"})
    notice_id = outbox.add_notice(db, notice, [("mail", NOW)], NOW)
    (one,) = claim(db)
    assert one.incident == incidents.view(db, number)
    assert one.incident is not None
    assert one.ref == f"{one.incident.ref}-1"
    assert (one.notice_id, one.target, one.kind, one.reason) == (notice_id, "mail", "opened", "no incident is open")
    assert (one.attempts, one.created_at, one.facts) == (1, NOW, {"place": "north"})


def test_a_notice_about_no_incident_has_an_id_too(db: Database) -> None:
    tell(db, "mail", kind="trouble")
    tell(db, "mail", kind="trouble")
    first, second = (one.ref for one in claim(db))
    assert first.startswith("N-")
    assert first != second
    with pytest.raises(StoreError, match="no incident number 5"):
        tell(db, "mail", about=5)


def test_what_is_claimed_is_not_claimed_again_until_its_lease_ends(db: Database) -> None:
    tell(db, "mail")
    (first,) = claim(db)
    assert claim(db, timedelta(seconds=59)) == []
    (again,) = claim(db, timedelta(seconds=60))
    assert (again.id, again.ref, again.attempts) == (first.id, first.ref, 2)


def test_a_lease_given_under_a_clock_that_was_ahead_does_not_hold(db: Database) -> None:
    tell(db, "mail")
    assert claim(db, timedelta(days=1))
    assert len(claim(db, MINUTE)) == 1


def test_a_start_frees_what_a_sender_that_is_gone_had_claimed(db: Database) -> None:
    tell(db, "mail", "chat")
    assert len(claim(db)) == 2
    assert outbox.release(db) == 2
    assert len(claim(db)) == 2


def test_nothing_is_claimed_before_its_time(db: Database) -> None:
    tell(db, "mail", due=HOUR)
    assert claim(db, HOUR - MINUTE) == []
    assert outbox.oldest_pending(db) == NOW + HOUR
    assert len(claim(db, HOUR)) == 1


def test_the_severest_go_first_then_the_oldest(db: Database) -> None:
    tell(db, "mail", severity=Severity.LOW)
    tell(db, "mail", severity=Severity.CRITICAL, reason="older")
    tell(db, "mail", severity=Severity.CRITICAL, reason="newer")
    tell(db, "mail", severity=Severity.HIGH)
    assert [(one.severity.value, one.reason) for one in claim(db, limit=3)] == [
        ("critical", "older"),
        ("critical", "newer"),
        ("high", "because"),
    ]


def test_a_long_queue_of_one_target_leaves_room_for_the_others(db: Database) -> None:
    for _ in range(50):
        tell(db, "chat")
    tell(db, "mail")
    tell(db, "siren", severity=Severity.LOW)
    assert [one.target for one in claim(db, limit=4)] == ["chat", "mail", "chat", "chat"]
    assert {one.target for one in claim(db, limit=10, skip=("chat",))} == {"siren"}


def test_a_sent_delivery_is_done_whatever_is_said_of_it_later(db: Database) -> None:
    tell(db, "mail")
    (one,) = claim(db)
    outbox.sent(db, one.id, NOW, "mailto://***")
    outbox.sent(db, one.id, NOW + HOUR, "elsewhere")
    outbox.failed(db, one.id, NOW, "late")
    outbox.dead(db, one.id, "late")
    (row,) = outbox.log(db)
    assert (row.state, row.sent_at, row.sent_where, row.last_error) == ("sent", NOW, "mailto://***", None)
    assert claim(db, HOUR) == []
    assert outbox.oldest_pending(db) is None


def test_a_sent_delivery_counts_even_when_its_lease_had_ended(db: Database) -> None:
    tell(db, "mail")
    (one,) = claim(db)
    claim(db, HOUR)
    outbox.sent(db, one.id, NOW + HOUR, "mailto://***")
    assert claim(db, 2 * HOUR) == []


def test_a_failed_delivery_comes_back_at_its_time(db: Database) -> None:
    tell(db, "mail")
    (one,) = claim(db)
    outbox.failed(db, one.id, NOW + 5 * MINUTE, "connection refused")
    assert claim(db, 4 * MINUTE) == []
    (again,) = claim(db, 5 * MINUTE)
    assert (again.ref, again.attempts) == (one.ref, 2)
    assert outbox.log(db)[0].last_error == "connection refused"


def test_dead_deliveries_wait_for_a_person(db: Database) -> None:
    tell(db, "mail", "chat")
    for one in claim(db):
        outbox.dead(db, one.id, "unknown channel")
    assert outbox.counts(db) == {("mail", "dead"): 1, ("chat", "dead"): 1}
    assert claim(db, HOUR) == []
    assert outbox.requeue(db, NOW + HOUR, "mail") == 1
    (again,) = claim(db, HOUR)
    assert (again.target, again.attempts) == ("mail", 1)
    assert [row.target for row in outbox.log(db, state="dead")] == ["chat"]
    assert outbox.requeue(db, NOW) == 1


def test_an_update_takes_over_the_older_one_that_a_target_still_waits_for(db: Database) -> None:
    number = incident(db, "one")
    tell(db, "mail", "chat", kind="updated", about=number, reason="second source")
    mail = next(one for one in claim(db) if one.target == "mail")
    outbox.sent(db, mail.id, NOW, "mailto://***")
    outbox.release(db)
    tell(
        db, "mail", "chat", kind="updated", about=number, due=MINUTE, reason="third source", severity=Severity.CRITICAL
    )
    found = {one.target: one for one in claim(db, MINUTE)}
    assert len(found) == 2
    assert found["chat"].reason == found["mail"].reason == "third source"
    assert (found["chat"].attempts, found["mail"].attempts) == (2, 1)
    assert outbox.counts(db) == {("chat", "pending"): 1, ("mail", "pending"): 1, ("mail", "sent"): 1}


def test_an_update_never_takes_over_what_is_being_sent_nor_another_kind(db: Database) -> None:
    number, other = incident(db, "one"), incident(db, "two")
    tell(db, "mail", kind="updated", about=number)
    claim(db)
    tell(db, "mail", kind="opened", about=number)
    tell(db, "mail", kind="updated", about=other)
    tell(db, "mail", kind="updated", about=number)
    assert outbox.counts(db) == {("mail", "pending"): 4}


def test_a_late_message_shows_the_incident_as_it_is_by_then(db: Database) -> None:
    number = incident(db, "one")
    tell(db, "mail", about=number)
    said = assessment()
    incidents.join_incident(db, number, change(join=number), article(db, "two", said), [said], NOW + HOUR)
    (one,) = claim(db, HOUR)
    assert one.incident is not None
    assert len(one.incident.reports) == 2


def test_first_polls_share_a_summary_until_it_is_claimed(db: Database) -> None:
    assert not outbox.extend_summary(db, {"feed": "a"}, Severity.LOW)
    notice = Notice("baseline", Severity.LOW, "first poll", facts={"parts": [{"feed": "a"}]})
    outbox.add_notice(db, notice, [("mail", NOW), ("chat", NOW)], NOW)
    assert outbox.extend_summary(db, {"feed": "b"}, Severity.HIGH)
    assert outbox.extend_summary(db, {"feed": "c"}, Severity.LOW)
    (one,) = claim(db, limit=1)
    assert one.facts == {"parts": [{"feed": "a"}, {"feed": "b"}, {"feed": "c"}]}
    assert one.severity is Severity.HIGH
    assert not outbox.extend_summary(db, {"feed": "d"}, Severity.LOW)
    outbox.failed(db, one.id, NOW, "refused")
    assert not outbox.extend_summary(db, {"feed": "d"}, Severity.LOW)  # part of it may have been read


def test_a_notice_that_nobody_was_to_hear_is_in_the_log(db: Database) -> None:
    tell(db, kind="digest")
    (row,) = outbox.log(db)
    assert (row.kind, row.target, row.state, row.attempts) == ("digest", None, None, 0)
