"""When the rows of a table happened: dates in one column or in parts, and as computers count them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from geomap.formats import dates, numbers
from geomap.formats.raw import text_of

if TYPE_CHECKING:
    import numpy as np

    from geomap.formats.sheet import Sheet
    from geomap.model import When

    Cells = np.ndarray[Any, Any]

SERIALS = range(14_611, 73_051)
"""Days since 1899-12-30, as spreadsheets count: from 1940 to 2099."""
SECONDS = range(315_532_800, 4_102_444_800)
"""Seconds since 1970: from 1980 to 2099; the same in milliseconds has three figures more."""


def read(sheet: Sheet) -> None:
    """Fill start, end, precision and text of the times; a row with a date that is none is set aside."""
    starts = sheet.take("date")
    if starts is None:
        _from_parts(sheet)
        return
    ends = sheet.take("end")
    order = order_of(sheet, [cells for cells in (starts, ends) if cells is not None])
    whens = days(sheet, whole_days(sheet, counted(sheet, starts, "date"), "date"), "date", order)
    closing: list[When | None] = [None] * sheet.size
    if ends is not None:
        closing = days(sheet, whole_days(sheet, counted(sheet, ends, "end"), "end"), "end", order)
    sheet.out["time_start"] = [when.start if when else None for when in whens]
    sheet.out["time_end"] = [
        (until or when).end if when and (until or when) else None
        for when, until in zip(whens, closing, strict=True)
    ]
    sheet.out["time_precision"] = [
        None if when is None else "range" if until and until.end != when.end else str(when.precision)
        for when, until in zip(whens, closing, strict=True)
    ]
    sheet.out["time_text"] = [text_of(value) for value in starts]
    clocks = sum(dates.has_clock_without_zone(value) for value in starts)
    if clocks:
        sheet.note(
            f"{clocks} times of day state no time zone; their dates are kept, "
            "the times only as text (write 04:15+03:00 for Baghdad)"
        )


def days(sheet: Sheet, cells: Cells | list[Any], name: str, order: str | None) -> list[When | None]:
    """Read each cell as a date.

    Raises
    ------
    InputError
        If day and month could be either way round.
    """
    seen: dict[object, Any] = {}
    whens: list[When | None] = []
    for position, value in enumerate(cells):
        if numbers.is_missing(value):
            whens.append(None)
            continue
        if value not in seen:
            raw = sheet.raw
            seen[value] = dates.read_cell(
                value, order, path=raw.path, row=raw.rows[position], column=sheet.title(name)
            )
        when = seen[value]
        if isinstance(when, ValueError):
            sheet.fault(position, sheet.title(name), str(when), "write it as 2023-12-08")
            when = None
        whens.append(when)
    return whens


def is_dated(value: object) -> bool:
    """Tell whether a cell says when, in whatever way."""
    number = _whole(value) if not numbers.is_missing(value) else None
    if number is not None:
        return number in SERIALS or number in SECONDS or number // 1000 in SECONDS
    try:
        dates.read_date(value)
    except dates.AmbiguousDateError:
        return True
    except ValueError:
        return False
    return True


def counted(sheet: Sheet, cells: Cells, name: str) -> list[Any]:
    """Make dates of a column that counts days as a spreadsheet does, or seconds as computers do.

    Only where every number of the column fits: a single one could be anything. What was done is noted.
    """
    values = list(cells)
    whole = [(place, _whole(value)) for place, value in enumerate(values) if not numbers.is_missing(value)]
    known = [number for _, number in whole if number is not None]
    dated = sum(number is None for _, number in whole)
    if not known or (dated and not all(isinstance(cells[place], int | float) for place, n in whole if n)):
        return values
    title = sheet.title(name)
    if all(number in SERIALS for number in known):
        sheet.note(f"column {title}: numbers read as days that a spreadsheet counts (45268 is 2023-12-08)")
        epoch = datetime(1899, 12, 30, tzinfo=UTC)
        for place, number in whole:
            if number is not None:
                values[place] = (epoch + timedelta(days=number)).date()
    elif all(number in SECONDS or number // 1000 in SECONDS for number in known):
        sheet.note(f"column {title}: numbers read as seconds since 1970 (UTC)")
        for place, number in whole:
            if number is not None:
                seconds = number if number in SECONDS else number / 1000
                values[place] = datetime.fromtimestamp(seconds, tz=UTC)
    return values


def whole_days(sheet: Sheet, cells: list[Any], name: str) -> list[Any]:
    """Make days of a column in which every time is midnight: a program has made times of its days."""
    known = [value for value in cells if not numbers.is_missing(value)]
    if len(known) < 2 or any(dates.at_midnight(value) is None for value in known):
        return cells
    sheet.note(f"column {sheet.title(name)}: all of its times are midnight, read as days")
    return [value if numbers.is_missing(value) else dates.at_midnight(value) for value in cells]


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value)
    text = str(value).strip()
    return int(text) if text.isdigit() and text.isascii() and len(text) in (5, 9, 10, 12, 13) else None


def order_of(sheet: Sheet, columns: list[Cells]) -> str | None:
    """Tell whether dates with slashes have the day or the month first, as the user or a cell says."""
    order, shown = dates.find_order(value for cells in columns for value in cells)
    short = dates.short_year(value for cells in columns for value in cells)
    if short is not None:
        sheet.note(dates.SHORT_YEARS.format(short))
    if sheet.options.date_order:
        return sheet.options.date_order
    if order:
        words = "day/month" if order == "dmy" else "month/day"
        sheet.note(f"dates read as {words}, as {shown} shows (--date-order)")
    return order


def _from_parts(sheet: Sheet) -> None:
    """Put dates together from columns for year, month and day; what is not known there is left open."""
    if "year" not in sheet.found:
        return
    columns = [sheet.column(name) for name in ("year", "month", "day")]
    blank: list[Any] = [None] * sheet.size
    whens: list[When | None] = []
    for position, parts in enumerate(zip(*(blank if c is None else c for c in columns), strict=True)):
        try:
            whens.append(dates.from_parts(*(text_of(part) for part in parts)))
        except ValueError as error:
            sheet.fault(position, sheet.title("year"), str(error), "correct the cells or empty them")
            whens.append(None)
    sheet.out["time_start"] = [when and when.start for when in whens]
    sheet.out["time_end"] = [when and when.end for when in whens]
    sheet.out["time_precision"] = [None if when is None else str(when.precision) for when in whens]
    names = [sheet.title(name) for name in ("year", "month", "day") if name in sheet.found]
    sheet.note(f"dates put together from columns {', '.join(names)}, which travel along")
