"""Excel workbooks (.xlsx), values only: formulas are not run, links are not followed."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.errors import InputError
from geomap.formats import headers
from geomap.formats.raw import Raw, is_tag_row
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

    Rows = list[tuple[int, Sequence[Any]]]

LARGEST_UNPACKED = 1 << 30
"""Bytes that a workbook may unpack to; a zip bomb of some kB unpacks to much more."""
LARGEST_MERGED = 1 << 26
"""Above so many bytes unpacked a workbook is read row by row, and its merged cells stay as they are."""
MOST_CELLS = 50_000_000
"""Cells of a sheet, the empty ones between filled ones counted."""
DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,
    EOFError,
    zlib.error,
)
"""What openpyxl raises on files that are cut off or not quite workbooks."""


def read(path: Path, options: ReadOptions) -> Table:
    """Read the sheets whose columns say most, or the one that is named."""
    raw = Raw(str(path), [], [], [])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it passes over
        try:
            sheets = _sheets(path)
        except InputError as error:
            raise InputError(error.problem, path=raw.path, hint=error.hint) from None
        except DAMAGED as error:
            raise InputError(
                f"is no readable Excel workbook ({error or type(error).__name__})",
                path=raw.path,
                hint="open it in a spreadsheet and save it again, or save it as CSV",
            ) from None
    _fill(raw, _chosen(sheets, options, raw))
    return build(raw, options)


def _sheets(path: Path) -> dict[str, Rows]:
    """Give the rows of each sheet with their numbers, the blank ones left out, merged cells filled."""
    import openpyxl

    size = _unpacked(path)
    book = openpyxl.load_workbook(path, read_only=size > LARGEST_MERGED, data_only=True, keep_links=False)
    try:
        return {sheet.title: _rows(sheet) for sheet in book.worksheets}
    finally:
        book.close()


def _rows(sheet: Any) -> Rows:  # noqa: ANN401 - openpyxl's sheet
    if hasattr(sheet, "reset_dimensions"):  # read row by row; what the file claims of its size is no matter
        sheet.reset_dimensions()
        return _filled(enumerate(sheet.iter_rows(values_only=True), start=1))
    # Cells that are only coloured or framed, often down to the last row there is, are not gone through.
    known = [cell for cell in sheet._cells.values() if cell.value is not None]  # noqa: SLF001 - see above
    width = max((cell.column for cell in known), default=0)
    if width * len({cell.row for cell in known}) > MOST_CELLS:
        raise InputError(
            f"its sheet {sheet.title} has cells up to column {width:,} and row {known[-1].row:,}",
            path="",
            hint="delete the stray ones, or save it as CSV",
        )
    rows: dict[int, list[Any]] = {}
    for cell in known:
        rows.setdefault(cell.row, [None] * width)[cell.column - 1] = cell.value
    # One value written over several rows or columns counts for each; a title over the table is no matter.
    for area in sheet.merged_cells:
        if area.size["rows"] > 1 and area.min_row in rows and area.min_col <= width:
            value = rows[area.min_row][area.min_col - 1]
            for number in range(area.min_row, area.max_row + 1):
                if number in rows:
                    for column in range(area.min_col - 1, min(area.max_col, width)):
                        rows[number][column] = value
    return _filled((number, rows[number]) for number in sorted(rows))


def _filled(rows: Iterable[tuple[int, Sequence[Any]]]) -> Rows:
    return [
        (number, row) for number, row in rows if any(cell is not None and str(cell).strip() for cell in row)
    ]


def _chosen(sheets: dict[str, Rows], options: ReadOptions, raw: Raw) -> dict[str, Rows]:
    """Give the sheet that is named; else the one whose columns say most, and those with the same columns."""
    names = ", ".join(sheets)
    if options.sheet is not None:
        if options.sheet not in sheets:
            raise InputError(f"there is no sheet {options.sheet!r}", path=raw.path, hint=f"sheets: {names}")
        return {options.sheet: sheets[options.sheet]}
    ranks = {
        name: max((headers.rank(row) for _, row in rows[: headers.DEEPEST]), default=0)
        for name, rows in sheets.items()
    }
    best = max(ranks, key=lambda name: (ranks[name], bool(sheets[name])))
    alike = {best: sheets[best]}
    if ranks[best]:
        header = _header(sheets[best])[1]
        found = {name: rows for name, rows in sheets.items() if len(rows) > 1 and _header(rows)[1] == header}
        alike = found or alike
    if len(alike) > 1:
        left = [name for name in sheets if name not in alike]
        rest = f", not {', '.join(left)}" if left else ""
        raw.notes.append(
            f"{raw.name}: sheets {', '.join(alike)} read as one table, their columns are the same{rest} "
            "(--sheet reads one of them)"
        )
    elif len(sheets) > 1:
        raw.notes.append(f"{raw.name}: sheet {best} read, one of {names} (--sheet)")
    return alike


def _header(rows: Rows) -> tuple[int, list[str]]:
    """Give the place of the header among the rows, and its names."""
    above = headers.find([row for _, row in rows])
    head = rows[above][1]
    width = max(place for place, name in enumerate(head, start=1) if name is not None and str(name).strip())
    return above, [
        str(name).strip() if name is not None else f"column {place}"
        for place, name in enumerate(head[:width], start=1)
    ]


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST_UNPACKED:
        raise InputError(
            f"unpacks to {size:,} bytes, more than {LARGEST_UNPACKED:,}",
            path=str(path),
            hint="save it as CSV",
        )
    return size


def _fill(raw: Raw, sheets: dict[str, Rows]) -> None:
    good: list[tuple[Any, ...]] = []
    several = len(sheets) > 1
    raw.parts = [] if several else None
    for sheet, rows in sheets.items():
        if not rows:
            raise InputError("the sheet is empty", path=raw.path, hint="name another with --sheet")
        above, raw.header = _header(rows)
        if above:
            raw.notes.append(f"{raw.name}: {headers.passed_over(rows[:above])}")
        body = rows[above + 1 :]
        if good and body and is_tag_row(body[0][1]):
            body = body[1:]
        kept = _whole_rows(raw, body, f"{raw.path}/{sheet}" if several else raw.path)
        good += kept
        if raw.parts is not None:
            raw.parts += [sheet] * len(kept)
    if not good and not raw.set_aside:
        raise InputError("has a header but no rows", path=raw.path, row=1, hint="name another with --sheet")
    raw.columns = [np.full(len(good), None, dtype=object) for _ in raw.header]
    for place, column in enumerate(zip(*good, strict=True)):
        raw.columns[place][:] = column


def _whole_rows(raw: Raw, rows: Rows, where: str) -> list[tuple[Any, ...]]:
    """Give the cells of each row below the header; one with more of them is set aside."""
    width = len(raw.header)
    good: list[tuple[Any, ...]] = []
    for number, cells in rows:
        if any(cell is not None for cell in cells[width:]):
            raw.set_aside.append(
                InputError(
                    f"has cells beyond the {width} columns of the header",
                    path=where,
                    row=number,
                    hint="name those columns, or empty the cells",
                )
            )
            continue
        raw.rows.append(number)
        good.append((*cells[:width], *[None] * (width - len(cells))))
    return good
