"""How many were killed, wounded and used, as tables write it: figures, ranges, bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geomap.events import COLUMNS
from geomap.formats import numbers
from geomap.formats.sheet import known

if TYPE_CHECKING:
    from geomap.formats.sheet import Sheet

FIGURES = tuple(column.name for column in COLUMNS if column.dtype == "Int64")


def read(sheet: Sheet) -> None:
    """Fill the figures; of ``5–7`` the low and the high one. What is none is flagged, with its words."""
    for name in FIGURES:
        cells = sheet.take(name)
        if cells is None:
            continue
        stem = name.removesuffix("_best")
        ranged = stem != name
        places = {end: sheet.out.setdefault(end, _none(sheet)) for end in _ends(stem)} if ranged else {}
        best = sheet.out.setdefault(name, _none(sheet))
        for position in known(cells):
            value = cells[position]
            try:
                if not ranged:
                    best[position] = numbers.whole(value)
                    continue
                told = numbers.bounds(value)
            except ValueError as error:  # the event stands; only its figure is not known
                sheet.flags[position].append(f"{sheet.title(name)}: {error}")
                continue
            best[position] = told.best
            for (_, values), bound in zip(places.items(), (told.low, told.high), strict=True):
                if bound is not None and values[position] is None:
                    values[position] = bound
            if told.loosely:
                sheet.flags[position].append(f"{sheet.title(name)}: written as {str(value).strip()!r}")


def _ends(stem: str) -> tuple[str, str]:
    return f"{stem}_low", f"{stem}_high"


def _none(sheet: Sheet) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.full(sheet.size, None, dtype=object)
