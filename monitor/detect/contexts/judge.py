"""All contexts by name, each judged once for the same scene."""

from collections.abc import Callable
from functools import partial
from typing import get_args

from monitor.detect.contexts import past, speech
from monitor.detect.contexts.pages import page_context, sport
from monitor.detect.contexts.scene import Scene
from monitor.detect.match import Found, longest
from monitor.detect.reading import Reading
from monitor.detect.schema import ContextName

_Detector = Callable[[Reading, Scene], list[Found]]


def _of_page(concept: str) -> _Detector:
    return partial(page_context, concept=concept)


_DETECTORS: dict[str, _Detector] = {
    "retrospective": past.retrospective,
    "anniversary": past.anniversary,
    "trial": _of_page("context-trial"),
    "drill": _of_page("context-drill"),
    "fiction": _of_page("context-fiction"),
    "sport": sport,
    "metaphor": speech.metaphor,
    "denial": speech.denial,
    "hypothetical": speech.hypothetical,
    "warning": speech.warning,
    "profile": _of_page("context-profile"),
    "history": past.history,
}


class Contexts:
    """The contexts of one article's evidence."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._known: dict[tuple[str, Scene], tuple[Found, ...]] = {}

    def signs(self, name: str, scene: Scene) -> tuple[Found, ...]:
        """The cues by which a context holds for a scene, in order of the text; empty when it does not hold."""
        key = (name, scene)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = longest(_DETECTORS[name](self.reading, scene))
        return known

    def all_signs(self, scene: Scene) -> dict[str, tuple[Found, ...]]:
        """Every context that holds for a scene, with its cues."""
        found = {name: self.signs(name, scene) for name in CONTEXTS}
        return {name: cues for name, cues in found.items() if cues}


CONTEXTS: tuple[str, ...] = get_args(ContextName)
"""The names of the contexts, in the order of the documentation."""
