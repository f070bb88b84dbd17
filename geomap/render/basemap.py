"""The embedded basemap: the prepared tiles that a map's extent touches, copied as they are."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any

from geomap.render import bundle

# Degrees of width up to which the finer outlines are worth their bytes.
_NEAR_UP_TO = 40.0
# How far around the events: so much of their own extent, and at least so many degrees.
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


def clip(bounds: tuple[float, float, float, float] | None) -> tuple[list[dict[str, Any]], bytes]:
    """Choose the tiles for events within `bounds` (south, west, north, east in degrees).

    Returns
    -------
    tuple
        For each level, coarse first: its tile size and grid in degrees, and its tiles as
        ``[column, row, length]`` in the order of their bytes; then the bytes.
    """
    wanted = {"world": ["0,0"]}
    if bounds is not None:
        south, west, north, east = with_margin(bounds)
        name = "near" if east - west <= _NEAR_UP_TO else "wide"
        size = _levels()[name]["size"]
        wanted[name] = [
            f"{column},{row}"
            for row in range(math.floor(south / size), math.floor(north / size) + 1)
            for column in range(math.floor(west / size), math.floor(east / size) + 1)
        ]
    source = bundle.read("basemap.bin")
    described, pieces = [], []
    for name, keys in wanted.items():
        level = _levels()[name]
        tiles = []
        for key in keys:
            # A tile without a shape is open sea; it is named, so that no coarse outline shows there.
            offset, length = level["tiles"].get(key, (0, 0))
            tiles.append([*map(int, key.split(",")), length])
            pieces.append(source[offset : offset + length])
        described.append({"size": level["size"], "grid": level["grid"], "tiles": tiles})
    return described, b"".join(pieces)
