"""GeoJSON with one feature a line: for files too large to be held at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from geomap.errors import SaveError
from geomap.formats.geojson_writer import Features
from geomap.formats.plain import Plain
from geomap.formats.simplestyle import add_styles

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import geopandas as gpd

    from geomap.formats.table import WriteOptions


class Sink:
    """Takes conformed frames one after another."""

    def __init__(self, path: Path, options: WriteOptions) -> None:
        self._file = path.open("wb")
        self._path = path
        self._options = options
        self._plain = Plain()
        self._lines = 0

    @property
    def notes(self) -> list[str]:
        """What could not be kept so far."""
        return self._plain.notes

    def add(self, frame: gpd.GeoDataFrame) -> None:
        """Write the events of a frame."""
        for chunk in Features(frame, self._plain).chunks():
            if self._options.simplestyle:
                add_styles(frame, chunk)
            lines = [orjson.dumps(feature, option=orjson.OPT_APPEND_NEWLINE) for feature in chunk]
            self._file.write(b"".join(lines))
            self._lines += len(lines)

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            with self._path.open("rb") as file:
                held = sum(1 for line in file if orjson.loads(line)["type"] == "Feature")
            if held != self._lines:
                raise SaveError(f"{self._path.name}: does not read back as it was written; is the disk full?")


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:
    """Write a conformed frame; gives what could not be kept."""
    with Sink(path, options) as sink:
        sink.add(frame)
    return sink.notes
