"""A frame's columns as the page needs them: layers as codes, dates as days, the rest as text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd
from pandas.api import types

from geomap.errors import UsageError
from geomap.gazetteer import timezones
from geomap.model import TimePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

NO_DAY = -(2**31)
"""Day number of an event without a date."""

MAX_LAYER_VALUES = 60
"""A column of more values than this makes no layers unless it is asked for by name."""

MOST_NUMBERS = 8
"""More filters than this are no choice but a search of their own."""

# Where it is cannot be told by two numbers alone; lowest and highest figures go with the best one.
_NO_MEASURES = {
    "lat",
    "lon",
    "origin_lat",
    "origin_lon",
    "killed_low",
    "killed_high",
    "wounded_low",
    "wounded_high",
}
_NESTED = {"sources", "conflicts", "candidates", "flags"}
# Best first: the first that is there and says something is the default.
_PREFERRED = (
    "weapon",
    "event_type",
    "actor",
    "claimed_by",
    "attributed_to",
    "precision",
    "country",
    "status",
)
# Free text, identities and times: each event has its own, so they cannot make layers.
_NEVER_LAYERS = {"event_id", "place_text", "time_text", "reason", "damage", "place_id"} | _NESTED


@dataclass(frozen=True, slots=True)
class Layers:
    """A column whose values are the map's layers."""

    column: str
    values: list[str]
    """Most frequent first."""
    codes: NDArray[np.uint32]
    """For each row 0 where nothing is stated, else 1 + the index in `values`."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers that a reader can filter by."""

    column: str
    values: NDArray[Any]
    """Whole numbers as 1 + the distance from `low`, 0 where not stated; others as they are, NaN there."""
    low: float
    high: float


def named(events: gpd.GeoDataFrame) -> list[tuple[str, pd.Series[Any]]]:
    """All columns but the geometry, with names as text that are not repeated."""
    taken: set[str] = set()
    found = []
    for position, raw in enumerate(events.columns):
        if raw == events.geometry.name:
            continue
        name = base = str(raw)
        count = 2
        while name in taken:
            name, count = f"{base} ({count})", count + 1
        taken.add(name)
        found.append((name, events.iloc[:, position]))
    return found


