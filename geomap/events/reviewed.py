"""The review table: what could not be placed, and the line that would mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from geomap.events.accepting import alias_line
from geomap.model import Status

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = ("place_text", "country", "events", "event_ids", "status", "reason", "candidates", "line")
_LONGEST = 60
_RELATIVE = re.compile(
    r"\b(?:km|kilomet\w+|miles?|between|outskirts|vicinity|near|(?:north|south|east|west)\w* of)\b",
    re.IGNORECASE,
)
_COUNTRY_REASON = re.compile(r"\bcountry\b", re.IGNORECASE)
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
        It is empty where no place is named, where an alias would not mend it (a phrase such as
        "10 km south of Mosul"), and where only a country is like the name.
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
                "line": _line(text, candidates) if named and _mends(text, candidates) else None,
            }
        )
    rows.sort(key=lambda row: -row["events"])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _candidate(candidate: dict[str, Any]) -> str:
    where = f" ({candidate['country']})" if candidate.get("country") else ""
    return f"{candidate['id']}: {candidate['name']}{where}"


def _mends(text: str, candidates: list[dict[str, Any]]) -> bool:
    """Whether another spelling in a pack would place the name."""
    if len(text) > _LONGEST or _RELATIVE.search(text):
        return False
    return not candidates or any(not _is_country(candidate) for candidate in candidates)


def _is_country(candidate: dict[str, Any]) -> bool:
    # A country is called by its name; what is only like it is something else, such as an actor.
    return bool(_COUNTRY_REASON.search(candidate.get("reason") or ""))


def _line(text: str, candidates: list[dict[str, Any]]) -> str:
    usable = [candidate for candidate in candidates if not _is_country(candidate)]
    return alias_line(usable[0]["id"] if usable else UNKNOWN_PLACE, text)
