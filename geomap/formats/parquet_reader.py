"""GeoParquet, and Parquet tables without geometry: read with pyarrow, which opens nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from geomap.errors import InputError
from geomap.formats.parquet_writer import JSON, arrow
from geomap.formats.raw import Raw
from geomap.formats.shapes import from_wkb, refuse_outside, to_wgs84
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

LARGEST_UNPACKED = 8 << 30
"""Bytes that the columns may unpack to."""
MOST_ROWS = 10_000_000
"""Rows that are held at once: one value that is repeated takes next to no bytes in a file."""


def read(path: Path, options: ReadOptions) -> Table:
    """Read all rows; one whose geometry is wrong is set aside with its number."""
    pa, parquet = arrow(), arrow("pyarrow.parquet")
    where = str(path)
    try:
        with path.open("rb") as file:
            held = parquet.ParquetFile(file)
            size = sum(held.metadata.row_group(i).total_byte_size for i in range(held.num_row_groups))
            if size > LARGEST_UNPACKED:
                raise InputError(
                    f"unpacks to {size:,} bytes, more than {LARGEST_UNPACKED:,}", path=where, hint="split it"
                )
            if held.metadata.num_rows > MOST_ROWS:
                raise InputError(
                    f"has {held.metadata.num_rows:,} rows, more than {MOST_ROWS:,}",
                    path=where,
                    hint="geomap convert reads it a piece at a time",
                )
            geo = (held.metadata.metadata or {}).get(b"geo")
            table = held.read()
        if table.num_rows:
            raw = _raw(table, geo, where)
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise _damaged(error, where) from None
    if not table.num_rows:
        raise InputError("holds no rows", path=where, hint="was it exported empty?")
    return build(raw, options)


def raw_pieces(path: Path, rows: int) -> Iterator[tuple[Raw, int]]:
    """Give the cells of a file some thousand rows at a time, each with the bytes that they stand for."""
    pa, parquet = arrow(), arrow("pyarrow.parquet")
    where, size = str(path), path.stat().st_size
    try:
        with path.open("rb") as file:
            held = parquet.ParquetFile(file)
            geo = (held.metadata.metadata or {}).get(b"geo")
            seen = 0
            for batch in held.iter_batches(batch_size=rows):
                raw = _raw(pa.Table.from_batches([batch]), geo, where, seen)
                seen += batch.num_rows
                yield raw, size * seen // held.metadata.num_rows
    except (pa.ArrowException, OSError) as error:
        raise _damaged(error, where) from None


def _damaged(error: Exception, where: str) -> InputError:
    why = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError(
        f"is no readable Parquet file ({why})", path=where, hint="was it cut off? export it again"
    )


def _raw(table: Any, geo: bytes | None, where: str, before: int = 0) -> Raw:  # noqa: ANN401 - a pyarrow table
    geometry, system = _geometry(table.schema, geo, where)
    raw = Raw(where, [], [], [])
    shapes: list[Any] = []
    kept: list[int] = []
    blobs = table[geometry].to_pylist() if geometry else [None] * table.num_rows
    for position, blob in enumerate(blobs):
        try:
            shapes.append(from_wkb(blob))
        except ValueError as error:
            raw.set_aside.append(
                InputError(
                    str(error), path=where, row=before + position + 1, hint="mend or empty the geometry"
                )
            )
            continue
        kept.append(position)
    if geometry and system is not None:
        shapes = to_wgs84(shapes, system, where)
    good: list[int] = []
    for place, position in enumerate(kept):
        try:
            refuse_outside(shapes[place])
        except ValueError as error:
            raw.set_aside.append(
                InputError(str(error), path=where, row=before + position + 1, hint="mend the geometry")
            )
            continue
        good.append(place)
    raw.rows = [before + kept[place] + 1 for place in good]
    for field in table.schema:
        if field.name == geometry:
            continue
        values = table[field.name].to_pylist()
        nested = (field.metadata or {}).get(b"geomap") == JSON[b"geomap"]
        column = np.full(len(good), None, dtype=object)
        for target, place in enumerate(good):
            value = values[kept[place]]
            column[target] = orjson.loads(value) if nested and isinstance(value, str) else value
        raw.header.append(field.name)
        raw.columns.append(column)
    if geometry:
        raw.shapes = np.full(len(good), None, dtype=object)
        raw.shapes[:] = [shapes[place] for place in good]
    return raw


def _geometry(schema: Any, text: bytes | None, where: str) -> tuple[str | None, Any]:  # noqa: ANN401 - a pyarrow schema; PROJJSON
    """Find the geometry column, and its coordinate system if it is not the usual one."""
    if text is None:
        return None, None
    try:
        geo = orjson.loads(text)
        name = geo["primary_column"]
        column = geo["columns"][name]
        encoding, system = column["encoding"], column.get("crs", None)
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise InputError("its GeoParquet metadata is damaged", path=where, hint="export it again") from None
    if encoding != "WKB":
        raise InputError(
            f"its geometry is encoded as {encoding}", path=where, hint="write it with WKB geometry"
        )
    return (name if name in schema.names else None), system
