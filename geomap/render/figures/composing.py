"""Puts a page together: head, map, legend, key and foot."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.render.figures import palette
from geomap.render.figures.charting import Chart
from geomap.render.figures.frame import Box, Projection, world_shape
from geomap.render.figures.labels import LINE
from geomap.render.figures.legend import Key, Legend, groups
from geomap.render.figures.sheet import Sheet
from geomap.render.figures.typesetting import MM_A_POINT, Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.render.figures.charting import Drawn
    from geomap.render.figures.naming import Place
    from geomap.render.figures.sites import Content
    from geomap.render.language import Language

# From this width in millimetres, and this much wider than high, the legend stands beside the map.
_BESIDE_FROM, _BESIDE_SHAPE = 140.0, 1.15
_MOST_KEYED = 40
# Of the page's height, so much may the legend above the map take.
_MOST_LEGEND = 0.42
_LARGEST_DOT = 5.5
# White between the map and what stands below it, in millimetres.
_ABOVE_FOOT = 1.2


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
    units: Mapping[str, str]
    """Provinces in `language`, by their English names."""
    language: Language
    notices: list[str] = field(default_factory=list)

    def draw(self, lettering: Type) -> Sheet:
        """Draw the page; where names need a key below the map, again with room for it."""
        draft = _Draft(self, lettering, 0.0, _MOST_KEYED)
        drawn = draft.draw()
        if drawn.named.key and not draft.is_wide:
            key = Key(lettering, self.size * 0.92, self.language)
            for turn in range(2):
                high = key.draw(None, drawn.named.key, 0, 0, self.width - 2 * self.margin)
                again = _Draft(self, lettering, high + 1.0, len(drawn.named.key))
                redrawn = again.draw()
                # A smaller map names fewer; the second turn gives back what its key did not need.
                if turn and redrawn.named.unnamed > drawn.named.unnamed:
                    break
                draft, drawn = again, redrawn
        self.notices += draft.notices + drawn.notices
        if drawn.named.unnamed:
            self.notices.append(
                f"{drawn.named.unnamed:,} places of events have no room for their names; "
                "make the figure larger, or show fewer events"
            )
        return draft.sheet

    @property
    def size(self) -> float:
        """Size of the running type in points; larger pages are looked at from further away."""
        return min(max(6.2 + (self.width - 85) * 0.0158, 6.0), 10.5)

    @property
    def margin(self) -> float:
        """White around everything, in millimetres."""
        return 3.0 if self.width < 120 else 4.0 if self.width < 220 else 7.0

    @property
    def dot(self) -> float:
        """Radius of a single event's mark where there are very many, in millimetres.

        Together the marks cover a sixth of the page, and the largest stays a mark.
        """
        crowd = self.content.crowd
        if crowd is None:
            return 0.0
        totals = crowd.counts.sum(axis=1)
        # What is gathered just touches its neighbours.
        largest = 1.4 + 0.005 * self.width if crowd.cell_m else min(_LARGEST_DOT, self.width * 0.035)
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
        self.sheet = Sheet(page.width, page.height, lettering)
        self.notices: list[str] = []
        self._page = page
        # Words around the map begin where their language does.
        self._words = self.sheet.turned() if page.language.is_right_to_left else self.sheet
        self._type = lettering
        self._key_height = key_height
        self._key_room = key_room
        self._left, self._right = page.margin, page.width - page.margin
        self._groups = groups(page.content, page.dot, page.language)
        # Height by width of a map of the whole Earth.
        self._world = world_shape(*page.content.extent())

    @property
    def is_wide(self) -> bool:
        """Whether the legend stands beside the map; one of the whole Earth needs all the width."""
        page = self._page
        shaped = page.width >= _BESIDE_FROM and page.width / page.height >= _BESIDE_SHAPE
        return shaped and bool(self._groups) and self._world is None

    def draw(self) -> Drawn:
        """Draw head, legend, map, key and foot."""
        page, language = self._page, self._page.language
        top = self._head()
        # The last line names the projection, which the map decides; its place is measured with one.
        foot = self._foot(_projection(language, Projection(-88.8, -188.8, world=False)), None)
        bottom = page.margin + foot
        chart = Chart(self.sheet, page.content, page.places, page.units, language, page.size, page.dot)
        drawn = (self._beside if self.is_wide else self._below)(chart, top, bottom)
        self._foot(_projection(language, drawn.frame.projection), drawn.frame.box.bottom - self._key_height)
        return drawn

    def _beside(self, chart: Chart, top: float, bottom: float) -> Drawn:
        """Draw the map with legend and key beside it."""
        page, size = self._page, self._page.size
        column = min(max(page.width * 0.235, 36.0), 64.0)
        box = Box(self._left, bottom, self._right - column - 4.0, top)
        left = box.right + 4.0
        legend = Legend(self._groups, self._type, size, page.language)
        # Names of sites may need a part of the column.
        most = (top - bottom) * (0.8 if any(site.name for site in page.content.sites) else 1.0)
        used, left_out = legend.column(self._words, left, top + 0.25 * size * MM_A_POINT, column, most)
        self._tell(left_out)
        key = Key(self._type, size * 0.92, page.language)
        room = min(key.room(column, top - used - bottom - 2), self._key_room)
        drawn = chart.draw(box.turned(page.width) if page.language.is_right_to_left else box, room)
        key.draw(self._words, drawn.named.key, left, top - used - 2.0, column)
        return drawn

    def _below(self, chart: Chart, top: float, bottom: float) -> Drawn:
        """Draw the map below its legend and above its key."""
        page = self._page
        wide = self._right - self._left
        legend = Legend(self._groups, self._type, page.size, page.language)
        used, left_out = legend.rows(self._words, self._left, top, wide, page.height * _MOST_LEGEND)
        self._tell(left_out)
        top -= used + (1.2 if used else 0.0)
        bottom += self._key_height
        if self._world is not None:
            # The Earth is as high as it is; what stands below it moves up.
            bottom = max(bottom, top - wide * self._world - 1.0)
        drawn = chart.draw(Box(self._left, bottom, self._right, top), self._key_room)
        key = Key(self._type, page.size * 0.92, page.language)
        key.draw(self._words, drawn.named.key, self._left, bottom - 0.4, wide)
        return drawn

    def _tell(self, left_out: int) -> None:
        if left_out:
            self.notices.append(f"{left_out} rows of the legend have no room; make the figure larger")

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
                base = y + 0.22 * size * MM_A_POINT
                self._words.text(self._left, base, line, size, bold=bold, colour=colour)
            y -= 0.5
            if cut:
                what = "title" if bold else "subtitle"
                self.notices.append(f"the {what} is too long for the figure and was cut; it ends with …")
        return y - (1.2 if wording.title or wording.subtitle else 0.0)

    def _foot(self, projection: str, top: float | None) -> float:
        """Write what stands below the map, from `top` down, and give its height; without one, measure it."""
        page = self._page
        small, tiny = page.size * 0.92, page.size * 0.76
        wide = self._right - self._left
        owing = (*page.wording.credits, projection, page.language.say("boundaries"))
        owed = " ".join(f"{line.rstrip('.')}." for line in owing if line)
        rows: list[tuple[str, float, str]] = []
        for text, colour in page.foot():
            lines, cut = self._type.wrap(text, small, wide, 3)
            rows += [(line, small, colour) for line in lines]
            if cut and top is not None:
                self.notices.append(
                    f"the line below the map that begins “{text[:30]}” was cut; it ends with …"
                )
        rows += [(line, tiny, palette.FAINT) for line in self._type.wrap(owed, tiny, wide, 4)[0]]
        if top is not None:
            y = top - _ABOVE_FOOT
            for text, size, colour in rows:
                y -= LINE * size * MM_A_POINT
                self._words.text(self._left, y + 0.22 * size * MM_A_POINT, text, size, colour=colour)
        return _ABOVE_FOOT + sum(LINE * size * MM_A_POINT for _, size, _ in rows)


def _projection(language: Language, projection: Projection) -> str:
    if projection.world:
        return language.say("world", projection=language.say("equalEarth"))
    at = language.degrees(projection.lat, projection.lon)
    return language.say("region", projection=language.say("lambert"), at=at)
