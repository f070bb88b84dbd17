"""Which columns of one file hold what, decided by their names and by what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.formats import dates, mapping, moments, numbers
from geomap.formats.folding import fold
from geomap.formats.guessing import unsettled
from geomap.formats.positions import read_pair
from geomap.formats.raw import text_of

if TYPE_CHECKING:
    from geomap.formats.mapping import Found
    from geomap.formats.raw import Raw
    from geomap.formats.table import ReadOptions

    Layout = dict[str, list[str]]

_TRIED = 200
"""So many cells show whether a column holds what its name promises."""
_PLACES = frozenset({"place", "lat", "wkt", "coordinates", "easting", "within", "country", "country_code"})
_LOOSE_IDS = frozenset({"code", "slug", "uuid", "reference_code"})
"""Names of columns that hold an event's id, or the code of something else that many share."""
_FIGURE = re.compile(r"[+-]?\d+\.\d+|\d{4}-\d\d-\d\d.*", re.ASCII)


def settle(raw: Raw, options: ReadOptions) -> Found:
    """Find the columns of each field.

    Raises
    ------
    InputError
        If no column says where, or the first row is no header.
    """
    _refuse_data_as_header(raw)
    found = mapping.map_columns(raw, options.columns)
    _settle_date(raw, options, found)
    _drop_what_is_no_id(raw, options, found)
    _find_coordinates(raw, found)
    for field, names in unsettled(raw.header).items():
        if field not in found and field.endswith(("best", "low", "high")):
            what = field.replace("_best", "").replace("_", " ")
            shown = names if len(names) < 4 else [*names[:2], f"{len(names) - 2} more"]
            raw.notes.append(
                f"{raw.name}: {', '.join(shown[:-1])} and {shown[-1]} are each a part of a figure; none is "
                f"taken as {what} (--column {field}=NAME)"
            )
    _require_place(raw, found)
    return found


def names_of(found: Found, raw: Raw) -> Layout:
    """Give a layout that holds for other rows of the file, whose columns may stand in another order."""
    return {field: [raw.header[position] for position in places] for field, places in found.items()}


def positions_of(layout: Layout, raw: Raw) -> Found:
    """Give the positions of the columns of a layout that these rows have."""
    found = {
        field: [raw.header.index(name) for name in names if name in raw.header]
        for field, names in layout.items()
    }
    return {field: places for field, places in found.items() if places}


def _refuse_data_as_header(raw: Raw) -> None:
    figures = sum(_FIGURE.fullmatch(name) is not None for name in raw.header)
    if figures >= 2:
        raise _no_header(raw)


def _no_header(raw: Raw) -> InputError:
    return InputError(
        "its first row holds data, no names of columns",
        path=raw.path,
        row=1,
        hint="name the columns in the first line, such as date,place,lat,lon",
    )


def _require_place(raw: Raw, found: Found) -> None:
    if _PLACES & found.keys() or raw.shapes is not None:
        return
    several = unsettled(raw.header).get("lat")
    if several:
        raise InputError(
            f"has {len(several)} pairs of coordinates ({', '.join(several)} ...)",
            path=raw.path,
            row=1,
            hint="say which is the event's: --column lat=NAME --column lon=NAME",
        )
    if sum(any(char.isdigit() for char in name) for name in raw.header) > len(raw.header) // 2:
        raise _no_header(raw)
    raise InputError(
        f"no column names a place or coordinates (columns: {', '.join(raw.header)})",
        path=raw.path,
        row=1,
        hint="say which does: --column place=NAME, or --column lat=NAME --column lon=NAME",
    )


def _known(raw: Raw, position: int) -> list[Any]:
    return [value for value in raw.columns[position].tolist() if not numbers.is_missing(value)][:_TRIED]


def _settle_date(raw: Raw, options: ReadOptions, found: Found) -> None:
    """Take the first column that may hold dates and does."""
    if "date" in options.columns:
        return
    taken = {place for field, places in found.items() if field != "date" for place in places}
    # A tag may have named a column that its header does not.
    candidates = dict.fromkeys([*mapping.date_columns(raw.header), *found.pop("date", [])])
    empty = None
    for position in candidates:
        cells = _known(raw, position)
        if position in taken:
            continue
        if cells and 2 * sum(map(_says_when, cells)) >= len(cells):
            found["date"] = [position]
            break
        if cells and empty is None:
            empty = position
    if "date" not in found and empty is not None:
        if fold(raw.header[empty]) in mapping.SURE_DATES:  # each row says what is wrong with its date
            found["date"] = [empty]
        else:
            raw.notes.append(f"{raw.name}: column {raw.header[empty]} holds no dates that can be read")
    _drop_other_end(raw, found)


def _says_when(value: object) -> bool:
    return moments.is_dated(value) or dates.looks_dated(value)


def _drop_other_end(raw: Raw, found: Found) -> None:
    """Leave alone the end of something that has a start of its own, such as an interview."""
    if "end" not in found or "date" not in found:
        return
    starts = {fold(name) for name in raw.header} & {"start"}
    if (
        fold(raw.header[found["end"][0]]) == "end"
        and starts
        and fold(raw.header[found["date"][0]]) != "start"
    ):
        del found["end"]


def _drop_what_is_no_id(raw: Raw, options: ReadOptions, found: Found) -> None:
    """Leave alone a column called "code" that has one value in many rows: a code of something else."""
    if "event_id" not in found or "event_id" in options.columns:
        return
    position = found["event_id"][0]
    if fold(raw.header[position]) not in _LOOSE_IDS:
        return
    known = [text for text in map(text_of, raw.columns[position]) if text is not None]
    if len(set(known)) < len(known):
        del found["event_id"]


def _find_coordinates(raw: Raw, found: Found) -> None:
    """Take a column in which every cell is a pair of coordinates, where no name says where."""
    if _PLACES & found.keys() or raw.shapes is not None:
        return
    taken = {place for places in found.values() for place in places}
    for position in set(range(len(raw.header))) - taken:
        cells = _known(raw, position)
        if cells and all(map(_is_pair, cells)):
            found["coordinates"] = [position]
            return


def _is_pair(value: object) -> bool:
    if isinstance(value, str) and not re.search(r"\d[.°]", value):  # "12, 13" may be anything
        return False
    try:
        read_pair(value)
    except ValueError:
        return False
    return True
