"""The world index: its countries and units lie where they are, and all is owed to somebody."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import pytest
from shapely.geometry import Point, shape

from geomap.gazetteer.bundled import WORLD
from geomap.gazetteer.geodesy import distance_m, distance_to_m, holds
from geomap.gazetteer.store import StoredIndex
from geomap.model import Kind, Place, Status
from geomap.resolve import Gazetteer
from tools.world.matching import Unit, same_units

# Islands that a map of the world leaves out, or draws elsewhere: their points lie in the sea by its outlines.
ATOLLS = frozenset(
    "AS BS CV FJ FM FR GQ HK KI KM KY MH MP MU MV NC NZ PF PH PW SC SH ST TC TK TO TV US VG VI VU WF".split()  # noqa: SIM905
)


FAR = frozenset({"iso:CO-SAP", "geonames-admin:CO.25"})
"""Islands far off their country, which its outline leaves out: San Andrés."""


@pytest.fixture(scope="module")
def world() -> StoredIndex:
    if not WORLD.is_file():
        pytest.skip("the world index is not built")
    return StoredIndex(WORLD)


@pytest.fixture(scope="module")
def places(world: StoredIndex) -> tuple[Place, ...]:
    return tuple(world.box(-90, -180, 90, 180))


@pytest.fixture(scope="module")
def countries(places: tuple[Place, ...]) -> dict[str, Place]:
    return {place.country: place for place in places if place.kind is Kind.COUNTRY and place.country}


def outline(world: StoredIndex, place: Place) -> dict[str, object]:
    found = world.outline(place.id)
    assert found is not None, place.name
    return found


def test_each_country_of_the_un_is_there_once(places: tuple[Place, ...], countries: dict[str, Place]) -> None:
    codes = Counter(place.country for place in places if place.kind is Kind.COUNTRY)
    assert set(codes.values()) == {1}
    assert 240 <= len(countries) <= 255
    assert {"AU", "CD", "PS", "SS", "TW", "US", "XK"} <= set(countries)


def test_a_countrys_point_lies_inside_it_or_between_its_islands(
    world: StoredIndex, countries: dict[str, Place]
) -> None:
    off = {}
    checked = 0
    for code, country in countries.items():
        known = world.outline(country.id)
        if known is not None and code not in ATOLLS:
            checked += 1
            if not holds(known, country.lat, country.lon):
                off[country.name] = distance_to_m(known, country.lat, country.lon)
    assert checked > 190
    assert all(metres < 100_000 for metres in off.values()), off
    assert len(off) < 20, off  # Cuba, Indonesia: the point that the Factbook gives is at sea


@pytest.mark.parametrize(
    ("code", "lat", "lon", "km"),
    # Middles and half widths as any atlas shows them.
    [
        ("AU", -25, 134, 2500),
        ("US", 39, -98, 3000),
        ("RU", 62, 96, 4500),
        ("FR", 46.5, 2.5, 700),
        ("SO", 8, 47, 1300),
        ("CY", 35, 33.2, 130),
        ("IQ", 33.2, 43.7, 600),
        ("ML", 17.5, -4, 1100),
        ("CL", -33, -71, 2700),
    ],
)
def test_a_country_is_in_its_place_and_of_its_size(
    countries: dict[str, Place], code: str, lat: float, lon: float, km: float
) -> None:
    place = countries[code]
    assert distance_m(place.lat, place.lon, lat, lon) < 500_000
    assert 0.5 < place.radius_m / 1000 / km < 1.6


@pytest.mark.parametrize(
    ("code", "square_km"),
    # The World Factbook's areas.
    [
        ("AU", 7_741_000), ("US", 9_833_000), ("RU", 17_098_000), ("IQ", 438_000), ("SY", 187_000),
        ("SO", 638_000), ("CY", 9_250), ("UA", 603_000), ("ML", 1_240_000), ("LB", 10_400), ("XK", 10_900),
        ("PS", 6_020), ("SS", 644_000), ("MM", 677_000), ("AM", 29_700),
    ],
)  # fmt: skip
def test_an_outline_is_as_large_as_the_country(
    world: StoredIndex, countries: dict[str, Place], code: str, square_km: float
) -> None:
    area = 0.0
    whole = shape(outline(world, countries[code]))
    for part in getattr(whole, "geoms", [whole]):
        # In strips, as a degree of longitude shrinks to the poles.
        west, south, east, north = part.bounds
        steps = max(1, math.ceil(north - south))
        for step in range(steps):
            low = south + (north - south) * step / steps
            high = south + (north - south) * (step + 1) / steps
            strip = part.intersection(shape({"type": "Polygon", "coordinates": [
                [[west, low], [east, low], [east, high], [west, high], [west, low]]
            ]}))  # fmt: skip
            area += strip.area * 111.2**2 * math.cos(math.radians((low + high) / 2))
    assert 0.9 < area / square_km < 1.1


@pytest.mark.parametrize(
    ("one", "other"), [("IQ", "SY"), ("IN", "PK"), ("UA", "RU"), ("ML", "NE"), ("SO", "ET"), ("PL", "BY")]
)
def test_neighbours_meet_and_do_not_overlap(
    world: StoredIndex, countries: dict[str, Place], one: str, other: str
) -> None:
    first, second = (shape(outline(world, countries[code])) for code in (one, other))
    assert first.distance(second) < 0.1
    assert first.intersection(second).area < 0.01 * min(first.area, second.area)


def test_first_level_units_lie_in_their_country(
    world: StoredIndex, places: tuple[Place, ...], countries: dict[str, Place]
) -> None:
    astray = []
    checked = 0
    for place in places:
        country = countries.get(place.country or "")
        if place.kind is not Kind.ADMIN1 or country is None or place.country in ATOLLS:
            continue
        known = world.outline(country.id)
        if known is None or place.id in FAR:
            continue
        checked += 1
        off = 0.0 if holds(known, place.lat, place.lon) else distance_to_m(known, place.lat, place.lon)
        if off > 200_000:  # Melilla, and islands that the outlines leave out
            astray.append(f"{place.id} {place.name}: {off / 1000:.0f} km")
    assert checked > 3_000
    assert astray == []


def test_units_are_neither_points_nor_larger_than_their_country(
    places: tuple[Place, ...], countries: dict[str, Place]
) -> None:
    units = defaultdict(list)
    for place in places:
        if place.kind is Kind.ADMIN1 and place.country not in ATOLLS:
            units[place.country].append(place)
    for code, ones in units.items():
        country = countries.get(code or "")
        for unit in ones:
            assert unit.radius_m >= 2_000, unit
            if country is not None and country.radius_m > 150_000:
                assert unit.radius_m < 1.2 * country.radius_m, (unit.name, unit.radius_m, country.radius_m)


def test_every_position_and_radius_can_be(places: tuple[Place, ...]) -> None:
    for place in places:
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert 0 < place.radius_m < 20_000_000
        assert (place.lat, place.lon) != (0.0, 0.0), place.id
        assert place.name.strip()


@pytest.mark.parametrize(
    ("capital", "code"),
    [
        ("Baghdad", "IQ"),
        ("Canberra", "AU"),
        ("Kyiv", "UA"),
        ("Juba", "SS"),
        ("Kabul", "AF"),
        ("Nairobi", "KE"),
    ],
)
def test_a_capital_is_there_once(
    world: StoredIndex, countries: dict[str, Place], capital: str, code: str
) -> None:
    cities = [
        named.place
        for named in world.exact(capital.lower())
        if named.place.country == code and named.place.kind is Kind.CITY
    ]
    assert len({city.id for city in cities}) == 1
    known = outline(world, countries[code])
    assert shape(known).distance(Point(cities[0].lon, cities[0].lat)) < 0.1


def test_no_two_towns_of_one_name_stand_on_one_spot(places: tuple[Place, ...]) -> None:
    settled = (Kind.CITY, Kind.TOWN, Kind.VILLAGE)
    spots = Counter(
        (place.name, round(place.lat, 2), round(place.lon, 2)) for place in places if place.kind in settled
    )
    doubled = [spot for spot, count in spots.items() if count > 1]
    assert len(doubled) < 0.001 * len(spots), doubled[:20]


def test_every_source_is_named_with_its_licence_and_whom_to_credit(world: StoredIndex) -> None:
    datasets = world.datasets()
    assert sum(dataset.places for dataset in datasets) > 280_000
    for dataset in datasets:
        assert dataset.licence, dataset.name
        assert dataset.attribution, dataset.name
        assert dataset.title, dataset.name


def test_every_place_is_of_a_named_source(world: StoredIndex, places: tuple[Place, ...]) -> None:
    named = {dataset.name for dataset in world.datasets()}
    assert {place.dataset for place in places} <= named


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northern Darfur", "North Darfur"),
        ("La Paz Department", "La Paz"),
        ("Muhafazat Hadramaut", "Hadramaut"),
        ("Trashi Yangste", "Trashi Yangtse"),
        ("Sakha", "Republic of Sakha [Yakutia]"),
    ],
)
def test_a_unit_of_two_lists_is_matched_by_its_name(one: str, other: str) -> None:
    others = (Unit("o", (other,)), Unit("p", ("Elsewhere",)))
    assert same_units((Unit("g", (one,)),), others) == {"g": "o"}


def test_units_are_matched_once_and_the_surest_first() -> None:
    wales, wolves = Unit("WLS", ("Wales", "Cymru")), Unit("WLV", ("Wolverhampton", "Wolves"), lower=True)
    shaanxi = Unit("SN", ("Shaanxi", "Shanxi"), (35.2, 109.0))
    shanxi = Unit("SX", ("Shanxi",), (37.8, 112.5))
    assert same_units((Unit("g", ("Wales",)),), (wolves, wales)) == {"g": "WLS"}
    own = Unit("24", ("Shanxi",), (37.5, 112.0)), Unit("26", ("Shaanxi",), (35.0, 108.9))
    assert same_units(own, (shaanxi, shanxi)) == {"24": "SX", "26": "SN"}


def test_units_whose_names_say_nothing_are_matched_by_where_they_are() -> None:
    ozama = Unit("40", ("Ozama",), (18.5, -69.9))
    assert same_units((Unit("g", ("Nacional",), (18.48, -69.93)),), (ozama,)) == {"g": "40"}
    assert same_units((Unit("g", ("Nacional",), (15.0, -61.0)),), (ozama,)) == {}
    assert same_units((Unit("g", ("Nacional",)),), (ozama,)) == {}


@pytest.mark.parametrize(("name", "unit"), [
    ("El Fasher", "North Darfur"), ("Nyala", "South Darfur"), ("Cardiff", "Wales"),
    ("Santa Cruz de la Sierra", "Santa Cruz"), ("Jerusalem", "Jerusalem District"),
    ("Tiraspol", "Transnistria"), ("Bucha", "Kyiv Oblast"), ("Izium", "Kharkiv Oblast"),
])  # fmt: skip
def test_a_town_is_found_within_its_province(name: str, unit: str) -> None:
    answer = Gazetteer.open().resolve(name, within=unit)
    assert answer.status is Status.RESOLVED, answer.reason
