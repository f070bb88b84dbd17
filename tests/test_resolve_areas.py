"""The areas of spatial relations: as large, and where, as a map shows them, in many countries."""

from __future__ import annotations

import math

import pytest
from shapely.geometry import Point, shape

from geomap.gazetteer.geodesy import distance_m
from geomap.model import Precision, Resolution, Status
from geomap.resolve import Gazetteer

EUPHRATES = "along the Euphrates"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def drawn(gazetteer: Gazetteer, phrase: str, **hints: str) -> Resolution:
    answer = gazetteer.resolve(phrase, **hints)  # type: ignore[arg-type]
    assert answer.status is Status.RESOLVED, answer.reason
    assert answer.outline is not None
    return answer


def inside(answer: Resolution, lat: float, lon: float) -> bool:
    return bool(shape(answer.outline).covers(Point(lon, lat)))


def beside(answer: Resolution, lat: float, lon: float) -> bool:
    """Within some 30 km: the outlines of countries are that coarse."""
    return bool(shape(answer.outline).distance(Point(lon, lat)) < 0.3)


def square_km(answer: Resolution) -> float:
    assert answer.lat is not None
    return float(shape(answer.outline).area * 111.2**2 * math.cos(math.radians(answer.lat)))


# Coasts: who has one, and what is off it. Positions from any atlas.


@pytest.mark.parametrize(
    ("country", "on", "inland"),
    [
        ("Yemen", (12.79, 45.02), (15.35, 44.2)),  # Aden, Sanaa
        ("Syria", (35.52, 35.79), (34.73, 36.72)),  # Latakia, Homs
        ("Libya", (32.89, 13.19), (27.04, 14.43)),  # Tripoli, Sabha
        ("Ukraine", (46.48, 30.73), (50.45, 30.52)),  # Odesa, Kyiv
        ("Somalia", (2.05, 45.32), (3.12, 43.65)),  # Mogadishu, Baidoa
        ("Togo", (6.13, 1.22), (9.55, 1.19)),  # Lome, Kara
        ("Lebanon", (33.56, 35.37), (34.0, 36.21)),  # Sidon, Baalbek
    ],
)
def test_a_coast_is_the_land_by_the_sea(
    gazetteer: Gazetteer, country: str, on: tuple[float, float], inland: tuple[float, float]
) -> None:
    answer = drawn(gazetteer, f"the coast of {country}")
    assert beside(answer, *on)
    assert not beside(answer, *inland)
    assert "the land within 25 km of the sea" in answer.reason


@pytest.mark.parametrize(
    "country",
    ["Austria", "Bolivia", "Chad", "Ethiopia", "Laos", "Mali", "Mongolia", "Niger", "Paraguay", "Uganda"],
)
def test_a_country_without_a_sea_has_no_coast(gazetteer: Gazetteer, country: str) -> None:
    for phrase in (f"the coast of {country}", f"off the coast of {country}"):
        assert gazetteer.resolve(phrase).status is Status.UNRESOLVED


def test_so_far_off_a_coast_is_water_and_about_so_far(gazetteer: Gazetteer) -> None:
    answer = drawn(gazetteer, "20 nautical miles off Hodeidah")
    assert "the water 26 km to 48 km away" in answer.reason
    assert answer.lat is not None
    assert answer.lon is not None
    assert 26_000 <= distance_m(14.7979, 42.9545, answer.lat, answer.lon) <= 48_000
    assert not inside(answer, 14.7979, 42.9)
    assert not inside(answer, 14.9, 43.25)  # inland


def test_off_a_region_without_an_outline_is_said_to_be_off_a_circle(gazetteer: Gazetteer) -> None:
    assert "as its outline is not known" in drawn(gazetteer, "off the coast of Puntland").reason


# Borders: lengths of the CIA's World Factbook


@pytest.mark.parametrize(
    ("pair", "km"),
    [
        ("Niger-Nigeria", 1608),
        ("Ukraine-Russia", 1944),
        ("Iran-Iraq", 1599),
        ("Mali-Niger", 838),
        ("Kenya-Somalia", 684),
        ("Lebanon-Syria", 403),
        ("Poland-Belarus", 375),
        ("Rwanda-DR Congo", 221),
        ("North Korea-South Korea", 237),
        ("Colombia-Venezuela", 2341),
    ],
)
def test_a_border_is_about_as_long_as_it_is_and_of_one_piece(
    gazetteer: Gazetteer, pair: str, km: int
) -> None:
    answer = drawn(gazetteer, f"{pair} border")
    # Twenty kilometres wide; a coarse outline cuts bends off.
    assert 0.65 < square_km(answer) / 20 / km < 1.35
    parts = sorted((part.area for part in getattr(shape(answer.outline), "geoms", [])), reverse=True)
    assert sum(parts[1:]) <= 0.25 * sum(parts)


# Rivers


def test_a_whole_river_is_meant_where_nothing_else_is_said(gazetteer: Gazetteer) -> None:
    answer = drawn(gazetteer, EUPHRATES)
    assert "anywhere along it" in answer.reason
    assert answer.precision is Precision.REGION


