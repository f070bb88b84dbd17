"""What is drawn: sites with their symbols, areas with their shapes, and what is not placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap.render import columns, marks
from geomap.render.figures import palette
from geomap.render.figures.frame import circles
from geomap.render.figures.typesetting import clean
from geomap.render.marks import Mark

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST_SITES = 400
"""Above this a figure shows where events crowd, each as a small mark, and names none."""

# Best first; a frame of one's own may hold none.
_NAMES = ("place_name", "place_text", "name", "title", "location")
# Positions nearer than about a metre are one site.
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Symbol:
    """Events of one layer, and one kind of certainty, at one site."""

    layer: int
    approximate: bool
    count: int


@dataclass(frozen=True, slots=True)
class Site:
    """Events at one position."""

    lon: float
    lat: float
    symbols: tuple[Symbol, ...]
    """Most frequent first."""
    name: str
    doubts: tuple[tuple[float, int], ...]
    """Radius in metres and layer of each distinct circle of uncertainty."""

    @property
    def count(self) -> int:
        """All events here."""
        return sum(symbol.count for symbol in self.symbols)


@dataclass(frozen=True, slots=True)
class Area:
    """Events that mean the same area or line."""

    rings: tuple[Floats, ...]
    """Rows of longitude and latitude."""
    filled: bool
    soft: bool
    """Only a centre and a radius are known."""
    lon: float
    lat: float
    layer: int
    """The most frequent one."""
    count: int
    name: str


@dataclass(frozen=True, slots=True)
class Route:
    """From where something was launched to where it struck, both longitude and latitude."""

    start: tuple[float, float]
    end: tuple[float, float]
    layer: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Events at so many positions that they are counted and not named."""

    lon: Floats
    lat: Floats
    layers: tuple[int, ...]
    """Most frequent first."""
    counts: Ints
    """Events by position and layer."""
    approximate: int
    """How many of them stand at an approximate position."""
    cell_m: float = 0.0
    """Where events near each other are gathered: how near, in metres; else 0."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a figure shows of a frame of events."""

    column: str | None
    """The column whose values are the layers; None where all events are one."""
    values: tuple[str, ...]
    layer: Ints
    mark: NDArray[np.uint8]
    lon: Floats
    lat: Floats
    sites: tuple[Site, ...]
    crowd: Crowd | None
    """In place of `sites` where there are more than `MOST_SITES`."""
    areas: tuple[Area, ...]
    routes: tuple[Route, ...]
    unplaced: tuple[str, ...]
    """The place of each event that is not placed, as written, or an empty text."""

    @property
    def placed(self) -> int:
        """How many events are on the map."""
        return int(np.count_nonzero(self.mark))

    def counts(self) -> dict[int, int]:
        """Count the placed events by layer."""
        numbers = np.bincount(self.layer[self.mark > 0])
        return {layer: int(count) for layer, count in enumerate(numbers) if count}

    def extent(self) -> tuple[Floats, Floats]:
        """Give the points that the map must hold: longitudes and latitudes."""
        points = self.mark > 0
        lon, lat = [self.lon[points]], [self.lat[points]]
        if self.routes:
            starts = np.array([route.start for route in self.routes])
            lon.append(starts[:, 0])
            lat.append(starts[:, 1])
        for area in self.areas:
            for ring in area.rings:
                lon.append(ring[:, 0])
                lat.append(ring[:, 1])
        doubtful = [(s.lon, s.lat, radius) for s in self.sites for radius, _ in s.doubts]
        if doubtful:
            held = np.array(doubtful)
            far_lon, far_lat = circles(held[:, 0], held[:, 1], np.minimum(held[:, 2], 500_000.0))
            lon.append(far_lon.ravel())
            lat.append(far_lat.ravel())
        return np.concatenate(lon), np.concatenate(lat)


def gather(events: gpd.GeoDataFrame, layer: str | None) -> Content:
    """Decide what is drawn of events in degrees.

    Raises
    ------
    UsageError
        If `layer` is no column.
    """
    decided = marks.decide(events)
    chosen = columns.choose_layers(events, layer)
    if chosen:
        column, values = chosen[0].column, tuple(map(clean, chosen[0].values))
        codes = np.minimum(chosen[0].codes.astype(np.int64), palette.MAX_LAYERS + 1)
    else:
        column, values, codes = None, (), np.ones(len(events), dtype=np.int64)
    names = _names(events)
    sites, crowd = _sites(decided, codes, names)
    return Content(
        column,
        values,
        codes,
        decided.mark,
        decided.lon,
        decided.lat,
        sites,
        crowd,
        _areas(decided, codes, names),
        _routes(decided, codes),
        tuple(clean(names[row]) for row in np.flatnonzero(decided.mark == Mark.NONE)),
    )


def _names(events: gpd.GeoDataFrame) -> NDArray[np.object_]:
    found = np.full(len(events), "", dtype=object)
    held = dict(columns.named(events))
    for name in reversed(_NAMES):
        if name in held:
            stated = held[name].astype(object)
            here = stated.notna().to_numpy()
            found[here] = stated[here].map(str).to_numpy()
    return found


