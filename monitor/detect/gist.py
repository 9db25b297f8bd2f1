"""The event in one line for a reader of English, Arabic or Persian: what, who, to whom, where, when, how sure.

    Warned: armed attack by Islamic State on a prison in Kirkuk (second-hand)

Names come from `names.yaml` and the gazetteer in the reader's language; what has no name there is quoted if the reader
can read it, and told by its kind otherwise. With fewer than two facts there is no gist.
"""

import re
from dataclasses import dataclass

from monitor.detect.gistwords import (
    ABOUT,
    AT,
    BETWEEN,
    BY,
    CROSSING,
    ESCAPE,
    GENERIC,
    IN,
    LABELS,
    LEAST,
    MOST,
    MUTINY,
    OTHER_TOPIC,
    OUTCOMES,
    PRISON_ATTACK,
    READER_NUMBER,
    SURENESS,
    TOPICS,
)
from monitor.detect.grammar import GRAMMARS, NO_GRAMMAR
from monitor.detect.names import READERS, Reader
from monitor.detect.numbers import Number
from monitor.detect.places import Place
from monitor.detect.reading import Reading
from monitor.detect.slots import Facts, Told
from monitor.detect.status import Status
from monitor.models import Decision

LONGEST = 160
_FEWEST = 2
_LONGEST_NAME = 40
_SITES = frozenset(("prison", "camp", "crossing"))
_ARTICLE = re.compile(r"^(?:the|les?|la|los|las|el)\s+(?=[A-Z])", re.IGNORECASE)
_FLIGHT = ("escape", "jailbreak")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Event:
    """What a gist tells of: the rule that found it, its decision, the status and the facts."""

    rule: str
    decision: Decision
    status: Status
    facts: Facts


def write_gists(reading: Reading, event: Event) -> dict[str, str]:
    """The gist for each language of readers, at most 160 characters each; empty with fewer than two facts."""
    if event.facts.known < _FEWEST:
        return {}
    hearsay = _is_second_hand(reading, event.facts)
    return {reader: _write(reading, event, reader, second_hand=hearsay) for reader in READERS}


def local_names(reading: Reading, facts: Facts) -> dict[str, dict[str, str]]:
    """Actor, target and place as each reader calls them; those that are known."""
    return {
        reader: {
            name: told
            for name, told in (
                ("actor", _told(reading, facts.actor, reader) if facts.actor else ""),
                ("target", _told(reading, facts.target, reader) if facts.target else ""),
                ("place", _place(reading, facts.place, reader) if facts.place else ""),
            )
            if told
        }
        for reader in READERS
    }


def _write(reading: Reading, event: Event, reader: Reader, *, second_hand: bool) -> str:
    number = READER_NUMBER[reader]
    facts = event.facts
    what = _what(reading, event, reader)
    within = AT if facts.place and facts.place.kind in _SITES else IN
    where = f" {within[number]} {_place(reading, facts.place, reader)}" if facts.place else ""
    when = f"{BETWEEN[number]}{_day(reading, facts, reader)}" if _day(reading, facts, reader) else ""
    toll = BETWEEN[number].join(
        OUTCOMES[count.outcome][number].format(_number(count.number, number)) for count, _ in facts.toll
    )
    toll = f"{'؛' if number else ';'} {toll}" if toll else ""
    sure = ["second-hand"] * second_hand + ["weak"] * (event.decision is Decision.REVIEW)
    how_sure = f" ({BETWEEN[number].join(SURENESS[each][number] for each in sure)})" if sure else ""
    label = LABELS[event.status.name][number]
    for tail in (where + when + toll + how_sure, where + toll + how_sure, where + toll, where):
        line = label + what + tail
        if len(line) <= LONGEST:
            return line[0].upper() + line[1:]
    return f"{(label + what)[: LONGEST - 1]}…"


