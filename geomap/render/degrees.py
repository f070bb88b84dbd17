"""Events as degrees in WGS 84, which all that is drawn begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd


def in_degrees(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the events in EPSG:4326, longitude first; the frame itself if it is so already.

    Raises
    ------
    InputError
        If there is no geometry column, or coordinates without a coordinate system that cannot be degrees.
    """
    try:
        geometry = events.geometry
    except AttributeError:
        raise InputError(
            "the events have no geometry column", hint="locate them first, or make a GeoDataFrame of them"
        ) from None
    if geometry.crs is not None:
        return events if geometry.crs.equals("EPSG:4326") else events.to_crs("EPSG:4326")
    west, south, east, north = geometry.total_bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise InputError(
            "the geometry has no coordinate system, and its numbers cannot be degrees",
            hint="say which one it is with events.set_crs(...)",
        )
    return events
