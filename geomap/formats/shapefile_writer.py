"""Shapefile, on demand and in one archive: for programs that take nothing newer.

``points``, ``areas`` and, without geometry, ``unplaced``. Its losses are listed at save: names
of ten characters, text of 254 bytes, times and truths as text. ``fields.csv`` in the archive
gives the full name of each field, and ``row_nr`` the order; reading takes both into account.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely

from geomap.errors import SaveError
from geomap.formats import archives
from geomap.formats.escaping import table_bytes
from geomap.formats.fields import Attribute, attributes, untyped
from geomap.formats.plain import Plain

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.formats.table import WriteOptions

ORDER = "row_nr"
FIELDS_FILE = "fields.csv"
LONGEST_NAME = 10
LONGEST_TEXT = 254
"""Bytes of UTF-8."""
_DIGITS = 15
"""Numbers of more digits than this are kept as text: a Shapefile's are decimal text of 18 to 24 places."""
_LAYERS = ("points", "areas", "unplaced")


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:  # noqa: ARG001 - as all writers
    """Write a conformed frame; gives what could not be kept."""
    from geomap.formats.shapefile_reader import count_rows

    plain = Plain()
    columns = attributes(frame, plain)
    shorts = short_names([each.name for each in columns])
    renamed = [f"column {name} is called {short}" for name, short in shorts.items() if short != name]
    as_text = untyped(columns, ("json",))
    fitted = [_fitted(each) for each in columns]
    cut = [
        f"column {after.name}: {lost} value{'s' * (lost != 1)} longer than {LONGEST_TEXT} bytes, "
        f"{'left out' if before.kind == 'json' else 'cut'}"
        for before, (after, lost) in zip(columns, fitted, strict=True)
        if lost
    ]
    columns = [after for after, _ in fitted]
    shapes = shapely.force_2d(np.array(frame.geometry.array, dtype=object))
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    areas = drawn & (shapely.get_dimensions(shapes) == 2)
    points = drawn & (shapely.get_type_id(shapes) == shapely.GeometryType.POINT)
    members: dict[str, bytes] = {
        FIELDS_FILE: table_bytes(["field", "column"], [(short, name) for name, short in shorts.items()])
    }
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        for name, rows in zip(_LAYERS, (points, areas, ~(points | areas)), strict=True):
            if rows.any() or name == "points":
                _layer(Path(folder) / f"{name}.shp", np.flatnonzero(rows), name, shapes, columns, shorts)
        for file in sorted(Path(folder).iterdir()):
            members[file.name] = file.read_bytes()
    archives.pack(members, path)
    if count_rows(path) != len(frame):
        raise SaveError(f"{path.name}: does not read back as it was written; is the disk full or failing?")
    always = (
        "times, true and false are text; empty text and unknown are one; blanks at the end of text are lost"
    )
    lines = int((drawn & ~points & ~areas).sum())
    lost = [f"{lines} geometries that are neither points nor areas"] if lines else []
    return [always, *renamed, *cut, *plain.notes, *as_text, *lost]


def short_names(names: list[str]) -> dict[str, str]:
    """Give each column a field name of ten ASCII letters, digits and ``_``, each another."""
    taken = {ORDER}
    shorts: dict[str, str] = {}
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        base = re.sub(r"\W+", "_", plain).strip("_")[:LONGEST_NAME] or "column"
        short, number = base, 1
        while short.lower() in taken:
            number += 1
            short = f"{base[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        taken.add(short.lower())
        shorts[name] = short
    return shorts


def _fitted(each: Attribute) -> tuple[Attribute, int]:
    """Give a column as a DBF table can hold it, and how many of its texts were cut."""
    values = each.values
    if each.kind == "number" and all(value is None or abs(value) < 10**_DIGITS for value in values):
        return each, 0
    if each.kind == "whole" and all(value is None or abs(value) < 10**_DIGITS for value in values):
        return each, 0
    texts = [None if value is None else value if isinstance(value, str) else repr(value) for value in values]
    fitting = [None if text is None else _cut(text.replace("\0", "\ufffd")) for text in texts]
    if each.kind == "json":  # half a list is none
        fitting = [fit if fit == text else None for text, fit in zip(texts, fitting, strict=True)]
    lost = sum(1 for text, fit in zip(texts, fitting, strict=True) if text != fit)
    return Attribute(each.name, "text", fitting), lost


def _cut(text: str) -> str:
    data = text.encode()
    return text if len(data) <= LONGEST_TEXT else data[:LONGEST_TEXT].decode("utf-8", "ignore")


def _layer(
    path: Path,
    rows: np.ndarray[Any, Any],
    name: str,
    shapes: np.ndarray[Any, Any],
    columns: list[Attribute],
    shorts: dict[str, str],
) -> None:
    from geomap.formats.flatgeobuf_writer import arrays

    here = [Attribute(each.name, each.kind, [each.values[row] for row in rows]) for each in columns]
    values, masks, _ = arrays(here)
    geometry = None if name == "unplaced" else np.array([shapely.to_wkb(shapes[row]) for row in rows], object)
    pyogrio.raw.write(
        path,
        geometry,
        [(rows + 1).astype(np.int64), *values],
        [ORDER, *(shorts[each.name] for each in here)],
        field_mask=[None, *masks],
        driver="ESRI Shapefile",
        geometry_type={"points": "Point", "areas": "Polygon"}.get(name),
        crs="EPSG:4326" if geometry is not None else None,
        encoding="UTF-8",
        layer_options={"DBF_DATE_LAST_UPDATE": "1980-01-01"},
    )
