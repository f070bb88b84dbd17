"""Puts a page together: head, map, legend, key and foot."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures import furniture, mapping, palette
from geomap.render.figures.frame import Box, Projection, fit
from geomap.render.figures.labels import LINE
from geomap.render.figures.legend import Key, Legend, groups
from geomap.render.figures.naming import Named, Writer
from geomap.render.figures.sheet import Sheet
from geomap.render.figures.spots import spots
from geomap.render.figures.typesetting import MM_A_POINT, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geomap.render.figures.frame import Frame
    from geomap.render.figures.naming import Place
    from geomap.render.figures.sites import Content
    from geomap.render.figures.spots import Spot
    from geomap.render.language import Language

# From this width in millimetres, and this much wider than high, the legend stands beside the map.
_BESIDE_FROM, _BESIDE_SHAPE = 140.0, 1.15
_MOST_KEYED = 40
# The locator hides no circle of uncertainty up to this radius in millimetres.
_GUARDED_CIRCLE = 15.0
_LARGEST_DOT = 5.5


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a page, clean."""

    title: str = ""
    subtitle: str = ""
    note: str = ""
    source: str = ""
    credits: tuple[str, ...] = ()


@dataclass(slots=True)
class Page:
    """One figure in the making."""

    width: float
    height: float
    wording: Wording
    content: Content
    places: Sequence[Place]
    language: Language
    notices: list[str] = field(default_factory=list)

    def draw(self, lettering: Type) -> Sheet:
        """Draw the page; where names need a key below the map, again with room for it."""
        drawn = _Draft(self, lettering, 0.0, _MOST_KEYED).draw()
        if drawn[1].key and not self.is_wide:
            key = Key(lettering, self.size * 0.92, self.language)
            for turn in range(2):
                high = key.draw(None, drawn[1].key, 0, 0, self.width - 2 * self.margin)
                again = _Draft(self, lettering, high + 1.0, len(drawn[1].key)).draw()
                # A smaller map names fewer; the second turn gives back what its key did not need.
                if turn and again[1].unnamed > drawn[1].unnamed:
                    break
                drawn = again
        sheet, named, notices = drawn
        self.notices += notices
        if named.unnamed:
            self.notices.append(
                f"{named.unnamed:,} places of events have no room for their names; make the figure larger, "
                "or show fewer events"
            )
        return sheet

    @property
    def size(self) -> float:
        """Size of the running type in points; larger pages are looked at from further away."""
        return min(max(6.2 + (self.width - 85) * 0.0158, 6.0), 10.5)

    @property
    def margin(self) -> float:
        """White around everything, in millimetres."""
        return 3.0 if self.width < 120 else 4.0 if self.width < 220 else 7.0

    @property
    def is_wide(self) -> bool:
        """Whether the legend stands beside the map."""
        return self.width >= _BESIDE_FROM and self.width / self.height >= _BESIDE_SHAPE

    @property
    def dot(self) -> float:
        """Radius of a single event's mark where there are very many, in millimetres.

        Together the marks cover a sixth of the page, and the largest stays a mark.
        """
        crowd = self.content.crowd
        if crowd is None:
            return 0.0
        totals = crowd.counts.sum(axis=1)
        largest = min(_LARGEST_DOT, self.width * 0.035)
        cover = (self.width * self.height / 6 / (math.pi * float(totals.sum()))) ** 0.5
        return float(min(cover, self.size * 0.1, largest / float(totals.max()) ** 0.5))

    def foot(self) -> list[tuple[str, str]]:
        """Give the lines below the map, each with its colour."""
        said: list[tuple[str, str]] = []
        content, language = self.content, self.language
        if content.unplaced:
            total = language.count("events", len(content.mark))
            line = language.count("notShown", len(content.unplaced), events=total)
            distinct = dict.fromkeys(place for place in content.unplaced if place)
            written = language.joined([language.say("quoted", text=place) for place in distinct])
            said.append((f"{line}: {written}" if written else f"{line}.", palette.TEXT))
        if content.crowd is not None and content.crowd.approximate:
            vague = content.crowd.approximate
            said.append((language.say("approximate", n=vague, total=content.placed), palette.TEXT))
        if self.wording.note:
            said.append((self.wording.note, palette.TEXT))
        if self.wording.source:
            said.append((language.say("by", source=self.wording.source), palette.TEXT))
        return said


