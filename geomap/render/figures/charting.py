"""Draws the map in its box on the page: how near, where the corners' furniture stands, then all layers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures import furniture, mapping, palette
from geomap.render.figures.frame import Box, fit
from geomap.render.figures.labels import LINE
from geomap.render.figures.naming import Named, Writer
from geomap.render.figures.spots import spots
from geomap.render.figures.typesetting import MM_A_POINT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geomap.render.figures.frame import Frame
    from geomap.render.figures.naming import Place
    from geomap.render.figures.sheet import Sheet
    from geomap.render.figures.sites import Content, Crowd
    from geomap.render.figures.spots import Spot
    from geomap.render.language import Language

# The least width of a map in metres. The first shows where in a country a site lies; nearer, where in a
# town several do, as far as rivers and coasts of the ground are good for.
_WIDTHS = (240_000.0, 120_000.0, 60_000.0, 30_000.0)
# Of all sites, so many may stand beside their place before a nearer map is tried.
_MOVED_SHARE = 0.1
# From so many sites on, they should spread over so much of the box: their names need the room.
_SEVERAL, _SPREAD_SHARE = 5, 0.2
# The radius of marks in millimetres that a name may cross where there are very many.
_SPECK = 0.45
# The locator hides no circle of uncertainty up to this radius in millimetres.
_GUARDED_CIRCLE = 15.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map that is on the paper."""

    frame: Frame
    named: Named
    notices: list[str]


