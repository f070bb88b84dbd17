"""Events too close to be told apart on paper, gathered in cells that can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures.frame import Box, fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geomap.render.figures.sites import Crowd

    Floats = NDArray[np.float64]

# With so many positions a cell, marks at the positions would be a heap without form.
_HEAP = 2.5
_STEPS = (1, 2, 3, 5)


def gathered(crowd: Crowd, width: float, height: float) -> Crowd:
    """Gather a crowd in hexagons where a page of a size in millimetres cannot show its positions.

    Each hexagon's events stand at the middle of their positions. Their number and layers stay what they are.
    """
    frame = fit(crowd.lon, crowd.lat, Box(0, 0, width, height), 2.0, 0.0)
    if frame.projection.world:
        # Cells must not join what lies on both sides of the seam; a map of the world is coarse enough.
        return crowd
    x, y = frame.projection.project(crowd.lon, crowd.lat)
    size = _round((2.6 + 0.009 * width) * frame.metres)
    _, which = np.unique(_hexagons(x, y, size), axis=0, return_inverse=True)
    which = which.ravel()
    cells = int(which.max()) + 1
    if len(x) < _HEAP * cells:
        return crowd
    counts = np.zeros((cells, crowd.counts.shape[1]), dtype=np.int64)
    np.add.at(counts, which, crowd.counts)
    weight = crowd.counts.sum(axis=1)
    total = counts.sum(axis=1)
    middle = [np.bincount(which, weights=values * weight, minlength=cells) / total for values in (x, y)]
    lon, lat = frame.projection.proj()(middle[0], middle[1], inverse=True)
    return replace(crowd, lon=np.asarray(lon), lat=np.asarray(lat), counts=counts, cell_m=size)


def _round(metres: float) -> float:
    """Give a round length near to one, as a legend can say it."""
    power = 10.0 ** np.floor(np.log10(metres))
    return float(min((step * power for step in (*_STEPS, 10)), key=lambda length: abs(length - metres)))


def _hexagons(x: Floats, y: Floats, size: float) -> NDArray[np.int64]:
    """Name each point's hexagon, `size` wide: the nearer of two lattices of rectangles set off by a half."""
    high = size * 3**0.5
    even = np.round(x / size), np.round(y / high)
    odd = np.floor(x / size), np.floor(y / high)
    to_even = (x - even[0] * size) ** 2 + (y - even[1] * high) ** 2
    to_odd = (x - (odd[0] + 0.5) * size) ** 2 + (y - (odd[1] + 0.5) * high) ** 2
    is_odd = to_odd < to_even
    return np.column_stack([is_odd, *np.where(is_odd, odd, even)]).astype(np.int64)
