"""GeoJSON by RFC 7946, strictly: what any GIS reads without asking back.

No ``crs`` member, no NaN or Infinity, seven decimals (a centimetre), ``bbox``, outlines
counter-clockwise, datetimes in UTC with ``Z``, lists and objects nested as such. A feature's
``id`` is its event id. An event without a place has a null geometry.
"""

from __future__ import annotations

import itertools
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
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

    from geomap.formats.table import WriteOptions

DECIMALS = 7
CHUNK = 2_000
"""Features made at once."""


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
    features = Features(frame)
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if features.bounds is not None:
        head["bbox"] = features.bounds
    parts = [orjson.dumps(head)[:-1], b',"features":[']
    added: set[str] = set()
    for number, chunk in enumerate(features.chunks()):
        if simplestyle:
            added |= add_styles(frame, chunk)
        parts += [b"," if number else b"", orjson.dumps(chunk)[1:-1]]
    parts.append(b"]")
    if simplestyle:
        parts.append(b',"' + STYLED.encode() + b'":' + orjson.dumps(sorted(added)))
    parts.append(b"}\n")
    return b"".join(parts), features.plain.notes


class Features:
    """The features of a conformed frame, made a chunk at a time: many small objects at once are slow."""

    def __init__(self, frame: gpd.GeoDataFrame, plain: Plain | None = None) -> None:
        self.plain = plain or Plain()
        names = [name for name in frame.columns if name != frame.active_geometry_name]
        self._columns = {str(name): self.plain.column(frame[name]) for name in names}
        for name in ("lat", "lon"):
            values = self._columns[name]
            self._columns[name] = [None if value is None else round(value, DECIMALS) for value in values]
        self._geometries, self.bounds = _geometries(frame)
        """West, south, east, north in degrees."""

    def chunks(self) -> Iterator[list[dict[str, Any]]]:
        """Give the features, `CHUNK` at a time."""
        keys = list(self._columns)
        rows = zip(zip(*self._columns.values(), strict=True), self._geometries, strict=True)
        while chunk := [
            {
                "type": "Feature",
                # RFC 7946: an id is text or a number, or is not there
                **({} if row[0] is None else {"id": row[0]}),
                "geometry": geometry,
                "properties": dict(zip(keys, row, strict=True)),
            }
            for row, geometry in itertools.islice(rows, CHUNK)
        ]:
            yield chunk


def _geometries(frame: gpd.GeoDataFrame) -> tuple[list[dict[str, Any] | None], list[float] | None]:
    shapes = np.array(frame.geometry.array, dtype=object)
    areas = shapely.get_type_id(shapes) > shapely.GeometryType.POINT
    flat = shapely.force_2d(shapes[areas])
    shapes[areas] = shapely.transform(flat, lambda positions: np.round(positions, DECIMALS))
    geometries: list[dict[str, Any] | None] = [None] * len(shapes)
    points = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.POINT)
    positions = np.round(shapely.get_coordinates(shapes[points]), DECIMALS).tolist()
    for row, position in zip(points, positions, strict=True):
        geometries[row] = {"type": "Point", "coordinates": position}
    for row in np.flatnonzero(shapely.get_type_id(shapes) > shapely.GeometryType.POINT):
        geometries[row] = shapely.geometry.mapping(right_handed(shapes[row]))
    drawn = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    return geometries, np.round(shapely.total_bounds(drawn), DECIMALS).tolist() if len(drawn) else None


def right_handed(shape: Any) -> Any:  # noqa: ANN401 - shapely geometry
    """Wind outlines counter-clockwise and holes clockwise."""
    if shape.geom_type == "Polygon":
        return orient(shape)
    if shape.geom_type == "MultiPolygon":
        return shapely.MultiPolygon([orient(part) for part in shape.geoms])
    return shape
