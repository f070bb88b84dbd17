"""Which places stand for the same spot on the Earth, found without comparing each with each."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from math import inf, radians
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import EARTH_RADIUS_M, distance_m
from geomap.gazetteer.kinds import may_be_one
from geomap.model import Kind, Place, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_REACH_M = 5000.0
"""Two sources place a town a few hundred metres apart, some a few kilometres."""
# A little less than a degree of latitude is long: no rounding may put a neighbour out of reach.
_DEGREE_M = radians(1) * EARTH_RADIUS_M * 0.9999


def same_spot(one: Place, other: Place) -> bool:
    """Tell whether two places of one name, from two sources, are one place.

    They are if they have one id, or are of kinds that are located alike and one's point
    lies in the other's circle. Sites must be of kinds that are taken for each other, too: a
    city's airport is not the hospital beside it, though both are named after the city.
    """
    if one.id == other.id:
        return True
    if one.country != other.country:
        return False
    if one.kind is Kind.COUNTRY and other.kind is Kind.COUNTRY and one.country:
        return True
    if not may_be_one(one.kind, other.kind):
        return False
    reach = max(one.radius_m, other.radius_m, LEAST_REACH_M)
    if abs(one.lat - other.lat) * _DEGREE_M > reach:
        return False
    return distance_m(one.lat, one.lon, other.lat, other.lon) <= reach


class Spots:
    """Places to find those in that stand for the spot of another."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._order: dict[str, tuple[int, Place]] = {}
        self._bands: defaultdict[tuple[str | None, Precision], list[tuple[float, int, Place]]]
        self._bands = defaultdict(list)
        self._reach: dict[tuple[str | None, Precision], float] = {}
        for order, place in enumerate(places):
            self._order[place.id] = order, place
            band = place.country, place.kind.precision
            self._bands[band].append((place.lat, order, place))
            self._reach[band] = max(self._reach.get(band, LEAST_REACH_M), place.radius_m)
        for rows in self._bands.values():
            rows.sort(key=lambda row: row[:2])

    def near(self, place: Place) -> list[Place]:
        """Give those of its country that `same_spot` holds for, in the order in which they were given."""
        band = place.country, place.kind.precision
        rows = self._bands.get(band)
        if rows is None and place.id not in self._order:
            return []
        found: dict[int, Place] = {}
        if rows is not None:
            if place.kind is not Kind.COUNTRY:
                reach = max(self._reach[band], place.radius_m) / _DEGREE_M
                rows = rows[
                    bisect_left(rows, (place.lat - reach,)) : bisect_left(rows, (place.lat + reach, inf))
                ]
            found = {order: one for _, order, one in rows if same_spot(one, place)}
        order, namesake = self._order.get(place.id, (0, place))
        if namesake is not place and namesake.country == place.country:
            found[order] = namesake
        return [found[order] for order in sorted(found)]
