"""Colours and shapes of layers and of the ground: the page's own (``web/src/map/palette.js``)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from geomap.render import bundle

_PAGE: dict[str, Any] = json.loads(bundle.text("palette.json"))

COLOURS: tuple[str, ...] = tuple(_PAGE["colours"])
"""Told apart also without seeing red from green, the palest last."""

GREY: str = _PAGE["grey"]

SHAPES: tuple[str, ...] = tuple(_PAGE["shapes"])
"""SVG paths in a circle of radius 1, y downwards."""

MAX_LAYERS: int = _PAGE["mostLayers"]
"""Layers with a colour and shape of their own; what comes after them is "others"."""

_GROUND: dict[str, str] = _PAGE["ground"]
SEA, LAND, COAST = _GROUND["sea"], _GROUND["land"], _GROUND["coast"]
BORDER, ADMIN1, RIVER = _GROUND["border"], _GROUND["admin1"], _GROUND["river"]
TEXT, FAINT, RING = _GROUND["text"], _GROUND["faint"], _GROUND["ring"]
PLACE = _GROUND["place"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a layer is drawn."""

    colour: str
    shape: int


def look(layer: int) -> Look:
    """Give the look of a layer: 0 is "not stated", then the values, most frequent first."""
    if layer == 0 or layer > MAX_LAYERS:
        return Look(GREY, 0)
    # The second and third round of colours come with other shapes.
    turn, colour = divmod(layer - 1, len(COLOURS))
    return Look(COLOURS[colour], (layer - 1 + 3 * turn) % len(SHAPES))


def on(colour: str) -> str:
    """Give the ink that can be read on a colour: white or nearly black."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    brightness = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # Equal contrast with black and white lies at 0.179; large print may lean to white.
    return RING if brightness < 0.26 else TEXT
