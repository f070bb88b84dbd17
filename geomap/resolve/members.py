"""Names that are like a text among those of one district: few, so that less likeness is enough.

The whole gazetteer is searched by consonants only where a name has at least three of them, and
for the likest twenty; a district's some hundred places can be gone through one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.index import Named, core_key
from geomap.gazetteer.names import fold, skeleton
from geomap.model import Kind
from geomap.resolve.candidates import How, Match
from geomap.resolve.likeness import looser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer.index import Index
    from geomap.model import Place
    from geomap.resolve.containers import Container

MARGIN = 0.05
"""Degrees around a district's places."""
# The article written together with its name: "Dahiet Elasad".
_GLUED = re.compile(r"\b[ae]l(?=[a-z]{4})")
MOST_MEMBERS = 3_000
"""Places of a district that are gone through; none has more."""


class Members:
    """The places that districts hold, by their consonants."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._said = lru_cache(maxsize=64)(self._read_said)
        self._unsaid = lru_cache(maxsize=64)(self._read_unsaid)

    def alike(self, container: Container, key: str) -> list[Match]:
        """Find the places in a district whose names sound like a spelling key, or nearly.

        Those that a source puts there come first; then those of which none says where they are.
        """
        units = [unit.id for unit in container.senses if unit.kind is Kind.ADMIN2]
        said = [table for table in map(self._said, units) if table]
        if not said:
            return []
        plain = _GLUED.sub("", key)
        return (
            self._sounding(said, key)
            or (self._sounding(said, plain) if plain != key else [])
            or self._spelled(said, key)
            or self._sounding([self._unsaid(unit) for unit in units], key)
        )

    def _sounding(self, tables: Sequence[Mapping[str, Sequence[Named]]], key: str) -> list[Match]:
        return looser(self._index, key, lambda core: _of(tables, {skeleton(core)}), How.SOUND)

    def _spelled(self, tables: Sequence[Mapping[str, Sequence[Named]]], key: str) -> list[Match]:
        return looser(self._index, key, lambda core: _of(tables, _near(tables, skeleton(core))), How.LETTERS)

    def _read_said(self, unit_id: str) -> Mapping[str, Sequence[Named]]:
        return self._read(self._index.children(unit_id))

    def _read_unsaid(self, unit_id: str) -> Mapping[str, Sequence[Named]]:
        return self._read(self._around(self._index.children(unit_id)))

    def _read(self, places: Sequence[Place]) -> Mapping[str, Sequence[Named]]:
        table: defaultdict[str, list[Named]] = defaultdict(list)
        for place in places[:MOST_MEMBERS]:
            for alias in self._index.aliases(place.id):
                consonants = skeleton(core_key(fold(alias.text), place.kind, alias.kind))
                if consonants:
                    table[consonants].append(Named(place, alias))
        return dict(table)

    def _around(self, members: Sequence[Place]) -> list[Place]:
        """Give the places among and around a district's of which no source says in which one they are."""
        if not members:
            return []
        south, north = (edge(place.lat for place in members) for edge in (min, max))
        west, east = (edge(place.lon for place in members) for edge in (min, max))
        around = self._index.box(south - MARGIN, west - MARGIN, north + MARGIN, east + MARGIN)
        return [place for place in around if not place.kind.is_area and not self._in_a_district(place)]

    def _in_a_district(self, place: Place) -> bool:
        above = map(self._index.place, self._index.parents(place.id))
        return any(unit is not None and unit.kind is Kind.ADMIN2 for unit in above)


def _of(tables: Sequence[Mapping[str, Sequence[Named]]], shapes: set[str]) -> list[Named]:
    return [named for table in tables for shape in sorted(shapes) for named in table.get(shape, ())]


def _near(tables: Sequence[Mapping[str, Sequence[Named]]], consonants: str) -> set[str]:
    """Give the consonants that differ in one; with fewer than three, too much would be like them."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(consonants) < FEWEST:
        return set()
    shapes = {shape for table in tables for shape in table}
    return {
        shape
        for shape, _, _ in process.extract(
            consonants, sorted(shapes), scorer=OSA.distance, score_cutoff=1, limit=None
        )
    }


FEWEST = 3
"""Consonants."""
