"""A table read and written again row for row, a piece at a time.

Where each line is a row, as in most tables, the lines are written again as they stand, but
for cells that a spreadsheet would run. All else is cut and written cell by cell.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.formats.escaping import escape
from geomap.formats.peek import find_encoding, peek, refuse_binary
from geomap.formats.signs import DELIMITERS, LONGEST_CELL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

PIECE_CHARS = 1 << 18
"""More make no step cheaper, and the answers to a megabyte of names are ten, which no cache holds."""
# What begins a formula (see formats.escaping), at the start of a cell; a line that says nothing. A line
# break goes before the text: to look for it takes half the time of looking for where a line may start.
_MAY_RUN = re.compile(r"""[\n,]"?[ \t\v\f']*[=+\-@＝＋－＠\t]""")
_NO_CELL = re.compile(r"""\n[\s,;|"]*(?:\n|\Z)""")


@dataclass(slots=True)
class Piece:
    """Some rows, one after another."""

    keys: list[Any]
    lines: list[bytes]
    """The same rows as they are written again, in UTF-8 and without their ends."""
    read: int
    """Bytes of the file read so far."""


@dataclass(slots=True)
class Rows:
    """A table that is being read."""

    path: str
    size: int
    """Bytes of the file."""
    header: list[str]
    text: TextIO
    notes: list[str] = field(default_factory=list)
    set_aside: list[InputError] = field(default_factory=list)
    _delimiter: str = ","
    _number: int = 0

    def pieces(self, key_of: Callable[[list[str]], Any]) -> Iterator[Piece]:
        """Give all rows, of each what `key_of` makes of its cells; wrong ones go to `set_aside`."""
        while chunk := self._chunk(self.text):
            keys, lines = self._plain(chunk, key_of) or self._careful(chunk, key_of)
            if keys:
                yield Piece(keys, lines, self.text.buffer.tell())

    def _chunk(self, text: TextIO) -> str:
        """Take some whole rows; a quoted cell may hold line breaks."""
        chunk = text.read(PIECE_CHARS) + text.readline()
        while chunk.count('"') % 2 and len(chunk) < LONGEST_CELL:
            more = text.readline()
            if not more:
                break
            chunk += more
        return chunk

    def _plain(self, chunk: str, key_of: Callable[[list[str]], Any]) -> tuple[list[Any], list[bytes]] | None:
        """Cut where each line is a row with all its cells; ``None`` where one is not."""
        if "\r" in chunk:
            chunk = chunk.replace("\r\n", "\n")
            if "\r" in chunk:
                return None
        chunk = chunk.removesuffix("\n")
        if self._delimiter != "," or _NO_CELL.search(f"\n{chunk}"):
            return None
        lines = chunk.split("\n")
        width = len(self.header)
        try:
            with _long_cells():
                # The cells are let go at once: a million lists would keep the garbage collector busy.
                keys = [key_of(row) for row in csv.reader(lines, strict=True) if len(row) == width]
        except csv.Error:
            return None
        if len(keys) != len(lines):
            return None
        self._number += len(lines)
        if _MAY_RUN.search(f"\n{chunk}"):
            return keys, [
                (_escaped(line) if _MAY_RUN.search(f"\n{line}") else line).encode() for line in lines
            ]
        # Encoded at one go, as most of the time goes into moving bytes.
        return keys, chunk.encode().split(b"\n")

    def _careful(self, chunk: str, key_of: Callable[[list[str]], Any]) -> tuple[list[Any], list[bytes]]:
        """Cut row by row, setting aside those that are wrong."""
        kept: list[list[str]] = []
        with _long_cells():
            reader = csv.reader(io.StringIO(chunk, newline=""), delimiter=self._delimiter, strict=True)
            while True:
                self._number += 1
                try:
                    row = next(reader)
                except StopIteration:
                    self._number -= 1
                    break
                except csv.Error as error:
                    self._aside(f"cannot be cut into cells ({error})", "mend the quotes of this row")
                    continue
                if any(map(str.strip, row)) and self._has_all(row):
                    kept.append(row[: len(self.header)])
        lines = [line_of([escape(cell) for cell in row]).encode() for row in kept]
        return [key_of(row) for row in kept], lines

    def _has_all(self, row: list[str]) -> bool:
        width = len(self.header)
        if len(row) == width or (len(row) > width and not any(map(str.strip, row[width:]))):
            return True
        self._aside(
            f"has {len(row)} cells, the header {width}",
            "cut off, or a delimiter inside an unquoted cell?",
        )
        return False

    def _aside(self, problem: str, hint: str) -> None:
        self.set_aside.append(InputError(problem, path=self.path, row=self._number, hint=hint))


@contextmanager
def opened(path: str, column: str) -> Iterator[Rows]:
    """Open a table that has a column of this name.

    Raises
    ------
    InputError
        If it cannot be read or decoded, or has no such column.
    """
    refuse_binary(peek(path))
    with Path(path).open("rb") as file:
        encoding, note = find_encoding(file, path, None)
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        first = text.readline(LONGEST_CELL).removeprefix("\ufeff")
        while first.count('"') % 2 and (more := text.readline(LONGEST_CELL)):
            first += more
        headers = {mark: _header(first, mark) for mark in DELIMITERS}
        mark = next((mark for mark, names in headers.items() if column in names), None)
        if mark is None:
            widest = max(headers.values(), key=len)
            raise InputError(
                f"there is no column {column!r}", path=path, row=1, hint=f"columns: {', '.join(widest)}"
            )
        rows = Rows(path, Path(path).stat().st_size, headers[mark], text, _delimiter=mark, _number=1)
        if note:
            rows.notes.append(f"{Path(path).name}: {note}")
        yield rows


def _header(line: str, mark: str) -> list[str]:
    try:
        row = next(csv.reader(io.StringIO(line, newline=""), delimiter=mark, strict=True), [])
    except csv.Error:
        return []
    names = [name.strip() for name in row]
    while len(names) > 1 and not names[-1]:  # a delimiter at the end of each line
        names.pop()
    return [name or f"column {place}" for place, name in enumerate(names, start=1)]


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Echo:
    """Hands csv's rows back as text."""

    def write(self, text: str) -> str:
        return text


# csv must believe in CR LF: it quotes only the line ends that it would write itself.
_write = csv.writer(_Echo(), lineterminator="\r\n").writerow


def _escaped(line: str) -> str:
    return line_of([escape(cell) for cell in next(csv.reader([line]))])


def line_of(cells: Sequence[object]) -> str:
    """Write a row as CSV, without its end."""
    text: str = _write(cells)
    return text.removesuffix("\r\n")
