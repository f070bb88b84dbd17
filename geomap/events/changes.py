"""What changed between two states of the same events: what appeared, went, moved or was revised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap.errors import UsageError
from geomap.events.columns import NAMES
from geomap.events.doubts import distance_m
from geomap.events.frame import CRS, conform

if TYPE_CHECKING:
    from collections.abc import Iterable

APPEARED, WENT, MOVED, CHANGED = "appeared", "went", "moved", "changed"
ORDER = (APPEARED, WENT, MOVED, CHANGED)
ADDED = ("change", "change_text", "change_columns", "moved_m")
"""The columns that `compare` adds."""

_DERIVED = frozenset(
    {"event_id", "place_id", "place_name", "place_kind", "score", "reason", "candidates", "flags"}
    | {"lat", "lon"}
)
"""What geomap worked out itself, and what is compared as a position: no revision of the events."""
_OWN_TITLE = re.compile(r".*, (?:row|feature) \d+")
"""The title that a reader gives to a row without a source: its row in the file."""
_NO_ID = re.compile(r"row-[0-9a-f]{12}(?:-\d+)?")
"""An id made of the row's content (`geomap.formats.raw.content_ids`): it changes with it."""
_STAMP = "timestamp"
"""ACLED's mark of a revision: what was revised stands in the other columns, if anything."""
_SAME_PLACE_M = 1.0


