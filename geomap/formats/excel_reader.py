"""Excel workbooks (.xlsx), values only: formulas are not run, links are not followed."""

from __future__ import annotations

import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.errors import InputError
from geomap.formats.raw import Raw
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

LARGEST_UNPACKED = 1 << 30
"""Bytes that a workbook may unpack to; a zip bomb of some kB unpacks to much more."""
DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,
    EOFError,
)
"""What openpyxl raises on files that are cut off or not quite workbooks."""


def read(path: Path, options: ReadOptions) -> Table:
    """Read a sheet whose first row names the columns."""
    raw = Raw(str(path), [], [], [])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it passes over
        try:
            _refuse_bomb(path)
            table = _cells(path, options, raw)
        except InputError:
            raise
        except (
            zipfile.BadZipFile,
            KeyError,
            ValueError,
            TypeError,
            AttributeError,
            OSError,
            SyntaxError,
        ) as error:
            raise InputError(
                f"is no readable Excel workbook ({error or type(error).__name__})",
                path=raw.path,
                hint="open it in a spreadsheet and save it again, or save it as CSV",
            ) from None
    _fill(raw, table)
    return build(raw, options)


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST_UNPACKED:
        raise InputError(
            f"unpacks to {size:,} bytes, more than {LARGEST_UNPACKED:,}",
            path=str(path),
            hint="save it as CSV",
        )


def _cells(path: Path, options: ReadOptions, raw: Raw) -> list[tuple[Any, ...]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        names = book.sheetnames
        if options.sheet is not None and options.sheet not in names:
            raise InputError(
                f"there is no sheet {options.sheet!r}", path=raw.path, hint=f"sheets: {', '.join(names)}"
            )
        name = options.sheet or names[0]
        if options.sheet is None and len(names) > 1:
            raw.notes.append(f"{raw.name}: sheet {name} read, one of {', '.join(names)} (--sheet)")
        return list(book[name].iter_rows(values_only=True))
    finally:
        book.close()


def _fill(raw: Raw, table: list[tuple[Any, ...]]) -> None:
    filled = [
        (number, cells)
        for number, cells in enumerate(table, start=1)
        if any(cell is not None and str(cell).strip() for cell in cells)
    ]
    if not filled:
        raise InputError("the sheet is empty", path=raw.path, hint="name another with --sheet")
    _, head = filled[0]
    width = max(place for place, name in enumerate(head, start=1) if name is not None and str(name).strip())
    raw.header = [
        str(name).strip() if name is not None else f"column {place}"
        for place, name in enumerate(head[:width], start=1)
    ]
    good: list[tuple[Any, ...]] = []
    for number, cells in filled[1:]:
        if any(cell is not None for cell in cells[width:]):
            raw.set_aside.append(
                InputError(
                    f"has cells beyond the {width} columns of the header",
                    path=raw.path,
                    row=number,
                    hint="name those columns, or empty the cells",
                )
            )
            continue
        raw.rows.append(number)
        good.append((*cells[:width], *[None] * (width - len(cells))))
    if not good and not raw.set_aside:
        raise InputError("has a header but no rows", path=raw.path, row=1, hint="name another with --sheet")
    raw.columns = [np.full(len(good), None, dtype=object) for _ in range(width)]
    for place, column in enumerate(zip(*good, strict=True)):
        raw.columns[place][:] = column
