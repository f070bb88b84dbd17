"""From the cells of any table to the frame's columns: the step all readers share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap.errors import InputError, UsageError
from geomap.events import COLUMNS, NAMES, conform
from geomap.formats import dataset, dates, numbers
from geomap.formats.datasets import recognise
from geomap.formats.mapping import map_columns
from geomap.formats.raw import content_ids, drop_tag_row, list_of, number, own_column, text_of
from geomap.formats.table import Table
from geomap.model import Precision, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.formats.raw import Raw
    from geomap.formats.table import ReadOptions

    Cells = np.ndarray[Any, Any]

OURS = frozenset({"event_id", "place_text", "status", "reason"})
"""A header with these was written by geomap: its columns are taken as the frame's own."""

_TEXTS = ("event_type", "weapon", "actor", "claimed_by", "attributed_to", "denied_by", "target", "damage")
_FIGURES = tuple(column.name for column in COLUMNS if column.dtype == "Int64")


def build(raw: Raw, options: ReadOptions) -> Table:
    """Make a table of events of raw cells.

    Raises
    ------
    InputError
        If no column names a place or coordinates, or day and month could be either way round.
    UsageError
        If `options` names a field or date order that does not exist.
    """
    drop_tag_row(raw)
    known = None if options.columns or set(raw.header) >= OURS else recognise(raw.header)
    return _Build(raw, options).table() if known is None else dataset.build(known, raw, options)


def _own_fields(raw: Raw) -> dict[str, list[int]]:
    """Find the fields of a file that geomap wrote: by the frame's names and no others."""
    names = {"date": "time_start", "end": "time_end", "event_id": "event_id", "lat": "lat", "lon": "lon"}
    names |= {name: name for name in _FIGURES}
    if raw.shapes is None:  # a text table has its outlines there
        names["wkt"] = "wkt"
    return {field: [raw.header.index(name)] for field, name in names.items() if name in raw.header}