def choose_layers(events: gpd.GeoDataFrame, asked: str | Sequence[str] | None) -> list[Layers]:
    """Make the layers asked for, or those that the frame offers.

    Raises
    ------
    UsageError
        If a column asked for does not exist.
    """
    columns = dict(named(events))
    if asked is not None:
        wanted = [asked] if isinstance(asked, str) else [str(name) for name in asked]
        missing = [name for name in wanted if name not in columns]
        if missing:
            names = ", ".join(map(repr, missing))
            raise UsageError(f"layers: no column named {names}; the events have {', '.join(columns)}")
        return [_layers(name, columns[name]) for name in wanted]
    offered = [
        _layers(name, column)
        for name, column in columns.items()
        if name not in _NEVER_LAYERS and _is_words(column)
    ]
    # What is the same for all events, or different for each, tells no groups apart.
    most = min(MAX_LAYER_VALUES, max(8, len(events) // 2))
    useful = [
        made
        for made in offered
        if len(made.values) <= most and len(made.values) + int((made.codes == 0).any()) >= 2
    ]
    order = {name: place for place, name in enumerate(_PREFERRED)}

    def worth(made: Layers) -> tuple[int, bool]:
        # Among the user's own columns a name that each event has for itself comes last.
        return order.get(made.column, len(order)), len(made.values) == int((made.codes > 0).sum())

    return sorted(useful, key=worth)


def numbers(events: gpd.GeoDataFrame) -> list[Numbers]:
    """Find the columns of numbers that differ from event to event, at most `MOST_NUMBERS`."""
    found: list[Numbers] = []
    for name, column in named(events):
        if (
            name in _NO_MEASURES
            or not types.is_numeric_dtype(column.dtype)
            or types.is_bool_dtype(column.dtype)
        ):
            continue
        if types.is_complex_dtype(column.dtype):
            continue
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        known = values[np.isfinite(values)]
        if not len(known) or (low := known.min()) == (high := known.max()):
            continue
        whole = bool((known == np.floor(known)).all()) and high - low < 2**31
        if whole:
            # What is no number of the column, infinity too, is "not stated" to a filter.
            values = np.where(np.isfinite(values), values - low + 1, 0).astype(np.uint32)
            values = values.astype(np.min_scalar_type(int(high - low) + 1))
        found.append(Numbers(name, values, float(low), float(high)))
        if len(found) == MOST_NUMBERS:
            break
    return found


def _is_words(column: pd.Series[Any]) -> bool:
    if isinstance(column.dtype, pd.CategoricalDtype) or types.is_bool_dtype(column.dtype):
        return True
    if types.is_object_dtype(column.dtype):
        stated = column.dropna()
        return all(isinstance(value, str | bool) for value in stated)
    return bool(types.is_string_dtype(column.dtype))


def _layers(name: str, column: pd.Series[Any]) -> Layers:
    codes, uniques = _factorized(column)
    values = [str(value) for value in uniques]
    counts = np.bincount(codes[codes >= 0], minlength=len(values))
    order = sorted(range(len(values)), key=lambda i: (-int(counts[i]), values[i]))
    rank = np.zeros(len(values) + 1, dtype=np.uint32)
    for place, index in enumerate(order):
        rank[index] = place + 1
    # factorize marks "nothing stated" as -1, which is the last entry of `rank`: 0.
    return Layers(name, [values[i] for i in order], rank[codes])


def _factorized(column: pd.Series[Any]) -> tuple[NDArray[np.intp], list[Any]]:
    if not (isinstance(column.dtype, pd.CategoricalDtype) or types.is_object_dtype(column.dtype)):
        codes, uniques = pd.factorize(column, use_na_sentinel=True)
        return codes, list(uniques)
    # As a plain array: pandas would make Arrow text of it, which cannot hold an unpaired surrogate.
    cells = np.empty(len(column), dtype=object)
    cells[:] = [None if _is_null(value) else str(_plain(value)) for value in column]
    codes, distinct = pd.factorize(cells, use_na_sentinel=True)
    return codes, list(distinct)


def days(
    events: gpd.GeoDataFrame, time: str | None
) -> tuple[NDArray[np.int32], NDArray[np.uint16], str | None]:
    """First day (days since 1970, UTC) and days more, for each row, and the column they come from.

    Raises
    ------
    UsageError
        If `time` is no column.
    """
    columns = dict(named(events))
    if time is not None and time not in columns:
        raise UsageError(f"time: no column named {time!r}; the events have {', '.join(columns)}")
    if time is None and "time_start" in columns:
        time = "time_start"
    if time is None:
        time = next((n for n, c in columns.items() if types.is_datetime64_any_dtype(c.dtype)), None)
    first = np.full(len(events), NO_DAY, dtype=np.int32)
    more = np.zeros(len(events), dtype=np.uint16)
    if time is None:
        return first, more, None
    start = _day_numbers(columns[time])
    dated = ~np.isnan(start)
    first[dated] = start[dated].astype(np.int32)
    if time == "time_start" and "time_end" in columns:
        end = _day_numbers(columns["time_end"])
        both = dated & ~np.isnan(end)
        more[both] = np.clip(end[both] - start[both], 0, 65535).astype(np.uint16)
    return first, more, time


def _day_numbers(column: pd.Series[Any]) -> NDArray[np.float64]:
    if not types.is_datetime64_any_dtype(column.dtype):
        column = pd.to_datetime(column, errors="coerce", utc=True, format="ISO8601")
    seconds = _utc_seconds(column)
    return np.where(np.isnat(seconds), np.nan, seconds.astype("datetime64[D]").astype(np.float64))


def _utc_seconds(column: pd.Series[Any]) -> NDArray[np.datetime64]:
    if isinstance(column.dtype, pd.ArrowDtype):
        # Arrow's dates know of no time zone, not even of none.
        zone = getattr(column.dtype.pyarrow_dtype, "tz", None)
        column = column.astype("datetime64[s, UTC]" if zone else "datetime64[s]")
    if getattr(column.dt, "tz", None) is not None:
        column = column.dt.tz_convert("UTC").dt.tz_localize(None)
    return column.to_numpy(dtype="datetime64[s]")


def zones(events: gpd.GeoDataFrame) -> dict[str, str]:
    """Give the time zone of each country in which an event is known to the hour, where it has one only."""
    if not {"country", "time_precision"} <= set(events.columns):
        return {}
    timed = events["time_precision"].astype(object) == TimePrecision.TIME.value
    stated = events["country"].astype(object)[timed].dropna()
    found = {str(code): timezones.zone_of(str(code)) for code in sorted(map(str, stated.unique()))}
    return {code: zone for code, zone in found.items() if zone is not None}


def texts(events: gpd.GeoDataFrame, without: set[str]) -> dict[str, list[Any]]:
    """Every stated value of the columns not in `without`, ready for JSON; empty columns are left out."""
    found = {}
    for name, column in named(events):
        if name in without or not len(column) or column.isna().all():
            continue
        found[name] = _json_values(name, column)
    return found


def _json_values(name: str, column: pd.Series[Any]) -> list[Any]:
    if types.is_datetime64_any_dtype(column.dtype):
        seconds = _utc_seconds(column)
        stamps = np.datetime_as_string(seconds)
        return [None if gone else f"{s}Z" for s, gone in zip(stamps, np.isnat(seconds), strict=True)]
    counted = types.is_numeric_dtype(column.dtype) and not types.is_complex_dtype(column.dtype)
    if types.is_bool_dtype(column.dtype) or counted:
        values = column.astype(object).where(column.notna(), None).tolist()
        if types.is_float_dtype(column.dtype):
            # 3.0 in a column that pandas made float only for its gaps was 3 to its writer.
            return [_number(value) for value in values]
        return values
    if isinstance(column.dtype, pd.StringDtype):
        return [value if isinstance(value, str) else None for value in column.tolist()]
    if name in _NESTED:
        return [_nested(value) for value in column]
    return [None if _is_null(value) else _plain(value) for value in column]


def _number(value: float | None) -> float | int | str | None:
    if value is None or not math.isfinite(value):
        return None if value is None else str(value)
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def _nested(value: Any) -> Any:  # noqa: ANN401 - lists of dicts, or their JSON text
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return None if _is_null(value) else _plain(value)


def _is_null(value: Any) -> bool:  # noqa: ANN401 - a cell holds anything
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell holds anything
    """Turn a cell into what JSON has; a value of another kind becomes its text."""
    if _is_null(value):
        return None
    if isinstance(value, str | bool):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, int | float):
        return _number(float(value)) if isinstance(value, float) else value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(item) for item in value]
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if callable(isoformat) else str(value)
