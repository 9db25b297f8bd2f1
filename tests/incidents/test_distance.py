"""Distances between places."""

import pytest

from monitor.incidents.distance import distance_km
from monitor.incidents.profile import Spot


def test_distances_are_great_circles_in_kilometres() -> None:
    mosul, kirkuk = (35.47, 44.39), (36.34, 43.13)
    assert distance_km(mosul, kirkuk) == pytest.approx(149, abs=3)
    assert distance_km((0.0, 179.5), (0.0, -179.5)) == pytest.approx(111, abs=1)
    place = Spot("geonames:99072", "Mosul", "town", 36.335, 43.119, "IQ")
    assert distance_km(place.point, place.point) == 0
