"""Places that are not in the gazetteer, but named after one that is: "Derik base", "Rutbah district"."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import destination, distance_m
from geomap.gazetteer.kinds import IN_TOWN, IN_TOWN_NAMED, Fit, fit
from geomap.gazetteer.names import fold, generic_steps, strip_generic
from geomap.model import Alias, AliasKind, Candidate, Kind, Place, Precision, Resolution, Status
from geomap.resolve.areas import OUTSKIRTS_M, kilometres
from geomap.resolve.candidates import How, Match, exact
from geomap.resolve.decision import PLAIN, Asked, Judge, unresolved
from geomap.resolve.wording import MAX_LISTED, SETTLEMENTS, stands_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from geomap.gazetteer.index import Index
    from geomap.resolve.containers import Container

DISTRICT_M = 50_000.0
PROVINCE_M = 75_000.0
"""Radii of units whose outline is not known, around the town that gives them their name."""

AIRPORT_M = 30_000.0
"""As far outside a town as its airports lie."""
CITY = 100_000
"""People of a town that everybody knows."""
MUCH_LARGER = 10
"""How many times as many people make one city foremost among its namesakes."""
_OF_AIRLINES_M = 2_000.0
"""Radius of an airport that airlines use; strips are smaller."""

_LOOSE = frozenset({Kind.BUILDING, Kind.GOVERNMENT_COMPLEX})
"""Kinds so wide that the only one known in a town is not the one meant."""
_AREAS = frozenset({Kind.ADMIN1, Kind.ADMIN2, Kind.REGION, Kind.MOUNTAIN})
_IN_TOWN = frozenset(map(fold, IN_TOWN))
_DEPTH = 3


class Facilities:
    """Answers for a name whose place is of another kind than the words ask for."""

    def __init__(self, index: Index, judge: Judge) -> None:
        self._index = index
        self._judge = judge

    def answer(self, query: str, matches: Sequence[Match], asked: Asked) -> Resolution:
        """Answer from candidates of which none is of the kind that the words ask for."""
        _, best, _ = self._judge.weigh(matches, asked)[0]
        wanted, term = best.kinds, best.term
        place = best.place
        if term in _IN_TOWN and place.kind in SETTLEMENTS:
            towns = [replace(match, kinds=frozenset(), term="") for match in matches]
            towns = [match for match in towns if match.place.kind in SETTLEMENTS]
            answer = self._judge.decide(query, towns, asked)
            return _with_town(answer, term) if answer.status is Status.RESOLVED else answer
        if not place.kind.is_area and not wanted & _LOOSE:
            listed = {one.id: one for one in (*self._below(place), *self._airports(place, wanted))}
            known = [one for one in listed.values() if fit(one.kind, wanted) is not Fit.NOT]
            known = [one for one in known if self._judge.refuse(one, asked) is None]
            if known:
                return self._known(query, place, term, known)
        sites = all(kind.precision is Precision.SITE for kind in wanted)
        if sites and not place.kind.is_area:
            reason = (
                f'no "{term}" of this name is in the gazetteer; placed around {place.name}, whose name it has'
            )
            return self._around(query, best, max(place.radius_m * 2, OUTSKIRTS_M), Precision.VICINITY, reason)
        if wanted & _AREAS and not place.kind.is_area:
            province = Kind.ADMIN1 in wanted and Kind.ADMIN2 not in wanted and Kind.REGION not in wanted
            radius = PROVINCE_M if province else DISTRICT_M
            precision = Precision.PROVINCE if province else Precision.DISTRICT
            reason = (
                f'the "{term}" itself is not in the gazetteer; drawn as {kilometres(radius)} around '
                f"{place.name}, which gives it its name"
            )
            return self._around(query, best, radius, precision, reason)
        candidates = self._list(matches)
        return unresolved(
            query, f'no "{term}" of this name is in the gazetteer; {candidates[0].reason}', candidates
        )

    def of_city(self, query: str, matches: Sequence[Match], key: str, asked: Asked) -> Resolution | None:
        """Answer for airports that only share a well-known city's name; ``None`` for others.

        "London airport" is not that of London, Ontario, though no other is called just so, and
        "Cairo airport" not that of El Cairo. What packs hold by that name is meant.
        """
        if " " not in key or not any(match.place.kind is Kind.AIRPORT for match in matches):
            return None
        *_, (bare, kinds) = generic_steps(key)
        if not kinds or any(match.place.kept_by_hand for match in matches):
            return None
        towns = [match for match in exact(self._index, bare) if match.place.kind in SETTLEMENTS]
        towns = [match for match in towns if self._judge.refuse(match.place, asked) is None]
        city = self._judge.decide(bare, towns, asked).place if towns else None
        if city is None or (city.population or 0) < CITY:
            return None
        served = {match.place.id: self._served(match.place, towns) for match in matches}
        near = [match for match in matches if city in served[match.place.id]]
        others = [town for found in served.values() for town in found if town is not city]
        if len(near) == len(matches) or any(_as_large(town, city) for town in others):
            return None
        if near:
            return self._judge.decide(query, near, asked)
        term = " ".join(word for word in key.split() if word not in bare.split())
        alias = Alias(city.id, city.name, AliasKind.NAME)
        return self.answer(query, [Match(city, alias, How.CORE, kinds, term)], asked)

    @staticmethod
    def _served(airport: Place, towns: Sequence[Match]) -> list[Place]:
        """Give the towns that an airport is near to."""
        return [
            town
            for town in (match.place for match in towns)
            if distance_m(airport.lat, airport.lon, town.lat, town.lon) <= town.radius_m + AIRPORT_M
        ]

    def in_town(self, query: str, name: str, town: Container, asked: Asked) -> Resolution | None:
        """Answer "Zobe junction in Mogadishu", of which the town alone is known, with the town."""
        term = fold(name.split()[-1])
        # A quarter that the gazetteer lacks stands in the town as a station does.
        quarter = Kind.QUARTER in _kinds_of(term)
        places = [place for place in town.senses if place.kind in SETTLEMENTS]
        places = [place for place in places if self._judge.refuse(place, asked) is None]
        if not places or not (quarter or term in _IN_TOWN | IN_TOWN_NAMED):
            return None
        matches = [Match(place, Alias(place.id, town.words, AliasKind.NAME), How.EXACT) for place in places]
        answer = self._judge.decide(query, matches, asked)
        return _with_town(answer, name) if answer.status is Status.RESOLVED else None

    def _below(self, place: Place) -> Iterator[Place]:
        level: Sequence[Place] = [place]
        for _ in range(_DEPTH):
            level = [child for parent in level for child in self._index.children(parent.id)]
            yield from level

    def _airports(self, town: Place, wanted: Collection[Kind]) -> Sequence[Place]:
        """Find the airports of a town: they lie outside it, mostly in another unit."""
        if Kind.AIRPORT not in wanted:
            return ()
        reach = town.radius_m + AIRPORT_M
        north, _ = destination(town.lat, town.lon, 0, reach)
        _, east = destination(town.lat, town.lon, 90, reach)
        high, wide = north - town.lat, (east - town.lon) % 360
        found = self._index.box(
            town.lat - high, town.lon - wide, north, town.lon + wide, frozenset({Kind.AIRPORT})
        )
        return [one for one in found if one.radius_m >= _OF_AIRLINES_M]

    def _known(self, query: str, place: Place, term: str, known: list[Place]) -> Resolution:
        if len(known) == 1:
            only = known[0]
            reason = f'the only "{term}" in {place.name} that the gazetteer knows is {only.name}'
            candidate = Candidate(only, 0.8, reason)
            return self._judge.answer(query, only, (candidate,))
        candidates = tuple(
            Candidate(one, round(1 / len(known), 4), f'one "{term}" in {place.name}')
            for one in sorted(known, key=lambda one: one.id)[:MAX_LISTED]
        )
        names = ", ".join(candidate.place.name for candidate in candidates)
        reason = f'there are {len(known)} places that "{term}" might mean in {place.name}: {names}'
        return Resolution(query, Status.AMBIGUOUS, reason, candidates=candidates)

    def _around(
        self, query: str, match: Match, radius: float, precision: Precision, reason: str
    ) -> Resolution:
        place = match.place
        return Resolution(
            query=query,
            status=Status.RESOLVED,
            worded=reason,
            score=0.6,
            place=place,
            name=f"{match.term} of {place.name}",
            lat=place.lat,
            lon=place.lon,
            radius_m=max(radius, place.radius_m),
            precision=precision,
            relation=f"{match.term} of",
            candidates=self._list([match]),
        )

    def _list(self, matches: Sequence[Match]) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(match.place, 0.0, partial(self._judge.reason, match, evidence), evidence)
            for _, match, evidence in self._judge.weigh(matches, PLAIN)
        )[:MAX_LISTED]


def _with_town(answer: Resolution, site: str) -> Resolution:
    return stands_for(answer, f'the "{site}" itself is not in the gazetteer')


def _kinds_of(term: str) -> frozenset[Kind]:
    """Give the kinds that a generic word means."""
    return strip_generic(f"xx {term}")[1]


def _as_large(town: Place, city: Place) -> bool:
    """Tell whether a town is so large that its airport may be meant by a name that it shares with a city."""
    return (town.population or 0) * MUCH_LARGER > (city.population or 0)
