"""Which places a text names, where exactly, and which of the places of one name is meant.

A mention is believed by its trust: how well known the place is (country 3; capital, large or hand-listed town 2; town
1; village 0), less 2 if the name is also an ordinary word, plus 1 for a preposition before it, 2 for a word such as
`city of`, and 1 if the text names its country otherwise; less 2 for a small town where the text names towns of other
countries alone. From 2 on it counts. Where a name has several places, the
countries that the text names decide, then their neighbours, then how well known and how large the place is.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from monitor.detect.gazetteer import Gazetteer
from monitor.detect.placenames import Mention, View, look, mentions, read_surroundings
from monitor.detect.placewords import DIRECTIONS, NAME_TAILS, PLACE_WORDS, PREPOSITIONS
from monitor.models import Zone
from monitor.text.tokens import Words

_BELIEVED = 2
_CITY = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """One mention of a place. `start` and `end` are offsets in the zone's original text; `id` is a country code, a
    province (`IQ.13`), `geonames:N` or one of ours; `within` holds the ids of all that the place lies in."""

    name: str
    country: str
    lat: float
    lon: float
    kind: str
    zone: Zone
    start: int
    end: int
    id: str
    within: tuple[str, ...] = ()
    population: int = 0


@dataclass(slots=True)
class _Context:
    """What the text says of countries: how often each is named or implied, of which it names towns, and the neighbours
    of them all."""

    lang: str
    votes: Counter[str] = field(default_factory=Counter)
    towns: dict[str, set[str]] = field(default_factory=dict)
    near: set[str] = field(default_factory=set)


class Named(NamedTuple):
    """What a text names: places, zone by zone in the order of the text, and the countries whose people or things it
    speaks of (`Nigerian`), the most named first."""

    places: tuple[Place, ...]
    peoples: tuple[str, ...]


def find_places(zones: Sequence[tuple[Zone, str, Words]], gazetteer: Gazetteer, lang: str) -> Named:
    """Every believed mention of a place, and the peoples; countries give context to all zones.

    `zones` holds each zone's name, original text and words. Linear in the length of the text.
    """
    names: list[Mention] = []
    context = _Context(lang)
    seen = [look(*zone) for zone in zones]
    for number, zone in enumerate(seen):
        names += mentions(zone, number, gazetteer, lang, context.votes)
    peoples = tuple(country for country, _ in context.votes.most_common())
    for mention, following in zip_longest(names, names[1:]):
        read_surroundings(mention, following, seen[mention.zone], gazetteer)
    for mention in names:
        _vote(mention, gazetteer, context)
    for country in context.votes:
        context.near |= gazetteer.neighbours.get(country, frozenset())
    found: list[Place] = []
    for mention in names:
        row = _decide(mention, seen[mention.zone], gazetteer, context)
        if row is not None:
            found.append(_place(row, mention, seen[mention.zone], gazetteer))
    return Named(tuple(found), peoples)


def contains(watched: str, place: Place) -> bool:
    """Whether a watched id covers a place: itself, or the country, province or region that the place lies in."""
    return watched == place.id or watched in place.within


def _vote(mention: Mention, gazetteer: Gazetteer, context: _Context) -> None:
    """Let a name that can hardly mean anything else speak for its country."""
    rows, votes = mention.rows, context.votes
    if gazetteer.is_word(mention.name, context.lang):
        return
    best = max(rows, key=gazetteer.trust.__getitem__)
    if gazetteer.kinds[best] == "country":
        votes[gazetteer.countries[best]] += 3
    elif gazetteer.trust[best] >= _BELIEVED and not mention.bent:
        countries = {gazetteer.countries[row] for row in rows if gazetteer.trust[row] >= _BELIEVED}
        named = context.towns.setdefault(gazetteer.countries[best], set())
        if len(countries) == 1 and mention.name not in named:
            votes[gazetteer.countries[best]] += 1
            named.add(mention.name)


def _decide(mention: Mention, zone: View, gazetteer: Gazetteer, context: _Context) -> int | None:
    """The row that a mention means, or None if it is no place."""
    row = _choose(mention, gazetteer, context)
    kind, trust, country = gazetteer.kinds[row], gazetteer.trust[row], gazetteer.countries[row]
    if kind == "none" or (mention.bent and trust < _BELIEVED):
        return None
    name = mention.name
    doubtful = gazetteer.is_word(name, context.lang)
    cased = zone.cased and zone.text[zone.words.starts[mention.first]].isupper()
    person = gazetteer.is_person(name)
    alone = cased and mention.first == mention.last and not mention.kind
    if alone and _is_part_of_name(mention, zone, gazetteer, loose=person or doubtful, country=kind == "country"):
        return None
    own = 0 if doubtful else 3 if kind == "country" else int(trust >= _BELIEVED)
    total = trust + mention.cue + (context.votes[country] > own) + 2 * bool(mention.beside)
    if context.votes[country] <= own and gazetteer.population[row] < _CITY and kind == "town":
        # Beside towns of another country alone it is more likely a quarter or a village there.
        total -= 2 * any(named for where, named in context.towns.items() if where != country)
    if doubtful or person:
        total -= 2 if doubtful or not cased else int(row not in gazetteer.known)
    if not cased and kind != "country" and " " not in name and row not in gazetteer.known:
        # Without capitals a short name, and in Latin letters any, is more likely a word.
        total -= len(name) <= 4 or name < "\u0370"
    return row if total >= _BELIEVED else None


def _choose(mention: Mention, gazetteer: Gazetteer, context: _Context) -> int:
    """Which of the places of one name is the likeliest."""
    if len(mention.rows) == 1:
        return mention.rows[0]
    rows = [row for row in mention.rows if row >= 0]
    most = max(context.votes[gazetteer.countries[row]] for row in rows)

    def rank(row: int) -> float:
        country, kind = gazetteer.countries[row], gazetteer.kinds[row]
        fit = 8 * (country == mention.beside)
        fit += 8 * (kind == mention.kind) if mention.kind else 4 * (kind != "province" and gazetteer.trust[row] > 0)
        told = 3 * context.votes[country] / most if most else 0
        size = 6.0 if kind == "province" else math.log10(gazetteer.population[row] + 10)
        return fit + told + (country in context.near) + size + 2 * (row in gazetteer.known) + 2 * (kind == "country")

    return max(rows, key=rank)


def _is_part_of_name(mention: Mention, zone: View, gazetteer: Gazetteer, *, loose: bool, country: bool) -> bool:
    """Whether a capitalised neighbour makes a place name part of a person's or an organisation's name.

    `loose` names are also given names or words and go with a neighbour on either side; others only follow one. In a
    headline, where every word may have a capital, only telling words count.
    """
    folded, starts, ends, text = zone.words.folded, zone.words.starts, zone.words.ends, zone.text
    before, after = mention.first - 1, mention.last + 1
    if after < len(folded) and folded[after] in NAME_TAILS and text[starts[after]].isupper():
        return True
    if zone.headline or (country and not loose):
        return False
    if loose and after < len(folded) and text[ends[mention.last] : starts[after]] == " ":
        follower = gazetteer.candidates(folded[after], "")
        is_country = bool(follower) and (follower[0] < 0 or gazetteer.kinds[follower[0]] == "country")
        if text[starts[after]].isupper() and folded[after] not in PLACE_WORDS and not is_country:
            return True
    if before < 0 or text[ends[before] : starts[mention.first]] != " " or not text[starts[before]].isupper():
        return False
    if folded[before] in DIRECTIONS or folded[before] in PLACE_WORDS or folded[before] in PREPOSITIONS:
        return False
    if folded[before] in gazetteer.heads or ends[before] - starts[before] < 2:
        return False
    opens = before == 0 or any(sign in text[ends[before - 1] : starts[before]] for sign in '.!?:"\n«“؟')
    return loose or not opens


def _place(row: int, mention: Mention, zone: View, gazetteer: Gazetteer) -> Place:
    return Place(
        name=gazetteer.titles[row],
        country=gazetteer.countries[row],
        lat=gazetteer.lat[row],
        lon=gazetteer.lon[row],
        kind=gazetteer.kinds[row],
        zone=zone.name,
        start=zone.words.starts[mention.first],
        end=zone.words.ends[mention.last],
        id=gazetteer.ids[row],
        within=gazetteer.covering(row),
        population=gazetteer.population[row],
    )
