"""GeoParquet 1.1: typed columns, geometry as WKB, for notebooks and for millions of events.

Lists and objects stand as JSON text, which the field's metadata says. Needs pyarrow
(``pip install "geomap[parquet]"``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd
import shapely

from geomap.errors import SaveError, UsageError
from geomap.formats.plain import Plain

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import geopandas as gpd

    from geomap.formats.table import WriteOptions

JSON = {b"geomap": b"json"}
"""Metadata of a field whose text is JSON."""
ROW_GROUP = 65_536


def arrow(module: str = "pyarrow") -> Any:  # noqa: ANN401 - a module
    """Import pyarrow.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        raise UsageError('GeoParquet needs pyarrow: pip install "geomap[parquet]"') from None


class Sink:
    """Takes conformed frames of the same columns one after another; each makes row groups."""

    def __init__(self, path: Path, options: WriteOptions) -> None:
        del options
        self._pa = arrow()
        self._path = path
        self._plain = Plain()
        self._writer: Any = None
        self._schema: Any = None
        self._rows = 0
        self._bounds: list[float] | None = None
        self._kinds: set[str] = set()

    @property
    def notes(self) -> list[str]:
        """What could not be kept so far."""
        return self._plain.notes

    def add(self, frame: gpd.GeoDataFrame) -> None:
        """Write the events of a frame."""
        pa = self._pa
        fields, arrays = [], []
        for name in frame.columns:
            if name == frame.active_geometry_name:
                continue
            field, array = self._column(frame[name])
            fields.append(field)
            arrays.append(array)
        shapes = shapely.force_2d(np.array(frame.geometry.array, dtype=object))
        fields.append(pa.field("geometry", pa.binary()))
        arrays.append(pa.array(shapely.to_wkb(shapes, byte_order=1).tolist(), pa.binary()))
        self._see(shapes)
        if self._writer is None:
            self._schema = pa.schema(fields)
            parquet = arrow("pyarrow.parquet")
            self._writer = parquet.ParquetWriter(self._path, self._schema, compression="zstd")
        table = pa.Table.from_arrays(
            [array.cast(field.type) for array, field in zip(arrays, self._schema, strict=True)],
            schema=self._schema,
        )
        self._writer.write_table(table, row_group_size=ROW_GROUP)
        self._rows += len(frame)

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is None:
            return
        if kind is None:
            self._writer.add_key_value_metadata({"geo": orjson.dumps(self._geo()).decode()})
        self._writer.close()
        if kind is None:
            held = arrow("pyarrow.parquet").ParquetFile(self._path)
            count = sum(batch.num_rows for batch in held.iter_batches(columns=["event_id", "geometry"]))
            held.close()
            if count != self._rows:
                raise SaveError(f"{self._path.name}: does not read back as it was written; is the disk full?")

    def _column(self, values: pd.Series[Any]) -> tuple[Any, Any]:
        pa, name, dtype = self._pa, str(values.name), values.dtype
        if isinstance(dtype, pd.DatetimeTZDtype) or dtype.kind == "M":
            aware = isinstance(dtype, pd.DatetimeTZDtype)
            moments = values.dt.tz_convert("UTC").dt.tz_localize(None) if aware else values
            kind = pa.timestamp("us", tz="UTC" if aware else None)
            return pa.field(name, kind), pa.array(
                moments.to_numpy("datetime64[us]"), pa.timestamp("us")
            ).cast(kind)
        kind = {"i": pa.int64(), "u": pa.uint64(), "f": pa.float64(), "b": pa.bool_()}.get(dtype.kind)
        if kind is None and not isinstance(dtype, np.dtype):
            kind = pa.string()
        if kind is not None:
            return pa.field(name, kind), pa.array(self._plain.column(values), kind)
        if all(value is None or isinstance(value, str) for value in values):
            return pa.field(name, pa.string()), pa.array(self._plain.column(values), pa.string())
        texts = [None if value is None else self._plain.json_text(value, name) for value in values]
        return pa.field(name, pa.string(), metadata=JSON), pa.array(texts, pa.string())

    def _see(self, shapes: np.ndarray[Any, Any]) -> None:
        drawn = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if not len(drawn):
            return
        self._kinds |= {shape.geom_type for shape in drawn}
        here = shapely.total_bounds(drawn).tolist()
        if self._bounds is None:
            self._bounds = here
        else:
            self._bounds = [
                *map(min, self._bounds[:2], here[:2]),
                *map(max, self._bounds[2:], here[2:]),
            ]

    def _geo(self) -> dict[str, Any]:
        # Without a crs member coordinates are longitude, latitude on WGS 84 (OGC:CRS84).
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(self._kinds)}
        if self._bounds is not None:
            column["bbox"] = self._bounds
        return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:
    """Write a conformed frame; gives what could not be kept."""
    with Sink(path, options) as sink:
        sink.add(frame)
    return sink.notes
