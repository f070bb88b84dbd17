"""Where in the world the names of a document lie, as votes for countries, units and surroundings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import cos, floor, radians
from typing import TYPE_CHECKING

from geomap.model import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CELL_DEGREES = 0.5
"""Height of the cells by which surroundings are counted; the eight around one reach 55 to 110 km."""

FEW = 2
"""Names that count as silent besides those that vote: what one or two say is no majority."""

Cell = tuple[int, int]


@dataclass(slots=True)
class Votes:
    """How many names speak for each part of the world."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    units: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    cells: defaultdict[Cell, float] = field(default_factory=lambda: defaultdict(float))

    def give(self, country: str, unit: str, cell: Cell | None, share: float) -> None:
        """Add a part of a name's vote."""
        if country:
            self.countries[country] += share
        if unit:
            self.units[unit] += share
        if cell is not None:
            self.cells[cell] += share

    def add(self, other: Votes) -> None:
        """Add all votes of another."""
        for mine, theirs in ((self.countries, other.countries), (self.units, other.units)):
            for key, share in theirs.items():
                mine[key] += share
        for cell, share in other.cells.items():
            self.cells[cell] += share


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """Where the names of a document, but for one, may lie."""

    votes: Votes = field(default_factory=Votes)
    own: Votes = field(default_factory=Votes)
    names: int = 0
    """Names that voted, but for the one."""
    unit_of: Callable[[Place], str] = lambda _: ""
    """Gives the first-level unit that a place is or lies in."""

    foremost: float = 0.0
    """Votes of the first-level unit that has the most."""

    def shares(self, place: Place) -> tuple[float, float, float, float]:
        """Tell who speaks for a place.

        Returns
        -------
        tuple of float
            Share of the names that speak for its country; how many names speak for its
            first-level unit, and how many that is of those for the foremost one; how many
            speak for its surroundings.
        """
        if not self.names:
            return 0.0, 0.0, 0.0, 0.0
        country, unit, near = place.country or "", self.unit_of(place), 0.0
        cell = cell_of(place)
        if cell is not None:
            for around in _around(place, cell):
                near += self.votes.cells.get(around, 0.0) - self.own.cells.get(around, 0.0)
        votes = max(0.0, self.votes.units.get(unit, 0.0) - self.own.units.get(unit, 0.0))
        return (
            (self.votes.countries.get(country, 0.0) - self.own.countries.get(country, 0.0))
            / (self.names + FEW),
            votes,
            votes / (self.foremost + 1),
            max(0.0, near),
        )


NO_GIST = Gist()


def cell_of(place: Place) -> Cell | None:
    """Give the cell that a place lies in; ``None`` for what is too large to be near anything."""
    if place.kind in _LARGE:
        return None
    row = floor(place.lat / CELL_DEGREES)
    return row, _column(row, place.lon)


def _column(row: int, lon: float) -> int:
    return floor(lon * cos(radians((row + 0.5) * CELL_DEGREES)) / CELL_DEGREES)


def _around(place: Place, cell: Cell) -> Iterator[Cell]:
    for row in (cell[0] - 1, cell[0], cell[0] + 1):
        column = _column(row, place.lon)
        yield from ((row, column - 1), (row, column), (row, column + 1))


_LARGE = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.REGION, Kind.SEA, Kind.RIVER, Kind.DESERT})
