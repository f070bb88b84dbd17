"""Airports and air bases of the world."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from geomap.gazetteer.importers.ourairports import airfield_kind
from geomap.gazetteer.importers.radii import radius_m
from geomap.gazetteer.importers.record import Name, Origin, Record, distinct_names
from geomap.model import AliasKind, Kind
from tools.world.packages import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIGIN = Origin(
    name="airportsdata",
    title="airportsdata: airfields",
    version="airportsdata",
    licence="MIT",
    attribution="airportsdata by M. Borsetti, github.com/mborsetti/airportsdata",
    url="https://github.com/mborsetti/airportsdata",
)
# A strip without a code of the airlines is short.
_STRIP_M = 1_000.0


def records() -> Iterator[Record]:
    """Give the airfields as places."""
    text = read_bytes("airportsdata", "airports.csv").decode("utf-8")
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        if not row["name"]:
            continue
        kind = airfield_kind(row["name"])
        codes = [Name(row[column], AliasKind.CODE) for column in ("icao", "iata") if row[column]]
        yield Record(
            id=f"icao:{row['icao']}",
            name=row["name"],
            kind=kind,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            line=line,
            country=row["country"] or None,
            radius_m=_STRIP_M if kind is Kind.AIRPORT and not row["iata"] else radius_m(kind),
            feature="S.AIRB" if kind is Kind.AIR_BASE else "S.AIRP",
            within=(f"iso:{row['country']}",) if row["country"] else (),
            names=distinct_names(row["name"], codes),
        )
