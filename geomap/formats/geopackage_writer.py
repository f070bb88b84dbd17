"""GeoPackage, written with sqlite3 alone: the same events give the same bytes.

Layers ``points``, ``areas`` and, without geometry, ``unplaced``: no event is lost. Besides them
``reports`` and styles (`geomap.formats.geopackage_extras`). ``fid`` is
the event's place in the frame, so that its order comes back. Times are DATETIME in UTC to the
millisecond, figures INTEGER with real nulls, lists JSON text that is declared as such.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap.errors import SaveError
from geomap.events import COLUMNS
from geomap.formats import geopackage_extras as extras
from geomap.formats import geopackage_layout as layout
from geomap.formats.geojson_writer import right_handed
from geomap.formats.geopackage_index import add_index
from geomap.formats.plain import Plain, timestamps

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from geomap.formats.table import WriteOptions

    Array = np.ndarray[Any, Any]

_MEANING = {column.name: column.meaning for column in COLUMNS}


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:  # noqa: ARG001 - as all writers
    """Write a conformed frame; gives what could not be kept."""
    plain = Plain()
    fields, renamed = _fields(frame)
    values = [_values(frame[name], kind, plain) for name, (_, kind) in fields.items()]
    shapes = shapely.force_2d(np.array(frame.geometry.array, dtype=object))
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    areas = drawn & (shapely.get_dimensions(shapes) == 2)
    points = drawn & (shapely.get_type_id(shapes) == shapely.GeometryType.POINT)
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for pragma in (
            f"application_id = {layout.APPLICATION_ID}",
            f"user_version = {layout.USER_VERSION}",
            "journal_mode = OFF",  # the file is not there for others before it is whole
            "synchronous = OFF",
        ):
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN")
        for statement in layout.TABLES.split(";"):
            base.execute(statement)
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", layout.SYSTEMS)
        base.executemany("INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)", layout.EXTENSIONS)
        drawn_layers: list[str] = []
        for name, kind, rows in (
            ("points", "POINT", points),
            ("areas", "MULTIPOLYGON", areas),
            ("unplaced", None, ~(points | areas)),
        ):
            if rows.any() or name == "points":
                _layer(base, name, kind, rows, shapes, fields, values)
                drawn_layers += [name] if kind else []
        extras.add_reports(base, frame, Plain())  # its losses are those of the column sources
        extras.add_styles(base, frame, drawn_layers)
        base.execute("COMMIT")
    _verify(path, len(frame))
    lines = int((drawn & ~points & ~areas).sum())
    lost = [f"{lines} geometries that are neither points nor areas"] if lines else []
    return [*renamed, *plain.notes, *lost]


def _fields(frame: gpd.GeoDataFrame) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Name each column as SQLite can tell it apart, and give its type."""
    taken = {"fid", "geom"}
    fields: dict[str, tuple[str, str]] = {}
    notes: list[str] = []
    for name in frame.columns:
        if name == frame.active_geometry_name:
            continue
        wanted = str(name).replace("\0", "")
        own, number = wanted, 1
        while own.lower() in taken or not own:  # SQLite does not tell capitals apart
            number += 1
            own = f"{wanted}_{number}"
        if own != name:
            notes.append(f"column {name!r} is called {own} in the file")
        taken.add(own.lower())
        fields[name] = (own, _kind(frame[name]))
    return fields, notes


def _kind(values: pd.Series[Any]) -> str:
    dtype = values.dtype
    if isinstance(dtype, pd.DatetimeTZDtype) or dtype.kind == "M":
        return "DATETIME"
    if dtype.kind == "b":
        return "BOOLEAN"
    if dtype.kind in "iu":  # SQLite's have 63 bits and a sign
        return "INTEGER" if dtype.kind == "i" or not (values >= 2**63).any() else "TEXT"
    if dtype.kind == "f":
        return "DOUBLE"
    if isinstance(dtype, pd.StringDtype):
        return "TEXT"
    nested = values.map(lambda value: isinstance(value, list | dict)).any()
    return "JSON" if nested else "TEXT"


def _values(values: pd.Series[Any], kind: str, plain: Plain) -> list[Any]:
    name = str(values.name)
    if kind == "JSON":
        return [None if value is None else plain.json_text(value, name) for value in values]
    if kind == "DATETIME":
        whole = timestamps(values, "ms")
        unzoned = sum(text is not None and not text.endswith("Z") for text in whole)
        if unzoned:
            plain.lose(name, "without a time zone, written as UTC", unzoned)
        return [text and text.removesuffix("Z") + "Z" for text in whole]
    found = plain.column(values)
    return plain.texts(found, name) if kind == "TEXT" else found


def _layer(
    base: sqlite3.Connection,
    name: str,
    kind: str | None,
    rows: Array,
    shapes: Array,
    fields: dict[str, tuple[str, str]],
    values: list[list[Any]],
) -> None:
    chosen = np.flatnonzero(rows)
    here = shapes[chosen]
    box = shapely.total_bounds(here).tolist() if kind and len(here) else [None] * 4
    columns = [("fid", "INTEGER PRIMARY KEY NOT NULL"), *([("geom", kind)] if kind else [])]
    columns += [(own, "TEXT" if sort == "JSON" else sort) for own, sort in fields.values()]
    base.execute(f"CREATE TABLE {name} ({', '.join(f'{_quoted(own)} {sort}' for own, sort in columns)})")
    base.execute(
        "INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            name,
            "features" if kind else "attributes",
            name,
            "",
            layout.EPOCH,
            *box,
            layout.SRS if kind else None,
        ),
    )
    if kind:
        base.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)", (name, "geom", kind, layout.SRS)
        )
    base.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?,?,?,?,?,?,NULL)",
        [
            (name, own, None, None, _MEANING.get(column), "application/json" if sort == "JSON" else None)
            for column, (own, sort) in fields.items()
            if sort == "JSON" or column in _MEANING
        ],
    )
    blobs = [_blobs(here, kind)] if kind else []
    cells = [(chosen + 1).tolist(), *blobs, *([column[row] for row in chosen] for column in values)]
    marks = ",".join("?" * len(columns))
    base.executemany(f"INSERT INTO {name} VALUES ({marks})", zip(*cells, strict=True))  # noqa: S608 - fixed names
    if kind:
        add_index(base, name, (chosen + 1).tolist(), here)


def _blobs(shapes: Array, kind: str) -> list[bytes]:
    """Give geometries in GeoPackage's binary form: a header, for areas with an envelope, and WKB."""
    system = layout.SRS.to_bytes(4, "little")
    if kind == "POINT":
        head = b"GP\0\x01" + system
        return [head + binary for binary in shapely.to_wkb(shapes, byte_order=1)]
    blobs = []
    for shape in map(right_handed, shapes):
        whole = shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape
        west, south, east, north = whole.bounds
        envelope = np.array([west, east, south, north], dtype="<f8").tobytes()
        blobs.append(b"GP\0\x03" + system + envelope + bytes(shapely.to_wkb(whole, byte_order=1)))
    return blobs


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _verify(path: Path, count: int) -> None:
    """Read the file back before it counts: whole, and with every event."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as base:
        sound = base.execute("PRAGMA integrity_check").fetchone()[0]
        tables = [row[0] for row in base.execute("SELECT table_name FROM gpkg_contents")]
        names = [name for name in tables if name not in (extras.REPORTS, extras.STYLES)]
        held = sum(base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names)  # noqa: S608
    if sound != "ok" or held != count:
        raise SaveError(f"{path.name}: does not read back as it was written; is the disk full or failing?")
