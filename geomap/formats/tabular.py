"""From the cells of any table to the frame's columns: the step all readers share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap.errors import InputError, UsageError
from geomap.events import NAMES, conform
from geomap.formats import containers, dataset, dates, figures, moments, own, positions
from geomap.formats.datasets import choose
from geomap.formats.layout import names_of, positions_of, settle
from geomap.formats.mapping import in_words
from geomap.formats.precision import read_words
from geomap.formats.raw import content_ids, drop_tag_row, number, own_cells, text_of
from geomap.formats.sheet import Sheet
from geomap.formats.table import Table
from geomap.model import Precision

if TYPE_CHECKING:
    from geomap.formats.layout import Layout
    from geomap.formats.mapping import Found
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
MOST_COLUMNS = 5_000
_ADDRESS = re.compile(r"https?://\S+$")


def build(raw: Raw, options: ReadOptions, layout: Layout | None = None) -> Table:
    """Make a table of events of raw cells.

    Parameters
    ----------
    raw
        The cells.
    options
        What the user said.
    layout
        Which columns hold what, where that was found out from earlier rows of the same file.

    Raises
    ------
    InputError
        If no column names a place or coordinates, or day and month could be either way round.
    UsageError
        If `options` names a field, a date order or a data set that does not exist.
    """
    if options.date_order not in (None, *dates.ORDERS):
        raise UsageError(f"there is no date order {options.date_order!r}; use dmy or mdy")
    if len(raw.header) > MOST_COLUMNS:
        raise InputError(
            f"has {len(raw.header):,} columns, more than {MOST_COLUMNS:,}",
            path=raw.path,
            row=1,
            hint="are its rows and columns the wrong way round?",
        )
    drop_tag_row(raw)
    if set(raw.header) >= own.OURS and not options.columns and options.dataset is None:
        return _own_table(raw, options)
    known = choose(raw, options)
    if known is not None:
        return dataset.build(known, raw, options)
    return _any_table(raw, options, positions_of(layout, raw) if layout is not None else settle(raw, options))


def layout_of(raw: Raw, options: ReadOptions) -> Layout | None:
    """Settle from the first rows of a file which columns hold what; None where they are known anyway."""
    drop_tag_row(raw)
    if set(raw.header) >= own.OURS and not options.columns and options.dataset is None:
        return None
    return None if choose(raw, options) is not None else names_of(settle(raw, options), raw)


def _own_table(raw: Raw, options: ReadOptions) -> Table:
    sheet = Sheet(raw, options, own.fields(raw))
    shapes = own.take(sheet)
    _ids(sheet)
    _rest(sheet)
    return _table(sheet, shapes)


def _any_table(raw: Raw, options: ReadOptions, found: Found) -> Table:
    """Read a table of somebody else's: the fields that were found, and where they stand."""
    sheet = Sheet(raw, options, found)
    sheet.out["place_text"] = sheet.text("place") or [None] * sheet.size
    shapes = positions.read(sheet)
    moments.read(sheet)
    figures.read(sheet)
    for name in _TEXTS:
        texts = sheet.text(name)
        if texts is not None:
            sheet.out[name] = texts
    containers.read(sheet)
    _precision(sheet)
    _ids(sheet)
    _sources(sheet)
    sheet.out["flags"] = sheet.flags
    beside = ("within", "country_code", *(("year", "month", "day") if "date" not in found else ()))
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


def _precision(sheet: Sheet) -> None:
    radius = sheet.take("radius_m")
    if radius is not None:
        stated = sheet.each(radius, number, "radius_m")
        known = sheet.out.get("radius_m")
        sheet.out["radius_m"] = stated if known is None else np.where(pd.isna(stated), known, stated)
    if "precision" not in sheet.found:
        return
    position = sheet.found["precision"][0]
    texts = [text_of(value) for value in sheet.raw.columns[position]]
    if set(texts) <= {str(word) for word in Precision} | {None}:
        sheet.used.add(position)
        sheet.out["precision"] = texts
    else:
        _precision_words(sheet, texts)


def _precision_words(sheet: Sheet, texts: list[str | None]) -> None:
    """Read how close places are known in words; a column that seldom says so is something else."""
    told = {text: read_words(text) for text in set(texts) - {None} if text is not None}
    known = [text for text in texts if text is not None]
    if 2 * sum(told[text] is not None for text in known) < len(known):
        return
    title = sheet.title("precision")
    sheet.note(f"column {title} says how close the places are known: precision and radius from its words")
    shapes = sheet.raw.shapes
    area = shapely.get_dimensions(shapes) == 2 if shapes is not None else np.zeros(sheet.size, dtype=bool)
    precision: list[str | None] = [None] * sheet.size
    radius = np.array(sheet.out.get("radius_m", np.full(sheet.size, None, dtype=object)), dtype=object)
    for row, text in enumerate(texts):
        if text is None or pd.isna(sheet.out["lat"][row]) or area[row]:
            continue  # the place will say how close it is known itself
        step = told[text]
        if step is None:
            sheet.flags[row].append(f"{title}: {text!r} is not understood")
            continue
        precision[row] = str(step[0])
        if pd.isna(radius[row]):
            radius[row] = step[1]
    sheet.out["precision"], sheet.out["radius_m"] = precision, radius


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
            {"title": f"{sheet.raw.name}{sheet.raw.where(position)[len(sheet.raw.path) :]}, {unit} {row}"}
            | {name: texts[position] for name, texts in told.items() if texts[position]}
        ]
        for position, row in enumerate(sheet.raw.rows)
    ]


def _rest(sheet: Sheet) -> None:
    """Let every other column travel along; one that would pass for ours gets another name."""
    for position, name in enumerate(sheet.raw.header):
        if position in sheet.used:
            continue
        values = own_cells(sheet.raw, position)
        if name in NAMES or name in ("geometry", *sheet.out):
            taken = {*NAMES, "geometry", *sheet.out, *sheet.raw.header}
            kept = f"given_{name}"
            while kept in taken:
                kept += "_"
            sheet.note(f"column {name} travels along as {kept}")
            name = kept
        sheet.out[name] = values
