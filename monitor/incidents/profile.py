"""What is kept of a report to tell later whether another speaks of the same event: words, and facts of no language.

Words (similarity.py) compare reports in one language. Facts compare all: places are ids of the gazetteer, actor and
target entries of names.yaml, a toll is numbers. A profile is packed into a few hundred bytes that the store keeps
without looking inside.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from monitor.incidents.distance import Point
from monitor.incidents.similarity import HEADLINE_NAME, LONG_HEADLINE_WORD, pack_words, unpack_words, word_weights
from monitor.models import Article, Assessment, NamedPlace, Slot

VERSION = 3
MOST_PLACES = 6
OUTCOMES = ("killed", "wounded", "freed", "captured")
KEY_WORDS = 6
COUNTRY_CODE = 2
NOWHERE = "?"
"""The key of reports that name no place: any report may belong to their incidents."""
SITES = frozenset({"prison", "camp", "crossing"})
VAGUE = frozenset({"country", "province", "region"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as a profile keeps it; `within` are the ids of what it lies in."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    country: str
    within: tuple[str, ...] = ()
    population: int = 0

    @property
    def point(self) -> Point:
        """Where it is."""
        return self.lat, self.lon

    @property
    def is_exact(self) -> bool:
        """Whether it is a town or a site, not a province or a country."""
        return self.kind not in VAGUE


class Party(NamedTuple):
    """Who or with what, as an entry of names.yaml: its id, and what else other reports may call it (`any`: anybody)."""

    id: str = ""
    like: str = ""


NOBODY = Party()
"""What is said of nobody."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One report of one event. `centre` is where it happened, if the text says so; `places` all that it names, nearest
    to the evidence first. `means` are with what it was done, `part_of_day` is night, morning and so on. `toll` holds
    the numbers by outcome, `published` is in seconds since 1970. `weights` and `length` are the signature of its
    words."""

    lang: str = ""
    rules: tuple[str, ...] = ()
    centre: Spot | None = None
    places: tuple[Spot, ...] = ()
    actor: Party = NOBODY
    target: Party = NOBODY
    means: tuple[Party, ...] = ()
    toll: dict[str, int] = field(default_factory=dict)
    day: date | None = None
    part_of_day: str = ""
    status: str = ""
    published: float | None = None
    weights: dict[int, int] = field(default_factory=dict)
    length: float = 1.0

    @property
    def is_located(self) -> bool:
        """Whether it names more than countries and regions, which stretch nobody knows how far."""
        return any(place.kind not in {"country", "region"} for place in self.places)

    @property
    def countries(self) -> frozenset[str]:
        """The countries it speaks of."""
        return frozenset(place.country for place in self.places if place.country)


def profile_of(article: Article, assessments: Sequence[Assessment]) -> Profile:
    """The profile of an article for the event that these assessments, the strongest first, speak of."""
    facts: dict[str, Slot] = {}
    means: dict[str, Party] = {}
    for assessment in assessments:
        for slot in assessment.facts:
            facts.setdefault(slot.name, slot)
            if slot.name == "means":
                means.setdefault(slot.id, Party(slot.id, slot.like))
    places: dict[str, Spot] = {}
    for assessment in assessments:
        for place in assessment.places:
            places.setdefault(place.id, _spot(place))
    topical = {hit.text for one in assessments for reason in one.reasons for hit in reason.hits}
    topical |= {place.name for place in places.values()} | {facts["place"].hit.text if "place" in facts else ""}
    weights, length = word_weights(article.title, article.text, sorted(topical))
    return Profile(
        lang=article.lang,
        rules=tuple(dict.fromkeys(assessment.rule for assessment in assessments)),
        centre=places.get(facts["place"].id) if "place" in facts else None,
        places=tuple(places.values())[:MOST_PLACES],
        actor=_party(facts.get("actor")),
        target=_party(facts.get("target")),
        means=tuple(means.values()),
        toll={name: count for name in OUTCOMES if (count := _count(_value(facts.get(name)))) is not None},
        day=_day(_value(facts.get("date"))),
        part_of_day=_value(facts.get("part_of_day")),
        status=assessments[0].status or "",
        published=article.published.timestamp() if article.published else None,
        weights=weights,
        length=length,
    )


def filed_under(profile: Profile, families: Iterable[str]) -> tuple[str, ...]:
    """By what later reports find the incident of this one: towns, sites and provinces, countries (also apart, when it
    knows no more than countries and regions), the names of its headline; `?` when it names no place."""
    spots, countries = _spots(profile), sorted(profile.countries)
    vague = [] if profile.is_located else [f"{country}!" for country in countries]
    nowhere = [] if spots or countries else [NOWHERE]
    return _of_families(families, [*spots, *countries, *vague, *nowhere, *_headline(profile)])


def looked_up(profile: Profile, families: Iterable[str]) -> tuple[str, ...]:
    """By what a report finds the incidents that it may belong to. A report of something in a town cannot belong to one
    of another town, so the many incidents of its country need not be read."""
    spots, countries = _spots(profile), sorted(profile.countries)
    if profile.centre is not None and profile.is_located:
        return _of_families(families, [*spots, *(f"{country}!" for country in countries), NOWHERE])
    return _of_families(families, [*spots, *countries, *_headline(profile), NOWHERE])


def _spots(profile: Profile) -> list[str]:
    """Towns, sites and provinces, with the provinces around them."""
    keys: dict[str, None] = {}
    for place in profile.places:
        if place.kind != "country":
            keys |= dict.fromkeys((place.id, *(around for around in place.within if len(around) > COUNTRY_CODE)))
    return list(keys)


def _headline(profile: Profile) -> list[str]:
    """The names of the headline, or its longer words where no capital tells names."""
    weighty = [word for word, weight in profile.weights.items() if weight >= LONG_HEADLINE_WORD]
    names = [word for word in weighty if profile.weights[word] >= HEADLINE_NAME] or weighty
    return [f"{word:08x}" for word in sorted(names, key=lambda word: -profile.weights[word])[:KEY_WORDS]]


def _of_families(families: Iterable[str], keys: Iterable[str]) -> tuple[str, ...]:
    ordered = sorted(families)
    return tuple(f"{family} {key}" for key in dict.fromkeys(keys) for family in ordered)


def pack(profile: Profile) -> bytes:
    """The profile as bytes for the store."""
    facts = {
        "v": VERSION,
        "lang": profile.lang,
        "rules": profile.rules,
        "centre": profile.centre.id if profile.centre else "",
        "places": [
            [one.id, one.name, one.kind, round(one.lat, 3), round(one.lon, 3), one.country, one.within, one.population]
            for one in profile.places
        ],
        "actor": profile.actor,
        "target": profile.target,
        "means": profile.means,
        "toll": profile.toll,
        "day": profile.day.isoformat() if profile.day else "",
        "part_of_day": profile.part_of_day,
        "status": profile.status,
        "published": profile.published,
    }
    words = pack_words(profile.weights, profile.length)
    return words + json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


@lru_cache(maxsize=4096)
def unpack(packed: bytes) -> Profile:
    """What `pack` packed. Of reports kept by older versions only the words are known, of newer ones nothing."""
    weights, length, rest = unpack_words(packed)
    if not rest:
        return Profile(weights=weights, length=length)
    try:
        facts = json.loads(rest)
        if facts["v"] != VERSION:
            return Profile()
        places = tuple(
            Spot(id_, name, kind, lat, lon, country, tuple(within), population)
            for id_, name, kind, lat, lon, country, within, population in facts["places"]
        )
        return Profile(
            lang=facts["lang"],
            rules=tuple(facts["rules"]),
            centre=next((place for place in places if place.id == facts["centre"]), None),
            places=places,
            actor=Party(*facts["actor"]),
            target=Party(*facts["target"]),
            means=tuple(Party(*each) for each in facts["means"]),
            toll=facts["toll"],
            day=date.fromisoformat(facts["day"]) if facts["day"] else None,
            part_of_day=facts["part_of_day"],
            status=facts["status"],
            published=facts["published"],
            weights=weights,
            length=length,
        )
    except (ValueError, KeyError, TypeError):
        return Profile()


def _spot(place: NamedPlace) -> Spot:
    return Spot(place.id, place.name, place.kind, place.lat, place.lon, place.country, place.within, place.population)


def _party(slot: Slot | None) -> Party:
    return Party(slot.id, slot.like) if slot is not None else NOBODY


def _value(slot: Slot | None) -> str:
    return slot.value if slot is not None else ""


def _count(said: str) -> int | None:
    digits = said.rstrip("+")
    return int(digits) if digits.isdecimal() and len(digits) < 7 else None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
