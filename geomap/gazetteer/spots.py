"""Which places stand for the same spot on the Earth, found without comparing each with each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from math import radians
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.geodesy import EARTH_RADIUS_M, distance_m
from geomap.gazetteer.kinds import may_be_one
from geomap.model import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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


class Band(NamedTuple):
    """The places of one country that are located alike, by latitude."""

    lats: Sequence[float]
    reaches: Sequence[float]
    """Metres within which each is the spot of another."""
    orders: Sequence[int]
    """Which place each is."""


def band_of(place: Place) -> str:
    """Name the band that a place belongs to."""
    return f"{place.country or ''}|{place.kind.precision}"


def bands_of(places: Iterable[Place]) -> dict[str, Band]:
    """Group places, told by their order, into bands."""
    rows: defaultdict[str, list[tuple[float, int, float]]] = defaultdict(list)
    for order, place in enumerate(places):
        rows[band_of(place)].append((place.lat, order, max(place.radius_m, LEAST_REACH_M)))
    bands = {}
    for name, found in rows.items():
        lats, orders, reaches = zip(*sorted(found), strict=True)
        bands[name] = Band(lats, reaches, orders)
    return bands


class Spots:
    """Places to find those in that stand for the spot of another.

    Parameters
    ----------
    band
        Gives the places of a band.
    place_at
        Gives the place of an order.
    order_of
        Gives the order of the place of an id, if there is one.
    """

    def __init__(
        self,
        band: Callable[[str], Band | None],
        place_at: Callable[[int], Place],
        order_of: Callable[[str], int | None],
    ) -> None:
        self._band = band
        self._place_at = place_at
        self._order_of = order_of
        self._widest: dict[str, float] = {}

    @classmethod
    def of(cls, places: Iterable[Place]) -> Spots:
        """Make them of places in their order."""
        listed = list(places)
        order_of = {place.id: order for order, place in enumerate(listed)}
        return cls(bands_of(listed).get, listed.__getitem__, order_of.get)

    def near(self, place: Place) -> list[Place]:
        """Give those of its country that `same_spot` holds for, in their order."""
        found: dict[int, Place] = {}
        name = band_of(place)
        band = self._band(name)
        if band is not None:
            for order in self._within(name, band, place) if place.kind is not Kind.COUNTRY else band.orders:
                one = self._place_at(order)
                if same_spot(one, place):
                    found[order] = one
        own = self._order_of(place.id)
        if own is not None:
            namesake = self._place_at(own)
            if namesake.country == place.country:
                found[own] = namesake
        return [found[order] for order in sorted(found)]

    def _within(self, name: str, band: Band, place: Place) -> list[int]:
        """Give the orders of those whose latitude is near enough."""
        widest = self._widest.get(name)
        if widest is None:
            widest = self._widest[name] = max(band.reaches)
        lat, reach = place.lat, place.radius_m
        lats, reaches, orders = band
        farthest = max(widest, reach) / _DEGREE_M
        return [
            orders[at]
            for at in range(bisect_left(lats, lat - farthest), bisect_right(lats, lat + farthest))
            if abs(lats[at] - lat) * _DEGREE_M <= max(reaches[at], reach)
        ]
