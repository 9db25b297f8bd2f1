"""How much an incident matters, 0 to 100, with the points of each reason. How sure it is, is another number."""

from bisect import bisect_right
from datetime import datetime, timedelta

from monitor.incidents.standing import Standing
from monitor.models import Measure, Severity

_SEVERITY = {
    Severity.INFORMATIONAL: 5,
    Severity.LOW: 15,
    Severity.MEDIUM: 25,
    Severity.HIGH: 38,
    Severity.CRITICAL: 50,
}
_STATUS = {"happening": 15, "claimed": 15, "feared": 8, "foiled": 3, "denied": -15, "past": -20}
# (from so many on, points)
_KILLED = ((1, 8), (5, 13), (10, 18), (50, 25))
_OTHERS = ((10, 3), (50, 6), (200, 10))
_GROWTH = ((2, 3), (4, 6), (8, 10))
_WATCHED = 10
GROWTH_OVER = timedelta(hours=1)


def importance(standing: Standing, now: datetime) -> Measure:
    """Severity, how real it is, the toll, watched places, and how many independent sources took it up within the last
    hour."""
    reasons = [(f"severity {standing.severity}", _SEVERITY[standing.severity])]
    if standing.status:
        reasons.append((standing.status, _STATUS[standing.status]))
    toll = standing.toll
    if killed := toll.get("killed", 0):
        reasons.append((f"{killed} killed", _step(_KILLED, killed)))
    others = {name: count for name, count in toll.items() if name != "killed"}
    if others:
        name = max(others, key=lambda one: others[one])
        reasons.append((f"{others[name]} {name}", _step(_OTHERS, others[name])))
    if standing.watched:
        reasons.append(("a watched place", _WATCHED))
    since = (now - GROWTH_OVER).timestamp()
    recent = sum(voice.since > since for voice in standing.voices)
    reasons.append((f"{recent} independent sources in an hour", _step(_GROWTH, recent)))
    return clipped(reasons)


def clipped(reasons: list[tuple[str, int]]) -> Measure:
    """The sum within 0 to 100. What the limits take away is a reason of its own, so that the points add up."""
    counted = [reason for reason in reasons if reason[1]]
    total = sum(points for _, points in counted)
    value = min(100, max(0, total))
    if value != total:
        counted.append(("limit", value - total))
    return Measure(value, tuple(counted))


def _step(steps: tuple[tuple[int, int], ...], number: int) -> int:
    reached = bisect_right([least for least, _ in steps], number)
    return steps[reached - 1][1] if reached else 0
