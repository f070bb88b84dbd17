"""A table or a GeoJSON file of one's own.

Columns (or properties), by any of their usual names: a name, a latitude and a longitude;
and, where known, an id, a kind, a country, a population, a radius in metres, more names
(separated by ``|`` or ``;``), a Wikidata item and a GeoNames id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.importers.country_codes import alpha2
from geomap.gazetteer.importers.features import settlement
from geomap.gazetteer.importers.labels import kind_of_label, text_of, whole_number
from geomap.gazetteer.importers.reading import SourceFile, members, table
from geomap.gazetteer.importers.record import (
    Name,
    Origin,
    Record,
    Skip,
    Source,
    distinct_names,
    position_fault,
)
from geomap.gazetteer.importers.shapes import Shape, shape_of
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "place", "place_name", "placename", "toponym", "title", "asciiname", "city"),
    "lat": ("lat", "latitude", "y", "lat_dd", "ycoord"),
    "lon": ("lon", "lng", "long", "longitude", "x", "lon_dd", "xcoord"),
    "id": ("id", "place_id", "fid", "code", "pcode"),
    "kind": ("kind", "type", "class", "category", "feature_type"),
    "country": ("country", "country_code", "countrycode", "iso2", "iso", "cc", "iso3"),
    "population": ("population", "pop"),
    "radius": ("radius_m", "radius"),
    "names": (
        "aliases",
        "alias",
        "alternatenames",
        "alternate_names",
        "alt_names",
        "alt_name",
        "other_names",
    ),
    "parent": ("parent", "parent_id"),
    "wikidata": ("wikidata", "wikidata_id", "qid"),
    "geonames": ("geonameid", "geonames", "geonames_id"),
}
_DELIMITERS = ",;\t|"


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by columns for a name and a position, or by being GeoJSON."""
    del file
    if head.lstrip(" \t\r\n\x1e").startswith("{"):
        return '"Feature"' in head or '"FeatureCollection"' in head
    columns = _header(head, _delimiter(head))
    return all(any(name in columns for name in _COLUMNS[what]) for what in ("name", "lat", "lon"))


def open_source(file: SourceFile) -> Source:
    """Open the file; its places are called after it, and it has no licence but its owner's."""
    scheme = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "own"

    def records(skip: Skip) -> Iterator[Record]:
        head = file.head()
        rows = (
            _features(file, skip) if head.lstrip(" \t\r\n\x1e").startswith("{") else _table(file, head, skip)
        )
        for line, cells, shape in rows:
            try:
                yield _record(line, cells, shape, scheme)
            except ValueError as error:
                skip(line, str(error))

    return Source(Origin(name=scheme, title=file.path.name), records, file.position)


def _delimiter(head: str) -> str:
    first = head.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def _header(head: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"').lower() for cell in head.split("\n", 1)[0].strip().split(delimiter)]


def _table(file: SourceFile, head: str, skip: Skip) -> Iterator[tuple[int, dict[str, str], Shape | None]]:
    for row in table(file, skip, delimiter=_delimiter(head)):
        yield row.line, row.cells, None


def _features(file: SourceFile, skip: Skip) -> Iterator[tuple[int, dict[str, str], Shape | None]]:
    for line, feature in members(file, "features", skip):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            skip(line, "is no feature with properties")
            continue
        try:
            shape = shape_of(feature.get("geometry"))
        except ValueError as error:
            skip(line, str(error))
            continue
        cells = {key.lower(): _cell(value) for key, value in properties.items()}
        cells.setdefault("id", text_of(feature.get("id")))
        yield line, cells, shape


def _cell(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return "|".join(text_of(item) for item in value)
    return text_of(value)


def _record(line: int, cells: dict[str, str], shape: Shape | None, scheme: str) -> Record:
    def cell(what: str) -> str:
        return next((cells[name] for name in _COLUMNS[what] if cells.get(name)), "")

    name = cell("name")
    if not name:
        raise ValueError("has no name")
    lat, lon = (shape.lat, shape.lon) if shape else _position(cell("lat"), cell("lon"))
    population = whole_number(cell("population"))
    label = cell("kind")
    kind = kind_of_label(label) if label else settlement(population)
    if kind is None:
        raise ValueError(f"kind {label!r} is unknown; it is one of {', '.join(Kind)}")
    radius = whole_number(cell("radius"))
    same_as = (("wikidata", cell("wikidata")), ("geonames", cell("geonames")))
    parent = cell("parent")
    country = alpha2(cell("country"))
    return Record(
        id=f"{scheme}:{cell('id') or f'line {line}'}",
        name=name,
        kind=kind,
        lat=lat,
        lon=lon,
        line=line,
        country=country,
        radius_m=float(radius) if radius else (shape.radius_m if shape else None),
        population=population,
        feature=label,
        within=tuple(
            filter(None, (f"{scheme}:{parent}" if parent else "", f"iso:{country}" if country else ""))
        ),
        same_as=tuple(f"{other}:{code}" for other, code in same_as if code),
        names=distinct_names(name, (Name(text) for text in re.split(r"[|;]", cell("names")))),
        outline=shape.outline if shape and kind.is_area else None,
    )


def _position(lat_text: str, lon_text: str) -> tuple[float, float]:
    try:
        lat, lon = float(lat_text), float(lon_text)
    except ValueError:
        hint = "; write a point, not a comma" if "," in lat_text + lon_text else ""
        raise ValueError(f"its position {lat_text!r}, {lon_text!r} is not two numbers{hint}") from None
    fault = position_fault(lat, lon)
    if fault:
        raise ValueError(fault)
    return lat, lon
