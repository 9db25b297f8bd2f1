"""Every fault of the matrix: nothing committed is lost, repeats bear the same id, others are told in time.

`make faults` prints what these find as a table; see docs/explanation/delivery.md.
"""

from pathlib import Path

import pytest
from matrix import LIMITS, SCENARIOS


@pytest.mark.parametrize("name", list(SCENARIOS))
async def test_nothing_is_lost_and_people_are_told(name: str, tmp_path: Path) -> None:
    account = await SCENARIOS[name](tmp_path)
    limits = LIMITS.get(name, LIMITS[""])
    assert account.lost == 0, account
    assert account.duplicates <= limits.duplicates, account
    assert account.messages <= (limits.messages or account.messages), account
    if limits.told is not None:
        assert account.told is not None, account
        assert account.told <= limits.told, account
