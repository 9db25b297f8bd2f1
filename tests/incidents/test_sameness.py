"""What agrees and what differs between two reports, and what it makes of one event or two."""

from dataclasses import replace

import pytest

from monitor.incidents.profile import Party, Profile, Spot, pack, unpack
from monitor.incidents.relations import is_form, part_of_day_relation, party_relation, place_relation
from monitor.incidents.sameness import NEEDED, best_of, compare
from monitor.incidents.similarity import word_weights

MOSUL = Spot("geonames:99072", "Mosul", "town", 36.34, 43.13, "IQ", ("IQ.15", "IQ"))
TEL_KAIF = Spot("geonames:90000", "Tel Kaif", "town", 36.49, 43.12, "IQ", ("IQ.15", "IQ"))
BASRA = Spot("geonames:99532", "Basra", "town", 30.5, 47.8, "IQ", ("IQ.02", "IQ"))
BADUSH = Spot("prison:badush", "Badush prison", "prison", 36.4, 42.98, "IQ", ("IQ.15", "IQ"))
NINEVEH = Spot("IQ.15", "Nineveh", "province", 36.2, 42.5, "IQ", ("IQ",))
IRAQ = Spot("IQ", "Iraq", "country", 33.0, 44.0, "IQ")
SAHEL = Spot("region:sahel", "Sahel", "region", 14.5, 0.0, "ML", ("ML", "NE", "BF"))
MENAKA = Spot("geonames:2453514", "Ménaka", "town", 15.92, 2.4, "ML", ("ML.09", "ML"))
CEYLANPINAR = Spot("geonames:320000", "Ceylanpınar", "town", 36.85, 40.05, "TR", ("TR.63", "TR"))
RAS_AL_AIN = Spot("geonames:172409", "Ras al-Ain", "town", 36.85, 40.07, "SY", ("SY.01", "SY"))
ADANA = Spot("geonames:325363", "Adana", "town", 37.0, 35.32, "TR", ("TR.81", "TR"))


def at(spot: Spot | None, *others: Spot, **more: object) -> Profile:
    """A report of something that happened there."""
    places = (*([spot] if spot else ()), *others)
    return replace(Profile(lang="en", rules=("bombing",), centre=spot, places=places), **more)  # type: ignore[arg-type]  # names of fields


def headline(title: str, spot: Spot | None = None) -> Profile:
    """A bare headline."""
    weights, length = word_weights(title, "", [spot.name] if spot else [])
    return at(spot, weights=weights, length=length)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (at(MOSUL), at(MOSUL), "same place"),
        (at(MOSUL), at(BASRA), "other place"),
        (at(MOSUL), at(BASRA, MOSUL), "place named by both"),
        (at(MOSUL), at(TEL_KAIF), "places close by"),
        (at(MOSUL), at(BADUSH), "site of the town"),
        (at(MOSUL), at(NINEVEH), "same region"),
        (at(MOSUL), at(IRAQ), "same country"),
        (at(MENAKA), at(SAHEL), "same country"),
        (at(CEYLANPINAR), at(RAS_AL_AIN), "places close by"),
        (at(ADANA), at(RAS_AL_AIN), "other country"),
        (at(None), at(MOSUL), "place unknown"),
    ],
)
def test_how_places_lie_to_one_another_is_the_same_from_both_sides(one: Profile, other: Profile, relation: str) -> None:
    assert place_relation(one, other) == place_relation(other, one) == relation


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (Party("police"), Party("police"), "same target"),
        (Party("police", "forces"), Party("soldiers", "forces"), "similar target"),
        (Party("vehicle", "any"), Party("market"), "similar target"),
        (Party("market"), Party("mosque"), "other target"),
        (Party("iswap", "islamic-state"), Party("islamic-state"), "similar target"),
        (Party(), Party("market"), "target unknown"),
    ],
)
def test_parties_that_people_take_for_one_another_do_not_part_reports(one: Party, other: Party, relation: str) -> None:
    assert party_relation([one], [other], "target") == party_relation([other], [one], "target") == relation


def test_one_means_in_common_is_enough() -> None:
    drone, guns, car = Party("drone", "air-strike"), Party("gunfire"), Party("vehicle-bomb")
    assert party_relation([drone, guns], [guns], "means") == "same means"
    assert party_relation([drone], [car], "means") == "other means"


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("morning", "morning", "same part of the day"),
        ("morning", "evening", "other part of the day"),
        ("evening", "night", "part of the day unknown"),
        ("", "night", "part of the day unknown"),
    ],
)
def test_only_opposite_parts_of_the_day_part_reports(one: str, other: str, relation: str) -> None:
    assert part_of_day_relation(at(MOSUL, part_of_day=one), at(MOSUL, part_of_day=other)) == relation


def test_two_attacks_of_one_day_and_town_stay_apart_when_means_target_and_hour_differ() -> None:
    market = at(MOSUL, lang="en", means=(Party("vehicle-bomb"),), target=Party("market"), part_of_day="morning")
    mosque = at(MOSUL, lang="ar", means=(Party("gunfire"),), target=Party("mosque"), part_of_day="evening")
    assert compare(market, replace(market, lang="ar")).points >= NEEDED
    assert compare(market, mosque).points < NEEDED


def test_a_form_that_is_filled_in_for_each_town_is_not_one_event() -> None:
    lyon, groix = (headline(f"La météo du vendredi 10 janvier 2020 à {town}") for town in ("Lyon", "Groix"))
    assert is_form(lyon, groix)
    assert compare(lyon, groix).points < NEEDED
    assert is_form(headline("La météo du vendredi 10 janvier 2020 à Mosul", MOSUL), groix)
    assert not is_form(lyon, lyon)
    assert not is_form(headline("Bomb kills three in Mosul market"), headline("Three dead in blast at Mosul bazaar"))


def test_the_same_words_of_two_towns_are_two_events() -> None:
    mosul, basra = (headline(f"Gunmen storm prison in {spot.name}, Iraq", spot) for spot in (MOSUL, BASRA))
    assert compare(mosul, basra).points < NEEDED


def test_all_that_is_compared_survives_the_store() -> None:
    report = at(MOSUL, BASRA, actor=Party("iswap", "islamic-state"), means=(Party("drone", "air-strike"),))
    report = replace(report, part_of_day="night", toll={"killed": 3}, weights={7: 3}, length=3.0)
    assert unpack(pack(report)) == report


def test_other_words_of_one_small_town_are_another_desks_and_of_a_city_another_event() -> None:
    told = ("Gunmen storm prison of Tel Kaif", "Inmates gone after dawn raid on Tel Kaif jail")
    one, other = (headline(title, TEL_KAIF) for title in told)
    assert compare(replace(one, published=0.0), replace(other, published=3600.0)).points >= NEEDED
    city = replace(TEL_KAIF, population=2_000_000)
    one, other = (headline(title, city) for title in told)
    assert compare(replace(one, published=0.0), replace(other, published=3600.0)).points < NEEDED


def test_where_it_happened_any_report_of_an_incident_may_know() -> None:
    first = replace(at(MOSUL, lang="ar"), published=0.0)
    latest = replace(at(IRAQ, lang="ar"), published=36000.0)
    report = replace(at(MOSUL, lang="fa"), published=39600.0)
    alone = compare(report, latest)
    both = best_of(report, [first, latest])
    assert both.grounds[0].why.startswith("same place")
    assert both.points > alone.points
