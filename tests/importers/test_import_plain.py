"""Tables and GeoJSON of one's own."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from samples import SQUARE, Build, collection, feature, the

from geomap.model import Kind

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_by_any_usual_column_names(build: Build, delimiter: str) -> None:
    rows = [
        ["Place_ID", "Name", "Latitude", "Longitude", "Type", "Country", "Aliases", "Parent", "Radius_m"],
        ["a1", "Tower 22", "32.9", "38.7", "outpost", "JOR", "Tower-22|البرج 22", "", "800"],
        ["a2", "Gate, east", "32.91", "38.71", "border crossing", "JO", "", "a1", ""],
    ]
    text = "\ufeff" + "\n".join(
        delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows
    )
    index, report = build({"My Sites.csv": text})
    assert report.skipped == ()
    site, gate = the(index, "my-sites:a1"), the(index, "my-sites:a2")
    assert (site.kind, site.country, site.radius_m) == (Kind.OUTPOST, "JO", 800.0)
    assert (gate.name, gate.kind, gate.parent) == ("Gate, east", Kind.BORDER_CROSSING, "my-sites:a1")


def test_geojson_points_and_outlines(build: Build) -> None:
    own = collection(feature({"name": "Zone A", "kind": "region", "aliases": ["A"]}, SQUARE, id="z"))
    index, _ = build({"zones.geojson": own})
    zone = the(index, "zones:z")
    assert (zone.kind, zone.lat, zone.lon) == (Kind.REGION, 33.0, 42.0)
    assert index.outline(zone.id) is not None


def test_bad_rows_are_named_by_their_first_line(build: Build) -> None:
    text = (
        'name,lat,lon,kind\n"Two\nlines",33,43,town\n,33,43,town\nA,"33,5",43,town\nB,33,43,ufo\n'
        "C,33,43,town,more\nD,33,43\n"
    )
    index, report = build({"own.csv": text})
    assert [(fault.line, fault.message.split(";")[0]) for fault in report.skipped] == [
        (4, "has no name"),
        (5, "its position '33,5', '43' is not two numbers"),
        (6, "kind 'ufo' is unknown"),
        (7, "has 5 cells and the header 4"),
    ]
    assert [named.place.name for key in ("two lines", "d") for named in index.exact(key)] == [
        "Two lines",
        "D",
    ]


def test_a_table_of_ones_own_comes_back_as_it_was_written(build: Build, tmp_path: Path) -> None:
    rows = [
        ("a", "Hit", 33.64, 42.82, "town"),
        ("b", 'The "Gate"; east, old', -33.5, -70.25, "border-crossing"),
    ]
    with (tmp_path / "own.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "name", "lat", "lon", "kind"), *rows])
    index, _ = build({}, "own.csv")
    assert rows == [
        (code, (place := the(index, f"own:{code}")).name, place.lat, place.lon, place.kind.value)
        for code in ("a", "b")
    ]
