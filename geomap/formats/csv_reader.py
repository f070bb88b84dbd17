"""CSV and other delimited text.

pandas takes most cut-off files without a word and makes a missing value of the place name
"NA": the cells are cut by `geomap.formats.delimited`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geomap.formats.delimited import cut
from geomap.formats.escaping import unescape
from geomap.formats.raw import Raw
from geomap.formats.tabular import OURS, build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table


def read(path: Path, options: ReadOptions) -> Table:
    """Read a delimited text with a header line."""
    made = cut(path, encoding=options.encoding, delimiter=options.delimiter)
    raw = Raw(made.path, made.header, [], made.rows, set_aside=made.set_aside, notes=made.notes)
    ours = set(raw.header) >= OURS
    if ours:
        raw.header = [unescape(name) for name in raw.header]
    raw.columns = [np.full(len(made.cells), None, dtype=object) for _ in raw.header]
    for place, column in enumerate(zip(*made.cells, strict=True)):
        raw.columns[place][:] = [unescape(cell) for cell in column] if ours else column
    return build(raw, options)
