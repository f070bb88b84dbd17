"""Zip archives of strangers, read in memory: nothing is unpacked to disk, and limits are kept."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from geomap.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_MEMBER = 1 << 29
"""Bytes that one file of an archive may unpack to; a zip bomb of some kB unpacks to much more."""
MOST_MEMBERS = 10_000


def names(path: Path) -> list[str]:
    """List the files of an archive.

    Raises
    ------
    InputError
        If it is damaged, holds too many files, or names one outside of itself.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise damaged(path, error) from None
    if len(found) > MOST_MEMBERS:
        raise InputError(
            f"holds {len(found):,} files, more than {MOST_MEMBERS:,}", path=str(path), hint="unpack it first"
        )
    for name in found:
        parts = name.replace("\\", "/").split("/")
        if parts[0] == "" or parts[0][1:2] == ":" or ".." in parts:
            raise InputError(
                f"holds a file that names a place outside of the archive ({name!r})",
                path=str(path),
                hint="do not trust it; ask where it comes from",
            )
    return found


def member(path: Path, name: str) -> bytes:
    """Read one file of an archive.

    Raises
    ------
    InputError
        If it is damaged, encrypted, or larger than `LARGEST_MEMBER`, whatever its header says.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            data = file.read(LARGEST_MEMBER + 1)
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        KeyError,
        zlib.error,
    ) as error:
        raise damaged(path, error) from None
    if len(data) > LARGEST_MEMBER:
        raise too_large(path, name)
    return data


def too_large(path: Path, name: str) -> InputError:
    """Say that what is inside is larger than `LARGEST_MEMBER`."""
    return InputError(
        f"{name} unpacks to more than {LARGEST_MEMBER:,} bytes",
        path=str(path),
        hint="is it a zip bomb? split it, or use .gpkg",
    )


def damaged(path: Path, error: Exception) -> InputError:
    """Say that an archive cannot be read."""
    return InputError(
        f"is no readable archive ({error})", path=str(path), hint="was it cut off? copy it again"
    )


def pack(members: dict[str, bytes], path: Path) -> None:
    """Write an archive; the same files give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
