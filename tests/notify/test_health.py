"""How long a failing channel is left alone, and when the others hear of it."""

from datetime import UTC, datetime, timedelta

from monitor.errors import ChannelError
from monitor.notify.health import Health, failed

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
DOWN = ChannelError("unreachable", "channel ops: cannot be reached")
REVOKED = ChannelError("access", "channel ops: 401", permanent=True)
REFUSED = ChannelError("content", "channel ops: 400", permanent=True)


def test_a_channel_that_is_down_is_named_before_five_minutes_have_passed() -> None:
    health = failed(Health(), DOWN, NOW, 0.5)
    assert not health.must_be_told(NOW + timedelta(minutes=4))
    assert health.must_be_told(NOW + timedelta(minutes=5))
    assert health.failing_since == NOW


def test_a_hiccup_does_not_hold_the_channel_for_long() -> None:
    health = failed(Health(), DOWN, NOW, 1.0)
    assert health.is_held(NOW + timedelta(seconds=29))
    assert not health.is_held(NOW + timedelta(seconds=30))


def test_a_long_outage_is_asked_every_quarter_of_an_hour() -> None:
    health = Health()
    for _ in range(40):
        health = failed(health, DOWN, NOW, 1.0)
    assert health.held_until == NOW + timedelta(minutes=15)


def test_a_revoked_token_is_not_hammered() -> None:
    health, waits = Health(), []
    for _ in range(8):
        health = failed(health, REVOKED, NOW, 0.5)
        assert health.held_until is not None
        waits.append((health.held_until - NOW) / timedelta(minutes=1))
    assert waits == [15, 30, 60, 120, 240, 360, 360, 360]


def test_one_refused_message_holds_up_nobody_and_three_in_a_row_hold_the_channel() -> None:
    one = failed(Health(), REFUSED, NOW, 0.5)
    assert (one.is_held(NOW), one.failing_since) == (False, None)
    three = failed(failed(one, REFUSED, NOW, 0.5), REFUSED, NOW, 0.5)
    assert three.is_held(NOW)
    assert three.failing_since == NOW


def test_one_refused_recipient_does_not_make_the_others_wait() -> None:
    partial = ChannelError("partial", "channel mail: only some", permanent=True)
    health = failed(failed(Health(), partial, NOW, 0.5), partial, NOW, 0.5)
    assert not health.is_held(NOW)
    assert health.failing_since == NOW
