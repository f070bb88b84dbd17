"""From candidates and evidence to an answer: resolved, ambiguous or not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import exp
from operator import attrgetter
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.spots import LEAST_REACH_M
from geomap.model import (
    AliasKind,
    Candidate,
    Confidence,
    Evidence,
    Kind,
    Place,
    Precision,
    Resolution,
    Status,
)
from geomap.resolve.candidates import How, Match
from geomap.resolve.containers import Container, Hold, Holding
from geomap.resolve.doubts import Doubts
from geomap.resolve.evidence import EMPTY, NO_OTHERS, WEIGHTS, Context, Near, Others, weigh
from geomap.resolve.geography import kind_words
from geomap.resolve.wording import MAX_LISTED, Wording, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.gazetteer.index import Index
    from geomap.resolve.geography import Geography

    Weighed = tuple[float, Match, tuple[Evidence, ...]]

CLEAR = 0.5
"""Share of the odds above which one candidate decides: likelier than all others together."""
LEAD = 1.25
"""How many times as likely as any other it must be besides: of two villages alike none is meant more.

Measured on labelled mentions: where the share is clear and the next 1.25 to 1.5 times less likely,
four in five are right; nearer than that, half.
"""
CLEAR_GUESS = 0.75
"""The same for a name that is only spelled alike: 3 to 1."""
POSSIBLE = 0.08
"""Share below which a candidate is no rival."""
_HOLDS = {
    Hold.RECORDED: ("asked: recorded in it", "recorded in {}"),
    Hold.NEAR: ("asked: may lie in it", "no source says in which unit it lies, but {} reaches as far"),
    Hold.ELSEWHERE: ("asked: recorded beside it", "recorded in another unit, but at the border of {}"),
}
_HOLDS_AROUND = {
    Hold.RECORDED: ("asked: recorded in the unit around it", "recorded in {}"),
    Hold.NEAR: _HOLDS[Hold.NEAR],
    Hold.ELSEWHERE: (
        "asked: recorded beside the unit around it",
        "recorded in another unit, but at the border of {}",
    ),
}
_SETTLEMENTS = frozenset({Kind.CITY, Kind.TOWN, Kind.VILLAGE})
_UNITS = frozenset({Kind.ADMIN1, Kind.ADMIN2})
_QUALITY = {How.EXACT: 1.0, How.CORE: 0.95, How.SOUND: 0.8, How.LETTERS: 0.65}
_ALIAS_QUALITY = {
    AliasKind.MISSPELLING: 0.9,
    AliasKind.DESCRIPTION: 0.9,
    AliasKind.DEMONYM: 0.7,
    AliasKind.CODE: 0.95,
    AliasKind.FORMER: 0.95,
}
_FOUNDED = {Confidence.LOW: 0.85, Confidence.MEMORY: 0.7}
_WEIGHT = attrgetter("weight")


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions that an answer must meet; never ignored."""

    countries: frozenset[str] = frozenset()
    country_words: str = ""
    containers: tuple[Container, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    near: Near | None = None
    context: Context = EMPTY
    others: Others = NO_OTHERS

    @property
    def plain(self) -> bool:
        """Whether no condition is set, so that no place can fail one."""
        return not (self.countries or self.containers or self.kinds) and self.near is None


PLAIN = Asked()
"""A name and nothing besides."""


class Judge:
    """Decides among the candidates for one text."""

    def __init__(self, index: Index, geography: Geography) -> None:
        self._index = index
        self._geography = geography
        self.holding = Holding(index, geography)
        self._wording = Wording(geography)
        self._doubts = Doubts(index, geography)
        self.reason = self._wording.reason

    def refuse(self, place: Place, asked: Asked) -> str | None:
        """Say which condition a place does not meet; ``None`` if it meets all."""
        if asked.countries and place.country not in asked.countries:
            return f"not in {asked.country_words}"
        for container in asked.containers:
            if container.senses and self.holding.hold(container, place) is None:
                return f"not within {container.words}"
        if asked.kinds and fit(place.kind, asked.kinds) is Fit.NOT:
            return f"not of kind {', '.join(sorted(asked.kinds))}"
        if asked.near is not None:
            near = asked.near
            if distance_m(near.lat, near.lon, place.lat, place.lon) > near.limit_m + place.radius_m:
                return f"not near {near.name}"
        return None

    def inside(self, outer: Place, inner: Place) -> bool:
        """Tell whether one place lies in another."""
        return self._geography.inside(outer, inner)

    def recorded(self, place: Place, asked: Asked) -> bool:
        """Tell whether a source puts a place into the district that the conditions name, if they name one."""
        smallest = next((container for container in asked.containers if container.senses), None)
        return (
            smallest is not None
            and any(unit.kind is Kind.ADMIN2 for unit in smallest.senses)
            and self.holding.hold(smallest, place) is Hold.RECORDED
            and self.refuse(place, asked) is None
        )

    def weigh(self, matches: Sequence[Match], asked: Asked) -> list[Weighed]:
        """Weigh all candidates; the weightiest first."""
        weighed = []
        countries = _countries(matches) if len(matches) > 1 else ()
        for match in matches:
            evidence = weigh(match, asked.context, asked.near, self._geography, asked.others)
            if countries and match.place.country in countries and _short_of_country(match):
                row = "name: its country's"
                evidence = (*evidence, Evidence(row, WEIGHTS[row], "the name is its country's"))
            if asked.containers:
                evidence = (*evidence, *self._held(match.place, asked))
            weighed.append((sum(map(_WEIGHT, evidence)), match, evidence))
        if len(weighed) > 1:
            weighed.sort(key=lambda row: (-row[0], row[1].place.id))
        return weighed

    def _held(self, place: Place, asked: Asked) -> list[Evidence]:
        """Weigh how the containers that are known, and less than a country, hold a place."""
        found: list[Evidence] = []
        for container in asked.containers:
            hold = self.holding.hold(container, place)
            if hold is None or any(sense.kind is Kind.COUNTRY for sense in container.senses):
                continue
            row, text = (_HOLDS_AROUND if found else _HOLDS)[hold]
            found.append(Evidence(row, WEIGHTS[row], text.format(container.words)))
        return found

    def decide(self, query: str, matches: Sequence[Match], asked: Asked) -> Resolution:
        """Decide among candidates that all meet the conditions; there is at least one."""
        weighed = self.weigh(matches, asked)
        shares = _shares(weighed)
        alone = len(weighed) == 1
        listed = [
            Candidate(
                match.place,
                round(share * self._quality(match), 4),
                partial(self.reason, match, evidence, alone=alone),
                evidence,
            )
            for share, (_, match, evidence) in zip(shares, weighed[:MAX_LISTED], strict=False)
        ]
        candidates = tuple(listed)
        _, best, evidence = weighed[0]
        unsure = self._doubts.unlike(query, asked, weighed) or self._doubts.one_of_many(asked, best, evidence)
        if unsure is not None:
            said = partial(joined, unsure, candidates[0])
            return Resolution(query, Status.AMBIGUOUS, said, candidates=candidates)
        clear = CLEAR if best.how in (How.EXACT, How.CORE) else CLEAR_GUESS
        # Of very many none may have a share that counts; the foremost are rivals then.
        least = min(POSSIBLE, shares[0])
        if alone or shares[1] < least or (shares[0] >= clear and shares[0] >= LEAD * shares[1]):
            only = f"the only {kind_words(best.place.kind)} so spelled" if best.how is How.LETTERS else ""
            return self.answer(query, best.place, candidates, only)
        rivals = [match for share, (_, match, _) in zip(shares, weighed, strict=True) if share >= least]
        places = [match.place for match in rivals]
        # A town and the units named after it are one sense.
        one = {place.id: place for place in places if self._named_after(best.place, place)}
        rows = list(zip(shares, (match.place.id for _, match, _ in weighed), strict=True))
        sense = shares[0] + sum(share for share, place_id in rows if place_id in one)
        other = max((share for share, place_id in rows[1:] if place_id not in one), default=0.0)
        if one and sense >= clear and sense >= LEAD * other:
            return self._among(query, [best.place, *one.values()], candidates, likelier=True)
        return self._among(query, places, candidates, likelier=shares[0] >= CLEAR)

    def _named_after(self, town: Place, unit: Place) -> bool:
        """Tell whether of two places of one name one is a town and the other the unit around it."""
        return town.kind in _SETTLEMENTS and unit.kind in _UNITS and self._geography.inside(unit, town)

    def _among(
        self, query: str, places: list[Place], candidates: tuple[Candidate, ...], *, likelier: bool
    ) -> Resolution:
        """Answer what is true of all rivals: the one that holds the others, or the spot they share.

        `likelier` says that the first is likelier than all others together.
        """
        geography = self._geography
        ids = {place.id for place in places}
        score = round(min(1.0, sum(one.score for one in candidates if one.place.id in ids)), 4)
        best, *rest = places
        if all(self._named_after(best, place) for place in rest):
            units = " and ".join(dict.fromkeys(place.name for place in rest))
            besides = f"the town, and not {units} around it, for which a report would say so"
            return self.answer(query, best, candidates, besides, score)
        for outer in places:
            if all(geography.inside(outer, place) for place in places):
                others = " and ".join(place.name for place in places if place is not outer)
                if likelier:
                    # Only how much of the area is meant is in doubt.
                    return self.answer(query, places[0], candidates)
                if outer is places[0] or outer.kind.is_area:
                    return self.answer(query, outer, candidates, f"it holds {others}, also called so", score)
        radius = max(geography.apart_m(best, place) + place.radius_m for place in places)
        if all(
            geography.apart_m(best, place) <= max(best.radius_m, place.radius_m, LEAST_REACH_M)
            for place in places
        ):
            others = " and ".join(place.name for place in places[1:])
            answer = self.answer(
                query,
                best,
                candidates,
                f"the circle also holds {others}, the same spot or next to it, also called so",
                score,
            )
            return _with_radius(answer, max(radius, best.radius_m))
        return Resolution(
            query, Status.AMBIGUOUS, partial(self._wording.any_of, places), candidates=candidates
        )

    @staticmethod
    def _quality(match: Match) -> float:
        return (
            _QUALITY[match.how]
            * _ALIAS_QUALITY.get(match.alias.kind, 1.0)
            * _FOUNDED.get(match.place.confidence, 1.0)
        )

    def answer(
        self,
        query: str,
        place: Place,
        candidates: tuple[Candidate, ...],
        besides: str = "",
        score: float | None = None,
    ) -> Resolution:
        """Make the answer that a place is meant; `besides` says what else the reason should say."""
        first = candidates[0]
        candidate = first if first.place is place else next(c for c in candidates if c.place.id == place.id)
        return Resolution(
            query=query,
            status=Status.RESOLVED,
            worded=partial(joined, candidate, besides) if besides else candidate.worded,
            score=candidate.score if score is None else score,
            place=place,
            name=place.name,
            lat=place.lat,
            lon=place.lon,
            radius_m=place.radius_m,
            precision=place.kind.precision,
            outline=self._index.outline(place.id),
            candidates=candidates,
        )


def _countries(matches: Sequence[Match]) -> set[str | None]:
    """Give the codes of the countries among some candidates that are called by their own names."""
    return {match.place.country for match in matches if match.place.kind is Kind.COUNTRY and match.own_name}


def _short_of_country(match: Match) -> bool:
    """Tell whether a town is named, and not by its own name: "Djibouti" for Djibouti City."""
    return match.place.kind in _SETTLEMENTS and match.how is How.EXACT and not match.own_name


def _shares(weighed: Sequence[Weighed]) -> list[float]:
    """Give the share of the odds that each has; the weightiest comes first."""
    if len(weighed) == 1:
        return [1.0]
    most = weighed[0][0]
    odds = [exp(weight - most) for weight, _, _ in weighed]
    total = sum(odds)
    return [one / total for one in odds]


def _with_radius(answer: Resolution, radius: float) -> Resolution:
    from dataclasses import replace

    return replace(answer, radius_m=round(radius, 1))


def unresolved(query: str, reason: str, candidates: tuple[Candidate, ...] = ()) -> Resolution:
    """Make the answer that no place is meant that the gazetteer knows."""
    return Resolution(query, Status.UNRESOLVED, reason, candidates=candidates)


CELL_M = 25_000.0
"""Coordinates that are rounded to more than so much name an area and no point."""


def coordinate(query: str, lat: float, lon: float, radius_m: float, form: str) -> Resolution:
    """Make the answer that the text itself states the position, in words or numbers called `form`."""
    given = "coordinates" if form == "coordinates" else f"{form}, which is"
    return Resolution(
        query=query,
        status=Status.RESOLVED,
        worded=f"the text states the {given} {lat:.8g}, {lon:.8g}",
        score=1.0,
        name=f"{lat:.5f}, {lon:.5f}",
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        precision=Precision.COORDINATE if radius_m < CELL_M else Precision.REGION,
    )
