"""GeoJSON by RFC 7946, strictly: what any GIS reads without asking back.

No ``crs`` member, no NaN or Infinity, seven decimals (a centimetre), ``bbox``, outlines
counter-clockwise, datetimes in UTC with ``Z``, lists and objects nested as such. A feature's
``id`` is its event id. An event without a place has a null geometry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely
import shapely.geometry
from shapely.geometry.polygon import orient

from geomap.errors import SaveError
from geomap.formats.plain import Plain
from geomap.formats.simplestyle import STYLED, add_styles

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from geomap.formats.table import WriteOptions

DECIMALS = 7


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:
    """Write a conformed frame; gives what could not be kept."""
    data, notes = serialize(frame, simplestyle=options.simplestyle)
    path.write_bytes(data)
    if path.read_bytes() != data:
        raise SaveError(f"{path.name}: does not read back as it was written; is the disk full or failing?")
    return notes


def serialize(frame: gpd.GeoDataFrame, *, simplestyle: bool = False) -> tuple[bytes, list[str]]:
    """Make the bytes of a FeatureCollection, and a list of what could not be kept.

    Parameters
    ----------
    frame
        A conformed frame (`geomap.events.conform`).
    simplestyle
        Add colours, titles and descriptions (simplestyle 1.1).
    """
    plain = Plain()
    made, bounds = features(frame, plain)
    document: dict[str, Any] = {"type": "FeatureCollection"}
    if bounds is not None:
        document["bbox"] = bounds
    if simplestyle:
        document[STYLED] = add_styles(frame, made)
    document["features"] = made
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE), plain.notes


def features(frame: gpd.GeoDataFrame, plain: Plain) -> tuple[list[dict[str, Any]], list[float] | None]:
    """Give the features of a conformed frame, and their bounds (west, south, east, north)."""
    names = [name for name in frame.columns if name != frame.active_geometry_name]
    columns = {str(name): plain.column(frame[name]) for name in names}
    for name in ("lat", "lon"):
        columns[name] = [None if value is None else round(value, DECIMALS) for value in columns[name]]
    geometries, bounds = _geometries(frame)
    keys = list(columns)
    made = [
        {
            "type": "Feature",
            "id": row[0],
            "geometry": geometry,
            "properties": dict(zip(keys, row, strict=True)),
        }
        for row, geometry in zip(zip(*columns.values(), strict=True), geometries, strict=True)
    ]
    for feature in made:
        if feature["id"] is None:  # RFC 7946: an id is text or a number, or is not there
            del feature["id"]
    return made, bounds


def _geometries(frame: gpd.GeoDataFrame) -> tuple[list[dict[str, Any] | None], list[float] | None]:
    shapes = shapely.force_2d(np.array(frame.geometry.array, dtype=object))
    shapes = shapely.transform(shapes, lambda positions: np.round(positions, DECIMALS))
    geometries: list[dict[str, Any] | None] = [None] * len(shapes)
    points = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.POINT)
    for row, position in zip(points, shapely.get_coordinates(shapes[points]).tolist(), strict=True):
        geometries[row] = {"type": "Point", "coordinates": position}
    for row in np.flatnonzero(shapely.get_type_id(shapes) > shapely.GeometryType.POINT):
        geometries[row] = shapely.geometry.mapping(right_handed(shapes[row]))
    drawn = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    return geometries, shapely.total_bounds(drawn).tolist() if len(drawn) else None


def right_handed(shape: Any) -> Any:  # noqa: ANN401 - shapely geometry
    """Wind outlines counter-clockwise and holes clockwise."""
    if shape.geom_type == "Polygon":
        return orient(shape)
    if shape.geom_type == "MultiPolygon":
        return shapely.MultiPolygon([orient(part) for part in shape.geoms])
    return shape
