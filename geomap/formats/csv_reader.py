"""CSV and other delimited text.

pandas takes most cut-off files without a word and makes a missing value of the place name
"NA": the cells are cut by Python's own csv module, strictly, and every row is accounted for.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np

from geomap.errors import InputError, UsageError
from geomap.formats.escaping import unescape
from geomap.formats.mapping import known_fields
from geomap.formats.peek import decode
from geomap.formats.signs import DELIMITERS, first_rows
from geomap.formats.tabular import OURS, Raw, build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

LONGEST_CELL = 16_000_000
_SPOKEN = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


def read(path: Path, options: ReadOptions) -> Table:
    """Read a delimited text with a header line."""
    text, note = decode(path.read_bytes(), str(path), options.encoding)
    text = text.removeprefix("\ufeff")
    raw = Raw(str(path), [], [], [])
    if note:
        raw.notes.append(f"{raw.name}: {note}")
    delimiter = _delimiter(text, options, raw)
    records = _records(text, delimiter, raw)
    if not text.endswith(("\n", "\r")) and records:
        raw.notes.append(
            f"{raw.name}: the last line has no line break; "
            "if the file was cut off, its last cell may be short"
        )
    _fill(raw, records)
    if not raw.rows and not raw.set_aside:
        raise InputError("has a header but no rows", path=raw.path, row=1, hint="was it cut off?")
    return build(raw, options)


def _delimiter(text: str, options: ReadOptions, raw: Raw) -> str:
    if options.delimiter is not None:
        given = {"tab": "\t", "\\t": "\t"}.get(options.delimiter, options.delimiter)
        if len(given) != 1 or given in '"\r\n':
            raise UsageError(f"the delimiter must be one character, not {options.delimiter!r}")
        return given
    best, best_rank = ",", (0, 0, 0)
    for mark in DELIMITERS:
        rows = first_rows(text, mark, 50)
        if not rows or len(rows[0]) < 2:
            continue
        alike = sum(len(row) == len(rows[0]) for row in rows)
        rank = (len(known_fields([name.strip() for name in rows[0]])), alike, len(rows[0]))
        if rank > best_rank:
            best, best_rank = mark, rank
    if best != ",":
        raw.notes.append(f"{raw.name}: read with {_SPOKEN[best]} between cells (--delimiter)")
    return best


def _records(text: str, delimiter: str, raw: Raw) -> list[tuple[int, list[str]]]:
    """Cut the text into (row number, cells); what cannot be cut is set aside."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        records: list[tuple[int, list[str]]] = []
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return records
            except csv.Error as error:
                raw.set_aside.append(
                    InputError(_spoken(error), path=raw.path, row=number, hint="mend the quotes of this row")
                )
                continue
            if any(cell.strip() for cell in cells):
                records.append((number, cells))
    finally:
        csv.field_size_limit(before)


def _spoken(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quoted cell is never closed: the file is cut off here or a quote is missing"
    if "expected after" in text:
        return "text follows a closing quote"
    if "field larger" in text:
        return f"a cell is longer than {LONGEST_CELL:,} characters"
    return f"cannot be cut into cells ({text})"


def _fill(raw: Raw, records: list[tuple[int, list[str]]]) -> None:
    if not records:
        raise InputError(
            "has no header line", path=raw.path, row=1, hint="name the columns in the first line"
        )
    _, header = records[0]
    width = len(header)
    while width > 1 and not header[width - 1].strip():  # a delimiter at the end of each line
        width -= 1
    raw.header = [name.strip() or f"column {place}" for place, name in enumerate(header[:width], start=1)]
    good: list[list[str]] = []
    for number, cells in records[1:]:
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            raw.set_aside.append(
                InputError(
                    f"has {len(cells)} cells, the header {width}",
                    path=raw.path,
                    row=number,
                    hint="cut off, or a delimiter inside an unquoted cell?",
                )
            )
            continue
        raw.rows.append(number)
        good.append(cells[:width])
    ours = set(raw.header) >= OURS
    raw.columns = [np.full(len(good), None, dtype=object) for _ in range(width)]
    for place, column in enumerate(zip(*good, strict=True)):
        raw.columns[place][:] = [unescape(cell) for cell in column] if ours else column
