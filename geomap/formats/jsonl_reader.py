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
    lines = list(_objects(path, options, raw))
    features = any(isinstance(held, dict) and held.get("type") == "Feature" for _, held in lines)
    (fill if features else records_reader.fill)(raw, lines)
    return build(raw, options)


def _objects(path: Path, options: ReadOptions, raw: Raw) -> Iterator[tuple[int, Any]]:
    with path.open("rb") as file:
        encoding, _ = find_encoding(file, raw.path, options.encoding)
    with path.open(encoding=encoding) as lines:
        for number, line in enumerate(lines, start=1):
            text = line.strip("\ufeff\x1e \t\r\n")
            if not text:
                continue
            try:
                yield number, parse(text, raw.path)
            except InputError as error:
                raw.set_aside.append(
                    InputError(error.problem, path=raw.path, row=number, hint="mend or take out this line")
                )
