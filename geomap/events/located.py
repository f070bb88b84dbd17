"""Locating a table: distinct names are resolved once, then joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
import shapely
import shapely.geometry

from geomap.errors import UsageError
from geomap.events.doubts import add_flags, disagreement, distance_m, tolerance_m
from geomap.events.frame import answer_columns, conform, points_where_missing, typed
from geomap.model import Kind, Precision, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

    from geomap.model import Resolution

    Array = np.ndarray[Any, Any]

HALF_DEGREE_M = 78_600.0
"""Half a degree of latitude and of longitude at the equator, taken together, in metres."""


class Resolves(Protocol):
    """What `locate` needs of a gazetteer."""

    def resolve(self, text: str, *, country: str | None = None, within: str | None = None) -> Resolution:
        """Resolve one name."""
        ...


def locate(
    frame: pd.DataFrame,
    gazetteer: Resolves,
    *,
    place: str = "place_text",
    country: str = "country",
    within: str = "within",
    given_in: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> gpd.GeoDataFrame:
    """Find out where each row happened.

    A row that is resolved already stays as it is. A row with coordinates keeps them, with
    precision ``coordinate`` unless the table says otherwise; if it names a place far from
    them, it is flagged and not mended. Any other row is placed by its place name.

    Parameters
    ----------
    frame
        A table of events.
    gazetteer
        What resolves the names; each distinct name is asked for once.
    place, country, within
        Columns that hold the place as written, its country (ISO 3166-1 alpha-2), and the
        places it lies in (comma-separated, smallest first). The last two may be absent.
    given_in
        The file that coordinates come from, for the reason column.
    progress
        Called with the number of names done and of all names.

    Returns
    -------
    geopandas.GeoDataFrame
        A new frame with `COLUMNS`, ``geometry`` (EPSG:4326) and the table's own columns.

    Raises
    ------
    UsageError
        If the table has neither the place column nor coordinates.
    """
    out = conform(_with_place(frame, place))
    lat, lon, shapes = _positions(out)
    has_point = np.isfinite(lat) & np.isfinite(lon)
    located = (out["status"] == str(Status.RESOLVED)).to_numpy(bool) & has_point & out["reason"].notna()
    named = out["place_text"].fillna("").str.strip().ne("").to_numpy(bool)
    given, asked = has_point & ~located, ~has_point & named
    codes, answers = _answers(out, given & named | asked, gazetteer, country, within, progress)

    columns = {name: out[name].to_numpy(object).copy() for name in _FILLED}
    _take_answers(columns, shapes, asked, codes, answers)
    silent = ~has_point & ~named
    columns["status"][silent] = str(Status.UNRESOLVED)
    columns["reason"][silent] = "no place is named"
    _keep_coordinates(columns, given, lat, lon, shapes, given_in)
    _compare(columns, given & named, lat, lon, codes, answers)
    if within in out.columns:
        _take_countries(columns, out[within], gazetteer)

    for name, dtype in _FILLED.items():
        out[name] = typed(columns[name], dtype)
    out["geometry"] = points_where_missing(out, shapes)
    add_flags(out)
    return out


_FILLED = {
    "place_id": "str",
    "place_name": "str",
    "place_kind": "str",
    "country": "str",
    "status": "str",
    "score": "Float64",
    "reason": "str",
    "candidates": "object",
    "precision": "str",
    "radius_m": "Float64",
    "lat": "Float64",
    "lon": "Float64",
    "flags": "object",
}


def _with_place(frame: pd.DataFrame, place: str) -> pd.DataFrame:
    if place not in frame.columns:
        if {"lat", "lon"} <= set(frame.columns) or "geometry" in frame.columns:
            return frame
        raise UsageError(
            f"the table has no column {place!r} and no lat and lon; "
            f"name the column with place=..., one of: {', '.join(map(str, frame.columns))}"
        )
    return frame if place == "place_text" else frame.assign(place_text=frame[place])


def _positions(out: gpd.GeoDataFrame) -> tuple[Array, Array, Array]:
    # A table that brings shapes and no lat and lon is labelled at a point inside each shape.
    lat = out["lat"].to_numpy(float, na_value=np.nan).copy()
    lon = out["lon"].to_numpy(float, na_value=np.nan).copy()
    shapes = np.array(out.geometry.array, dtype=object)
    bare = ~(np.isfinite(lat) & np.isfinite(lon)) & ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    inside = shapely.point_on_surface(shapes[bare])
    lat[bare], lon[bare] = shapely.get_y(inside), shapely.get_x(inside)
    return lat, lon, shapes


def _answers(
    out: gpd.GeoDataFrame,
    wanted: Array,
    gazetteer: Resolves,
    country: str,
    within: str,
    progress: Callable[[int, int], None] | None,
) -> tuple[Array, list[Resolution]]:
    """For each row the number of its answer (-1: none), and the answers."""
    keys = pd.DataFrame({"place": out["place_text"].str.strip()})
    for name, column in (("country", country), ("within", within)):
        keys[name] = out[column].astype("str").str.strip() if column in out.columns else None
    keys = keys[wanted]
    codes = np.full(len(out), -1)
    codes[wanted] = keys.groupby(["place", "country", "within"], dropna=False, sort=False).ngroup()
    distinct = keys.drop_duplicates().to_dict("records")
    answers = []
    for done, key in enumerate(distinct, start=1):
        hints = {name: key[name] if isinstance(key[name], str) and key[name] else None for name in key}
        answers.append(gazetteer.resolve(key["place"], country=hints["country"], within=hints["within"]))
        if progress is not None:
            progress(done, len(distinct))
    return codes, answers


def _take_answers(
    columns: dict[str, Array], shapes: Array, rows: Array, codes: Array, answers: list[Resolution]
) -> None:
    if not answers:
        return
    filled = [answer_columns(answer) for answer in answers]
    for name in filled[0]:
        values = np.empty(len(filled), dtype=object)
        for position, answer in enumerate(filled):
            values[position] = answer[name]
        taken = values[codes[rows]]
        if name == "country":  # an unresolved row keeps the country it came with
            taken = np.where(pd.isna(taken), columns[name][rows], taken)
        columns[name][rows] = taken
    outlines = np.array(
        [
            shapely.geometry.shape(a.outline) if a.status is Status.RESOLVED and a.outline else None
            for a in answers
        ],
        dtype=object,
    )
    shapes[rows] = outlines[codes[rows]]


def _keep_coordinates(
    columns: dict[str, Array], rows: Array, lat: Array, lon: Array, shapes: Array, given_in: str | None
) -> None:
    columns["lat"][rows], columns["lon"][rows] = lat[rows], lon[rows]
    columns["status"][rows] = str(Status.RESOLVED)
    columns["score"][rows] = None
    reason = f"coordinates given in {given_in}" if given_in else "coordinates given"
    area = shapely.get_dimensions(shapes) == 2
    columns["reason"][rows & ~area] = reason
    columns["reason"][rows & area] = reason.replace("coordinates", "outline", 1)
    stated = pd.notna(columns["precision"])
    columns["precision"][rows & ~stated & ~area] = str(Precision.COORDINATE)
    columns["precision"][rows & ~stated & area] = str(Precision.DISTRICT)
    # Two decimals or fewer: the writing itself leaves more doubt than a site has extent.
    unknown = rows & ~stated & ~area & pd.isna(columns["radius_m"])
    for row in np.flatnonzero(unknown):
        decimals = max(_decimals(lat[row]), _decimals(lon[row]))
        if decimals <= 2:
            columns["radius_m"][row] = round(HALF_DEGREE_M / 10**decimals)
            columns["flags"][row] = [
                *columns["flags"][row],
                f"coordinates given to {decimals} decimal{'s' * (decimals != 1)} only",
            ]


def _take_countries(columns: dict[str, Array], containers: pd.Series[Any], gazetteer: Resolves) -> None:
    """Give rows without a country the one that ends the list of what they lie in, where it is one."""
    names = [
        text.rpartition(",")[2].strip() if isinstance(text, str) and missing else ""
        for text, missing in zip(containers, pd.isna(columns["country"]), strict=True)
    ]
    codes: dict[str, str | None] = {"": None}
    for name in dict.fromkeys(names):
        if name in codes:
            continue
        answer = gazetteer.resolve(name)
        found = answer.place if answer.status is Status.RESOLVED else None
        codes[name] = found.country if found is not None and found.kind is Kind.COUNTRY else None
    open_rows = np.flatnonzero([name != "" for name in names])
    columns["country"][open_rows] = [codes[names[row]] for row in open_rows]


def _decimals(value: float) -> int:
    text = repr(float(value))
    return 9 if "e" in text else len(text.partition(".")[2].rstrip("0"))


def _compare(
    columns: dict[str, Array], rows: Array, lat: Array, lon: Array, codes: Array, answers: list[Resolution]
) -> None:
    """Hold coordinates against the place named: name it where they agree, flag where not."""
    filled = [answer_columns(answer) for answer in answers]
    at = np.array(
        [[f["lat"], f["lon"], f["radius_m"] or 0] if f["lat"] is not None else [np.nan] * 3 for f in filled],
        dtype=float,
    ).reshape(-1, 3)
    here = np.flatnonzero(rows)
    here = here[np.isfinite(at[codes[here], 0])]
    named = at[codes[here]]
    apart = distance_m(lat[here], lon[here], named[:, 0], named[:, 1])
    far = apart > tolerance_m(named[:, 2])
    for row, place, distance in zip(here[far], named[far], apart[far], strict=True):
        words = disagreement(
            (lat[row], lon[row]), (place[0], place[1]), place[2], filled[codes[row]]["place_name"], distance
        )
        columns["flags"][row] = [*columns["flags"][row], words]
    near = here[~far]
    for name in ("place_id", "place_name", "place_kind", "country"):
        values = np.array([f[name] for f in filled], dtype=object)
        empty = near[pd.isna(columns[name][near])]
        columns[name][empty] = values[codes[empty]]
