"""Cutting delimited text into cells, strictly and without pandas: every row is accounted for."""

from __future__ import annotations

import csv
import io
import itertools
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError, UsageError
from geomap.formats import headers
from geomap.formats.mapping import known_fields
from geomap.formats.peek import find_encoding, peek
from geomap.formats.signs import DELIMITERS, LONGEST_CELL, first_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

_START = 1 << 18
"""Characters by which the delimiter is found out."""
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
    read: int = 0
    """Bytes of the file that have been read."""

    def renew(self) -> None:
        """Make room for the next piece; the lists handed out stay as they are."""
        self.rows, self.cells, self.set_aside, self.notes = [], [], [], []


def cut(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: list[str] | None = None,
    quoted: bool = True,
) -> Cut:
    """Cut a delimited text into cells.

    Parameters
    ----------
    path
        The file.
    encoding, delimiter
        Where the file does not speak for itself; what is found out is noted.
    header
        The names of the columns of a file without a header line.
    quoted
        Whether a quotation mark at the beginning of a cell encloses it.

    Raises
    ------
    InputError
        If it cannot be read or decoded, or holds no row.
    UsageError
        If the delimiter is none.
    """
    return next(pieces(path, encoding=encoding, delimiter=delimiter, header=header, quoted=quoted))


def pieces(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: list[str] | None = None,
    quoted: bool = True,
    size: int | None = None,
) -> Iterator[Cut]:
    """Cut a delimited text into cells, `size` rows at a time; None: all at once.

    The parameters are those of `cut`; notes stand in the first piece. `Cut.read` says how much
    of the file has been read.
    """
    peek(path)
    name = Path(path).name
    with Path(path).open("rb") as file:
        found, note = find_encoding(file, os.fspath(path), encoding)
        cut_off = not _ends_in_line_break(file)
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=found, newline="")
        start = text.read(_START).removeprefix("\ufeff")
        mark = _checked(delimiter) if delimiter is not None else _found(start)
        made = Cut(str(path))
        if note:
            made.notes.append(f"{name}: {note}")
        if delimiter is None and mark != ",":
            made.notes.append(f"{name}: read with {_SPOKEN[mark]} between cells (--delimiter)")
        if cut_off:
            made.notes.append(
                f"{name}: the last line has no line break; "
                "if the file was cut off, its last cell may be short"
            )
        reader = csv.reader(
            _lines(start, text),
            delimiter=mark,
            strict=quoted,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )
        records = _records(reader, made)
        if header is None:
            header = _header(records, made, headers.find(first_rows(start, mark, headers.DEEPEST)))
        made.header = header
        first = True
        while True:
            _fill(made, itertools.islice(records, size))
            made.read = file.tell()
            if not made.rows and not made.set_aside:
                if first:
                    hint = "was it cut off?"
                    raise InputError("has a header but no rows", path=made.path, row=1, hint=hint)
                return
            yield made
            first = False
            made.renew()


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
        if not rows or len(rows[headers.find(rows)]) < 2:
            continue
        alike = sum(len(row) == len(rows[-1]) for row in rows)
        names = rows[headers.find(rows)]
        rank = (len(known_fields([name.strip() for name in names])), alike, len(names))
        if rank > best_rank:
            best, best_rank = mark, rank
    return best


def _ends_in_line_break(file: BinaryIO) -> bool:
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 4))
    return file.read().rstrip(b"\0").endswith((b"\n", b"\r"))


def _lines(start: str, rest: Iterable[str]) -> Iterator[str]:
    """Give the lines of a text of which `start` has been read already."""
    kept = ""
    for line in io.StringIO(start, newline=""):
        if kept:
            yield kept
        kept = line
    for line in rest:
        yield kept + line
        kept = ""
    if kept:
        yield kept


def _records(reader: Iterator[list[str]], made: Cut) -> Iterator[tuple[int, list[str]]]:
    for number in itertools.count(1):
        before = csv.field_size_limit(LONGEST_CELL)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            made.set_aside.append(
                InputError(_spoken(error), path=made.path, row=number, hint="mend the quotes of this row")
            )
            continue
        finally:
            csv.field_size_limit(before)
        if any(cell.strip() for cell in cells):
            yield number, cells


def _spoken(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quoted cell is never closed: the file is cut off here or a quote is missing"
    if "expected after" in text:
        return "text follows a closing quote"
    if "field larger" in text:
        return f"a cell is longer than {LONGEST_CELL:,} characters"
    return f"cannot be cut into cells ({text})"


def _header(records: Iterator[tuple[int, list[str]]], made: Cut, above: int) -> list[str]:
    passed = list(itertools.islice(records, above))
    if passed:
        made.notes.append(f"{Path(made.path).name}: {headers.passed_over(passed)}")
    first = next(records, None)
    if first is None:
        hint = "name the columns in the first line"
        raise InputError("has no header line", path=made.path, row=1, hint=hint)
    header = first[1]
    width = len(header)
    while width > 1 and not header[width - 1].strip():  # a delimiter at the end of each line
        width -= 1
    return [name.strip() or f"column {place}" for place, name in enumerate(header[:width], start=1)]


def _fill(made: Cut, records: Iterable[tuple[int, list[str]]]) -> None:
    width = len(made.header)
    for number, cells in records:
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            made.set_aside.append(
                InputError(
                    f"has {len(cells)} cell{'s' * (len(cells) != 1)}, the header {width}",
                    path=made.path,
                    row=number,
                    hint="a remark below the table?"
                    if len(cells) == 1
                    else "cut off, or a delimiter inside an unquoted cell?",
                )
            )
            continue
        made.rows.append(number)
        made.cells.append(cells[:width])
