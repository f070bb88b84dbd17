"""Post offices of the United States: the hamlets that are too small for the list of settlements."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from geomap.gazetteer.importers.record import Origin, Record
from geomap.gazetteer.names import fold, strip_generic
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.world.cities import Town

_PACKAGE = "vega-datasets"
_SPREAD_M = 5_000.0
"""The circle around a post office in which the places of its name mostly lie."""


def origin(node_modules: Path) -> Origin:
    """Say where the post offices are from."""
    package = json.loads((node_modules / _PACKAGE / "package.json").read_text(encoding="utf-8"))
    return Origin(
        name="geonames-postal",
        title="GeoNames: post offices of the United States",
        version=f"{_PACKAGE} {package['version']}",
        licence="CC BY 4.0",
        attribution="GeoNames (geonames.org)",
        url="https://www.geonames.org/",
    )


def records(node_modules: Path, towns: list[Town]) -> Iterator[Record]:
    """Give the post offices whose name no settlement of their state has, as villages."""
    known = defaultdict[str, set[str]](set)
    for town in towns:
        if town.facts["countrycode"] == "US":
            for name in (town.facts["name"], *town.facts["alternatenames"]):
                known[town.facts["admin1code"]] |= {fold(name), strip_generic(name)[0]}
    offices: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    path = node_modules / _PACKAGE / "data" / "zipcodes.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["state"] in known and fold(row["city"]) not in known[row["state"]]:
                offices[row["state"], row["city"]].append(row)
    for line, ((state, name), rows) in enumerate(sorted(offices.items()), 1):
        county = fold(f"{rows[0]['county']} County")
        unit = f"US.{state}"
        yield Record(
            id=f"geonames-postal:US-{rows[0]['zip_code']}",
            name=name,
            kind=Kind.VILLAGE,
            lat=median(float(row["latitude"]) for row in rows),
            lon=median(float(row["longitude"]) for row in rows),
            line=line,
            country="US",
            radius_m=_SPREAD_M,
            feature="P.PPL",
            within=(f"geonames-admin2:{unit}.{county}", f"iso:US-{state}", "iso:US"),
        )
