"""The basemap of a frame: land, water and boundaries as shapes on the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures import tiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geomap.render.figures.frame import Box, Frame

    Points = NDArray[np.float64]

# Metres of width up to which the finer outlines are worth their bytes on paper.
_NEAR_UP_TO = 3_600_000.0
# A straight edge on the sphere is a curve on paper: no step is longer than this.
_STEP_DEGREES = 0.5
# What print can show, in millimetres; points nearer to each other than this are one.
_GRAIN = 0.03


@dataclass(frozen=True, slots=True)
class Ground:
    """Shapes by kind, in millimetres of paper."""

    shapes: dict[str, list[Points]]
    names: list[tuple[tiles.Name, float, float]]
    """Names with the point to write them around."""


def ground(frame: Frame, *, fine: bool | None = None) -> Ground:
    """Gather what lies in the frame.

    `fine` chooses the finer or the coarser outlines; by default the frame's width decides.
    """
    near = frame.metres * frame.box.width <= _NEAR_UP_TO if fine is None else fine
    level = "near" if near and not frame.projection.world else "wide"
    shapes: dict[str, list[Points]] = {name: [] for name in tiles.SHAPES}
    names: list[tiles.Name] = []
    reach = frame.box.grown(1.0)
    for column, row in _tiles_in(frame, level):
        tile = tiles.tile(level, column, row)
        names.extend(tile.names)
        for kind, lines in tile.shapes.items():
            closed = kind in ("land", "lake")
            for part in _on_paper(frame, [_closed(line) for line in lines] if closed else lines):
                shapes[kind].extend(_clip_ring(part, reach) if closed else _clip_line(part, reach))
    names.extend(tiles.country_names())
    return Ground(shapes, _inside(frame, names))


def on_grains(line: Points) -> Points:
    """Join the points of a line that print cannot tell apart."""
    grains = np.round(line / _GRAIN)
    kept = np.concatenate([[True], np.any(np.diff(grains, axis=0) != 0, axis=1)])
    joined: Points = grains[kept] * _GRAIN
    return joined


def outline_of_earth(frame: Frame) -> Points:
    """Give the edge of a map of the world, in millimetres of paper."""
    up = np.linspace(-90, 90, 181)
    lon = np.concatenate([np.full(181, 179.9999), np.full(181, -179.9999)]) + frame.projection.lon
    return frame.to_paper(lon, np.concatenate([up, up[::-1]]))


def clip_ring(ring: Points, box: Box) -> list[Points]:
    """Cut a closed ring to a box; the ring keeps its turn, which tells holes from land."""
    return _clip_ring(ring, box)


def _tiles_in(frame: Frame, level: str) -> list[tuple[int, int]]:
    lon, lat = frame.covered()
    size = tiles.size(level)
    lon = (lon + 180) % 360 - 180
    cells = {
        (int(c), int(r))
        for c, r in zip(np.floor(lon / size), np.floor(np.minimum(lat, 89.99) / size), strict=True)
    }
    columns = int(360 / size)
    # A corner of a tile may fall between the points that were tried.
    grown = {
        ((c + dc + columns // 2) % columns - columns // 2, r + dr)
        for c, r in cells
        for dc in (-1, 0, 1)
        for dr in (-1, 0, 1)
    }
    return sorted(grown)


def _on_paper(frame: Frame, lines: list[Points]) -> list[Points]:
    if not lines:
        return []
    dense = [_densified(line) for line in lines]
    joined = np.concatenate(dense)
    placed = _unseamed(frame, joined)
    ends = np.cumsum([len(line) for line in dense])[:-1]
    found = []
    for part in np.split(placed, ends):
        if not np.isfinite(part).all():
            continue
        if len(line := on_grains(part)) > 1:
            found.append(line)
    return found


def _closed(ring: Points) -> Points:
    return np.concatenate([ring, ring[:1]])


def _unseamed(frame: Frame, points: Points) -> Points:
    """Project a tile's points; on a map of the world all of them on one side of its seam."""
    lon, lat = points[:, 0], points[:, 1]
    if frame.projection.world:
        middle = (lon.min() + lon.max()) / 2
        turned = lon - frame.projection.lon - 360 * np.round((middle - frame.projection.lon) / 360)
        lon = frame.projection.lon + np.clip(turned, -179.9999, 179.9999)
    return frame.to_paper(lon, lat)


def _densified(line: Points) -> Points:
    gaps = np.abs(np.diff(line, axis=0)).max(axis=1)
    if not len(gaps) or gaps.max() <= _STEP_DEGREES:
        return line
    pieces = np.maximum(np.ceil(gaps / _STEP_DEGREES).astype(np.int64), 1)
    at = np.concatenate([[0.0], np.cumsum(np.repeat(1 / pieces, pieces))])
    places = np.arange(len(line), dtype=np.float64)
    return np.column_stack([np.interp(at, places, line[:, 0]), np.interp(at, places, line[:, 1])])


def _clip_ring(ring: Points, box: Box) -> list[Points]:
    for axis, at, above in (
        (0, box.left, True),
        (0, box.right, False),
        (1, box.bottom, True),
        (1, box.top, False),
    ):
        ring = _half(ring, axis, at, above)
        if len(ring) < 3:
            return []
    return [ring]


def _half(ring: Points, axis: int, at: float, above: bool) -> Points:
    """Keep a ring's part on one side of a line (Sutherland and Hodgman), all its points at once."""
    inside = ring[:, axis] >= at if above else ring[:, axis] <= at
    if inside.all():
        return ring
    if not inside.any():
        return ring[:0]
    before = np.roll(ring, 1, axis=0)
    crosses = inside != np.roll(inside, 1)
    span = ring[:, axis] - before[:, axis]
    share = np.divide(at - before[:, axis], span, out=np.zeros(len(ring)), where=span != 0)
    crossing = before + share[:, None] * (ring - before)
    both = np.stack([crossing, ring], axis=1).reshape(-1, 2)
    kept: Points = both[np.stack([crosses, inside], axis=1).ravel()]
    return kept


def _clip_line(line: Points, box: Box) -> list[Points]:
    """Keep the stretches of a line that can be seen; the drawing cuts them at the edge."""
    low, high = np.minimum(line[:-1], line[1:]), np.maximum(line[:-1], line[1:])
    seen = (
        (high[:, 0] >= box.left)
        & (low[:, 0] <= box.right)
        & (high[:, 1] >= box.bottom)
        & (low[:, 1] <= box.top)
    )
    edges = np.flatnonzero(np.diff(np.concatenate([[0], seen.astype(np.int8), [0]])))
    return [line[start : end + 1] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _inside(frame: Frame, names: list[tiles.Name]) -> list[tuple[tiles.Name, float, float]]:
    if not names:
        return []
    at = frame.to_paper(np.array([n.lon for n in names]), np.array([n.lat for n in names]))
    b = frame.box
    return [
        (name, float(x), float(y))
        for name, (x, y) in zip(names, at, strict=True)
        if b.left < x < b.right and b.bottom < y < b.top
    ]
