"""What a reader finds the way by: towns and known sites of the gazetteer, by name, where the events are."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.gazetteer.fallback import CREDITS
from geomap.model import AliasKind, Kind
from geomap.render import basemap, extent

if TYPE_CHECKING:
    import pandas as pd

    from geomap.model import Place
    from geomap.resolve import Gazetteer

MOST = 400
"""So many names are more than any view can hold; the least prominent are left out."""

# People a place must have for ranks 0, 1, ...; the page shows a rank from zoom 4 + 0.8 * rank on.
_POPULATIONS = (2_000_000, 700_000, 250_000, 80_000, 20_000)
_SETTLEMENTS = {Kind.CITY: 4, Kind.TOWN: 5, Kind.VILLAGE: 6}
# Sites are labelled once the streets around them would be in sight.
_SITES = {
    Kind.AIR_BASE: 6,
    Kind.AIRPORT: 7,
    Kind.MILITARY_BASE: 7,
    Kind.OUTPOST: 7,
    Kind.BORDER_CROSSING: 7,
    Kind.DAM: 7,
    Kind.OIL_FIELD: 7,
    Kind.GAS_FIELD: 7,
    Kind.PORT: 8,
    Kind.REFUGEE_CAMP: 8,
    Kind.QUARTER: 8,
    Kind.GOVERNMENT_COMPLEX: 9,
    Kind.EMBASSY: 9,
    Kind.BUILDING: 10,
}
# Nearer than this (8 km) two names are of one town.
_ONE_TOWN_DEGREES = 0.07
_TONGUES = {"IL": "he", "IR": "fa", "AF": "fa"}
# What people there read, where the country's own is not known.
_OTHER_TONGUES = ("ar", "ckb", "fa", "he")


class Label(NamedTuple):
    """A name on the map."""

    name: str
    local: str | None
    """The name in the script of the place."""
    lat: float
    lon: float
    rank: int
    """0 for the largest."""


class Landmarks(NamedTuple):
    """Names for a map, the extents known of some of them, and whom to credit."""

    labels: list[Label]
    extents: list[dict[str, Any]]
    """GeoJSON geometries (lon, lat; WGS 84) of sites large enough to be drawn."""
    credits: list[str]


@cache
def bundled() -> Gazetteer:
    """Open the bundled gazetteer, once a process."""
    from geomap.resolve import Gazetteer

    return Gazetteer.open()


def choose(gazetteer: Gazetteer, bounds: tuple[float, float, float, float] | None) -> Landmarks:
    """Choose names for events within `bounds` (south, west, north, east in degrees).

    The most prominent are kept, at most `MOST`; of equal ones those nearest to the events' middle.
    """
    if bounds is None:
        return Landmarks([], [], [])
    south, west, north, east = bounds
    middle = (south + north) / 2, (west + east) / 2
    frame = basemap.with_margin(bounds)
    if extent.seam(bounds) is None:
        frame = frame[0], frame[1], frame[2], min(frame[3], 180.0)
    ranked = [
        (rank, abs(place.lat - middle[0]) + abs((place.lon - middle[1] + 180) % 360 - 180), place)
        for box in extent.boxes(frame)
        for place in gazetteer.places_within(*box)
        if (rank := _rank(place)) is not None
    ]
    ranked.sort(key=lambda one: (one[0], one[1], one[2].id))
    curated = [one for one in ranked if not _indexed(one[2])][: MOST * 3 // 4]
    kept = list(curated)
    for one in ranked:
        # What an index calls a town within a curated one, or within a larger one, is a part of it.
        if len(kept) < MOST and _indexed(one[2]) and not any(_shares_ground(one[2], o[2]) for o in kept):
            kept.append(one)
    kept.sort(key=lambda one: one[:2])
    labels = [
        Label(place.name, _local(gazetteer, place), place.lat, place.lon, rank) for rank, _, place in kept
    ]
    known = (gazetteer.outline(place.id) for _, _, place in kept if place.kind in _SITES)
    used = {place.dataset for _, _, place in kept}
    lines = [d.attribution for d in gazetteer.info() if d.name in used and d.attribution]
    return Landmarks(labels, [outline for outline in known if outline], _joined(lines))


def services(located: pd.DataFrame) -> list[str]:
    """Say whom to credit for the places that were found online, in the order of the services' names."""
    if "place_id" not in located:
        return []
    ids = located["place_id"].dropna().astype(str)
    schemes = {place_id.partition(":")[0] for place_id in ids.unique() if ":" in place_id}
    # An index has places of GeoNames too, and is credited with its labels.
    schemes.discard("geonames")
    return list(dict.fromkeys(CREDITS[scheme] for scheme in sorted(schemes) if scheme in CREDITS))


def _rank(place: Place) -> int | None:
    if place.kind in _SITES:
        return _SITES[place.kind]
    least = _SETTLEMENTS.get(place.kind)
    if least is None:
        return None
    if place.population is None:
        return least
    # A village of many is still no city: figures of a district stray into its name.
    by_people = next((i for i, people in enumerate(_POPULATIONS) if place.population >= people), 5)
    return max(by_people, least - 2) if place.kind is not Kind.CITY else min(by_people, least)


def _indexed(place: Place) -> bool:
    """Tell whether a place comes from a compiled index, whose ids carry its name, not from a pack."""
    return ":" in place.id


def _shares_ground(place: Place, other: Place) -> bool:
    flat = max(0.2, math.cos(math.radians(place.lat)))
    return (
        abs(place.lat - other.lat) < _ONE_TOWN_DEGREES
        and abs(place.lon - other.lon) * flat < _ONE_TOWN_DEGREES
    )


def _local(gazetteer: Gazetteer, place: Place) -> str | None:
    found: dict[str, str] = {}
    for alias in gazetteer.aliases(place.id):
        # Some names of another language are written in Latin letters: they add no other script.
        if alias.kind is AliasKind.TRANSLATION and alias.lang and max(alias.text) > "\u0530":
            found.setdefault(alias.lang, alias.text)
    wanted = (_TONGUES.get(place.country or "", "ar"), *_OTHER_TONGUES)
    return next((found[tongue] for tongue in wanted if tongue in found), None)


def _joined(lines: list[str]) -> list[str]:
    """Say once what several data sets owe to the same sources."""
    named = {piece.rpartition(": ")[2] for line in lines for piece in line.split(", ") if "://" not in piece}
    # "GeoNames" is said by "GeoNames (CC BY 4.0)"; the basemap owes to Natural Earth in any case.
    fuller = [one for one in named if not any(o != one and o.startswith(one) for o in named)]
    return sorted(one for one in fuller if not one.startswith(basemap.CREDIT))
