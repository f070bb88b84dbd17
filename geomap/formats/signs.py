"""The signs by which each format is told from the first bytes of a file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING

from geomap.formats.mapping import known_fields

if TYPE_CHECKING:
    from geomap.formats.peek import Peek

DELIMITERS = ",;\t|"
LONGEST_CELL = 16_000_000
"""Characters of a cell of a text table."""
_FEATURES = re.compile(r'"type"\s*:\s*"Feature(?:Collection)?"')
_GEOJSON = re.compile(
    r'"type"\s*:\s*"(?:Feature(?:Collection)?|(?:Multi)?(?:Point|LineString|Polygon)|GeometryCollection)"'
)
_KML = re.compile(r"<(?:\w+:)?kml[\s>]")
_EVENTS = re.compile(r'"events"\s*:\s*\[', re.IGNORECASE)
_LISTS = re.compile(r'"(?:associations|sources|filters)"\s*:\s*\[', re.IGNORECASE)
_ESRI = re.compile(r'"(?:geometryType|spatialReference)"\s*:')
_ATTRIBUTES = re.compile(r'"attributes"\s*:\s*\{')
TABLE_SUFFIXES = (".csv", ".tsv", ".tab")


def is_geopackage(looked: Peek) -> bool:
    """Tell a GeoPackage by SQLite's mark and the application id (or, before 1.2, the suffix)."""
    return looked.head.startswith(b"SQLite format 3\0") and (
        looked.head[68:70] == b"GP" or looked.path.suffix.lower() == ".gpkg"
    )


def is_workbook(looked: Peek) -> bool:
    """Tell an Excel workbook: a zip archive that holds a workbook part."""
    return _zip_holds(looked, ("xl/workbook.xml",), (".xlsx", ".xlsm"))


def is_kml(looked: Peek) -> bool:
    """Tell KML by its root, KMZ by an archive that holds a KML file."""
    if looked.head.startswith(b"PK"):
        return _zip_holds(looked, (".kml",), (".kmz",))
    start = looked.text.lstrip("\ufeff \t\r\n")[:4096]
    return start.startswith("<") and bool(_KML.search(start))


def is_shapefile(looked: Peek) -> bool:
    """Tell a Shapefile by its file code, or an archive that holds one."""
    return looked.head.startswith(b"\x00\x00\x27\x0a") or _zip_holds(looked, (".shp",), (".shz", ".shp.zip"))


def is_flatgeobuf(looked: Peek) -> bool:
    """Tell FlatGeobuf by its mark."""
    return looked.head[:3] == b"fgb" and looked.head[4:7] == b"fgb"


def is_parquet(looked: Peek) -> bool:
    """Tell Parquet by its mark."""
    return looked.head.startswith(b"PAR1")


def _zip_holds(looked: Peek, ends: tuple[str, ...], suffixes: tuple[str, ...]) -> bool:
    """Tell whether an archive holds a file of such a name; a damaged one is told by its own name."""
    if not looked.head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(looked.path) as archive:
            return any(name.lower().endswith(ends) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return looked.path.name.lower().endswith(suffixes)


def is_json_lines(looked: Peek) -> bool:
    """Tell one JSON object a line, with or without the record separator of RFC 8142."""
    if looked.head.startswith(b"\x1e"):
        return True
    lines = looked.text.lstrip("\ufeff").split("\n", 2)
    starts = lines[0].lstrip().startswith("{")
    cut_off = len(lines) == 1 and not looked.whole  # a first line longer than what was looked at
    first = starts and (cut_off or lines[0].rstrip().endswith("}"))
    named = looked.path.name.lower().endswith((".geojsonl", ".ndjson", ".geojsons", ".jsonl"))
    return first and (named or (len(lines) > 1 and lines[1].startswith("{")))


def is_geojson(looked: Peek) -> bool:
    """Tell GeoJSON from other JSON by its types, or by its name."""
    return is_json(looked) and (
        looked.path.suffix.lower() == ".geojson" or bool(_GEOJSON.search(looked.text))
    )


def is_json(looked: Peek) -> bool:
    """Tell JSON by its first character, which no table of events begins with."""
    start = looked.text.lstrip("\ufeff \t\r\n")
    return (start.startswith("{") and not start.startswith("{\\rtf")) or (
        start.startswith("[")
        and (looked.path.suffix.lower() in (".json", ".geojson") or start[1:].lstrip().startswith("{"))
    )


def is_timemap(looked: Peek) -> bool:
    """Tell TimeMap's JSON: events that have a latitude, a date, and lists of associations or sources."""
    if not is_json(looked) or _FEATURES.search(looked.text):
        return False
    start = looked.text.lstrip("\ufeff \t\r\n")
    if start.startswith("{") and not _EVENTS.search(start):
        return False
    return all(f'"{key}"' in start for key in ("latitude", "date")) and bool(_LISTS.search(start))


def is_headless(looked: Peek) -> bool:
    """Tell a file of GDELT or UCDP without a header line by the number of its columns and what is in them."""
    from geomap.formats.headless import form_of  # brings pandas, which other files need not wait for

    start = looked.text.lstrip("\ufeff")[:1]
    return start.isdigit() and form_of(looked.text) is not None


def is_gdelt_relative(looked: Peek) -> bool:
    """Tell one of GDELT's files that hold no events."""
    from geomap.formats.gdelt_relatives import kind_of

    return kind_of(looked.text) is not None


def is_esri(looked: Peek) -> bool:
    """Tell Esri's JSON by its geometries' type, or features of attributes."""
    text = looked.text
    return is_json(looked) and bool(_ATTRIBUTES.search(text)) and bool(_ESRI.search(text))


def is_packed(looked: Peek) -> bool:
    """Tell a file that is compressed with gzip, or a zip archive of anything but the formats above."""
    return looked.head.startswith((b"PK\x03\x04", b"\x1f\x8b"))


def is_delimited(looked: Peek) -> bool:
    """Tell a table from running text.

    A file named as a table is one. Any other is one if its first line, cut at one of the
    usual delimiters, names a place, a coordinate or a date besides something else, and the
    second line has as many cells.
    """
    if "\0" in looked.text:
        return False
    if looked.path.suffix.lower() in TABLE_SUFFIXES:
        return True
    rows = {mark: first_rows(looked.text, mark, 2) for mark in DELIMITERS}
    return any(
        len(found) == 2
        and len(found[0]) == len(found[1]) > 1
        and {"place", "lat", "lon", "date"} & set(known_fields(found[0]))
        for found in rows.values()
    )


def first_rows(text: str, delimiter: str, count: int) -> list[list[str]]:
    """Cut the first rows of a text at `delimiter`; blank lines are passed over."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == count:
                break
    except csv.Error:
        pass
    return rows
