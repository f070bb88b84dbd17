"""OpenStreetMap extracts as GeoJSON, as osmium, overpass or QuickOSM export them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.importers.country_codes import alpha2
from geomap.gazetteer.importers.features import settlement
from geomap.gazetteer.importers.labels import text_of, whole_number
from geomap.gazetteer.importers.ourairports import airfield_kind
from geomap.gazetteer.importers.reading import SourceFile, each, members
from geomap.gazetteer.importers.record import Name, Origin, Record, Skip, Source, distinct_names
from geomap.gazetteer.importers.shapes import shape_of
from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ORIGIN = Origin(
    name="openstreetmap",
    title="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap contributors, https://www.openstreetmap.org/copyright",
    url="https://www.openstreetmap.org/",
)
_MARK = re.compile(r'"(@id|id|osm_id|full_id)"\s*:\s*"(node|way|relation|[nwr])/?[0-9]+"')
_ID = re.compile(r"(node|way|relation|[nwr])/?([0-9]+)")
_LETTERS = {"n": "node", "w": "way", "r": "relation"}

# The first tag that a feature has decides; the value "*" stands for any.
_TAGS: tuple[tuple[str, dict[str, Kind]], ...] = (
    (
        "military",
        {
            "airfield": Kind.AIR_BASE,
            "checkpoint": Kind.OUTPOST,
            "outpost": Kind.OUTPOST,
            "*": Kind.MILITARY_BASE,
        },
    ),
    ("aeroway", {"aerodrome": Kind.AIRPORT, "airstrip": Kind.AIRPORT, "heliport": Kind.AIRPORT}),
    (
        "place",
        {
            "country": Kind.COUNTRY,
            "state": Kind.ADMIN1,
            "province": Kind.ADMIN1,
            "region": Kind.REGION,
            "district": Kind.ADMIN2,
            "county": Kind.ADMIN2,
            "municipality": Kind.ADMIN2,
            "city": Kind.CITY,
            "town": Kind.TOWN,
            "village": Kind.VILLAGE,
            "hamlet": Kind.VILLAGE,
            "isolated_dwelling": Kind.VILLAGE,
            "farm": Kind.VILLAGE,
            "locality": Kind.VILLAGE,
            "suburb": Kind.QUARTER,
            "quarter": Kind.QUARTER,
            "neighbourhood": Kind.QUARTER,
            "borough": Kind.QUARTER,
            "island": Kind.ISLAND,
            "islet": Kind.ISLAND,
            "archipelago": Kind.ISLAND,
            "sea": Kind.SEA,
            "ocean": Kind.SEA,
        },
    ),
    ("diplomatic", {"*": Kind.EMBASSY}),
    ("amenity", {"embassy": Kind.EMBASSY, "refugee_site": Kind.REFUGEE_CAMP, "ferry_terminal": Kind.PORT}),
    ("barrier", {"border_control": Kind.BORDER_CROSSING}),
    (
        "waterway",
        {"dam": Kind.DAM, "river": Kind.RIVER, "canal": Kind.RIVER, "stream": Kind.RIVER, "wadi": Kind.RIVER},
    ),
    (
        "natural",
        {
            "bay": Kind.SEA,
            "strait": Kind.STRAIT,
            "water": Kind.LAKE,
            "peak": Kind.MOUNTAIN,
            "volcano": Kind.MOUNTAIN,
            "mountain_range": Kind.MOUNTAIN,
            "ridge": Kind.MOUNTAIN,
            "hill": Kind.MOUNTAIN,
            "desert": Kind.DESERT,
            "peninsula": Kind.REGION,
        },
    ),
    ("harbour", {"*": Kind.PORT}),
    ("industrial", {"port": Kind.PORT, "oil": Kind.OIL_FIELD, "gas": Kind.GAS_FIELD}),
    ("landuse", {"military": Kind.MILITARY_BASE, "harbour": Kind.PORT}),
    ("office", {"diplomatic": Kind.EMBASSY, "government": Kind.GOVERNMENT_COMPLEX}),
    ("building", {"*": Kind.BUILDING}),
    ("amenity", {"*": Kind.BUILDING}),
    ("man_made", {"*": Kind.BUILDING}),
    ("power", {"plant": Kind.BUILDING}),
)
_ADMIN_LEVELS = {"2": Kind.COUNTRY, "3": Kind.ADMIN1, "4": Kind.ADMIN1, "5": Kind.ADMIN2, "6": Kind.ADMIN2}
_NAME_KEYS = {
    "name": AliasKind.NAME,
    "int_name": AliasKind.NAME,
    "official_name": AliasKind.NAME,
    "alt_name": AliasKind.SPELLING,
    "loc_name": AliasKind.SPELLING,
    "short_name": AliasKind.SHORT,
    "old_name": AliasKind.FORMER,
    "iata": AliasKind.CODE,
    "icao": AliasKind.CODE,
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_RANKS = {"2": 3, "3": 2, "4": 2, "5": 1, "6": 1}


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by ids such as ``node/123``."""
    del file
    return _MARK.search(head) is not None