class _Build:
    """One run over one file; `out` grows column by column, `faults` row by row."""

    def __init__(self, raw: Raw, options: ReadOptions) -> None:
        if options.date_order not in (None, *dates.ORDERS):
            raise UsageError(f"there is no date order {options.date_order!r}; use dmy or mdy")
        self.raw = raw
        self.options = options
        self.size = len(raw.rows)
        self.notes = list(raw.notes)
        self.faults: dict[int, InputError] = {}
        self.flags: list[list[str]] = [[] for _ in range(self.size)]
        self.ours = set(raw.header) >= OURS and not options.columns
        self.found = _own_fields(raw) if self.ours else map_columns(raw.header, options.columns, raw.path)
        self.used: set[int] = set()
        self.out: dict[str, Any] = {}
        self.shapes = raw.shapes if raw.shapes is not None else np.full(self.size, None, dtype=object)

    def table(self) -> Table:
        self._require_place()
        self._coordinates()
        self._times()
        for name in _FIGURES:
            self._figures(name)
        if self.ours:
            self._own_layout()
        else:
            self._foreign_layout()
        self._rest()
        good = np.array([position not in self.faults for position in range(self.size)], dtype=bool)
        # Lists stay objects until `conform` types them: pandas would make text of them untested.
        cells = {
            name: pd.Series(values, dtype=object) if isinstance(values, list) else values
            for name, values in self.out.items()
        }
        frame = pd.DataFrame(cells, index=pd.RangeIndex(self.size))
        frame["geometry"] = self.shapes
        kept = conform(frame[good])
        aside = sorted(
            [*self.raw.set_aside, *self.faults.values()],
            key=lambda error: (error.row is None, error.row or 0),
        )
        rows = tuple(row for row, keep in zip(self.raw.rows, good, strict=True) if keep)
        return Table(kept, rows, tuple(aside), tuple(self.notes))

    def _require_place(self) -> None:
        if "place" in self.found or "lat" in self.found or "wkt" in self.found or self.raw.shapes is not None:
            return
        raise InputError(
            f"no column names a place or coordinates (columns: {', '.join(self.raw.header)})",
            path=self.raw.path,
            row=1,
            hint="say which does: --column place=NAME, or --column lat=NAME --column lon=NAME",
        )

    # -- one field after the other -------------------------------------------------------

    def _take(self, name: str) -> Cells | None:
        positions = self.found.get(name)
        if not positions:
            return None
        self.used.add(positions[0])
        return self.raw.columns[positions[0]]

    def _title(self, name: str) -> str:
        return self.raw.header[self.found[name][0]]

    def _fault(self, position: int, column: str, problem: str, hint: str | None = None) -> None:
        self.faults.setdefault(
            position,
            InputError(problem, path=self.raw.path, row=self.raw.rows[position], column=column, hint=hint),
        )

    def _coordinates(self) -> None:
        pairs = {}
        for name, axis in (("lat", "latitude"), ("lon", "longitude")):
            cells = self._take(name)
            if cells is None:
                continue
            pairs[name] = self._each(cells, partial(numbers.degrees, axis=axis), name)
            if any(numbers.has_decimal_comma(value) for value in cells):
                self.notes.append(f"{self.raw.name}: column {self._title(name)} read with a decimal comma")
        self._wkt()
        points = shapely.get_type_id(self.shapes) == shapely.GeometryType.POINT
        lat = pairs.get("lat", np.full(self.size, None, dtype=object))
        lon = pairs.get("lon", np.full(self.size, None, dtype=object))
        bare = points & pd.isna(lat) & pd.isna(lon)
        lat[bare], lon[bare] = shapely.get_y(self.shapes[bare]), shapely.get_x(self.shapes[bare])
        for position in np.flatnonzero(pd.isna(lat) ^ pd.isna(lon)):
            lacking = "lat" if pd.isna(lat[position]) else "lon"
            if lacking in self.found:
                self._fault(int(position), self._title(lacking), "is empty, and the other coordinate is not")
        for position in np.flatnonzero((lat == 0) & (lon == 0)):
            self.flags[position].append("coordinates 0, 0 mostly mean that they are unknown")
        self.out["lat"], self.out["lon"] = lat, lon

    def _each(self, cells: Cells, read: Callable[[object], Any], name: str) -> Cells:
        """Read each cell; missing ones give None, faulty ones set their row aside."""
        values = np.full(self.size, None, dtype=object)
        for position, value in enumerate(cells):
            if numbers.is_missing(value):
                continue
            try:
                values[position] = read(value)
            except ValueError as error:
                self._fault(position, self._title(name), str(error), self._swap_hint(position, str(error)))
        return values

    def _swap_hint(self, position: int, problem: str) -> str | None:
        if not {"lat", "lon"} <= set(self.found):
            return None
        if "outside" not in problem:
            return None
        pair = [self.raw.columns[self.found[name][0]][position] for name in ("lon", "lat")]
        try:
            numbers.degrees(pair[0], "latitude")
            numbers.degrees(pair[1], "longitude")
        except ValueError:
            return "correct the cell or empty it"
        return "swapped with longitude? correct the cells or empty both"

    def _wkt(self) -> None:
        cells = self._take("wkt")
        if cells is None:
            return
        for position, text in enumerate(cells):
            if numbers.is_missing(text):
                continue
            try:
                shape = shapely.from_wkt(str(text))
            except shapely.errors.GEOSException:
                self._fault(position, self._title("wkt"), "is not well-known text", "empty the cell")
                continue
            self.shapes[position] = shape

    def _times(self) -> None:
        starts = self._take("date")
        ends = self._take("end")
        if starts is None:
            return
        if self.ours:  # as they stand: an end that is not known stays so
            for name, cells in (("date", starts), ("end", ends)):
                whens = self._whens(cells, name, None) if cells is not None else [None] * self.size
                self.out[f"time_{'start' if name == 'date' else 'end'}"] = [
                    when and when.start for when in whens
                ]
            return
        order = self._date_order([cells for cells in (starts, ends) if cells is not None])
        whens = self._whens(starts, "date", order)
        closing = self._whens(ends, "end", order) if ends is not None else [None] * self.size
        first = [when.start if when else None for when in whens]
        last = [
            (until or when).end if when and (until or when) else None
            for when, until in zip(whens, closing, strict=True)
        ]
        self.out["time_start"], self.out["time_end"] = first, last
        precision = [str(when.precision) if when else None for when in whens]
        for position, (when, until) in enumerate(zip(whens, closing, strict=True)):
            if when and until and until.end != when.end:
                precision[position] = "range"
        self.out["time_precision"] = precision
        self.out["time_text"] = [None if value is None else str(value).strip() or None for value in starts]
        clocks = sum(dates.has_clock_without_zone(value) for value in starts)
        if clocks:
            self.notes.append(
                f"{self.raw.name}: {clocks} times of day state no time zone; their dates are kept, "
                "the times only as text (write 04:15+03:00 for Baghdad)"
            )

    def _date_order(self, columns: list[Cells]) -> str | None:
        if self.options.date_order:
            return self.options.date_order
        order, shown = dates.find_order(value for cells in columns for value in cells)
        if order:
            words = "day/month" if order == "dmy" else "month/day"
            self.notes.append(f"{self.raw.name}: dates read as {words}, as {shown} shows (--date-order)")
        return order

    def _whens(self, cells: Cells, name: str, order: str | None) -> list[Any]:
        seen: dict[object, Any] = {}
        whens: list[Any] = []
        for position, value in enumerate(cells):
            if numbers.is_missing(value):
                whens.append(None)
                continue
            if value not in seen:
                try:
                    seen[value] = dates.read_date(value, order)
                except dates.AmbiguousDateError as error:
                    raise InputError(
                        str(error),
                        path=self.raw.path,
                        row=self.raw.rows[position],
                        column=self._title(name),
                        hint="say which with --date-order dmy or --date-order mdy",
                    ) from None
                except ValueError as error:
                    seen[value] = error
            when = seen[value]
            if isinstance(when, ValueError):
                self._fault(position, self._title(name), str(when), "write it as 2023-12-08")
                when = None
            whens.append(when)
        return whens

    def _figures(self, name: str) -> None:
        cells = self._take(name)
        if cells is None:
            return
        values = np.full(self.size, None, dtype=object)
        for position, value in enumerate(cells):
            if numbers.is_missing(value):
                continue
            try:
                values[position] = numbers.whole(value)
            except ValueError as error:  # the event stands; only its figure is not known
                self.flags[position].append(f"{self._title(name)}: {error}")
        self.out[name] = values

    def _text(self, name: str) -> list[str | None] | None:
        cells = self._take(name)
        return None if cells is None else [text_of(value) for value in cells]

    def _own_layout(self) -> None:
        """Take the columns of a file that geomap wrote as they stand."""
        position_of = {name: position for position, name in enumerate(self.raw.header)}
        for column in COLUMNS:
            position = position_of.get(column.name)
            if position is None or column.name in self.out:
                continue
            self.used.add(position)
            cells = self.raw.columns[position]
            if column.dtype == "str":
                self.out[column.name] = [text_of(value) for value in cells]
            elif column.dtype == "Float64":
                self.found[column.name] = [position]
                self.out[column.name] = self._each(cells, number, column.name)
            else:
                self.found[column.name] = [position]
                self.out[column.name] = self._each(cells, list_of, column.name)
        flags = self.out.get("flags")
        self.out["flags"] = [
            [*(flags[position] or [] if flags is not None else []), *new]
            for position, new in enumerate(self.flags)
        ]
        words = {str(status) for status in Status}
        for position, status in enumerate(self.out["status"]):
            if status is not None and status not in words:
                self._fault(position, "status", f"{status!r} is none of: {', '.join(sorted(words))}")
        self._ids()

    def _foreign_layout(self) -> None:
        """Take a table of somebody else's: the fields that were found, and where they stand."""
        for name in _TEXTS:
            texts = self._text(name)
            if texts is not None:
                self.out[name] = texts
        self.out["place_text"] = self._text("place") or [None] * self.size
        self._containers()
        self._precision()
        self._ids()
        self._sources()
        self.out["flags"] = self.flags

    def _containers(self) -> None:
        """Country codes stay codes; country names and provinces say what the place lies within."""
        parts: list[list[str]] = [[] for _ in range(self.size)]
        for position in self.found.get("within", []):
            if self.raw.header[position] == "within":
                self.used.add(position)
            for row, value in enumerate(self.raw.columns[position]):
                text = text_of(value)
                if text and text != self.out["place_text"][row]:
                    parts[row].append(text)
        countries: list[str | None] = [None] * self.size
        for row, country in enumerate(self._text("country") or []):
            if country and len(country) == 2 and country.isascii() and country.isalpha():
                countries[row] = country.upper()
            elif country:
                parts[row].append(country)
        self.out["country"] = countries
        if any(parts):
            self.out["within"] = [", ".join(names) or None for names in parts]

    def _precision(self) -> None:
        radius = self._take("radius_m")
        if radius is not None:
            self.out["radius_m"] = self._each(radius, number, "radius_m")
        words = {str(word) for word in Precision}
        position = self.found.get("precision", [None])[0]
        if position is not None and set(self.raw.columns[position]) <= words | {"", None}:
            self.used.add(position)
            self.out["precision"] = [text_of(value) for value in self.raw.columns[position]]

    def _ids(self) -> None:
        cells = self._take("event_id")
        if cells is None:
            cells = self.raw.ids
        given: list[str | None] = [None] * self.size
        if cells is not None:
            given = [text_of(value) for value in cells]
        if None in given:
            made = content_ids(self.raw, self.flags)
            given = [name or made[position] for position, name in enumerate(given)]
        self.out["event_id"] = given

    def _sources(self) -> None:
        parts = {name: self._text(name) for name in ("quote", "publisher", "url")}
        told = {name: texts for name, texts in parts.items() if texts is not None}
        unit = "feature" if self.raw.shapes is not None else "row"
        self.out["sources"] = [
            [
                {"title": f"{self.raw.name}, {unit} {row}"}
                | {name: texts[position] for name, texts in told.items() if texts[position]}
            ]
            for position, row in enumerate(self.raw.rows)
        ]

    def _rest(self) -> None:
        """Let every other column travel along; one that would pass for ours gets another name."""
        for position, name in enumerate(self.raw.header):
            if position in self.used:
                continue
            values = own_column(self.raw.columns[position])
            if name in NAMES or name in ("geometry", *self.out):
                taken = {*NAMES, "geometry", *self.out, *self.raw.header}
                own = f"given_{name}"
                while own in taken:
                    own += "_"
                self.notes.append(f"{self.raw.name}: column {name} travels along as {own}")
                name = own
            self.out[name] = values
