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
    """A local plane in metres, the x axis pointing east; optionally turned so that y points to a bearing."""

    def __init__(self, outline: dict[str, Any], towards: float = 0.0) -> None:
        shells = [rings[0] for rings in polygons(outline)]
        lons = [x for shell in shells for x, _ in shell]
        lats = [y for shell in shells for _, y in shell]
        self.lat = (min(lats) + max(lats)) / 2
        self.lon = (min(lons) + max(lons)) / 2
        self.scale = _DEGREE_M * cos(radians(self.lat))
        self.sin, self.cos = sin(radians(towards)), cos(radians(towards))

    def flat(self, outline: dict[str, Any]) -> BaseGeometry:
        from shapely import make_valid, transform
        from shapely.geometry import shape

        return transform(make_valid(shape(outline)), lambda x, y: self._to(x, y), interleaved=False)

    def _to(self, lon: Any, lat: Any) -> tuple[Any, Any]:  # noqa: ANN401 - numpy arrays
        east, north = (lon - self.lon) * self.scale, (lat - self.lat) * _DEGREE_M
        return east * self.cos - north * self.sin, east * self.sin + north * self.cos

    def _from(self, x: Any, y: Any) -> tuple[Any, Any]:  # noqa: ANN401 - numpy arrays
        east, north = x * self.cos + y * self.sin, y * self.cos - x * self.sin
        return east / self.scale + self.lon, north / _DEGREE_M + self.lat

    def outline(self, geometry: BaseGeometry) -> dict[str, Any] | None:
        """GeoJSON of the polygons in a flat geometry; ``None`` if there are none."""
        from shapely import set_precision, transform
        from shapely.geometry import MultiPolygon, Polygon
        from shapely.geometry.polygon import orient

        back = set_precision(transform(geometry, lambda x, y: self._from(x, y), interleaved=False), 1e-5)
        found = [
            orient(part)
            for part in getattr(back, "geoms", [back])
            if isinstance(part, Polygon) and not part.is_empty
        ]
        if not found:
            return None
        rings = [
            [[list(point) for point in ring.coords] for ring in (part.exterior, *part.interiors)]
            for part in found
        ]
        if len(found) == 1:
            return {"type": "Polygon", "coordinates": rings[0]}
        assert isinstance(back, MultiPolygon) or len(found) > 1
        return {"type": "MultiPolygon", "coordinates": rings}


def part(outline: dict[str, Any], towards: float | None, share: float) -> dict[str, Any]:
    """Cut off the share of an outline's area that lies furthest to a bearing.

    With no bearing, the share that lies nearest to its centroid.
    """
    plane = _Plane(outline, towards or 0.0)
    whole = plane.flat(outline)
    wanted = whole.area * share
    west, south, east, north = whole.bounds
    size = max(east - west, north - south)

    def cut(at: float) -> BaseGeometry:
        if towards is None:
            return whole.intersection(whole.centroid.buffer(at))
        from shapely.geometry import box

        return whole.intersection(box(west - 1, north - at, east + 1, north + 1))

    low, high = 0.0, 2 * size
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if cut(middle).area < wanted else (low, middle)
    return plane.outline(cut(high)) or outline


def strip(outlines: Sequence[dict[str, Any]], width: float) -> dict[str, Any] | None:
    """Give the points within `width` metres of the line that two outlines share, or of the whole line of one."""
    plane = _Plane(outlines[0])
    flats = [plane.flat(outline) for outline in outlines]
    if len(flats) == 1:
        near = flats[0].boundary.buffer(width)
    else:
        # Outlines from different sources do not meet exactly.
        shared = flats[0].boundary.intersection(flats[1].buffer(width / 4))
        near = shared.buffer(width)
    return None if near.is_empty else plane.outline(near.simplify(width / 20))


def water(start: dict[str, Any], width: float, lands: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Give what lies within `width` metres of an outline and on no land."""
    plane = _Plane(start)
    reach = plane.flat(start).buffer(width)
    west, south, east, north = reach.bounds
    for land in lands:
        points = [point for rings in polygons(land) for point in rings[0]]
        xs, ys = plane._to(_array([x for x, _ in points]), _array([y for _, y in points]))  # noqa: SLF001
        if xs.max() < west or xs.min() > east or ys.max() < south or ys.min() > north:
            continue
        reach = reach.difference(plane.flat(land))
    if reach.is_empty or reach.area < 0.01 * width * width:
        return None
    return plane.outline(reach.simplify(width / 100))


def _array(values: list[float]) -> Any:  # noqa: ANN401 - numpy is imported with shapely
    import numpy as np

    return np.asarray(values)


def point_in(outline: dict[str, Any]) -> tuple[float, float]:
    """Latitude and longitude of an outline's centroid, or of a point inside if that lies outside."""
    from shapely.geometry import shape

    geometry = shape(outline)
    point = geometry.centroid
    if not geometry.covers(point):
        point = geometry.representative_point()
    return round(point.y, 5), round(point.x, 5)
