"""One JSON object a line: GeoJSON features (also by RFC 8142), or records such as BigQuery's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.formats import records_reader
from geomap.formats.geojson_reader import fill
from geomap.formats.json_text import parse
from geomap.formats.peek import find_encoding
from geomap.formats.raw import Raw
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table


def read(path: Path, options: ReadOptions) -> Table:
    """Read each line by itself; one that is wrong is set aside with its number."""
    raw = Raw(str(path), [], [], [])
    lines = list(objects(path, options, raw.set_aside))
    (fill if are_features(lines) else records_reader.fill)(raw, lines)
    return build(raw, options)


def are_features(lines: list[tuple[int, Any]]) -> bool:
    """Tell GeoJSON features from other records."""
    return any(isinstance(held, dict) and held.get("type") == "Feature" for _, held in lines)


def objects(path: Path, options: ReadOptions, aside: list[InputError]) -> Iterator[tuple[int, Any]]:
    """Give what each line holds, with its number; one that is no JSON goes to `aside`."""
    where = str(path)
    with path.open("rb") as file:
        encoding, _ = find_encoding(file, where, options.encoding)
    with path.open(encoding=encoding) as lines:
        for number, line in enumerate(lines, start=1):
            text = line.strip("\ufeff\x1e \t\r\n")
            if not text:
                continue
            try:
                yield number, parse(text, where)
            except InputError as error:
                aside.append(
                    InputError(error.problem, path=where, row=number, hint="mend or take out this line")
                )
