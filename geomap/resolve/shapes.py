"""Cutting and joining outlines, flat around their middle. Shapely is imported when first needed."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import EARTH_RADIUS_M, polygons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

_STEPS = 30
_DEGREE_M = EARTH_RADIUS_M * radians(1)


class _Plane:
    """A plane in metres around the middle of an outline, its y axis pointing to a bearing."""

    def __init__(self, outline: dict[str, Any], towards: float = 0.0) -> None:
        west, south, east, north = _bounds(outline)
        lat, lon = (south + north) / 2, (west + east) / 2
        east_m, north_m = _DEGREE_M * cos(radians(lat)), _DEGREE_M
        turn_sin, turn_cos = sin(radians(towards)), cos(radians(towards))
        a, b, d, e = east_m * turn_cos, -north_m * turn_sin, east_m * turn_sin, north_m * turn_cos
        self._to = (a, b, d, e, -a * lon - b * lat, -d * lon - e * lat)
        self._back = (turn_cos / east_m, turn_sin / east_m, -turn_sin / north_m, turn_cos / north_m, lon, lat)

    def flat(self, outline: dict[str, Any]) -> BaseGeometry:
        from shapely import make_valid
        from shapely.affinity import affine_transform
        from shapely.geometry import shape

        flat: BaseGeometry = affine_transform(make_valid(shape(outline)), self._to)
        return flat

    def outline(self, geometry: BaseGeometry) -> dict[str, Any] | None:
        """GeoJSON of the polygons in a flat geometry; ``None`` if there are none."""
        from shapely import set_precision
        from shapely.affinity import affine_transform
        from shapely.geometry import Polygon
        from shapely.geometry.polygon import orient

        back = set_precision(affine_transform(geometry, self._back), 1e-5)
        parts = [part for part in getattr(back, "geoms", [back]) if isinstance(part, Polygon)]
        rings = [
            [[list(point) for point in ring.coords] for ring in (part.exterior, *part.interiors)]
            for part in map(orient, parts)
            if not part.is_empty
        ]
        if not rings:
            return None
        if len(rings) == 1:
            return {"type": "Polygon", "coordinates": rings[0]}
        return {"type": "MultiPolygon", "coordinates": rings}


def _bounds(outline: dict[str, Any]) -> tuple[float, float, float, float]:
    points = [point for rings in polygons(outline) for point in rings[0]]
    lons, lats = [x for x, _ in points], [y for _, y in points]
    return min(lons), min(lats), max(lons), max(lats)


def part(outline: dict[str, Any], towards: float | None, share: float) -> dict[str, Any]:
    """Cut off the share of an outline's area that lies furthest to a bearing.

    With no bearing, the share that lies nearest to its centroid.
    """
    plane = _Plane(outline, towards or 0.0)
    whole = plane.flat(outline)
    wanted = whole.area * share
    west, south, east, north = whole.bounds

    def cut(depth: float) -> BaseGeometry:
        from shapely.geometry import box

        if towards is None:
            return whole.intersection(whole.centroid.buffer(depth))
        return whole.intersection(box(west - 1, north - depth, east + 1, north + 1))

    low, high = 0.0, 2 * max(east - west, north - south)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if cut(middle).area < wanted else (low, middle)
    return plane.outline(cut(high)) or outline


def strip(outlines: Sequence[dict[str, Any]], width: float) -> dict[str, Any] | None:
    """Give what lies within `width` metres of the line that two outlines share, or of the line of one."""
    plane = _Plane(outlines[0])
    line = plane.flat(outlines[0]).boundary
    if len(outlines) > 1:
        # Outlines from different sources do not meet exactly.
        line = line.intersection(plane.flat(outlines[1]).buffer(width / 4))
    return None if line.is_empty else plane.outline(line.buffer(width).simplify(width / 20))


def water(start: dict[str, Any], width: float, lands: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Give what lies within `width` metres of an outline and on no land, if that is more than a cove."""
    plane = _Plane(start)
    reach: BaseGeometry = plane.flat(start).buffer(width)
    around = plane.outline(reach)
    if around is None:
        return None
    west, south, east, north = _bounds(around)
    for land in lands:
        left, bottom, right, top = _bounds(land)
        if left <= east and right >= west and bottom <= north and top >= south:
            reach = reach.difference(plane.flat(land))
    if reach.area < 0.01 * width * width:
        return None
    return plane.outline(reach.simplify(width / 100))


def point_in(outline: dict[str, Any]) -> tuple[float, float]:
    """Latitude and longitude of an outline's centroid, or of a point inside if that lies outside."""
    from shapely.geometry import shape

    geometry = shape(outline)
    point = geometry.centroid
    if not geometry.covers(point):
        point = geometry.representative_point()
    return round(point.y, 5), round(point.x, 5)
