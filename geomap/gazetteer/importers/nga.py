"""NGA's GEOnet Names Server: a country file, in its present form or in the one used until 2023.

One row is one name of a feature; the rows of a feature follow each other.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from geomap.gazetteer.importers.country_codes import alpha2, alpha2_of_fips
from geomap.gazetteer.importers.features import kind_of, rank_of
from geomap.gazetteer.importers.labels import whole_number
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
from geomap.model import AliasKind

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIGIN = Origin(
    name="nga",
    title="NGA GEOnet Names Server",
    licence="public domain",
    attribution="Toponymic information is based on the Geographic Names Database of the US National"
    " Geospatial-Intelligence Agency",
    url="https://geonames.nga.mil/",
)

# Present column name, and the former one.
_COLUMNS = {
    "name": ("full_name", "full_name_ro"),
    "plain": ("full_nm_nd", "full_name_nd_ro"),
    "lat": ("lat_dd", "lat"),
    "lon": ("long_dd", "long"),
    "code": ("desig_cd", "dsg"),
    "lang": ("lang_cd", "lc"),
}
# Name types, the one to show first: conventional, approved, provisional, unverified, variant, historic.
_TYPES = "CNPDVH"


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by the column of feature numbers."""
    del file
    columns = head.split("\n", 1)[0].strip().lower().split("\t")
    return "ufi" in columns and ("full_name" in columns or "full_name_ro" in columns)


def open_source(file: SourceFile) -> Source:
    """Open a country file."""

    def records(skip: Skip) -> Iterator[Record]:
        rows = table(file, skip, delimiter="\t", quoted=False)
        for ufi, names in groupby(rows, key=lambda row: row.cells.get("ufi", "")):
            record = _record(ufi, list(names), skip)
            if record is not None:
                yield record

    return Source(ORIGIN, records, file.position)


def _record(ufi: str, rows: list[TableRow], skip: Skip) -> Record | None:
    rows.sort(key=lambda row: (_preference(row), row.line))
    best = rows[0]
    try:
        lat, lon = float(_cell(best, "lat")), float(_cell(best, "lon"))
    except ValueError:
        fault: str | None = "its latitude or longitude is no number"
    else:
        fault = position_fault(lat, lon)
    code, feature_class = _cell(best, "code").upper(), best.cells.get("fc", "").upper()
    population = whole_number(best.cells.get("pop"))
    kind = kind_of(feature_class, code, population)
    if not ufi.lstrip("-").isdecimal():
        fault = fault or "has no feature number (ufi)"
    if kind is None:
        fault = fault or f"feature class {feature_class!r} is none of NGA's"
    if fault is not None or kind is None:
        for row in rows:
            skip(row.line, fault or "")
        return None

    country = _country(best)
    first = best.cells.get("adm1", "")
    names = []
    for row in rows:
        name_kind = AliasKind.FORMER if row.cells.get("nt", "").startswith("H") else AliasKind.NAME
        names.append(Name(_cell(row, "name"), name_kind, _cell(row, "lang") or None))
        names.append(Name(_cell(row, "plain"), AliasKind.SPELLING))
    unit = f"nga-admin:{country}.{first}" if first and country else ""
    is_unit = code == "ADM1"
    top = f"iso:{country}" if country else ""
    return Record(
        id=f"nga:{ufi}",
        name=_cell(best, "name"),
        kind=kind,
        lat=lat,
        lon=lon,
        line=best.line,
        country=country,
        population=population,
        feature=f"{feature_class}.{code}",
        rank=rank_of(code),
        within=tuple(filter(None, ("" if is_unit else unit, top))),
        same_as=(unit,) if is_unit and unit else (),
        names=distinct_names(_cell(best, "name"), names),
    )


def _preference(row: TableRow) -> int:
    # A second letter S marks a name in its own script.
    name_type = row.cells.get("nt", "")
    place = _TYPES.find(name_type[:1]) if name_type else len(_TYPES)
    return place % (len(_TYPES) + 1) + (10 if name_type.endswith("S") and len(name_type) > 1 else 0)


def _country(row: TableRow) -> str | None:
    if "cc_ft" in row.cells:
        return alpha2(row.cells["cc_ft"].split(",")[0])
    return alpha2_of_fips(row.cells.get("cc1", "").split(",")[0])


def _cell(row: TableRow, what: str) -> str:
    present, former = _COLUMNS[what]
    return row.cells.get(present) or row.cells.get(former, "")
