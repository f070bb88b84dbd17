"""What readers of GIS files share: which geometries are events', and in which system they stand."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import orjson
import shapely

from geomap.errors import InputError

if TYPE_CHECKING:
    Cells = np.ndarray[Any, Any]

_EWKT = re.compile(r"SRID=(\d{1,6});\s*", re.IGNORECASE | re.ASCII)
_HEX = re.compile(r"0[01][0-9A-Fa-f]{40,}", re.ASCII)


def event_shape(shape: Any) -> Any:  # noqa: ANN401 - a shapely geometry or None
    """Give a geometry as events have it: a point or an area, flat; None where it is empty.

    Raises
    ------
    ValueError
        If it is neither, or not finite.
    """
    if shape is None or shape.is_empty:
        return None
    shape = shapely.force_2d(shape)
    if shape.geom_type == "MultiPoint" and shapely.get_num_geometries(shape) == 1:
        shape = shapely.get_geometry(shape, 0)
    if shape.geom_type not in ("Point", "Polygon", "MultiPolygon"):
        raise ValueError(f"its geometry is a {shape.geom_type}, neither a point nor an area")
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise ValueError("its geometry has coordinates that are no numbers")
    if shape.geom_type == "MultiPolygon" and shapely.get_num_geometries(shape) == 1:
        return shapely.get_geometry(shape, 0)
    return shape


def from_wkb(data: bytes | None) -> Any:  # noqa: ANN401 - a shapely geometry or None
    """Read well-known binary as an event's geometry.

    Raises
    ------
    ValueError
        If it is damaged, or neither a point nor an area.
    """
    if data is None:
        return None
    try:
        return event_shape(shapely.from_wkb(data))
    except shapely.errors.GEOSException:
        raise ValueError("its geometry is damaged") from None


def from_text(value: Any) -> Any:  # noqa: ANN401 - any cell; a shapely geometry
    """Read a geometry that stands in a cell: WKT or EWKT, WKB as hexadecimal, or GeoJSON.

    Raises
    ------
    ValueError
        If it is none of these, or names another coordinate system.
    """
    text = value if isinstance(value, dict) else str(value).strip()
    system: int | None = None
    try:
        if isinstance(text, dict) or text.startswith("{"):
            return shapely.from_geojson(orjson.dumps(text) if isinstance(text, dict) else text)
        if _HEX.fullmatch(text):
            shape = shapely.from_wkb(text)
            system = int(shapely.get_srid(shape)) or None
        else:
            match = _EWKT.match(text)
            system = int(match[1]) if match else None
            shape = shapely.from_wkt(text[match.end() :] if match else text)
    except (shapely.errors.GEOSException, orjson.JSONEncodeError, TypeError):
        raise ValueError("is not well-known text, nor another way to write a geometry") from None
    if system not in (None, 4326):
        raise ValueError(f"is in coordinate system {system}, write longitude and latitude (EPSG:4326)")
    return shape


def to_wgs84(shapes: list[Any], system: Any, path: str) -> list[Any]:  # noqa: ANN401 - whatever pyproj takes
    """Bring geometries to EPSG:4326 from a system given as EPSG number, WKT or PROJJSON.

    Raises
    ------
    InputError
        If the system is not known.
    """
    import pyproj

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            crs = pyproj.CRS.from_user_input(system)
    except pyproj.exceptions.CRSError:
        raise InputError(
            "is in a coordinate system that is not known", path=path, hint="reproject it to EPSG:4326"
        ) from None
    if crs.to_epsg(min_confidence=60) == 4326 or crs.to_authority() == ("OGC", "CRS84"):
        return shapes
    return list(gpd.GeoSeries(shapes, crs=crs).to_crs("EPSG:4326"))


def in_degrees(shape: Any, system: int) -> Any:  # noqa: ANN401 - a shapely geometry or None
    """Bring one geometry from a system of that EPSG number to longitude and latitude.

    Raises
    ------
    ValueError
        If there is no such system.
    """
    if shape is None:
        return None
    turn = _transformer(system)
    return shapely.transform(shape, lambda at: np.column_stack(turn.transform(at[:, 0], at[:, 1])))


@cache
def _transformer(system: int) -> Any:  # noqa: ANN401 - pyproj has no types
    import pyproj

    try:
        return pyproj.Transformer.from_crs(system, 4326, always_xy=True)
    except pyproj.exceptions.CRSError:
        raise ValueError(f"there is no coordinate system EPSG:{system}") from None


def refuse_outside(shape: Any) -> Any:  # noqa: ANN401 - a shapely geometry or None
    """Give a geometry back if it lies on the globe.

    Raises
    ------
    ValueError
        If a longitude or latitude is out of range.
    """
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    if south < -90 or north > 90:
        raise ValueError(f"latitude {south if south < -90 else north:g} is outside -90..90")
    if west < -180 or east > 180:
        raise ValueError(f"longitude {west if west < -180 else east:g} is outside -180..180")
    return shape
