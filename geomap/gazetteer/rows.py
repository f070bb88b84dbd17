"""The places of an index file, made from its rows and remembered."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.gazetteer.index import Named
from geomap.gazetteer.memory import Memory
from geomap.gazetteer.schema import DEGREE
from geomap.model import Alias, AliasKind, Confidence, Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geomap.gazetteer.packing import Dictionary

REMEMBERED = 1 << 15
"""Places, and lists of the file, that are kept once they were read."""
AT_ONCE = 500
"""Places that one statement asks for."""
PLACE = (
    "SELECT id, scheme, code, name, kind, lat, lon, radius, country, parent, population, origins, names"
    " FROM place"
)

_PLACES = f"{PLACE} WHERE id IN ({{}})"


class Stored(NamedTuple):
    """A place as the file has it, with its other names still packed."""

    number: int
    place: Place
    names: str | bytes | None


class Rows:
    """Reads places by their numbers.

    Parameters
    ----------
    ask
        Asks the file by a statement.
    dictionary
        Unpacks names.
    """

    def __init__(self, ask: Callable[..., list[tuple[Any, ...]]], dictionary: Dictionary) -> None:
        self._ask = ask
        self._dictionary = dictionary
        self._stored: Memory[int, Stored] = Memory(REMEMBERED)
        self.numbers_of: Memory[str, int] = Memory(REMEMBERED)
        """Id to number, of places that were met."""
        # As many as there are sets of sources that agree on a place.
        self._origins: dict[str, tuple[str, tuple[str, ...], Confidence]] = {}
        # Containers: some ten thousands at most; and those of them that were read and not yet asked for.
        self._ids: dict[int, str] = {}
        self._ahead: dict[int, tuple[Any, ...]] = {}

    def read(self, numbers: Sequence[int]) -> list[Stored]:
        """Give the places of some numbers, in their order."""
        known = self._stored
        found = [known.get(number) for number in numbers]
        if None not in found:
            return [one for one in found if one is not None]
        missing = [number for number, one in zip(numbers, found, strict=True) if one is None]
        read: dict[int, Stored] = {}
        for at in range(0, len(missing), AT_ONCE):
            some = missing[at : at + AT_ONCE]
            for row in self._rows(some):
                read[row[0]] = known.keep(row[0], self.made(row))
        return [one or read[number] for number, one in zip(numbers, found, strict=True)]

    def _rows(self, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        asked = []
        for number in numbers:
            row = self._ahead.pop(number, None)
            if row is None:
                asked.append(number)
            else:
                yield row
        if asked:
            yield from self._ask(_PLACES.format(",".join("?" * len(asked))), asked)

    def made(self, row: tuple[Any, ...]) -> Stored:
        """Make a place of its row."""
        number, scheme, code, name, kind, lat, lon, radius, country, parent, people, origins, names = row
        dataset, sources, confidence = self._origins.get(origins) or self._origin(origins)
        place_id = f"{self._words[scheme]}:{code}"
        self.numbers_of.keep(place_id, number)
        place = Place(
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
        return Stored(number, place, names)

    def named(self, stored: Stored, name: int) -> Named:
        """Give a place with its name of a number, 0 being its own."""
        place = stored.place
        if not name:
            return Named(place, Alias(place.id, place.name, AliasKind.NAME))
        return Named(place, self.alias(place.id, self.lines(stored)[name - 1]))

    def lines(self, stored: Stored) -> list[str]:
        """Give its names besides its own, as they are stored."""
        return self._dictionary.unpack(stored.names).split("\n") if stored.names else []

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
        (row,) = self._ask(f"{PLACE} WHERE id = ?", (number,))
        found = self._ids[number] = f"{self._words[row[1]]}:{row[2]}"
        # Who asks what lies in what will ask for this one next.
        self._ahead[number] = row
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
