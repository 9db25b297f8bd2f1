"""Which places a text names, where exactly, and which of the places of one name is meant.

A mention is believed by its trust: how well known the place is (country 3; capital, large or hand-listed town 2; town
1; village 0), less 2 if the name is also an ordinary word, plus 1 for a preposition before it, 2 for a word such as
`city of`, and 1 if the text names its country otherwise. From 2 on it counts. Where a name has several places, the
countries that the text names decide, then their neighbours, then how well known and how large the place is.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.detect.gazetteer import Gazetteer
from monitor.detect.placewords import (
    ARTICLES,
    DIRECTIONS,
    NAME_TAILS,
    PLACE_WORDS,
    POSTPOSITIONS,
    PREPOSITIONS,
    PROVINCE_WORDS,
    stems,
)
from monitor.models import Zone
from monitor.text.tokens import Words

_BELIEVED = 2
_EARTH_KM = 6371.0
_WITHIN_NAME = frozenset((" ", "-", "'", "’", "‘", "\u200c", "-\u200f", ". ", ".", "‑", "–", "_", "\u00a0", "ʼ", "`"))
_MOST_MENTIONS = 2_000


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


@dataclass(slots=True)
class _Mention:
    """A name found in a text, before it is decided whether and which place it means."""

    zone: int
    first: int
    last: int
    rows: tuple[int, ...]
    bent: bool
    cue: int = 0
    province: bool = False
    beside: str = ""


@dataclass(slots=True)
class _Zone:
    """One zone of a document as the search sees it. `cased` says that capitals tell names from words."""

    name: Zone
    text: str
    words: Words
    cased: bool = True
    headline: bool = False


@dataclass(slots=True)
class _Context:
    """What the text says of countries: how often each is named or implied, and the neighbours of those."""

    votes: Counter[str] = field(default_factory=Counter)
    near: set[str] = field(default_factory=set)


def find_places(zones: Sequence[tuple[Zone, str, Words]], gazetteer: Gazetteer, lang: str) -> tuple[Place, ...]:
    """Every believed mention of a place, zone by zone in the order of the text; countries give context to all zones.

    `zones` holds each zone's name, original text and words. Linear in the length of the text.
    """
    mentions: list[_Mention] = []
    context = _Context()
    seen = [_look(*zone) for zone in zones]
    for number, zone in enumerate(seen):
        mentions += _mentions(zone, number, gazetteer, lang, context.votes)
    for mention, following in zip(mentions, [*mentions[1:], None], strict=True):
        _read_surroundings(mention, following, seen[mention.zone], gazetteer)
    for mention in mentions:
        _vote(mention, gazetteer, context.votes)
    for country in context.votes:
        context.near |= gazetteer.neighbours.get(country, frozenset())
    found: list[Place] = []
    for mention in mentions:
        row = _decide(mention, seen[mention.zone], gazetteer, context)
        if row is not None:
            found.append(_place(row, mention, seen[mention.zone], gazetteer))
    return tuple(found)


def distance_km(a: Place | tuple[float, float], b: Place | tuple[float, float]) -> float:
    """The great-circle distance between two places or points (latitude, longitude), in kilometres."""
    lat_a, lon_a = map(math.radians, a if isinstance(a, tuple) else (a.lat, a.lon))
    lat_b, lon_b = map(math.radians, b if isinstance(b, tuple) else (b.lat, b.lon))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def contains(watched: str, place: Place) -> bool:
    """Whether a watched id covers a place: itself, or the country, province or region that the place lies in."""
    return watched == place.id or watched in place.within


def _look(name: Zone, text: str, words: Words) -> _Zone:
    # A text all in capitals or without any says nothing by case; in a headline every word may have a capital.
    cased = not (text.isupper() or text.islower())
    headline = False
    if cased and name == "title" and words.starts:
        capitals = sum(text[start].isupper() for start in words.starts)
        headline = capitals * 10 >= len(words.starts) * 7
    return _Zone(name, text, words, cased, headline)


def _mentions(
    zone: _Zone, number: int, gazetteer: Gazetteer, lang: str, votes: Counter[str]
) -> Iterator[_Mention]:
    """The longest names in a zone, left to right, not overlapping; words for a country's people go into `votes`."""
    folded, starts, text = zone.words.folded, zone.words.starts, zone.text
    heads = gazetteer.heads
    bends = lang in {"ar", "und", "ckb", "kmr", "tr", "ru"}
    count = free = 0
    for at, word in enumerate(folded):
        bent = word not in heads
        if bent:
            if not bends or at < free or (word < "\u0530" and not text[starts[at]].isupper()):
                continue
            stem = next((stem for stem in stems(word, lang) if stem in heads), None)
            if stem is None:
                continue
            word = stem  # noqa: PLW2901  # the name is searched by what the word is without its ending
        if at < free:
            continue
        longest = _longest(zone, at, word, gazetteer, lang)
        if longest is None:
            continue
        last, rows = longest
        if rows[0] < 0:
            votes[gazetteer.countries[-rows[0] - 1]] += 2
            continue
        free = last + 1
        count += 1
        if count > _MOST_MENTIONS:
            return
        yield _Mention(number, at, last, rows, bent)


