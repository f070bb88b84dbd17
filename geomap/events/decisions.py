"""What a person decided about extracted events, kept over a second extraction.

`geomap extract` writes two columns more than the frame has: ``decision``, for a person to
fill in, and ``as_extracted``, what the cells held when they were written. A cell that
differs from it was edited, and an edited cell wins over what a later run extracts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import orjson
import pandas as pd
import shapely
import shapely.geometry

from geomap.errors import UsageError
from geomap.events.columns import NAMES
from geomap.events.frame import answer_columns, conform
from geomap.events.located import Resolves, locate
from geomap.model import Precision, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import geopandas as gpd

    from geomap.model import Place

DECISION = "decision"
"""The person's column: ``reject`` keeps an event out; anything else is a note of theirs."""
AS_EXTRACTED = "as_extracted"
REJECTED = "rejected by the reviewer"
_NO = frozenset({"reject", "rejected", "no", "drop", "delete", "false"})
_DERIVED = frozenset(
    {"event_id", "place_name", "place_kind", "status", "score", "reason", "candidates", "sources"}
    | {"conflicts", "flags"}
)
EDITABLE = tuple(name for name in NAMES if name not in _DERIVED)
"""Columns in which an edit counts; the others are made from them or are evidence."""
_TIMES = ("time_start", "time_end")
_DAY = 10
"""Characters of "2024-01-04"."""
_MIDNIGHT = "T00:00:00Z"
_POSITION = ("lat", "lon")
_OF_PLACE = frozenset({"place_text", "place_id", "country", "precision", "radius_m", *_POSITION})


class Gazetteer(Resolves, Protocol):
    """What deciding asks of a gazetteer."""

    def place(self, place_id: str) -> Place:
        """Give the place of an id; raises `UsageError` where there is none."""
        ...

    def outline(self, place_id: str) -> dict[str, Any] | None:
        """Give a place's outline where it is known."""
        ...


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person changed in the row of one event."""

    event_id: str
    told: frozenset[tuple[str, int]]
    """Report and offset of each passage: finds the event again when its id has changed."""
    edits: dict[str, Any]
    """By column; ``None`` where the cell was emptied."""
    rejected: bool = False
    note: str | None = None
    quote: str = ""


@dataclass(slots=True)
class Decided:
    """A frame with the decisions in it, and what became of them."""

    frame: gpd.GeoDataFrame
    notes: list[str] = field(default_factory=list)
    """Decisions that could not be applied, in words."""
    rejected: int = 0
    edited: int = 0


def for_review(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add the columns that let edits be told from what was extracted; see the module.

    Columns that are there already are kept: they remember what the first run extracted.
    """
    out = frame.copy()
    if DECISION not in out.columns:
        out[DECISION] = pd.Series([None] * len(out), index=out.index, dtype="str")
    if AS_EXTRACTED not in out.columns:
        out[AS_EXTRACTED] = pd.Series([_digest(row) for row in _rows(out)], index=out.index, dtype="str")
    return out


def decisions(table: pd.DataFrame) -> list[Decision]:
    """Read the decisions out of an edited table; rows that nobody touched give none.

    Parameters
    ----------
    table
        A table that `for_review` prepared, read back by `geomap.formats.read`.

    Returns
    -------
    list of Decision
        In the table's order.

    Raises
    ------
    UsageError
        If the table lacks the columns that tell edits apart.
    """
    if AS_EXTRACTED not in table.columns or "event_id" not in table.columns:
        raise UsageError(
            f"the table has no column {AS_EXTRACTED!r}, so edits cannot be told from what was extracted; "
            "edit the file that geomap extract writes, and keep that column"
        )
    found = []
    unseen = _unseen_times(table)
    for row in _rows(table):
        written = _text(row.get(AS_EXTRACTED))
        if not written:
            continue
        before = orjson.loads(written)
        for name in unseen:
            if _text(row[name])[:_DAY] == before.get(name, "")[:_DAY]:
                row[name] = before.get(name)
        word = _text(row.get(DECISION))
        edits = {
            name: None if not _text(row[name]) else row[name]
            for name in EDITABLE
            if name in row and _text(row[name]) != before.get(name, "")
        }
        if edits or word:
            found.append(
                Decision(
                    _text(row["event_id"]),
                    _told(row.get("sources")),
                    edits,
                    word.casefold() in _NO,
                    word or None,
                    _quote(row.get("sources")),
                )
            )
    return found


