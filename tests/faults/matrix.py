"""The fault matrix: every scenario, and what it may cost."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

for folder in ("", "delivery", "faults"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))

import crashes  # noqa: E402 - found by the lines above
import disk  # noqa: E402 - as above
import flooded  # noqa: E402 - as above
import services  # noqa: E402 - as above
from services import Scenario  # noqa: E402 - as above


@dataclass(frozen=True)
class Limits:
    """At most so many repeats and messages (None: any number); others told within so many seconds (None: nobody)."""

    duplicates: int = 0
    messages: int | None = None
    told: float | None = None


def number(name: str) -> int:
    """F12 -> 12; what has no number comes last."""
    found = re.match(r"F(\d+) ", name)
    return int(found[1]) if found else 99


SCENARIOS: dict[str, Scenario] = {
    name: scenario
    for room in (crashes.SCENARIOS, disk.SCENARIOS, services.SCENARIOS, flooded.SCENARIOS)
    for name, scenario in room.items()
}
SCENARIOS = dict(sorted(SCENARIOS.items(), key=lambda one: number(one[0])))
FIVE_MINUTES = 300.0
LIMITS = {
    "": Limits(),
    "F4 kill -9 after the yes, before it is recorded": Limits(duplicates=6),
    "F9 disk full (page limit)": Limits(told=60.0),
    "F9 disk full (file size limit, real process)": Limits(told=60.0),
    "F10 fsync fails once": Limits(told=60.0),
    "F11 nothing may be written": Limits(told=60.0),
    "F14 database taken away": Limits(told=60.0),
    "F15 mail server down for 24 h": Limits(messages=20, told=FIVE_MINUTES),
    "F15 mail server down for 24 h in a storm": Limits(messages=20),
    **{name: Limits(told=FIVE_MINUTES) for name in SCENARIOS if name.startswith("F16")},
    "F17 429 with Retry-After: 600": Limits(told=FIVE_MINUTES),
    "F17 429 without Retry-After": Limits(told=FIVE_MINUTES),
    "F17 429 although it posted the message": Limits(duplicates=6, told=FIVE_MINUTES),
    **{name: Limits(told=60.0) for name in SCENARIOS if name.startswith(("F18", "F19"))},
    "F21 mail server takes DATA, then breaks off": Limits(duplicates=3),
    "F21 mail server says yes too late": Limits(duplicates=1),
    "F22 all channels down for 6 h": Limits(messages=20),
}
