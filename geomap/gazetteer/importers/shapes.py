"""The point, the radius and the outline of a GeoJSON geometry."""

from __future__ import annotations

from typing import Any, NamedTuple

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.importers.record import position_fault

# An outline is for showing and for "western Iraq"; the detail of a surveyor's only costs room.
_DETAIL = 0.01


class Shape(NamedTuple):
    """Where a geometry is and how far it reaches."""

    lat: float
    lon: float
    radius_m: float | None
    """``None`` for a point."""
    outline: dict[str, Any] | None
    """GeoJSON Polygon or MultiPolygon, simplified to a hundredth of its extent."""


def shape_of(geometry: Any) -> Shape:  # noqa: ANN401 - any JSON
    """Read a GeoJSON geometry.

    The point of an area lies inside it: its centroid where that does, else the middle of
    its widest part. The radius reaches the farthest corner of the parts that make up
    nine tenths of it, so that a far island does not blow up a coast.

    Raises
    ------
    ValueError
        If it is none, is empty or lies outside the world; the message says which.
    """
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        raise ValueError("has no geometry")
    if geometry["type"] == "Point":
        return _point(geometry.get("coordinates"))
    # Half the start-up time of a command would be shapely's import.
    import shapely
    from shapely.geometry import mapping, shape

    try:
        whole = shape(geometry)
    except Exception as error:
        raise ValueError(f"its {geometry['type']} cannot be read") from error
    if whole.is_empty:
        raise ValueError(f"its {geometry['type']} is empty")
    if not whole.is_valid:
        whole = shapely.make_valid(whole)
    parts = _main_parts(list(shapely.get_parts(whole)))
    body = shapely.union_all(parts)
    middle = body.centroid
    if not body.contains(middle):
        middle = body.representative_point() if body.area else body.interpolate(0.5, normalized=True)
    fault = position_fault(middle.y, middle.x)
    if fault:
        raise ValueError(fault)
    corners = shapely.get_coordinates(body)
    radius = max(distance_m(middle.y, middle.x, y, x) for x, y in corners)
    outline = None
    if body.area:
        west, south, east, north = whole.bounds
        simple = whole.simplify(max(east - west, north - south) * _DETAIL)
        outline = mapping(shapely.set_precision(simple, 1e-4))
        if outline["type"] not in ("Polygon", "MultiPolygon"):
            outline = None
    return Shape(middle.y, middle.x, radius, outline)


def _point(coordinates: Any) -> Shape:  # noqa: ANN401 - any JSON
    if (
        not isinstance(coordinates, list | tuple)
        or len(coordinates) < 2
        or not all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in coordinates[:2]
        )
    ):
        raise ValueError("its Point has no two numbers")
    lon, lat = map(float, coordinates[:2])
    fault = position_fault(lat, lon)
    if fault:
        raise ValueError(fault)
    return Shape(lat, lon, None, None)


def _main_parts(parts: list[Any]) -> list[Any]:
    """Give the largest parts that make up nine tenths of the whole."""
    sized = sorted(((part.area or part.length, part) for part in parts), key=lambda pair: -pair[0])
    total = sum(size for size, _ in sized)
    if not total:
        return parts[:1]
    kept, reached = [], 0.0
    for size, part in sized:
        kept.append(part)
        reached += size
        if reached >= 0.9 * total:
            break
    return kept