def edited_dates(table: pd.DataFrame) -> int:
    """Count the dates of a table that differ from what was extracted; few where it is read rightly."""
    return sum(
        _text(row.get(name))[:_DAY] != orjson.loads(written).get(name, "")[:_DAY]
        for row in _rows(table)
        if (written := _text(row.get(AS_EXTRACTED)))
        for name in _TIMES
    )


def _unseen_times(table: pd.DataFrame) -> list[str]:
    """Name the columns whose times of day a spreadsheet left out of every cell when it saved days only."""
    found = []
    for name in _TIMES:
        if name not in table.columns:
            continue
        now = [_text(value) for value in table[name]]
        if any(now) and all(not cell or cell.endswith(_MIDNIGHT) for cell in now):
            found.append(name)
    return found


def decide(frame: gpd.GeoDataFrame, made: Sequence[Decision], gazetteer: Gazetteer) -> Decided:
    """Apply decisions to freshly extracted events.

    An event is found by its id, or else by the passages that tell it: a new report that
    joins an incident changes its id. A rejected event keeps its row, without a place on the
    map. A place that was chosen, or a name that was corrected, is resolved anew.

    Parameters
    ----------
    frame
        The located frame of a new extraction.
    made
        From `decisions`.
    gazetteer
        Gives the places that were chosen.

    Returns
    -------
    Decided
        With the frame ready for the next review (`for_review`).
    """
    result = Decided(for_review(frame))
    rows = [dict(row) for row in _rows(result.frame)]
    drawn = list(result.frame.geometry)
    by_id = {row["event_id"]: number for number, row in enumerate(rows)}
    told = [_told(row["sources"]) for row in rows]
    for decision in made:
        number = by_id.get(decision.event_id)
        if number is None:
            number = max(range(len(rows)), key=lambda n: len(told[n] & decision.told), default=None)
            if number is None or not told[number] & decision.told:
                quote = f" (“{decision.quote[:80]}”)" if decision.quote else ""
                result.notes.append(
                    f"the decision on {decision.event_id}{quote} fits no event of these reports: left out"
                )
                continue
        row = rows[number]
        row[DECISION] = decision.note
        if decision.rejected:
            drawn[number] = None
            row |= {"status": str(Status.UNRESOLVED), "reason": REJECTED}
            result.rejected += 1
            continue
        if decision.edits:
            drawn[number] = _edit(row, decision, gazetteer, drawn[number], result.notes)
            row[AS_EXTRACTED] = _digest(row, edited=decision.edits, before=row[AS_EXTRACTED])
            result.edited += 1
    table = pd.DataFrame(rows, columns=list(result.frame.columns), dtype=object).drop(columns="geometry")
    result.frame = conform(table.assign(geometry=np.array(drawn, dtype=object)))
    return result


def decided_table(frame: gpd.GeoDataFrame, gazetteer: Gazetteer) -> Decided:
    """Take an edited table as it was meant: chosen places are placed, rejected rows are out.

    Columns of the review are dropped; a table without them is given back as it is.
    """
    if AS_EXTRACTED not in frame.columns:
        return Decided(frame)
    made = decisions(frame)
    result = decide(frame, made, gazetteer)
    out = (result.frame["reason"] == REJECTED).to_numpy(bool)
    result.frame = conform(result.frame[~out].drop(columns=[DECISION, AS_EXTRACTED]))
    return result


def _edit(
    row: dict[str, Any], decision: Decision, gazetteer: Gazetteer, drawn: object, notes: list[str]
) -> object:
    """Write the edited cells into a row; give its geometry."""
    edits = decision.edits
    row |= {name: value for name, value in edits.items() if name not in _OF_PLACE}
    if "time_start" in edits and "time_end" not in edits and pd.notna(edits["time_start"]):
        # Who corrects a day corrects its start; a day that ends before it begins is not meant.
        start = pd.Timestamp(edits["time_start"])
        row["time_end"] = start.normalize() + pd.Timedelta(hours=23, minutes=59, seconds=59)
        row["time_precision"] = edits.get("time_precision") or "day"
    if _OF_PLACE & edits.keys():
        drawn = _place(row, edits, gazetteer, drawn, notes)
    words = f"decided by the reviewer: {', '.join(edits)}"
    row["flags"] = [*(flag for flag in row["flags"] if flag != words), words]
    return drawn


