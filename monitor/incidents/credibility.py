"""How sure it is that an incident is as reported, 0 to 100, with the points of each reason."""

from monitor.incidents.importance import clipped
from monitor.incidents.standing import Standing
from monitor.models import Measure

# What one source is worth by its reliability; F cannot be judged, E is known to be unreliable.
_FIRST = {"A": 45, "B": 38, "C": 30, "D": 18, "E": 6, "F": 15}
# Each further independent source adds less than the one before; a sixth nothing.
_MORE = (0.6, 0.45, 0.3, 0.2)
_OFFICIAL = 20
_DENIED = -25


def credibility(standing: Standing) -> Measure:
    """The reliability of the best source, further independent ones, an authority that says it, and a denial."""
    worths = sorted((_FIRST.get(voice.reliability, _FIRST["F"]), voice.reliability) for voice in standing.voices)
    reasons: list[tuple[str, int]] = []
    if worths:
        worth, grade = worths.pop()
        reasons.append((f"a source of reliability {grade}", worth))
    further = sum(worth * part for (worth, _), part in zip(reversed(worths), _MORE, strict=False))
    if worths:
        more = f"{len(worths)} more independent source{'s' if len(worths) > 1 else ''}"
        reasons.append((more, round(further)))
    if standing.official:
        reasons.append((f"an authority says it ({standing.official})", _OFFICIAL))
    if standing.denial:
        reasons.append(("somebody denies it", _DENIED))
    return clipped(reasons)