def open_source(file: SourceFile) -> Source:
    """Open an extract; features without a name or of no kind that is ever named are skipped."""

    def records(skip: Skip) -> Iterator[Record]:
        return each(members(file, "features", skip), _record, skip)

    return Source(ORIGIN, records, file.position)


def _record(line: int, feature: Any) -> Record:  # noqa: ANN401 - any JSON
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise ValueError("is no feature with properties")
    properties: dict[str, Any] = feature["properties"]
    nested = properties.get("tags")
    tags = {
        key: text_of(value) for key, value in (nested if isinstance(nested, dict) else properties).items()
    }
    ids = (properties.get("@id"), properties.get("full_id"), feature.get("id"), properties.get("id"))
    found = next(filter(None, (_ID.fullmatch(text_of(value)) for value in ids)), None)
    if found is None:
        raise ValueError("has no id such as node/123")
    name = tags.get("name") or tags.get("name:en") or tags.get("int_name") or ""
    if not name:
        raise ValueError("has no name")
    population = whole_number(tags.get("population"))
    kind = _kind(tags, population)
    if kind is None:
        raise ValueError("has no tag that says what sort of place it is")
    shape = shape_of(feature.get("geometry"))
    country = alpha2(tags.get("ISO3166-1:alpha2") or tags.get("ISO3166-1") or tags.get("addr:country"))
    return Record(
        id=f"osm:{_LETTERS.get(found[1], found[1])}/{found[2]}",
        name=name,
        kind=kind,
        lat=shape.lat,
        lon=shape.lon,
        line=line,
        country=country,
        radius_m=shape.radius_m,
        population=population,
        feature=_feature(tags),
        rank=_rank(tags),
        same_as=_same_as(tags),
        names=distinct_names(name, _names(tags)),
        outline=shape.outline if kind.is_area else None,
    )


def _kind(tags: dict[str, str], population: int | None) -> Kind | None:
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in _ADMIN_LEVELS:
        return _ADMIN_LEVELS[tags["admin_level"]]
    for key, values in _TAGS:
        kind = values.get(tags.get(key, "")) or (values.get("*") if tags.get(key) else None)
        if kind is Kind.AIRPORT:
            military = tags.get("aerodrome:type") == "military" or tags.get("landuse") == "military"
            return Kind.AIR_BASE if military else airfield_kind(tags.get("name:en") or tags.get("name", ""))
        # What is mapped as a town may long have grown into a city.
        if kind in (Kind.TOWN, Kind.CITY) and population:
            return Kind.CITY if kind is Kind.CITY else settlement(population)
        if kind is not None:
            return kind
    return None


def _feature(tags: dict[str, str]) -> str:
    for key in ("boundary", *(key for key, _ in _TAGS)):
        if tags.get(key):
            return f"{key}={tags[key]}"
    return ""


def _rank(tags: dict[str, str]) -> int:
    capital = tags.get("capital", "")
    return 3 if capital == "yes" else _RANKS.get(capital, 0)


def _names(tags: dict[str, str]) -> Iterator[Name]:
    for key, value in tags.items():
        base, _, language = key.partition(":")
        if base not in _NAME_KEYS or (language and not _LANGUAGE.fullmatch(language)):
            continue
        for text in value.split(";"):
            yield Name(text, _NAME_KEYS[base], language or None)


def _same_as(tags: dict[str, str]) -> tuple[str, ...]:
    found = [f"wikidata:{tags['wikidata']}"] if re.fullmatch(r"Q[0-9]+", tags.get("wikidata", "")) else []
    codes = (tags.get(key) for key in ("ISO3166-2", "ISO3166-1:alpha2", "ISO3166-1"))
    found += [f"iso:{code}" for code in codes if code]
    return tuple(dict.fromkeys(found))
