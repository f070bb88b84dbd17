"""FlatGeobuf, by GDAL's driver of that name: typed columns, for large layers on the web.

Without the format's spatial index: an index takes no event without a place and changes the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely

from geomap.errors import SaveError
from geomap.formats.fields import Attribute, attributes, untyped
from geomap.formats.plain import Plain

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from geomap.formats.table import WriteOptions

_UTC = 100
"""How GDAL writes the time zone UTC: 100, and a quarter of an hour for each step from it."""


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:  # noqa: ARG001 - as all writers
    """Write a conformed frame; gives what could not be kept."""
    from geomap.formats.flatgeobuf_reader import records

    plain = Plain()
    columns = attributes(frame, plain)
    notes = []
    for place, each in enumerate(columns):
        if any(isinstance(value, str) and "\0" in value for value in each.values):
            clean = [
                value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in each.values
            ]
            columns[place] = Attribute(each.name, each.kind, clean)
            notes.append(f"column {each.name}: texts with NUL characters, replaced")
    shapes = shapely.force_2d(np.array(frame.geometry.array, dtype=object))
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    values, masks, offsets = arrays(columns)
    pyogrio.raw.write(
        path,
        np.array(
            [shapely.to_wkb(s, byte_order=1) if d else None for s, d in zip(shapes, drawn, strict=True)],
            object,
        ),
        values,
        [each.name for each in columns],
        field_mask=masks,
        driver="FlatGeobuf",
        geometry_type="Unknown",
        crs="EPSG:4326",
        layer="events",
        nan_as_null=True,
        gdal_tz_offsets=offsets,
        layer_options={"SPATIAL_INDEX": "NO"},
    )
    if sum(1 for _ in records(path.read_bytes(), str(path))) != len(frame):
        raise SaveError(f"{path.name}: does not read back as it was written; is the disk full or failing?")
    return [*plain.notes, *notes, *untyped(columns, ("json",))]


def arrays(columns: list[Attribute]) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Give the values as GDAL takes them: arrays, their masks of nulls, and offsets of time zones."""
    values: list[Any] = []
    masks: list[Any] = []
    offsets: dict[str, Any] = {}
    for each in columns:
        null = np.array([value is None for value in each.values], dtype=bool)
        filled: Any
        if each.kind == "whole":
            filled = np.array([value or 0 for value in each.values], dtype=np.int64)
        elif each.kind == "number":
            filled = np.array([np.nan if value is None else value for value in each.values], dtype=float)
        elif each.kind == "truth":
            filled = np.array([bool(value) for value in each.values], dtype=bool)
        elif each.kind == "time":
            plain = [value and value.removesuffix("Z") for value in each.values]
            filled = np.array([value or "NaT" for value in plain], dtype="datetime64[ms]")
            aware = any(value and value.endswith("Z") for value in each.values)
            offsets[each.name] = np.full(len(plain), _UTC if aware else 0, dtype=int)
        else:
            filled = np.array(each.values, dtype=object)
        values.append(filled)
        masks.append(null if each.kind in ("whole", "truth") else None)
    return values, masks, offsets
