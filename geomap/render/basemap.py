"""The embedded basemap: the prepared tiles that a map's extent touches, copied as they are."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any

from geomap.render import bundle

# Degrees of width up to which the finer outlines are worth their bytes.
_NEAR_UP_TO = 40.0
# How far around the events the finest outlines reach: so much of their own extent, at least so many degrees,
# and aside so far that a view of this shape, in degrees of latitude, is filled.
_NEAR_SHARE, _NEAR_DEGREES, _VIEW_SHAPE = 0.2, 1.0, 1.7
# A phone held upright sees as much of what is above and below; of a region up to so many degrees wide it has
# that too.
_UPRIGHT_SHAPE, _UPRIGHT_DEGREES = 1.5, 12.0
# How far the next coarser ones, and names, reach.
_MARGIN_SHARE, _MARGIN_DEGREES = 0.5, 3.0

CREDIT = "Natural Earth"


@cache
def _levels() -> dict[str, dict[str, Any]]:
    levels: dict[str, dict[str, Any]] = json.loads(bundle.text("basemap.json"))
    return levels


def with_margin(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Widen `bounds` (south, west, north, east in degrees) by what a reader sees around the events."""
    south, west, north, east = bounds
    up = max(_MARGIN_DEGREES, _MARGIN_SHARE * (north - south))
    flat = max(0.2, math.cos(math.radians((south + north) / 2)))
    aside = max(_MARGIN_DEGREES / flat, _MARGIN_SHARE * (east - west), up)
    return south - up, west - aside, north + up, east + aside


def _near(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    south, west, north, east = bounds
    flat = max(0.2, math.cos(math.radians((south + north) / 2)))
    up = max(_NEAR_DEGREES, _NEAR_SHARE * (north - south))
    least = max(_NEAR_DEGREES / flat, _NEAR_SHARE * (east - west))
    aside = max(least, (_VIEW_SHAPE * (north - south + 2 * up) / flat - (east - west)) / 2)
    wide = east - west + 2 * least
    if wide <= _UPRIGHT_DEGREES:
        up = max(up, (_UPRIGHT_SHAPE * wide * flat - (north - south)) / 2)
    return south - up, west - aside, north + up, east + aside


def clip(bounds: tuple[float, float, float, float] | None) -> tuple[list[dict[str, Any]], bytes]:
    """Choose the tiles for events within `bounds` (south, west, north, east in degrees).

    Returns
    -------
    tuple
        For each level, coarse first: its tile size and grid in degrees, and its tiles as
        ``[column, row, length]`` in the order of their bytes; then the bytes.
    """
    wanted = {"world": [(0, 0)]}
    if bounds is not None:
        wanted["wide"] = _tiles("wide", with_margin(bounds))
        near = _near(bounds)
        if near[3] - near[1] <= _NEAR_UP_TO:
            wanted["near"] = _tiles("near", near)
    source = bundle.read("basemap.bin")
    described, pieces = [], []
    for name, keys in wanted.items():
        level = _levels()[name]
        tiles = []
        around = round(360 / level["size"])
        for column, row in keys:
            # A tile without a shape is open sea; it is named, so that no coarse outline shows there.
            same = (column + around // 2) % around - around // 2
            offset, length = level["tiles"].get(f"{same},{row}", (0, 0))
            tiles.append([column, row, length])
            pieces.append(source[offset : offset + length])
        described.append({"size": level["size"], "grid": level["grid"], "tiles": tiles})
    return described, b"".join(pieces)


def _tiles(name: str, box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
    """Columns and rows of the tiles of a box; beyond the 180th meridian they are counted on."""
    south, west, north, east = box
    if east - west > 360:
        west, east = (west + east) / 2 - 180, (west + east) / 2 + 180
    size = _levels()[name]["size"]
    return [
        (column, row)
        for row in range(math.floor(max(south, -90) / size), math.ceil(min(north, 90) / size))
        for column in range(math.floor(west / size), math.ceil(east / size))
    ]
