"""Where names stand: beside their mark or further off with a line, never on another name or mark."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures.frame import Box
from geomap.render.figures.typesetting import MM_A_POINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.render.figures.typesetting import Type

LINE = 1.18
"""Height of a line of type, in sizes."""

# Where on a name's own box its mark lies: right of the mark first, as one reads.
_BESIDE = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (0.7, -0.7), (-0.7, 0.7), (-0.7, -0.7))
_FURTHER_MM = (4.0, 6.5, 9.5, 13.0)
_DIRECTIONS = 16


@dataclass(frozen=True, slots=True)
class Label:
    """A name that found its place."""

    lines: tuple[str, ...]
    box: Box
    align: str
    line: tuple[tuple[float, float], tuple[float, float]] | None = None
    """From the mark to the name, where they stand apart."""


class Placer:
    """Keeps account of what is taken on the map."""

    def __init__(self, within: Box, lettering: Type) -> None:
        self._within = within
        self._type = lettering
        # Left, bottom, right and top of what is taken; the array has room for more.
        self._taken = np.zeros((256, 4))
        self._count = 0

    def block(self, box: Box) -> None:
        """Keep names off a box."""
        if self._count == len(self._taken):
            self._taken = np.concatenate([self._taken, np.zeros_like(self._taken)])
        self._taken[self._count] = box.left, box.bottom, box.right, box.top
        self._count += 1

    def is_free(self, box: Box) -> bool:
        """Tell whether nothing is in the box, and all of it on the map."""
        w = self._within
        if box.left < w.left or box.right > w.right or box.bottom < w.bottom or box.top > w.top:
            return False
        left, bottom, right, top = self._taken[: self._count].T
        hit = (box.left < right) & (box.right > left) & (box.bottom < top) & (box.top > bottom)
        return not bool(hit.any())

    def beside(
        self, text: str, x: float, y: float, gap: float, size: float, *, bold: bool = False, far: bool = False
    ) -> Label | None:
        """Find room for a name around a mark, `gap` millimetres from its middle; `far` allows a line."""
        lines = in_two(text)
        wide = max(self._type.width(line, size, bold=bold) for line in lines) + 0.4
        high = LINE * size * MM_A_POINT * len(lines)
        for box, align, line in self._spots(x, y, gap, wide, high, far):
            if self.is_free(box) and (line is None or self._is_clear(line, x, y, gap)):
                self.block(box)
                return Label(lines, box, align, line)
        return None

    def centred(self, wide: float, high: float, x: float, y: float) -> Box | None:
        """Find whether a box around a point is free, and take it."""
        box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if not self.is_free(box):
            return None
        self.block(box)
        return box

    def _spots(
        self, x: float, y: float, gap: float, wide: float, high: float, far: bool
    ) -> Iterator[tuple[Box, str, tuple[tuple[float, float], tuple[float, float]] | None]]:
        for dx, dy in _BESIDE:
            yield *_box(x + gap * dx, y + gap * dy, dx, dy, wide, high), None
        if not far:
            return
        for distance in _FURTHER_MM:
            for step in range(_DIRECTIONS):
                # The flat directions first: a name reads on from its line.
                turn = math.pi * 2 * ((step // 2 + 1) // 2 * (-1) ** (step // 2)) / _DIRECTIONS
                dx, dy = math.cos(turn) * (-1) ** step, math.sin(turn)
                end = (x + (gap + distance) * dx, y + (gap + distance) * dy)
                start = (x + gap * 0.8 * dx, y + gap * 0.8 * dy)
                yield *_box(*end, dx, dy, wide, high), (start, end)

    def _is_clear(
        self, line: tuple[tuple[float, float], tuple[float, float]], x: float, y: float, gap: float
    ) -> bool:
        (x0, y0), (x1, y1) = line
        for share in np.linspace(0, 1, 12):
            px, py = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
            # What is taken around the line's own mark is that mark.
            if math.hypot(px - x, py - y) > gap * 1.3 and not self.is_free(Box(px, py, px, py).grown(0.25)):
                return False
        return True


def _box(x: float, y: float, dx: float, dy: float, wide: float, high: float) -> tuple[Box, str]:
    """Lay a box so that it leads away from a point in a direction."""
    if abs(dx) < 0.35:
        left, align = x - wide / 2, "center"
    else:
        left, align = (x, "left") if dx > 0 else (x - wide, "right")
    bottom = y - high / 2 if abs(dx) > 0.9 else y if dy > 0 else y - high
    return Box(left, bottom, left + wide, bottom + high), align


def in_two(text: str) -> tuple[str, ...]:
    """Put a long name on two lines, broken near its middle."""
    if len(text) <= 22:
        return (text,)
    short = f"{text[:59]}…" if len(text) > 60 else text
    middle = len(short) / 2
    breaks = [i for i, letter in enumerate(short) if letter == " "]
    if not breaks:
        return (short,)
    at = min(breaks, key=lambda i: (abs(i - middle), i))
    return (short[:at], short[at + 1 :])
