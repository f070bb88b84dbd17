"""The scale bar and the locator: small things in the corners of the map that hide no mark."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures import palette
from geomap.render.figures.frame import GEOD, Box, around
from geomap.render.figures.ground import clip_ring, ground
from geomap.render.figures.typesetting import MM_A_POINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.render.figures.frame import Frame
    from geomap.render.figures.sheet import Sheet
    from geomap.render.language import Language

# A map wider than this needs no locator: its reader sees the continents.
_LOCATOR_UP_TO = 4_500_000.0
_INSET_MM = 1.6
# A scale that differs by more than this between the middle and the edge says where it holds.
_SAME_SCALE = 0.04


def corners(box: Box, wide: float, high: float) -> dict[str, Box]:
    """Give the boxes of a size in the corners of another."""
    left, right = box.left + _INSET_MM, box.right - _INSET_MM
    bottom, top = box.bottom + _INSET_MM, box.top - _INSET_MM
    return {
        "bottom right": Box(right - wide, bottom, right, bottom + high),
        "top right": Box(right - wide, top - high, right, top),
        "top left": Box(left, top - high, left + wide, top),
        "bottom left": Box(left, bottom, left + wide, bottom + high),
    }


def choose_corner(
    box: Box,
    wide: float,
    high: float,
    marks: Sequence[Box],
    order: Sequence[str],
    beside: Box | None = None,
) -> Box | None:
    """Give the first corner in which a box of a size hides no mark.

    The place ``"beside"`` another box is at its foot, towards the middle.
    """
    places = corners(box, wide, high)
    if beside is not None:
        on_left = beside.left - box.left < box.right - beside.right
        left = beside.right + _INSET_MM if on_left else beside.left - _INSET_MM - wide
        places["beside"] = Box(left, beside.bottom, left + wide, beside.bottom + high)
    for name in order:
        place = places.get(name)
        if place is not None and not any(
            place.left < m.right and place.right > m.left and place.bottom < m.top and place.top > m.bottom
            for m in marks
        ):
            return place
    return None


def locator_size(frame: Frame) -> tuple[float, float] | None:
    """Give the locator's width and height in millimetres; None where the map needs none."""
    if frame.projection.world or frame.metres * frame.box.width > _LOCATOR_UP_TO:
        return None
    side = min(max(frame.box.width * 0.17, 15.0), 34.0, frame.box.width * 0.3, frame.box.height * 0.36)
    return side * 1.15, side


def draw_locator(sheet: Sheet, frame: Frame, box: Box) -> None:
    """Draw the surroundings, with the frame of the map in them."""
    wide = min(max(5.5 * frame.metres * frame.box.width, 3_200_000.0), 9_000_000.0)
    small = around(frame, box, wide)
    found = ground(small, fine=False)
    sheet.box(box.grown(0.5), palette.RING, gid="locator")
    sheet.box(box, palette.SEA)
    sheet.fill(found.shapes["land"], "#fdfcfa", clip=box)
    sheet.fill(found.shapes["lake"], palette.SEA, clip=box)
    sheet.lines(found.shapes["coast"], palette.COAST, 0.3, clip=box)
    sheet.lines(found.shapes["border"], palette.BORDER, 0.35, clip=box)
    lon, lat = frame.corner_degrees()
    edge = small.to_paper(lon, lat)
    low, high = edge.min(axis=0), edge.max(axis=0)
    # Never too small to be found.
    grow = np.maximum(1.8 / np.maximum(high - low, 1e-6), 1.0)
    middle = (low + high) / 2
    for ring in clip_ring(middle + (edge - middle) * grow, box):
        sheet.fill([ring], palette.TEXT, alpha=0.12)
        sheet.fill([ring], None, edge=palette.TEXT, width=0.9)
    sheet.box(box, None, edge=palette.BORDER, width=0.5)


def scale_length(frame: Frame) -> tuple[float, float]:
    """Give a round length for the bar, in metres and in millimetres of paper, true at the map's middle."""
    metres = frame.true_metres()
    most = min(frame.box.width * 0.24, 48.0) * metres
    power = 10.0 ** math.floor(math.log10(most))
    length = next(step * power for step in (5.0, 2.0, 1.0) if step * power <= most)
    return length, length / metres


def scale_words(frame: Frame, language: Language) -> str:
    """Say the bar's length, and where it holds if not everywhere."""
    length, _ = scale_length(frame)
    said = language.distance(length)
    return said if _is_even(frame) else language.say("atMiddle", distance=said)


def scale_size(sheet: Sheet, frame: Frame, size: float, language: Language) -> tuple[float, float]:
    """Give the width and height that the bar and its words take."""
    _, wide = scale_length(frame)
    return max(
        wide, sheet.type.width(scale_words(frame, language), size)
    ) + 1.2, size * MM_A_POINT * 1.1 + 2.4


def draw_scale(sheet: Sheet, frame: Frame, box: Box, size: float, language: Language) -> None:
    """Draw the scale bar in the box that `scale_size` asked for."""
    _, wide = scale_length(frame)
    left, bottom = box.left + 0.6, box.bottom + 0.8
    bar = np.array([(left, bottom + 1.1), (left, bottom), (left + wide, bottom), (left + wide, bottom + 1.1)])
    sheet.lines([bar], "white", 2.2)
    sheet.lines([bar], palette.TEXT, 0.8, gid="scale-bar")
    sheet.text(left + 0.7, bottom + 0.75, scale_words(frame, language), size, halo=1.2)


def _is_even(frame: Frame) -> bool:
    b = frame.box
    middle = frame.true_metres()
    for x in (b.left + 1, b.right - 3):
        for y in (b.bottom + 1, b.top - 1):
            lon, lat = frame.to_degrees(np.array([x, x + 2.0]), np.array([y, y]))
            if not np.isfinite(lon).all():
                return False
            here = float(GEOD.inv(lon[0], lat[0], lon[1], lat[1])[2]) / 2
            if abs(here / middle - 1) > _SAME_SCALE:
                return False
    return True
