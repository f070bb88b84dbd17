"""Coordinates in text: degrees in many forms, MGRS references, plus codes; and what is none of these."""

from __future__ import annotations

import json
import string
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import read_cases
from pyproj import Transformer

from geomap import Gazetteer, geoparse
from geomap.cli import main
from geomap.gazetteer.geodesy import distance_m
from geomap.model import Precision, Status
from geomap.resolve import mgrs, pluscodes
from geomap.resolve.coordinates import find, read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize("case", read_cases("coordinates.csv"), ids=lambda case: case["text"])
def test_coordinates_are_read(case: dict[str, str]) -> None:
    written = read(case["text"])
    if not case["lat"]:
        assert written is None or written.fault
        return
    assert written is not None
    assert (written.lat, written.lon) == (float(case["lat"]), float(case["lon"]))
    assert written.fault is None
    [found] = find(f"The wreck lies at {case['text']}, a witness said.")
    assert (found.lat, found.lon) == (written.lat, written.lon)


def test_coordinates_are_as_fine_as_they_are_written() -> None:
    radii = [read(text) for text in ("33.8N 42.4E", "33.78N 42.44E", "33.7812N 42.4368E")]
    values = [written.radius_m for written in radii if written is not None]
    assert values == sorted(values, reverse=True)
    assert values[0] == pytest.approx(7862, rel=0.01)


@pytest.mark.parametrize("unit", ["1", "33.", "N 3 ", "12.5 ", "1 ", "N33 46.5 E42 26.2 ", "33°"])
def test_finding_coordinates_takes_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        started = time.process_time()
        list(find(text))
        return time.process_time() - started

    seconds(2_000)
    assert seconds(100_000) < 40 * max(seconds(10_000), 0.001)


# Grid references


@pytest.mark.parametrize("case", read_cases("grid_references.csv"), ids=lambda case: case["reference"])
def test_grid_references_and_plus_codes_are_read(case: dict[str, str]) -> None:
    written = read(case["reference"])
    if not case["lat"]:
        assert written is None or written.fault
        return
    assert written is not None
    assert written.fault is None
    assert distance_m(written.lat, written.lon, float(case["lat"]), float(case["lon"])) < 2
    [found] = find(f"They were seen at {case['reference']}, a witness said.")
    assert (found.lat, found.lon) == (written.lat, written.lon)


