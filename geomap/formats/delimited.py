"""Cutting delimited text into cells, strictly and without pandas: every row is accounted for."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError, UsageError
from geomap.formats.mapping import known_fields
from geomap.formats.peek import decode, peek
from geomap.formats.signs import DELIMITERS, first_rows

if TYPE_CHECKING:
    import os

LONGEST_CELL = 16_000_000
_SPOKEN = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


@dataclass(slots=True)
class Cut:
    """A delimited text, cut."""

    path: str
    header: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    """Number of each row, the header being 1, as a spreadsheet counts."""
    cells: list[list[str]] = field(default_factory=list)
    """For each of `rows` as many cells as the header has."""
    set_aside: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def cut(path: str | os.PathLike[str], *, encoding: str | None = None, delimiter: str | None = None) -> Cut:
    """Cut a delimited text with a header line into cells.

    Parameters
    ----------
    path
        The file.
    encoding, delimiter
        Where the file does not speak for itself; what is found out is noted.

    Raises
    ------
    InputError
        If it cannot be read or decoded, or holds no row.
    UsageError
        If the delimiter is none.
    """
    peek(path)
    made = Cut(str(path))
    name = Path(path).name
    text, note = decode(Path(path).read_bytes(), made.path, encoding)
    text = text.removeprefix("\ufeff")
    if note:
        made.notes.append(f"{name}: {note}")
    mark = _checked(delimiter) if delimiter is not None else _found(text)
    if delimiter is None and mark != ",":
        made.notes.append(f"{name}: read with {_SPOKEN[mark]} between cells (--delimiter)")
    records = _records(text, mark, made)
    if not text.endswith(("\n", "\r")) and records:
        made.notes.append(
            f"{name}: the last line has no line break; if the file was cut off, its last cell may be short"
        )
    _fill(made, records)
    if not made.rows and not made.set_aside:
        raise InputError("has a header but no rows", path=made.path, row=1, hint="was it cut off?")
    return made


def _checked(delimiter: str) -> str:
    given = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if len(given) != 1 or given in '"\r\n':
        raise UsageError(f"the delimiter must be one character, not {delimiter!r}")
    return given


def _found(text: str) -> str:
    """Find the delimiter: the one that gives most fields that are known, then the evenest rows."""
    best, best_rank = ",", (0, 0, 0)
    for mark in DELIMITERS:
        rows = first_rows(text, mark, 50)
        if not rows or len(rows[0]) < 2:
            continue
        alike = sum(len(row) == len(rows[0]) for row in rows)
        rank = (len(known_fields([name.strip() for name in rows[0]])), alike, len(rows[0]))
        if rank > best_rank:
            best, best_rank = mark, rank
    return best


def _records(text: str, delimiter: str, made: Cut) -> list[tuple[int, list[str]]]:
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
                made.set_aside.append(
                    InputError(_spoken(error), path=made.path, row=number, hint="mend the quotes of this row")
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


def _fill(made: Cut, records: list[tuple[int, list[str]]]) -> None:
    if not records:
        hint = "name the columns in the first line"
        raise InputError("has no header line", path=made.path, row=1, hint=hint)
    _, header = records[0]
    width = len(header)
    while width > 1 and not header[width - 1].strip():  # a delimiter at the end of each line
        width -= 1
    made.header = [name.strip() or f"column {place}" for place, name in enumerate(header[:width], start=1)]
    for number, cells in records[1:]:
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            made.set_aside.append(
                InputError(
                    f"has {len(cells)} cells, the header {width}",
                    path=made.path,
                    row=number,
                    hint="cut off, or a delimiter inside an unquoted cell?",
                )
            )
            continue
        made.rows.append(number)
        made.cells.append(cells[:width])
