"""CSV: UTF-8, comma, one row an event with the frame's column names.

Lists stand as JSON text, times as ISO 8601 in UTC, outlines as well-known text in a last
column ``wkt``. Text that a spreadsheet would run as a formula is made harmless, reversibly
(`geomap.formats.escaping`). An empty text and an unknown one cannot be told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geomap.formats.escaping import escape, table_bytes
from geomap.formats.plain import Plain
from geomap.formats.rereading import Reread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    import geopandas as gpd
    import pandas as pd

    from geomap.formats.table import WriteOptions


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:
    """Write a conformed frame; gives what could not be kept."""
    areas = shapely.get_dimensions(np.array(frame.geometry.array, dtype=object)) == 2
    with Sink(path, options, outlines=bool(areas.any())) as sink:
        sink.add(frame)
    return sink.notes


class Sink:
    """Takes conformed frames of the same columns one after another."""

    def __init__(self, path: Path, options: WriteOptions, *, outlines: bool = True) -> None:
        del options
        self._outlines = outlines
        self._file = Reread(path)
        self._plain = Plain()
        self._header: list[str] | None = None

    @property
    def notes(self) -> list[str]:
        """What could not be kept so far."""
        return self._plain.notes

    def add(self, frame: gpd.GeoDataFrame) -> None:
        """Write the events of a frame."""
        cells: dict[str, list[Any]] = {}
        for name in frame.columns:
            if name != frame.active_geometry_name:
                cells[escape(str(name))] = _column(frame[name], self._plain)
        if self._outlines:
            shapes = np.array(frame.geometry.array, dtype=object)
            areas = shapely.get_dimensions(shapes) == 2
            texts = shapely.to_wkt(shapes, rounding_precision=7)
            cells["wkt"] = [text if area else None for text, area in zip(texts, areas, strict=True)]
        rows = zip(*cells.values(), strict=True)
        first: Sequence[Any] | None = list(cells) if self._header is None else next(rows, None)
        self._header = self._header or list(cells)
        if first is not None:
            self._file.write(table_bytes(first, rows))

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)


def _column(values: pd.Series[Any], plain: Plain) -> list[Any]:
    name = str(values.name)
    if values.dtype == object:
        return [
            plain.json_text(value, name)
            if isinstance(value, list | dict)
            else _cell(plain.value(value, name), name, plain)
            for value in values
        ]
    return [_cell(value, name, plain) for value in plain.column(values)]


def _cell(value: Any, name: str, plain: Plain) -> Any:  # noqa: ANN401 - a JSON value
    if not isinstance(value, str):
        return value
    if "\0" in value:
        plain.lose(name, "with NUL characters, replaced")
        value = value.replace("\0", "\ufffd")
    return escape(value)
