"""Making the frame: from events, from any table, and from several frames."""

from __future__ import annotations

import operator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import shapely.geometry

from geomap.events.columns import COLUMNS, NAMES
from geomap.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.model import Candidate, Event, Resolution, Source

CRS = "EPSG:4326"


def from_events(events: Iterable[Event]) -> gpd.GeoDataFrame:
    """Make the located frame from events read in reports.

    Parameters
    ----------
    events
        Events with their resolutions; the order is kept.

    Returns
    -------
    geopandas.GeoDataFrame
        One row an event, with exactly `COLUMNS` and ``geometry`` (EPSG:4326, longitude first).
    """
    events = list(events)
    frame = pd.DataFrame({name: [] for name in NAMES}, dtype=object)
    if events:
        frame = pd.DataFrame([_row(event) for event in events], columns=list(NAMES), dtype=object)
    outlines = [event.resolution.outline if event.resolution else None for event in events]
    return conform(frame, outlines=outlines)


def conforms(frame: pd.DataFrame) -> bool:
    """Tell whether a table has every column of the frame in order and of its type, as `conform` gives it."""
    if (
        not isinstance(frame, gpd.GeoDataFrame)
        or frame.active_geometry_name != "geometry"
        or frame.crs != CRS
    ):
        return False
    names = (*NAMES, "geometry")
    if tuple(frame.columns[: len(names)]) != names or not isinstance(frame.index, pd.RangeIndex):
        return False
    if any(str(frame[column.name].dtype) != column.dtype for column in COLUMNS):
        return False
    lists = [frame[column.name].to_numpy() for column in COLUMNS if column.dtype == "object"]
    if any(set(map(type, column)) - {list} for column in lists):
        return False
    shapes = np.array(frame.geometry.array, dtype=object)
    return all(map(operator.is_, points_where_missing(frame, shapes), shapes))


def conform(
    frame: pd.DataFrame, *, outlines: Sequence[dict[str, Any] | None] | None = None
) -> gpd.GeoDataFrame:
    """Give a table every column of the frame, in order and of its type.

    Columns that are missing come as nulls; columns of the user's own follow, untouched.
    A row that is resolved and has no geometry yet gets a point from ``lat`` and ``lon``.

    Parameters
    ----------
    frame
        Any table; a geometry in another coordinate system is brought to EPSG:4326.
    outlines
        For each row a GeoJSON Polygon or MultiPolygon to draw instead of a point.

    Returns
    -------
    geopandas.GeoDataFrame
        A new frame; `frame` is not changed.
    """
    drawn = _geometry_of(frame)
    columns: dict[str, Any] = {}
    for column in COLUMNS:
        if column.name in frame.columns and str(frame[column.name].dtype) == column.dtype != "object":
            columns[column.name] = frame[column.name].array
        elif column.name in frame.columns:
            columns[column.name] = typed(frame[column.name].to_numpy(object), column.dtype)
        else:
            columns[column.name] = typed(np.full(len(frame), None, dtype=object), column.dtype)
    index = pd.RangeIndex(len(frame))
    if outlines is not None:
        drawn = np.array([shapely.geometry.shape(o) if o else None for o in outlines], dtype=object)
    columns["geometry"] = points_where_missing(columns, drawn)
    for name in frame.columns:
        if name not in columns:
            own = frame[name]
            # pandas makes text of bare arrays of objects, and text is not what every object is
            columns[name] = (
                own.array if own.dtype != object else pd.Series(own.to_numpy(), index, dtype=object)
            )
    table = pd.DataFrame(columns, index=index)
    return gpd.GeoDataFrame(table, geometry="geometry", crs=CRS)


def join(frames: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Put frames below each other; an id that comes twice is told apart and flagged."""
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return conform(pd.DataFrame())
    if len(frames) == 1:
        return distinct_ids(frames[0])
    own = dict.fromkeys(name for frame in frames for name in frame.columns)
    parts = [pd.DataFrame(frame).reindex(columns=list(own)).astype(object) for frame in frames]
    return distinct_ids(conform(pd.concat(parts, ignore_index=True)))


def distinct_ids(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Tell event ids apart that come more than once (``x``, ``x-2``, ``x-3``), and flag those rows."""
    ids = frame["event_id"]
    again = ids.duplicated(keep="first") & ids.notna()
    if not again.any():
        return frame
    frame = frame.copy()
    taken = set(ids.dropna())
    renamed, flags = ids.to_numpy(object).copy(), [list(f) for f in frame["flags"]]
    for row in np.flatnonzero(again.to_numpy()):
        plain, number = renamed[row], 2
        while f"{plain}-{number}" in taken:
            number += 1
        renamed[row] = f"{plain}-{number}"
        taken.add(renamed[row])
        flags[row].append(f"the id {plain} stands on more than one row")
    frame["event_id"] = typed(renamed, "str")
    frame["flags"] = typed(flags, "object")
    return frame


def typed(values: Sequence[Any] | np.ndarray[Any, Any], dtype: str) -> Any:  # noqa: ANN401 - an array of that dtype
    """Make an array of one of the frame's dtypes from values in which None or NaN is null."""
    if dtype == "object":
        lists = np.empty(len(values), dtype=object)
        lists[:] = [list(value) if isinstance(value, list | tuple) else [] for value in values]
        return lists
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    unknown = pd.isna(cells)
    if dtype.startswith("datetime64"):
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype=object), utc=True), dtype=dtype).array
    if dtype == "str":
        texts = pd.Series(cells, dtype=object)
        try:
            return texts.astype("str").array
        except UnicodeEncodeError:  # half a surrogate pair, as JSON may hold: pyarrow's text cannot
            return texts.map(_whole_text).astype("str").array
    cells[unknown] = None
    return pd.Series(cells, dtype=object).astype(cast("Any", dtype)).array


