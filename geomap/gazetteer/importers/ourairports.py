"""OurAirports' airports.csv."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.gazetteer.importers.reading import SourceFile, TableRow, table
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
    name="ourairports",
    title="OurAirports",
    licence="public domain",
    attribution="OurAirports, https://ourairports.com/",
    url="https://ourairports.com/data/",
)
_COLUMNS = frozenset({"ident", "type", "latitude_deg", "longitude_deg", "iso_country"})
_MILITARY = re.compile(
    r"\bair ?bases?\b|\bair force\b|\bafb\b|\bnaval air\b|\barmy air ?field\b|\bmilitary\b", re.IGNORECASE
)
_RADII_M = {"large_airport": 3_000.0, "medium_airport": 2_000.0}
_SMALL_M = 1_000.0


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by its columns."""
    del file
    columns = head.split("\n", 1)[0].lower().replace('"', "").strip().split(",")
    return frozenset(columns) >= _COLUMNS


def open_source(file: SourceFile) -> Source:
    """Open the table."""

    def records(skip: Skip) -> Iterator[Record]:
        for row in table(file, skip):
            record = _record(row, skip)
            if record is not None:
                yield record

    return Source(ORIGIN, records, file.position)


def airfield_kind(name: str) -> Kind:
    """Tell an air base from an airport by what it is called."""
    return Kind.AIR_BASE if _MILITARY.search(name) else Kind.AIRPORT


def _record(row: TableRow, skip: Skip) -> Record | None:
    cells = row.cells
    name = cells.get("name", "")
    try:
        lat, lon = float(cells.get("latitude_deg", "")), float(cells.get("longitude_deg", ""))
    except ValueError:
        skip(row.line, "its latitude or longitude is no number")
        return None
    fault = position_fault(lat, lon) or ("" if cells.get("ident") and name else "has no ident or no name")
    if fault:
        skip(row.line, fault)
        return None
    country = cells.get("iso_country", "")
    codes = (
        cells.get(column, "") for column in ("ident", "icao_code", "gps_code", "iata_code", "local_code")
    )
    names = [Name(code, AliasKind.CODE) for code in codes if code]
    names += [Name(keyword) for keyword in cells.get("keywords", "").split(",")]
    region = cells.get("iso_region", "")
    return Record(
        id=f"ourairports:{cells['ident']}",
        name=name,
        kind=airfield_kind(f"{name} {cells.get('keywords', '')}"),
        lat=lat,
        lon=lon,
        line=row.line,
        country=country or None,
        radius_m=_RADII_M.get(cells.get("type", ""), _SMALL_M),
        feature=cells.get("type", ""),
        within=tuple(f"iso:{code}" for code in (region, country) if code),
        names=distinct_names(name, names),
    )
