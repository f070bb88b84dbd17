"""The part of the Earth that a figure shows, its projection, and its place on the paper.

A region is drawn in Lambert's azimuthal equal-area projection, centred on itself: areas compare truly,
distances at the middle are true, and neither the antimeridian nor a pole is a special case. Events that
lie all around the Earth are drawn on the Equal Earth projection. Circles of uncertainty are computed on
the ellipsoid in metres before they are projected, so they are true in both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod, Proj

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GEOD = Geod(ellps="WGS84")

# Events further from their middle than this are shown on a map of the world.
_MOST_DEGREES = 65.0
_CIRCLE_STEPS = 73


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper in millimetres, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def grown(self, by: float) -> Box:
        """Give the box with a border; a negative one shrinks it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def turned(self, width: float) -> Box:
        """Give the box on a page of a width with left and right exchanged."""
        return Box(width - self.right, self.bottom, width - self.left, self.top)


@dataclass(frozen=True, slots=True)
class Projection:
    """From degrees to metres on a plane."""

    lat: float
    lon: float
    world: bool

    def proj(self) -> Proj:
        """Give the transformation."""
        if self.world:
            return Proj(proj="eqearth", lon_0=self.lon, ellps="WGS84")
        return Proj(proj="laea", lat_0=self.lat, lon_0=self.lon, ellps="WGS84")

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Project; what cannot be is NaN."""
        if self.world:
            # Kept from the seam, where a rounding error would throw a point to the other edge.
            lon = self.lon + np.clip((lon - self.lon + 180) % 360 - 180, -179.9999, 179.9999)
        x, y = self.proj()(lon, lat)
        x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        lost = ~(np.isfinite(x) & np.isfinite(y))
        return np.where(lost, np.nan, x), np.where(lost, np.nan, y)


@dataclass(frozen=True, slots=True)
class Frame:
    """A projection laid on a box of the paper."""

    projection: Projection
    box: Box
    x: float
    """What lies in the middle of the box, in projected metres."""
    y: float
    metres: float
    """Projected metres a millimetre."""

    def to_paper(self, lon: Floats, lat: Floats) -> Floats:
        """Give paper coordinates as rows of x and y in millimetres."""
        x, y = self.projection.project(np.asarray(lon), np.asarray(lat))
        middle_x = (self.box.left + self.box.right) / 2
        middle_y = (self.box.bottom + self.box.top) / 2
        return np.column_stack([middle_x + (x - self.x) / self.metres, middle_y + (y - self.y) / self.metres])

    def to_degrees(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Give longitude and latitude of paper coordinates; NaN beside the Earth."""
        middle_x = (self.box.left + self.box.right) / 2
        middle_y = (self.box.bottom + self.box.top) / 2
        px, py = self.x + (x - middle_x) * self.metres, self.y + (y - middle_y) * self.metres
        lon, lat = self.projection.proj()(px, py, inverse=True)
        lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if self.projection.world:
            # Beside the globe's outline the inverse answers with some point, but does not come back to it.
            back_x, back_y = self.projection.project(lon, lat)
            lost = ~(np.hypot(back_x - px, back_y - py) < 1000)
        else:
            lost = ~(np.isfinite(lon) & np.isfinite(lat))
        return np.where(lost, np.nan, lon), np.where(lost, np.nan, lat)

    def covered(self, steps: int = 96) -> tuple[Floats, Floats]:
        """Give longitudes and latitudes of a grid of points all over the box."""
        x, y = np.meshgrid(
            np.linspace(self.box.left, self.box.right, steps),
            np.linspace(self.box.bottom, self.box.top, steps),
        )
        lon, lat = self.to_degrees(x.ravel(), y.ravel())
        here = np.isfinite(lon)
        return lon[here], lat[here]

    def corner_degrees(self) -> tuple[Floats, Floats]:
        """Give the box's edge as degrees, a point every few millimetres."""
        b = self.box
        across, up = np.linspace(b.left, b.right, 25), np.linspace(b.bottom, b.top, 25)
        x = np.concatenate([across, np.full(25, b.right), across[::-1], np.full(25, b.left)])
        y = np.concatenate([np.full(25, b.bottom), up, np.full(25, b.top), up[::-1]])
        return self.to_degrees(x, y)

    def middle(self) -> tuple[float, float]:
        """Give latitude and longitude of the middle of the box."""
        b = self.box
        lon, lat = self.to_degrees(np.array([(b.left + b.right) / 2]), np.array([(b.bottom + b.top) / 2]))
        return float(lat[0]), float(lon[0])

    def true_metres(self) -> float:
        """Give metres on the ground for a millimetre of paper, from west to east at the middle."""
        b = self.box
        x, y = (b.left + b.right) / 2, (b.bottom + b.top) / 2
        lon, lat = self.to_degrees(np.array([x - 1, x + 1]), np.array([y, y]))
        return float(GEOD.inv(lon[0], lat[0], lon[1], lat[1])[2]) / 2

    def moved(self, box: Box) -> Frame:
        """Give the same map in another box of the same size."""
        return replace(self, box=box)


