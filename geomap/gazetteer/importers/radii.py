"""How large a place is where its source gives only a point."""

from __future__ import annotations

import math

from geomap.model import Kind

_PEOPLE_PER_KM2 = 5_000
_POSITION_DOUBT_M = 1_000.0

# Medians of the extents of such places, rounded; a river or a region varies too much to be more than a hint.
_TYPICAL_M: dict[Kind, float] = {
    Kind.COUNTRY: 300_000,
    Kind.ADMIN1: 70_000,
    Kind.ADMIN2: 25_000,
    Kind.REGION: 150_000,
    Kind.CITY: 5_000,
    Kind.TOWN: 2_500,
    Kind.VILLAGE: 1_500,
    Kind.QUARTER: 1_500,
    Kind.AIR_BASE: 3_000,
    Kind.AIRPORT: 2_500,
    Kind.MILITARY_BASE: 2_000,
    Kind.OIL_FIELD: 10_000,
    Kind.GAS_FIELD: 8_000,
    Kind.PORT: 2_500,
    Kind.ISLAND: 5_000,
    Kind.SEA: 250_000,
    Kind.STRAIT: 30_000,
    Kind.RIVER: 50_000,
    Kind.LAKE: 5_000,
    Kind.MOUNTAIN: 5_000,
    Kind.DESERT: 150_000,
    Kind.COORDINATE: 100,
}
_SETTLEMENTS = frozenset({Kind.CITY, Kind.TOWN, Kind.VILLAGE, Kind.QUARTER})


def radius_m(kind: Kind, population: int | None = None) -> float:
    """Give the radius in metres of the circle that holds a place known by its point alone.

    A settlement of known population is taken as a disc of 5,000 people a square
    kilometre, and a kilometre is added for the doubt about its point: 1.8 km for 10,000
    people, 9 km for a million, 26 km for ten million. All others get what is typical of
    their kind; a single facility 1 km.
    """
    if population and kind in _SETTLEMENTS:
        disc = 1_000.0 * math.sqrt(population / _PEOPLE_PER_KM2 / math.pi)
        return float(round(_POSITION_DOUBT_M + disc, -2))
    return _TYPICAL_M.get(kind, _POSITION_DOUBT_M)
