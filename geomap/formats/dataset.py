"""Reading a published data set by a table that says what each of its columns becomes.

A data set is a module with that table (`FIELDS`), the columns it is told by (`SIGNS`), a
function that fills in what takes more than one column (`fill`), and for the way back one
function for each column that our own frame does not keep as it was (`BACK`). Whatever is not
carried by a column of the frame, exactly, travels along under its own name: `restore` gives
the data set's own columns again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from geomap.errors import InputError
from geomap.events import NAMES, conform
from geomap.formats import dates, numbers
from geomap.formats.folding import fold
from geomap.formats.precision import read_code
from geomap.formats.raw import content_ids, own_cells, texts_of
from geomap.formats.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd

    from geomap.formats.raw import Raw
    from geomap.formats.table import ReadOptions
    from geomap.model import When

    Cells = np.ndarray[Any, Any]
    Back = Callable[[gpd.GeoDataFrame], list[Any]]


_COMMA = re.compile(r"[+-]?\d+,0{1,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a data set."""

    theirs: str
    ours: str | None = None
    """The frame's column that carries it exactly; None: it travels along under its own name."""
    kind: str = "text"
    """``text``, ``id``, ``whole``, ``number``, ``latitude``, ``longitude``, ``date`` or ``code``."""
    note: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    """For kind ``code``: what each code means; anything else stays as it is."""
    missing: int | None = None
    """The figure with which the data set says that it does not know."""


class Dataset(Protocol):
    """What a data set's module holds."""

    NAME: str
    PREFIX: str
    """Put before a column whose name is one of ours for something else."""
    ORIGIN: str
    """A column that travels along and is filled on each row that comes from this data set."""
    FIELDS: tuple[Field, ...]
    SIGNS: frozenset[str]
    """Folded names that its header always has."""
    BACK: Mapping[str, Back]

    @staticmethod
    def fill(rows: Rows) -> None:
        """Fill what takes more than one column: times, precision, country, sources."""
        ...


