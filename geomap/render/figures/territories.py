"""Which country lies where on the paper, so that its name can stand in the part of it that is shown.

The basemap has boundaries and one point a country, often outside the map. From those points the land is
flooded up to boundaries and coasts: first coarsely around the map, then finely on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures import tiles
from geomap.render.figures.frame import Box, around
from geomap.render.figures.ground import ground

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geomap.render.figures.frame import Frame

    Grid = NDArray[np.int16]

# The surroundings are at least so wide that a country's point is likely in them.
_LEAST_AROUND, _TIMES_AROUND = 2_400_000.0, 3.0
_CELLS_AROUND = 200
# Of the map itself, in millimetres.
_CELL = 1.0
_OPEN, _WALL = 0, -1


class Territories:
    """The countries on one map that is no map of the whole Earth."""

    def __init__(self, frame: Frame) -> None:
        self._box = frame.box
        self._names, far, outer = _surroundings(frame)
        lines = ground(frame).shapes
        walls = _walls([*lines["border"], *lines["coast"]], frame.box, _CELL)
        # Only what is well within a country there is surely in it here.
        inner = _eroded(outer)
        rows, columns = np.indices(walls.shape)
        x = frame.box.left + (columns + 0.5) * _CELL
        y = frame.box.bottom + (rows + 0.5) * _CELL
        at = far.to_paper(*frame.to_degrees(x.ravel(), y.ravel()))
        cell = np.clip(np.nan_to_num(at), 0, _CELLS_AROUND - 1).astype(np.int64)
        seeded = inner[cell[:, 1], cell[:, 0]].reshape(walls.shape)
        self._owner = _flooded(np.where(walls, _WALL, seeded))

    def spots(self, name: str, wide: float, high: float) -> Iterable[tuple[float, float]]:
        """Give middles of boxes of a size in millimetres that lie within a country, the roomiest first."""
        if name not in self._names:
            return
        here = self._owner == self._names.index(name) + 1
        whole = _holds(here, int(np.ceil(high / _CELL)), int(np.ceil(wide / _CELL)))
        if not whole.any():
            return
        depth = _depth(here)
        depth[~whole] = 0
        while depth.any():
            row, column = np.unravel_index(int(depth.argmax()), depth.shape)
            yield self._box.left + (column + 0.5) * _CELL, self._box.bottom + (row + 0.5) * _CELL
            # The next try is elsewhere.
            depth[max(row - 4, 0) : row + 5, max(column - 8, 0) : column + 9] = 0


def _surroundings(frame: Frame) -> tuple[list[str], Frame, Grid]:
    """Give the names of the countries around a map, a frame of square cells there, and who owns each."""
    wide = max(_LEAST_AROUND, _TIMES_AROUND * frame.metres * frame.box.width)
    far = around(frame, Box(0, 0, _CELLS_AROUND, _CELLS_AROUND), wide)
    found = ground(far, fine=False)
    walls = _walls([*found.shapes["border"], *found.shapes["coast"]], far.box, 1.0)
    owner = np.where(walls, _WALL, _OPEN).astype(np.int16)
    names: list[str] = []
    for name, x, y in found.names:
        if name.kind == tiles.COUNTRY and name.text not in names:
            names.append(name.text)
            owner[int(y), int(x)] = len(names)
    return names, far, _flooded(owner)


def _walls(lines: Sequence[NDArray[np.float64]], box: Box, cell: float) -> NDArray[np.bool_]:
    shape = max(int(np.ceil(box.height / cell)), 1), max(int(np.ceil(box.width / cell)), 1)
    walls = np.zeros(shape, dtype=np.bool_)
    for line in lines:
        steps = np.maximum(np.ceil(np.abs(np.diff(line, axis=0)).max(axis=1) / cell * 3), 1).astype(np.int64)
        at = np.concatenate([[0.0], np.cumsum(np.repeat(1 / steps, steps))])
        places = np.arange(len(line), dtype=np.float64)
        column = (np.interp(at, places, line[:, 0]) - box.left) / cell
        row = (np.interp(at, places, line[:, 1]) - box.bottom) / cell
        held = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
        walls[row[held].astype(np.int64), column[held].astype(np.int64)] = True
    return walls


def _flooded(owner: Grid) -> Grid:
    """Spread each owner over open cells, all at the same pace."""
    owner = owner.copy()
    while True:
        before = np.count_nonzero(owner == _OPEN)
        for axis in (0, 1):
            for step in (1, -1):
                beside = _shifted(owner, step, axis)
                owner = np.where((owner == _OPEN) & (beside > 0), beside, owner)
        if np.count_nonzero(owner == _OPEN) == before:
            return owner


def _eroded(owner: Grid) -> Grid:
    kept = owner.copy()
    for axis in (0, 1):
        for step in (1, -1):
            kept[_shifted(owner, step, axis) != owner] = _OPEN
    kept[kept < 0] = _OPEN
    return kept


def _shifted(grid: Grid, step: int, axis: int) -> Grid:
    """Move a grid by one cell; what comes in from outside is open."""
    moved = np.roll(grid, step, axis)
    edge = 0 if step > 0 else -1
    moved[(edge, slice(None)) if axis == 0 else (slice(None), edge)] = _OPEN
    return moved


def _holds(here: NDArray[np.bool_], high: int, wide: int) -> NDArray[np.bool_]:
    """Tell around which cells a box of so many cells is all within."""
    total = np.pad(here.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    whole = np.zeros(here.shape, dtype=np.bool_)
    if high > here.shape[0] or wide > here.shape[1]:
        return whole
    inside = total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide]
    rows, columns = inside.shape
    whole[high // 2 : high // 2 + rows, wide // 2 : wide // 2 + columns] = inside == high * wide
    return whole


def _depth(here: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give each cell's distance from the edge of the area, in cells."""
    depth = np.zeros(here.shape, dtype=np.int64)
    left = np.pad(here, 1)
    while left.any():
        depth += left[1:-1, 1:-1]
        inner = left[1:-1, 1:-1] & left[:-2, 1:-1] & left[2:, 1:-1] & left[1:-1, :-2] & left[1:-1, 2:]
        left = np.pad(inner, 1)
    return depth
