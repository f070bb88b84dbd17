"""GDELT's own files: between tabs, unquoted, without a header line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.formats.csv_reader import raw
from geomap.formats.delimited import cut
from geomap.formats.gdelt import header_for
from geomap.formats.peek import peek
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table


def read(path: Path, options: ReadOptions) -> Table:
    """Read one row an event; the columns are known by their number."""
    made = cut(path, encoding=options.encoding, delimiter="\t", header=header(path), quoted=False)
    return build(raw(made), options)


def header(path: Path) -> list[str] | None:
    """Give the names of the columns that the file does not give."""
    return header_for(peek(path).text.split("\n", 1)[0].count("\t") + 1)