class Rows:
    """The rows of one file of a data set while they are read."""

    def __init__(self, dataset: Dataset, raw: Raw, options: ReadOptions) -> None:
        self.dataset = dataset
        self.raw = raw
        self.options = options
        self.size = len(raw.rows)
        self.out: dict[str, Any] = {}
        self.flags: list[list[str]] = [[] for _ in range(self.size)]
        self.faults: dict[int, InputError] = {}
        self.notes: list[str] = [*raw.notes, f"{raw.name}: read as {dataset.NAME}"]
        known = {fold(each.theirs): each.theirs for each in dataset.FIELDS}
        self.position: dict[str, int] = {}
        self.others: list[int] = []
        for place, name in enumerate(raw.header):
            theirs = known.get(fold(name))
            if theirs is None or theirs in self.position:
                self.others.append(place)
            else:
                self.position[theirs] = place

    def cells(self, theirs: str) -> Cells:
        """Give the cells of a column as they came; None throughout where it is lacking."""
        place = self.position.get(theirs)
        return np.full(self.size, None, dtype=object) if place is None else self.raw.columns[place]

    def text(self, theirs: str) -> list[str | None]:
        """Give a column as text; None where it is empty."""
        return texts_of(self.cells(theirs))

    def title(self, theirs: str) -> str:
        """Give a column's name as the file spells it."""
        place = self.position.get(theirs)
        return theirs if place is None else self.raw.header[place]

    def whole(self, theirs: str, missing: int | None = None) -> list[int | None]:
        """Give a column of whole figures; what is none is flagged, with its words."""
        return [None if value is None else int(value) for value in self._numbers(theirs, missing, whole=True)]

    def number(self, theirs: str) -> list[float | None]:
        """Give a column of numbers; what is none is flagged, with its words."""
        return self._numbers(theirs, None, whole=False)

    def degrees(self, theirs: str, axis: str) -> Cells:
        """Give a column of degrees; a row whose cell is none, or out of range, is set aside."""
        cells = self.cells(theirs)
        found = np.full(self.size, None, dtype=object)
        if any(map(numbers.has_decimal_comma, cells)):
            self.notes.append(f"{self.raw.name}: column {self.title(theirs)} read with a decimal comma")
        values = _floats(cells)
        limit = 90 if axis == "latitude" else 180
        good = np.abs(values) <= limit
        found[good] = values[good]
        for position in np.flatnonzero(~good):
            if not cells[position] or numbers.is_missing(cells[position]):
                continue
            try:
                found[position] = numbers.degrees(cells[position], axis)
            except ValueError as error:
                self.fault(int(position), theirs, str(error), "correct the cell or empty it")
        return found

    def days(self, theirs: str, order: str | None = None) -> list[When | None]:
        """Give a column of dates; a row whose cell is none is set aside."""
        cells = self.cells(theirs)
        chosen = self.options.date_order or dates.find_order(cells)[0] or order
        if (short := dates.short_year(cells)) is not None:
            self.notes.append(f"{self.raw.name}: {dates.SHORT_YEARS.format(short)}")
        seen: dict[object, When | ValueError] = {}
        found: list[When | None] = []
        for position, value in enumerate(cells):
            if numbers.is_missing(value):
                found.append(None)
                continue
            if value not in seen:
                seen[value] = self._day(position, theirs, value, chosen)
            when = seen[value]
            if isinstance(when, ValueError):
                self.fault(position, theirs, str(when), "write it as 2023-12-08")
            found.append(None if isinstance(when, ValueError) else when)
        return found

    def fault(self, position: int, theirs: str, problem: str, hint: str | None = None) -> None:
        """Set a row aside; the first reason stands."""
        self.faults.setdefault(
            position,
            InputError(
                problem,
                path=self.raw.where(position),
                row=self.raw.rows[position],
                column=self.title(theirs),
                hint=hint,
            ),
        )

    def set_times(self, whens: list[tuple[When | None, When | None]], precision: list[str | None]) -> None:
        """Fill the frame's times from the first and the last day of each row."""
        self.out["time_start"] = [first and first.start for first, _ in whens]
        self.out["time_end"] = [(last or first) and (last or first).end for first, last in whens]  # type: ignore[union-attr]
        self.out["time_precision"] = [
            word if first is not None or last is not None else None
            for word, (first, last) in zip(precision, whens, strict=True)
        ]

    def set_days(self, days: list[When | None]) -> None:
        """Fill the frame's times from one date a row."""
        words = [str(day.precision) if day is not None and day.precision else None for day in days]
        self.set_times([(day, day) for day in days], words)

    def set_precision(self, scheme: str, codes: list[int | None], theirs: str) -> None:
        """Fill precision and radius by the crosswalk; a code it does not have is flagged."""
        precision: list[str | None] = [None] * self.size
        radius: list[float | None] = [None] * self.size
        for position, code in enumerate(codes):
            if code is None:
                continue
            step = read_code(scheme, code)
            if step is None:
                self.flags[position].append(f"{self.title(theirs)}: there is no code {code}")
            else:
                precision[position], radius[position] = str(step.precision), step.radius_m
        self.out["precision"], self.out["radius_m"] = precision, radius

    def set_within(self, theirs: tuple[str, ...]) -> None:
        """Say what each place lies within, smallest first, for the resolver to compare."""
        parts = [self.text(name) for name in theirs]
        place = self.out.get("place_text", [None] * self.size)
        self.out["within"] = [
            ", ".join(dict.fromkeys(name for name in names if name and name != own)) or None
            for own, names in zip(place, zip(*parts, strict=True), strict=True)
        ]

    def _day(self, position: int, theirs: str, value: object, order: str | None) -> When | ValueError:
        raw = self.raw
        return dates.read_cell(value, order, path=raw.path, row=raw.rows[position], column=self.title(theirs))

    def _numbers(self, theirs: str, missing: int | None, *, whole: bool) -> list[Any]:
        cells = self.cells(theirs)
        values = _floats(cells)
        good = np.isfinite(values) & (
            (values >= 0) & (values == np.floor(values)) & (values < 2**53) | ~whole
        )
        unknown = values == missing if missing is not None else np.zeros(self.size, dtype=bool)
        found: list[Any] = [None] * self.size
        for position in np.flatnonzero(good & ~unknown):
            found[position] = float(values[position])
        for position in np.flatnonzero(~good & ~unknown):
            value = cells[position]
            if not value or numbers.is_missing(value):
                continue
            try:
                found[position] = numbers.whole(value) if whole else _number(value)
            except ValueError as error:  # the event stands; only this figure is not known
                self.flags[position].append(f"{self.title(theirs)}: {error}")
        return found


def build(dataset: Dataset, raw: Raw, options: ReadOptions) -> Table:
    """Make a table of events of the raw cells of a data set."""
    rows = Rows(dataset, raw, options)
    for each in dataset.FIELDS:
        if each.theirs in rows.position and each.kind != "date":
            rows.out[each.ours or own_name(dataset, each.theirs)] = _read(rows, each)
    lat, lon = (rows.out.get(name, np.full(rows.size, None, dtype=object)) for name in ("lat", "lon"))
    for position in np.flatnonzero(pd.isna(lat) ^ pd.isna(lon)):
        lacking = "lat" if pd.isna(lat[position]) else "lon"
        theirs = next(each.theirs for each in dataset.FIELDS if each.ours == lacking)
        rows.fault(
            int(position), theirs, "is empty, and the other coordinate is not", "empty both or neither"
        )
    dataset.fill(rows)
    given = rows.out.get("event_id", [None] * rows.size)
    if None in given:
        given = [name or made for name, made in zip(given, content_ids(raw, rows.flags), strict=True)]
    rows.out["event_id"] = given
    own = {
        own_name(dataset, each.theirs): _column(rows.out.pop(own_name(dataset, each.theirs)), each.kind)
        for each in dataset.FIELDS
        if each.ours is None and each.theirs in rows.position
    }
    for place in rows.others:
        name = raw.header[place]
        while name in (*NAMES, "geometry", *own, *rows.out):
            name = f"{dataset.PREFIX}_{name}"
        own[name] = own_cells(raw, place)
    rows.out["flags"] = rows.flags
    frame = pd.DataFrame(rows.out | own, index=pd.RangeIndex(rows.size))
    if raw.shapes is not None:
        frame["geometry"] = raw.shapes
    good = np.array([position not in rows.faults for position in range(rows.size)], dtype=bool)
    aside = sorted([*raw.set_aside, *rows.faults.values()], key=lambda e: (e.row is None, e.row or 0))
    kept = tuple(row for row, keep in zip(raw.rows, good, strict=True) if keep)
    return Table(conform(frame[good]), kept, tuple(aside), tuple(rows.notes))


