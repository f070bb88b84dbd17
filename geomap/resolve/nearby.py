"""Names with what they are near to: "Anza village, near Jenin", "Jalawla northeast of Baghdad"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import distance_m
from geomap.model import Status
from geomap.resolve import relations
from geomap.resolve.evidence import Near
from geomap.resolve.relations import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Resolution

_AROUND = frozenset({
    Sort.NEAR, Sort.OUTSKIRTS, Sort.COUNTRYSIDE, Sort.TOWARDS, Sort.OFFSET, Sort.WITHIN, Sort.AWAY,
    Sort.BORDER,
})  # fmt: skip
_CLOSE = r"(?:just |far )?(?:near|close to|next to|adjacent to|not far from|outside|around)"
_WAY = r"(?:just |far )?(?:north|south|east|west)[a-z-]*,? (?:of|from)"
_FAR = r"(?:(?:about|some|around|roughly) )?\d[\d.,]* ?(?:km|kilomet|mi|nm|nautical)[a-z]*"
_BEGINS = re.compile(rf"(?:,| -)? (?=(?:{_CLOSE}|{_WAY}|{_FAR}|on the|at the|in)\b)", re.IGNORECASE)
_BRACKET = re.compile(r"(?P<name>[^()]+?) \((?P<where>[^()]+)\)(?P<rest>(?:, .+)?)")
REACH_M = 150_000.0
"""As far from a city as reports call a town near it, or north of it, of which few have heard."""
TIMES = 2.0
"""How many times as far as the area drawn around a place a village lies that is told to be near it."""
KNOWN = 10_000
"""People of a town that is meant though it is farther off."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A name, and the words for what it is near to."""

    name: str
    """With the containers that the phrase names besides: ``"Dura, West Bank"``."""
    where: str
    """``"near Hebron"``, ``"10 km south of Mosul"``."""


def read(phrase: str) -> Iterator[Nearby]:
    """Give the ways to read a phrase so, the likeliest first.

    Parameters
    ----------
    phrase
        Single-spaced.
    """
    bracket = _BRACKET.fullmatch(phrase)
    if bracket is not None and _around(bracket["where"]):
        yield Nearby(bracket["name"] + bracket["rest"], bracket["where"])
    for begins in _BEGINS.finditer(phrase):
        name, rest = phrase[: begins.start()], phrase[begins.end() :]
        where, comma, containers = rest.partition(", ")
        if name and _around(where):
            yield Nearby(f"{name}, {containers}" if comma else name, where)


def _around(words: str) -> bool:
    relation = relations.parse(words)
    return relation is not None and relation.sort in _AROUND


def spots(where: Resolution) -> list[Near]:
    """Give the spots that a name told to be near somewhere must lie near to, one of them if that is open."""
    if where.lat is not None and where.lon is not None and where.radius_m is not None:
        name = where.place.name if where.place is not None else where.name or ""
        return [Near(name, where.lat, where.lon, REACH_M + where.radius_m)]
    places = [candidate.place for candidate in where.candidates] if where.status is Status.AMBIGUOUS else []
    return [Near(place.name, place.lat, place.lon, REACH_M + place.radius_m) for place in places]


def plausible(answer: Resolution, where: Resolution) -> bool:
    """Tell whether a place is so near, or so well known, that it is meant by a name told to be near another.

    Every village's name is that of another village some way off.
    """
    place = answer.place
    if place is None or answer.lat is None or answer.lon is None:
        return False
    if place.kept_by_hand or (place.population or 0) >= KNOWN:
        return True
    if where.lat is None or where.lon is None or where.radius_m is None:
        return True
    apart = distance_m(answer.lat, answer.lon, where.lat, where.lon)
    return apart <= TIMES * where.radius_m