def circles(lon: Floats, lat: Floats, radius_m: Floats) -> tuple[Floats, Floats]:
    """Give circles on the ellipsoid, a row each: longitudes and latitudes of their points."""
    around = np.linspace(0, 360, _CIRCLE_STEPS)
    count = len(lon)
    spread = np.repeat(np.asarray(radius_m, dtype=np.float64), len(around))
    far_lon, far_lat, _ = GEOD.fwd(
        np.repeat(lon, len(around)), np.repeat(lat, len(around)), np.tile(around, count), spread
    )
    shape = (count, len(around))
    return np.asarray(far_lon).reshape(shape), np.asarray(far_lat).reshape(shape)


def fit(lon: Floats, lat: Floats, box: Box, margin: float, least: float) -> Frame:
    """Choose the projection for points in degrees, and lay it on the box with a margin in millimetres.

    However near the points lie to each other, the map is about `least` metres wide.
    """
    projection, (west, south, east, north) = _project(lon, lat)
    wide, high = max(east - west, least), max(north - south, least / 2)
    metres = max(wide / max(box.width - 2 * margin, 10), high / max(box.height - 2 * margin, 10))
    if projection.world:
        # No wider than the Earth: the rest of the box stays empty.
        metres = min(metres, max(wide / (box.width - 2), high / (box.height - 2)))
    return Frame(projection, box, (west + east) / 2, (south + north) / 2, metres)


def world_shape(lon: Floats, lat: Floats) -> float | None:
    """Give height by width of a map of the whole Earth, where points in degrees need one."""
    projection, (west, south, east, north) = _project(lon, lat)
    return (north - south) / (east - west) if projection.world else None


def around(frame: Frame, box: Box, metres: float) -> Frame:
    """Give a map of the surroundings of a frame, so many metres wide."""
    lat, lon = frame.middle()
    return Frame(Projection(round(lat, 1), round(lon, 1), False), box, 0.0, 0.0, metres / box.width)


def _project(lon: Floats, lat: Floats) -> tuple[Projection, tuple[float, float, float, float]]:
    if not len(lon):
        return _world(0.0, np.array([-55.0, 75.0]))
    cos = np.cos(np.radians(lat))
    vectors = np.column_stack(
        [cos * np.cos(np.radians(lon)), cos * np.sin(np.radians(lon)), np.sin(np.radians(lat))]
    )
    # The middle of the box around the points on the sphere, so that a crowd does not draw it to itself.
    middle = (vectors.min(axis=0) + vectors.max(axis=0)) / 2
    length = float(np.linalg.norm(middle))
    if length > 1e-3:
        middle /= length
        reach = math.degrees(math.acos(float(np.clip((vectors @ middle).min(), -1, 1))))
        if reach <= _MOST_DEGREES:
            return _region(lon, lat, middle)
    return _world(_middle_of_longitudes(lon), lat)


def _region(lon: Floats, lat: Floats, middle: Floats) -> tuple[Projection, tuple[float, float, float, float]]:
    at_lat = math.degrees(math.asin(float(np.clip(middle[2], -1, 1))))
    at_lon = math.degrees(math.atan2(float(middle[1]), float(middle[0])))
    for _ in range(3):
        projection = Projection(round(at_lat, 1), round(at_lon, 1), False)
        x, y = projection.project(lon, lat)
        bounds = (float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y)))
        new_lon, new_lat = projection.proj()(
            (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, inverse=True
        )
        if abs(new_lat - projection.lat) < 0.1 and abs(new_lon - projection.lon) < 0.1:
            break
        at_lat, at_lon = new_lat, new_lon
    return projection, bounds


def _world(lon: float, lat: Floats) -> tuple[Projection, tuple[float, float, float, float]]:
    # The seam falls on an edge between the basemap's tiles, so that no tile is torn.
    projection = Projection(0.0, float(15 * round(lon / 15)), True)
    edge, _ = projection.project(np.array([projection.lon + 179.9999]), np.array([0.0]))
    low, high = min(float(lat.min()) - 5, -57.0), max(float(lat.max()) + 5, 78.0)
    _, y = projection.project(np.full(2, projection.lon), np.clip([low, high], -90, 90))
    return projection, (-float(edge[0]), float(y[0]), float(edge[0]), float(y[1]))


def _middle_of_longitudes(lon: Floats) -> float:
    """Give the longitude opposite the widest gap."""
    around_the_earth = np.sort(lon % 360)
    gaps = np.diff(np.append(around_the_earth, around_the_earth[0] + 360))
    widest = int(np.argmax(gaps))
    middle_of_gap = around_the_earth[widest] + gaps[widest] / 2
    # Where nothing speaks for another, the view that readers know.
    return 0.0 if gaps[widest] < 60 else (float(middle_of_gap) + 360) % 360 - 180