def restore(dataset: Dataset, frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give the columns of a data set again, from events read from it or from any others.

    Parameters
    ----------
    dataset
        Its module.
    frame
        A frame of events.

    Returns
    -------
    pandas.DataFrame
        The data set's columns in its order, then the columns that neither it nor geomap knows.
        What the events do not say is null.
    """
    out: dict[str, list[Any]] = {}
    own = [value is not None for value in _plain(frame[dataset.ORIGIN])] if dataset.ORIGIN in frame else []
    known = {own_name(dataset, each.theirs): each for each in dataset.FIELDS if each.ours is None}
    for each in dataset.FIELDS:
        values: list[Any] = [None] * len(frame)
        theirs = own_name(dataset, each.theirs)
        if any(own) and each.ours is None and theirs not in frame.columns:
            continue  # a column of other editions
        if each.ours is not None and each.theirs not in dataset.BACK:
            values = _write(frame[each.ours], each)
        elif each.ours is None and theirs in frame.columns:
            values = _plain(frame[theirs])
        if each.theirs in dataset.BACK:
            made = dataset.BACK[each.theirs](frame)
            kept = own if each.ours is None and own else [False] * len(frame)
            values = [
                old if old is not None or keep else new
                for old, new, keep in zip(values, made, kept, strict=True)
            ]
        if each.missing is not None:
            values = [each.missing if value is None else value for value in values]
        out[each.theirs] = values
    for name in frame.columns:
        if name not in (*NAMES, "geometry", "within") and name not in known:
            out[str(name).removeprefix(f"{dataset.PREFIX}_")] = _plain(frame[name])
    return pd.DataFrame(out, dtype=object)


def own_name(dataset: Dataset, theirs: str) -> str:
    """Give the name under which a column travels along."""
    return f"{dataset.PREFIX}_{theirs}" if theirs in (*NAMES, "geometry", "within") else theirs


def _read(rows: Rows, each: Field) -> Any:  # noqa: ANN401 - a list or an array of its kind
    if each.kind in ("latitude", "longitude"):
        return rows.degrees(each.theirs, each.kind)
    if each.kind == "whole":
        return rows.whole(each.theirs, each.missing)
    if each.kind == "number":
        return rows.number(each.theirs)
    if each.kind == "list":
        return list(rows.cells(each.theirs))
    texts = rows.text(each.theirs)
    if each.kind in ("id", "code"):  # a workbook or pandas has made 300380.0 of 300380
        texts = [text and text.removesuffix(".0").removesuffix(",0") for text in texts]
    return [each.codes.get(text, text) if text else None for text in texts] if each.codes else texts


def _write(values: pd.Series[Any], each: Field) -> list[Any]:
    plain = _plain(values)
    if each.kind == "date":
        return [None if value is None else value.strftime("%Y-%m-%d") for value in plain]
    if each.codes:
        codes = {word: code for code, word in each.codes.items()}
        return [codes.get(value, value) for value in plain]
    return plain


def _plain(values: pd.Series[Any]) -> list[Any]:
    return [
        None if not isinstance(value, list | dict) and pd.isna(value) else value
        for value in values.astype(object)
    ]


def _column(values: Any, kind: str) -> Any:  # noqa: ANN401 - an array of the field's kind
    if kind == "list":
        return pd.Series(values, dtype=object).array
    dtype = {"whole": "Int64", "number": "Float64"}.get(kind)
    return pd.array(values, dtype=dtype) if dtype else pd.Series(values, dtype=object).astype("str").array


def _floats(cells: Cells) -> Cells:
    if any(isinstance(value, str) and _COMMA.fullmatch(value) for value in cells[:100].tolist()):
        cells = np.array(  # a spreadsheet has written 1.0 with a decimal comma
            [
                value.replace(",", ".") if isinstance(value, str) and _COMMA.fullmatch(value) else value
                for value in cells.tolist()
            ],
            dtype=object,
        )
    values = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce")
    return values.to_numpy(float, na_value=np.nan)


def _number(value: object) -> float:
    try:
        found = float(str(value).strip().replace(",", "."))
    except ValueError:
        raise ValueError(f"{value!r} is not a number") from None
    if not np.isfinite(found):
        raise ValueError(f"{value!r} is not a number")
    return found
