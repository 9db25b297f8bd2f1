"""Who does it and to whom, in one sentence: from the kinds of those named, the small words beside them, and order.

Most is decided by kind: armed people do it, buildings and persons suffer it. The rest by what stands before or behind
a name (`against`, `by`; an ending), and where armed people and forces meet, by which comes first and who is counted.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from monitor.detect.grammar import Phrase
from monitor.detect.names import Kind, Name, Named, Names
from monitor.detect.numberwords import JOINERS
from monitor.detect.passage import Passage
from monitor.detect.placewords import stems

STRIKES = ("air-strike", "shelling", "missile-drone")
_LISTS: dict[str, Kind] = {
    "armed-groups": "group",
    "fighters": "fighters",
    "forces": "force",
    "officials": "official",
    "detention": "site",
    "infrastructure": "works",
    "prisoners": "prisoners",
}
_EVENTS = (
    *("attack-verbs", "killing", "killed", "shooting", "explosion", "ambush", "assassination", "abduction", "sabotage"),
    *("arson", "clashes", "terror-attack", "suicide-attack", *STRIKES),
)
_WEAPONS = ("explosive-devices", "weapons", "suicide-attack")
_TAKING = ("killed", "killing", "captured", "arrest", "abduction", "wounded")
_BREAKOUT = ("escape", "jailbreak", "mutiny", "prison-control")
_HARM = ("assassination", "abduction", "killed", "killing", "wounded", "plot")
_PLANS = ("plot", "planned-attack", "intent", "breach", *_BREAKOUT)
_AGAINST_PLOTS = ("arrest", "foiled", "seizure")
_ARMED = frozenset(("group", "fighters", "suspects", "crowd"))
_LOOK_BACK = 3
_CLOSE = 3


@dataclass(slots=True)
class Party:
    """Somebody or something named in a sentence: words `first` to `last` of it, and how the sentence marks it."""

    kind: Kind
    first: int
    last: int
    name: Name | None = None
    country: str = ""
    to: bool = False
    by: bool = False
    at: bool = False
    counted: bool = False
    says: bool = False


class Parts(NamedTuple):
    """Who did it and to whom, as far as one sentence says, whether it tells a deed, and with what it was done."""

    actor: Party | None
    target: Party | None
    deed: bool
    means: tuple[Named, ...] = ()


def find_parts(passage: Passage, names: Names) -> Parts:
    """The actor and the target of the event in a sentence."""
    return _Scene(passage, names).parts()


def _gap(one: Party, other: Party) -> int:
    return max(one.first - other.last, other.first - one.last) - 1


class _Scene:
    """One sentence with its parties and events."""

    def __init__(self, passage: Passage, names: Names) -> None:
        self._passage = passage
        self._reading = passage.reading
        self._lang = passage.lang
        self._spans = passage.spans
        self.grammar = passage.grammar
        self._source = passage.source
        self.tokens = passage.tokens
        self._words = passage.words
        self._events = sorted({span for concept in _EVENTS for span in self._spans(concept)})
        self._number_ends = {number.last for number in passage.numbers if not number.measure}
        named = names.find(self.tokens, self._source, self._lang)
        self._means = tuple(each for each in named if each.name.kind == "means" or each.name.means)
        self.parties = self._parties([each for each in named if each.name.kind != "means"])

    def parts(self) -> Parts:
        """Decide."""
        armed = [each for each in self.parties if each.kind in _ARMED and not each.says]
        forces = [each for each in self.parties if each.kind == "force" and not each.says]
        against = any(self._has(concept) for concept in _AGAINST_PLOTS)
        actor, target = self._armed_and_forces(armed, forces, against=against)
        if actor is None:
            actor = self._prisoners() or self._country()
        if not self._events and not against and not any(self._has(concept) for concept in _PLANS):
            target = None
        elif target is None or target.kind == "force":
            target = self._sufferer(actor, target) or target
        if actor is None and target is not None and target.kind != "force" and not against:
            actor = next((each for each in forces if self._acts_on(each, target)), None)
        deed = bool(self._events) or self._has("claim")
        return Parts(actor, target if target is not actor else None, deed, self._means)

    def _armed_and_forces(
        self, armed: Sequence[Party], forces: Sequence[Party], *, against: bool
    ) -> tuple[Party | None, Party | None]:
        """The actor among armed people and forces, and who of them suffers it."""
        doers = sorted(armed, key=lambda each: (each.to and not each.by, not each.by, each.kind == "suspects"))
        doer = doers[0] if doers else None
        if doer is not None and doer.kind == "fighters":
            # `Islamic State gunmen`: whose they are says more.
            doer = next((each for each in armed if each.kind == "group" and _gap(each, doer) <= 1), doer)
        force = next((each for each in forces if not each.by), forces[0] if forces else None)
        if doer is None:
            return None, None if against else self._suffering_force(forces)
        hunted = next((each for each in armed if not each.by and self._is_hunted(each, forces)), None)
        if hunted is not None and not against:
            return force, hunted
        if doer.to and not doer.by:
            return (force if force is not None and not force.to else None), doer
        return doer, None if against else self._suffering_force([each for each in forces if not each.by])

    def _suffering_force(self, forces: Sequence[Party]) -> Party | None:
        marked = [each for each in forces if each.to or each.counted]
        chosen = marked or (
            [each for each in forces if not each.by] if self._events and not self._has("clashes") else []
        )
        return chosen[0] if chosen else None

    def _is_hunted(self, armed: Party, forces: Sequence[Party]) -> bool:
        """Whether forces kill or take these armed people: they come first, and the armed are counted or the object."""
        taking = any(self._has(concept) for concept in _TAKING)
        for force in forces:
            if force.to or force.counted or force.last >= armed.first:
                continue
            # `The army <verb> eleven militants`, whatever the verb.
            direct = not self.grammar.verb_last and armed.first - force.last <= _CLOSE
            if armed.counted and direct and not self._joined(force.last, armed.first):
                return True
            if not taking:
                continue
            between = any(
                0 < first - force.last <= _CLOSE and 0 < armed.first - last <= _CLOSE for first, last in self._events
            )
            if armed.to or armed.counted or (between and not self.grammar.verb_last):
                return True
        return taking and armed.counted and armed.to and not forces

    def _joined(self, last: int, first: int) -> bool:
        return any(word in JOINERS or word[0] == "و" for word in self._words[last + 1 : first])

    def _acts_on(self, force: Party, target: Party) -> bool:
        """Whether a force does it to the target: it comes first, with the deed in between or at the end."""
        if force.to or force.at or force.counted or force.last >= target.first:
            return False
        if force.by:
            return True
        return not self.grammar.verb_last and any(
            force.last < first and last < target.first and first - force.last <= _CLOSE for first, last in self._events
        )

    def _prisoners(self) -> Party | None:
        if not any(self._has(concept) for concept in _BREAKOUT):
            return None
        return next((each for each in self.parties if each.kind == "prisoners"), None)

    def _sufferer(self, actor: Party | None, force: Party | None) -> Party | None:
        """Who or what else suffers it: what is marked so comes first, then what is nearest to the deed. Who is taken
        away is a person, if the sentence names one."""
        able = [
            each
            for each in self.parties
            if each.kind in {"site", "works", "people", "official"} and each is not actor and not each.says
        ]
        harmed = any(self._has(concept) for concept in _HARM)
        able = [each for each in able if each.kind != "official" or each.to or each.counted or harmed]
        if self._has("abduction") or self._has("captured"):
            if force is not None and force.counted:
                return force
            able = [each for each in able if each.kind in {"people", "official"}] or able
        if not able:
            return None
        return min(able, key=lambda each: (not each.to, each.kind == "site" and not each.at, self._far(each)))

    def _far(self, party: Party) -> int:
        return min((abs(first - party.first) for first, _ in self._events), default=0)

    def _country(self) -> Party | None:
        """A state named beside a word for a strike: `Israeli air strikes`."""
        spans = [span for concept in STRIKES for span in self._spans(concept)]
        if not spans:
            return None
        gazetteer = self._reading.pack.gazetteer()
        for at, word in enumerate(self._words):
            near = any(first - _CLOSE <= at <= last + _CLOSE for first, last in spans)
            near = near or (at == 0 and self.grammar.verb_last)
            if not near or any(party.first <= at <= party.last for party in self.parties):
                continue
            rows = gazetteer.candidates(word, self._lang) or next(
                filter(None, (gazetteer.candidates(stem, self._lang) for stem in stems(word, self._lang))), ()
            )
            if not rows or self._marked(at, self.grammar.to) or self._marked(at, self.grammar.at):
                continue
            row = rows[0]
            people = row < 0
            row = -row - 1 if people else row
            if not people and (gazetteer.kinds[row] != "country" or self._is_locative(at)):
                continue
            return Party("group", at, at, country=gazetteer.ids[row])
        return None

    def _is_locative(self, at: int) -> bool:
        following = self._words[at + 1] if at + 1 < len(self._words) else ""
        return self._lang == "tr" and following in {"da", "de", "ta", "te", "ya", "ye", "a", "e", "daki", "deki"}

    def _parties(self, named: Sequence[Named]) -> list[Party]:
        found = [Party(each.name.kind, each.first, each.last, each.name) for each in named]
        for concept, kind in _LISTS.items():
            for first, last in self._spans(concept):
                if all(party.last < first or last < party.first for party in found):
                    found.append(Party(kind, first, last))
        # `Terrorist attack` names no terrorists, `terrorists attacked` does.
        deeds = [span for span in self._spans("terror-attack") if not self._words[span[0]].endswith("ists")]
        weapons = [span for concept in _WEAPONS for span in self._spans(concept)]
        found = [
            party
            for party in found
            if not any(
                first <= party.last and party.first <= last
                for first, last in ({"site": weapons, "people": weapons, "fighters": deeds}.get(party.kind, ()))
            )
        ]
        begins = {party.first for party in found}
        for party in found:
            self._mark(party, begins)
        return sorted(found, key=lambda party: party.first)

    def _mark(self, party: Party, begins: AbstractSet[int]) -> None:
        grammar = self.grammar
        party.by = self._marked(party.first, grammar.by) or self._followed(party.last, grammar.by_after, begins)
        party.to = not party.by and (
            self._marked(party.first, grammar.to)
            or self._followed(party.last, grammar.to_after, begins)
            or (party.kind in _ARMED and self._words[party.last].endswith(grammar.to_endings or ("\0",)))
        )
        party.at = not party.to and self._marked(party.first, grammar.at)
        party.counted = any(at in self._number_ends for at in (party.first - 1, party.first - 2))
        party.says = self._says(party)
        if self._lang == "ar" and party.kind in _ARMED and self._words[party.first][0] == "ل":
            # `An attack of Islamic State`: the doer of a deed told as a noun.
            party.by = party.by or any(last in {party.first - 1, party.first - 2} for _, last in self._events)

    def _says(self, party: Party) -> bool:
        """Whether the party only tells of it: a verb of speech beside it, a colon behind it, `according to` before."""
        if party.kind in {"site", "works"}:
            return self._marked(party.first, self.grammar.second_hand)
        if self._marked(party.first, self.grammar.second_hand):
            return True
        behind = self.tokens[party.last].end
        ahead = min(party.last + _CLOSE, len(self.tokens) - 1)
        told = self._source[behind : self.tokens[ahead].start] if ahead > party.last else ""
        if ":" in told and not any(first < party.first for first, _ in self._events):
            return True
        if party.kind in _ARMED:
            return False
        reach = 2 if party.kind == "force" else 4
        around = [*self._words[max(0, party.first - 2) : party.first], *self._words[party.last + 1 :][:reach]]
        return any(word in self.grammar.says for word in around)

    def _marked(self, first: int, phrases: frozenset[Phrase]) -> bool:
        """Whether one of the phrases stands before a word, with at most two words in between and no break."""
        for back in range(1, _LOOK_BACK + 1):
            at = first - back
            if at < 0:
                return False
            if any(sign in ",;:،؛" for sign in self._source[self.tokens[at].end : self.tokens[at + 1].start]):
                return False
            for length in (1, 2, 3):
                if at - length + 1 >= 0 and tuple(self._words[at - length + 1 : at + 1]) in phrases:
                    return True
            if any(begin <= at <= end for begin, end in self._events):
                return False
        return False

    def _followed(self, last: int, phrases: frozenset[Phrase], begins: AbstractSet[int]) -> bool:
        """Whether one of the phrases stands behind a word, or behind the next one if that names nobody else."""
        skips = (0,) if last + 1 in begins else (0, 1)
        return any(
            tuple(self._words[last + 1 + skip : last + 1 + skip + length]) in phrases
            for skip in skips
            for length in (1, 2, 3)
        )

    def _has(self, concept: str) -> bool:
        return bool(self._spans(concept))
