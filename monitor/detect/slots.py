"""The facts of an event as the evidence's sentences state them, each with its place in the text.

Who and whom are read from the evidence's sentences first, then from the title and the sentences beside them; the toll
and the day also from the two sentences behind. What is not said clearly stays empty.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from monitor.detect.contexts.scene import Scene
from monitor.detect.eventdates import EventDate, find_date, find_part_of_day
from monitor.detect.names import Named, Names
from monitor.detect.passage import Passage
from monitor.detect.places import Place
from monitor.detect.reading import Reading
from monitor.detect.roles import Parts, Party, find_parts
from monitor.detect.toll import OUTCOMES, Count, find_toll
from monitor.models import Hit, Slot, Zone
from monitor.text.fold import fold_plain

# How words begin that tell of people taken elsewhere.
_MOVED = tuple(
    fold_plain(
        "taken transferred airlifted rushed evacuated flown نقل ينقل منتقل اعزام گواستر veguhast sevk kaldırıld "
        "nakledil transféré évacué transporté trasladad evacuad доставлен доставил эвакуирован"
    ).split()
)

_AFTER = 2
_DATELINE, _DATELINE_WORDS = 25, 6


class Told(NamedTuple):
    """A party and the sentence that names it."""

    party: Party
    sentence: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an event; beside each fact the sentence that says it. `part_of_day` is its name, its first and
    last word, the sentence."""

    actor: Told | None
    target: Told | None
    place: Place | None
    day: tuple[EventDate, int] | None
    toll: tuple[tuple[Count, int], ...]
    means: tuple[tuple[Named, int], ...] = ()
    part_of_day: tuple[str, int, int, int] | None = None

    @property
    def known(self) -> int:
        """How many of actor, target, place, day and toll are known."""
        return sum(map(bool, (self.actor, self.target, self.place, self.day, self.toll)))


def find_facts(reading: Reading, scene: Scene, names: Names) -> Facts:
    """The facts of the event that the evidence in these sentences tells."""
    near = [Passage(reading, number) for number in _sentences(reading, scene)]
    told_in = {0, *scene.sentences}
    actor: Told | None = None
    target: Told | None = None
    means: dict[str, tuple[Named, int]] = {}
    for passage in near[: _AFTER + len(scene.sentences)]:
        parts: Parts = find_parts(passage, names)
        here = passage.number in told_in
        if here:
            means |= {_means(each): (each, passage.number) for each in parts.means if _means(each) not in means}
        if actor is None and parts.actor is not None and (here or _is_doer(parts)):
            actor = Told(parts.actor, passage.number)
        if target is None and parts.target is not None and (here or _is_clear(parts.target)):
            target = Told(parts.target, passage.number)
        if actor is not None and target is not None and not here:
            break
    if actor is not None and target is not None and _words(near, actor) == _words(near, target):
        target = None
    country = actor.party.country if actor is not None else ""
    return Facts(
        actor,
        target,
        _place(reading, scene, near, country),
        _day(reading, near),
        _toll(near),
        tuple(means.values()),
        _part_of_day(near, told_in),
    )


def _means(named: Named) -> str:
    return named.name.means or named.name.id


def _words(near: Sequence[Passage], told: Told) -> str:
    """What tells one party from another: its entry, or its words."""
    if told.party.name is not None:
        return told.party.name.id
    passage = next(each for each in near if each.number == told.sentence)
    return " ".join(passage.words[told.party.first : told.party.last + 1])


def _is_doer(parts: Parts) -> bool:
    """Whether a sentence beside the evidence says surely enough who did it."""
    return parts.actor is not None and parts.actor.kind != "force" and (parts.deed or parts.actor.by)


def _is_clear(target: Party) -> bool:
    """Whether a sentence beside the evidence says surely enough that this is whom it was done to."""
    return target.to or target.counted


def to_slots(reading: Reading, facts: Facts) -> tuple[Slot, ...]:
    """The facts as they are told: plain values, with offsets into the input."""
    slots: list[Slot] = []
    for name, told in (("actor", facts.actor), ("target", facts.target)):
        if told is not None:
            hit = _hit(reading, told.sentence, told.party.first, told.party.last, name)
            joined = reading.document.lang == "ar" and told.party.by and not hit.text.startswith("لواء")
            # What is written together with a name in Arabic is no part of it.
            said = hit.text.removeprefix("ل") if joined else hit.text
            entry = told.party.name
            slots.append(Slot(name, said, hit, entry.id if entry else "", entry.like if entry else ""))
    for named, number in facts.means:
        hit = _hit(reading, number, named.first, named.last, "means")
        like = "" if named.name.means else named.name.like
        slots.append(Slot("means", hit.text, hit, _means(named), like))
    if facts.place is not None:
        place = facts.place
        slots.append(Slot("place", place.name, _cut(reading, place.zone, place.start, place.end, "place"), place.id))
    if facts.day is not None:
        day, number = facts.day
        hit = _hit(reading, number, day.first, day.last, "date")
        slots.append(Slot("date", day.day.isoformat() if day.day else hit.text, hit))
    if facts.part_of_day is not None:
        part, first, last, number = facts.part_of_day
        slots.append(Slot("part_of_day", part, _hit(reading, number, first, last, "part_of_day")))
    for count, number in facts.toll:
        zone = reading.sentences[number].zone
        hit = _cut(reading, zone, count.number.start, count.number.end, count.outcome)
        slots.append(Slot(count.outcome, count.number.value, hit))
    return tuple(slots)


