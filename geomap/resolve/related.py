"""The answer to a phrase with a spatial relation: its places resolved, its area drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from geomap.gazetteer.names import drop_articles, fold, strip_generic
from geomap.model import Kind, Place, Resolution, Status
from geomap.resolve import candidates, courses
from geomap.resolve.areas import Area, NoArea, draw
from geomap.resolve.candidates import How, Match
from geomap.resolve.decision import Asked, Judge, unresolved
from geomap.resolve.relations import Sort
from geomap.resolve.wording import SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.gazetteer.index import Index
    from geomap.resolve.relations import Relation

BEYOND = 5.0
"""How many times as far as its town a province reaches whose parts are named by the town's name."""
MAX_DRAWN = 512
"""Areas kept, as drawing one takes milliseconds and reports repeat them."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What a relation starts from: a place, or the part or surroundings of one that the words name."""

    place: Place
    relation: str | None
    outline: dict[str, Any] | None = field(compare=False)


class Relater:
    """Answers phrases in which a relation was read."""

    def __init__(self, index: Index, judge: Judge) -> None:
        self._index = index
        self._judge = judge
        self._drawn = lru_cache(maxsize=MAX_DRAWN)(self._draw)

    def answer(
        self,
        phrase: str,
        relation: Relation,
        asked: Asked,
        resolve: Callable[[str, Asked], Resolution | None],
    ) -> Resolution | None:
        """Answer a phrase by its relation; ``None`` if its places are not in the gazetteer.

        Parameters
        ----------
        phrase, relation
            The phrase and what was read from it.
        asked
            Conditions that its places must meet.
        resolve
            Resolves the name of one of its places under some of the conditions.
        """
        if relation.sort is Sort.PART:
            curated = self._curated(relation, asked)
            if curated is not None:
                return replace(curated, query=phrase)
        along = relation.sort is Sort.ALONG
        # A river lies in no country; the conditions limit what of it is meant.
        conditions = replace(asked, countries=frozenset(), containers=()) if along else asked
        answers = []
        for name in relation.names:
            answer = resolve(name, conditions)
            if answer is None or answer.status is Status.UNRESOLVED:
                return None
            if answer.status is Status.AMBIGUOUS:
                return replace(answer, query=phrase)
            answers.append(_plain(self._of_unit(phrase, relation, name, answer, asked)))
        starts = tuple(_start(answer) for answer in answers)
        said = ""
        if along and len(starts) == 1:
            others, link, said = courses.limits(starts[0].place, asked, self._index, self._outline)
            relation = replace(relation, link=link)
            starts += tuple(_Start(place, None, self._outline(place)) for place in others)
        area = self._drawn(relation, starts)
        named = relation.named([answer.name or "" for answer in answers])
        about = "; ".join(dict.fromkeys(answer.reason for answer in answers))
        first = answers[0]
        if isinstance(area, NoArea):
            return unresolved(phrase, f"{area.reason}; {about}", first.candidates)
        return Resolution(
            query=phrase,
            status=Status.RESOLVED,
            worded=f"{relation.words} {named}: {area.how}{said}; {about}",
            score=round(min(answer.score for answer in answers) * 0.95, 4),
            place=first.place,
            name=f"{relation.words} {named}",
            lat=round(area.lat, 6),
            lon=round(area.lon, 6),
            radius_m=round(area.radius_m, 1),
            precision=area.precision,
            relation=relation.words,
            outline=area.outline,
            candidates=first.candidates,
        )

    def _of_unit(
        self, phrase: str, relation: Relation, name: str, answer: Resolution, asked: Asked
    ) -> Resolution:
        """Take the province for the town in "northern Hama" and "Homs-Hama border".

        The north of a town is rather "north Hama" or "northern Hama city", and towns have no borders.
        """
        town = answer.place
        border = relation.sort is Sort.BORDER
        direction = relation.words.split()[-1]
        part = relation.sort is Sort.PART and direction != "central" and f"{direction} " in phrase.lower()
        if (
            not (part or border)
            or town is None
            or town.kind not in SETTLEMENTS
            or answer.relation is not None
        ):
            return answer
        key = fold(name)
        found = (*self._index.exact(key), *self._index.core(drop_articles(key)))
        units = {
            place.id: Match(place, alias, How.CORE)
            for place, alias in found
            if place.kind is Kind.ADMIN1
            and (border or place.radius_m >= BEYOND * town.radius_m)
            and self._judge.inside(place, town)
            and self._called_after(place, key)
            and self._judge.refuse(place, asked) is None
        }
        return self._judge.decide(name, list(units.values()), asked) if len(units) == 1 else answer

    def _called_after(self, unit: Place, key: str) -> bool:
        """Tell whether a unit has a town's name, alone or with a word for a province: "Hama Governorate"."""
        if fold(unit.name) == key:
            return True
        names = map(strip_generic, (alias.text for alias in self._index.aliases(unit.id)))
        return (drop_articles(key), frozenset({Kind.ADMIN1})) in names

    def _curated(self, relation: Relation, asked: Asked) -> Resolution | None:
        """Find the region that a pack has for a part: "the west of Iraq" is Western Iraq."""
        name = relation.names[0]
        for whole in dict.fromkeys((name, drop_articles(fold(name)))):
            found = candidates.exact(self._index, fold(f"{relation.words} {whole}"))
            matches = [match for match in found if self._judge.refuse(match.place, asked) is None]
            if matches:
                return self._judge.decide(whole, matches, asked)
        return None

    def _draw(self, relation: Relation, starts: tuple[_Start, ...]) -> Area | NoArea:
        outlines = {start.place.id: start.outline for start in starts}
        places = [start.place for start in starts]
        if relation.sort is Sort.ALONG:
            return courses.draw(places[0], places[1:], relation.link, lambda place: outlines[place.id])
        return draw(relation, places, lambda place: outlines[place.id], self._lands)

    def _outline(self, place: Place) -> dict[str, Any] | None:
        return self._index.outline(place.id)

    def _lands(self) -> list[dict[str, Any]]:
        outlines = (self._index.outline(place.id) for place in self._index.countries())
        return [outline for outline in outlines if outline is not None]


def _plain(answer: Resolution) -> Resolution:
    """Let a country be sure however it was named: "Syrian" border."""
    if answer.place is not None and answer.place.kind is Kind.COUNTRY and answer.relation is None:
        return replace(answer, worded=answer.place.name, score=1.0)
    return answer


def _start(answer: Resolution) -> _Start:
    """Give the place that a relation to an answer starts from; coordinates and areas are places for that."""
    lat, lon, radius = cast("tuple[float, float, float]", (answer.lat, answer.lon, answer.radius_m))
    place = answer.place or Place("", answer.name or "", Kind.COORDINATE, lat, lon, radius)
    return _Start(replace(place, lat=lat, lon=lon, radius_m=radius), answer.relation, answer.outline)
