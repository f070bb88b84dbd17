"""Colours and shapes of layers and of the ground, as the map's page has them (``web/src/map/palette.js``).

The page keeps them in JavaScript; a test holds the two lists equal until both read one file.
"""

from __future__ import annotations

from dataclasses import dataclass

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442")
"""Okabe and Ito's colours, the palest last: told apart also without seeing red from green."""

GREY = "#8a8f94"

SHAPES = (
    "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z",
    "M-.85 -.85H.85V.85H-.85Z",
    "M0 -1.1L1.08 .82H-1.08Z",
    "M0 -1.2L1.08 0L0 1.2L-1.08 0Z",
    "M-.36 -1.05H.36V-.36H1.05V.36H.36V1.05H-.36V.36H-1.05V-.36H-.36Z",
    "M0 1.1L1.08 -.82H-1.08Z",
    "M0 -1.25L.35 -.45L1.18 -.38L.56 .18L.74 1L0 .57L-.74 1L-.56 .18L-1.18 -.38L-.35 -.45Z",
    "M-1.08 0L-.54 -.94H.54L1.08 0L.54 .94H-.54Z",
)
"""SVG paths in a circle of radius 1, y downwards."""

MAX_LAYERS = 24
"""Layers with a colour and shape of their own; what comes after them is "others"."""

SEA, LAND, COAST = "#d6e3ea", "#f8f6f1", "#9fb4c0"
BORDER, ADMIN1, RIVER = "#8d8577", "#d3ccbf", "#a9c6d6"
TEXT, FAINT, RING = "#20262b", "#7b766c", "#ffffff"


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
