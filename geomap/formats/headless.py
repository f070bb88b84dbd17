"""Files of data sets that come without a header line: their columns are known by their number.

GDELT's own files are between tabs and unquoted; UCDP has given out monthly candidate files that begin
with an event.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.formats.csv_reader import raw
from geomap.formats.delimited import cut
from geomap.formats.peek import peek
from geomap.formats.signs import first_rows
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

_ID_AND_DAY = re.compile(r"\d+\t\d{8}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_YEAR, _LAT, _LON, _POINT = 2, 29, 30, 31
"""Where UCDP's 49 columns hold these."""


class Form(NamedTuple):
    """How a file without a header line is cut."""

    header: list[str]
    delimiter: str
    quoted: bool


def form_of(text: str) -> Form | None:
    """Tell a file of GDELT or UCDP without a header line by its first row; None if it is neither."""
    cells = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r").split("\t")
    if _ID_AND_DAY.fullmatch("\t".join(cells[:2])):
        from geomap.formats.gdelt import header_for  # brings pandas, which other files need not wait for

        header = header_for(len(cells))
        return None if header is None else Form(header, "\t", quoted=False)
    rows = first_rows(text, ",", 1)
    if rows and len(rows[0]) > _POINT and rows[0][_POINT].startswith("POINT"):
        from geomap.formats.ucdp import COLUMNS_49

        numbers = [rows[0][place] for place in (0, _YEAR, _LAT, _LON)]
        if len(rows[0]) == len(COLUMNS_49) and all(map(_NUMBER.fullmatch, numbers)):
            return Form(list(COLUMNS_49), ",", quoted=True)
    return None


def read(path: Path, options: ReadOptions) -> Table:
    """Read one row an event."""
    how = cutting(path)
    made = cut(path, encoding=options.encoding, **how)
    made.notes.append(f"{path.name}: has no header line; its {len(how['header'])} columns are known")
    return build(raw(made), options)


def cutting(path: Path) -> dict[str, Any]:
    """Give what `geomap.formats.delimited.cut` must be told of such a file."""
    form = form_of(peek(path).text)
    return {} if form is None else form._asdict()
