"""Who's on First: its GeoJSON, one feature a file, a folder of them, or all in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.gazetteer.importers.country_codes import alpha2
from geomap.gazetteer.importers.features import settlement
from geomap.gazetteer.importers.labels import text_of, whole_number
from geomap.gazetteer.importers.reading import SourceFile, each, members
from geomap.gazetteer.importers.record import (
    Name,
    Origin,
    Record,
    Skip,
    Source,
    distinct_names,
    position_fault,
)
from geomap.gazetteer.importers.shapes import shape_of
from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIGIN = Origin(
    name="whosonfirst",
    title="Who's on First",
    licence="CC BY 4.0 and the licences of its sources",
    attribution="Who's on First, https://whosonfirst.org/docs/licenses/",
    url="https://whosonfirst.org/",
)
_KINDS = {
    "country": Kind.COUNTRY,
    "dependency": Kind.COUNTRY,
    "region": Kind.ADMIN1,
    "county": Kind.ADMIN2,
    "localadmin": Kind.ADMIN2,
    "borough": Kind.QUARTER,
    "macrohood": Kind.QUARTER,
    "neighbourhood": Kind.QUARTER,
    "microhood": Kind.QUARTER,
    "campus": Kind.BUILDING,
    "venue": Kind.BUILDING,
    "building": Kind.BUILDING,
    "marinearea": Kind.SEA,
    "ocean": Kind.SEA,
    "macroregion": Kind.REGION,
    "macrocounty": Kind.REGION,
    "disputed": Kind.REGION,
    "empire": Kind.REGION,
    "continent": Kind.REGION,
}
_NAME_KINDS = {"preferred": AliasKind.NAME, "variant": AliasKind.SPELLING, "colloquial": AliasKind.SPELLING}
_CONCORDANCES = {"gn:id": "geonames", "wd:id": "wikidata"}
# Smallest first; those above them are rarely what a report names.
_LEVELS = ("localadmin_id", "county_id", "region_id", "country_id")


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by the property that each feature has."""
    del file
    return '"wof:id"' in head


def open_source(file: SourceFile) -> Source:
    """Open one file."""

    def records(skip: Skip) -> Iterator[Record]:
        return each(members(file, "features", skip), _record, skip)

    return Source(ORIGIN, records, file.position)


def _record(line: int, feature: Any) -> Record:  # noqa: ANN401 - any JSON
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(properties.get("wof:id"), int):
        raise ValueError("is no feature with a wof:id")
    placetype = text_of(properties.get("wof:placetype"))
    population = whole_number(properties.get("wof:population") or properties.get("gn:population"))
    kind = settlement(population) if placetype == "locality" else _KINDS.get(placetype)
    if kind is None:
        raise ValueError(f"placetype {placetype!r} is no place to name")
    if properties.get("wof:superseded_by") or text_of(properties.get("edtf:deprecated")) not in (
        "",
        "uuuu",
        "..",
    ):
        raise ValueError("is superseded or deprecated")
    name = text_of(properties.get("wof:name"))
    if not name:
        raise ValueError("has no name")
    shape = shape_of(feature.get("geometry"))
    lat, lon = _label(properties) or (shape.lat, shape.lon)
    country = alpha2(text_of(properties.get("wof:country") or properties.get("iso:country")))
    return Record(
        id=f"wof:{properties['wof:id']}",
        name=name,
        kind=kind,
        lat=lat,
        lon=lon,
        line=line,
        country=country,
        radius_m=shape.radius_m,
        population=population,
        feature=placetype,
        within=_containers(properties),
        same_as=_same_as(properties, kind, country),
        names=distinct_names(name, _names(properties)),
        outline=shape.outline if kind.is_area else None,
    )


def _label(properties: dict[str, Any]) -> tuple[float, float] | None:
    """Give the point that its makers chose for a label, where there is one."""
    lat, lon = properties.get("lbl:latitude"), properties.get("lbl:longitude")
    if isinstance(lat, int | float) and isinstance(lon, int | float) and not position_fault(lat, lon):
        return float(lat), float(lon)
    return None


def _names(properties: dict[str, Any]) -> Iterator[Name]:
    for key, values in properties.items():
        # For example name:ara_x_preferred, a list.
        prefix, _, rest = key.partition(":")
        language, _, sort = rest.partition("_x_")
        if prefix == "name" and sort in _NAME_KINDS and isinstance(values, list):
            for value in values:
                yield Name(text_of(value), _NAME_KINDS[sort], language or None)


def _containers(properties: dict[str, Any]) -> tuple[str, ...]:
    hierarchy = properties.get("wof:hierarchy")
    first = hierarchy[0] if isinstance(hierarchy, list) and hierarchy else None
    if not isinstance(first, dict):
        return ()
    ids = (first.get(level) for level in _LEVELS)
    own = properties["wof:id"]
    return tuple(f"wof:{code}" for code in ids if isinstance(code, int) and code > 0 and code != own)


def _same_as(properties: dict[str, Any], kind: Kind, country: str | None) -> tuple[str, ...]:
    concordances = properties.get("wof:concordances")
    found = [f"iso:{country}"] if kind is Kind.COUNTRY and country else []
    if isinstance(concordances, dict):
        for key, scheme in _CONCORDANCES.items():
            code = text_of(concordances.get(key))
            if code:
                found.append(f"{scheme}:{code}")
    return tuple(found)
