"""Places that the text itself speaks against: far from what it lists or describes them with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Kind, Precision, Resolution, Status
from geomap.text.chains import described, distance_m, near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.located import Located


def doubt_distant(text: str, found: Sequence[Located]) -> list[Located]:
    """Give up what was found for a name, where it lies far from what the text says it is at."""
    places = list(found)
    for index in range(1, len(places)):
        before, here = places[index - 1], places[index]
        resolution = before.resolution
        if _is_owned_from_afar(text, before, here):
            wrong = here.resolution
            reason = f"{wrong.name} is far from {resolution.name}, whose {here.surface} the text means"
            doubted = Resolution(here.surface, Status.UNRESOLVED, reason, candidates=wrong.candidates)
            places[index] = replace(here, resolution=doubted)
            continue
        if _is_quarter_of_fronted(text, before, here):
            wrong = here.resolution
            reason = f"{wrong.name} is far from {resolution.name}, of which the sentence tells"
            doubted = Resolution(here.surface, Status.UNRESOLVED, reason, candidates=wrong.candidates)
            places[index] = replace(here, resolution=doubted)
            continue
        if resolution.status is not Status.RESOLVED or not described(text, before, here):
            continue
        if here.role == "modifier":
            # "In the US-controlled part of Syria" is not in the US.
            continue
        outside = _lies_outside(text, before, here)
        if (
            not outside
            and near(resolution, here.resolution)
            and not _is_quarter_from_afar(text, before, here)
        ):
            continue
        reason = f"{resolution.name} is far from {here.surface}, where the text puts it"
        doubted = Resolution(resolution.query, Status.UNRESOLVED, reason, candidates=resolution.candidates)
        places[index - 1] = replace(before, resolution=doubted)
    return places


_UNITS = frozenset({Precision.DISTRICT, Precision.PROVINCE})
_IN = re.compile(r"\s*,?\s+in\s+(?:the\s+)?(?:[\w’'-]+\s+){0,3}", re.IGNORECASE)
_ROUNDING_M = 30_000.0


def _lies_outside(text: str, here: Located, unit: Located) -> bool:
    """Whether "Varachyne in Sumy Oblast" was taken for a namesake far outside of the oblast."""
    if unit.resolution.precision not in _UNITS or unit.resolution.relation is not None:
        return False
    if (
        here.resolution.precision is not Precision.LOCALITY
        or _IN.fullmatch(text, here.end, unit.start) is None
    ):
        return False
    apart = distance_m(here.resolution, unit.resolution)
    return apart is not None and apart > 2 * (unit.resolution.radius_m or 0.0) + _ROUNDING_M


_SMALL = 300_000
_FAR_FROM_ALL_M = 500_000.0


def doubt_strangers(found: Sequence[Located]) -> list[Located]:
    """Give up a small place of the world index in a country, and a region, that the report never names."""
    named = {
        (here.resolution.country, here.resolution.place.id)
        for here in found
        if here.resolution.country is not None and here.resolution.place is not None
    }
    # One name said twice speaks for its country but once.
    countries = Counter(country for country, _ in named)
    places = list(found)
    for index, here in enumerate(places):
        known = here.resolution.place
        small = known is not None and ":" in known.id and (known.population or 0) < _SMALL
        building = known is not None and known.kind is Kind.BUILDING
        if (
            known is None
            or not (building or (small and here.resolution.precision is Precision.LOCALITY))
            or here.role != "event"
            or countries[here.resolution.country or ""] > 1
        ):
            continue
        others = [
            distance_m(here.resolution, other.resolution)
            for other in found
            if other.resolution.place is not known
        ]
        near_ones = [apart for apart in others if apart is not None]
        if near_ones and min(near_ones) > _FAR_FROM_ALL_M:
            reason = f"{here.resolution.name} is far from all else that the report names"
            doubted = Resolution(
                here.surface, Status.UNRESOLVED, reason, candidates=here.resolution.candidates
            )
            places[index] = replace(here, resolution=doubted)
    return places


_LISTED = re.compile(r"(?:,|,?\s+and|,\s+as\s+well\s+as)\s+(?:the\s+)?")
_FAR_IN_A_LIST_M = 400_000.0


def doubt_odd_ones(text: str, found: Sequence[Located]) -> list[Located]:
    """Give up the one of a list that lies abroad, far from all others: "Ras Isa, al-Taif and al-Kathib"."""
    places = list(found)
    for index, here in enumerate(places):
        resolution = here.resolution
        if (
            resolution.precision is not Precision.LOCALITY
            or resolution.place is None
            or ":" not in resolution.place.id
        ):
            continue
        beside = [
            other
            for other, first, second in (
                *((before, before, here) for before in places[max(0, index - 1) : index]),
                *((after, here, after) for after in places[index + 1 : index + 2]),
            )
            if _LISTED.fullmatch(text, first.end, second.start)
        ]
        known = [other.resolution for other in beside if other.resolution.country is not None]
        apart = [distance_m(resolution, other) for other in known]
        if known and all(
            other.country != resolution.country and gap is not None and gap > _FAR_IN_A_LIST_M
            for other, gap in zip(known, apart, strict=True)
        ):
            reason = f"{resolution.name} is far from what the text lists it with"
            doubted = Resolution(here.surface, Status.UNRESOLVED, reason, candidates=resolution.candidates)
            places[index] = replace(here, resolution=doubted)
    return places


_FAR_FOR_A_QUARTER_M = 60_000.0


_QUARTER = re.compile(r"\b(?:district|quarter|neighbou?rhood|suburb)$", re.IGNORECASE)
_OF_THE_TOWN = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?:city\s+of\s+)?")


def _is_quarter_from_afar(text: str, here: Located, town: Located) -> bool:
    """Whether "the Dniprovskyi district of Kherson" was taken for one in another city."""
    settled = town.resolution.precision is Precision.LOCALITY and _QUARTER.search(here.surface) is not None
    if not settled or _OF_THE_TOWN.fullmatch(text, here.end, town.start) is None:
        return False
    apart = distance_m(town.resolution, here.resolution)
    return apart is not None and apart > _FAR_FOR_A_QUARTER_M


_FRONTS = re.compile(r"(?:^|[.!?]\s+|\n)In\s+(?:the\s+(?:city|town)\s+of\s+)?$")
_ENDS = re.compile(r"[.!?]\s")


def _is_quarter_of_fronted(text: str, town: Located, here: Located) -> bool:
    """Whether "In Kherson, drones attacked the Dniprovskyi district" was taken for one in another city."""
    settled = town.resolution.precision is here.resolution.precision is Precision.LOCALITY
    if not settled or _QUARTER.search(here.surface) is None or _ENDS.search(text, town.end, here.start):
        return False
    if _FRONTS.search(text[max(0, town.start - _LOOK_BACK) : town.start]) is None:
        return False
    apart = distance_m(town.resolution, here.resolution)
    return apart is not None and apart > _FAR_FOR_A_QUARTER_M


_LOOK_BACK = 24


def _is_owned_from_afar(text: str, town: Located, here: Located) -> bool:
    """Whether "the city's Dniprovskyi district" was taken for one in another city."""
    settled = town.resolution.precision is Precision.LOCALITY
    if not settled or _OF_IT.fullmatch(text, town.end, here.start) is None:
        return False
    apart = distance_m(town.resolution, here.resolution)
    return apart is not None and apart > _FAR_FOR_A_QUARTER_M


_OF_IT = re.compile(r"['’]s\s+(?:[a-z-]+\s+){0,2}")
