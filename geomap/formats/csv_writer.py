"""CSV: UTF-8, comma, one row an event with the frame's column names.

Lists stand as JSON text, times as ISO 8601 in UTC, outlines as well-known text in a last
column ``wkt``. Text that a spreadsheet would run as a formula is made harmless, reversibly
(`geomap.formats.escaping`). An empty text and an unknown one cannot be told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geomap.errors import SaveError
from geomap.formats.escaping import escape, table_bytes
from geomap.formats.plain import Plain

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from geomap.formats.table import WriteOptions


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:  # noqa: ARG001 - as all writers
    """Write a conformed frame; gives what could not be kept."""
    plain = Plain()
    cells: dict[str, list[Any]] = {}
    for name in frame.columns:
        if name != frame.active_geometry_name:
            cells[escape(str(name))] = _column(frame[name], plain)
    shapes = np.array(frame.geometry.array, dtype=object)
    areas = shapely.get_dimensions(shapes) == 2
    if areas.any():
        texts = shapely.to_wkt(shapes, rounding_precision=7)
        cells["wkt"] = [text if area else None for text, area in zip(texts, areas, strict=True)]
    data = table_bytes(cells, zip(*cells.values(), strict=True))
    path.write_bytes(data)
    if path.read_bytes() != data:
        raise SaveError(f"{path.name}: does not read back as it was written; is the disk full or failing?")
    return plain.notes


def _column(values: pd.Series[Any], plain: Plain) -> list[Any]:
    name = str(values.name)
    if values.dtype == object:
        return [
            plain.json_text(value, name)
            if isinstance(value, list | dict)
            else _cell(plain.value(value, name))
            for value in values
        ]
    return [_cell(value) for value in plain.column(values)]


def _cell(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    return escape(value) if isinstance(value, str) else value
