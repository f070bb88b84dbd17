"""Esri's JSON, as ArcGIS servers answer with ``f=json``: features of attributes and geometry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import shapely

from geomap.errors import InputError
from geomap.formats.geojson_reader import fill
from geomap.formats.json_text import load
from geomap.formats.raw import Raw
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

_SAME = {102100: 3857, 102113: 3857, 900913: 3857}
"""Esri's own numbers of a system that has one of EPSG's."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(path: Path, options: ReadOptions) -> Table:
    """Read each feature; one that is wrong is set aside with its number, counted from 1."""
    raw = Raw(str(path), [], [], [])
    document = load(path, options)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise InputError("holds no features", path=raw.path, hint="did the query find anything?")
    if document.get("exceededTransferLimit"):
        raw.notes.append(f"{raw.name}: the server gave only a part of its features (exceededTransferLimit)")
    fill(raw, enumerate(_as_geojson(features, _dates(document)), start=1), _system(document, raw))
    return build(raw, options)


def _system(document: dict[str, Any], raw: Raw) -> int | None:
    told = document.get("spatialReference")
    number = (told.get("latestWkid") or told.get("wkid")) if isinstance(told, dict) else 4326
    if not isinstance(number, int):
        raise InputError(
            "is in a coordinate system without a number", path=raw.path, hint="ask the server for outSR=4326"
        )
    number = _SAME.get(number, number)
    if number == 4326:
        return None
    raw.notes.append(f"{raw.name}: brought from EPSG:{number} to longitude and latitude (EPSG:4326)")
    return number


def _dates(document: dict[str, Any]) -> set[str]:
    fields = document.get("fields")
    return {
        str(field.get("name"))
        for field in (fields if isinstance(fields, list) else [])
        if isinstance(field, dict) and field.get("type") == "esriFieldTypeDate"
    }


def _as_geojson(features: list[Any], dates: set[str]) -> Iterator[Any]:
    for feature in features:
        if not isinstance(feature, dict) or not isinstance(feature.get("attributes"), dict):
            yield feature  # `fill` says what is wrong with it
            continue
        told = {
            name: _moment(value) if name in dates else value for name, value in feature["attributes"].items()
        }
        yield {"type": "Feature", "properties": told, "geometry": _geometry(feature.get("geometry"))}


def _moment(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    """Make a time of milliseconds since 1970."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    try:
        return (_EPOCH + timedelta(milliseconds=value)).isoformat()
    except OverflowError:
        return value


def _geometry(told: Any) -> Any:  # noqa: ANN401 - what JSON holds; GeoJSON's geometry or None
    if not isinstance(told, dict) or told.get("x") in (None, "NaN"):
        rings = told.get("rings") if isinstance(told, dict) else None
        if rings:
            return {"type": "MultiPolygon", "coordinates": _parts(rings)}
        other = next(
            (kind for kind in ("paths", "points") if isinstance(told, dict) and told.get(kind)), None
        )
        return (
            {"type": "LineString" if other == "paths" else "MultiPoint", "coordinates": []} if other else None
        )
    return {"type": "Point", "coordinates": [told["x"], told.get("y")]}


def _parts(rings: Any) -> Any:  # noqa: ANN401 - what JSON holds
    """Sort rings into outlines, which are clockwise here, and the holes that lie in each."""
    try:
        shapes = [shapely.LinearRing([position[:2] for position in ring]) for ring in rings]
    except (TypeError, ValueError, shapely.errors.GEOSException):
        return rings  # `fill` says what is wrong with it
    outlines = [place for place, shape in enumerate(shapes) if not shape.is_ccw] or [0]
    made = {place: [rings[place]] for place in outlines}
    for place, shape in enumerate(shapes):
        if place not in made:
            around = [each for each in outlines if shapely.Polygon(shapes[each]).contains(shape)]
            made[around[0] if around else outlines[0]].append(rings[place])
    return list(made.values())
