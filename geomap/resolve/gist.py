"""Where in the world the names of a document lie, as votes for countries, units and surroundings."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from math import cos, floor, radians
from typing import TYPE_CHECKING, NamedTuple

from geomap.model import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable

CELL_DEGREES = 0.5
"""Height of the cells by which surroundings are counted; the eight around one reach 55 to 110 km."""
BESIDE_DEGREES = 0.25
"""The same for what lies beside a place: 28 to 55 km."""

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


@dataclass(slots=True)
class Company:
    """Which names may mean a place in some spot or district, however likely; each name counts once."""

    spots: Counter[Cell] = field(default_factory=Counter)
    """By cells of `BESIDE_DEGREES`, those around a place included."""
    holders: Counter[str] = field(default_factory=Counter)
    """Ids of second-level units that a name may mean."""
    held: Counter[str] = field(default_factory=Counter)
    """Ids of second-level units in which a name may mean a place."""

    def add(self, other: Company) -> None:
        """Count another's names too."""
        self.spots.update(other.spots)
        self.holders.update(other.holders)
        self.held.update(other.held)


class Shares(NamedTuple):
    """Who speaks for a place."""

    country: float = 0.0
    """Share of the names that speak for its country."""
    unit: float = 0.0
    """How many names speak for its first-level unit, of those for the foremost one."""
    near: float = 0.0
    """How many speak for its surroundings."""
    beside: int = 0
    """How many may lie beside it."""
    district: int = 0
    """How many may mean the second-level unit around it, or something in the one that it is."""
    unit_named: bool = False
    """Whether its first-level unit itself is named, beyond doubt."""


NOBODY = Shares()


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """Where the names of a document, but for one, may lie."""

    votes: Votes = field(default_factory=Votes)
    own: Votes = field(default_factory=Votes)
    company: Company = field(default_factory=Company)
    own_company: Company = field(default_factory=Company)
    names: float = 0.0
    """Names that voted, but for the one."""
    units_of: Callable[[Place], tuple[str, str]] = lambda _: ("", "")
    """Gives the first-level and the second-level unit that a place is or lies in."""
    foremost: float = 0.0
    """Votes of the first-level unit that has the most."""
    units_named: frozenset[str] = frozenset()
    """Ids of the first-level units that are named beyond doubt."""

    def shares(self, place: Place) -> Shares:
        """Tell who speaks for a place."""
        if not self.names:
            return NOBODY
        country, near, beside = place.country or "", 0.0, 0
        unit, district = self.units_of(place)
        cell = cell_of(place)
        if cell is not None:
            every, own = self.votes.cells, self.own.cells
            for around in around_cell(cell[0], place.lon, CELL_DEGREES):
                near += every.get(around, 0.0) - own.get(around, 0.0)
            spot = cell_of(place, BESIDE_DEGREES)
            beside = self.company.spots[spot] - self.own_company.spots[spot]  # type: ignore[index]
        if district == place.id:
            together = self.company.held[district] - self.own_company.held[district]
        else:
            together = self.company.holders[district] - self.own_company.holders[district]
        votes = max(0.0, self.votes.units.get(unit, 0.0) - self.own.units.get(unit, 0.0))
        return Shares(
            country=(self.votes.countries.get(country, 0.0) - self.own.countries.get(country, 0.0))
            / (self.names + FEW),
            unit=votes / (self.foremost + FEW),
            near=max(0.0, near),
            beside=beside,
            district=together,
            unit_named=unit in self.units_named and unit != place.id,
        )


NO_GIST = Gist()


def cell_of(place: Place, degrees: float = CELL_DEGREES) -> Cell | None:
    """Give the cell that a place lies in; ``None`` for what is too large to be near anything."""
    if place.kind in _LARGE:
        return None
    row = floor(place.lat / degrees)
    return row, _column(row, place.lon, degrees)


@lru_cache(maxsize=1 << 15)
def around_cell(row: int, lon: float, degrees: float) -> tuple[Cell, ...]:
    """Give the cell of a row that a longitude lies in, and the eight around it."""
    found: list[Cell] = []
    for beside in (row - 1, row, row + 1):
        column = _column(beside, lon, degrees)
        found += ((beside, column - 1), (beside, column), (beside, column + 1))
    return tuple(found)


def _column(row: int, lon: float, degrees: float) -> int:
    return floor(lon * cos(radians((row + 0.5) * degrees)) / degrees)


_LARGE = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.REGION, Kind.SEA, Kind.RIVER, Kind.DESERT})
