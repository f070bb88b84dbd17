"""What only the whole of a large table tells: how its dates are written, which rows were revised."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geomap.errors import InputError
from geomap.formats import acled, dates, gdelt, gtd, timemap, ucdp
from geomap.formats.datasets import choose
from geomap.formats.folding import fold
from geomap.formats.mapping import date_columns, known_fields
from geomap.formats.piecewise import raw_pieces
from geomap.formats.raw import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.raw import Raw
    from geomap.formats.table import ReadOptions

_CLEAR = frozenset({ucdp.NAME, gdelt.NAME, gtd.NAME, timemap.NAME})
"""Data sets whose dates are always written alike, and whose rows do not come twice."""


@dataclass(slots=True)
class Survey:
    """What was found out by going through a file once."""

    order: str | None = None
    shown: str | None = None
    """A date that shows the order."""
    superseded: dict[int, InputError] = field(default_factory=dict)
    """Rows of which the file holds a later revision, each with the reason to set it aside."""


def survey(path: Path, options: ReadOptions, rows: int) -> Survey:
    """Go through a file, where what stands at its end matters for its beginning."""
    made = Survey()
    found: dict[str, str] = {}
    revisions = _Revisions()
    chosen = None
    for number, (raw, _) in enumerate(raw_pieces(path, options, rows)):
        if number == 0:
            known = choose(raw, options)
            chosen = known.NAME if known is not None else None
            if chosen in _CLEAR or (chosen is None and options.date_order is not None):
                return made
        if options.date_order is None:
            order, shown = dates.find_order(_dates(raw))
            if order is not None and shown is not None:
                found.setdefault(order, shown)
        if chosen == acled.NAME:
            revisions.add(raw)
    if len(found) == 1:
        made.order, made.shown = next(iter(found.items()))
    made.superseded = revisions.superseded(str(path))
    return made


def _dates(raw: Raw) -> list[object]:
    fields = known_fields(raw.header, loosely=True)
    columns = dict.fromkeys([*date_columns(raw.header), *fields.get("end", [])])
    return [value for position in columns for value in raw.columns[position].tolist()]


class _Revisions:
    """Ids and timestamps of all rows, as numbers: a million rows take 24 megabytes."""

    def __init__(self) -> None:
        self._parts: list[np.ndarray[tuple[int, int], np.dtype[np.int64]]] = []

    def add(self, raw: Raw) -> None:
        names = {fold(name): position for position, name in enumerate(raw.header)}
        ids = raw.columns[names["event_id_cnty"]]
        stamps = raw.columns[names["timestamp"]] if "timestamp" in names else np.full(len(ids), "0")
        self._parts.append(
            np.array(
                [
                    (hash(text_of(name)), _stamp(stamp), row)
                    for name, stamp, row in zip(ids, stamps, raw.rows, strict=True)
                    if text_of(name) is not None
                ],
                dtype=np.int64,
            ).reshape(-1, 3)
        )

    def superseded(self, path: str) -> dict[int, InputError]:
        """Find the rows of which there is a later one; of equal timestamps the last row counts."""
        if not self._parts:
            return {}
        held = np.concatenate(self._parts)
        held = held[np.lexsort((held[:, 2], held[:, 1], held[:, 0]))]
        older = np.flatnonzero(held[:-1, 0] == held[1:, 0])
        return {
            int(held[place, 2]): InputError(
                f"row {held[place + 1, 2]} is "
                f"{'the same' if held[place, 1] == held[place + 1, 1] else 'a later'} revision of this event",
                path=path,
                row=int(held[place, 2]),
                column="event_id_cnty",
                hint="nothing, unless the later one is wrong",
            )
            for place in older.tolist()
        }


def _stamp(value: object) -> int:
    text = text_of(value) or ""
    return int(text) if text.isdigit() and len(text) < 18 else 0
