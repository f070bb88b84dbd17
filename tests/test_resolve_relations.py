"""Words that mean a part, the surroundings or a distance: what is read, and which area it is."""

from __future__ import annotations

import time

import pytest
from packs import read_cases

from geomap.gazetteer.geodesy import bearing, distance_m, distance_to_m, holds
from geomap.model import Precision, Resolution, Status
from geomap.resolve import Gazetteer
from geomap.resolve.relations import parse

PHRASES = read_cases("relations.csv")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def resolved(gazetteer: Gazetteer, phrase: str) -> tuple[Resolution, float, float, float]:
    answer = gazetteer.resolve(phrase)
    assert answer.status is Status.RESOLVED, answer.reason
    assert answer.lat is not None
    assert answer.lon is not None
    assert answer.radius_m is not None
    return answer, answer.lat, answer.lon, answer.radius_m


@pytest.mark.parametrize("case", PHRASES, ids=[case["phrase"] for case in PHRASES])
def test_a_phrase_is_read_as_a_relation(case: dict[str, str]) -> None:
    relation = parse(case["phrase"])
    if not case["sort"]:
        assert relation is None
        return
    assert relation is not None
    assert relation.sort.value == case["sort"]
    assert relation.words == case["words"]
    assert "|".join(relation.names) == case["names"]
    assert relation.bearing == (float(case["bearing"]) if case["bearing"] else None)
    assert relation.metres == (pytest.approx(float(case["metres"])) if case["metres"] else None)


@pytest.mark.parametrize(
    "unit", ["the ", "of ", "near ", "north ", "a-", "between x and ", "border ", "10 km "]
)
def test_reading_a_hostile_phrase_does_not_hang(unit: str) -> None:
    started = time.process_time()
    parse((unit * 200)[:200])
    # A millisecond; the limit is there to catch a hang, not to measure.
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("phrase", "inside", "outside"),
    [
        ("northwestern Syria", "Idlib", "Abu Kamal"),
        ("the south of Yemen", "Aden", "Saada"),
        ("northern Yemen", "Saada", "Aden"),
        ("western Iran", "Kermanshah", "Mashhad"),
        ("central Iraq", "Samarra", "Basra"),
        ("far southern Iraq", "Basra", "Baghdad"),
    ],
)
def test_a_part_of_a_country_holds_the_right_places(
    gazetteer: Gazetteer, phrase: str, inside: str, outside: str
) -> None:
    answer, lat, lon, radius = resolved(gazetteer, phrase)
    assert answer.outline is not None
    assert answer.precision is Precision.REGION
    _, in_lat, in_lon, _ = resolved(gazetteer, inside)
    _, out_lat, out_lon, _ = resolved(gazetteer, outside)
    assert holds(answer.outline, in_lat, in_lon)
    assert not holds(answer.outline, out_lat, out_lon)
    assert holds(answer.outline, lat, lon)
    assert distance_m(lat, lon, in_lat, in_lon) <= radius


def test_the_two_halves_of_a_country_are_equal(gazetteer: Gazetteer) -> None:
    from shapely.geometry import shape

    north, south = (gazetteer.resolve(f"{side} Yemen").outline for side in ("northern", "southern"))
    areas = [shape(half).area for half in (north, south)]
    assert areas[0] == pytest.approx(areas[1], rel=0.05)
    assert sum(areas) == pytest.approx(shape(gazetteer.outline("yemen")).area, rel=0.02)
    assert shape(north).intersection(shape(south)).area < 0.01 * areas[0]


@pytest.mark.parametrize(
    ("phrase", "place", "metres", "towards"),
    [
        ("10 km south of Mosul", "mosul", 10_000, 180),
        ("85 nautical miles east of Aden", "aden", 157_420, 90),
        ("thirty miles northwest of Haditha", "haditha", 48_280, 315),
    ],
)
def test_an_offset_lies_where_it_says_with_a_radius_that_grows(
    gazetteer: Gazetteer, phrase: str, place: str, metres: float, towards: float
) -> None:
    answer, lat, lon, radius = resolved(gazetteer, phrase)
    start = gazetteer.place(place)
    assert distance_m(start.lat, start.lon, lat, lon) == pytest.approx(metres, rel=0.001)
    assert bearing(start.lat, start.lon, lat, lon) == pytest.approx(towards, abs=0.5)
    assert radius == pytest.approx(start.radius_m + 0.4 * metres, rel=0.03)
    assert answer.precision is Precision.VICINITY


def test_a_vicinity_is_wider_than_its_place_and_near_a_site_is_nearer(gazetteer: Gazetteer) -> None:
    _, _, _, town = resolved(gazetteer, "near Kirkuk")
    _, _, _, site = resolved(gazetteer, "near Union III")
    assert gazetteer.place("kirkuk").radius_m < town == 25_000
    assert gazetteer.place("union-iii").radius_m < site < 10_000


def test_a_border_area_follows_the_shared_line(gazetteer: Gazetteer) -> None:
    answer, _, _, _ = resolved(gazetteer, "Syria-Iraq border")
    assert answer.outline is not None
    crossing = gazetteer.place("al-qaim-crossing")
    assert distance_to_m(answer.outline, crossing.lat, crossing.lon) < 10_000
    damascus = gazetteer.place("damascus")
    assert distance_to_m(answer.outline, damascus.lat, damascus.lon) > 50_000


def test_off_a_port_is_water(gazetteer: Gazetteer) -> None:
    answer, lat, lon, _ = resolved(gazetteer, "off Hodeidah")
    assert answer.outline is not None
    yemen = gazetteer.outline("yemen")
    assert yemen is not None
    assert not holds(yemen, lat, lon)
    assert lon < gazetteer.place("hodeidah").lon


def test_between_holds_both_ends(gazetteer: Gazetteer) -> None:
    answer, _, _, _ = resolved(gazetteer, "between Kirkuk and Tikrit")
    assert answer.outline is not None
    for end in ("kirkuk", "tikrit"):
        place = gazetteer.place(end)
        assert holds(answer.outline, place.lat, place.lon)


def test_a_ring_has_a_hole(gazetteer: Gazetteer) -> None:
    answer, lat, lon, _ = resolved(gazetteer, "100 km from Kirkuk")
    assert answer.outline is not None
    assert not holds(answer.outline, lat, lon)


def test_every_outline_is_valid_geojson(gazetteer: Gazetteer) -> None:
    from shapely.geometry import shape

    for case in PHRASES:
        answer = gazetteer.resolve(case["phrase"])
        if answer.relation is None or answer.outline is None:
            continue
        geometry = shape(answer.outline)
        assert geometry.is_valid, case["phrase"]
        polygons = getattr(geometry, "geoms", [geometry])
        assert all(polygon.exterior.is_ccw for polygon in polygons), case["phrase"]
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
