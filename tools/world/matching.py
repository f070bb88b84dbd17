"""Which units of two lists are the same, one for one: ISO's provinces and those of GeoNames."""

from __future__ import annotations

import re
from functools import cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.names import fold, skeleton, strip_generic

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NEAR_M = 60_000.0
"""As far apart as the points of one unit may lie in two lists whose names say nothing."""
ALIKE = 90
"""Per cent of letters, in their order, that two spellings of one name share."""

_DIRECTIONS = {
    f"{north}{east}ern": f"{north}{east}"
    for north in ("", "north", "south")
    for east in ("", "east", "west")
    if north or east
}
# Words for a unit, also those that are no generic words of geomap's as too many other names end in them.
_OF_UNITS = """
    department departamento region regional corporation municipality metropolitan territory federal state
    distrito province governorate oblast oblysy kray krai republic raionul raion rajons opstina atoll atholhu
    aimak muhafazat muhafazah amanat imarat city capital district commonwealth autonomous of the de del
    d la
"""
_WORDS = frozenset(_OF_UNITS.split())
_BRACKETS = re.compile(r"\s*[\[(][^\])]*[\])]")


class Unit(NamedTuple):
    """A unit of a list."""

    code: str
    names: tuple[str, ...]
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees, where that can be told."""
    lower: bool = False
    """Whether another unit of the list holds it."""


def same_units(ones: Sequence[Unit], others: Sequence[Unit]) -> dict[str, str]:
    """Match the units of two lists of one country, by the surest likeness first; each is matched once.

    Where several are as much alike, the nearest are the same.

    Returns
    -------
    dict
        Code in the first list to code in the second.
    """
    found: dict[str, str] = {}

    def match(among: Sequence[Unit], like: Callable[[Unit, Unit], float]) -> None:
        taken = set(found.values())
        pairs = [
            (-likeness, _apart_m(one, other), one.code, other.code)
            for one in ones
            if one.code not in found
            for other in among
            if other.code not in taken and (likeness := like(one, other)) > 0
        ]
        for _, _, one_code, other_code in sorted(pairs):
            if one_code not in found and other_code not in taken:
                found[one_code] = other_code
                taken.add(other_code)

    upper = [unit for unit in others if not unit.lower]
    lower = [unit for unit in others if unit.lower]
    for among in (upper, lower):
        for key in (fold, _core, _bare, _sound):
            match(among, _same_key(key))
        match(among, _spelled_alike)
    match(upper, _near)
    return found


def _same_key(key: Callable[[str], str]) -> Callable[[Unit, Unit], float]:
    keys = cache(lambda names: {key(name) for name in names} - {""})
    return lambda one, other: float(not keys(one.names).isdisjoint(keys(other.names)))


def _spelled_alike(one: Unit, other: Unit) -> float:
    likeness = max(
        (fuzz.ratio(_bare(name), _bare(second)) for name in one.names for second in other.names), default=0.0
    )
    return likeness if likeness >= ALIKE else 0.0


def _near(one: Unit, other: Unit) -> float:
    apart = _apart_m(one, other)
    return 1 / (1 + apart) if apart < NEAR_M else 0.0


def _apart_m(one: Unit, other: Unit) -> float:
    if one.point is None or other.point is None:
        return inf
    return distance_m(*one.point, *other.point)


def _core(name: str) -> str:
    return strip_generic(name)[0]


@cache
def _bare(name: str) -> str:
    """Give a name's key without words for a unit; "Northern" is "North"."""
    words = fold(_BRACKETS.sub("", name)).split()
    kept = [_DIRECTIONS.get(word, word) for word in words if word not in _WORDS]
    return " ".join(kept)


def _sound(name: str) -> str:
    consonants = skeleton(_bare(name))
    return consonants if len(consonants) > 2 else ""
