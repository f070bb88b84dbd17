"""Doubts about a row that a reader should see: flagged, never mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd

SWAPPED = "latitude and longitude look swapped"
"""How the flag of a swapped pair begins."""

EARTH_M = 6_371_008.8
FAR_M = 25_000.0
"""Nearer than this, coordinates and a place name are taken to agree: published coders of the
same town differ by less than 5 km in most cases, and a base or a field has its own extent."""


def distance_m(
    lat: np.ndarray[Any, Any],
    lon: np.ndarray[Any, Any],
    lat2: np.ndarray[Any, Any],
    lon2: np.ndarray[Any, Any],
) -> np.ndarray[Any, Any]:
    """Great-circle distance in metres between points in degrees; arrays of one length."""
    a, b = np.radians(lat), np.radians(lat2)
    half = (
        np.sin((b - a) / 2) ** 2
        + np.cos(a) * np.cos(b) * np.sin((np.radians(lon2) - np.radians(lon)) / 2) ** 2
    )
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def tolerance_m(radius_m: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """How far coordinates may lie from a place of that radius and still mean it, in metres."""
    return np.asarray(np.maximum(FAR_M, 2 * radius_m))


def disagreement(
    given: tuple[float, float], named: tuple[float, float], radius_m: float, name: str, distance: float
) -> str:
    """Put into words that coordinates given for a row lie far from the place it names.

    Parameters
    ----------
    given, named
        Latitude and longitude in degrees: the row's own, and the named place's.
    radius_m
        The named place's radius.
    name
        The named place.
    distance
        Metres between the two.
    """
    lat, lon = given
    apart = f"{distance / 1000:,.0f} km from {name}"
    if abs(lon) <= 90:
        turned = distance_m(*(np.array([value]) for value in (lon, lat, *named)))
        if (turned <= tolerance_m(np.array([radius_m]))).all():
            return f"{SWAPPED}: {lat:g}, {lon:g} lies {apart}, and {lon:g}, {lat:g} lies there"
    return f"the coordinates given lie {apart}, the place named"


def swapped(frame: gpd.GeoDataFrame) -> np.ndarray[Any, Any]:
    """Tell, for each row, whether its latitude and longitude look swapped, by its flags."""
    return np.array([any(flag.startswith(SWAPPED) for flag in flags) for flags in frame["flags"]], dtype=bool)


def add_flags(frame: gpd.GeoDataFrame) -> None:
    """Flag, in place, figures and times that contradict themselves."""
    flags = frame["flags"].to_numpy(object).copy()
    for figure in ("killed", "wounded"):
        low, best, high = (frame[f"{figure}_{end}"] for end in ("low", "best", "high"))
        for smaller, larger, words in (
            (low, high, "low figure above high figure"),
            (low, best, "low figure above best figure"),
            (best, high, "best figure above high figure"),
        ):
            for row in np.flatnonzero((smaller > larger).to_numpy(bool, na_value=False)):
                _add(flags, row, f"{figure}: {words} ({smaller.iloc[row]} and {larger.iloc[row]})")
    for row in np.flatnonzero((frame["time_end"] < frame["time_start"]).to_numpy(bool)):
        _add(flags, row, "ends before it starts")
    frame["flags"] = flags


def _add(flags: np.ndarray[Any, Any], row: np.integer[Any], words: str) -> None:
    if words not in flags[row]:
        flags[row] = [*flags[row], words]
