"""What a reader finds the way by: towns and known sites of the gazetteer, by name, where the events are."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.gazetteer.fallback import CREDITS
from geomap.model import Kind
from geomap.render import basemap, extent, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from geomap.model import Place
    from geomap.resolve import Gazetteer

MOST = 300
"""So many names are more than any view can hold; the least prominent are left out."""

# People a place must have for ranks 0, 1, ...; the page shows a rank from zoom 4 + 0.8 * rank on.
_POPULATIONS = (2_000_000, 700_000, 250_000, 80_000, 20_000)
# Cities of this rank or better are looked for on any map.
_LARGE = 1
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
# What tells a credit with a licence.
_LICENCE = "(CC "
_KINDS = {*_SETTLEMENTS, *_SITES}
# Of an index so many are looked at: enough that towns within others can be left out.
_LOOKED_AT = 3 * MOST
# Nearer than this (8 km) two names are of one town.
_ONE_TOWN_DEGREES = 0.07


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

    The most prominent are kept, at most `MOST`; of cities the largest, of others those nearest to the
    events' middle.
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
        for place in gazetteer.places_within(*box, kinds=_KINDS, most=_LOOKED_AT)
        if (rank := _rank(place)) is not None
    ]
    ranked.sort(
        key=lambda one: (one[0], -(one[2].population or 0) if one[0] <= _LARGE else one[1], one[2].id)
    )
    curated = [one for one in ranked if not _indexed(one[2])]
    indexed = [one for one in ranked if _indexed(one[2])]
    # The packs' small places must not crowd out the world's large cities, nor its towns their sites.
    large = sum(rank <= _LARGE for rank, _, _ in indexed)
    kept = curated[: MOST - max(MOST // 4, min(large, MOST // 2))]
    taken = _Ground(place for _, _, place in kept)
    for one in indexed:
        # What an index calls a town within a curated one, or within a larger one, is a part of it.
        if len(kept) < MOST and not taken.near(one[2]):
            kept.append(one)
            taken.add(one[2])
    kept.sort(key=lambda one: one[:2])
    labels = [
        Label(
            spelling.latin(place),
            spelling.local(place, gazetteer.aliases(place.id)) if spelling.has_script(place) else None,
            place.lat,
            place.lon,
            rank,
        )
        for rank, _, place in kept
    ]
    known = (gazetteer.outline(place.id) for _, _, place in kept if place.kind in _SITES)
    used = {place.dataset for _, _, place in kept}
    lines = [d.attribution for d in gazetteer.info() if d.name in used and d.attribution]
    return Landmarks(labels, [outline for outline in known if outline], _joined(lines))


def units(
    gazetteer: Gazetteer, bounds: tuple[float, float, float, float] | None, tongue: str
) -> dict[str, str]:
    """Give the first-level units around `bounds` in a language, by each way to write them in Latin."""
    found: dict[str, str] = {}
    if bounds is None or tongue == "en":
        return found
    for box in extent.boxes(basemap.with_margin(bounds)):
        for place in gazetteer.places_within(*box, kinds={Kind.ADMIN1}, most=_LOOKED_AT):
            aliases = list(gazetteer.aliases(place.id))
            said = spelling.unit(place, aliases, tongue)
            if said:
                written = (place.name, *(one.text for one in aliases if one.text[-1] < "\u0530"))
                found.update((name, said) for name in map(spelling.without_unit, written) if name)
    return found


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


class _Ground:
    """The ground that places take: which of them is near is known without asking all."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._cells: dict[tuple[int, int], list[Place]] = {}
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        """Take a place's ground."""
        self._cells.setdefault(self._cell(place), []).append(place)

    def near(self, place: Place) -> bool:
        """Tell whether a place shares the ground of one that is there."""
        row, column = self._cell(place)
        return any(
            _shares_ground(place, other)
            for at in (row - 1, row, row + 1)
            for beside in (column - 1, column, column + 1)
            for other in self._cells.get((at, beside), ())
        )

    @staticmethod
    def _cell(place: Place) -> tuple[int, int]:
        # As wide as one town can be at any latitude (`_shares_ground`).
        return math.floor(place.lat / _ONE_TOWN_DEGREES), math.floor(place.lon / (_ONE_TOWN_DEGREES / 0.2))


def _shares_ground(place: Place, other: Place) -> bool:
    flat = max(0.2, math.cos(math.radians(place.lat)))
    return (
        abs(place.lat - other.lat) < _ONE_TOWN_DEGREES
        and abs(place.lon - other.lon) * flat < _ONE_TOWN_DEGREES
    )


def _joined(lines: list[str]) -> list[str]:
    """Say once what several data sets owe to the same sources."""
    # A credit ends with a web address or a place to find it, which takes room and is in the licences file.
    pieces = {one.strip() for line in lines for one in re.split("[,;] (?!Inc)", line)}
    pieces -= {one for one in pieces if "/" in one or one.startswith(("none", basemap.CREDIT))}
    # "GeoNames (geonames.org)" is said by "GeoNames (CC BY 4.0)".
    by_name: dict[str, str] = {}
    for one in sorted(pieces, key=lambda one: (_LICENCE not in one, one)):
        by_name.setdefault(one.partition(" (")[0], one)
    return sorted(by_name.values())
