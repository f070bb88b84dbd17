"""Tell what sort of gazetteer a file is by what stands in it, and open it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geomap.errors import InputError
from geomap.gazetteer.importers import (
    geonames,
    linked_places,
    nga,
    osm,
    ourairports,
    plain,
    whosonfirst,
    wikidata,
)
from geomap.gazetteer.importers.reading import SourceFile

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from geomap.gazetteer.importers.record import Source


class _Format(Protocol):
    """What a module of a source format offers."""

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Tell whether the file is of this format, by its first 64 kB."""

    def open_source(self, file: SourceFile) -> Source:
        """Open it."""


# The plain forms come last: they take what no other knows.
_FORMATS: tuple[_Format, ...] = (geonames, nga, ourairports, whosonfirst, osm, linked_places, wikidata, plain)
_SUFFIXES = frozenset({".txt", ".tsv", ".csv", ".json", ".geojson", ".geojsonl", ".jsonl", ".zip", ".gz"})
# What GeoNames gives out to be read along with a dump.
_BESIDE = frozenset(
    {"alternatenamesv2.txt", "admin1codesascii.txt", "admin2codes.txt", "hierarchy.txt", "readme.txt"}
)


def open_sources(paths: tuple[str | os.PathLike[str], ...]) -> Iterator[tuple[str, Source]]:
    """Open files, and all files of the formats we read below folders, each as what it is.

    Raises
    ------
    InputError
        If one is missing, damaged, or of no format that we read.
    """
    for path in map(Path, paths):
        files = _below(path) if path.is_dir() else [path]
        if not files:
            raise InputError("holds no file to import", path=str(path))
        for file in files:
            yield str(file), _open(SourceFile(file))


def _below(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in _SUFFIXES and file.is_file() and file.name.lower() not in _BESIDE
    )


def _open(file: SourceFile) -> Source:
    head = file.head()
    for form in _FORMATS:
        if form.recognises(file, head):
            return form.open_source(file)
    raise InputError(
        "is none of the gazetteer formats that geomap reads",
        path=file.name,
        hint="they are GeoNames, NGA GNS, OurAirports, Who's on First, OpenStreetMap GeoJSON, Linked Places,"
        " Wikidata results, and a CSV or GeoJSON with a name, a latitude and a longitude",
    )
