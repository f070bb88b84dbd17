"""Where the marks of sites stand on the paper: at their place, or moved aside and tied to it by a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.render.figures.frame import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geomap.render.figures.frame import Frame
    from geomap.render.figures.sites import Site, Symbol

    Floats = NDArray[np.float64]
    Points = NDArray[np.float64]

# Marks may overlap by so much before they are moved apart; further than this they are not moved.
_OVERLAP = 0.9
_FURTHEST_MM = 9.0
_ROUNDS = 80


@dataclass(frozen=True, slots=True)
class Placed:
    """One symbol of a site on the paper."""

    symbol: Symbol
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A site on the paper."""

    site: Site
    true: tuple[float, float]
    x: float
    y: float
    radius: float
    """Of the circle that holds all its symbols, in millimetres."""
    symbols: tuple[Placed, ...]

    @property
    def is_moved(self) -> bool:
        """Whether a line must tie the mark to its place."""
        return math.hypot(self.x - self.true[0], self.y - self.true[1]) > self.radius * 0.6

    def boxes(self) -> list[Box]:
        """Give what its symbols take."""
        return [Box(s.x, s.y, s.x, s.y).grown(s.radius * 1.25) for s in self.symbols]


def radius_of(count: int, unit: float) -> float:
    """Give the radius of a symbol for so many events; more than one need room for their number."""
    return unit if count == 1 else unit * (1.45 + 0.4 * math.log10(count))


def spots(frame: Frame, sites: Sequence[Site], unit: float) -> list[Spot]:
    """Lay out sites on the paper; `unit` is the radius of a single event's symbol in millimetres."""
    if not sites:
        return []
    true = frame.to_paper(np.array([s.lon for s in sites]), np.array([s.lat for s in sites]))
    clusters = [_cluster(site.symbols, unit) for site in sites]
    # What holds a number, or several symbols, must be seen whole.
    radii = np.array([radius * (1.0 if len(p) == p[0][0].count == 1 else 1.12) for p, radius in clusters])
    moved = _apart(true, radii)
    found = []
    for site, at, now, (placed, radius) in zip(sites, true, moved, clusters, strict=True):
        x, y = float(now[0]), float(now[1])
        symbols = tuple(Placed(s, x + dx, y + dy, r) for s, dx, dy, r in placed)
        found.append(Spot(site, (float(at[0]), float(at[1])), x, y, radius, symbols))
    return found


def _cluster(
    symbols: Sequence[Symbol], unit: float
) -> tuple[list[tuple[Symbol, float, float, float]], float]:
    """Set the symbols of one site side by side, or around its middle."""
    sizes = [radius_of(symbol.count, unit) for symbol in symbols]
    if len(symbols) == 1:
        return [(symbols[0], 0.0, 0.0, sizes[0])], sizes[0]
    if len(symbols) == 2:
        width = sum(sizes) * 2.1
        first = (symbols[0], -width / 2 + sizes[0] * 1.05, 0.0, sizes[0])
        second = (symbols[1], width / 2 - sizes[1] * 1.05, 0.0, sizes[1])
        return [first, second], width / 2
    # On a ring just wide enough for the largest.
    ring = max(sizes) * 1.1 / math.sin(math.pi / len(symbols))
    placed = []
    for number, (symbol, size) in enumerate(zip(symbols, sizes, strict=True)):
        turn = math.pi / 2 - 2 * math.pi * number / len(symbols)
        placed.append((symbol, ring * math.cos(turn), ring * math.sin(turn), size))
    return placed, ring + max(sizes)


def _apart(true: Points, radii: Floats) -> Points:
    """Move marks that hide each other apart, a little at a time, all at once."""
    now = true.copy()
    least = _OVERLAP * (radii[:, None] + radii[None, :])
    np.fill_diagonal(least, 0.0)
    count = len(true)
    # Marks on the very same spot part in directions of their own.
    turn = 2 * np.pi * np.arange(count) / max(count, 1)
    way = np.column_stack([np.cos(turn), np.sin(turn)])
    for _ in range(_ROUNDS):
        step = now[:, None, :] - now[None, :, :]
        distance = np.hypot(step[..., 0], step[..., 1])
        close = distance < least
        if not close.any():
            break
        tiny = distance < 1e-6
        direction = np.where(tiny[..., None], way[:, None, :] - way[None, :, :], step)
        length = np.maximum(np.hypot(direction[..., 0], direction[..., 1]), 1e-9)
        push = np.where(close, (least - distance) / 2, 0.0)
        now = now + (direction / length[..., None] * push[..., None]).sum(axis=1) * 0.6
        away = now - true
        far = np.hypot(away[:, 0], away[:, 1])
        now = true + away * np.minimum(1.0, _FURTHEST_MM / np.maximum(far, 1e-9))[:, None]
    return now
