"""Evidence that is said otherwise than it sounds: metaphor, denial, hypothetical, warning."""

from monitor.detect.contexts.clauses import Border, border, distance
from monitor.detect.contexts.scene import Scene, cues, enough, is_fresh, weight
from monitor.detect.match import Found
from monitor.detect.reading import Reading

_BESIDE = 3
_CROWD = 2.0


def metaphor(reading: Reading, scene: Scene) -> list[Found]:
    """Figures of speech that the evidence's own words are part of (`heart attack`), or stand beside; elsewhere in the
    sentence a crowd of them."""
    found = cues(reading, "context-metaphor", scene.sentences)
    if not scene.hits:
        return enough(reading, found)
    own = [cue for cue in found if distance(cue, scene) <= _BESIDE and _same_zone(cue, scene)]
    figures = enough(reading, own)
    if figures:
        return figures
    return found if weight(reading, found) >= _CROWD else []


def denial(reading: Reading, scene: Scene) -> list[Found]:
    """A denial of what the evidence tells, in its sentence, or in the title where the sentence has no date of its own.

    Who denies a part in an event does not deny the event: cue lists hold `denied reports`, not `denied involvement`.
    """
    return _said_of(reading, scene, "context-denial")


def hypothetical(reading: Reading, scene: Scene) -> list[Found]:
    """Conditionals and opinion, in the evidence's sentence or in the title."""
    return _said_of(reading, scene, "context-hypothetical")


def warning(reading: Reading, scene: Scene) -> list[Found]:
    """A feared or announced threat. Never negative by itself: it is what many rules are for."""
    found = [*cues(reading, "context-warning", scene.sentences), *cues(reading, "warning", scene.sentences)]
    return enough(reading, sorted(found))


def _said_of(reading: Reading, scene: Scene, concept: str) -> list[Found]:
    here = [(cue, border(reading, cue, scene)) for cue in cues(reading, concept, scene.sentences)]
    near = [cue for cue, divided in here if divided is not Border.RELATIVE]
    # Of `if gunmen attacked, guards would ...` one half stands apart.
    found = enough(reading, near) if any(divided is Border.NONE for _, divided in here) else []
    if found or 0 in scene.sentences or is_fresh(reading, scene):
        return found
    return enough(reading, cues(reading, concept, (0,)))


def _same_zone(cue: Found, scene: Scene) -> bool:
    return any(hit.zone == cue.zone for hit in scene.hits)