def plain_slots(slots: Sequence[Slot]) -> dict[str, str]:
    """Slots as plain values; several means joined, the outcomes joined as `toll`: `12+ killed, 30 wounded`."""
    plain = {slot.name: slot.value for slot in slots if slot.name not in {*OUTCOMES, "means", "part_of_day"}}
    means = ", ".join(slot.value for slot in slots if slot.name == "means")
    toll = ", ".join(f"{slot.value} {slot.name}" for slot in slots if slot.name in OUTCOMES)
    return plain | {name: value for name, value in (("means", means), ("toll", toll)) if value}


def _sentences(reading: Reading, scene: Scene) -> list[int]:
    """The evidence's sentences, the title, those behind the evidence, the one before."""
    last = len(reading.sentences) - 1
    wanted = [*scene.sentences, 0]
    wanted += [number + step for step in range(1, _AFTER + 1) for number in scene.sentences]
    wanted += [number - 1 for number in scene.sentences]
    return [number for number in dict.fromkeys(wanted) if 0 <= number <= last]


def _place(reading: Reading, scene: Scene, near: Sequence[Passage], doer: str) -> Place | None:
    """The place nearest to the evidence; a town or site rather than the country around it."""
    best: Place | None = None
    in_title = {place.id for place in reading.places_in(0)}
    for passage in near:
        # The state that does it is not where it happens, nor is the hospital to which the wounded are taken.
        found = [place for place in reading.places_in(passage.number) if place.id != doer]
        if passage.spans("wounded") and any(word.startswith(_MOVED) for word in passage.words):
            found = [place for place in found if place.id in in_title]
        if not found:
            continue
        anchors = [hit.start for hit in scene.hits_in(reading, passage.number)] or [found[0].start]
        chosen = min(
            found,
            key=lambda place: (
                _is_subject(passage, place),
                place.kind in {"country", "region"},
                min(abs(place.start - at) for at in anchors),
            ),
        )
        if best is None:
            best = chosen
        elif chosen.kind != "country" and best.id in chosen.within:
            return chosen
        if best.kind not in {"country", "province", "region"}:
            return best
    return best


def _is_subject(passage: Passage, place: Place) -> bool:
    """Whether a name at the head of a sentence may be a government that acts: `Paris asks ...`, not `Paris: ...`."""
    head = passage.tokens[0].start == place.start and not passage.grammar.verb_last
    return head and passage.source[place.end : place.end + 3].lstrip()[:1].isalpha()


def _day(reading: Reading, near: Sequence[Passage]) -> tuple[EventDate, int] | None:
    published: date | None = reading.document.published.date() if reading.document.published else None
    for passage in near:
        day = find_date(passage.words, passage.lang, published)
        if day is not None and not _is_dateline(passage, day):
            return day, passage.number
    return None


def _part_of_day(near: Sequence[Passage], told_in: AbstractSet[int]) -> tuple[str, int, int, int] | None:
    """When on the day, as the sentences that tell the event say: another sentence may tell when somebody spoke."""
    for passage in near:
        found = find_part_of_day(passage.words, passage.lang) if passage.number in told_in else None
        if found is not None:
            return *found, passage.number
    return None


def _is_dateline(passage: Passage, day: EventDate) -> bool:
    """Whether a date is that of the report: `SUCRE, 3 SEP 89 (PRESENCIA) -- `."""
    behind = passage.source[passage.tokens[day.last].end :][:_DATELINE]
    return passage.number == 1 and day.first < _DATELINE_WORDS and ("--" in behind or "(" in behind)


def _toll(near: Sequence[Passage]) -> tuple[tuple[Count, int], ...]:
    told: dict[str, tuple[Count, int]] = {}
    for passage in near:
        for count in find_toll(passage):
            told.setdefault(count.outcome, (count, passage.number))
    return tuple(told[outcome] for outcome in OUTCOMES if outcome in told)


def _hit(reading: Reading, sentence: int, first: int, last: int, name: str) -> Hit:
    tokens = reading.tokens(sentence)
    return _cut(reading, reading.sentences[sentence].zone, tokens[first].start, tokens[last].end, name)


def _cut(reading: Reading, zone: Zone, start: int, end: int, name: str) -> Hit:
    document = reading.document
    source, shift = (document.title, document.title_at) if zone == "title" else (document.text, document.text_at)
    return Hit(zone, start + shift, end + shift, source[start:end], name)