class Chart:
    """The map of one page."""

    def __init__(
        self,
        sheet: Sheet,
        content: Content,
        places: Sequence[Place],
        units: Mapping[str, str],
        language: Language,
        size: float,
        dot: float,
    ) -> None:
        """`size` is of the page's type in points, `dot` the radius of one event in a crowd in millimetres."""
        self._sheet = sheet
        self._content = content
        self._places = places
        self._units = units
        self._language = language
        self._size = size
        self._dot = dot
        # Radius of the symbol of a single event.
        self._unit = size * 0.135

    def draw(self, box: Box, room: int) -> Drawn:
        """Draw the map in a box; up to `room` names may stand in a key instead."""
        content, sheet = self._content, self._sheet
        box = _at_least(box)
        frame, placed = self._near_enough(box)
        marks = self._marks(frame, placed)
        corner = self._corners(frame, marks)
        for _ in range(4):
            if all(corner.values()) or frame.projection.world:
                break
            # A little further away there are free corners.
            frame = replace(frame, metres=frame.metres * 1.14)
            placed = spots(frame, content.sites, self._unit)
            marks = self._marks(frame, placed)
            corner = self._corners(frame, marks)
        ground = mapping.draw_ground(sheet, frame)
        mapping.draw_areas(sheet, frame, content.areas)
        mapping.draw_doubts(sheet, frame, placed)
        mapping.draw_routes(sheet, frame, content.routes)
        if content.crowd is not None:
            mapping.draw_crowd(sheet, frame, content.crowd, self._dot)
        mapping.draw_spots(sheet, placed)
        writer = Writer(sheet, frame, self._size * 0.95, self._language, self._units)
        notices = []
        for name, taken in corner.items():
            if taken is None:
                notices.append(f"the {name} would hide events in every corner and was left out")
                continue
            writer.placer.block(taken)
        if locator := corner.get("locator"):
            furniture.draw_locator(sheet, frame, locator)
        if bar := corner.get("scale bar"):
            furniture.draw_scale(sheet, frame, bar, self._size * 0.85, self._language)
        for spot in placed:
            for held in spot.boxes():
                writer.placer.block(held)
        if content.crowd is not None:
            self._keep_clear(writer, frame, content.crowd)
        left_over = writer.areas(content.areas)
        named = writer.sites(placed, left_over, room)
        writer.ground(ground, self._places, crowded=content.crowd is not None)
        if not frame.projection.world:
            sheet.box(box, None, edge=palette.COAST, width=0.5)
        if not content.placed:
            self._say_empty(box, self._language.say("nonePlaced" if len(content.mark) else "noEvents"))
        return Drawn(frame, named, notices)

    def _near_enough(self, box: Box) -> tuple[Frame, list[Spot]]:
        """Choose the widest map on which the sites have room for themselves and their names."""
        lon, lat = self._content.extent()
        margin = min(2.0 + 4 * self._unit, box.width * 0.15)
        for least in _WIDTHS:
            frame = fit(lon, lat, box, margin, least)
            placed = spots(frame, self._content.sites, self._unit)
            # What is wider than asked for is so because of its events, and gets no nearer.
            if _have_room(placed, box) or frame.metres * box.width > 1.2 * least:
                break
        return frame, placed

    def _marks(self, frame: Frame, placed: Sequence[Spot]) -> list[Box]:
        """Give what no corner may hide."""
        held = [box for spot in placed for box in spot.boxes()]
        held += [Box(*spot.true, *spot.true).grown(0.6) for spot in placed]
        for spot in placed:
            widest = max((radius for radius, _ in spot.site.doubts), default=0.0) / frame.metres
            if widest < _GUARDED_CIRCLE:
                held.append(Box(*spot.true, *spot.true).grown(widest))
        crowd = self._content.crowd
        if crowd is not None:
            at = np.unique(np.round(frame.to_paper(crowd.lon, crowd.lat)), axis=0)
            held += [Box(x - 0.6, y - 0.6, x + 0.6, y + 0.6) for x, y in at.tolist()]
        return held

    def _keep_clear(self, writer: Writer, frame: Frame, crowd: Crowd) -> None:
        """Keep names off the marks of a crowd that are more than a speck."""
        radii = mapping.crowd_radius(crowd.counts.sum(axis=1), self._dot)
        at = frame.to_paper(crowd.lon, crowd.lat)
        for (x, y), radius in zip(at.tolist(), radii.tolist(), strict=True):
            if radius >= _SPECK:
                writer.placer.block(Box(x, y, x, y).grown(radius))

    def _corners(self, frame: Frame, marks: list[Box]) -> dict[str, Box | None]:
        """Find corners for the locator and the scale bar."""
        found: dict[str, Box | None] = {}
        taken = list(marks)
        size = furniture.locator_size(frame)
        choose: Callable[..., Box | None] = furniture.choose_corner
        if size is not None:
            order = ("bottom right", "top right", "top left", "bottom left")
            found["locator"] = choose(frame.box, *size, taken, order)
            if found["locator"] is not None:
                taken.append(found["locator"].grown(1.0))
        size = furniture.scale_size(self._sheet, frame, self._size * 0.85, self._language)
        free = ("bottom left", "bottom right", "beside", "top left", "top right")
        found["scale bar"] = choose(frame.box, *size, taken, free, beside=found.get("locator"))
        return found

    def _say_empty(self, box: Box, said: str) -> None:
        size = self._size * 1.1
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        em = size * MM_A_POINT
        lines, _ = self._sheet.type.wrap(said, size, box.width - 10, 2, bold=True)
        wide = max(self._sheet.type.width(line, size, bold=True) for line in lines)
        high = LINE * em * len(lines)
        around = Box(x - wide / 2 - 3, y - high / 2 - 2, x + wide / 2 + 3, y + high / 2 + 2)
        self._sheet.box(around, palette.RING, edge=palette.FAINT, width=0.5)
        for number, line in enumerate(lines):
            base = y + high / 2 - em * (LINE * number + 0.93)
            self._sheet.text(x, base, line, size, bold=True, align="center")


def _have_room(placed: Sequence[Spot], box: Box) -> bool:
    if sum(spot.is_moved for spot in placed) > _MOVED_SHARE * len(placed):
        return False
    if len(placed) < _SEVERAL:
        return True
    across = np.ptp(np.array([spot.true for spot in placed]), axis=0)
    return bool(max(across[0] / box.width, across[1] / box.height) > _SPREAD_SHARE)


def _at_least(box: Box) -> Box:
    """Keep a map that texts have squeezed to nothing large enough to be computed."""
    return Box(box.left, min(box.bottom, box.top - 12.0), max(box.right, box.left + 12.0), box.top)