@pytest.mark.parametrize(
    ("phrase", "on", "off"),
    [
        (f"{EUPHRATES} in Syria", (34.46, 40.93), (33.64, 42.83)),  # Abu Kamal, Hit
        (f"{EUPHRATES} in Anbar", (33.64, 42.83), (35.95, 39.01)),  # Raqqa
        (f"{EUPHRATES} near Hit", (33.64, 42.83), (34.14, 42.38)),  # Hit, Haditha
        (f"{EUPHRATES} between Hit and Haditha", (33.64, 42.83), (32.0, 45.0)),
    ],
)
def test_a_place_named_with_a_river_limits_it(
    gazetteer: Gazetteer, phrase: str, on: tuple[float, float], off: tuple[float, float]
) -> None:
    whole = drawn(gazetteer, EUPHRATES)
    answer = drawn(gazetteer, phrase)
    assert answer.relation == "along"
    assert answer.name is not None
    assert answer.name.startswith(phrase.replace("the ", ""))
    assert shape(answer.outline).distance(Point(on[1], on[0])) < 0.06
    assert shape(answer.outline).distance(Point(off[1], off[0])) > 0.2
    assert answer.radius_m is not None
    assert whole.radius_m is not None
    assert answer.radius_m < whole.radius_m / 2


def test_conditions_of_the_caller_limit_a_river(gazetteer: Gazetteer) -> None:
    by_country = drawn(gazetteer, EUPHRATES, country="SY")
    by_unit = drawn(gazetteer, EUPHRATES, within="Raqqa Governorate, Syria")
    assert "the stretch in Syria" in by_country.reason
    assert shape(by_country.outline).area > 2 * shape(by_unit.outline).area


def test_what_stands_beside_a_river_in_the_text_limits_it(gazetteer: Gazetteer) -> None:
    answer = drawn(gazetteer, EUPHRATES, context=f"Shelling was heard {EUPHRATES}, and in Hit and Mosul.")
    assert "within 25 km of Hit, which the text names beside it" in answer.reason
    assert inside(answer, 33.64, 42.84)


def test_a_river_that_does_not_run_there_is_not_placed(gazetteer: Gazetteer) -> None:
    for answer in (
        gazetteer.resolve(f"{EUPHRATES} in Egypt"),
        gazetteer.resolve(EUPHRATES, country="EG"),
    ):
        assert answer.status is Status.UNRESOLVED
        assert "does not run in Egypt" in answer.reason


def test_a_river_of_unknown_course_is_wide_and_says_so(gazetteer: Gazetteer) -> None:
    whole = gazetteer.resolve("along the Orinoco")
    assert whole.status is Status.RESOLVED
    assert "its course is not known" in whole.reason
    assert whole.precision is Precision.REGION
    assert whole.radius_m is not None
    assert whole.radius_m > 300_000
    part = drawn(gazetteer, "along the Orinoco in Venezuela")
    assert "the course of Orinoco is not known, so all in Venezuela" in part.reason


# Parts


@pytest.mark.parametrize(
    ("phrase", "inside_at", "outside_at"),
    [
        ("eastern Ukraine", (48.0, 37.8), (49.84, 24.03)),  # Donetsk, Lviv
        ("northern Mali", (22.0, -2.0), (12.64, -8.0)),
        ("northeastern Nigeria", (11.83, 13.15), (6.45, 3.4)),  # Maiduguri, Lagos
        ("south-central Somalia", (2.05, 45.32), (9.56, 44.06)),  # Mogadishu, Hargeisa
        ("western Myanmar", (20.15, 92.9), (21.3, 99.6)),  # Sittwe, Kengtung
        ("far western Ukraine", (48.62, 22.29), (50.45, 30.52)),  # Uzhhorod, Kyiv
    ],
)
def test_a_part_lies_on_its_side(
    gazetteer: Gazetteer, phrase: str, inside_at: tuple[float, float], outside_at: tuple[float, float]
) -> None:
    answer = drawn(gazetteer, phrase)
    assert beside(answer, *inside_at)
    assert not beside(answer, *outside_at)


def test_a_misspelt_name_in_a_relation_is_found_as_it_is_alone(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("10 km south of Zyxwuvia").status is Status.UNRESOLVED
    alone, related = gazetteer.resolve("Hodeida"), gazetteer.resolve("10 km south of Hodeida")
    assert alone.status is related.status is Status.RESOLVED
    assert alone.place is not None
    assert related.place is not None
    assert related.place.id == alone.place.id


def test_a_name_with_its_container_is_never_guessed_to_be_elsewhere(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("Zyxwuvia, Iraq")
    assert all(candidate.place.country == "IQ" for candidate in answer.candidates)


def test_a_stretch_between_two_towns_has_the_rivers_bends(gazetteer: Gazetteer) -> None:
    answer = drawn(gazetteer, f"{EUPHRATES} between Raqqa and Ramadi")
    # Half way, the river runs 50 km and more beside the straight line.
    for town in ((35.34, 40.14), (34.37, 41.09)):  # Deir ez-Zor, Al-Qaim
        assert shape(answer.outline).distance(Point(town[1], town[0])) < 0.1