def _sites(
    decided: marks.Marks, layer: Ints, names: NDArray[np.object_]
) -> tuple[tuple[Site, ...], Crowd | None]:
    rows = np.flatnonzero((decided.mark == Mark.POINT) | (decided.mark == Mark.APPROXIMATE))
    if not len(rows):
        return (), None
    spots = np.round(np.column_stack([decided.lat[rows], decided.lon[rows]]), _DECIMALS)
    _, first, which = np.unique(spots, axis=0, return_index=True, return_inverse=True)
    if len(first) > MOST_SITES:
        return (), _crowd(decided, layer, rows, first, which.ravel())
    which = which.ravel()
    found = []
    for number in np.argsort(first, kind="stable"):
        here = rows[which == number]
        kinds, counts = np.unique(
            np.column_stack([layer[here], decided.mark[here] == Mark.APPROXIMATE]), axis=0, return_counts=True
        )
        symbols = sorted(
            (Symbol(int(kind), bool(vague), int(n)) for (kind, vague), n in zip(kinds, counts, strict=True)),
            key=lambda symbol: (-symbol.count, symbol.layer, symbol.approximate),
        )
        doubts = {
            float(decided.radius_m[row]): int(layer[row]) for row in here[::-1] if decided.radius_m[row] > 0
        }
        at = here[0]
        found.append(
            Site(
                float(decided.lon[at]),
                float(decided.lat[at]),
                tuple(symbols),
                _commonest(names[here]),
                tuple(sorted(doubts.items())),
            )
        )
    return tuple(found), None


def _crowd(decided: marks.Marks, layer: Ints, rows: Ints, first: Ints, which: Ints) -> Crowd:
    """Count events by place, in the order in which the places first occur, and layer, most frequent first."""
    rank = np.argsort(np.argsort(first, kind="stable"), kind="stable")
    found = np.unique(layer[rows], return_counts=True)
    layers = found[0][np.argsort(-found[1], kind="stable")]
    column = np.zeros(int(layers.max()) + 1, dtype=np.int64)
    column[layers] = np.arange(len(layers))
    counts = np.zeros((len(first), len(layers)), dtype=np.int64)
    np.add.at(counts, (rank[which], column[layer[rows]]), 1)
    at = rows[np.sort(first)]
    vague = int(np.count_nonzero(decided.mark[rows] == Mark.APPROXIMATE))
    return Crowd(decided.lon[at], decided.lat[at], tuple(map(int, layers)), counts, vague)


def _areas(decided: marks.Marks, layer: Ints, names: NDArray[np.object_]) -> tuple[Area, ...]:
    found = []
    outlined = np.flatnonzero(decided.mark == Mark.OUTLINE)
    for number in np.unique(decided.outline[outlined]):
        rows = outlined[decided.outline[outlined] == number]
        rings, filled = _rings(decided.outlines[number])
        found.append(_area(decided, rows, layer, names, rings, filled, soft=False))
    disks = np.flatnonzero(decided.mark == Mark.DISK)
    if len(disks):
        shapes = np.column_stack([decided.lat[disks], decided.lon[disks], decided.radius_m[disks]])
        distinct, which = np.unique(shapes, axis=0, return_inverse=True)
        lon, lat = circles(distinct[:, 1], distinct[:, 0], distinct[:, 2])
        for number in range(len(distinct)):
            rows = disks[which.ravel() == number]
            ring = np.column_stack([lon[number], lat[number]])
            found.append(_area(decided, rows, layer, names, (ring,), True, soft=True))
    return tuple(found)


def _routes(decided: marks.Marks, layer: Ints) -> tuple[Route, ...]:
    if not decided.origin:
        return ()
    lat, lon = decided.origin
    known = np.flatnonzero(np.isfinite(lat))
    ways = {
        Route(
            (float(lon[r]), float(lat[r])), (float(decided.lon[r]), float(decided.lat[r])), int(layer[r])
        ): None
        for r in known
    }
    return tuple(ways)[:MOST_SITES]


def _area(
    decided: marks.Marks,
    rows: Ints,
    layer: Ints,
    names: NDArray[np.object_],
    rings: tuple[Floats, ...],
    filled: bool,
    *,
    soft: bool,
) -> Area:
    lon, lat = float(decided.lon[rows[0]]), float(decided.lat[rows[0]])
    common = int(np.bincount(layer[rows]).argmax())
    return Area(rings, filled, soft, lon, lat, common, len(rows), _commonest(names[rows]))


def _rings(shape: shapely.Geometry) -> tuple[tuple[Floats, ...], bool]:
    rings: list[Floats] = []
    filled = False
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            filled = True
            # Holes turn the other way, so that they stay empty.
            whole = shapely.geometry.polygon.orient(part)
            rings.extend(shapely.get_coordinates(ring) for ring in (whole.exterior, *whole.interiors))
        elif isinstance(part, shapely.LineString):
            rings.append(shapely.get_coordinates(part))
        elif shapely.get_num_geometries(part) > 1:
            more, inner = _rings(part)
            rings.extend(more)
            filled = filled or inner
    return tuple(rings), filled


def _commonest(names: NDArray[np.object_]) -> str:
    found, counts = np.unique(names.astype(str), return_counts=True)
    return clean(found[int(counts.argmax())])
