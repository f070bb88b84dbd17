"""How far east and west events reach, also across the 180th meridian."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Across that meridian only if the way is much shorter: a map of the world keeps its usual middle.
_MUCH_SHORTER = 0.6


def spans(west: NDArray[np.float64], east: NDArray[np.float64]) -> tuple[float, float]:
    """Give the stretch of longitudes that holds all of some stretches.

    Parameters
    ----------
    west, east
        Ends of each stretch in degrees, ``-180 <= west <= east <= 180``.

    Returns
    -------
    tuple of float
        West and east in degrees. East is beyond 180 where the shorter way leads across that meridian:
        what lies west of `west` then is at its longitude + 360.
    """
    plain = float(west.min()), float(east.max())
    if plain[1] - plain[0] <= 180:
        return plain
    order = np.argsort(west, kind="stable")
    reached = np.maximum.accumulate(east[order])
    gaps = west[order][1:] - reached[:-1]
    if not len(gaps):
        return plain
    widest = int(np.argmax(gaps))
    around = float(west[order][widest + 1]), float(reached[widest]) + 360
    shorter = around[1] - around[0] <= _MUCH_SHORTER * (plain[1] - plain[0])
    return around if shorter else plain


def seam(bounds: tuple[float, float, float, float] | None) -> float | None:
    """Give the longitude at which a map's world is cut, in degrees, if that is not the 180th meridian.

    `bounds` are south, west, north, east. What lies west of the seam is drawn at its longitude + 360.
    """
    if bounds is None or bounds[3] <= 180:
        return None
    return (bounds[1] + bounds[3]) / 2 - 180


def boxes(bounds: tuple[float, float, float, float]) -> list[tuple[float, float, float, float]]:
    """Cut a box (south, west, north, east in degrees) that reaches beyond 180 into two that do not."""
    south, west, north, east = bounds
    if east <= 180:
        return [(south, max(west, -180.0), north, east)]
    return [(south, west, north, 180.0), (south, -180.0, north, min(east - 360, west))]
