"""Files that geomap wrote: their columns are taken as the frame's own, and come back as they were."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from geomap.events import COLUMNS
from geomap.formats import figures, moments, numbers, positions
from geomap.formats.raw import list_of, number, text_of
from geomap.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from geomap.formats.raw import Raw
    from geomap.formats.sheet import Sheet

    Cells = np.ndarray[Any, Any]

OURS = frozenset({"event_id", "place_text", "status", "reason"})
"""A header with these was written by geomap."""
_COMMA = re.compile(r"\d+,\d+", re.ASCII)
_ORIGIN = {"origin_lat": "latitude", "origin_lon": "longitude"}


def fields(raw: Raw) -> dict[str, list[int]]:
    """Find the columns by the frame's names and no others."""
    names = {column.name: column.name for column in COLUMNS}
    names |= {"date": "time_start", "end": "time_end"}
    if raw.shapes is None:  # a text table has its outlines there
        names["wkt"] = "wkt"
    return {field: [raw.header.index(name)] for field, name in names.items() if name in raw.header}


def _figure(value: object) -> float:
    """Read a number of ours, which a spreadsheet may have written with a decimal comma."""
    text = str(value).strip()
    return number(text.replace(",", ".") if _COMMA.fullmatch(text) else value)


def take(sheet: Sheet) -> Cells:
    """Fill the frame's columns as they stand, and give the shapes."""
    shapes = positions.read(sheet)
    times = {end: sheet.take(name) for name, end in (("date", "time_start"), ("end", "time_end"))}
    # A spreadsheet may have written them its own way.
    order = moments.order_of(sheet, [cells for cells in times.values() if cells is not None])
    for end, cells in times.items():
        if cells is not None:  # as they stand: an end that is not known stays so
            whens = moments.days(sheet, cells, "date" if end == "time_start" else "end", order)
            sheet.out[end] = [when and when.start for when in whens]
    figures.read(sheet)
    read: Callable[[object], Any]
    for column in COLUMNS:
        if column.name in sheet.out:
            continue
        cells = sheet.take(column.name)
        if cells is None:
            continue
        if column.dtype == "str":
            sheet.out[column.name] = [
                (value or None) if type(value) is str else text_of(value) for value in cells.tolist()
            ]
        elif column.name in _ORIGIN:
            read = partial(numbers.degrees, axis=_ORIGIN[column.name])
            sheet.out[column.name] = sheet.each(cells, read, column.name)
        else:
            read = _figure if column.dtype == "Float64" else list_of
            sheet.out[column.name] = sheet.each(cells, read, column.name)
    flags = sheet.out.get("flags")
    sheet.out["flags"] = [
        [*(flags[position] or [] if flags is not None else []), *new]
        for position, new in enumerate(sheet.flags)
    ]
    words = {str(status) for status in Status}
    for position, status in enumerate(sheet.out["status"]):
        if status is not None and status not in words:
            sheet.fault(position, "status", f"{status!r} is none of: {', '.join(sorted(words))}")
    return shapes
