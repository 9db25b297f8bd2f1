"""What a context is judged on, and the weighing of cues there."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.detect.match import Found
from monitor.detect.reading import Reading

_ENOUGH = 0.99
_LEAD_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Scene:
    """The sentences of the evidence and its hits, both in order. Without hits the sentences are judged as they are."""

    sentences: tuple[int, ...]
    hits: tuple[Found, ...] = ()

    def hits_in(self, reading: Reading, sentence: int) -> list[Found]:
        """The hits of the evidence that stand in one of its sentences."""
        return [found for found in self.hits if reading.sentence(found) == sentence]


def cues(reading: Reading, concept: str, sentences: Iterable[int]) -> list[Found]:
    """The hits of a cue list in these sentences."""
    if not reading.hits(concept):
        return []
    return [found for number in sentences for found in reading.hits_in(concept, number)]


def weight(reading: Reading, found: Iterable[Found]) -> float:
    """What cues weigh together; the same words again add nothing."""
    return sum({reading.original(each).casefold(): each.weight for each in found}.values())


def enough(reading: Reading, found: list[Found]) -> list[Found]:
    """The cues if they suffice together, else none."""
    return found if weight(reading, found) >= _ENOUGH else []


def is_fresh(reading: Reading, scene: Scene) -> bool:
    """Whether a sentence of the evidence dates it to these days."""
    return any(reading.hits_in("present", number) for number in scene.sentences)


def of_page(reading: Reading, concept: str) -> list[Found]:
    """The cues of title and lead if they colour the whole page: enough of them in the title, or twice that in both."""
    if not reading.hits(concept):
        return []
    title = list(reading.hits_in(concept, 0))
    if enough(reading, title):
        return title
    opening = title + cues(reading, concept, range(1, 1 + _LEAD_SENTENCES))
    return opening if weight(reading, opening) >= 2 * _ENOUGH else []