@dataclass(frozen=True, slots=True)
class Changes:
    """What two states of the same events differ in."""

    frame: gpd.GeoDataFrame
    """A row an event that differs, with `ADDED` and the columns of the newer state (of the older
    one where the event went)."""
    same: int
    """How many events do not differ."""
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many events appeared, went, moved and changed otherwise."""
        return {word: int((self.frame["change"] == word).sum()) for word in ORDER}


def compare(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> Changes:
    """Find which events appeared, went, moved or changed, by their ``event_id``.

    What geomap works out by itself (score, reason, candidates, flags) is not compared.

    Parameters
    ----------
    old, new
        Frames of events (`geomap.events.locate`) in two states.

    Returns
    -------
    Changes
        The differing events in the order of `new`, then those that went in the order of `old`.

    Raises
    ------
    UsageError
        If an id stands twice in one of them.
    """
    old, new = conform(old), conform(new)
    for which, frame in (("older", old), ("newer", new)):
        twice = frame["event_id"][frame["event_id"].duplicated() & frame["event_id"].notna()]
        if len(twice):
            raise UsageError(f"the id {twice.iloc[0]} stands twice in the {which} events; rename one of them")
    places = pd.Series(np.arange(len(old)), index=old["event_id"].to_numpy(object))
    earlier = new["event_id"].map(places).to_numpy(float, na_value=np.nan)
    known = np.flatnonzero(np.isfinite(earlier))
    pairs = earlier[known].astype(int)
    before, after = old.iloc[pairs], new.iloc[known]

    said: dict[str, np.ndarray[Any, Any]] = {}
    for name in _compared(old, new):
        words = _differences(before[name], after[name])
        if words is not None:
            said[name] = words
    distance = _distance(before, after)
    redrawn = _redrawn(before, after) & ~(distance > _SAME_PLACE_M)
    if redrawn.any():
        said["geometry"] = np.array(["outline redrawn" if each else None for each in redrawn], dtype=object)

    change = np.full(len(new), APPEARED, dtype=object)
    texts = np.full(len(new), None, dtype=object)
    columns = np.full(len(new), None, dtype=object)
    moved = np.full(len(new), np.nan)
    for place, row in enumerate(known):
        parts = [(name, words[place]) for name, words in said.items() if words[place] is not None]
        far = distance[place] > _SAME_PLACE_M
        told = [f"moved {_metres(distance[place])}"] if far else []
        change[row] = MOVED if far else CHANGED if parts else None
        texts[row] = "; ".join([*told, *(f"{name}: {words}" for name, words in parts)]) or None
        columns[row] = " ".join(name for name, _ in parts) or None
        moved[row] = distance[place] if far else np.nan
    gone = np.ones(len(old), dtype=bool)
    gone[pairs] = False

    differing = np.flatnonzero([word is not None for word in change])
    newer = new.iloc[differing].assign(
        change=change[differing],
        change_text=texts[differing],
        change_columns=columns[differing],
        moved_m=moved[differing],
    )
    older = old[gone].assign(change=WENT, change_text=None, change_columns=None, moved_m=np.nan)
    unchanged = np.array([change[row] is None for row in known], dtype=bool)
    notes = [*_notes(old, new, before, after), *_stamped(before[unchanged], after[unchanged])]
    return Changes(_joined([newer, older]), int(len(new) - len(differing)), tuple(notes))


def _compared(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> list[str]:
    own = [name for name in new.columns if name in old.columns and name not in NAMES]
    return [name for name in (*NAMES, *own) if name not in (*_DERIVED, *ADDED, _STAMP, "geometry", "within")]


def _differences(before: pd.Series[Any], after: pd.Series[Any]) -> np.ndarray[Any, Any] | None:
    """Put into words, for each pair that differs, what it was and what it is."""
    one, other = before.to_numpy(object), after.to_numpy(object)
    words = np.full(len(one), None, dtype=object)
    for place, (was, now) in enumerate(zip(one, other, strict=True)):
        if isinstance(was, list | dict) or isinstance(now, list | dict):
            if _told(was) != _told(now):
                words[place] = _list_change(was, now)
            continue
        was, now = (None if pd.isna(value) else value for value in (was, now))
        if was != now and not _as_number(was, now):
            words[place] = f"{_shown(was)} → {_shown(now)}"
    return words if any(word is not None for word in words) else None


def _as_number(was: object, now: object) -> bool:
    """Tell whether two cells are one number, which one file holds as text and the other does not."""
    try:
        return was is not None and now is not None and float(str(was)) == float(str(now))
    except ValueError:
        return False


def _told(value: object) -> object:
    """Give a list of sources without the titles that only say in which row they stood."""
    if not isinstance(value, list):
        return value or []
    return [
        {key: held for key, held in each.items() if key != "title" or not _OWN_TITLE.fullmatch(str(held))}
        if isinstance(each, dict)
        else each
        for each in value
    ]


def _list_change(was: Any, now: Any) -> str:  # noqa: ANN401 - lists or None
    before, after = (value if isinstance(value, list) else [] for value in (was, now))
    return f"{len(before)} → {len(after)} entries" if len(before) != len(after) else "an entry was revised"


def _shown(value: Any) -> str:  # noqa: ANN401 - a cell
    if value is None:
        return "not stated"
    if isinstance(value, pd.Timestamp):
        return value.isoformat().replace("+00:00", "Z")
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _metres(distance: float) -> str:
    return f"{distance / 1000:,.1f} km" if distance >= 1000 else f"{distance:.0f} m"


def _distance(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> np.ndarray[Any, Any]:
    """Metres between the points to label; NaN where one of the two has none."""
    at = [
        frame[name].to_numpy(float, na_value=np.nan) for frame in (before, after) for name in ("lat", "lon")
    ]
    return distance_m(*at)


def _redrawn(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> np.ndarray[Any, Any]:
    one, other = (
        shapely.normalize(np.array(frame.geometry.array, dtype=object)) for frame in (before, after)
    )
    both = ~(shapely.is_missing(one) | shapely.is_missing(other))
    same = np.asarray(shapely.equals_exact(one, other, tolerance=1e-6))
    return both & ~same


def _joined(frames: Iterable[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return conform(pd.DataFrame({name: pd.Series([], dtype=object) for name in ADDED}))
    together = pd.concat([pd.DataFrame(frame).astype(object) for frame in filled], ignore_index=True)
    together["moved_m"] = together["moved_m"].astype(float).astype("Float64")
    for name in ("change", "change_text", "change_columns"):
        together[name] = together[name].astype("str")
    first = [name for name in together.columns if name not in ADDED]
    return conform(gpd.GeoDataFrame(together[[*first, *ADDED]], geometry="geometry", crs=CRS))


def _notes(
    old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame
) -> list[str]:
    notes = []
    nameless = sum(1 for name in new["event_id"] if _NO_ID.fullmatch(str(name)))
    if nameless:
        notes.append(
            f"{nameless:,} events have no id of their own: "
            "a revised one shows as one that went and one that appeared"
        )
    for which, columns in (
        ("newer", set(new.columns) - set(old.columns)),
        ("older", set(old.columns) - set(new.columns)),
    ):
        if columns:
            notes.append(
                f"columns only in the {which} events, not compared: {', '.join(sorted(map(str, columns)))}"
            )
    stamps = _stamps(before, after)
    backwards = 0 if stamps is None else int((stamps[1] < stamps[0]).sum())
    if backwards:
        notes.append(
            f"{backwards:,} events have an earlier timestamp in the newer file: "
            "are the two the right way round?"
        )
    return notes


def _stamps(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> list[np.ndarray[Any, Any]] | None:
    if _STAMP not in before.columns or _STAMP not in after.columns:
        return None
    return [
        pd.to_numeric(frame[_STAMP], errors="coerce").to_numpy(float, na_value=np.nan)
        for frame in (before, after)
    ]


def _stamped(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> list[str]:
    """Say how many events bear a later timestamp, and differ in nothing else that is compared."""
    stamps = _stamps(before, after)
    later = 0 if stamps is None else int((stamps[1] > stamps[0]).sum())
    if not later:
        return []
    what = "event has" if later == 1 else "events have"
    return [f"{later:,} {what} a later timestamp and differ{'s' * (later == 1)} in nothing else"]
