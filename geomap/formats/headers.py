"""Which row of a table names its columns: titles and remarks may stand above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.formats.mapping import known_fields
from geomap.formats.raw import is_tag_row

if TYPE_CHECKING:
    from collections.abc import Sequence

DEEPEST = 30
"""Rows in which a header is looked for."""
LONGEST_NAME = 80
_WHERE = frozenset({"place", "lat", "coordinates", "easting", "wkt", "within", "country", "country_code"})


def find(rows: Sequence[Sequence[object]]) -> int:
    """Give the place of the header among the first rows of a table, the blank ones left out.

    It is the first row, unless that says nothing of where something happened and a later one,
    which names at least two columns that are known, does.
    """
    ranks = [rank(row) for row in rows[:DEEPEST]]
    best = max(ranks[: len(rows) - 1], default=0)
    return 0 if best < 2 or ranks[0] > 0 else ranks.index(best)


def rank(row: Sequence[object]) -> int:
    """Tell how many of a row's cells name a known column; 0 if none of them says where."""
    names = [str(cell).strip() if cell is not None else "" for cell in row]
    if any(len(name) > LONGEST_NAME for name in names):  # a title or a remark
        return 0
    if is_tag_row(names):
        return 0
    # Single letters, x and y among them, stand in many a row that is no header.
    found = known_fields([name if len(name) > 1 else "" for name in names])
    return len(found) if _WHERE & found.keys() else 0


def passed_over(rows: Sequence[tuple[int, Sequence[object]]]) -> str:
    """Say which rows above a header are passed over, each with its number in the file."""
    words = [" ".join(str(cell).strip() for cell in cells if cell not in (None, "")) for _, cells in rows]
    numbers = f"rows {rows[0][0]} to {rows[-1][0]}" if len(rows) > 1 else f"row {rows[0][0]}"
    shown = "; ".join(word if len(word) <= 60 else word[:59] + "…" for word in words[:3])
    return f"{numbers} above the header passed over: {shown}"
