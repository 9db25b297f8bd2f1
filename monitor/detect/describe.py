"""What an assessment tells of its event beside the score: status, slots and gist."""

from dataclasses import replace
from pathlib import Path

from monitor.detect.contexts.judge import Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.gist import Event, local_names, write_gists
from monitor.detect.names import load_names
from monitor.detect.slots import Facts, find_facts, plain_slots, to_slots
from monitor.detect.status import Status, find_status
from monitor.models import Assessment


class Describer:
    """Describes the events of one article; what rules with the same evidence share is found once."""

    def __init__(self, contexts: Contexts) -> None:
        self._contexts = contexts
        self._reading = contexts.reading
        loaded = self._reading.pack.loaded
        self._names = load_names(tuple(str(Path(folder).parent) for folder in loaded.place_folders), loaded.places)
        self._facts: dict[tuple[int, ...], Facts] = {}
        self._status: dict[Scene, Status] = {}

    def describe(self, assessment: Assessment, scene: Scene) -> Assessment:
        """The assessment with the status, the facts and the gist of the event that its evidence tells."""
        facts = self._facts.get(scene.sentences)
        if facts is None:
            facts = self._facts[scene.sentences] = find_facts(self._reading, scene, self._names)
        status = self._status.get(scene)
        if status is None:
            status = self._status[scene] = find_status(self._contexts, scene)
        if status.name in {"feared", "foiled"}:
            # Of what did not happen there are no dead; whom it was to kill is no toll.
            facts = replace(facts, toll=tuple(told for told in facts.toll if told[0].outcome == "captured"))
        slots = to_slots(self._reading, facts)
        event = Event(assessment.rule, assessment.decision, status, facts)
        return replace(
            assessment,
            status=status.name,
            slots=plain_slots(slots),
            facts=slots,
            cues=tuple(self._reading.hit(found, name) for found, name in status.cues),
            gist=write_gists(self._reading, event),
            local=local_names(self._reading, facts),
        )