@given(st.integers(1, 60), st.floats(-79.5, 83.5), st.floats(0.05, 5.95), st.integers(1, 5))
def test_a_cell_holds_the_point_that_it_was_made_for(zone: int, lat: float, east: float, size: int) -> None:
    lon = 6 * zone - 186 + east
    band = "CDEFGHJKLMNPQRSTUVWX"[min(19, int((lat + 80) // 8))]
    if band in "VX" and 31 <= zone <= 37:
        return  # Norway and Svalbard have zones of their own
    easting, northing = Transformer.from_crs(
        4326, (32600 if lat >= 0 else 32700) + zone, always_xy=True
    ).transform(lon, lat)
    column = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")[(zone - 1) % 3][int(easting // 100_000) - 1]
    row = string.ascii_uppercase.replace("I", "").replace("O", "")[:20][
        (int(northing // 100_000) + (0 if zone % 2 else 5)) % 20
    ]
    digits = "".join(f"{int(value % 100_000):05d}"[:size] for value in (easting, northing))
    found = mgrs.read(zone, band, column + row, digits)
    assert not isinstance(found, str), found
    assert found[2] == 10 ** (5 - size)
    assert distance_m(found[0], found[1], lat, lon) <= 0.72 * found[2] + 1


def test_a_cell_is_as_wide_as_its_digits_tell() -> None:
    radii = [read(text) for text in ("38SMB48", "38SMB4484", "38SMB441847", "38SMB44148470")]
    values = [written.radius_m for written in radii if written is not None]
    assert values == pytest.approx([7071, 707.1, 70.7, 10], rel=0.001)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("the grid 38SMB 4414 8470 was hit", 1),
        ("at grid reference 38SMB4484", 1),
        ("an aircraft of type 38SMB4484", 0),  # four digits, and nothing says that it is a place
        ("form 12ABC3456 and plate 38smb441847", 0),
        ("version 8FVC2222+22+22 of it", 0),
        ("7FG49QCJ+2V.", 1),
    ],
)
def test_in_running_text_only_what_cannot_be_a_number_of_something_counts(words: str, count: int) -> None:
    assert len([written for written in find(words) if written.fault is None]) == count


@pytest.mark.parametrize(
    ("full", "lat", "lon", "short"),
    [
        # open-location-code test_data/shortCodeTests.csv
        ("9C3W9QCJ+2VX", 51.3708675, -1.217765625, "CJ+2VX"),
        ("9C3W9QCJ+2VX", 51.3852125, -1.217765625, "9QCJ+2VX"),
        ("8FRCXGRF+PM", 47.0, 8.55, "XGRF+PM"),
        ("CFX22222+22", 89.6, 0.0, "2222+22"),
        ("2CXXXXXX+XX", -81.0, 0.0, "XXXXXX+XX"),
    ],
)
def test_a_short_plus_code_is_the_nearest_that_it_can_be(
    full: str, lat: float, lon: float, short: str
) -> None:
    assert pluscodes.lengthened(short, lat, lon) == full


# As places


def test_a_stated_position_is_a_place_and_its_reason_says_in_which_form(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("38S MB 44140 84706")
    assert (answer.status, answer.precision) == (Status.RESOLVED, Precision.COORDINATE)
    assert answer.reason.startswith("the text states the MGRS reference, which is 33.3")


def test_a_cell_of_many_kilometres_is_an_area(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("7FG40000+")
    assert answer.precision is Precision.REGION
    assert answer.radius_m is not None
    assert answer.radius_m > 70_000


def test_a_plus_code_beside_a_place_is_found_near_it(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("84PG+PH Mosul, Iraq")
    assert answer.status is Status.RESOLVED
    assert answer.lat is not None
    assert answer.lon is not None
    assert distance_m(answer.lat, answer.lon, 36.335, 43.11889) < 60_000
    assert "plus code 8H86" in answer.reason or "plus code 8H" in answer.reason
    assert "beside Mosul" in answer.reason
    assert gazetteer.resolve("84PG+PH Zyxwuvia").status is Status.UNRESOLVED


def test_a_reference_that_cannot_be_is_no_place_and_says_why(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("61SMB4414084706")
    assert answer.status is Status.UNRESOLVED
    assert answer.reason == "there is no grid zone 61S"


def test_distances_may_start_from_coordinates(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("10 km south of 33.3, 44.4")
    assert answer.lat == pytest.approx(33.3 - 10 / 110.9, abs=0.001)


def test_coordinates_in_running_text_are_found_beside_the_names(gazetteer: Gazetteer) -> None:
    text = "A strike near Mosul hit 36.30, 43.10 and, at 38SMB4414084706, a depot; 95.1, 44.2 is nowhere."
    found = geoparse(text, gazetteer)
    assert [named.mention.surface for named in found] == ["Mosul", "36.30, 43.10", "38SMB4414084706"]
    assert all(named.resolution.status is Status.RESOLVED for named in found)


def test_an_event_stands_where_its_report_states_the_coordinates(tmp_path: Path) -> None:
    report = "date 2023-12-08\nA drone strike killed three men at 33.7856, 42.4412 on Friday.\n"
    (tmp_path / "r.txt").write_text(report, encoding="utf-8")
    assert main(["extract", str(tmp_path / "r.txt"), "-o", str(tmp_path / "e.geojson"), "-q"]) == 0
    [feature] = json.loads((tmp_path / "e.geojson").read_text(encoding="utf-8"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [42.4412, 33.7856]}
    assert feature["properties"]["precision"] == "coordinate"


@pytest.mark.parametrize("band", "CDEFGHJKLMNPQRSTUVWX")
def test_every_band_of_the_grid_is_read_where_it_lies(band: str) -> None:
    lat = -80 + 8 * "CDEFGHJKLMNPQRSTUVWX".index(band) + 4
    lon = 44.5  # near the middle of zone 38
    utm = Transformer.from_crs(4326, (32600 if lat >= 0 else 32700) + 38, always_xy=True)
    easting, northing = utm.transform(lon, lat)
    row = "ABCDEFGHJKLMNPQRSTUV"[(int(northing // 100_000) + 5) % 20]
    column = "JKLMNPQR"[int(easting // 100_000) - 1]
    digits = f"{int(easting % 100_000):05d}{int(northing % 100_000):05d}"
    written = read(f"38{band}{column}{row}{digits}")
    assert written is not None
    assert written.fault is None
    assert distance_m(written.lat, written.lon, lat, lon) < 2


def test_the_command_shows_a_stated_position(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "38S MB 44140 84706"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("33.30000, 44.40000, within 0.01 km\n")
    assert "the text states the MGRS reference" in out