def _whole_text(value: Any) -> Any:  # noqa: ANN401 - any cell
    if not isinstance(value, str):
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def candidate_rows(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """Candidates as the frame's ``candidates`` column holds them."""
    return [
        {
            "id": candidate.place.id,
            "name": candidate.place.name,
            "country": candidate.place.country,
            "lat": candidate.place.lat,
            "lon": candidate.place.lon,
            "score": round(candidate.score, 4),
            "reason": candidate.reason,
        }
        for candidate in candidates
    ]


def answer_columns(answer: Resolution) -> dict[str, Any]:
    """Give the columns of the frame that a resolution fills."""
    resolved = answer.status is Status.RESOLVED
    place = answer.place if resolved else None
    return {
        "place_id": place.id if place else None,
        "place_name": (answer.name or place.name) if place else None,
        "place_kind": str(place.kind) if place else None,
        "country": answer.country if resolved else None,
        "status": str(answer.status),
        "score": round(answer.score, 4),
        "reason": answer.reason,
        "candidates": candidate_rows(answer.candidates),
        "precision": str(answer.precision) if resolved and answer.precision else None,
        "radius_m": answer.radius_m if resolved else None,
        "lat": answer.lat if resolved else None,
        "lon": answer.lon if resolved else None,
    }


def points_where_missing(
    table: Mapping[str, Any] | pd.DataFrame, drawn: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Give each resolved row that is not drawn yet a point; only resolved rows keep a geometry."""
    lat = table["lat"].to_numpy(float, na_value=np.nan)
    lon = table["lon"].to_numpy(float, na_value=np.nan)
    status = pd.Series(table["status"])
    resolved = (status == str(Status.RESOLVED)).to_numpy(bool)
    shapes = drawn.copy()
    missing = resolved & shapely.is_missing(shapes) & np.isfinite(lat) & np.isfinite(lon)
    shapes[missing] = shapely.points(lon[missing], lat[missing])
    unplaced = status.notna().to_numpy(bool) & ~resolved
    shapes[unplaced] = None
    return shapes


def _geometry_of(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        if "geometry" in frame.columns:
            return np.array(
                [g if isinstance(g, shapely.Geometry) else None for g in frame["geometry"]], object
            )
        return np.full(len(frame), None, dtype=object)
    series = frame.geometry
    if series.crs is not None and series.crs != CRS:
        series = series.to_crs(CRS)
    return np.array(series.array, dtype=object)


def _row(event: Event) -> dict[str, Any]:
    when = event.when
    row: dict[str, Any] = {
        "event_id": event.event_id,
        "time_start": when.start,
        "time_end": when.end,
        "time_precision": str(when.precision) if when.precision else None,
        "time_text": when.text,
        "event_type": event.event_type,
        "weapon": event.weapon,
        "weapon_count": event.weapon_count,
        "actor": event.actor,
        "claimed_by": event.claimed_by,
        "attributed_to": event.attributed_to,
        "denied_by": event.denied_by,
        "target": event.target,
        "damage": event.damage,
        "place_text": event.place_text,
        "sources": [_source_row(source) for source in event.sources],
        "conflicts": [asdict(conflict) | {"values": list(conflict.values)} for conflict in event.conflicts],
        "flags": list(event.flags),
    }
    for figure, bounds in (("killed", event.killed), ("wounded", event.wounded)):
        row |= {f"{figure}_{end}": value for end, value in zip(("low", "best", "high"), bounds, strict=True)}
    if event.resolution is not None:
        row |= answer_columns(event.resolution)
    else:
        row |= {"status": str(Status.UNRESOLVED), "reason": "no place is named", "candidates": []}
    return row


def _source_row(source: Source) -> dict[str, Any]:
    # What is not known is left out: in a list of dicts an absent key says so in fewer bytes.
    return {key: value for key, value in asdict(source).items() if value not in (None, {})}
