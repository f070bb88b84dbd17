"""Names that are like a text among those of one district: few, so that less likeness is enough.

The whole gazetteer is searched by consonants only where a name has at least three of them, and
for the likest twenty; a district's some hundred places can be gone through one by one.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.index import Named, core_key
from geomap.gazetteer.names import fold, skeleton
from geomap.model import Kind
from geomap.resolve.candidates import How, Match, looser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer.index import Index
    from geomap.resolve.containers import Container

MOST_MEMBERS = 3_000
"""Places of a district that are gone through; none has more."""


class Members:
    """The places that districts hold, by their consonants."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._table = lru_cache(maxsize=64)(self._read)

    def alike(self, container: Container, key: str) -> list[Match]:
        """Find the places in a district whose names sound like a spelling key, or nearly."""
        tables = [self._table(unit.id) for unit in container.senses if unit.kind is Kind.ADMIN2]
        tables = [table for table in tables if table]
        if not tables:
            return []
        return looser(self._index, key, lambda core: _of(tables, {skeleton(core)}), How.SOUND) or looser(
            self._index, key, lambda core: _of(tables, _near(tables, skeleton(core))), How.LETTERS
        )

    def _read(self, unit_id: str) -> Mapping[str, Sequence[Named]]:
        table: defaultdict[str, list[Named]] = defaultdict(list)
        for place in self._index.children(unit_id)[:MOST_MEMBERS]:
            for alias in self._index.aliases(place.id):
                consonants = skeleton(core_key(fold(alias.text), place.kind, alias.kind))
                if consonants:
                    table[consonants].append(Named(place, alias))
        return dict(table)


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
