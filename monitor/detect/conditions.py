"""Whether evidence meets a condition: a group, a context or a watched place, there or in a zone of the article."""

from collections.abc import Sequence

from monitor.detect.compile import Clause, CompiledRule
from monitor.detect.contexts.judge import Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.evidence import Evidence, within
from monitor.detect.match import LEAD_WORDS, Found
from monitor.detect.places import Place, contains
from monitor.detect.schema import Condition, ZoneName
from monitor.models import Hit

LONG_WORDS = 150
FEW_SENTENCES = 3
HEAD: tuple[ZoneName, ...] = ("title", "lead")
_ELSEWHERE = Clause(Condition(place="watch"), None, 0, "no watched place")


class Case:
    """One rule before one article."""

    def __init__(self, compiled: CompiledRule, contexts: Contexts) -> None:
        self.compiled = compiled
        self.reading = contexts.reading
        self._contexts = contexts

    def meeting(self, clause: Clause, evidence: Evidence) -> Sequence[Found]:
        """The hits, cues or places that meet a condition; empty when nothing does."""
        condition = clause.condition
        if clause.group is not None:
            hits = self.reading.matches.hits(clause.group)
            if not hits or not condition.where:
                return within(hits, self.reading.matches, evidence.scope, evidence.passage) if hits else ()
            return [
                found for found in hits if any(self.reading.matches.in_zone(found, zone) for zone in condition.where)
            ]
        if condition.context is not None:
            if not condition.where:
                return self.signs(condition.context, evidence)
            scene = Scene(tuple(sorted({each for zone in condition.where for each in self._sentences(zone)})))
            return self._contexts.signs(condition.context, scene)
        if condition.mention is not None:
            return self._passing(evidence)
        return [self.reading.found(place) for place in self._watched(condition, evidence)]

    def _passing(self, evidence: Evidence) -> Sequence[Found]:
        """The evidence's hits, when a long article is about something else: title and lead speak of nothing of theirs,
        nor of what the rule values there, and the rest hardly does."""
        matches = self.reading.matches
        if self.reading.sentences[-1].last < LONG_WORDS:
            return ()
        spoken = {self.compiled.groups[group] for group, _ in evidence.hits}
        hits = [found for group in spoken for found in matches.hits(group)]
        valued = [found for group in self._valued_in_head() for found in matches.hits(group)]
        if any(matches.in_zone(found, zone) for found in hits + valued for zone in HEAD):
            return ()
        if len({matches.sentence(found) for found in hits}) > FEW_SENTENCES:
            return ()
        return [found for _, found in evidence.hits]

    def _valued_in_head(self) -> set[int]:
        """The groups for which the rule gives points in title or lead."""
        return {
            clause.group
            for clause in self.compiled.adjusts
            if clause.group is not None and clause.points > 0 and "lead" in clause.condition.where
        }

    def signs(self, context: str, evidence: Evidence) -> tuple[Found, ...]:
        """The cues by which the evidence stands in a context."""
        return self._contexts.signs(context, self.scene(evidence))

    def scene(self, evidence: Evidence) -> Scene:
        """The sentences of the evidence, with its hits."""
        hits = tuple(sorted(found for _, found in evidence.hits if found.zone != "url"))
        return Scene(tuple(sorted({self.reading.sentence(found) for found in hits})), hits)

    def veto(self, evidence: Evidence) -> Clause | None:
        """The first condition that rules the evidence out."""
        places = self.compiled.rule.places
        if places is not None and places.require and not self._watched(_ELSEWHERE.condition, evidence):
            return _ELSEWHERE
        return next((each for each in self.compiled.vetoes if self.meeting(each, evidence)), None)

    def told(self, clause: Clause, evidence: Evidence, most: int) -> tuple[Hit, ...]:
        """The first hits that meet a condition, as they are told."""
        condition = clause.condition
        name = condition.group or condition.context or condition.mention or "place"
        return tuple(self.reading.hit(found, name) for found in self.meeting(clause, evidence)[:most])

    def _watched(self, condition: Condition, evidence: Evidence) -> list[Place]:
        """The watched places named where the condition looks. Evidence that names no place at all happened where title
        and lead say."""
        rule = self.compiled.rule
        if rule.places is None:
            return []
        if condition.where:
            sentences = [number for zone in condition.where for number in self._sentences(zone)]
        else:
            sentences = list(self.scene(evidence).sentences)
            if not any(self.reading.places_in(number) for number in sentences):
                sentences = self._sentences("title") + self._sentences("lead")
        named = [place for number in dict.fromkeys(sentences) for place in self.reading.places_in(number)]
        return [place for place in named if any(contains(watched, place) for watched in rule.places.watch)]

    def _sentences(self, zone: ZoneName) -> list[int]:
        """The sentences of a zone; those of the lead begin in it."""
        sentences = self.reading.sentences
        if zone == "title":
            return [0]
        if zone == "url":
            return []
        end = sentences[0].last + 1 + LEAD_WORDS
        return [each.number for each in sentences[1:] if zone == "body" or each.first < end]
