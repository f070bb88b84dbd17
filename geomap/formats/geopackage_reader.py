"""GeoPackage, read with sqlite3 read-only: no driver guesses, nothing else is opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import orjson
import shapely

from geomap.errors import InputError
from geomap.formats.geopackage_extras import REPORTS, STYLES, TOLD
from geomap.formats.raw import Raw, fill_columns
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

OWN_LAYERS = frozenset({"points", "areas", "unplaced"})
STEPS = 10_000
"""Steps of SQLite between two counts; a thousand counts are free."""
_ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope for each of its kinds."""


def read(path: Path, options: ReadOptions) -> Table:
    """Read every layer and attribute table; ``fid`` gives the order."""
    raw = Raw(str(path), [], [], [])
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            _limit_work(base, path)
            base.text_factory = lambda data: data.decode("utf-8", errors="replace")
            layers = _layers(base, options)
            held = {layer: _records(base, layer, raw) for layer in layers}
            if len(layers) > 1 and not set(layers) <= OWN_LAYERS:
                told = ", ".join(f"{layer} ({len(rows):,} rows)" for layer, rows in held.items())
                raw.notes.append(f"{raw.name}: layers read: {told} (--sheet reads one of them)")
            records = [record for rows in held.values() for record in rows]
    except (sqlite3.Error, OverflowError, UnicodeError) as error:
        if "interrupted" in str(error):
            raise InputError(
                "holds a view that takes far more work than its size explains",
                path=raw.path,
                hint="export the layer that you need as a table",
            ) from None
        raise InputError(
            f"is no readable GeoPackage ({error})", path=raw.path, hint="was it cut off? export it again"
        ) from None
    if not records and not raw.set_aside:
        raise InputError("holds no rows", path=raw.path, hint="was it exported empty?")
    records.sort(key=lambda record: record[0])
    raw.rows = [fid for fid, _, _ in records]
    fill_columns(raw, [cells for _, _, cells in records])
    raw.shapes = np.full(len(records), None, dtype=object)
    raw.shapes[:] = [shape for _, shape, _ in records]
    return build(raw, options)


def _limit_work(base: sqlite3.Connection, path: Path) -> None:
    """Stop a query that takes more steps than the file can hold values: a view may never end."""
    left = 1_000 + 64 * path.stat().st_size // STEPS

    def count() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    base.set_progress_handler(count, STEPS)


def _layers(base: sqlite3.Connection, options: ReadOptions) -> list[str]:
    names = [
        row[0]
        for row in base.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
        )
    ]
    if options.sheet is not None:
        return [name for name in names if name == options.sheet]
    return [name for name in names if name != STYLES and not _is_ours(base, name)]


def _is_ours(base: sqlite3.Connection, name: str) -> bool:
    """Tell the table of reports that `geopackage_extras` writes: it repeats the column sources."""
    if name != REPORTS:
        return False
    columns = [row[1] for row in base.execute(f"PRAGMA table_info({_quoted(name)})")]
    return columns == ["fid", "event_id", *TOLD]


def _records(base: sqlite3.Connection, layer: str, raw: Raw) -> list[tuple[int, Any, dict[str, Any]]]:
    geometry = base.execute(
        "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
    ).fetchone()
    info = base.execute(f"PRAGMA table_info({_quoted(layer)})").fetchall()
    key = next((name for _, name, _, _, _, primary in info if primary), None)
    kinds = {name: kind.upper() for _, name, kind, *_ in info if name not in (key, geometry and geometry[0])}
    nested = _nested(base, layer)
    raw.timed |= {name for name, kind in kinds.items() if kind == "DATETIME"}
    records: list[tuple[int, Any, dict[str, Any]]] = []
    shapes: list[Any] = []
    cursor = base.execute(f"SELECT * FROM {_quoted(layer)}")  # noqa: S608 - a quoted name
    names = [column[0] for column in cursor.description]
    for count, row in enumerate(cursor, start=1):
        cells = dict(zip(names, row, strict=True))
        number = cells.get(key) if key else count
        try:
            shape = _shape(cells.get(geometry[0])) if geometry else None
        except ValueError as error:
            raw.set_aside.append(
                InputError(
                    f"{error} (layer {layer}, row by fid)", path=raw.path, row=number, hint="mend it in QGIS"
                )
            )
            continue
        shapes.append(shape)
        held = {name: _cell(cells[name], kind, name in nested) for name, kind in kinds.items()}
        records.append((number if isinstance(number, int) else count, None, held))
    shapes = _to_wgs84(base, shapes, geometry[1], raw.path) if geometry else shapes
    return [(number, shape, held) for (number, _, held), shape in zip(records, shapes, strict=True)]


def _nested(base: sqlite3.Connection, layer: str) -> set[str]:
    try:
        found = base.execute(
            "SELECT column_name FROM gpkg_data_columns "
            "WHERE table_name = ? AND mime_type = 'application/json'",
            (layer,),
        )
    except sqlite3.OperationalError:  # the schema extension is not in every GeoPackage
        return set()
    return {row[0] for row in found}


def _cell(value: Any, kind: str, nested: bool) -> Any:  # noqa: ANN401 - what SQLite holds
    if value is None or isinstance(value, bytes):
        return None
    if kind == "BOOLEAN":
        return bool(value)
    if nested and isinstance(value, str):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _shape(blob: Any) -> Any:  # noqa: ANN401 - what SQLite holds; a shapely geometry or None
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 13 or (blob[3] >> 1 & 7) > 4:
        raise ValueError("its geometry is damaged")
    start = 8 + _ENVELOPES[blob[3] >> 1 & 7]
    try:
        shape = shapely.force_2d(shapely.from_wkb(blob[start:]))
    except shapely.errors.GEOSException:
        raise ValueError("its geometry is damaged") from None
    if shape.is_empty:
        return None
    if shape.geom_type not in ("Point", "Polygon", "MultiPolygon"):
        raise ValueError(f"its geometry is a {shape.geom_type}, neither a point nor an area")
    if shape.geom_type == "MultiPolygon" and shapely.get_num_geometries(shape) == 1:
        return shapely.get_geometry(shape, 0)
    return shape


def _to_wgs84(base: sqlite3.Connection, shapes: list[Any], srs: int, path: str) -> list[Any]:
    system = base.execute(
        "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (srs,)
    ).fetchone()
    if system is None or str(system[0]).upper() != "EPSG":
        raise InputError(
            "is in a coordinate system without an EPSG number", path=path, hint="reproject it to EPSG:4326"
        )
    if system[1] == 4326:
        return shapes
    series = gpd.GeoSeries(shapes, crs=f"EPSG:{system[1]}")
    return list(series.to_crs("EPSG:4326"))


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
