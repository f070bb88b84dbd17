"""The review table: what could not be placed, and the line that would mend it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap.model import Status

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = ("place_text", "country", "events", "event_ids", "status", "reason", "candidates", "line")
UNKNOWN_PLACE = "PLACE-ID"
"""Stands in the mending line where no candidate is known."""


def review(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """List each place name that could not be placed, most frequent first.

    Parameters
    ----------
    frame
        A located frame.

    Returns
    -------
    pandas.DataFrame
        One row a distinct place name, country and reason. ``candidates`` is text;
        ``line`` is the line to add to the ``aliases.csv`` of a pack of your own, with the best
        candidate's id, or ``PLACE-ID`` where there is none and the place must be added first.
        It is empty where no place is named.
    """
    open_rows = frame[frame["status"] != str(Status.RESOLVED)]
    rows: list[dict[str, Any]] = []
    keys = ["place_text", "country", "status", "reason"]
    for (text, country, status, reason), group in open_rows.groupby(keys, dropna=False, sort=False):
        candidates = group["candidates"].iloc[0]
        named = isinstance(text, str) and bool(text.strip())
        rows.append(
            {
                "place_text": text,
                "country": country,
                "events": len(group),
                "event_ids": " ".join(group["event_id"].dropna()),
                "status": status,
                "reason": reason,
                "candidates": "; ".join(_candidate(candidate) for candidate in candidates),
                "line": _line(text, candidates) if named else None,
            }
        )
    rows.sort(key=lambda row: -row["events"])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _candidate(candidate: dict[str, Any]) -> str:
    where = f" ({candidate['country']})" if candidate.get("country") else ""
    return f"{candidate['id']}: {candidate['name']}{where}"


def _line(text: str, candidates: list[dict[str, Any]]) -> str:
    place = candidates[0]["id"] if candidates else UNKNOWN_PLACE
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([place, text.strip(), "spelling", "", ""])
    return line.getvalue()