class _Draft:
    """One try at a page."""

    def __init__(self, page: Page, lettering: Type, key_height: float, key_room: int) -> None:
        self._page = page
        self._sheet = Sheet(page.width, page.height, lettering)
        # Words around the map begin where their language does.
        self._words = self._sheet.turned() if page.language.is_right_to_left else self._sheet
        self._type = lettering
        self._key_height = key_height
        self._key_room = key_room
        self._notices: list[str] = []
        self._left, self._right = page.margin, page.width - page.margin

    def draw(self) -> tuple[Sheet, Named, list[str]]:
        page, size = self._page, self._page.size
        top = self._head()
        language = page.language
        legend = Legend(groups(page.content, page.dot, language), self._type, size, language)
        # The last line names the projection, which the map decides; its place is measured with one.
        bottom = self._foot(_projection(language, Projection(-88.8, -188.8, world=False)), None)
        column = min(max(page.width * 0.235, 36.0), 64.0) if page.is_wide else 0.0
        key = Key(self._type, size * 0.92, language)
        if page.is_wide:
            box = Box(self._left, bottom, self._right - column - 4.0, top)
            left = box.right + 4.0
            used = legend.column(
                self._words, left, top + 0.25 * size * MM_A_POINT, column, (top - bottom) * 0.8
            )
            room = min(key.room(column, top - used - bottom - 2), self._key_room)
            frame, named = self._map(box.turned(page.width) if self._words is not self._sheet else box, room)
            key.draw(self._words, named.key, left, top - used - 2.0, column)
        else:
            used = legend.rows(self._words, self._left, top, self._right - self._left)
            gap = 1.2 if used else 0.0
            box = Box(self._left, bottom + self._key_height, self._right, top - used - gap)
            frame, named = self._map(box, self._key_room)
            key.draw(self._words, named.key, self._left, box.bottom - 0.4, self._right - self._left)
        self._foot(_projection(language, frame.projection), self._words)
        return self._sheet, named, self._notices

    def _head(self) -> float:
        """Write title and subtitle; give the y below them."""
        page, wording = self._page, self._page.wording
        y = page.height - page.margin
        wide = self._right - self._left
        # A page that is small leaves its title less.
        most = 3 if page.height > 80 else 2
        for text, size, bold, colour in (
            (wording.title, page.size * 1.75, True, palette.TEXT),
            (wording.subtitle, page.size * 1.12, False, "#4a5056"),
        ):
            if not text:
                continue
            lines, cut = self._type.wrap(text, size, wide, most, bold=bold)
            for line in lines:
                y -= LINE * size * MM_A_POINT
                self._words.text(
                    self._left, y + 0.22 * size * MM_A_POINT, line, size, bold=bold, colour=colour
                )
            y -= 0.5
            if cut:
                what = "title" if bold else "subtitle"
                self._notices.append(f"the {what} is too long for the figure and was cut; it ends with …")
        return y - (1.2 if wording.title or wording.subtitle else 0.0)

    def _foot(self, projection: str, sheet: Sheet | None) -> float:
        """Write what stands below the map; give the y above it. Without a sheet it only measures."""
        page = self._page
        small, tiny = page.size * 0.92, page.size * 0.76
        wide = self._right - self._left
        owing = (*page.wording.credits, projection, page.language.say("boundaries"))
        owed = " ".join(f"{line.rstrip('.')}." for line in owing if line)
        rows: list[tuple[str, float, str]] = []
        for text, colour in page.foot():
            lines, cut = self._type.wrap(text, small, wide, 3)
            rows += [(line, small, colour) for line in lines]
            if cut and sheet is not None:
                self._notices.append(
                    f"the line below the map that begins “{text[:30]}” was cut; it ends with …"
                )
        rows += [(line, tiny, palette.FAINT) for line in self._type.wrap(owed, tiny, wide, 4)[0]]
        top = y = page.margin + sum(LINE * size * MM_A_POINT for _, size, _ in rows)
        if sheet is None:
            return top + 1.2
        for text, size, colour in rows:
            y -= LINE * size * MM_A_POINT
            sheet.text(self._left, y + 0.22 * size * MM_A_POINT, text, size, colour=colour)
        return top + 1.2

    def _map(self, box: Box, room: int) -> tuple[Frame, Named]:
        """Draw the map in a box, and its scale bar and locator where they hide no mark."""
        page, content, sheet = self._page, self._page.content, self._sheet
        box = _at_least(box)
        unit = page.size * 0.135
        lon, lat = content.extent()
        frame = fit(lon, lat, box, margin=min(2.0 + 4 * unit, box.width * 0.15))
        placed = spots(frame, content.sites, unit)
        marks = self._marks(frame, placed)
        corner = self._corners(frame, marks)
        for _ in range(4):
            if all(corner.values()) or frame.projection.world:
                break
            # A little further away there are free corners.
            frame = _farther(frame)
            placed = spots(frame, content.sites, unit)
            marks = self._marks(frame, placed)
            corner = self._corners(frame, marks)
        ground = mapping.draw_ground(sheet, frame)
        mapping.draw_areas(sheet, frame, content.areas)
        mapping.draw_doubts(sheet, frame, placed)
        mapping.draw_routes(sheet, frame, content.routes)
        if content.crowd is not None:
            mapping.draw_crowd(sheet, frame, content.crowd, page.dot)
        mapping.draw_spots(sheet, placed)
        writer = Writer(sheet, frame, page.size * 0.95)
        for name, taken in corner.items():
            if taken is None:
                self._notices.append(f"the {name} would hide events in every corner and was left out")
                continue
            writer.placer.block(taken)
        if locator := corner.get("locator"):
            furniture.draw_locator(sheet, frame, locator)
        if bar := corner.get("scale bar"):
            furniture.draw_scale(sheet, frame, bar, page.size * 0.85, page.language)
        for spot in placed:
            for held in spot.boxes():
                writer.placer.block(held)
        left_over = writer.areas(content.areas)
        named = writer.sites(placed, left_over, room)
        writer.ground(ground, page.places)
        if not frame.projection.world:
            sheet.box(box, None, edge=palette.COAST, width=0.5)
        if not content.placed:
            self._say_empty(box, page.language.say("nonePlaced" if len(content.mark) else "noEvents"))
        return frame, named

    def _marks(self, frame: Frame, placed: Sequence[Spot]) -> list[Box]:
        """Give what no corner may hide."""
        held = [box for spot in placed for box in spot.boxes()]
        held += [Box(*spot.true, *spot.true).grown(0.6) for spot in placed]
        for spot in placed:
            widest = max((radius for radius, _ in spot.site.doubts), default=0.0) / frame.metres
            if widest < _GUARDED_CIRCLE:
                held.append(Box(*spot.true, *spot.true).grown(widest))
        crowd = self._page.content.crowd
        if crowd is not None:
            at = np.unique(np.round(frame.to_paper(crowd.lon, crowd.lat)), axis=0)
            held += [Box(x - 0.6, y - 0.6, x + 0.6, y + 0.6) for x, y in at.tolist()]
        return held

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
        size = furniture.scale_size(self._sheet, frame, self._page.size * 0.85, self._page.language)
        free = ("bottom left", "bottom right", "beside", "top left", "top right")
        found["scale bar"] = choose(frame.box, *size, taken, free, beside=found.get("locator"))
        return found

    def _say_empty(self, box: Box, said: str) -> None:
        size = self._page.size * 1.1
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        em = size * MM_A_POINT
        lines, _ = self._type.wrap(said, size, box.width - 10, 2, bold=True)
        wide = max(self._type.width(line, size, bold=True) for line in lines)
        high = LINE * em * len(lines)
        around = Box(x - wide / 2 - 3, y - high / 2 - 2, x + wide / 2 + 3, y + high / 2 + 2)
        self._sheet.box(around, palette.RING, edge=palette.FAINT, width=0.5)
        for number, line in enumerate(lines):
            base = y + high / 2 - em * (LINE * number + 0.93)
            self._sheet.text(x, base, line, size, bold=True, align="center")


def _at_least(box: Box) -> Box:
    """Keep a map that texts have squeezed to nothing large enough to be computed."""
    return Box(box.left, min(box.bottom, box.top - 12.0), max(box.right, box.left + 12.0), box.top)


def _projection(language: Language, projection: Projection) -> str:
    if projection.world:
        return language.say("world", projection=language.say("equalEarth"))
    at = language.degrees(projection.lat, projection.lon)
    return language.say("region", projection=language.say("lambert"), at=at)


def _farther(frame: Frame) -> Frame:
    return replace(frame, metres=frame.metres * 1.14)