def _place(
    row: dict[str, Any], edits: dict[str, Any], gazetteer: Gazetteer, drawn: object, notes: list[str]
) -> object:
    row["place_text"] = edits.get("place_text", row["place_text"])
    if any(name in edits for name in _POSITION):
        own = {name: edits.get(name, row[name]) for name in (*_POSITION, "radius_m", "country", "place_id")}
        row |= own | {
            "status": str(Status.RESOLVED),
            "precision": edits.get("precision") or str(Precision.COORDINATE),
            "score": None,
            "reason": "coordinates given by the reviewer",
        }
        if pd.isna(row["lat"]) or pd.isna(row["lon"]):
            row |= {"status": str(Status.UNRESOLVED), "reason": "the reviewer took the coordinates away"}
            return None
        return shapely.Point(float(row["lon"]), float(row["lat"]))
    if "place_id" in edits:
        drawn = _choose(row, edits["place_id"], gazetteer, drawn, notes)
    elif "place_text" in edits or "country" in edits:
        answer = gazetteer.resolve(
            str(row["place_text"] or ""), country=edits.get("country") or _text(row["country"]) or None
        )
        row |= answer_columns(answer)
        row["reason"] = f"{answer.reason} (name corrected by the reviewer)"
        drawn = None
        if answer.status is Status.RESOLVED and answer.outline is not None:
            drawn = shapely.geometry.shape(answer.outline)
    return _finish(row, edits, drawn)


def _choose(
    row: dict[str, Any], place_id: str | None, gazetteer: Gazetteer, drawn: object, notes: list[str]
) -> object:
    if place_id is None:
        row |= dict.fromkeys(("place_id", "place_name", "place_kind", "lat", "lon", "radius_m", "precision"))
        row |= {"status": str(Status.UNRESOLVED), "reason": "the reviewer took the place away"}
        return None
    try:
        place = gazetteer.place(str(place_id).strip())
    except UsageError as error:
        notes.append(f"{row['event_id']}: {error}; the place stays as extracted")
        return drawn
    outline = gazetteer.outline(place.id) if place.kind.is_area else None
    row |= {
        "place_id": place.id,
        "place_name": place.name,
        "place_kind": str(place.kind),
        "country": place.country,
        "status": str(Status.RESOLVED),
        "score": None,
        "reason": f"{place.name}, chosen by the reviewer",
        "precision": str(place.kind.precision),
        "radius_m": place.radius_m,
        "lat": place.lat,
        "lon": place.lon,
    }
    return shapely.geometry.shape(outline) if outline is not None else None


def _finish(row: dict[str, Any], edits: dict[str, Any], drawn: object) -> object:
    row |= {name: edits[name] for name in ("precision", "radius_m") if edits.get(name) is not None}
    return drawn


def added_by_hand(table: pd.DataFrame, gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Locate the rows that a person wrote into an edited table; of the others none.

    Parameters
    ----------
    table
        As for `decisions`.
    gazetteer
        Resolves their place names.
    """
    own = np.array([not _text(row.get(AS_EXTRACTED)) for row in _rows(table)], dtype=bool)
    return locate(table[own].drop(columns=[DECISION, AS_EXTRACTED]), gazetteer, given_in="the edited table")


def _digest(row: dict[str, Any], *, edited: Iterable[str] = (), before: str = "{}") -> str:
    """Write down the cells as the next review compares them.

    Of an edited cell what was extracted is kept, so that the edit shows again; what followed
    from it, such as the latitude of a chosen place, is no edit of its own.
    """
    extracted = orjson.loads(before)
    kept = {name: text for name in EDITABLE if (text := _text(row.get(name)))}
    for name in edited:
        kept.pop(name, None)
        if name in extracted:
            kept[name] = extracted[name]
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode()


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for record in table.to_dict("records"):
        yield {str(name): value for name, value in record.items()}


def _text(value: Any) -> str:  # noqa: ANN401 - any cell
    """Write a cell so that a spreadsheet's rewriting of it compares equal."""
    if value is None or (not isinstance(value, list | dict) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return " ".join(str(value).split())


def _told(sources: Any) -> frozenset[tuple[str, int]]:  # noqa: ANN401 - a cell
    if not isinstance(sources, list):
        return frozenset()
    return frozenset(
        (str(source["report"]), int(source["start"]))
        for source in sources
        if isinstance(source, dict) and source.get("report") is not None and source.get("start") is not None
    )


def _quote(sources: Any) -> str:  # noqa: ANN401 - a cell
    if isinstance(sources, list) and sources and isinstance(sources[0], dict):
        return " ".join(str(sources[0].get("quote", "")).split())
    return ""
