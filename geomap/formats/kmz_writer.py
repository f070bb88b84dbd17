"""KMZ: the same KML, packed; the same events give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.errors import SaveError
from geomap.formats import archives
from geomap.formats.kml_writer import document

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from geomap.formats.table import WriteOptions


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:  # noqa: ARG001 - as all writers
    """Write a conformed frame; gives what could not be kept."""
    text, notes = document(frame)
    archives.pack({"doc.kml": text.encode()}, path)
    if archives.member(path, "doc.kml") != text.encode():
        raise SaveError(f"{path.name}: does not read back as it was written; is the disk full or failing?")
    return notes
