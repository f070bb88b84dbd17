"""What lies in what, how far apart, and how to say it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import distance_m, distance_to_m, holds
from geomap.gazetteer.memory import Memory
from geomap.gazetteer.names import drop_articles, fold
from geomap.model import Confidence, Kind, Place

if TYPE_CHECKING:
    from geomap.gazetteer.index import Index

VAGUE_EDGE = 0.15
"""Share of its radius by which a region may reach over its outline: nobody drew the border of "the east"."""

_UNITS = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.ADMIN2})


class Geography:
    """Containment and distance among the places of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._chain = lru_cache(maxsize=1 << 15)(self._find_chain)
        self._inside: Memory[tuple[str, str], bool] = Memory(1 << 15)
        self._within = lru_cache(maxsize=1 << 15)(self._find_within)

    def ancestors(self, place: Place) -> tuple[str, ...]:
        """Ids of the places that contain this one, the smallest first."""
        if not place.parent:
            return ()
        chain = self._chain(place.parent)
        # Should some source put it into what lies in it, it is no container of its own.
        return chain[: chain.index(place.id)] if place.id in chain else chain

    def _find_chain(self, parent: str | None) -> tuple[str, ...]:
        chain: list[str] = []
        while parent and parent not in chain:
            chain.append(parent)
            above = self._index.place(parent)
            parent = above.parent if above is not None else None
        return tuple(chain)

    def inside(self, outer: Place, inner: Place) -> bool:
        """Tell whether one place lies in another (or is the same)."""
        if outer.id == inner.id or outer.id in self.ancestors(inner):
            return True
        if outer.kind is Kind.COUNTRY:
            return inner.country is not None and inner.country == outer.country
        if outer.country and inner.country and outer.country != inner.country:
            return False
        if inner.radius_m > outer.radius_m:
            return False
        known = self._inside.get((outer.id, inner.id))
        if known is None:
            known = self._inside.keep((outer.id, inner.id), self._holds(outer, inner))
        return known

    def _holds(self, outer: Place, inner: Place) -> bool:
        """Tell whether a place whose chain does not say so lies in another."""
        if outer.kind in _UNITS and any(
            above is not None and above.kind is outer.kind
            for above in map(self._index.place, self.ancestors(inner))
        ):
            # Its chain names another unit of that level.
            return False
        return self.near_edge_m(outer, inner) <= (
            VAGUE_EDGE * outer.radius_m if outer.kind not in _UNITS else 0
        )

    def near_edge_m(self, area: Place, place: Place) -> float:
        """Metres from a place's point to an area's outline or circle; 0 inside."""
        outline = self._index.outline(area.id)
        if outline is not None:
            return distance_to_m(outline, place.lat, place.lon)
        return max(0.0, self.apart_m(area, place) - area.radius_m)

    @staticmethod
    def apart_m(one: Place, other: Place) -> float:
        """Metres between two places' points."""
        return distance_m(one.lat, one.lon, other.lat, other.lon)

    def country_at(self, lat: float, lon: float) -> Place | None:
        """Find the country whose outline holds a point; ``None`` at sea or where outlines are missing."""
        for place in self._countries.values():
            outline = self._index.outline(place.id)
            if outline is not None and holds(outline, lat, lon):
                return place
        return None

    def country(self, code: str) -> Place | None:
        """Find the country of an ISO 3166-1 alpha-2 code."""
        return self._countries.get(code)

    @cached_property
    def _countries(self) -> dict[str, Place]:
        countries: dict[str, Place] = {}
        for place in self._index.countries():
            if place.country:
                countries.setdefault(place.country, place)
        return countries

    def countries_named(self, text: str) -> set[str]:
        """Give the codes of the countries that a text names, by code, name or demonym.

        What stands in brackets after a name is left out: "Yemen (North Yemen)", as UCDP writes it.
        """
        text = text.strip()
        if len(text) == 2 and text.isascii() and text.isupper():
            return {text}
        key = fold(text)
        found = {
            place.country
            for place, alias in (*self._index.exact(key), *self._index.core(drop_articles(key)))
            if place.country and place.kind is Kind.COUNTRY
        }
        plain = _IN_BRACKETS.sub("", text)
        if not found and plain and plain != text:
            return self.countries_named(plain)
        if not found and len(text) == 2 and text.isascii() and text.isalpha():
            return {text.upper()}
        return found

    def describe(self, place: Place) -> str:
        """Say which place is meant, for a list of candidates: "city in Anbar Governorate, Iraq"."""
        kind = kind_words(place.kind)
        country = place.country if place.kind is not Kind.COUNTRY else None
        within = self._within(self.ancestors(place), country)
        return f"{kind} in {within}" if within else kind

    def _find_within(self, chain: tuple[str, ...], country: str | None) -> str:
        """Name the two largest units of a chain of containers, or else the country of a code."""
        above = map(self._index.place, chain)
        names = [unit.name for unit in above if unit is not None and unit.kind in _UNITS]
        if not names and country:
            known = self.country(country)
            names = [known.name if known else country]
        return ", ".join(names[-2:])


_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_KIND_WORDS = {Kind.ADMIN1: "first-level unit", Kind.ADMIN2: "second-level unit"}


def kind_words(kind: Kind) -> str:
    """Say a kind of place in plain words."""
    return _KIND_WORDS.get(kind, kind.value.replace("-", " "))


DOUBTS = {
    Confidence.LOW: "its position is doubtful: the sources disagree or copy each other",
    Confidence.MEMORY: "its position was written down from memory, no source was found",
}
"""What to say of a place whose coordinate is not well founded."""
