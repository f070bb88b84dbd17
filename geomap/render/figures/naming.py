"""Writes names on the map: of areas and sites first, then of the ground where room is left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import bidirectional

import numpy as np

from geomap.render.figures import palette, tiles
from geomap.render.figures.frame import Box
from geomap.render.figures.labels import LINE, Label, Placer
from geomap.render.figures.territories import Territories
from geomap.render.figures.typesetting import MM_A_POINT, clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.render.figures.frame import Frame
    from geomap.render.figures.ground import Ground
    from geomap.render.figures.sheet import Sheet
    from geomap.render.figures.sites import Area
    from geomap.render.figures.spots import Spot
    from geomap.render.language import Language

    Place = tuple[str, str | None, float, float, int]

_CSS_PIXEL_MM = 25.4 / 96
# Paper is read closer than a screen: names come this many zoom steps earlier.
_FINER = 0.4
# A map that names some of so many sites only looks as if it named them all.
_MOST_NAMED = 80
# Places of ranks below this are what a reader finds the way by, and worth a line to their name.
_FAR_RANK = 2


@dataclass(frozen=True, slots=True)
class Keyed:
    """A name that stands in the key, by its number."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """What became of the names of sites and areas."""

    key: tuple[Keyed, ...]
    unnamed: int
    """Names for which neither map nor key had room."""


class Writer:
    """Writes names on one map."""

    def __init__(
        self, sheet: Sheet, frame: Frame, size: float, language: Language, units: Mapping[str, str]
    ) -> None:
        self._sheet = sheet
        self._units = units
        self._language = language
        self._frame = frame
        self._size = size
        self.placer = Placer(frame.box.grown(-0.6), sheet.type)
        self._written: set[str] = set()
        self._named: list[tuple[str, float, float]] = []

    def areas(self, areas: Sequence[Area]) -> list[tuple[float, float, str, int]]:
        """Tag areas with symbol, name and number; give those that found no room."""
        left_over = []
        for area in sorted(areas, key=lambda a: (-a.count, a.name)):
            at = self._frame.to_paper(np.array([area.lon]), np.array([area.lat]))[0]
            x, y = float(at[0]), float(at[1])
            said = (
                f"{_short(area.name)} · {area.count}" if area.name and area.count > 1 else _short(area.name)
            )
            if not self._tag(said or str(area.count), x, y, area.layer):
                left_over.append((x, y, said or str(area.count), area.layer))
        return left_over

    def _tag(self, said: str, x: float, y: float, layer: int) -> bool:
        size = self._size
        em = size * MM_A_POINT
        wide = self._sheet.type.width(said, size, bold=True) + em * 2.1
        high = em * 1.55
        tries = (
            (0, 0),
            (0, 1.1),
            (0, -1.1),
            (0.55, 0),
            (-0.55, 0),
            (0.4, 1.4),
            (-0.4, 1.4),
            (0, 2.3),
            (0, -2.3),
        )
        for dx, dy in tries:
            box = self.placer.centred(wide, high, x + dx * wide, y + dy * high)
            if box is None:
                continue
            self._sheet.pill(box, palette.RING, palette.look(layer).colour, 0.9)
            middle = (box.bottom + box.top) / 2
            self._sheet.symbol(box.left + em * 0.85, middle, layer, em * 0.34)
            self._sheet.text(box.left + em * 1.5, middle - 0.36 * em, said, size, bold=True)
            self._written.add(said.lower())
            return True
        return False

    def sites(
        self, spots: Sequence[Spot], areas: Sequence[tuple[float, float, str, int]], room: int
    ) -> Named:
        """Name the sites; what has no room gets a number and a line in the key, up to `room` of them."""
        for spot in spots:
            for box in spot.boxes():
                self.placer.block(box)
        if len(spots) > _MOST_NAMED:
            return Named((), len(spots))
        nameless: list[tuple[float, float, float, str]] = [(x, y, 0.0, said) for x, y, said, _ in areas]
        for spot in sorted(spots, key=lambda s: (-s.site.count, -s.y, s.x)):
            name = spot.site.name
            if not name or self._is_named_near(name, spot):
                continue
            far = len(spots) <= 30
            found = self.placer.beside(
                name, spot.x, spot.y, spot.radius + 0.9, self._size, bold=True, far=far
            )
            if found is None:
                nameless.append((spot.x, spot.y, spot.radius, name))
            else:
                self._write(found, palette.TEXT, self._size, bold=True)
                self._written.add(name.lower())
                self._named.append((name, spot.x, spot.y))
        # In the order in which one reads a page.
        nameless.sort(key=lambda one: (-round(one[1]), one[0]))
        key: list[Keyed] = []
        for x, y, radius, name in nameless[:room]:
            number = str(len(key) + 1)
            spot_found = self.placer.beside(number, x, y, radius + 0.4, self._size * 0.9, bold=True, far=True)
            if spot_found is not None:
                self._write(spot_found, palette.TEXT, self._size * 0.9, bold=True)
                key.append(Keyed(len(key) + 1, name))
        return Named(tuple(key), len(nameless) - len(key))

    def _is_named_near(self, name: str, spot: Spot) -> bool:
        """Tell whether the name stands already beside a mark that lies on the same spot to the eye."""
        near = 3 * spot.radius + 2.0
        return any(said == name and math.hypot(x - spot.x, y - spot.y) < near for said, x, y in self._named)

    def ground(self, ground: Ground, places: Sequence[Place], *, crowded: bool) -> None:
        """Name countries, places and provinces, in this order, as the scale allows.

        On a `crowded` map large towns are named also where events hide them, from beside.
        """
        zoom = self._zoom()
        size = self._size
        self._countries(ground, zoom)
        self._places(places, zoom, crowded)
        for name, x, y in sorted(ground.names, key=lambda one: (one[0].rank, one[0].text)):
            wanted = name.kind == tiles.PROVINCE and name.rank + 1.6 <= zoom <= name.rank + 7
            if wanted and name.text.lower() not in self._written:
                self._centred(self._units.get(name.text, name.text), x, y, size * 0.88, italic=True)

    def _countries(self, ground: Ground, zoom: float) -> None:
        """Name countries where a reader expects the name, else anywhere within what is shown of them."""
        territories = None if self._frame.projection.world else Territories(self._frame)
        points = {name.text: (x, y) for name, x, y in ground.names if name.kind == tiles.COUNTRY}
        for name in sorted(tiles.country_names(), key=lambda one: (one.rank, one.text)):
            if not name.rank - 0.6 <= zoom <= name.rank + 6:
                continue
            text = self._language.country(name.code, name.text).upper()
            size = self._size * (1.15 if name.rank < 4 else 1.0)
            if name.text in points and self._centred(text, *points[name.text], size, italic=False):
                continue
            if territories is not None:
                wide, high = self._sheet.type.width(text, size) + 1.2, size * MM_A_POINT * LINE
                for x, y in territories.spots(name.text, wide, high):
                    if self._centred(text, x, y, size, italic=False):
                        break

    def _places(self, places: Sequence[Place], zoom: float, crowded: bool) -> None:
        wanted = [p for p in places if zoom >= 4 + p[4] * 0.8 and p[0].lower() not in self._written]
        if not wanted:
            return
        wanted.sort(key=lambda place: (place[4], place[0]))
        at = self._frame.to_paper(np.array([p[3] for p in wanted]), np.array([p[2] for p in wanted]))
        b = self._frame.box
        for (name, local, _, _, rank), (x, y) in zip(wanted, at, strict=True):
            dot = Box(float(x), float(y), float(x), float(y)).grown(0.6)
            far = crowded and rank < _FAR_RANK
            if not (b.left < x < b.right and b.bottom < y < b.top and (far or self.placer.is_free(dot))):
                continue
            size = self._size * (0.95 if rank < 2 else 0.88)
            if self._language.is_right_to_left and local and bidirectional(local[0]) == "AL":
                # What a reader of Arabic letters can read.
                name = local
            found = self.placer.beside(clean(name), float(x), float(y), 0.9, size, far=far)
            if found is not None:
                corner = np.array(
                    [(x - 0.4, y - 0.4), (x + 0.4, y - 0.4), (x + 0.4, y + 0.4), (x - 0.4, y + 0.4)]
                )
                self._sheet.fill([corner], palette.PLACE, edge="white", width=0.3)
                self._write(found, palette.PLACE, size, bold=False)
                self.placer.block(dot)

    def _centred(self, text: str, x: float, y: float, size: float, *, italic: bool) -> bool:
        em = size * MM_A_POINT
        wide = self._sheet.type.width(text, size, italic=italic)
        if self.placer.centred(wide + 1.2, em * LINE, x, y) is None:
            return False
        self._sheet.text(
            x, y - 0.36 * em, text, size, colour=palette.FAINT, italic=italic, align="center", halo=0.8
        )
        return True

    def _write(self, label: Label, colour: str, size: float, *, bold: bool) -> None:
        em = size * MM_A_POINT
        if label.line is not None:
            ends = np.array(label.line)
            self._sheet.lines([ends], "white", 1.5)
            self._sheet.lines([ends], palette.TEXT, 0.45)
        x = {
            "left": label.box.left + 0.2,
            "center": (label.box.left + label.box.right) / 2,
            "right": label.box.right - 0.2,
        }[label.align]
        for number, line in enumerate(label.lines):
            y = label.box.top - em * (LINE * number + 0.93)
            self._sheet.text(x, y, line, size, colour=colour, bold=bold, align=label.align, halo=1.1)

    def _zoom(self) -> float:
        """Give the zoom of a page's map that shows as much on as large a screen."""
        lat, _ = self._frame.middle()
        pixel = self._frame.true_metres() * _CSS_PIXEL_MM
        return math.log2(156_543.0 * max(math.cos(math.radians(lat)), 0.1) / pixel) + _FINER


def _short(name: str) -> str:
    return f"{name[:39]}…" if len(name) > 40 else name
