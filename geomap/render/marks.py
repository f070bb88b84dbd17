"""Which mark an event gets on the map: decided once, here, and only drawn by the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geomap.model import Precision
from geomap.render import extent

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

# A degree of latitude in metres; good enough to frame a view, not to measure.
METRES_A_DEGREE = 111_320.0
_POINT, _MULTIPOINT = 0, 4
_SHARP = {Precision.COORDINATE, Precision.SITE}
_BROAD = {Precision.DISTRICT, Precision.PROVINCE, Precision.REGION, Precision.COUNTRY}


class Mark(IntEnum):
    """How an event is drawn; the page knows the same numbers."""

    NONE = 0
    """Not placed: listed, not drawn."""
    POINT = 1
    """A point that the sources name."""
    APPROXIMATE = 2
    """A point that stands for a town or a neighbourhood."""
    OUTLINE = 3
    """An area or a line whose shape is known."""
    DISK = 4
    """An area of which only a centre and a radius are known: never a pin-point."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a frame's rows."""

    mark: NDArray[np.uint8]
    lat: NDArray[np.float64]
    """Degrees, NaN where not placed; for an area the point to label."""
    lon: NDArray[np.float64]
    radius_m: NDArray[np.float64]
    """Metres, 0 where not stated."""
    outline: NDArray[np.int64]
    """Index into `outlines`, -1 for a point."""
    outlines: list[shapely.Geometry]
    """Distinct shapes in the order of their first event."""
    origin: tuple[NDArray[np.float64], ...] = ()
    """Latitudes and longitudes of where it was launched from, NaN where not known; empty if nowhere is."""

    def bounds(self) -> tuple[float, float, float, float] | None:
        """South, west, north, east of all that is drawn, circles included; None with nothing.

        In degrees; east is beyond 180 where the shorter way leads across that meridian (`extent.spans`).
        """
        drawn = self.mark != Mark.NONE
        if not drawn.any():
            return None
        lat, lon = self.lat[drawn], self.lon[drawn]
        # An outline is its own extent; a circle around it would only hide how it lies.
        reach = np.where(self.outline[drawn] >= 0, 0.0, self.radius_m[drawn])
        tall = np.minimum(reach / METRES_A_DEGREE, 20.0)
        wide = np.minimum(tall / np.maximum(np.cos(np.radians(lat)), 0.05), 40.0)
        lows, highs = [lat - tall], [lat + tall]
        lefts, rights = [np.maximum(lon - wide, -180.0)], [np.minimum(lon + wide, 180.0)]
        for lats, lons in [self.origin] if self.origin else []:
            known = np.isfinite(lats) & np.isfinite(lons)
            lows, highs = [*lows, lats[known]], [*highs, lats[known]]
            lefts, rights = [*lefts, lons[known]], [*rights, lons[known]]
        if self.outlines:
            # Part by part: a country on both sides of the 180th meridian is not as wide as the world.
            left, low, right, high = shapely.bounds(shapely.get_parts(self.outlines)).T
            lows, highs = [*lows, low], [*highs, high]
            lefts, rights = [*lefts, left], [*rights, right]
        west, east = extent.spans(np.concatenate(lefts), np.concatenate(rights))
        return (
            float(max(np.concatenate(lows).min(), -90.0)),
            west,
            float(min(np.concatenate(highs).max(), 90.0)),
            east,
        )


def decide(events: gpd.GeoDataFrame) -> Marks:
    """Choose each row's mark from its geometry, its `precision` and its `radius_m`.

    `events` is in WGS 84, longitude first.
    """
    shapes = np.asarray(events.geometry.array)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    kinds = shapely.get_type_id(shapes)
    is_point = ~empty & (kinds == _POINT)
    is_many = ~empty & (kinds == _MULTIPOINT)
    is_shape = ~empty & ~is_point & ~is_many

    lon, lat = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    lon[is_point], lat[is_point] = shapely.get_x(shapes[is_point]), shapely.get_y(shapes[is_point])
    radius = _numbers(events, "radius_m")
    radius = np.where(np.isfinite(radius) & (radius > 0), radius, 0.0)
    if is_many.any():
        # Several points for one event: somewhere among them, which a circle around all says.
        centre = shapely.centroid(shapes[is_many])
        reach = shapely.minimum_bounding_radius(shapes[is_many]) * METRES_A_DEGREE
        lon[is_many], lat[is_many] = shapely.get_x(centre), shapely.get_y(centre)
        radius[is_many] = np.maximum(radius[is_many], reach)

    outline = np.full(len(shapes), -1, dtype=np.int64)
    outlines: list[shapely.Geometry] = []
    if is_shape.any():
        codes, distinct = pd.factorize(shapely.to_wkb(shapes[is_shape]))
        outline[is_shape] = codes
        outlines = [shapely.from_wkb(wkb) for wkb in distinct]
        inside = np.array([shapely.point_on_surface(shape) for shape in outlines])
        lon[is_shape], lat[is_shape] = shapely.get_x(inside)[codes], shapely.get_y(inside)[codes]
        _prefer_stated(events, is_shape, lat, lon)

    on_earth = np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    placed = ~empty & on_earth
    precision = _words(events, "precision")
    broad = np.isin(precision, list(_BROAD))
    sharp = np.isin(precision, list(_SHARP)) | ((precision == "") & (radius == 0))
    mark = np.select(
        [~placed, is_shape, broad & (radius > 0), sharp & ~is_many],
        [Mark.NONE, Mark.OUTLINE, Mark.DISK, Mark.POINT],
        Mark.APPROXIMATE,
    ).astype(np.uint8)
    lat[~placed], lon[~placed] = np.nan, np.nan
    return Marks(mark, lat, lon, radius, outline, outlines, _origins(events, placed))


def _origins(events: gpd.GeoDataFrame, placed: NDArray[np.bool_]) -> tuple[NDArray[np.float64], ...]:
    lat, lon = _numbers(events, "origin_lat"), _numbers(events, "origin_lon")
    known = placed & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    return (np.where(known, lat, np.nan), np.where(known, lon, np.nan)) if known.any() else ()


def _prefer_stated(
    events: gpd.GeoDataFrame, rows: NDArray[np.bool_], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> None:
    stated_lat, stated_lon = _numbers(events, "lat"), _numbers(events, "lon")
    use = rows & (np.abs(stated_lat) <= 90) & (np.abs(stated_lon) <= 180)
    lat[use], lon[use] = stated_lat[use], stated_lon[use]


def _numbers(events: gpd.GeoDataFrame, name: str) -> NDArray[np.float64]:
    if name not in events.columns:
        return np.full(len(events), np.nan)
    column = pd.to_numeric(events[name], errors="coerce")
    return np.array(column.to_numpy(dtype=np.float64, na_value=np.nan))


def _words(events: gpd.GeoDataFrame, name: str) -> NDArray[np.str_]:
    if name not in events.columns:
        return np.full(len(events), "", dtype="U1")
    stated = events[name].astype("object").where(events[name].notna(), "")
    return np.asarray(stated.astype(str), dtype=np.str_)
