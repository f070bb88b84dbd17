"""Results of a Wikidata query, saved as CSV, TSV or JSON.

The query gives an item, its label and its coordinates (``wdt:P625``), under any names;
read as well where they are there: ``...AltLabel``, ``...Description`` or a type's label,
``population``, ``countryCode`` and ``geonames``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.importers.country_codes import alpha2
from geomap.gazetteer.importers.labels import kind_of_label, text_of, whole_number
from geomap.gazetteer.importers.reading import SourceFile, each, members, table
from geomap.gazetteer.importers.record import (
    Name,
    Origin,
    Record,
    Skip,
    Source,
    distinct_names,
    position_fault,
)
from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIGIN = Origin(
    name="wikidata",
    title="Wikidata",
    licence="CC0 1.0",
    attribution="Wikidata, https://www.wikidata.org/",
    url="https://www.wikidata.org/",
)
_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/entity/|wd:)?(Q[0-9]+)")
_POINT = re.compile(r"Point\(\s*([-+0-9.eE]+)[\s,]+([-+0-9.eE]+)\s*\)", re.IGNORECASE)


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by addresses of items and by coordinates as the query service writes them."""
    del file
    return "www.wikidata.org/entity/Q" in head and _POINT.search(head) is not None


def open_source(file: SourceFile) -> Source:
    """Open saved results; rows of one item become one place."""

    def records(skip: Skip) -> Iterator[Record]:
        return each(_rows(file, skip), _record, skip)

    return Source(ORIGIN, records, file.position)


def _rows(file: SourceFile, skip: Skip) -> Iterator[tuple[int, dict[str, str]]]:
    head = file.head().lstrip()
    if not head.startswith(("{", "[")):
        delimiter = "\t" if "\t" in head.split("\n", 1)[0] else ","
        for row in table(file, skip, delimiter=delimiter):
            yield row.line, row.cells
        return
    for line, member in members(file, "bindings", skip):
        # The plain form is a list of rows; the full one has a type beside each value.
        for row in member if isinstance(member, list) else [member]:
            if isinstance(row, dict):
                yield line, {key.lower(): _value(value) for key, value in row.items()}


def _value(value: Any) -> str:  # noqa: ANN401 - any JSON
    return text_of(value.get("value")) if isinstance(value, dict) else text_of(value)


def _record(line: int, row: dict[str, str]) -> Record:
    column, item = _find(row, _ITEM, "item of Wikidata")
    _, point = _find(row, _POINT, "coordinates such as Point(44.4 33.3)")
    lon, lat = float(point[1]), float(point[2])
    fault = position_fault(lat, lon)
    if fault:
        raise ValueError(fault)
    name = row.get(f"{column}label") or row.get("label") or row.get("name", "")
    # Where an item has no label in the language asked for, the service gives its number.
    if not name or _ITEM.fullmatch(name):
        raise ValueError("has no label")
    population = whole_number(row.get("population"))
    named = [Name(text, AliasKind.SPELLING) for text in row.get(f"{column}altlabel", "").split(",")]
    geonames = row.get("geonames") or row.get("geonamesid", "")
    return Record(
        id=f"wikidata:{item[1]}",
        name=name,
        kind=_kind(row, column),
        lat=lat,
        lon=lon,
        line=line,
        country=alpha2(row.get("countrycode") or row.get("iso")),
        population=population,
        same_as=(f"geonames:{geonames}",) if geonames.isdecimal() else (),
        names=distinct_names(name, named),
    )


def _find(row: dict[str, str], pattern: re.Pattern[str], what: str) -> tuple[str, re.Match[str]]:
    for column, value in row.items():
        match = pattern.fullmatch(value)
        if match:
            return column, match
    raise ValueError(f"has no {what}")


def _kind(row: dict[str, str], item: str) -> Kind:
    """Give the kind of the first column that describes one; a site of some sort where none does."""
    for column, value in row.items():
        if column not in (f"{item}label", f"{item}altlabel") and column.endswith(
            ("label", "description", "kind", "type")
        ):
            found = kind_of_label(value)
            if found is not None:
                return found
    return Kind.BUILDING
