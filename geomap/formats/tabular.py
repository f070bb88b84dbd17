"""From the cells of any table to the frame's columns: the step all readers share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap.errors import InputError, UsageError
from geomap.events import NAMES, conform
from geomap.formats import dataset, dates, figures, mapping, moments, own, positions
from geomap.formats.datasets import choose
from geomap.formats.mapping import in_words, map_columns
from geomap.formats.raw import content_ids, drop_tag_row, number, own_column, text_of
from geomap.formats.sheet import Sheet
from geomap.formats.table import Table
from geomap.model import Precision

if TYPE_CHECKING:
    from geomap.formats.raw import Raw
    from geomap.formats.table import ReadOptions

_TEXTS = (
    "event_type",
    "weapon",
    "actor",
    "claimed_by",
    "attributed_to",
    "denied_by",
    "target",
    "damage",
    "origin_name",
)
_ADDRESS = re.compile(r"https?://\S+$")
_UNITS = {
    mapping.fold(name): kind
    for kind, names in {
        "district": "admin2, adm 2, admin3, adm 3, district, county, raion, ilçe, kreis",
        "governorate": "admin1, adm 1, governorate, province, state, provstate, oblast, gouvernorat, "
        "provinz, provincia, il, wilaya, محافظة, المحافظة",
    }.items()
    for name in names.split(", ")
}
"""The word by which the resolver knows what kind of unit a column of units holds."""
_UNSURE = frozenset({"time", "timestamp", "data", "start", "year"})
"""Names of columns that may hold dates, or something else."""


def build(raw: Raw, options: ReadOptions) -> Table:
    """Make a table of events of raw cells.

    Raises
    ------
    InputError
        If no column names a place or coordinates, or day and month could be either way round.
    UsageError
        If `options` names a field, a date order or a data set that does not exist.
    """
    if options.date_order not in (None, *dates.ORDERS):
        raise UsageError(f"there is no date order {options.date_order!r}; use dmy or mdy")
    drop_tag_row(raw)
    if set(raw.header) >= own.OURS and not options.columns and options.dataset is None:
        return _own_table(raw, options)
    known = choose(raw, options)
    return _any_table(raw, options) if known is None else dataset.build(known, raw, options)


def _own_table(raw: Raw, options: ReadOptions) -> Table:
    sheet = Sheet(raw, options, own.fields(raw))
    shapes = own.take(sheet)
    _ids(sheet)
    _rest(sheet)
    return _table(sheet, shapes)


def _any_table(raw: Raw, options: ReadOptions) -> Table:
    """Read a table of somebody else's: the fields that were found, and where they stand."""
    found = map_columns(raw.header, options.columns, raw.path)
    sheet = Sheet(raw, options, found)
    _drop_what_is_no_date(sheet)
    _drop_what_is_no_id(sheet)
    sheet.out["place_text"] = sheet.text("place") or [None] * sheet.size
    shapes = positions.read(sheet)
    moments.read(sheet)
    figures.read(sheet)
    for name in _TEXTS:
        texts = sheet.text(name)
        if texts is not None:
            sheet.out[name] = texts
    _containers(sheet)
    _precision(sheet)
    _require_place(sheet)
    _ids(sheet)
    _sources(sheet)
    sheet.out["flags"] = sheet.flags
    beside = ("within", *(("year", "month", "day") if "date" not in found else ()))
    read = sheet.used | {position for name in beside for position in found.get(name, [])}
    words = in_words(raw.header, found, read)
    if words is not None:
        sheet.note(words)
    _rest(sheet)
    return _table(sheet, shapes)


def _table(sheet: Sheet, shapes: Any) -> Table:  # noqa: ANN401 - an array
    raw = sheet.raw
    good = np.array([position not in sheet.faults for position in range(sheet.size)], dtype=bool)
    # Lists stay objects until `conform` types them: pandas would make text of them untested.
    cells = {
        name: pd.Series(values, dtype=object) if isinstance(values, list) else values
        for name, values in sheet.out.items()
    }
    frame = pd.DataFrame(cells, index=pd.RangeIndex(sheet.size))
    frame["geometry"] = shapes
    aside = sorted(
        [*raw.set_aside, *sheet.faults.values()], key=lambda error: (error.row is None, error.row or 0)
    )
    rows = tuple(row for row, keep in zip(raw.rows, good, strict=True) if keep)
    return Table(conform(frame[good]), rows, tuple(aside), tuple(sheet.notes))


def _require_place(sheet: Sheet) -> None:
    known = {"place", "lat", "wkt", "coordinates", "easting", "within", "country"} & sheet.found.keys()
    if known or sheet.raw.shapes is not None:
        return
    header = sheet.raw.header
    bare = sum(any(char.isdigit() for char in name) for name in header) > len(header) // 2
    raise InputError(
        "its first row holds data, no names of columns"
        if bare
        else f"no column names a place or coordinates (columns: {', '.join(header)})",
        path=sheet.raw.path,
        row=1,
        hint="name the columns in the first line, such as date,place,lat,lon"
        if bare
        else "say which does: --column place=NAME, or --column lat=NAME --column lon=NAME",
    )


