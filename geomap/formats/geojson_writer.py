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

from geomap.formats.fields import timeless
from geomap.formats.json_columns import NULL, joined, texts
from geomap.formats.plain import Plain
from geomap.formats.rereading import Reread
from geomap.formats.simplestyle import STYLED, Styles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

    from geomap.formats.json_columns import Texts
    from geomap.formats.table import WriteOptions

DECIMALS = 7
DEGREES = dict.fromkeys(("lat", "lon", "origin_lat", "origin_lon"), DECIMALS)


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:
    """Write a conformed frame; gives what could not be kept."""
    plain = Plain()
    with Reread(path) as file:
        for part in serialize(frame, plain, simplestyle=options.simplestyle):
            file.write(part)
    return [*plain.notes, *timeless(frame)]


def serialize(frame: gpd.GeoDataFrame, plain: Plain, *, simplestyle: bool = False) -> Iterator[bytes]:
    """Make the bytes of a FeatureCollection, a part at a time.

    Parameters
    ----------
    frame
        A conformed frame (`geomap.events.conform`).
    plain
        Counts what could not be kept.
    simplestyle
        Add colours, titles and descriptions (simplestyle 1.1).
    """
    head: dict[str, Any] = {"type": "FeatureCollection"}
    box = bounds(frame)
    if box is not None:
        head["bbox"] = box
    styles = Styles(frame) if simplestyle else None
    yield orjson.dumps(head)[:-1] + b',"features":['
    yield from features(frame, plain, styles, between=b",")
    tail = b"]" if styles is None else b'],"' + STYLED.encode() + b'":' + orjson.dumps(styles.names)
    yield tail + b"}\n"


def features(
    frame: gpd.GeoDataFrame, plain: Plain, styles: Styles | None, *, between: bytes
) -> Iterator[bytes]:
    """Make the texts of the features of a conformed frame, some thousand at a time.

    Parameters
    ----------
    frame
        The events.
    plain
        Counts what could not be kept.
    styles
        Properties to add.
    between
        What stands between two features.
    """
    names = [name for name in frame.columns if name != frame.active_geometry_name]
    held = {str(name): texts(frame[name], plain, DEGREES.get(name)) for name in names}
    parts: list[Texts] = [b'{"type":"Feature"', *_ids(held["event_id"]), b',"geometry":', _geometries(frame)]
    lead = b',"properties":{'
    for name, column in held.items():
        parts += [lead + orjson.dumps(name) + b":", column]
        lead = b","
    parts += [styles.texts if styles is not None else b"", b"}}"]
    return joined(parts, len(frame), between)


def bounds(frame: gpd.GeoDataFrame) -> list[float] | None:
    """Give west, south, east, north in degrees; None where nothing has a place."""
    shapes = np.array(frame.geometry.array, dtype=object)
    drawn = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    return np.round(shapely.total_bounds(drawn), DECIMALS).tolist() if len(drawn) else None


def _ids(held: Texts) -> tuple[Texts, ...]:
    # RFC 7946: an id is text or a number, or is not there
    if isinstance(held, bytes):
        return () if held == NULL else (b',"id":', held)
    if NULL not in held:
        return b',"id":', held
    return ([b"" if text == NULL else b',"id":' + text for text in held],)


def _geometries(frame: gpd.GeoDataFrame) -> Texts:
    shapes = np.array(frame.geometry.array, dtype=object)
    kinds = shapely.get_type_id(shapes)
    point = (kinds == shapely.GeometryType.POINT) & ~shapely.is_empty(shapes)
    made = np.full(len(shapes), NULL, dtype=object)
    positions = np.round(shapely.get_coordinates(shapes[point]), DECIMALS)
    numbers = (
        orjson.dumps(positions, option=orjson.OPT_SERIALIZE_NUMPY)[2:-2].split(b"],[")
        if len(positions)
        else []
    )
    made[point] = list(map(b'{"type":"Point","coordinates":[%b]}'.__mod__, numbers))
    for row in np.flatnonzero((kinds > shapely.GeometryType.POINT) & ~shapely.is_empty(shapes)):
        flat = shapely.force_2d(shapes[row])
        rounded = shapely.transform(flat, lambda positions: np.round(positions, DECIMALS))
        made[row] = orjson.dumps(shapely.geometry.mapping(right_handed(rounded)))
    found: list[bytes] = made.tolist()
    return found


def right_handed(shape: Any) -> Any:  # noqa: ANN401 - shapely geometry
    """Wind outlines counter-clockwise and holes clockwise."""
    if shape.geom_type == "Polygon":
        return orient(shape)
    if shape.geom_type == "MultiPolygon":
        return shapely.MultiPolygon([orient(part) for part in shape.geoms])
    return shape
