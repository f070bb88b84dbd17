"""Mentions that name one spot together: "the embassy in Baghdad's Green Zone"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.gazetteer import geodesy
from geomap.model import Kind, Precision, Resolution, Status
from geomap.text.roles import COMPASS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.located import Located, Resolver

_KIND_WORD = (
    r"(?:beach|suburb|quarter|market|square|hotel|hospital|area|city|region|district|province|town|village"
    r"|governorate|countryside)"
)
_INSIDE = re.compile(
    rf"\s*{_KIND_WORD}?\s*(?:,?\s*(?:(?:located|situated)\s+)?(?:in|of|inside|within|outside|on|at|near)\s+"
    r"(?:(?!and\b)[\w’'-]+\s+){0,5}?|[’']s\s+(?:[\w’'-]+\s+){0,3}|\s*\(\s*|,\s+(?:home\s+to|which\s+houses)\s+(?:the\s+)?)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"[’']s\s|,\s+(?:home\s+to|which)\b|\s*,?\s*$")
"""What follows lies in what stood before: "Baghdad's Green Zone"."""
_COMMA = re.compile(
    rf"\s*{_KIND_WORD}?\s*,\s+(?:{COMPASS}\s+of\s+)?(?:(?!and\b)[\w’'-]+\s+){{0,3}}", re.IGNORECASE
)
_SEAT_OF = re.compile(
    r"\s*,\s+(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:seat|capital|cent(?:er|re)|(?:main|largest|chief)\s+(?:town|city))\s+(?:of|in)\s+(?:the\s+)?",
    re.IGNORECASE,
)
"""Between a town and what it is the seat of."""
_APPOSED = re.compile(
    r"\s*,\s+(?:which\s+(?:is|lies)\s+|located\s+|situated\s+|an?\s+(?:[\w-]+\s+){1,5}?|the\s+(?:[\w-]+\s+){1,3}?)?"
    r"(?:(?:some|about|around|roughly|nearly|approximately|just|only|over|more\s+than)\s+)?",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s*,?\s*")
_FAR_M = 250_000.0
_OFF_M = 30_000.0
_NEAR_M = 100_000.0
_MEASURED = re.compile(r"\d")
_RANK = {precision: number for number, precision in enumerate(Precision)}


def rank(precision: Precision | None) -> int:
    """0 for the finest precision."""
    return _RANK.get(precision or Precision.COUNTRY, len(_RANK))


def chains(text: str, mentions: Sequence[Located], gazetteer: Resolver) -> list[list[Located]]:
    """Group the mentions of a clause by the spot they name."""
    grouped: list[list[Located]] = []
    for mention in mentions:
        if grouped and _linked(text, grouped[-1][-1], mention, gazetteer):
            inside = _OWNED.match(text, grouped[-1][-1].end) is None
            grouped[-1].append(replace(mention, container=inside))
        else:
            grouped.append([mention])
    return grouped


def described(text: str, before: Located, here: Located) -> bool:
    """Whether the words say that one mention describes where the other is: "X in Y", "X, south of Y"."""
    if _INSIDE.fullmatch(text, before.end, here.start) or _SEAT_OF.fullmatch(text, before.end, here.start):
        return True
    if _MEASURED.match(here.resolution.relation or "") and _APPOSED.fullmatch(text, before.end, here.start):
        # "Adan Yabaal, a town some 220 kilometres north of Mogadishu".
        return True
    return here.resolution.relation is not None and _BLANK.fullmatch(text, before.end, here.start) is not None


def _linked(text: str, before: Located, here: Located, gazetteer: Resolver) -> bool:
    if before.role != here.role:
        return False
    if described(text, before, here):
        return near(before.resolution, here.resolution)
    if not _COMMA.fullmatch(text, before.end, here.start):
        return False
    known = (
        before.resolution.status is Status.RESOLVED
        or rank(here.resolution.precision) < _RANK[Precision.PROVINCE]
    )
    # "Near al-Mayadin, Deir ez-Zor": al-Mayadin is as fine as a town.
    around = before.resolution.relation is not None and before.resolution.precision is Precision.VICINITY
    coarse = _RANK[Precision.LOCALITY] if around else rank(before.resolution.precision)
    finer = rank(here.resolution.precision) < coarse
    if known and finer and here.resolution.lat is not None and not _is_seat(before, here, gazetteer):
        # "Kherson region, Antonivka and Beryslav" goes through places, each by itself.
        return False
    # "Zakho, Duhok" nests; "Homs, Hama" is a list.
    if before.resolution.place is None or related(before.resolution, here.resolution, gazetteer):
        return True
    return _is_seat(before, here, gazetteer)


def _is_seat(before: Located, here: Located, gazetteer: Resolver) -> bool:
    """Whether a town after a comma stands for its province: "Hays, Al Hudaydah"."""
    inner, outer = before.resolution, here.resolution
    if inner.place is None or outer.precision is not Precision.LOCALITY or inner.country != outer.country:
        return False
    province = gazetteer.resolve(f"{here.surface} province", country=outer.country)
    known = province.status is Status.RESOLVED and province.precision is Precision.PROVINCE
    return known and province.place is not None and gazetteer.contains(province.place.id, inner.place.id)


def near(one: Resolution, other: Resolution) -> bool:
    """Whether one place may lie at the other, as far as both are known."""
    apart = distance_m(one, other)
    if apart is not None and _MEASURED.match(other.relation or ""):
        # "Rashad, 35 km southwest of Kirkuk" is nowhere else.
        return apart <= _OFF_M + (one.radius_m or 0) + (other.radius_m or 0)
    if apart is not None and other.precision is Precision.VICINITY and other.relation is not None:
        # "Puerto Nariño, near Saravena" is no namesake 1,000 km off.
        return apart <= _NEAR_M + (one.radius_m or 0) + (other.radius_m or 0)
    if apart is None or (one.country is not None and one.country == other.country):
        return True
    return apart <= _FAR_M + (one.radius_m or 0) + (other.radius_m or 0)


def distance_m(one: Resolution, other: Resolution) -> float | None:
    """Distance in metres; ``None`` where a point is missing."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return geodesy.distance_m(one.lat, one.lon, other.lat, other.lon)


