"""A file that is written a piece at a time, and read again before it counts."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from geomap.errors import SaveError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

BLOCK = 1 << 18
"""Bytes that are read again at once: memory that is used again, and near the processor, is quicker."""


class Reread:
    """Takes bytes; when it is closed without an error, the file must hold them and nothing else.

    Raises
    ------
    SaveError
        On leaving, if the file does not read back as it was written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._sum = 0
        self._size = 0

    def write(self, data: bytes) -> None:
        """Write the next bytes."""
        self._sum = zlib.crc32(data, self._sum)
        self._size += len(data)
        self._file.write(data)

    def __enter__(self) -> Reread:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is not None:
            return
        held = size = 0
        block = memoryview(bytearray(BLOCK))
        with self._path.open("rb", buffering=0) as file:
            while count := file.readinto(block):
                held = zlib.crc32(block[:count], held)
                size += count
        if (held, size) != (self._sum, self._size):
            raise SaveError(
                f"{self._path.name}: does not read back as it was written; is the disk full or failing?"
            )
