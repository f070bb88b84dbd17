"""Draws the map itself: the ground, areas, circles of uncertainty and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.render.figures import palette
from geomap.render.figures.frame import GEOD, circles
from geomap.render.figures.ground import clip_ring, ground, on_grains, outline_of_earth
from geomap.render.figures.typesetting import MM_A_POINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.render.figures.frame import Box, Frame
    from geomap.render.figures.ground import Ground
    from geomap.render.figures.sheet import Points, Sheet
    from geomap.render.figures.sites import Area, Crowd, Route
    from geomap.render.figures.spots import Spot

# Below this many metres a millimetre the lines between provinces help; above they crowd.
_PROVINCES_UP_TO = 14_000.0
# A circle this much larger than the map says nothing on it.
_WIDEST_CIRCLE = 3.0
# In millimetres; a printer still sets a smaller one, but no reader sees its colour.
_LEAST_DOT = 0.16


def draw_ground(sheet: Sheet, frame: Frame) -> Ground:
    """Draw land, water and boundaries."""
    found = ground(frame)
    box = frame.box
    if frame.projection.world:
        sheet.fill([outline_of_earth(frame)], palette.SEA, clip=box, gid="sea")
    else:
        sheet.box(box, palette.SEA, gid="sea")
    shapes = found.shapes
    sheet.fill(shapes["land"], palette.LAND, clip=box, gid="land")
    if frame.metres <= _PROVINCES_UP_TO:
        sheet.lines(shapes["admin1"], palette.ADMIN1, 0.5, dash=(2.4, 1.6), clip=box, gid="provinces")
    sheet.fill(shapes["lake"], palette.SEA, clip=box, gid="lakes")
    sheet.lines(shapes["river"], palette.RIVER, 0.8 if frame.metres < 20_000 else 0.4, clip=box, gid="rivers")
    sheet.lines(shapes["coast"], palette.COAST, 0.5, clip=box, gid="coast")
    sheet.lines(shapes["border"], palette.BORDER, 0.75, clip=box, gid="borders")
    return found


def draw_areas(sheet: Sheet, frame: Frame, areas: Sequence[Area]) -> None:
    """Shade the areas, large ones first, so that small ones within them stay on top."""
    drawn: list[tuple[float, int, Area, list[Points]]] = []
    for area in areas:
        rings = [part for ring in area.rings for part in _on_paper(frame, ring, closed=area.filled)]
        if rings:
            drawn.append((sum(_size(ring) for ring in rings), len(drawn), area, rings))
    for _, _, area, rings in sorted(drawn, key=lambda one: (-one[0], one[1])):
        colour = palette.look(area.layer).colour
        if area.filled:
            sheet.fill(rings, colour, alpha=0.12 if area.soft else 0.16, clip=frame.box)
            dash = (3.6, 2.4) if area.soft else ()
            sheet.fill(rings, None, edge=colour, width=1.0, dash=dash, clip=frame.box)
        else:
            sheet.lines(rings, colour, 2.0, clip=frame.box)


def draw_doubts(sheet: Sheet, frame: Frame, spots: Sequence[Spot]) -> None:
    """Draw the circles that hold the true positions, computed in metres on the ground."""
    for spot in spots:
        for radius, layer in spot.site.doubts:
            wide = radius / frame.metres
            # A circle within its own mark says nothing.
            if wide < spot.radius + 0.5 or wide > _WIDEST_CIRCLE * frame.box.width:
                continue
            site = spot.site
            lon, lat = circles(np.array([site.lon]), np.array([site.lat]), np.array([radius]))
            rings = clip_ring(frame.to_paper(lon[0], lat[0]), frame.box.grown(2))
            colour = palette.look(layer).colour
            sheet.fill(rings, colour, alpha=0.1, clip=frame.box)
            sheet.fill(rings, None, edge=colour, width=0.7, dash=(2.6, 2.0), clip=frame.box)


def draw_routes(sheet: Sheet, frame: Frame, routes: Sequence[Route]) -> None:
    """Draw the shortest ways over ground from where something was launched to where it struck."""
    for route in routes:
        steps = GEOD.npts(*route.start, *route.end, 32, initial_idx=0, terminus_idx=0)
        for part in _on_paper(frame, np.array(steps), closed=False):
            sheet.route(part, palette.look(route.layer).colour, frame.box)


def draw_spots(sheet: Sheet, spots: Sequence[Spot]) -> None:
    """Draw the marks of the sites, each with its number of events."""
    for spot in spots:
        if spot.is_moved:
            ends = np.array([spot.true, (spot.x, spot.y)])
            sheet.lines([ends], "white", 1.6)
            sheet.lines([ends], palette.TEXT, 0.5)
            sheet.dot(*spot.true, palette.TEXT, 0.35)
    # Larger ones first: a small mark stays in sight.
    placed = [symbol for spot in spots for symbol in spot.symbols]
    for one in sorted(placed, key=lambda p: (-p.radius, -p.y, p.x)):
        draw_counted(
            sheet, one.x, one.y, one.symbol.layer, one.radius, one.symbol.count, one.symbol.approximate
        )


def draw_counted(
    sheet: Sheet, x: float, y: float, layer: int, radius: float, count: int, approximate: bool
) -> None:
    """Draw a symbol, with its number of events in it where there are several."""
    sheet.symbol(x, y, layer, radius, approximate=approximate)
    if count < 2:
        return
    look = palette.look(layer)
    said = short(count)
    ink = palette.TEXT if approximate else palette.on(look.colour)
    # As large as the symbol's inner square holds; a triangle's lies off its middle.
    size = min(1.3 * radius, 1.55 * radius / (0.556 * len(said))) / MM_A_POINT
    down = {2: -0.2, 5: 0.2}.get(look.shape, 0.0) * radius
    if look.shape in (2, 3, 5, 6):
        size *= 0.8
    sheet.text(x, y + down - 0.36 * size * MM_A_POINT, said, size, colour=ink, bold=True, align="center")


def draw_crowd(sheet: Sheet, frame: Frame, crowd: Crowd, dot: float) -> None:
    """Draw very many events: at each place a disk whose area is their number.

    At single places its rings are their layers, the most frequent innermost, each with the area of its
    events; where they are gathered it has slices. `dot` is the radius of one event in millimetres.
    """
    at = frame.to_paper(crowd.lon, crowd.lat)
    totals = crowd.counts.sum(axis=1)
    # Larger ones first, so that none is hidden; equal ones in the order of the events.
    order = np.argsort(-totals, kind="stable")
    colours = np.array([palette.look(int(layer)).colour for layer in crowd.layers])
    if crowd.cell_m:
        sheet.slices(at[order], crowd_radius(totals[order], dot), crowd.counts[order], colours, frame.box)
        return
    within = np.cumsum(crowd.counts[order], axis=1)
    radii = crowd_radius(within, dot)
    drawn = crowd.counts[order] > 0
    # From the outermost ring of each place inwards.
    place, ring = np.nonzero(drawn[:, ::-1])
    ring = drawn.shape[1] - 1 - ring
    outermost = np.diff(place, prepend=-1) != 0
    sheet.crowd(at[order][place], radii[place, ring], colours[ring], outermost, frame.box)


def crowd_radius(number: Any, dot: float) -> Any:  # noqa: ANN401 - one number, or an array of them
    """Give the radius of the disk for so many events, in millimetres."""
    return np.maximum(dot * np.sqrt(number), _LEAST_DOT)


def short(number: int) -> str:
    """Say a number in few letters, rounded down."""
    if number < 1000:
        return str(number)
    if number < 10_000:
        return f"{number // 100 / 10:g}k"
    return f"{number // 1000}k" if number < 1_000_000 else f"{number // 100_000 / 10:g}M"


def _on_paper(frame: Frame, ring: Points, *, closed: bool) -> list[Points]:
    at = frame.to_paper(ring[:, 0], ring[:, 1])
    at = at[np.isfinite(at).all(axis=1)]
    if len(at) < 2:
        return []
    at = on_grains(at)
    if frame.projection.world:
        # A shape that crosses the seam is left open there rather than drawn across the world.
        jumps = np.flatnonzero(np.abs(np.diff(at[:, 0])) > frame.box.width / 2) + 1
        parts = [part for part in np.split(at, jumps) if len(part) > 1]
    else:
        parts = [at]
    if not closed:
        return parts
    reach: Box = frame.box.grown(2)
    return [cut for part in parts for cut in clip_ring(part, reach)]


def _size(ring: Points) -> float:
    low, high = ring.min(axis=0), ring.max(axis=0)
    return float((high[0] - low[0]) * (high[1] - low[1]))
