"""The area that a spatial relation means, with a radius that can be defended.

==================  ==============================================================================
near a settlement   25 km around its point, UCDP's bound for "near" (GED codebook, where_prec 2)
near a site         its own radius and 3 km
outskirts           its own radius and 5 km
countryside         25 km around its point
cardinal part       the half of the outline that lies to that side; a third of it for "northeast" and
                    the like and for "central", a fifth for "far" or "-most"
N km DIRECTION of   the circle allows for the place's own extent, for a direction that is one of eight
                    (22.5 degrees to each side: 0.39 of the distance) and for a distance rounded to a
                    tenth, as the point-radius method does (Wieczorek, Guo and Hijmans 2004)
N km from           a ring, with the same tenth
DIRECTION of        a quarter circle out to 25 km from the place's edge
between             a strip between the two points, as wide as the wider place
border              10 km to each side of the shared line, 25 km for "near"
off                 the water within 50 km, or about as far as is said
coast of            the land within 25 km of the sea
along               the band along a river, as far as other places limit it (`geomap.resolve.courses`)
==================  ==============================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sin
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import (
    bearing,
    capsule,
    destination,
    distance_m,
    reach_m,
    sector,
)
from geomap.model import Kind, Place, Precision
from geomap.resolve import shapes
from geomap.resolve.relations import Relation, Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NEAR_M = 25_000.0
NEAR_SITE_M = 3_000.0
OUTSKIRTS_M = 5_000.0
BORDER_M = 10_000.0
COAST_M = 50_000.0
INLAND_M = 25_000.0
GAP_M = 16_000.0
"""So far do the outlines of neighbours disagree about their border."""
HALF, THIRD, FIFTH = 1 / 2, 1 / 3, 1 / 5
_DIRECTION_SHARE = 2 * sin(0.19634954)  # chord of 22.5 degrees
_ROUNDING = 0.1


@dataclass(frozen=True, slots=True)
class Area:
    """An area with its circle, and how it was drawn, in words."""

    lat: float
    lon: float
    radius_m: float
    precision: Precision
    how: str
    outline: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class NoArea:
    """Why a relation has no area."""

    reason: str


def draw(
    relation: Relation,
    places: Sequence[Place],
    outline_of: Callable[[Place], dict[str, Any] | None],
    lands: Callable[[], Sequence[dict[str, Any]]],
) -> Area | NoArea:
    """Work out the area that a relation to these places means.

    Parameters
    ----------
    relation
        What was read.
    places
        What its names resolved to, in the same order.
    outline_of
        The outline of a place, where it is known.
    lands
        Gives the outlines of all countries; asked only for what lies off a coast.
    """
    place = places[0]
    outline = outline_of(place)
    match relation.sort:
        case Sort.PART:
            return _part(place, outline, relation)
        case Sort.TOWARDS if place.kind.is_area:
            return _part(place, outline, relation)
        case Sort.TOWARDS:
            return _towards(place, relation)
        case Sort.OFFSET | Sort.AWAY | Sort.WITHIN:
            return _distance(place, relation)
        case Sort.BETWEEN:
            return _between(place, places[1])
        case Sort.BORDER:
            return _border(places, outline_of, NEAR_M if relation.words.startswith("near") else BORDER_M)
        case Sort.COAST:
            return _coast(place, outline, relation.metres, lands())
        case Sort.SHORE:
            return _shore(place, outline, lands())
        case _:
            return _around(place, relation)


def _around(place: Place, relation: Relation) -> Area:
    site = place.kind.precision is Precision.SITE
    own = place.radius_m
    if relation.sort is Sort.OUTSKIRTS:
        radius, how = own + OUTSKIRTS_M, "its own extent and 5 km"
    elif place.kind.is_area:
        radius, how = own + NEAR_M, "its own extent and 25 km"
    elif site and relation.sort is Sort.NEAR:
        radius, how = own + NEAR_SITE_M, "its own extent and 3 km"
    else:
        radius, how = max(NEAR_M, own + OUTSKIRTS_M), "within 25 km, as UCDP codes it"
    return Area(place.lat, place.lon, radius, Precision.VICINITY, how)


def _part(place: Place, outline: dict[str, Any] | None, relation: Relation) -> Area:
    diagonal = relation.bearing is not None and relation.bearing % 90 != 0
    inner = relation.words.endswith("-central")
    share = FIFTH if relation.far else THIRD if diagonal or relation.bearing is None else HALF
    whole, where = outline, "its outline"
    if whole is None:
        whole = sector(place.lat, place.lon, 0.0, place.radius_m)
        where = f"a circle of {kilometres(place.radius_m)} around it, as its outline is not known"
    part = shapes.part(whole, relation.bearing, share)
    fraction = {HALF: "half", THIRD: "third", FIFTH: "fifth"}[share]
    side = "innermost" if relation.bearing is None else relation.words.replace("far ", "") + "most"
    if inner:
        side = relation.words.removesuffix("-central") + "ernmost"
    lat, lon = shapes.point_in(part)
    precision = Precision.REGION if place.kind is Kind.COUNTRY else place.kind.precision
    return Area(lat, lon, reach_m(part, lat, lon), precision, f"the {side} {fraction} of {where}", part)


def _towards(place: Place, relation: Relation) -> Area:
    towards = relation.bearing or 0.0
    outer = place.radius_m + NEAR_M
    outline = sector(place.lat, place.lon, 0.0, outer, towards, 90.0)
    lat, lon = destination(place.lat, place.lon, towards, outer * 0.6)
    how = "a quarter circle out to 25 km from its edge"
    return Area(lat, lon, reach_m(outline, lat, lon), Precision.VICINITY, how, outline)


def _distance(place: Place, relation: Relation) -> Area:
    metres = relation.metres or 0.0
    if relation.sort is Sort.OFFSET:
        lat, lon = destination(place.lat, place.lon, relation.bearing or 0.0, metres)
        radius = place.radius_m + hypot(_DIRECTION_SHARE * metres, _ROUNDING * metres)
        how = (
            f"give or take {kilometres(radius)}: the place's own extent, a direction rounded to one of "
            "eight, a distance rounded to a tenth"
        )
        return Area(lat, lon, radius, Precision.VICINITY, how)
    outer = place.radius_m + metres * (1 + _ROUNDING)
    if relation.sort is Sort.WITHIN:
        return Area(place.lat, place.lon, outer, Precision.VICINITY, "that distance from its edge")
    inner = max(0.0, metres * (1 - _ROUNDING) - place.radius_m)
    outline = sector(place.lat, place.lon, inner, outer)
    how = "a ring, as no direction is given"
    return Area(place.lat, place.lon, outer, Precision.VICINITY, how, outline)


def _between(one: Place, other: Place) -> Area:
    apart = distance_m(one.lat, one.lon, other.lat, other.lon)
    wide = max(one.radius_m, other.radius_m)
    lat, lon = destination(one.lat, one.lon, bearing(one.lat, one.lon, other.lat, other.lon), apart / 2)
    outline = capsule(one.lat, one.lon, other.lat, other.lon, wide)
    how = f"a strip {kilometres(apart)} long and {kilometres(2 * wide)} wide"
    precision = Precision.VICINITY if apart < 2 * NEAR_M else Precision.REGION
    return Area(lat, lon, apart / 2 + wide, precision, how, outline)


def _border(
    places: Sequence[Place], outline_of: Callable[[Place], dict[str, Any] | None], width: float
) -> Area | NoArea:
    outlines = []
    for place in places:
        outline = outline_of(place)
        if outline is None:
            return NoArea(f"the outline of {place.name} is not known, so its border cannot be drawn")
        outlines.append(outline)
    strip = shapes.strip(outlines, width, GAP_M)
    if strip is None:
        return NoArea(f"{' and '.join(place.name for place in places)} have no border in common")
    lat, lon = shapes.point_in(strip)
    how = f"the strip within {kilometres(width)} of the line"
    return Area(lat, lon, reach_m(strip, lat, lon), Precision.REGION, how, strip)


def _coast(
    place: Place, outline: dict[str, Any] | None, metres: float | None, lands: Sequence[dict[str, Any]]
) -> Area | NoArea:
    start, where = _ground(place, outline)
    if place.kind.is_area and outline and shapes.water(start, GAP_M, lands, gap=GAP_M) is None:
        return NoArea(f"{place.name} has no sea beside it")
    reach = COAST_M if metres is None else metres * (1 + _ROUNDING)
    nearest = 0.0 if metres is None else metres * (1 - _ROUNDING)
    if metres is not None and not place.kind.is_area:
        reach, nearest = reach + place.radius_m, max(0.0, nearest - place.radius_m)
    water = shapes.water(start, reach, lands, nearest, GAP_M if place.kind.is_area else 0.0)
    if water is None:
        return NoArea(f"there is no sea within {kilometres(reach)} of {where or place.name}")
    lat, lon = shapes.point_in(water)
    precision = Precision.REGION if place.kind.is_area else Precision.VICINITY
    how = f"the water within {kilometres(reach)}"
    if nearest:
        how = f"the water {kilometres(nearest)} to {kilometres(reach)} away"
    how = f"{how} of {where}" if where else how
    return Area(lat, lon, reach_m(water, lat, lon), precision, how, water)


def _shore(place: Place, outline: dict[str, Any] | None, lands: Sequence[dict[str, Any]]) -> Area | NoArea:
    start, where = _ground(place, outline)
    land = shapes.shore(start, INLAND_M, lands, GAP_M)
    if land is None:
        return NoArea(f"{where or place.name} has no sea beside it")
    lat, lon = shapes.point_in(land)
    precision = Precision.REGION if place.kind.is_area else Precision.VICINITY
    how = f"the land within {kilometres(INLAND_M)} of the sea{f' in {where}' if where else ''}"
    return Area(lat, lon, reach_m(land, lat, lon), precision, how, land)


def _ground(place: Place, outline: dict[str, Any] | None) -> tuple[dict[str, Any], str]:
    """Give the ground that a coast is looked for around, and what it is where that must be said."""
    if not place.kind.is_area:
        return sector(place.lat, place.lon, 0.0, max(1000.0, place.radius_m)), ""
    if outline is not None:
        return outline, ""
    circle = f"a circle of {kilometres(place.radius_m)} around {place.name}, as its outline is not known"
    return sector(place.lat, place.lon, 0.0, place.radius_m), circle


def kilometres(metres: float) -> str:
    """Write a distance as a person would: "800 m", "2.5 km", "140 km"."""
    if metres < 950:
        return f"{round(metres, -2) or round(metres):.0f} m"
    return f"{metres / 1000:.2g} km" if metres < 9_950 else f"{metres / 1000:.0f} km"
