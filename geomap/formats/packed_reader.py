"""A table in a zip archive or in gzip, as GDELT, UCDP and HDX offer theirs.

What is inside is read by its own content, from a temporary file that is gone afterwards; limits
are kept, and nothing that an archive holds is opened but the one file.
"""

from __future__ import annotations

import gzip
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.formats import archives

if TYPE_CHECKING:
    from geomap.formats.table import ReadOptions, Table

READABLE = (
    ".csv",
    ".tsv",
    ".tab",
    ".txt",
    ".json",
    ".geojson",
    ".geojsonl",
    ".ndjson",
    ".jsonl",
    ".xlsx",
    ".gpkg",
    ".kml",
    ".parquet",
    ".fgb",
)
"""What a file inside may be called; anything else, such as a codebook, is passed over."""
_DOCUMENTS = (
    ("word/document.xml", "is a Word document", "save its text to a .txt file first"),
    ("ppt/presentation.xml", "is a presentation", "save its text to a .txt file first"),
    ("mimetype", "is an OpenDocument file", "save it as .xlsx, .csv or .txt"),
)


def read(path: Path, options: ReadOptions) -> Table:
    """Read the one table that an archive holds.

    Raises
    ------
    InputError
        If it is damaged, too large, or holds none or more than one.
    """
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    name, data, options = _member(path, options) if packed else (*_gunzip(path), options)
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / name
        inside.write_bytes(data)
        return _told_of(path, inside, options)


def _told_of(path: Path, inside: Path, options: ReadOptions) -> Table:
    """Read a file, and let what is said of it name the archive."""
    from geomap.formats.registry import READERS, detect, read_as

    where = f"{path}/{inside.name}"
    try:
        reader = detect(inside) or next(reader for reader in READERS if reader.name == "CSV")
        if reader.module == __name__:
            raise InputError("is an archive in an archive", path=where, hint="unpack it first")
        table = read_as(reader, inside, options)
    except InputError as error:
        raise _moved(error, where) from None
    return replace(table, set_aside=tuple(_moved(error, where) for error in table.set_aside))


def _moved(error: InputError, where: str) -> InputError:
    return InputError(error.problem, path=where, row=error.row, column=error.column, hint=error.hint)


def _member(path: Path, options: ReadOptions) -> tuple[str, bytes, ReadOptions]:
    held = [name for name in archives.names(path) if not name.endswith("/") and "__MACOSX" not in name]
    for sign, problem, hint in _DOCUMENTS:
        if sign in held:
            raise InputError(problem, path=str(path), hint=hint)
    tables = [name for name in held if name.lower().endswith(READABLE)]
    if options.sheet in tables:
        tables, options = [str(options.sheet)], replace(options, sheet=None)
    if len(tables) != 1:
        raise InputError(
            f"is a zip archive of {len(tables)} tables" if tables else "is a zip archive without a table",
            path=str(path),
            hint=f"name one with --sheet: {', '.join(tables)}"
            if tables
            else "unpack it, and give what can be read",
        )
    return PurePosixPath(tables[0].replace("\\", "/")).name, archives.member(path, tables[0]), options


def _gunzip(path: Path) -> tuple[str, bytes]:
    try:
        with gzip.open(path) as file:
            data = file.read(archives.LARGEST_MEMBER + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise archives.damaged(path, error) from None
    if len(data) > archives.LARGEST_MEMBER:
        raise archives.too_large(path, path.name)
    return path.name.removesuffix(".gz"), data
