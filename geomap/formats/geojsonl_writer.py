"""GeoJSON with one feature a line: for files too large to be held at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.formats.fields import timeless
from geomap.formats.geojson_writer import features
from geomap.formats.plain import Plain
from geomap.formats.rereading import Reread
from geomap.formats.simplestyle import Styles

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import geopandas as gpd

    from geomap.formats.table import WriteOptions


class Sink:
    """Takes conformed frames one after another."""

    def __init__(self, path: Path, options: WriteOptions) -> None:
        self._file = Reread(path)
        self._options = options
        self._plain = Plain()
        self._timeless: list[str] = []

    @property
    def notes(self) -> list[str]:
        """What could not be kept so far."""
        return [*self._plain.notes, *self._timeless]

    def add(self, frame: gpd.GeoDataFrame) -> None:
        """Write the events of a frame."""
        self._timeless = timeless(frame)
        styles = Styles(frame) if self._options.simplestyle else None
        if len(frame):
            for part in features(frame, self._plain, styles, between=b"\n"):
                self._file.write(part)
            self._file.write(b"\n")

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:
    """Write a conformed frame; gives what could not be kept."""
    with Sink(path, options) as sink:
        sink.add(frame)
    return sink.notes
