"""A table on its way to events: its cells, which of them hold what, and what was found wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.errors import InputError
from geomap.formats import numbers
from geomap.formats.raw import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.formats.raw import Raw
    from geomap.formats.table import ReadOptions

    Cells = np.ndarray[Any, Any]


class Sheet:
    """The cells of a table and what is known of them; faults and flags grow as it is read.

    Parameters
    ----------
    raw
        The cells.
    options
        What the user said.
    found
        For each field the positions of its columns (`geomap.formats.mapping`).
    """

    def __init__(self, raw: Raw, options: ReadOptions, found: dict[str, list[int]]) -> None:
        self.raw = raw
        self.options = options
        self.found = found
        self.size = len(raw.rows)
        self.used: set[int] = set()
        """Positions of the columns that have become columns of the frame."""
        self.out: dict[str, Any] = {}
        self.flags: list[list[str]] = [[] for _ in range(self.size)]
        self.faults: dict[int, InputError] = {}
        self.notes: list[str] = list(raw.notes)

    def column(self, name: str) -> Cells | None:
        """Give the cells of a field without using them up; None if there is no such column."""
        positions = self.found.get(name)
        return self.raw.columns[positions[0]] if positions else None

    def take(self, name: str) -> Cells | None:
        """Give the cells of a field, which do not travel along any more."""
        cells = self.column(name)
        if cells is not None:
            self.used.add(self.found[name][0])
        return cells

    def text(self, name: str) -> list[str | None] | None:
        """Take a field as text."""
        cells = self.take(name)
        return None if cells is None else texts_of(cells)

    def title(self, name: str) -> str:
        """Give the name of a field's column as the file spells it."""
        return self.raw.header[self.found[name][0]]

    def note(self, words: str) -> None:
        """Say something about the file."""
        self.notes.append(f"{self.raw.name}: {words}")

    def fault(self, position: int, column: str, problem: str, hint: str | None = None) -> None:
        """Set a row aside; the first reason stands."""
        self.faults.setdefault(
            position,
            InputError(
                problem, path=self.raw.where(position), row=self.raw.rows[position], column=column, hint=hint
            ),
        )

    def each(
        self,
        cells: Cells,
        read: Callable[[object], Any],
        name: str,
        hint: Callable[[int, str], str | None] = lambda _position, _problem: None,
    ) -> Cells:
        """Read each cell; missing ones give None, faulty ones set their row aside."""
        values = np.full(self.size, None, dtype=object)
        for position in known(cells):
            try:
                values[position] = read(cells[position])
            except ValueError as error:
                self.fault(position, self.title(name), str(error), hint(position, str(error)))
        return values


def known(cells: Cells) -> list[int]:
    """Give the places of the cells that do not say that nothing is known."""
    return [
        position
        for position, value in enumerate(cells.tolist())
        if value not in (None, "") and not numbers.is_missing(value)
    ]
