"""Read a pack's CSV file so that every row knows its line and no fault goes unseen."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.faults import Fault, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Row(NamedTuple):
    """One row: its first line in the file, and its cells by column, stripped."""

    line: int
    cells: dict[str, str]


class Columns(NamedTuple):
    """The columns that a table must and may have."""

    required: Sequence[str]
    optional: Sequence[str]


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """Read a UTF-8 file; ``None``, with a fault, where it is not one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.append(Fault(str(path), 0, f"cannot be read ({error.strerror})"))
        return None
    try:
        # Excel writes a byte-order mark in front of UTF-8.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(Fault(str(path), line, "is not UTF-8 text here; save the file as CSV UTF-8"))
        return None


def read_table(path: Path, columns: Columns, faults: list[Fault]) -> list[Row]:
    """Read a CSV file's rows, adding what is wrong with its shape to `faults`.

    A ragged row is a fault and is left out; blank lines are skipped.
    """
    text = read_text(path, faults)
    if text is None:
        return []
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = [name.strip() for name in next(lines, [])]
        wrong = list(_header_faults(str(path), header, columns))
        faults.extend(wrong)
        if any(fault.severity is Severity.ERROR for fault in wrong):
            return []
        for line, cells in _numbered(lines):
            if len(cells) != len(header):
                faults.append(
                    Fault(
                        str(path),
                        line,
                        f"has {len(cells)} cells and the header {len(header)}; "
                        "put a text that holds a comma in double quotes",
                    )
                )
            else:
                rows.append(Row(line, dict(zip(header, map(str.strip, cells), strict=True))))
    except csv.Error as error:
        faults.append(Fault(str(path), lines.line_num, f"is not valid CSV ({error})"))
    return rows


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Give each row the number of its first line; a quoted cell may span several."""
    before = lines.line_num  # type: ignore[attr-defined]  # csv.reader has it, Iterator does not
    for cells in lines:
        if cells:
            yield before + 1, cells
        before = lines.line_num  # type: ignore[attr-defined]


def _header_faults(path: str, header: list[str], columns: Columns) -> Iterator[Fault]:
    if not header:
        yield Fault(path, 1, f"is empty; the first line names the columns {','.join(columns.required)}")
        return
    for name in columns.required:
        if name not in header:
            yield Fault(path, 1, f"has no column {name!r}; it has {','.join(header)}")
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield Fault(path, 1, f"has the column {name!r} twice")
    for name in header:
        if name not in columns.required and name not in columns.optional:
            yield Fault(path, 1, f"column {name!r} is not read", Severity.NOTE)
