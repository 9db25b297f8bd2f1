import asyncio

import pytest

from monitor.egress.admission import Admission


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_host_gets_two_places_and_the_third_waits_for_one_to_be_given_back() -> None:
    admission = Admission(2, {"healthy": 10})
    await admission.enter("a", "healthy")
    await admission.enter("a", "healthy")
    third = asyncio.ensure_future(admission.enter("a", "healthy"))
    await settle()
    assert not third.done()
    assert admission.waiting("a")
    admission.leave("a", "healthy")
    await third
    assert not admission.waiting("a")


async def test_those_who_wait_for_a_hanging_host_hold_no_place_of_the_lane() -> None:
    admission = Admission(2, {"healthy": 3})
    crowd = [asyncio.ensure_future(admission.enter("hangs", "healthy")) for _ in range(500)]
    await settle()
    assert sum(task.done() for task in crowd) == 2
    async with asyncio.timeout(1):
        await admission.enter("well", "healthy")
    for task in crowd:
        task.cancel()


async def test_those_who_wait_for_a_full_lane_hold_no_place_at_their_host() -> None:
    admission = Admission(2, {"healthy": 10, "suspect": 1})
    await admission.enter("hangs", "suspect")
    waiting = [asyncio.ensure_future(admission.enter("a", "suspect")) for _ in range(2)]
    await settle()
    async with asyncio.timeout(1):
        await admission.enter("a", "healthy")
        await admission.enter("a", "healthy")
    admission.leave("hangs", "suspect")
    await settle()
    assert not any(task.done() for task in waiting)
    admission.leave("a", "healthy")
    await settle()
    assert sum(task.done() for task in waiting) == 1
    for task in waiting:
        task.cancel()


async def test_hosts_take_turns_but_one_that_is_well_goes_on_with_its_open_connection() -> None:
    admission = Admission(1, {"healthy": 1})
    order: list[str] = []

    async def visit(host: str, *, well: bool) -> None:
        await admission.enter(host, "healthy")
        order.append(host)
        await asyncio.sleep(0)
        admission.leave(host, "healthy", well=well)

    await asyncio.gather(*(visit(host, well=False) for host in ("a", "a", "b", "b")))
    assert order == ["a", "b", "a", "b"]
    order.clear()
    await asyncio.gather(*(visit(host, well=True) for host in ("a", "a", "b", "b")))
    assert order == ["a", "a", "b", "b"]


async def test_whoever_gives_up_while_waiting_leaves_no_trace() -> None:
    admission = Admission(1, {"healthy": 1})
    await admission.enter("a", "healthy")
    waiting = asyncio.ensure_future(admission.enter("a", "healthy"))
    await settle()
    waiting.cancel()
    await settle()
    admission.leave("a", "healthy")
    async with asyncio.timeout(1):
        await admission.enter("a", "healthy")
    admission.leave("a", "healthy")
    assert not admission.waiting("a")


async def test_whoever_gives_up_in_the_moment_of_being_admitted_gives_the_place_back() -> None:
    admission = Admission(1, {"healthy": 1})
    await admission.enter("a", "healthy")
    waiting = asyncio.ensure_future(admission.enter("b", "healthy"))
    await settle()
    admission.leave("a", "healthy")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    async with asyncio.timeout(1):
        await admission.enter("c", "healthy")


@pytest.mark.parametrize("seed", range(5))
async def test_no_crowd_ever_exceeds_a_limit_and_everybody_gets_in(seed: int) -> None:
    admission = Admission(2, {"healthy": 7, "suspect": 3})
    inside: list[tuple[str, str]] = []
    served = 0

    async def visit(number: int) -> None:
        nonlocal served
        host, lane = f"h{number * (seed + 3) % 11}", "suspect" if number % 3 == 0 else "healthy"
        await admission.enter(host, lane)
        inside.append((host, lane))
        assert sum(h == host for h, _ in inside) <= 2
        assert sum(one == "suspect" for _, one in inside) <= 3
        assert sum(one == "healthy" for _, one in inside) <= 7
        for _ in range(number % 4):
            await asyncio.sleep(0)
        inside.remove((host, lane))
        admission.leave(host, lane, well=number % 2 == 0)
        served += 1

    async with asyncio.timeout(5):
        await asyncio.gather(*(visit(number) for number in range(300)))
    assert served == 300


async def test_a_closed_lane_lets_nobody_in_until_it_opens_while_the_others_go_on() -> None:
    admission = Admission(2, {"healthy": 2, "post": 1})
    await admission.enter("inside", "healthy")
    admission.close("healthy")
    crowd = [asyncio.ensure_future(admission.enter(f"host {n}", "healthy")) for n in range(3)]
    await admission.enter("post", "post")
    admission.leave("inside", "healthy")
    await settle()
    assert not any(task.done() for task in crowd)
    admission.open("healthy")
    await settle()
    assert sum(task.done() for task in crowd) == 2
    for task in crowd:
        task.cancel()
