"""Contexts that may colour a whole page: a story of a trial retells the old attack in sentences without a cue."""

from monitor.detect.contexts.clauses import Border, border
from monitor.detect.contexts.scene import Scene, cues, enough, is_fresh, of_page
from monitor.detect.match import Found
from monitor.detect.reading import Reading

_NO_GAME = ("explosive-devices", "suicide-attack", "armed-groups", "abduction", "air-strike", "wounded")


def page_context(reading: Reading, scene: Scene, concept: str) -> list[Found]:
    """The cues that put the evidence into such a context: in its own sentences, else in title and lead.

    In the sentence, a cue of a relative clause (`a judge who sentenced ...`) does not count, nor one apart from the
    evidence when the sentence dates it to these days. Title and lead do not count against such a date at all.
    """
    fresh = is_fresh(reading, scene)
    most = Border.NONE if fresh else Border.PAUSE
    here = [cue for cue in cues(reading, concept, scene.sentences) if border(reading, cue, scene) <= most]
    found = enough(reading, here)
    return found or ([] if fresh else of_page(reading, concept))


def sport(reading: Reading, scene: Scene) -> list[Found]:
    """Sport, unless weapons, groups or victims of no game stand in the evidence's sentences: `bomb hits team bus`."""
    if any(reading.hits_in(concept, number) for concept in _NO_GAME for number in scene.sentences):
        return []
    return page_context(reading, scene, "context-sport")
