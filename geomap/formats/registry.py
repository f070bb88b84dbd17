"""Which reader takes a file, by its content, and which writer a path, by its suffix.

A new format is one file with ``read(path, options) -> Table`` or ``write(frame, path) ->
list of notes``, and one line here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from geomap.errors import UsageError
from geomap.formats import signs
from geomap.formats.peek import Peek, peek, refuse_binary
from geomap.formats.table import ReadOptions, Table, WriteOptions
from geomap.saving import atomic_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd


@dataclass(frozen=True, slots=True)
class Reader:
    """One format that can be read."""

    name: str
    module: str
    recognises: Callable[[Peek], bool]


@dataclass(frozen=True, slots=True)
class Writer:
    """One format that can be written."""

    name: str
    suffixes: tuple[str, ...]
    module: str


READERS: tuple[Reader, ...] = (
    Reader("GeoPackage", "geomap.formats.geopackage_reader", signs.is_geopackage),
    Reader("GeoParquet", "geomap.formats.parquet_reader", signs.is_parquet),
    Reader("FlatGeobuf", "geomap.formats.flatgeobuf_reader", signs.is_flatgeobuf),
    Reader("Shapefile", "geomap.formats.shapefile_reader", signs.is_shapefile),
    Reader("KML", "geomap.formats.kml_reader", signs.is_kml),
    Reader("Excel", "geomap.formats.excel_reader", signs.is_workbook),
    Reader("JSON, one feature or record a line", "geomap.formats.jsonl_reader", signs.is_json_lines),
    Reader("TimeMap", "geomap.formats.timemap_reader", signs.is_timemap),
    Reader("Esri JSON", "geomap.formats.esri_reader", signs.is_esri),
    Reader("GeoJSON", "geomap.formats.geojson_reader", signs.is_geojson),
    Reader("JSON records", "geomap.formats.records_reader", signs.is_json),
    Reader("GDELT, but no events", "geomap.formats.gdelt_relatives", signs.is_gdelt_relative),
    Reader("Data set without header", "geomap.formats.headless", signs.is_headless),
    Reader("Compressed file", "geomap.formats.packed_reader", signs.is_packed),
    Reader("CSV", "geomap.formats.csv_reader", signs.is_delimited),
)
"""In the order in which they are asked."""

WRITERS: tuple[Writer, ...] = (
    Writer("GeoJSON", (".geojson", ".json"), "geomap.formats.geojson_writer"),
    Writer("GeoJSON, one feature a line", (".geojsonl", ".ndjson"), "geomap.formats.geojsonl_writer"),
    Writer("GeoPackage", (".gpkg",), "geomap.formats.geopackage_writer"),
    Writer("CSV", (".csv",), "geomap.formats.csv_writer"),
    Writer("KML", (".kml",), "geomap.formats.kml_writer"),
    Writer("KMZ", (".kmz",), "geomap.formats.kmz_writer"),
    Writer("GeoParquet", (".parquet", ".geoparquet"), "geomap.formats.parquet_writer"),
    Writer("FlatGeobuf", (".fgb",), "geomap.formats.flatgeobuf_writer"),
    Writer("Shapefile", (".shp.zip", ".shz"), "geomap.formats.shapefile_writer"),
)


class _ReaderModule(Protocol):
    def read(self, path: Path, options: ReadOptions) -> Table: ...


class _WriterModule(Protocol):
    def write(self, frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]: ...


def detect(path: str | os.PathLike[str]) -> Reader | None:
    """Find the reader for a file by its content.

    Returns
    -------
    Reader or None
        None if the file is running text: a report, not a table.

    Raises
    ------
    InputError
        If the file is missing, unreadable, empty, or of a kind that nothing here reads.
    """
    looked = peek(path)
    for reader in READERS:
        if reader.recognises(looked):
            return reader
    refuse_binary(looked)
    return None


def read(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    dataset: str | None = None,
) -> Table:
    """Read a file of events; its kind is found out from its content.

    Parameters
    ----------
    path
        A file of one of `READERS`.
    columns, date_order, encoding, delimiter, sheet, dataset
        As in `ReadOptions`.

    Returns
    -------
    Table
        The events, not yet located, and every row that was set aside.

    Raises
    ------
    InputError
        If nothing of the file can be used.
    UsageError
        If an option is unknown.
    """
    options = ReadOptions(columns or {}, date_order, encoding, delimiter, sheet, dataset)
    # Running text that is named as a table here is read as one, for the error to say what lacks.
    reader = detect(path) or next(reader for reader in READERS if reader.name == "CSV")
    return read_as(reader, Path(path), options)


def read_as(reader: Reader, path: Path, options: ReadOptions) -> Table:
    """Read a file with one of `READERS`."""
    return cast("_ReaderModule", import_module(reader.module)).read(path, options)


def write(frame: gpd.GeoDataFrame, path: str | os.PathLike[str], *, simplestyle: bool = False) -> list[str]:
    """Write events in the format that the suffix of `path` names, whole or not at all.

    Parameters
    ----------
    frame
        A located frame; missing columns are written as nulls.
    path
        Its suffix is one of those in `WRITERS`.
    simplestyle
        As in `WriteOptions`.

    Returns
    -------
    list of str
        What the format could not hold, one line each; empty if all is there.

    Raises
    ------
    UsageError
        If the suffix names no format that can be written.
    SaveError
        If the file could not be written; what stood there before still stands.
    """
    from geomap.events import conform, conforms

    writer = writer_for(path)
    module = cast("_WriterModule", import_module(writer.module))
    table = frame if conforms(frame) else conform(frame)
    with atomic_path(path) as part:
        return module.write(table, part, WriteOptions(simplestyle))


def writer_for(path: str | os.PathLike[str]) -> Writer:
    """Find the writer for a path by its suffix.

    Raises
    ------
    UsageError
        If there is none.
    """
    name = Path(path).name.lower()
    for writer in WRITERS:
        if name.endswith(writer.suffixes):
            return writer
    suffix = Path(path).suffix.lower()
    if suffix == ".shp":
        raise UsageError(
            f"{os.fspath(path)}: a Shapefile is several files; write them as one: "
            f"{Path(path).with_suffix('.shp.zip')}"
        )
    known = ", ".join(suffix for writer in WRITERS for suffix in writer.suffixes)
    raise UsageError(
        f"{os.fspath(path)}: cannot write {suffix or 'a name without suffix'}; use one of: {known}"
    )
