"""What the caller or a phrase says a place lies in, and how far a place agrees with that.

Sources draw and name units differently, and few say which village is in which: what no source
puts into a unit may still lie in it if it is near enough. Who is put there comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import distance_m, distance_to_m
from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.names import drop_articles, fold, generic_steps
from geomap.model import Kind, Place
from geomap.resolve import candidates, likeness, relations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence, Set

    from geomap.gazetteer.index import Index
    from geomap.model import Resolution
    from geomap.resolve.geography import Geography

DISTRICT_REACH_M = 60_000.0
"""How far from its point, or from the town it is named after, a district without outline may reach."""
PROVINCE_REACH_M = 200_000.0
"""The same for a province that is known only by the town it is named after."""
BORDER_M = 10_000.0
"""By how much sources differ on where the border between two units runs."""
NEIGHBOUR_M = 20_000.0
"""How far beyond its known places a district may still reach in another source."""
SOUNDS_LIKE = 0.8
"""Likeness of the letters of two names with the same consonants that makes them one unit's."""
_DISTRICT_WORD = re.compile(
    r" (?:municipality|commune|territory|zone|agency|tehsil|taluka?|woreda|upazila|cercle|regency|canton"
    r"|sub-?prefecture|sub-district|groupement)$",
    re.IGNORECASE,
)
MOST_TOWNS = 5
LATITUDE_M = 110_000.0
"""A degree of latitude is never shorter."""
_UNITS = frozenset({Kind.ADMIN1, Kind.ADMIN2})


@dataclass(frozen=True, slots=True)
class Container:
    """A place that the caller or the phrase itself says holds the one that is meant."""

    words: str
    senses: tuple[Place, ...]
    """What the words may mean; none where the gazetteer does not know them."""
    outline: dict[str, Any] | None = None
    """For a part of a place: "eastern Syria"."""
    reach_m: float = 0.0
    """For a unit that is known only by the town it is named after: how far from there it may reach."""


class Hold(IntEnum):
    """How well a place agrees with a container, the best first."""

    RECORDED = 0
    """A source puts it there, or its point lies in the outline."""
    NEAR = 1
    """No source says in which unit it is, and this one may reach as far."""
    ELSEWHERE = 2
    """A source puts it into another unit, but it is so near that another source may differ."""


class Holding:
    """Tells which containers hold a place."""

    def __init__(self, index: Index, geography: Geography) -> None:
        self._index = index
        self._geography = geography
        self._recorded = lru_cache(maxsize=1 << 14)(self._find_recorded)
        self._members = lru_cache(maxsize=1 << 10)(self._find_members)

    def hold(self, container: Container, place: Place) -> Hold | None:
        """Tell how a container, in the best of its senses, holds a place; ``None`` if it does not."""
        found = [
            hold for sense in container.senses if (hold := self._hold(container, sense, place)) is not None
        ]
        if not found:
            return None
        if container.outline is not None:
            edge = 0.15 * max(sense.radius_m for sense in container.senses)
            if distance_to_m(container.outline, place.lat, place.lon) > edge:
                return None
        return min(found)

    def _hold(self, container: Container, unit: Place, place: Place) -> Hold | None:
        recorded = self._recorded(place.id)
        if unit.id in recorded:
            return Hold.RECORDED
        elsewhere = unit.kind in _UNITS and unit.kind in {recorded[other] for other in recorded}
        if self._geography.inside(unit, place):
            return Hold.ELSEWHERE if elsewhere else Hold.RECORDED
        if unit.country != place.country:
            return None
        if unit.kind in _UNITS:
            outline = self._index.outline(unit.id)
            if outline is not None:
                if distance_to_m(outline, place.lat, place.lon) > BORDER_M:
                    return None
                return Hold.ELSEWHERE if elsewhere else Hold.NEAR
        near = self._geography.apart_m(unit, place) <= max(
            container.reach_m, DISTRICT_REACH_M if unit.kind is Kind.ADMIN2 else 0.0
        )
        if unit.kind is Kind.ADMIN2 and not place.kind.is_area:
            if self._beside_members(unit, place):
                return Hold.ELSEWHERE if elsewhere else Hold.NEAR
            return Hold.NEAR if near and not elsewhere else None
        return Hold.NEAR if near and container.reach_m else None

    def _beside_members(self, unit: Place, place: Place) -> bool:
        """Tell whether a place lies by the border of a district, to go by where its other places are."""
        return any(
            abs(lat - place.lat) * LATITUDE_M <= NEIGHBOUR_M
            and distance_m(lat, lon, place.lat, place.lon) <= NEIGHBOUR_M
            for lat, lon in self._members(unit.id)
        )

    def _find_recorded(self, place_id: str) -> dict[str, Kind]:
        """Give the units that any layer puts a place into, itself among them."""
        found: dict[str, Kind] = {}
        ahead = [place_id]
        while ahead:
            place = self._index.place(ahead.pop())
            if place is not None and place.id not in found:
                found[place.id] = place.kind
                ahead += self._index.parents(place.id)
        return found

    def _find_members(self, unit_id: str) -> tuple[tuple[float, float], ...]:
        return tuple((member.lat, member.lon) for member in self._index.children(unit_id))