def _longest(zone: _Zone, at: int, head: str, gazetteer: Gazetteer, lang: str) -> tuple[int, tuple[int, ...]] | None:
    """The longest name that begins with a word: its last word's number and the rows it may mean."""
    folded, starts, ends, text = zone.words.folded, zone.words.starts, zone.words.ends, zone.text
    most = min(gazetteer.heads[head], len(folded) - at)
    reach = at
    while reach + 1 < at + most and _joined(text[ends[reach] : starts[reach + 1]]):
        reach += 1
    heads = ("al", head) if head in ARTICLES and head != "al" else (head,)
    for last in range(reach, at - 1, -1):
        middle = " ".join(folded[at + 1 : last]) if last > at + 1 else ""
        tails = [folded[last]] if last > at else [""]
        if last > at and lang in {"ckb", "kmr", "tr", "ru"}:
            tails += stems(folded[last], lang)
        for begin in heads:
            for tail in tails:
                rows = gazetteer.candidates(" ".join(part for part in (begin, middle, tail) if part), lang)
                if not rows:
                    continue
                if rows[0] < 0 or _is_written_as_name(zone, at, last):
                    return last, rows
    return None


def _joined(gap: str) -> bool:
    return gap in _WITHIN_NAME


def _is_written_as_name(zone: _Zone, first: int, last: int) -> bool:
    """Whether the words have a capital, where the script has any; a short name all in capitals must be so written."""
    text, starts, ends = zone.text, zone.words.starts, zone.words.ends
    letter = text[starts[first]]
    if letter.isalpha() and not letter.isupper() and not letter.islower():
        return True
    if not zone.cased:
        return True
    if first == last:
        return letter.isupper() and (ends[first] - starts[first] > 3 or text[starts[first] : ends[first]] not in {"Us", "Uk", "Abd"})
    return any(text[starts[at]].isupper() for at in range(first, last + 1))


def _read_surroundings(mention: _Mention, following: _Mention | None, zone: _Zone, gazetteer: Gazetteer) -> None:
    """Note the words before and behind a name, and the country that follows it as in `Tripoli, Lebanon`."""
    folded, starts, ends, text = zone.words.folded, zone.words.starts, zone.words.ends, zone.text
    before = folded[mention.first - 1] if mention.first else ""
    if before in ARTICLES and mention.first > 1 and zone.words.ends[mention.first - 1] + 1 == starts[mention.first]:
        before = folded[mention.first - 2] if before not in PREPOSITIONS else before
    two = folded[mention.first - 2] if mention.first > 1 else ""
    after = folded[mention.last + 1] if mention.last + 1 < len(folded) else ""
    behind = text[ends[mention.last] : ends[mention.last] + 1]
    if before in PLACE_WORDS or (before in {"of", "de", "du"} and two in PLACE_WORDS) or (after in PLACE_WORDS and behind == " "):
        mention.cue = 2
    elif before in PREPOSITIONS or (after in POSTPOSITIONS and behind in {" ", "'", "’"}):
        mention.cue = 1
    provincial = before in PROVINCE_WORDS or (before in {"of", "de", "du"} and two in PROVINCE_WORDS)
    mention.province = provincial or (after in PROVINCE_WORDS and behind in {" ", "'", "’"})
    if following is not None and following.zone == mention.zone and starts[following.first] - ends[mention.last] <= 3:
        countries = {gazetteer.countries[row] for row in following.rows if gazetteer.kinds[row] in {"country", "province"}}
        if len(countries) == 1:
            mention.beside = countries.pop()


