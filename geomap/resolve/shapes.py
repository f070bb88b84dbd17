"""Cutting and joining outlines, flat around their middle. Shapely is imported when first needed."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import EARTH_RADIUS_M, polygons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

_STEPS = 30
_OPEN_M = 60_000.0
"""Water as wide as this is a sea,"""
_OPEN_REACH_M = 250_000.0
"""and looked for so far off."""
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


def strip(outlines: Sequence[dict[str, Any]], width: float, gap: float) -> dict[str, Any] | None:
    """Give what lies within `width` metres of the line that two outlines share, or of the line of one.

    Outlines of neighbours are up to `gap` metres apart, or overlap by as much.
    """
    plane = _Plane(outlines[0])
    line = plane.flat(outlines[0]).boundary
    if len(outlines) > 1:
        line = line.intersection(plane.flat(outlines[1]).boundary.buffer(gap))
    return None if line.is_empty else plane.outline(line.buffer(width).simplify(width / 20))


def water(
    start: dict[str, Any],
    width: float,
    lands: Sequence[dict[str, Any]],
    nearest: float = 0.0,
    gap: float = 0.0,
) -> dict[str, Any] | None:
    """Give what lies `nearest` to `width` metres from an outline and on no land, if more than a cove.

    Outlines of neighbours that were drawn by different hands leave gaps between them that
    are no sea: those of less than `gap` metres are land.
    """
    plane = _Plane(start)
    ground = plane.flat(start)
    reach = _sea(plane, ground, width, lands, gap)
    if nearest:
        reach = reach.difference(ground.buffer(nearest))
    if reach.area < 0.01 * width * width:
        return None
    return plane.outline(reach.simplify(width / 100))


def shore(
    outline: dict[str, Any], inland: float, lands: Sequence[dict[str, Any]], gap: float
) -> dict[str, Any] | None:
    """Give what of an outline lies within `inland` metres of the sea, if the sea is more than a cove."""
    plane = _Plane(outline)
    ground = plane.flat(outline)
    sea = _sea(plane, ground, inland, lands, gap)
    if sea.area < 0.1 * inland * inland:
        return None
    return plane.outline(ground.intersection(sea.buffer(inland)).simplify(inland / 100))


def _sea(
    plane: _Plane, ground: BaseGeometry, width: float, lands: Sequence[dict[str, Any]], gap: float
) -> BaseGeometry:
    """Give what lies within `width` metres of the ground, on no land, and joins the open sea."""
    from shapely import get_parts, union_all

    far = ground.buffer(max(width, _OPEN_REACH_M))
    around = plane.outline(far)
    west, south, east, north = _bounds(around) if around is not None else (0.0, 0.0, 0.0, 0.0)
    near = []
    for land in lands:
        left, bottom, right, top = _bounds(land)
        if left <= east and right >= west and bottom <= north and top >= south:
            near.append(plane.flat(land))
    solid = union_all(near)
    if gap:
        solid = solid.buffer(gap / 2, quad_segs=2).buffer(-gap / 2, quad_segs=2)
    wet = far.difference(solid)
    # Gaps between neighbours may be long, but they are never so wide.
    sea = [part for part in get_parts(wet) if not part.buffer(-_OPEN_M / 2, quad_segs=2).is_empty]
    joined: BaseGeometry = union_all(sea).intersection(ground.buffer(width))
    return _sea(plane, ground, width, lands, 0.0) if gap and joined.is_empty else joined


def united(outlines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Join outlines into one."""
    plane = _Plane(outlines[0])
    flat = [plane.flat(outline) for outline in outlines]
    whole = flat[0]
    for other in flat[1:]:
        whole = whole.union(other)
    return plane.outline(whole) or outlines[0]


def common(outline: dict[str, Any], limits: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Give what of an outline lies within any of the limits; ``None`` if nothing does."""
    plane = _Plane(limits[0])
    within = plane.flat(united(limits))
    return plane.outline(plane.flat(outline).intersection(within))


def point_in(outline: dict[str, Any]) -> tuple[float, float]:
    """Latitude and longitude of an outline's centroid, or of a point inside if that lies outside."""
    from shapely.geometry import shape

    geometry = shape(outline)
    point = geometry.centroid
    if not geometry.covers(point):
        point = geometry.representative_point()
    return round(point.y, 5), round(point.x, 5)
