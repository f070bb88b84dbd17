"""Checking a frame: every fault, not only the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from geomap.events.columns import COLUMNS, NAMES
from geomap.model import Precision, Status, TimePrecision

if TYPE_CHECKING:
    import pandas as pd

_WORDS = {
    "status": [str(word) for word in Status],
    "precision": [str(word) for word in Precision],
    "time_precision": [str(word) for word in TimePrecision],
}
_LIMITS = {"lat": (-90.0, 90.0), "lon": (-180.0, 180.0), "score": (0.0, 1.0), "radius_m": (0.0, 2.1e7)}


def check(frame: pd.DataFrame) -> list[str]:
    """List what keeps a table from being a located frame.

    Parameters
    ----------
    frame
        Any table.

    Returns
    -------
    list of str
        One line a fault, with the number of rows and the first of them (counted from 1);
        empty if all is well.
    """
    missing = [name for name in (*NAMES, "geometry") if name not in frame.columns]
    if missing:
        return [f"columns are missing: {', '.join(missing)}; geomap.locate adds them"]
    faults = [
        f"column {column.name}: is of type {frame[column.name].dtype}, should be {column.dtype}"
        for column in COLUMNS
        if str(frame[column.name].dtype) != column.dtype
    ]
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None or frame.crs.to_epsg() != 4326:
        faults.append("column geometry: is not in EPSG:4326; use frame.to_crs('EPSG:4326')")
    faults += _fault(frame["event_id"].isna(), "event_id", "is empty")
    faults += _fault(frame["event_id"].dropna().duplicated(), "event_id", "stands on more than one row")
    for name, words in _WORDS.items():
        column = frame[name]
        faults += _fault(column.notna() & ~column.isin(words), name, f"is none of: {', '.join(words)}")
    for name, (low, high) in _LIMITS.items():
        outside = ((frame[name] < low) | (frame[name] > high)).fillna(value=False)
        faults += _fault(outside, name, f"is outside {low:g}..{high:g}")
    resolved = frame["status"] == str(Status.RESOLVED)
    drawn = frame["geometry"].notna()
    faults += _fault(resolved & ~drawn, "geometry", "is empty, and the row is resolved")
    faults += _fault(~resolved & drawn, "geometry", "is set, and the row is not resolved")
    faults += _fault(frame["reason"].isna(), "reason", "is empty")
    return faults


def _fault(wrong: pd.Series[bool], column: str, words: str) -> list[str]:
    rows = np.flatnonzero(wrong.to_numpy(bool))
    if not len(rows):
        return []
    count = f"{len(rows)} row{'s' if len(rows) > 1 else ''}"
    return [f"column {column}: {words} ({count}, first: row {rows[0] + 1})"]
