"""Whole or not at all: write beside the target, flush to disk, then rename over it."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import SaveError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def atomic_path(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside `target`; on success it becomes `target`.

    The temporary name keeps the suffix, because drivers choose by it. If the block
    raises, or the process is killed, whatever stood at `target` is untouched.

    Raises
    ------
    SaveError
        If the folder is missing or cannot be written to.
    """
    target = Path(target)
    folder = target.parent
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name[:40]}.", dir=folder) as hold:
            # Named as the target: GDAL takes a layer's name from the file's.
            part = Path(hold) / target.name
            yield part
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(target)
        _sync_folder(folder)
    except OSError as error:
        if isinstance(error, SaveError):
            raise
        why = error.strerror or str(error)
        hint = "make the folder first" if not folder.is_dir() else "choose another with -o"
        raise SaveError(f"{target}: could not be written ({why}); {hint}") from error


@contextmanager
def atomic_folder(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary folder beside `target`; on success it becomes `target`.

    Raises
    ------
    SaveError
        If something stands at `target` that is no empty folder, or it cannot be written.
    """
    target = Path(os.fspath(target).rstrip("/" + os.sep) or os.sep)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SaveError(f"{target}: is there already; name a new folder, or empty it")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name[:40]}.", dir=target.parent) as hold:
            part = Path(hold) / "parts"
            part.mkdir()
            yield part
            for written in part.iterdir():
                with written.open("rb+") as file:
                    os.fsync(file.fileno())
            part.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        if isinstance(error, SaveError):
            raise
        hint = "make its parent folder first" if not target.parent.is_dir() else "choose another with -o"
        raise SaveError(f"{target}: could not be written ({error.strerror or error}); {hint}") from error


def write_bytes(target: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `target`, whole or not at all."""
    with atomic_path(target) as part:
        part.write_bytes(data)


def write_text(target: str | os.PathLike[str], text: str) -> None:
    """Write `text` to `target` as UTF-8 with its line ends as given, whole or not at all."""
    write_bytes(target, text.encode("utf-8"))


def _sync_folder(folder: Path) -> None:
    # The rename itself lives in the folder. Windows cannot open one: there it is best effort.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
