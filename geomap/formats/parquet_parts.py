"""GeoParquet in a folder of files, for a cluster: one file a partition, each whole by itself."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from geomap.formats import parquet_writer
from geomap.formats.table import WriteOptions

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import geopandas as gpd

PART_ROWS = 200_000
"""Rows a file: some tens of megabytes, and a second or two of a worker's time."""


def part_name(number: int) -> str:
    """Give the name of a partition's file; names sort in the order of the rows."""
    return f"part-{number:06}.parquet"


class Sink:
    """Takes conformed frames of the same columns one after another, and begins a new file now and then."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._part: parquet_writer.Sink | None = None
        self._rows = 0
        self._count = 0
        self.notes: list[str] = []

    def add(self, frame: gpd.GeoDataFrame) -> None:
        """Write the events of a frame."""
        if self._part is None or self._rows >= PART_ROWS:
            self._end()
            path = self._folder / part_name(self._count)
            self._part = self._stack.enter_context(parquet_writer.Sink(path, WriteOptions()))
            self._rows, self._count = 0, self._count + 1
        self._part.add(frame)
        self._rows += len(frame)

    def _end(self) -> None:
        if self._part is not None:
            self._stack.close()
            self.notes += [note for note in self._part.notes if note not in self.notes]
            self._part = None

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._stack.__exit__(kind, error, trace)
        else:
            self._end()


def counts(folder: Path) -> tuple[int, int]:
    """Count the events of a folder of parts, and those that have a place."""
    parquet = parquet_writer.arrow("pyarrow.parquet")
    written = placed = 0
    for path in sorted(folder.glob("*.parquet")):
        status = parquet.read_table(path, columns=["status"])["status"].to_pylist()
        written += len(status)
        placed += status.count("resolved")
    return written, placed
