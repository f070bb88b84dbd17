"""GeoJSON (RFC 7946), read by hand: nothing in it makes the program open anything else.

GDAL opens an address that a ``crs`` link names. Here a link is refused, limits are kept, and
each feature that is wrong is set aside with its number (counted from 1).
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import shapely.geometry

from geomap.errors import InputError
from geomap.formats.json_text import DUPLICATE, load
from geomap.formats.own import OURS
from geomap.formats.raw import Raw, fill_columns
from geomap.formats.records_reader import flat
from geomap.formats.shapes import in_degrees, refuse_outside
from geomap.formats.simplestyle import STYLED, drop_styles
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

    Ring = list[tuple[float, float]]
    Position = Callable[[Any], tuple[float, float]]

GEOMETRIES = frozenset({"Point", "Polygon", "MultiPolygon", "MultiPoint", "GeometryCollection"})
_EPSG = re.compile(r"(?:urn:ogc:def:crs:EPSG:[\d.]*:|EPSG:{1,2})(\d{4,6})", re.IGNORECASE | re.ASCII)
WGS84 = (
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "urn:ogc:def:crs:EPSG::4326",
    "EPSG:4326",
)


def read(path: Path, options: ReadOptions) -> Table:
    """Read a FeatureCollection or a single Feature of points and areas."""
    where = str(path)
    document = load(path, options)
    raw = Raw(where, [], [], [])
    features = _features(document, raw)
    if isinstance(document, dict) and document.get(STYLED) is not None:
        drop_styles(features, document[STYLED])
    system = _system(document.get("crs") if isinstance(document, dict) else None, raw)
    fill(raw, enumerate(features, start=1), system)
    return build(raw, options)


def _features(document: Any, raw: Raw) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    kind = document.get("type") if isinstance(document, dict) else None
    if kind in GEOMETRIES:  # a geometry by itself
        document = {"type": "Feature", "geometry": document, "properties": None}
        kind = "Feature"
    if kind == "Feature":
        document = {"features": [document]} | {k: v for k, v in document.items() if k == "crs"}
    elif kind != "FeatureCollection":
        what = f"its type is {kind!r}" if kind is not None else "it has no type"
        raise InputError(
            f"is JSON but no GeoJSON of events ({what})",
            path=raw.path,
            hint='wrap what it holds in {"type": "FeatureCollection", "features": [...]}',
        )
    if DUPLICATE in document:
        raise InputError(
            f"the key {document[DUPLICATE]!r} stands twice", path=raw.path, hint="keep one of them"
        )
    features = document.get("features")
    if not isinstance(features, list):
        raise InputError("has no list of features", path=raw.path, hint="is it GeoJSON?")
    if not features:
        raise InputError("holds no features", path=raw.path, hint="was it exported empty?")
    return features


def _system(crs: object, raw: Raw) -> int | None:
    """Give the EPSG number of the system that a crs member names; None if it is the usual one."""
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if name in WGS84:
        raw.notes.append(
            f"{raw.name}: has a crs member ({name}), which GeoJSON no longer has; same as without"
        )
        return None
    if isinstance(name, str) and (match := _EPSG.fullmatch(name.strip())):
        raw.notes.append(f"{raw.name}: brought from {name} to longitude and latitude (EPSG:4326)")
        return int(match[1])
    raise InputError(
        f"is in another coordinate system ({name or 'a crs that is not followed'})",
        path=raw.path,
        hint="convert it: ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES new.geojson old.geojson",
    )


def fill(raw: Raw, features: Iterable[tuple[int, Any]], system: int | None = None) -> None:
    """Fill the cells from numbered features; one that is wrong is set aside with its number.

    Parameters
    ----------
    raw
        The cells to fill.
    features
        Each with its number.
    system
        EPSG number of the coordinates' system, where it is not longitude and latitude.
    """
    properties: list[dict[str, Any]] = []
    shapes: list[Any] = []
    ids: list[Any] = []
    for number, feature in features:
        try:
            shape = _checked(feature, system)
        except ValueError as error:
            raw.set_aside.append(
                InputError(str(error), path=raw.path, row=number, hint="row is the feature's number")
            )
            continue
        raw.rows.append(number)
        told = feature.get("properties") or {}
        properties.append(told if told.keys() >= OURS else flat(told))
        shapes.append(shape)
        ids.append(feature.get("id"))
    fill_columns(raw, properties)
    raw.shapes = _made(shapes)
    raw.ids = np.full(len(ids), None, dtype=object)
    raw.ids[:] = ids


def _made(shapes: list[Any]) -> np.ndarray[Any, Any]:
    """Make points of positions, all in one go."""
    made = np.full(len(shapes), None, dtype=object)
    made[:] = [None if type(shape) is tuple else shape for shape in shapes]
    points = [place for place, shape in enumerate(shapes) if type(shape) is tuple]
    if points:
        made[points] = shapely.points(np.array([shapes[place] for place in points], dtype=float))
    return made


def _checked(feature: Any, system: int | None) -> Any:  # noqa: ANN401 - whatever JSON holds; as `_shape`
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise ValueError("is no Feature")
    for held in (feature, feature.get("properties"), feature.get("geometry")):
        if isinstance(held, dict) and DUPLICATE in held:
            raise ValueError(f"the key {held[DUPLICATE]!r} stands twice")
    if not isinstance(feature.get("properties"), dict | None):
        raise ValueError("its properties are no object")
    if isinstance(feature.get("id"), bool) or not isinstance(feature.get("id"), str | int | float | None):
        raise ValueError("its id is neither text nor a number")
    if "geometry" not in feature:
        raise ValueError("has no geometry; write null where the place is not known")
    if system is None:
        return _shape(feature["geometry"])
    shape = _shape(feature["geometry"], _anywhere)
    shape = shapely.Point(shape) if isinstance(shape, tuple) else shape
    return refuse_outside(in_degrees(shape, system))


def _shape(geometry: Any, position: Position | None = None) -> Any:  # noqa: ANN401 - as above
    position = position or _position
    if geometry is None:
        return None
    if not isinstance(geometry, dict):
        raise ValueError("its geometry is no object")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection" or kind == "MultiPoint":
        parts = geometry.get("geometries") if kind == "GeometryCollection" else coordinates
        if isinstance(parts, list) and len(parts) == 1:  # one thing, wrapped
            only = parts[0] if kind == "GeometryCollection" else {"type": "Point", "coordinates": parts[0]}
            return _shape(only, position)
        raise ValueError(f"its geometry is a {kind} of several parts: which of them is the event's place?")
    if kind == "Point":
        return position(coordinates)
    if kind == "Polygon":
        return shapely.Polygon(*_rings(coordinates, position))
    if kind == "MultiPolygon":
        if not isinstance(coordinates, list) or not coordinates:
            raise ValueError("its MultiPolygon is empty")
        return shapely.MultiPolygon([_rings(polygon, position) for polygon in coordinates])
    raise ValueError(f"its geometry is a {kind}, neither a point nor an area")


def _anywhere(position: Any) -> tuple[float, float]:  # noqa: ANN401 - as above
    """Read a position of a system whose range is not known here."""
    if not isinstance(position, list) or len(position) < 2:
        raise ValueError("a position is not [longitude, latitude]")
    for value in position:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"a coordinate is no number: {value!r}")
    return float(position[0]), float(position[1])


def _position(position: Any) -> tuple[float, float]:  # noqa: ANN401 - as above
    lon, lat = _anywhere(position)
    if not -90 <= lat <= 90:
        swapped = "; swapped with longitude?" if -90 <= lon <= 90 and -180 <= lat <= 180 else ""
        raise ValueError(f"latitude {lat:g} is outside -90..90{swapped}")
    if not -180 <= lon <= 180:
        raise ValueError(f"longitude {lon:g} is outside -180..180")
    return lon, lat


def _rings(rings: Any, position: Position) -> tuple[Ring, list[Ring]]:  # noqa: ANN401 - as above
    if not isinstance(rings, list) or not rings:
        raise ValueError("its Polygon is empty")
    read: list[Ring] = []
    for ring in rings:
        if not isinstance(ring, list) or len(ring) < 4:
            raise ValueError("a ring has fewer than four positions")
        points = [position(each) for each in ring]
        if points[0] != points[-1]:
            raise ValueError("a ring is not closed: its last position differs from its first")
        read.append(points)
    return read[0], read[1:]