def _what(reading: Reading, event: Event, reader: Reader) -> str:
    """What was done, by whom, to whom."""
    number = READER_NUMBER[reader]
    facts = event.facts
    topic = TOPICS.get(event.rule, OTHER_TOPIC)
    noun = topic.noun[number]
    if event.rule == "prison-attack" and (facts.actor is not None or facts.target is not None):
        if facts.actor is None or facts.actor.party.kind != "prisoners":
            noun = PRISON_ATTACK[number]
        else:
            noun = (MUTINY if reading.concepts.isdisjoint(_FLIGHT) else ESCAPE)[number]
    elif event.rule == "border-infiltration" and facts.actor is not None:
        noun = CROSSING[number]
    actor = f" {BY[number]} {_told(reading, facts.actor, reader)}" if facts.actor else ""
    target = f" {topic.to[number]} {_told(reading, facts.target, reader)}" if facts.target and topic.to else ""
    if noun in {ESCAPE[number], MUTINY[number]} or _is_the_place(facts):
        target = ""
    # Arabic and Persian name the doer last of the two.
    return noun + (actor + target if reader == "en" else target + actor)


def _is_the_place(facts: Facts) -> bool:
    """Whether the target is the site that the place names: `a prison` beside `Nasiriyah prison`."""
    site = facts.place is not None and facts.place.kind in _SITES
    return site and facts.target is not None and facts.target.party.kind == "site"


def _told(reading: Reading, told: Told, reader: Reader) -> str:
    party = told.party
    number = READER_NUMBER[reader]
    if party.country:
        gazetteer = reading.pack.gazetteer()
        row = gazetteer.rows[party.country]
        return (
            gazetteer.titles[row]
            if reader == "en"
            else gazetteer.local.get(row, ("", ""))[number - 1] or (gazetteer.titles[row])
        )
    if party.name is not None:
        return party.name.told(reader)
    tokens = reading.tokens(told.sentence)
    source = reading.document.title if told.sentence == 0 else reading.document.text
    text = _ARTICLE.sub("", source[tokens[party.first].start : tokens[party.last].end])
    readable = reading.document.lang == reader or (party.kind == "group" and bool(_LATIN.match(text)))
    return text if readable and len(text) <= _LONGEST_NAME else GENERIC[party.kind][number]


def _place(reading: Reading, place: Place, reader: Reader) -> str:
    if reader == "en":
        return place.name
    gazetteer = reading.pack.gazetteer()
    names = gazetteer.local.get(gazetteer.rows.get(place.id, -1))
    return names[READER_NUMBER[reader] - 1] if names else place.name


def _day(reading: Reading, facts: Facts, reader: Reader) -> str:
    """The date, or the words for it if the reader can read them."""
    if facts.day is None:
        return ""
    day, sentence = facts.day
    if day.day is not None:
        return day.day.isoformat()
    if reading.document.lang != reader:
        return ""
    tokens = reading.tokens(sentence)
    source = reading.document.title if sentence == 0 else reading.document.text
    return source[tokens[day.first].start : tokens[day.last].end]


def _number(number: Number, reader: int) -> str:
    if number.high is None:
        return LEAST[reader].format(number.low)
    if number.low == number.high:
        return (ABOUT[reader] if number.guess else "{}").format(number.low)
    return f"{number.low}-{number.high}" if number.low else MOST[reader].format(number.high)


def _is_second_hand(reading: Reading, facts: Facts) -> bool:
    """Whether a sentence that tells a fact says that it only passes it on."""
    phrases = GRAMMARS.get(reading.document.lang, NO_GRAMMAR).second_hand
    begins = {phrase[0] for phrase in phrases}
    for number in {told.sentence for told in (facts.actor, facts.target) if told is not None} | {0}:
        words = [token.text for token in reading.tokens(number)]
        for at, word in enumerate(words):
            if word in begins and any(tuple(words[at : at + length]) in phrases for length in (1, 2, 3)):
                return True
    return False
