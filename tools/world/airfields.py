"""Airports and air bases of the world."""

from __future__ import annotations

import csv
import io
from collections import Counter
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
    rows = list(csv.DictReader(io.StringIO(read_bytes("airportsdata", "airports.csv").decode("utf-8"))))
    # "Karachi airport" is Jinnah International; "Moscow airport" could be any of several.
    served = Counter(row["city"] for row in rows if row["iata"])
    for line, row in enumerate(rows, 2):
        if not row["name"]:
            continue
        kind = airfield_kind(row["name"])
        names = [Name(row[column], AliasKind.CODE) for column in ("icao", "iata") if row[column]]
        if row["iata"] and row["city"] and served[row["city"]] == 1:
            names.append(Name(f"{row['city']} Airport", AliasKind.SHORT))
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
            names=distinct_names(row["name"], names),
        )
