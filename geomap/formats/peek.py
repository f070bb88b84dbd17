"""A first look at a file: what kind of content it holds."""

from __future__ import annotations

import codecs
import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from geomap.errors import InputError

HEAD_BYTES = 65_536
BLOCK = 1 << 20
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_NOT_EVENTS = (
    (b"%PDF-", "is a PDF", "save its text to a .txt file first"),
    (b"\xd0\xcf\x11\xe0", "is an old Office file (.xls or .doc)", "save it as .xlsx or .txt"),
    (b"\x89PNG", "is a picture", "type its text into a .txt file"),
    (b"\xff\xd8\xff", "is a picture", "type its text into a .txt file"),
    (b"{\\rtf", "is an RTF document", "save it as plain text first"),
    (b"SQLite format 3\0", "is an SQLite file, but not a GeoPackage", "export a GeoPackage or GeoJSON"),
)


@dataclass(frozen=True, slots=True)
class Peek:
    """The beginning of a file."""

    path: Path
    head: bytes
    whole: bool
    """Whether `head` is all there is."""

    @property
    def text(self) -> str:
        """The beginning as text, undecodable bytes replaced."""
        for mark, encoding in BOMS:
            if self.head.startswith(mark):
                return self.head.decode(encoding, errors="replace")
        return self.head.decode(wide(self.head) or "utf-8", errors="replace")


def peek(path: str | os.PathLike[str]) -> Peek:
    """Look at the beginning of a file.

    Raises
    ------
    InputError
        If it does not exist, cannot be read, or is empty.
    """
    where = os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD_BYTES)
            whole = not file.read(1)
    except FileNotFoundError:
        raise InputError("there is no such file", path=where, hint="check the name and the folder") from None
    except IsADirectoryError:
        raise InputError("is a folder", path=where, hint=f"name its files: {where.rstrip('/')}/*") from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise InputError(f"cannot be read ({why})", path=where, hint="check its permissions") from None
    except ValueError:  # a NUL in the name
        raise InputError("is no file name", path=repr(where)) from None
    looked = Peek(Path(path), head, whole)
    if not looked.text.strip("\ufeff\0 \t\r\n"):
        raise InputError("is empty", path=where, hint="was it saved, or cut off while copying?")
    return looked


def refuse_binary(looked: Peek) -> None:
    """Refuse what is neither text nor a format that a reader has claimed.

    Raises
    ------
    InputError
        With what the file seems to be and what to do about it.
    """
    where = str(looked.path)
    for magic, problem, hint in _NOT_EVENTS:
        if looked.head.startswith(magic):
            raise InputError(problem, path=where, hint=hint)
    if any(looked.head.startswith(mark) for mark, _ in BOMS) or wide(looked.head):
        return
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", looked.head))
    if b"\0" in looked.head or controls > len(looked.head) // 100:
        raise InputError(
            "is a binary file, not text, a table or a GIS file that geomap reads",
            path=where,
            hint="give .txt, .csv, .xlsx, .geojson or .gpkg",
        )


def wide(head: bytes) -> str | None:
    """Tell UTF-16 without its mark by nought bytes, which stand in every other place and nowhere else."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if not even and odd * 20 > len(head):
        return "utf-16-le"
    return "utf-16-be" if not odd and even * 20 > len(head) else None


def decode(data: bytes, path: str, encoding: str | None) -> tuple[str, str | None]:
    """Decode a whole text file.

    Returns
    -------
    tuple of str and (str or None)
        The text, and a note where the encoding was found out rather than declared.

    Raises
    ------
    InputError
        If it is not UTF-8 and its bytes do not tell what else it is.
    """
    name, note = find_encoding(io.BytesIO(data), path, encoding)
    return data.decode(name), note


def find_encoding(file: BinaryIO, path: str, encoding: str | None) -> tuple[str, str | None]:
    """Find the encoding of a text file by reading it through, a block at a time.

    Returns
    -------
    tuple of str and (str or None)
        The encoding, and a note where it was found out rather than declared.

    Raises
    ------
    InputError
        If it is not UTF-8 and its bytes do not tell what else it is.
    """
    file.seek(0)
    start = file.read(HEAD_BYTES)
    named = encoding or next((name for mark, name in BOMS if start.startswith(mark)), wide(start) or "utf-8")
    try:
        row = _first_undecodable(file, named)
    except LookupError:
        raise InputError(
            f"there is no encoding {named!r}", path=path, hint="such as utf-8, windows-1252, windows-1256"
        ) from None
    if row is None:
        unmarked = encoding is None and named.startswith("utf-16-")
        return named, "read as UTF-16, which its nought bytes show (--encoding)" if unmarked else None
    if encoding is not None or named != "utf-8":
        raise InputError(f"is not {named}", path=path, row=row, hint="say which with --encoding")
    # Western text has single letters beyond ASCII inside ASCII words; whole words of them
    # are another script, and which one the bytes do not say.
    if not _has_other_script(file) and _first_undecodable(file, "windows-1252") is None:
        return "windows-1252", "read as Windows-1252, because it is not UTF-8 (--encoding)"
    if _is_arabic(file):
        return "windows-1256", "read as Windows-1256, because its words are Arabic in it (--encoding)"
    raise InputError(
        "is not UTF-8",
        path=path,
        row=row,
        hint="say --encoding windows-1256 (Arabic), windows-1251 (Cyrillic), windows-1252 (Western) ...",
    )


def _first_undecodable(file: BinaryIO, encoding: str) -> int | None:
    """Give the line of the first bytes that an encoding does not have; None if all is well."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    row = 1
    while True:
        block = file.read(BLOCK)
        try:
            decoder.decode(block, final=not block)
        except UnicodeError as error:
            # The fault may lie in what was kept from the block before, which holds no line end.
            position = error.start if isinstance(error, UnicodeDecodeError) else 0
            return row + block.count(b"\n", 0, position)
        if not block:
            return None
        row += block.count(b"\n")


def _has_other_script(file: BinaryIO) -> bool:
    file.seek(0)
    kept = b""
    while block := file.read(BLOCK):
        if re.search(rb"[\x80-\xff]{4}", kept + block):
            return True
        kept = block[-3:]
    return False


def _is_arabic(file: BinaryIO) -> bool:
    """Tell Arabic in Windows-1256 by its article: a tenth of the words or more begin with al-.

    In other encodings the two bytes of the article are letters that seldom begin a word together.
    """
    if _first_undecodable(file, "windows-1256") is not None:
        return False
    file.seek(0)
    words = re.findall(r"[\u0621-\u064a]{3,}", file.read(BLOCK).decode("windows-1256", errors="replace"))
    return len(words) >= 5 and sum(word.startswith("ال") for word in words) * 10 >= len(words)
