"""The legend: layers with their counts, what the marks mean, and the key to numbered names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures import palette
from geomap.render.figures.labels import LINE
from geomap.render.figures.mapping import crowd_radius, draw_counted
from geomap.render.figures.typesetting import MM_A_POINT
from geomap.render.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.render.figures.naming import Keyed
    from geomap.render.figures.sheet import Sheet
    from geomap.render.figures.sites import Content, Crowd
    from geomap.render.figures.typesetting import Type
    from geomap.render.language import Language

Draw = Callable[["Sheet", float, float, float], None]
"""Draws a sample: sheet, x and y of its middle, radius of a symbol in millimetres."""

# Of a size of type: between rows, beside a sample, between groups.
_ROW, _CLOSE_ROW, _SAMPLE, _GAP = 1.5, 1.25, 1.95, 0.9


# From so many events at one place on, the sizes of marks in a crowd differ to the eye.
_WORTH_TELLING = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the legend."""

    text: str
    count: str
    draw: Draw
    radius: float = 0.0
    """Of a sample that is larger than a row of type, in millimetres."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    heading: str
    entries: tuple[Entry, ...]


def groups(content: Content, dot: float, language: Language) -> list[Group]:
    """Make the legend of what occurs on the map; `dot` is the radius of one event in a crowd."""
    counts = content.counts()
    if not counts:
        return []
    made = []
    if content.column is not None:
        # "Not stated" comes last: it is what is missing.
        order = [layer for layer in counts if layer] + [layer for layer in counts if not layer]
        sample = _sample if content.crowd is None else _dot
        rows = tuple(
            Entry(_say(content, layer, language), language.number(counts[layer]), sample(layer))
            for layer in order
        )
        made.append(Group(language.column(content.column), rows))
    if content.crowd is not None and (most := int(content.crowd.counts.sum(axis=1).max())) >= _WORTH_TELLING:
        made.append(
            Group(_said_of_sizes(content.crowd, content.column, language), _sizes(most, dot, language))
        )
    if sure := _sureness(content, language):
        made.append(Group(language.say("howSure"), tuple(sure)))
    if marks := _marks(content, language):
        said = language.say("marks")
        made.append(Group(f"{said[:1].upper()}{said[1:]}", tuple(marks)))
    return made


def _said_of_sizes(crowd: Crowd, column: str | None, language: Language) -> str:
    near = language.distance(crowd.cell_m)
    said = language.say("gathered", distance=near) if crowd.cell_m else language.say("several")
    if column is None:
        return said
    shared = "slices" if crowd.cell_m else "rings"
    return language.say(shared, several=said, column=language.column(column).lower())


def _say(content: Content, layer: int, language: Language) -> str:
    if layer == 0:
        return language.say("notStated")
    if layer > palette.MAX_LAYERS:
        return language.count("others", len(content.values) - palette.MAX_LAYERS)
    return language.value(content.column or "", content.values[layer - 1])


def _sample(layer: int) -> Draw:
    return lambda sheet, x, y, radius: sheet.symbol(x, y, layer, radius)


def _sizes(most: int, dot: float, language: Language) -> tuple[Entry, ...]:
    """Give samples of the marks of one event and of round numbers up to the largest."""
    power = 10 ** (len(str(most)) - 1)
    top = next(step * power for step in (5, 2, 1) if step * power <= most)
    shown = sorted({1, max(top // 10, 1), top})
    return tuple(_disk(language.number(n), float(crowd_radius(n, dot))) for n in shown)


def _disk(said: str, size: float) -> Entry:
    def draw(sheet: Sheet, x: float, y: float, radius: float) -> None:
        del radius
        sheet.dot(x, y, palette.GREY, size)

    return Entry(said, "", draw, size)


def _dot(layer: int) -> Draw:
    return lambda sheet, x, y, radius: sheet.dot(x, y, palette.look(layer).colour, radius)


def _sureness(content: Content, language: Language) -> list[Entry]:
    kinds = set(content.mark.tolist()) - {Mark.NONE}
    rows = []
    # In a crowd marks are too small to tell, and circles too many.
    if Mark.POINT in kinds and content.crowd is None:
        rows.append(Entry(language.say("surePoint"), "", _sample(0)))
    if Mark.APPROXIMATE in kinds and content.crowd is None:
        rows.append(Entry(language.say("sureApproximate"), "", _draw_approximate))
    if kinds & {Mark.OUTLINE, Mark.DISK}:
        rows.append(Entry(language.say("sureArea"), "", _draw_area))
    # Where all are sure there is nothing to tell apart.
    return rows if rows[1:] or Mark.POINT not in kinds else []


def _marks(content: Content, language: Language) -> list[Entry]:
    found = []
    if content.routes:
        found.append(Entry(language.say("lineKey"), "", _draw_route))
    if any(symbol.count > 1 for site in content.sites for symbol in site.symbols):
        found.append(Entry(language.say("several"), "", _draw_several))
    return found


def _draw_approximate(sheet: Sheet, x: float, y: float, radius: float) -> None:
    turn = np.linspace(0, 2 * np.pi, 37)
    ring = np.column_stack([x + 1.75 * radius * np.cos(turn), y + 1.75 * radius * np.sin(turn)])
    sheet.fill([ring], palette.GREY, alpha=0.12)
    sheet.fill([ring], None, edge=palette.GREY, width=0.6, dash=(2.0, 1.5))
    sheet.symbol(x, y, 0, 0.7 * radius, approximate=True)


def _draw_several(sheet: Sheet, x: float, y: float, radius: float) -> None:
    draw_counted(sheet, x, y, 0, 1.35 * radius, 3, approximate=False)


def _draw_route(sheet: Sheet, x: float, y: float, radius: float) -> None:
    sheet.route(np.array([(x - 1.7 * radius, y), (x + 1.7 * radius, y)]), palette.FAINT, None)


def _draw_area(sheet: Sheet, x: float, y: float, radius: float) -> None:
    shape = np.array([(-1.5, 0.9), (0.6, 1.4), (1.6, -0.4), (0.2, -1.4), (-1.4, -0.8)]) * radius
    sheet.fill([shape + np.array([x, y])], palette.GREY, alpha=0.25, edge=palette.GREY, width=0.8)


class Legend:
    """Lays the groups out, in a column or in rows; with no sheet it only measures."""

    def __init__(self, made: Sequence[Group], lettering: Type, size: float, language: Language) -> None:
        self._language = language
        self._groups = made
        self._type = lettering
        self._size = size
        self._em = size * MM_A_POINT

    def column(
        self, sheet: Sheet | None, left: float, top: float, width: float, height: float
    ) -> tuple[float, int]:
        """Draw below each other, closer where `height` asks for it.

        Returns
        -------
        tuple
            The height taken, and how many rows had no room: they are counted in a last row.
        """
        for row in (_ROW, _CLOSE_ROW):
            taken, left_out = self._column(None, left, top, width, height, row)
            if not left_out:
                break
        return self._column(sheet, left, top, width, height, row) if sheet is not None else (taken, left_out)

    def _column(
        self, sheet: Sheet | None, left: float, top: float, width: float, height: float, row: float
    ) -> tuple[float, int]:
        em, y = self._em, top
        left_out = 0
        count_width = max(
            (self._type.width(e.count, self._size) for g in self._groups for e in g.entries), default=0.0
        )
        for number, group in enumerate(self._groups):
            if left_out:
                left_out += len(group.entries)
                continue
            if number:
                y -= _GAP * em
            for line in self._type.wrap(group.heading, self._size, width, 3, bold=True)[0]:
                y -= LINE * em
                if sheet is not None:
                    sheet.text(left, y, line, self._size, bold=True)
            y -= 0.35 * em
            sample = self._sample(group)
            for at, entry in enumerate(group.entries):
                room = width - sample - (count_width + em if entry.count else 0)
                lines = self._type.wrap(entry.text or "?", self._size, room, 2)[0]
                high = max(max(row, LINE * len(lines) + row - LINE) * em, 2 * entry.radius + 0.6)
                # The last row that fits may have to say how many follow.
                more = 0.0 if at == len(group.entries) - 1 else row * em
                if top - (y - high - more) > height and at:
                    left_out = len(group.entries) - at
                    break
                if sheet is not None:
                    self._entry(sheet, entry, lines, left, y, high, sample)
                    if entry.count:
                        base = y - high / 2 + (len(lines) - 1) * LINE * em / 2 - 0.36 * em
                        sheet.text(left + width, base, entry.count, self._size, align="right")
                y -= high
        if left_out:
            y -= row * em
            self._say_more(sheet, left + _SAMPLE * em, y + 0.36 * em, left_out)
        return top - y, left_out

    def rows(
        self, sheet: Sheet | None, left: float, top: float, width: float, height: float
    ) -> tuple[float, int]:
        """Draw beside each other, as a caption above the map; the answer is as of `column`."""
        em, y = self._em, top
        left_out = 0
        for number, group in enumerate(self._groups):
            if left_out:
                left_out += len(group.entries)
                continue
            if number:
                y -= 0.25 * em
            x = left
            high = max(_ROW * em, *(2 * entry.radius + 0.6 for entry in group.entries), 0.0)
            y -= high
            heading = self._type.wrap(group.heading, self._size, width, 1, bold=True)[0][0]
            if sheet is not None:
                sheet.text(x, y + high / 2 - 0.36 * em, heading, self._size, bold=True)
            x += self._type.width(heading, self._size, bold=True) + 1.1 * em
            for at, entry in enumerate(group.entries):
                sample = self._wide(entry)
                text = f"{entry.text} ({entry.count})" if entry.count else entry.text
                line = self._type.wrap(text or "?", self._size, width - sample, 1)[0][0]
                wide = sample + self._type.width(line, self._size)
                if x + wide > left + width and x > left:
                    if top - (y - 2 * high) > height:
                        left_out = len(group.entries) - at
                        break
                    x, y = left, y - high
                if sheet is not None:
                    self._entry(sheet, entry, [line], x, y + high, high, sample)
                x += wide + 1.1 * em
        if left_out:
            y -= _ROW * em
            self._say_more(sheet, left, y + 0.36 * em, left_out)
        return top - y, left_out

    def _say_more(self, sheet: Sheet | None, left: float, y: float, left_out: int) -> None:
        if sheet is not None:
            more = self._language.say("more", n=left_out)
            sheet.text(left, y, more, self._size, colour=palette.FAINT)

    def _sample(self, group: Group) -> float:
        """Give the width that the samples of a group take, with the white beside them."""
        return max(self._wide(entry) for entry in group.entries)

    def _wide(self, entry: Entry) -> float:
        return max(_SAMPLE * self._em, 2 * entry.radius + 0.6 * self._em)

    def _entry(
        self,
        sheet: Sheet,
        entry: Entry,
        lines: Sequence[str],
        left: float,
        top: float,
        high: float,
        sample: float,
    ) -> None:
        em, middle = self._em, top - high / 2
        entry.draw(sheet, left + max(0.85 * em, sample / 2 - 0.3 * em), middle, 0.36 * em)
        base = middle + (len(lines) - 1) * LINE * em / 2 - 0.36 * em
        for number, line in enumerate(lines):
            sheet.text(left + sample, base - number * LINE * em, line, self._size)


class Key:
    """The names that stand on the map only as a number."""

    def __init__(self, lettering: Type, size: float, language: Language) -> None:
        self._language = language
        self._type = lettering
        self._size = size
        self._em = size * MM_A_POINT

    def room(self, width: float, height: float) -> int:
        """Give how many names fit."""
        lines = int((height - 2 * LINE * self._em) / (LINE * self._em))
        return max(lines, 0) * self._columns(width)

    def draw(self, sheet: Sheet | None, key: Sequence[Keyed], left: float, top: float, width: float) -> float:
        """Draw in columns; give the height taken."""
        if not key:
            return 0.0
        em, columns = self._em, self._columns(width)
        wide = width / columns
        rows = -(-len(key) // columns)
        y = top - 1.2 * em
        if sheet is not None:
            sheet.text(left, y, self._language.say("places"), self._size, bold=True)
        y -= 0.3 * em
        for at, one in enumerate(key):
            x, down = left + at // rows * wide, (at % rows + 1) * LINE * em
            if sheet is not None:
                sheet.text(x + 1.5 * em, y - down, str(one.number), self._size, bold=True, align="right")
                name = self._type.wrap(one.name, self._size, wide - 3 * em, 1)[0][0]
                sheet.text(x + 2.0 * em, y - down, name, self._size)
        return top - y + rows * LINE * em

    def _columns(self, width: float) -> int:
        return max(1, int(width / (20 * self._em)))
