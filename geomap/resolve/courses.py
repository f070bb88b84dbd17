"""How much of a river "along the river" means: what of it is near, or within, the other places named.

A whole river is hundreds of kilometres long, and an attack is not. What the phrase itself
names limits it ("along the Euphrates in Deir ez-Zor"), then what the caller asks for, then
what stands beside it in the text; where nothing does, it is the whole course, and said so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import capsule, distance_m, distance_to_m, reach_m, sector
from geomap.model import Kind, Precision
from geomap.resolve import shapes
from geomap.resolve.areas import NEAR_M, Area, NoArea

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geomap.gazetteer.index import Index
    from geomap.model import Place
    from geomap.resolve.decision import Asked

BETWEEN = " between "
IN = " in "
NEAR = " near "
LINEAR = frozenset({Kind.RIVER, Kind.STRAIT})


def draw(
    river: Place,
    others: Sequence[Place],
    link: str,
    outline_of: Callable[[Place], dict[str, Any] | None],
) -> Area | NoArea:
    """Draw the stretch of a river that lies in, near or between other places.

    Parameters
    ----------
    river
        The river, or whatever else something can lie along.
    others
        What limits it; none for the whole of it.
    link
        How: " in ", " near " or " between ".
    outline_of
        The outline of a place, where it is known.
    """
    course = outline_of(river)
    if not others:
        how = "anywhere along it" if course else "anywhere along it; its course is not known, so a circle"
        return Area(river.lat, river.lon, river.radius_m, Precision.REGION, how, course)
    named = " and ".join(place.name for place in others)
    if link == NEAR and any(place.kind.is_area for place in others):
        link = IN
    limits = _limits(others, link, outline_of)
    if course is None:
        whole = shapes.united(limits)
        lat, lon = shapes.point_in(whole)
        how = f"the course of {river.name} is not known, so all{_near(link, named)}"
        return Area(lat, lon, reach_m(whole, lat, lon), _precision(others, link), how, whole)
    stretch = shapes.common(course, limits)
    if stretch is None:
        return NoArea(f"{river.name} does not run{_near(link, named)}, as far as its course is known")
    lat, lon = shapes.point_in(stretch)
    radius = reach_m(stretch, lat, lon)
    precision = Precision.VICINITY if radius < 2 * NEAR_M else Precision.REGION
    return Area(lat, lon, radius, precision, f"the stretch{_near(link, named)}", stretch)


def limits(
    river: Place, asked: Asked, index: Index, outline_of: Callable[[Place], dict[str, Any] | None]
) -> tuple[tuple[Place, ...], str, str]:
    """Find what limits a river beside the phrase: places, how, and whose words they are.

    Conditions of the caller come first, then units and then other places in the text that
    the river runs through or by; none of these leaves the whole.
    """
    held = [replace(one.senses[0], name=one.words) for one in asked.containers if one.senses]
    if held:
        return tuple(held[:1]), IN, ""
    if asked.countries:
        countries = [place for place in index.countries() if place.country in asked.countries]
        return tuple(countries[:1]), IN, ""
    course = outline_of(river)
    if course is None:
        return (), NEAR, ""
    context = asked.context
    placed = [sense for one in context.placed for sense in one.senses[:1]]
    for places, link in (
        ([place for place in (*placed, *context.areas) if place.kind not in LINEAR], IN),
        (context.spots, NEAR),
    ):
        by = tuple(place for place in places if place.id != river.id and _touches(course, place, outline_of))
        if by:
            return by, link, ", which the text names beside it"
    return (), NEAR, ""


def _touches(
    course: dict[str, Any], place: Place, outline_of: Callable[[Place], dict[str, Any] | None]
) -> bool:
    outline = outline_of(place) if place.kind.is_area else None
    if outline is not None:
        return shapes.common(course, [outline]) is not None
    return distance_to_m(course, place.lat, place.lon) <= NEAR_M


def _limits(
    others: Sequence[Place], link: str, outline_of: Callable[[Place], dict[str, Any] | None]
) -> list[dict[str, Any]]:
    if link == BETWEEN and len(others) == 2:
        one, other = others
        apart = distance_m(one.lat, one.lon, other.lat, other.lon)
        # Rivers bend: the strip is as wide as half the way is long.
        return [capsule(one.lat, one.lon, other.lat, other.lon, max(NEAR_M, apart / 4))]
    found = []
    for place in others:
        outline = outline_of(place) if link == IN else None
        reach = place.radius_m if link == IN and place.kind.is_area else max(NEAR_M, place.radius_m)
        found.append(outline or sector(place.lat, place.lon, 0.0, reach))
    return found


def _near(link: str, named: str) -> str:
    return f"{link}{named}" if link != NEAR else f" within 25 km of {named}"


def _precision(others: Sequence[Place], link: str) -> Precision:
    if link != IN or not others[0].kind.is_area:
        return Precision.VICINITY
    return Precision.REGION if others[0].kind is Kind.COUNTRY else others[0].kind.precision
