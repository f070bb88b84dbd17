"""Where a point lies, as far as outlines tell: in which country, and how far outside one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.areas import Outline
    from geomap.gazetteer.packs import Pack

_EARTH_RADIUS = 6_371_008.8


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance on the sphere, in metres; within 0.6 % of the ellipsoid's."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_dphi = (other_phi - phi) / 2
    half_dlambda = math.radians(other_lon - lon) / 2
    chord = math.sin(half_dphi) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_dlambda) ** 2
    return 2 * _EARTH_RADIUS * math.asin(min(1.0, math.sqrt(chord)))


def metres_outside(outline: Outline, lat: float, lon: float) -> float:
    """Measure how far, in metres, a point lies outside an outline; 0 within it."""
    from shapely.geometry import shape

    return _metres_outside(shape(outline), lat, lon)


def crossing(outline: Outline) -> str | None:
    """Say where an outline crosses or touches itself, as ``"lon lat"``; ``None`` where it does not."""
    from shapely import is_valid_reason
    from shapely.geometry import shape

    reason = is_valid_reason(shape(outline))
    return None if reason == "Valid Geometry" else reason.partition("[")[2].rstrip("]")


class Countries:
    """The countries that some packs have outlines of."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        from shapely.geometry import shape

        self._shapes: dict[str, BaseGeometry] = {
            place.country: shape(pack.areas[place.id])
            for pack in packs
            for place in pack.places
            if place.kind is Kind.COUNTRY and place.country and place.id in pack.areas
        }

    def __contains__(self, country: str) -> bool:
        return country in self._shapes

    def metres_outside(self, country: str, lat: float, lon: float) -> float:
        """Measure how far, in metres, a point lies outside a country; 0 within it."""
        return _metres_outside(self._shapes[country], lat, lon)

    def at(self, lat: float, lon: float) -> str | None:
        """Name the country that a point lies in; ``None`` at sea, or where no outline is known."""
        from shapely.geometry import Point

        point = Point(lon, lat)
        return next((code for code, area in sorted(self._shapes.items()) if area.covers(point)), None)


def _metres_outside(area: BaseGeometry, lat: float, lon: float) -> float:
    from shapely.geometry import Point
    from shapely.ops import nearest_points

    point = Point(lon, lat)
    if area.covers(point):
        return 0.0
    nearest, _ = nearest_points(area, point)
    return metres_between(lat, lon, nearest.y, nearest.x)