def read_container(index: Index, words: str, phrase: str, resolve: Callable[[str], Resolution]) -> Container:
    """Find what the name of a container may mean; no senses where it is not known.

    Parameters
    ----------
    index
        Where to look.
    words, phrase
        The name, or the id of a place; and the name without what is around it.
    resolve
        Answers a phrase that means a part of a place.
    """
    place = index.place(words)
    if place is not None:
        return Container(place.name, (place,))
    key = fold(phrase)
    senses = {place.id: place for place, _ in index.exact(key)}
    if not senses:
        # What holds villages is a unit, by whatever name a country calls its districts.
        key = fold(_DISTRICT_WORD.sub(" district", phrase))
    # Sources name one district "Manbij District", "Menbij" and "Mintaqat Manbij"; what any puts into it,
    # it holds. Bare names of a list of containers are those of units, too.
    senses |= {place.id: place for place, _ in index.core(drop_articles(key)) if place.kind in _UNITS}
    senses |= {place.id: place for place in candidates.of_kind(index, key)}
    matches = candidates.without_generic(index, key)
    wanted = frozenset[Kind]().union(*(kinds for _, kinds in generic_steps(key))) & _UNITS
    if wanted and not any(place.kind in wanted for place in senses.values()):
        senses |= {unit.id: unit for unit in _named_as(index, [match.place for match in matches], wanted)}
    named = bool(senses) and (not wanted or any(place.kind in wanted for place in senses.values()))
    if wanted:
        senses |= {
            match.place.id: match.place
            for match in likeness.sounding(index, key)
            if match.place.kind in wanted and match.closeness >= SOUNDS_LIKE
        }
    if named:
        return Container(phrase, tuple(senses.values()))
    fitting = [m for m in matches if not m.kinds or fit(m.place.kind, m.kinds) is not Fit.NOT]
    if fitting and not wanted:
        return Container(phrase, tuple(match.place for match in fitting))
    senses |= {match.place.id: match.place for match in matches}
    if senses:
        reach = 0.0
        if Kind.ADMIN2 in wanted:
            reach = DISTRICT_REACH_M
        elif Kind.ADMIN1 in wanted:
            reach = PROVINCE_REACH_M
        return Container(phrase, tuple(senses.values()), reach_m=reach)
    relation = relations.parse(phrase)
    if relation is not None and relation.sort is relations.Sort.PART:
        answer = resolve(phrase)
        if answer.place is not None:
            return Container(phrase, (answer.place,), answer.outline)
    return Container(phrase, ())


def agreeing(containers: Sequence[Container], countries: Set[str]) -> tuple[Container, ...]:
    """Leave out the senses of containers that lie in another country than what holds them.

    Parameters
    ----------
    containers
        The smallest first.
    countries
        Codes of the countries that hold them all; none if that is not known.

    Returns
    -------
    tuple of Container
        Of those of which nothing is left, the gazetteer does not know the one that is meant.
    """
    agreed: list[Container] = []
    codes = set(countries)
    for container in reversed(containers):
        allowed = codes | {None}
        senses = tuple(one for one in container.senses if not codes or one.country in allowed)
        if not senses and any(one.kept_by_hand or one.kind is Kind.ADMIN1 for one in container.senses):
            # What everybody knows is meant, and contradicts the country: nothing lies in both.
            senses = container.senses
        agreed.append(replace(container, senses=senses))
        codes = {one.country for one in senses if one.country is not None} or codes
    return tuple(reversed(agreed))


def _named_as(index: Index, towns: Sequence[Place], kinds: frozenset[Kind]) -> Iterator[Place]:
    """Find the units that are named after a town, by whichever of its names: Al-Bukamal, Abu Kamal."""
    for town in towns[:MOST_TOWNS]:
        for key in dict.fromkeys(drop_articles(fold(alias.text)) for alias in index.aliases(town.id)):
            for place, _ in (*index.exact(key), *index.core(key)):
                if place.kind in kinds and place.country == town.country:
                    yield place
