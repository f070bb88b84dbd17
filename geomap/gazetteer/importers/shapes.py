"""The point, the radius and the outline of a GeoJSON geometry."""

from __future__ import annotations

from math import cos, radians
from typing import Any, NamedTuple

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.importers.record import position_fault

# An outline is for showing and for "western Iraq"; the detail of a surveyor's only costs room.
_DETAIL = 0.01
_COARSEST = 0.05
"""Degrees; with more, the borders of neighbours part."""
# About 650 km, in degrees of latitude: wider than the Makassar Strait, narrower than the way to Alaska.
_GAP = 6.0
# Beyond these there are only skerries.
_MOST_PARTS = 200


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

    The point is the centroid of the main body; where that is of one piece, and bent, the
    middle of its widest part, so that it lies inside. The radius reaches the main body's
    farthest corner, so that an overseas territory does not blow it up.

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
    body = _main_body(list(shapely.get_parts(whole)))
    middle = body.centroid
    if len(shapely.get_parts(body)) == 1 and not body.contains(middle):
        middle = body.representative_point() if body.area else body.interpolate(0.5, normalized=True)
    fault = position_fault(middle.y, middle.x)
    if fault:
        raise ValueError(fault)
    corners = shapely.get_coordinates(body)
    radius = max(distance_m(middle.y, middle.x, y, x) for x, y in corners)
    outline = None
    if body.area:
        west, south, east, north = body.bounds
        coarse = whole.simplify(min(max(east - west, north - south) * _DETAIL, _COARSEST))
        # Parts that were apart may overlap once they are drawn coarser.
        simple = shapely.set_precision(shapely.make_valid(coarse), 1e-4)
        polygons = [part for part in shapely.get_parts(simple) if part.area]
        if polygons:
            outline = mapping(shapely.MultiPolygon(polygons) if len(polygons) > 1 else polygons[0])
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


def _main_body(parts: list[Any]) -> Any:  # noqa: ANN401 - a shapely geometry
    """Join the largest part with all that lie off it, or off each other, by less than a strait's width.

    An archipelago is one body; Alaska and French Guiana are not where their countries are.
    """
    import shapely

    sized = sorted(parts, key=lambda part: -(part.area or part.length))[:_MOST_PARTS]
    # Degrees of longitude shrink towards the poles.
    shrink = max(0.1, cos(radians(sized[0].centroid.y)))
    flat = [shapely.transform(part, lambda xy: xy * (shrink, 1.0)) for part in sized]
    body, rest = [0], list(range(1, len(sized)))
    for at in body:
        near = [other for other in rest if flat[at].distance(flat[other]) < _GAP]
        body += near
        rest = [other for other in rest if other not in near]
    return shapely.union_all([sized[at] for at in body])
