"""The places of an index file, made from its rows and remembered."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.index import Named
from geomap.gazetteer.memory import Memory
from geomap.gazetteer.schema import DEGREE
from geomap.model import Alias, AliasKind, Confidence, Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geomap.gazetteer.packing import Dictionary

REMEMBERED = 1 << 15
"""Places, and lists of the file, that are kept once they were read."""
AT_ONCE = 500
"""Places that one statement asks for."""
PLACE = (
    "SELECT id, scheme, code, name, kind, lat, lon, radius, country, parent, population, origins, names"
    " FROM place"
)

_ONE = f"{PLACE} WHERE id = ?"
_SEVERAL = f"{PLACE} WHERE id IN ({{}})"

Row = tuple[Any, ...]
"""A place as the file has it: what is kept of it are numbers and texts, which need no garbage collector."""


class Rows:
    """Reads places by their numbers.

    Parameters
    ----------
    ask
        Asks the file by a statement.
    dictionary
        Unpacks names.
    """

    def __init__(self, ask: Callable[..., list[Row]], dictionary: Dictionary) -> None:
        self._ask = ask
        self._dictionary = dictionary
        self._read: Memory[int, Row] = Memory(REMEMBERED)
        self.numbers_of: Memory[str, int] = Memory(REMEMBERED)
        """Id to number, of places that were met."""
        # As many as there are sets of sources that agree on a place.
        self._origins: dict[str, tuple[str, tuple[str, ...], Confidence]] = {}
        # Of containers: some ten thousands at most.
        self._ids: dict[int, str] = {}

    def row(self, number: int) -> Row:
        """Give the row of a place."""
        known = self._read.get(number)
        return known if known is not None else self._read.keep(number, self._ask(_ONE, (number,))[0])

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """Give the rows of places, in the order of their numbers."""
        if len(numbers) == 1:
            return [self.row(numbers[0])]
        known = self._read
        found = [known.get(number) for number in numbers]
        if None not in found:
            return [one for one in found if one is not None]
        missing = [number for number, one in zip(numbers, found, strict=True) if one is None]
        read: dict[int, Row] = {}
        for at in range(0, len(missing), AT_ONCE):
            some = missing[at : at + AT_ONCE]
            for row in self._ask(_SEVERAL.format(",".join("?" * len(some))), some):
                read[row[0]] = known.keep(row[0], row)
        return [one or read[number] for number, one in zip(numbers, found, strict=True)]

    def place(self, row: Row) -> Place:
        """Make a place of its row."""
        number, scheme, code, name, kind, lat, lon, radius, country, parent, people, origins, _ = row
        dataset, sources, confidence = self._origins.get(origins) or self._origin(origins)
        place_id = f"{self._words[scheme]}:{code}"
        self.numbers_of.keep(place_id, number)
        return Place(
            place_id,
            name,
            self._kinds[kind],
            lat / DEGREE,
            lon / DEGREE,
            float(radius),
            country,
            (self._ids.get(parent) or self._id_of(parent)) if parent else None,
            confidence,
            sources,
            None,
            people,
            dataset,
        )

    def named(self, row: Row, name: int) -> Named:
        """Give a place with its name of a number, 0 being its own."""
        place = self.place(row)
        if not name:
            return Named(place, Alias(place.id, place.name, AliasKind.NAME))
        return Named(place, self.alias(place.id, self.lines(row)[name - 1]))

    def lines(self, row: Row) -> list[str]:
        """Give its names besides its own, as they are stored."""
        names = row[-1]
        return self._dictionary.unpack(names).split("\n") if names else []

    def alias(self, place_id: str, line: str) -> Alias:
        """Read a name as it is stored."""
        text, *rest = line.split("\t")
        if not rest:
            return Alias(place_id, text, AliasKind.NAME)
        return Alias(place_id, text, AliasKind(self._words[int(rest[0])]), rest[1] or None)

    def _origin(self, numbers: str) -> tuple[str, tuple[str, ...], Confidence]:
        """Give the data set, the sources and the confidence of a place that is from these sources."""
        titles = [self._titles[int(number)] for number in numbers.split()]
        # Sources are joined only where they agree on name, kind and position.
        confidence = Confidence.HIGH if len(titles) > 1 else Confidence.MEDIUM
        found = self._origins[numbers] = titles[0][0], tuple(title for _, title in titles), confidence
        return found

    def _id_of(self, number: int) -> str:
        # Who asks what lies in what will ask for this one next.
        row = self.row(number)
        found = self._ids[number] = f"{self._words[row[1]]}:{row[2]}"
        self.numbers_of.keep(found, number)
        return found

    @cached_property
    def _words(self) -> dict[int, str]:
        return dict(self._ask("SELECT id, text FROM word"))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each word."""
        return {text: number for number, text in self._words.items()}

    @cached_property
    def _kinds(self) -> dict[int, Kind]:
        known = {kind.value: kind for kind in Kind}
        return {number: known[text] for number, text in self._words.items() if text in known}

    @cached_property
    def _titles(self) -> dict[int, tuple[str, str]]:
        return {
            number: (name, title) for number, name, title in self._ask("SELECT id, name, title FROM origin")
        }