def _vote(mention: _Mention, gazetteer: Gazetteer, votes: Counter[str]) -> None:
    """Let a name that can hardly mean anything else speak for its country."""
    rows = mention.rows
    best = max(rows, key=gazetteer.trust.__getitem__)
    if gazetteer.kinds[best] == "country":
        votes[gazetteer.countries[best]] += 3
    elif gazetteer.trust[best] >= _BELIEVED and not mention.bent:
        if len({gazetteer.countries[row] for row in rows if gazetteer.trust[row] >= _BELIEVED}) == 1:
            votes[gazetteer.countries[best]] += 1


def _decide(mention: _Mention, zone: _Zone, gazetteer: Gazetteer, context: _Context) -> int | None:
    """The row that a mention means, or None if it is no place."""
    row = _choose(mention, gazetteer, context)
    kind, trust, country = gazetteer.kinds[row], gazetteer.trust[row], gazetteer.countries[row]
    if kind == "none" or (mention.bent and trust < _BELIEVED):
        return None
    folded = zone.words.folded
    name = " ".join(folded[mention.first : mention.last + 1])
    doubtful = name in gazetteer.ordinary
    cased = zone.cased and zone.text[zone.words.starts[mention.first]].isupper()
    if cased and mention.first == mention.last and not mention.province:
        if _is_part_of_name(mention, zone, gazetteer, loose=name in gazetteer.people or doubtful, country=kind == "country"):
            return None
    own = 3 if kind == "country" else int(trust >= _BELIEVED)
    named = context.votes[country] > (own if not doubtful else own)
    short = not cased and " " not in name and len(name) <= 3 and kind != "country"
    total = trust + mention.cue + named - 2 * doubtful - short + 2 * bool(mention.beside)
    return row if total >= _BELIEVED else None


def _choose(mention: _Mention, gazetteer: Gazetteer, context: _Context) -> int:
    """Which of the places of one name is the likeliest."""
    if len(mention.rows) == 1:
        return mention.rows[0]

    def rank(row: int) -> tuple[bool, bool, int, bool, int, int]:
        country, kind = gazetteer.countries[row], gazetteer.kinds[row]
        return (
            country == mention.beside,
            (kind == "province") == mention.province,
            context.votes[country],
            country in context.near,
            gazetteer.trust[row],
            gazetteer.population[row],
        )

    return max((row for row in mention.rows if row >= 0), key=rank)


def _is_part_of_name(mention: _Mention, zone: _Zone, gazetteer: Gazetteer, *, loose: bool, country: bool) -> bool:
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
    if loose and after < len(folded) and text[ends[mention.last] : starts[after]] == " " and text[starts[after]].isupper():
        if folded[after] not in PLACE_WORDS and folded[after] not in gazetteer.heads:
            return True
    if before < 0 or text[ends[before] : starts[mention.first]] != " " or not text[starts[before]].isupper():
        return False
    if folded[before] in DIRECTIONS or folded[before] in PLACE_WORDS or folded[before] in PREPOSITIONS:
        return False
    if folded[before] in gazetteer.heads or ends[before] - starts[before] < 2:
        return False
    opens = before == 0 or any(sign in text[ends[before - 1] : starts[before]] for sign in '.!?:"\n«“؟')
    return loose or not opens


def _place(row: int, mention: _Mention, zone: _Zone, gazetteer: Gazetteer) -> Place:
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
    )
