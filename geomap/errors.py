"""Everything geomap raises on purpose.

The tree; each error is also the builtin one would guess, so code that knows
nothing of geomap can catch it::

    GeomapError
    ├── InputError          (ValueError)         a file, row or cell is wrong
    ├── PackError           (ValueError)         a gazetteer pack has faults, all listed
    ├── IndexFileError      (ValueError)         a gazetteer index is damaged or foreign
    ├── UsageError          (ValueError)         a call's or command's words are off
    ├── SaveError           (OSError)            a file could not be written; the old one stands
    └── OnlineError         (ConnectionError)    a geocoding service did not answer; not "no such place"

And one that warns and stops nothing::

    FoliumLayerWarning      (UserWarning)        a page with layers of one's own asks the network

A message says what is wrong, where, and what to do, in that order and in one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class GeomapError(Exception):
    """Base of everything geomap raises on purpose."""


class InputError(GeomapError, ValueError):
    """Something the user handed in is wrong.

    Parameters
    ----------
    problem
        What is wrong, without its place: ``"latitude 95 is outside -90..90"``.
    path, row, column
        Where: the file, its row (1-based, as a person counts lines or table rows,
        header included) and its column's name; each only where known.
    hint
        What to do: ``"swapped with longitude?"``.
    """

    def __init__(
        self,
        problem: str,
        *,
        path: str | None = None,
        row: int | None = None,
        column: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.problem = problem
        self.path = path
        self.row = row
        self.column = column
        self.hint = hint
        super().__init__(problem, path, row, column, hint)

    def __str__(self) -> str:
        where = [self.path] if self.path is not None else []
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f"column {self.column}")
        text = f"{', '.join(where)}: {self.problem}" if where else self.problem
        return f"{text}; {self.hint}" if self.hint else text


class PackError(GeomapError, ValueError):
    """A gazetteer pack has faults; ``faults`` lists every one, not just the first."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        count = f"{len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}"
        super().__init__(f"the gazetteer pack has {count}:\n" + "\n".join(self.faults))


class IndexFileError(GeomapError, ValueError):
    """A gazetteer index file is damaged, or was never one."""


class UsageError(GeomapError, ValueError):
    """A call or a command asks for something that does not exist."""


class SaveError(GeomapError, OSError):
    """A file could not be written; what stood there before still stands."""


class OnlineError(GeomapError, ConnectionError):
    """A geocoding service failed; this never means that there is no such place."""


class FoliumLayerWarning(UserWarning):
    """A folium layer makes the page of an `EventMap` ask the network, or does what its policy refuses."""
