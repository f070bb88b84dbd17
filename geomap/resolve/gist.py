"""Where in the world the names of a document lie, as votes for countries, units and surroundings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from math import cos, floor, radians
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from geomap.model import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CELL_DEGREES = 0.5
"""Height of the cells by which surroundings are counted; the eight around one reach 55 to 110 km."""
BESIDE_DEGREES = 0.25
"""The same for what lies beside a place: 28 to 55 km."""

FEW = 2
"""Names that count as silent besides those that vote: what one or two say is no majority."""

_Key = TypeVar("_Key")
Cell = int
"""Row and column in one number."""
_COLUMNS = 1 << 12
"""More than a row has."""


class Whereabouts(NamedTuple):
    """Where a place lies, as far as names vote on it."""

    place_id: str
    country: str
    """Empty for none, as are the units."""
    unit: str
    """Id of the first-level unit that it is or lies in."""
    district: str
    """The same of the second level."""
    cell: Cell | None
    """Of `CELL_DEGREES`; ``None`` for what is too large to be near anything, as `spot` is."""
    around: tuple[Cell, ...]
    """That cell and those around it."""
    spot: Cell | None
    """Of `BESIDE_DEGREES`."""
    beside: tuple[Cell, ...]


def locate(place: Place, unit: str, district: str) -> Whereabouts:
    """Tell where a place lies that is or lies in some units."""
    country = place.country or ""
    if place.kind in _LARGE:
        return Whereabouts(place.id, country, unit, district, None, (), None, ())
    around = _around(place, CELL_DEGREES)
    beside = _around(place, BESIDE_DEGREES)
    return Whereabouts(place.id, country, unit, district, around[4], around, beside[4], beside)


def _around(place: Place, degrees: float) -> tuple[Cell, ...]:
    """Give the cell that a place lies in, in the middle of the eight around it."""
    row = floor(place.lat / degrees)
    found: list[Cell] = []
    for beside in (row - 1, row, row + 1):
        column = floor(place.lon * cos(radians((beside + 0.5) * degrees)) / degrees)
        cell = beside * _COLUMNS + column
        found += (cell - 1, cell, cell + 1)
    return tuple(found)


_LARGE = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.REGION, Kind.SEA, Kind.RIVER, Kind.DESERT})


@dataclass(slots=True, eq=False)
class Votes:
    """How many names speak for each part of the world."""

    countries: dict[str, float] = field(default_factory=dict)
    units: dict[str, float] = field(default_factory=dict)
    cells: dict[Cell, float] = field(default_factory=dict)

    def add(self, other: Votes) -> None:
        """Add all votes of another."""
        _add(self.countries, other.countries)
        _add(self.units, other.units)
        _add(self.cells, other.cells)


def _add(mine: dict[_Key, float], theirs: dict[_Key, float]) -> None:
    for key, share in theirs.items():
        mine[key] = mine.get(key, 0.0) + share


class Company(NamedTuple):
    """Where a name may mean a place, however likely."""

    spots: frozenset[Cell]
    """Cells of `BESIDE_DEGREES`, those around a place included."""
    holders: frozenset[str]
    """Ids of second-level units that it may mean."""
    held: frozenset[str]
    """Ids of second-level units in which it may mean a place."""


NO_COMPANY = Company(frozenset(), frozenset(), frozenset())


class Gathering:
    """How many names may mean a place in some spot or district, each counted once."""

    __slots__ = ("held", "holders", "spots")

    def __init__(self, companies: Sequence[Company] = ()) -> None:
        self.spots = Counter(chain.from_iterable(one.spots for one in companies))
        self.holders = Counter(chain.from_iterable(one.holders for one in companies))
        self.held = Counter(chain.from_iterable(one.held for one in companies))


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


def _nowhere(place: Place) -> Whereabouts:
    return locate(place, "", "")


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """Where the names of a document, but for one, may lie."""

    votes: Votes = field(default_factory=Votes)
    own: Votes = field(default_factory=Votes)
    """What of the votes is the one's."""
    gathering: Gathering = field(default_factory=Gathering)
    own_company: Company = NO_COMPANY
    """With what the one itself is in that."""
    names: float = 0.0
    """Names that voted, but for the one."""
    located: Callable[[Place], Whereabouts] = _nowhere
    foremost: float = 0.0
    """Votes of the first-level unit that has the most."""
    units_named: frozenset[str] = frozenset()
    """Ids of the first-level units that are named beyond doubt."""

    def shares(self, place: Place) -> Shares:
        """Tell who speaks for a place."""
        if not self.names:
            return NOBODY
        _, country, unit, district, _, around, spot, _ = self.located(place)
        votes, own, gathering, own_company = self.votes, self.own, self.gathering, self.own_company
        near = 0.0
        for cell in around:
            if cell in votes.cells:
                near += votes.cells[cell] - own.cells.get(cell, 0.0)
        beside = together = 0
        if spot is not None and spot in gathering.spots:
            beside = gathering.spots[spot] - (spot in own_company.spots)
        if district == place.id:
            if district in gathering.held:
                together = gathering.held[district] - (district in own_company.held)
        elif district in gathering.holders:
            together = gathering.holders[district] - (district in own_company.holders)
        speak = same = 0.0
        if unit in votes.units:
            speak = max(0.0, votes.units[unit] - own.units.get(unit, 0.0)) / (self.foremost + FEW)
        if country in votes.countries:
            same = (votes.countries[country] - own.countries.get(country, 0.0)) / (self.names + FEW)
        named = unit in self.units_named and unit != place.id
        return Shares(same, speak, max(0.0, near), beside, together, named)


NO_GIST = Gist()