def within(one: Resolution, other: Resolution, gazetteer: Resolver) -> bool:
    """Whether two places are one, or the gazetteer says that one lies in the other."""
    if one.place is None or other.place is None:
        return False
    if one.place.id == other.place.id:
        return True
    return gazetteer.contains(one.place.id, other.place.id) or gazetteer.contains(
        other.place.id, one.place.id
    )


def related(one: Resolution, other: Resolution, gazetteer: Resolver) -> bool:
    """Whether one of two places side by side in a text may describe the other."""
    if within(one, other, gazetteer):
        return True
    if one.place is None or other.place is None or one.country != other.country or one.country is None:
        return False
    # A country, a province or a part of a country need not be linked by parents.
    if rank(one.precision) == rank(other.precision):
        return False
    broad = max(rank(one.precision), rank(other.precision)) >= _RANK[Precision.DISTRICT]
    return broad or Kind.COUNTRY in (one.place.kind, other.place.kind)


def finest(chain: Sequence[Located]) -> Located:
    """Give the most exactly resolved member of a chain; an unresolved one only where all are.

    What lies somewhere beats where it lies, however the gazetteer ranks the two.
    """
    chain = _without_owners(chain)
    inner = [
        place
        for place, beside in zip(chain, (*chain[1:], None), strict=True)
        if beside is not None
        and beside.container
        and place.resolution.status is Status.RESOLVED
        and (_fineness(place.resolution) <= _RANK[Precision.DISTRICT] or _is_smaller(place, beside))
    ]
    return min(
        inner or chain,
        key=lambda place: (
            place.resolution.status is not Status.RESOLVED,
            _fineness(place.resolution),
            place.resolution.radius_m or 0.0,
            place.start,
        ),
    )


def _without_owners(chain: Sequence[Located]) -> Sequence[Located]:
    """Leave out what owns the place after it: of "Duhok's Amedi district" the district is meant."""
    kept: list[Located] = []
    around = False
    for place, owned in zip(chain, (*chain[1:], None), strict=True):
        # Where the owner lies around what stood before, so does what it owns.
        container, around = place.container or around, False
        owner = rank(place.resolution.precision) >= _RANK[Precision.LOCALITY]
        if owner and owned is not None and not owned.container and _is_fine(owned.resolution):
            around = container
        else:
            kept.append(place if place.container == container else replace(place, container=container))
    return kept


def _is_fine(resolution: Resolution) -> bool:
    return resolution.status is Status.RESOLVED and rank(resolution.precision) <= _RANK[Precision.DISTRICT]


def _is_smaller(one: Located, other: Located) -> bool:
    smaller = (one.resolution.radius_m or 0.0) < (other.resolution.radius_m or 0.0)
    return smaller and one.resolution.lat is not None


_PART = re.compile(COMPASS, re.IGNORECASE)


def _fineness(resolution: Resolution) -> int:
    """Rank a precision; "western Idlib" beside a town is where the town lies, even if Idlib is a city."""
    if resolution.relation is not None and _PART.match(resolution.relation):
        return max(rank(resolution.precision), _RANK[Precision.PROVINCE])
    return rank(resolution.precision)