def _drop_what_is_no_date(sheet: Sheet) -> None:
    """Leave alone a column that only its name, or part of it, makes a date, and its cells do not."""
    if "date" not in sheet.found or "date" in sheet.options.columns:
        return
    title = sheet.title("date")
    exact = mapping.known_fields([title]).get("date") is not None and mapping.fold(title) not in _UNSURE
    cells = sheet.column("date")
    if exact or cells is None or any(moments.is_dated(value) for value in cells):
        return
    del sheet.found["date"]
    sheet.note(f"column {title} holds no dates that can be read")


def _drop_what_is_no_id(sheet: Sheet) -> None:
    """Leave alone a column called "code" that has one value in many rows: a code of something else."""
    cells = sheet.column("event_id")
    if (
        cells is None
        or mapping.fold(sheet.title("event_id")) != "code"
        or "event_id" in sheet.options.columns
    ):
        return
    known = [text for text in map(text_of, cells) if text is not None]
    if len(set(known)) < len(known):
        del sheet.found["event_id"]


def _containers(sheet: Sheet) -> None:
    """Country codes stay codes; names of countries and provinces say what the place lies within.

    A row that names no place, but what it lies in, happened in the smallest unit that it names.
    """
    parts: list[list[str]] = [[] for _ in range(sheet.size)]
    units: list[str | None] = [None] * sheet.size
    places = sheet.out["place_text"]
    for position in sheet.found.get("within", []):
        title = sheet.raw.header[position]
        if title == "within":
            sheet.used.add(position)
        kind = _UNITS.get(mapping.fold(title))
        for row, value in enumerate(sheet.raw.columns[position]):
            text = text_of(value)
            if text and text != places[row]:
                parts[row].append(text)
                # "Erbil" of a column of provinces is the province, not the city.
                units[row] = units[row] or (f"{text} {kind}" if kind else text)
    countries: list[str | None] = [None] * sheet.size
    names = sheet.text("country") or [None] * sheet.size
    for row, country in enumerate(names):
        if country and len(country) == 2 and country.isascii() and country.isalpha():
            countries[row] = country.upper()
        elif country:
            parts[row].append(country)
            units[row] = units[row] or country
    stands = pd.notna(sheet.out["lat"])
    if sheet.raw.shapes is not None:
        stands |= ~shapely.is_missing(sheet.raw.shapes)
    for row, (text, unit) in enumerate(zip(list(places), units, strict=True)):
        if text is None and unit is not None and not stands[row]:
            places[row], parts[row] = unit, parts[row][1:]
            sheet.flags[row].append(f"no place is named; {unit}, the smallest unit named, stands for it")
    sheet.out["country"] = countries
    if any(parts):
        sheet.out["within"] = [", ".join(dict.fromkeys(each)) or None for each in parts]


def _precision(sheet: Sheet) -> None:
    radius = sheet.take("radius_m")
    if radius is not None:
        stated = sheet.each(radius, number, "radius_m")
        known = sheet.out.get("radius_m")
        sheet.out["radius_m"] = stated if known is None else np.where(pd.isna(stated), known, stated)
    words = {str(word) for word in Precision}
    position = sheet.found.get("precision", [None])[0]
    if position is not None and set(map(text_of, sheet.raw.columns[position])) <= words | {None}:
        sheet.used.add(position)
        sheet.out["precision"] = [text_of(value) for value in sheet.raw.columns[position]]


def _ids(sheet: Sheet) -> None:
    cells = sheet.take("event_id")
    if cells is None:
        cells = sheet.raw.ids
    given: list[str | None] = [None] * sheet.size
    if cells is not None:
        given = [text_of(value) for value in cells]
    if None in given:
        made = content_ids(sheet.raw, sheet.flags)
        given = [name or made[position] for position, name in enumerate(given)]
    sheet.out["event_id"] = given


def _sources(sheet: Sheet) -> None:
    parts = {name: sheet.text(name) for name in ("quote", "publisher", "url")}
    if parts["url"] is None and parts["publisher"] is not None:  # a source that is an address
        addresses = [text if text and _ADDRESS.match(text) else None for text in parts["publisher"]]
        parts["url"] = addresses
        parts["publisher"] = [
            None if url else text for text, url in zip(parts["publisher"], addresses, strict=True)
        ]
    told = {name: texts for name, texts in parts.items() if texts is not None}
    unit = "feature" if sheet.raw.shapes is not None else "row"
    sheet.out["sources"] = [
        [
            {"title": f"{sheet.raw.name}, {unit} {row}"}
            | {name: texts[position] for name, texts in told.items() if texts[position]}
        ]
        for position, row in enumerate(sheet.raw.rows)
    ]


def _rest(sheet: Sheet) -> None:
    """Let every other column travel along; one that would pass for ours gets another name."""
    for position, name in enumerate(sheet.raw.header):
        if position in sheet.used:
            continue
        values = own_column(sheet.raw.columns[position])
        if name in NAMES or name in ("geometry", *sheet.out):
            taken = {*NAMES, "geometry", *sheet.out, *sheet.raw.header}
            kept = f"given_{name}"
            while kept in taken:
                kept += "_"
            sheet.note(f"column {name} travels along as {kept}")
            name = kept
        sheet.out[name] = values
