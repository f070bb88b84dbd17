"""CSV and other delimited text.

pandas takes most cut-off files without a word and makes a missing value of the place name
"NA": the cells are cut by `geomap.formats.delimited`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geomap.formats.delimited import cut
from geomap.formats.escaping import unescape
from geomap.formats.own import OURS
from geomap.formats.raw import Raw
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.delimited import Cut
    from geomap.formats.table import ReadOptions, Table


def read(path: Path, options: ReadOptions) -> Table:
    """Read a delimited text with a header line."""
    return build(raw(cut(path, encoding=options.encoding, delimiter=options.delimiter)), options)


def raw(made: Cut) -> Raw:
    """Give what was cut as raw cells; what `escape` did to a table of ours is undone."""
    found = Raw(made.path, list(made.header), [], made.rows, set_aside=made.set_aside, notes=made.notes)
    ours = set(found.header) >= OURS
    if ours:
        found.header = [unescape(name) for name in found.header]
    found.columns = [np.full(len(made.cells), None, dtype=object) for _ in found.header]
    for place, column in enumerate(zip(*made.cells, strict=True)):
        found.columns[place][:] = [unescape(cell) for cell in column] if ours else column
    return found
