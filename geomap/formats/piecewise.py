"""The cells of large files, some thousand rows at a time."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

from geomap.errors import InputError, UsageError
from geomap.formats import (
    csv_reader,
    geojson_reader,
    headless,
    jsonl_reader,
    parquet_reader,
    records_reader,
)
from geomap.formats.delimited import pieces
from geomap.formats.raw import Raw
from geomap.formats.registry import detect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.formats.table import ReadOptions


def raw_pieces(path: Path, options: ReadOptions, rows: int) -> Iterator[tuple[Raw, int]]:
    """Give the cells of a file, `rows` at a time, each with the bytes that have been read so far.

    Raises
    ------
    InputError
        If the file cannot be read.
    UsageError
        If it is of a kind that is not read in pieces.
    """
    reader = detect(path)
    name = None if reader is None else reader.name
    if name == "CSV":
        for cut in pieces(path, encoding=options.encoding, delimiter=options.delimiter, size=rows):
            yield csv_reader.raw(cut), cut.read
    elif name == "Data set without header":
        for cut in pieces(path, encoding=options.encoding, size=rows, **headless.cutting(path)):
            yield csv_reader.raw(cut), cut.read
    elif name == "JSON, one feature or record a line":
        yield from _lines(path, options, rows)
    elif name == "GeoParquet":
        yield from parquet_reader.raw_pieces(path, rows)
    else:
        raise UsageError(
            f"{os.fspath(path)}: {name or 'running text'} is not read in pieces; geomap export reads it whole"
        )


def _lines(path: Path, options: ReadOptions, rows: int) -> Iterator[tuple[Raw, int]]:
    aside: list[InputError] = []
    objects = jsonl_reader.objects(path, options, aside)
    size = path.stat().st_size
    while True:
        some = list(itertools.islice(objects, rows))
        if not some and not aside:
            return
        raw = Raw(str(path), [], [], [], set_aside=list(aside))
        aside.clear()
        fill = geojson_reader.fill if jsonl_reader.are_features(some) else records_reader.fill
        fill(raw, some)
        yield raw, size
