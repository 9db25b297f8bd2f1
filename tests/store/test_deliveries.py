"""Deliveries as a person sees them, and single ones sent again."""

from datetime import timedelta

import pytest
from store_samples import HOUR, NOW, incident

from monitor.errors import StoreError
from monitor.models import Notice, Severity
from monitor.store import deliveries, outbox
from monitor.store.database import Database
from monitor.store.deliveries import TargetState


@pytest.fixture
def told(db: Database) -> str:
    """A notice to three targets: `mail` got it, `chat` failed once, `pager` was given up, and `late` waits."""
    number = incident(db, "one")
    plan = [("mail", NOW), ("chat", NOW), ("pager", NOW), ("late", NOW + HOUR)]
    outbox.add_notice(db, Notice("opened", Severity.HIGH, "because", number), plan, NOW)
    rows = {row.target: row for row in outbox.claim(db, NOW, 10, 60.0)}
    outbox.sent(db, rows["mail"].id, NOW, "mailto://mail.example.org")
    outbox.failed(db, rows["chat"].id, NOW + HOUR, "no connection")
    outbox.dead(db, rows["pager"].id, "wrong address")
    return rows["mail"].ref


def test_each_target_has_a_row_that_says_how_it_fares(db: Database, told: str) -> None:
    assert deliveries.target_states(db) == [
        TargetState("chat", failed=1, next_try_at=NOW + HOUR, last_error="no connection"),
        TargetState("late", pending=1),
        TargetState("mail", sent=1, last_sent_at=NOW),
        TargetState("pager", dead=1, last_error="wrong address"),
    ]


def test_the_log_can_be_asked_for_what_failed_and_for_what_is_new(db: Database, told: str) -> None:
    assert [row.target for row in outbox.log(db, state="failed")] == ["chat"]
    assert {row.target for row in outbox.log(db, state="pending")} == {"chat", "late"}
    assert len(outbox.log(db, since=NOW)) == 4
    assert outbox.log(db, since=NOW + timedelta(seconds=1)) == []


def test_one_notice_is_sent_again_where_it_did_not_arrive(db: Database, told: str) -> None:
    assert deliveries.send_again(db, told.lower(), NOW + HOUR / 2) == 3
    again = outbox.claim(db, NOW + HOUR / 2, 10, 60.0)
    assert {(row.target, row.attempts) for row in again} == {("chat", 2), ("pager", 1), ("late", 1)}
    assert {row.ref for row in again} == {told}


def test_one_target_of_a_notice_can_be_chosen(db: Database, told: str) -> None:
    assert deliveries.send_again(db, told, NOW, "pager") == 1
    assert [row.target for row in outbox.claim(db, NOW, 10, 60.0)] == ["pager"]


def test_what_was_sent_is_being_sent_or_never_was_is_refused(db: Database, told: str) -> None:
    with pytest.raises(StoreError, match=f"nothing of {told} is left to send for mail"):
        deliveries.send_again(db, told, NOW, "mail")
    deliveries.send_again(db, told, NOW, "pager")
    outbox.claim(db, NOW, 10, 60.0)
    with pytest.raises(StoreError, match="is being sent"):
        deliveries.send_again(db, told, NOW, "pager")
    with pytest.raises(StoreError, match="there is no notice 7Q2K-9"):
        deliveries.send_again(db, "7Q2K-9", NOW)


def test_a_message_can_be_looked_at_as_it_would_be_told_now(db: Database, told: str) -> None:
    notice = deliveries.as_told(db, told, "mail", NOW)
    assert notice is not None
    assert notice.incident is not None
    assert (notice.ref, notice.target, notice.reason) == (told, "mail", "because")
    fresh = deliveries.as_told(db, notice.incident.ref, "chat", NOW)
    assert fresh is not None
    assert (fresh.ref, fresh.kind, fresh.incident) == (told, "opened", notice.incident)
    assert deliveries.as_told(db, "ZZZZ", "chat", NOW) is None


def test_an_update_names_the_first_message_that_its_target_got(db: Database, told: str) -> None:
    number = outbox_incident(db, told)
    for minutes, targets in ((10, ("mail", "chat")), (20, ("mail", "chat"))):
        at = NOW + timedelta(minutes=minutes)
        outbox.add_notice(db, Notice("escalated", Severity.HIGH, "more", number), [(t, at) for t in targets], at)
        for row in outbox.claim(db, at, 10, 60.0):
            assert (
                row.first_ref == {"mail": told, "chat": "" if minutes == 10 else told.replace("-1", "-2")}[row.target]
            )
            outbox.sent(db, row.id, at, "there")


def outbox_incident(db: Database, ref: str) -> int:
    return int(db.conn.execute("SELECT incident_id FROM notices WHERE ref = ?", (ref,)).fetchone()[0])
