"""GDELT's own files: between tabs, unquoted, without a header line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geomap.formats.delimited import cut
from geomap.formats.gdelt import header_for
from geomap.formats.peek import peek
from geomap.formats.raw import Raw
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table


def read(path: Path, options: ReadOptions) -> Table:
    """Read one row an event; the columns are known by their number."""
    width = peek(path).text.split("\n", 1)[0].count("\t") + 1
    made = cut(path, encoding=options.encoding, delimiter="\t", header=header_for(width), quoted=False)
    raw = Raw(made.path, made.header, [], made.rows, set_aside=made.set_aside, notes=made.notes)
    raw.columns = [np.full(len(made.cells), None, dtype=object) for _ in raw.header]
    for place, column in enumerate(zip(*made.cells, strict=True)):
        raw.columns[place][:] = column
    return build(raw, options)
