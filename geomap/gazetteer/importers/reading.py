"""Read lines, tables and JSON features of any size, each with its line number, in bounded memory."""

from __future__ import annotations

import codecs
import csv
import gzip
import json
import re
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from geomap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geomap.gazetteer.importers.record import Record, Skip

T = TypeVar("T")

HEAD_BYTES = 64 * 1024
_LINE_BYTES = 1 << 20
_CHUNK = 1 << 20
# One feature's outline; beyond this a file is not what it says, and memory is worth more.
_FEATURE_CHARS = 1 << 26

_BLANKS = re.compile(r"[ \t\r\n,]*")


class SourceFile:
    """A file to import: plain, gzipped, or alone in a ZIP archive as GeoNames gives it out."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = str(path)
        self._raw: IO[bytes] | None = None
        self._total = 0

    @property
    def stem(self) -> str:
        """The file's name without what tells its format."""
        name = self.path.name
        for suffix in (".gz", ".zip", self.path.suffix):
            name = name.removesuffix(suffix)
        return Path(name).stem if "." in name else name

    def position(self) -> tuple[int, int]:
        """Give how many of how many bytes (as they lie on disk) are read."""
        if self._raw is None:
            return 0, self._total
        return (self._total if self._raw.closed else self._raw.tell()), self._total

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Open for reading bytes, unpacked.

        Raises
        ------
        InputError
            If the file is not there, cannot be read, or its packing is damaged.
        """
        try:
            with self.path.open("rb") as raw:
                self._raw = raw
                self._total = self.path.stat().st_size
                magic = raw.read(4)
                raw.seek(0)
                if magic[:2] == b"\x1f\x8b":
                    with gzip.open(raw) as unpacked:
                        yield cast("IO[bytes]", unpacked)
                elif magic == b"PK\x03\x04":
                    with zipfile.ZipFile(raw) as archive, archive.open(self._member(archive)) as unpacked:
                        yield unpacked
                else:
                    yield raw
        except (EOFError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
            raise InputError(f"is damaged ({error})", path=self.name, hint="fetch it again") from error
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror or error})", path=self.name) from error

    def _member(self, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
        # GeoNames packs IQ.txt with a readme.txt.
        members = [
            info for info in archive.infolist() if not info.is_dir() and "readme" not in info.filename.lower()
        ]
        if len(members) != 1:
            raise InputError(
                f"holds {len(members)} files, and only one can be meant",
                path=self.name,
                hint="unpack it and name the one to import",
            )
        return members[0]

    def head(self) -> str:
        """Give the first 64 kB, to tell the format by."""
        with self.opened() as file:
            return file.read(HEAD_BYTES).decode("utf-8", errors="replace").removeprefix("\ufeff")


def lines(file: SourceFile, skip: Skip) -> Iterator[tuple[int, str]]:
    """Give each line with its number, without its end; one that is not UTF-8 text is skipped."""
    with file.opened() as raw:
        number = 0
        while line := raw.readline(_LINE_BYTES):
            number += 1
            if len(line) == _LINE_BYTES and not line.endswith(b"\n"):
                skip(number, "is longer than a megabyte; is this the right kind of file?")
                while line and not line.endswith(b"\n"):
                    line = raw.readline(_LINE_BYTES)
                continue
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                skip(number, "is not UTF-8 text")
                continue
            yield number, (text.removeprefix("\ufeff") if number == 1 else text).rstrip("\r\n")


class TableRow(NamedTuple):
    """One row of a table: the line it begins on, and its cells by lower-case column."""

    line: int
    cells: dict[str, str]


def table(file: SourceFile, skip: Skip, *, delimiter: str = ",", quoted: bool = True) -> Iterator[TableRow]:
    """Give each row of a table whose first line names its columns.

    A row with more cells than columns is skipped; one with fewer has its last ones empty,
    as programs write that leave out trailing delimiters.
    """
    numbered = _Numbered(lines(file, skip))
    reader = csv.reader(
        numbered, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=False
    )
    header: list[str] | None = None
    while True:
        numbered.first = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            skip(numbered.first, f"is not a table's row ({error})")
            continue
        if header is None:
            header = [cell.strip().lower() for cell in cells]
        elif len(cells) > len(header):
            skip(numbered.first, f"has {len(cells)} cells and the header {len(header)}")
        elif cells:
            yield TableRow(numbered.first, dict(zip(header, map(str.strip, cells), strict=False)))


class _Numbered:
    """Hands lines to a CSV reader and remembers on which a row began."""

    def __init__(self, numbered: Iterator[tuple[int, str]]) -> None:
        self._lines = numbered
        self.first = 0

    def __iter__(self) -> _Numbered:
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        self.first = self.first or number
        return line + "\n"


def members(file: SourceFile, key: str, skip: Skip) -> Iterator[tuple[int, Any]]:
    """Give the members of the list under `key` of one big JSON object, each with its line.

    Without such a list every line (JSON Lines, GeoJSON text sequences) or the whole file
    is taken as one member, so one file of one feature is read as well.

    Raises
    ------
    InputError
        If the list breaks off or is no JSON in between: what follows cannot be told apart.
    """
    with file.opened() as raw:
        stream = _JsonStream(raw, file.name)
        if stream.enter(key):
            yield from stream.items()
            return
    yield from _whole_or_lines(file, skip)


def each(rows: Iterable[tuple[int, T]], make: Callable[[int, T], Record], skip: Skip) -> Iterator[Record]:
    """Make a record of each row; one that `make` refuses with a ValueError is skipped with its words."""
    for line, row in rows:
        try:
            yield make(line, row)
        except ValueError as error:
            skip(line, str(error))


def _whole_or_lines(file: SourceFile, skip: Skip) -> Iterator[tuple[int, Any]]:
    with file.opened() as raw:
        data = raw.read(_FEATURE_CHARS)
    try:
        yield 1, json.loads(data)
    except ValueError:
        pass
    else:
        return
    for number, line in lines(file, skip):
        text = line.strip("\x1e \t")
        if text:
            try:
                yield number, json.loads(text)
            except (ValueError, RecursionError):
                skip(number, "is not JSON")


class _JsonStream:
    """Finds a list in a JSON text and takes its items out one by one."""

    def __init__(self, raw: IO[bytes], name: str) -> None:
        self._read: Callable[[int], bytes] = raw.read
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._name = name
        self._scan = json.JSONDecoder().raw_decode
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._ended = False

    def enter(self, key: str) -> bool:
        """Go to the first item of the list under `key`; false where the file's head has none."""
        self._more()
        opening = re.search(rf'"{re.escape(key)}"\s*:\s*\[', self._buffer)
        if opening is None:
            return False
        self._go_to(opening.end())
        return True

    def items(self) -> Iterator[tuple[int, Any]]:
        """Give the items up to the list's end, each with its line.

        Raises
        ------
        InputError
            If the list breaks off or holds what is no JSON.
        """
        while True:
            self._pass_blanks()
            if self._buffer.startswith("]", self._at):
                return
            try:
                item, end = self._scan(self._buffer, self._at)
            except (ValueError, RecursionError) as error:
                self._widen(error)
                continue
            line = self._line
            self._go_to(end)
            yield line, item

    def _widen(self, error: Exception) -> None:
        kept = len(self._buffer) - self._at
        if isinstance(error, RecursionError) or kept > _FEATURE_CHARS:
            problem = "is nested too deep or too large to be a feature"
        elif self._ended:
            problem = "is not valid JSON from here on; the file may be cut off"
        else:
            # Doubling keeps the scans of one large feature linear in its length.
            for _ in range(1 + kept // _CHUNK):
                self._more()
            return
        raise InputError(problem, path=self._name, row=self._line, hint="fetch the file again") from error

    def _pass_blanks(self) -> None:
        while True:
            end = _BLANKS.match(self._buffer, self._at).end()  # type: ignore[union-attr]  # matches anything
            self._go_to(end)
            if end < len(self._buffer) or self._ended:
                return
            self._more()

    def _go_to(self, end: int) -> None:
        self._line += self._buffer.count("\n", self._at, end)
        self._at = end

    def _more(self) -> None:
        chunk = self._read(_CHUNK)
        self._ended = not chunk
        self._buffer = self._buffer[self._at :] + self._decode(chunk, final=self._ended)
        self._at = 0
