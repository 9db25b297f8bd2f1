import asyncio
from datetime import UTC, datetime

import pytest

from monitor.models import Feed, FeedSettings, FeedState, Outcome
from monitor.workers import Here

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def feeds(count: int) -> list[Feed]:
    return [Feed(n, FeedSettings(f"https://feed{n}.example/"), FeedState(NOW)) for n in range(count)]


def outcome(feed: Feed) -> Outcome:
    return Outcome(feed.id, "unchanged", NOW, feed.state)


async def test_whoever_finishes_first_is_given_first() -> None:
    gates = [asyncio.Event() for _ in range(3)]

    async def poll(feed: Feed) -> Outcome:
        await gates[feed.id].wait()
        return outcome(feed)

    given = []
    gates[2].set()
    async for one in Here(poll).outcomes(feeds(3)):
        given.append(one.feed_id)
        gates[{2: 0, 0: 1, 1: 1}[one.feed_id]].set()
    assert given == [2, 0, 1]


async def test_who_stops_listening_stops_the_polls_that_are_left() -> None:
    stopped: list[int] = []

    async def poll(feed: Feed) -> Outcome:
        if feed.id:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                stopped.append(feed.id)
                raise
        return outcome(feed)

    listening = Here(poll).outcomes(feeds(3))
    assert (await anext(listening)).feed_id == 0
    await listening.aclose()
    await asyncio.sleep(0)
    assert sorted(stopped) == [1, 2]


async def test_a_fault_in_a_poll_reaches_whoever_listens() -> None:
    async def poll(feed: Feed) -> Outcome:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async for _ in Here(poll).outcomes(feeds(2)):
            pass
