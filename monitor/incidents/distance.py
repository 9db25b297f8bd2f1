"""How far two places are from one another."""

import math

_EARTH_KM = 6371.0

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""


def distance_km(a: Point, b: Point) -> float:
    """The great-circle distance, in kilometres."""
    lat_a, lon_a = map(math.radians, a)
    lat_b, lon_b = map(math.radians, b)
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
