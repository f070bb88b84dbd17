"""What holds for every source: joining, refusing, memory; and how kinds, shapes and radii are told."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from samples import GEONAMES_ROWS, SQUARE, Build, collection, feature

from geomap.errors import InputError
from geomap.gazetteer.building import build_index
from geomap.gazetteer.importers.features import kind_of
from geomap.gazetteer.importers.labels import kind_of_label
from geomap.gazetteer.importers.radii import radius_m
from geomap.gazetteer.importers.shapes import shape_of
from geomap.gazetteer.opening import open_alone, open_index
from geomap.model import Kind

if TYPE_CHECKING:
    from pathlib import Path


def test_places_of_two_sources_are_linked_not_doubled(build: Build) -> None:
    rows = GEONAMES_ROWS
    own = "name,lat,lon,kind,geonameid,country\nHeet,33.99,43.01,city,7,IQ\nRamadi,33.43,43.31,city,,IQ\n"
    index, report = build({"IQ.txt": rows, "own.csv": own}, "IQ.txt", "own.csv")
    assert (report.places, report.linked) == (5, 2)
    assert [named.place.id for named in index.exact("heet")] == ["geonames:7"]
    assert len(index.exact("ramadi")) == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.txt", b"just some words\n", "is none of the gazetteer formats"),
        ("x.csv", b"a,b\n1,2\n", "is none of the gazetteer formats"),
        ("x.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "is none of the gazetteer formats"),
        ("x.zip", b"PK\x03\x04" + bytes(50), "is damaged"),
        ("x.gz", gzip.compress(b"name,lat,lon\n" * 9000)[:60], "is damaged"),
        ("empty", None, "holds no file to import"),
        ("missing.csv", None, "cannot be read"),
    ],
)
def test_what_cannot_be_imported_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes | None, why: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    elif name == "empty":
        path.mkdir()
    with pytest.raises(InputError, match=why) as error:
        build_index([path], tmp_path / "o.gazetteer")
    assert name in str(error.value)


def test_a_broken_collection_names_the_line(tmp_path: Path) -> None:
    text = collection(feature({"name": "A"}), feature({"name": "B"}))
    path = tmp_path / "cut.geojson"
    path.write_text(text[:-60], encoding="utf-8")
    with pytest.raises(InputError, match=r"row 17: is not valid JSON from here on"):
        build_index([path], tmp_path / "o.gazetteer")


def test_a_huge_nesting_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.geojson"
    path.write_text('{"type":"FeatureCollection","features":[' + "[" * 200_000, encoding="utf-8")
    with pytest.raises(InputError):
        build_index([path], tmp_path / "o.gazetteer")


def test_memory_stays_the_same_for_a_large_collection(tmp_path: Path) -> None:
    path = tmp_path / "many.geojson"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for at in range(6000):
            file.write((",\n" if at else "") + json.dumps(feature({"name": f"P {at}", "pad": "x" * 1000})))
        file.write("]}")
    import tracemalloc

    tracemalloc.start()
    report = build_index([path], tmp_path / "o.gazetteer")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.places == 6000
    assert peak < os.path.getsize(path) + 8_000_000  # noqa: PTH202


@pytest.mark.parametrize(
    ("geometry", "lat", "lon", "radius"),
    [
        ({"type": "Point", "coordinates": [44.0, 33.0, 12.0]}, 33.0, 44.0, None),
        (SQUARE, 33.0, 42.0, 145_000),
        ({"type": "LineString", "coordinates": [[44, 33], [44, 35]]}, 34.0, 44.0, 111_000),
        ({"type": "MultiPoint", "coordinates": [[44, 33], [44.2, 33]]}, 33.0, 44.1, 9_300),
    ],
)
def test_a_shape_has_a_point_and_a_reach(
    geometry: dict[str, Any], lat: float, lon: float, radius: float | None
) -> None:
    shape = shape_of(geometry)
    assert (shape.lat, shape.lon) == pytest.approx((lat, lon), abs=1e-6)
    assert shape.radius_m == (pytest.approx(radius, rel=0.02) if radius else None)


def test_the_point_of_a_bent_area_lies_inside_it() -> None:
    hook = [[0, 0], [10, 0], [10, 1], [1, 1], [1, 9], [10, 9], [10, 10], [0, 10], [0, 0]]
    shape = shape_of({"type": "Polygon", "coordinates": [hook]})
    assert shape.lon < 1 or not 1 < shape.lat < 9


def test_a_territory_overseas_does_not_move_a_country() -> None:
    far = [[[-54.0, 3.0], [-52.0, 3.0], [-52.0, 5.0], [-54.0, 3.0]]]
    shape = shape_of({"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], far]})
    assert (shape.lat, shape.lon) == (33.0, 42.0)
    assert shape.radius_m is not None
    assert shape.radius_m < 200_000


@pytest.mark.parametrize(("people", "radius"), [(10_000, 1_800), (1_000_000, 9_000), (10_000_000, 26_200)])
def test_a_citys_radius_grows_with_its_people(people: int, radius: float) -> None:
    assert radius_m(Kind.CITY, people) == radius


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("air-base", Kind.AIR_BASE),
        ("Oil field", Kind.OIL_FIELD),
        ("second-largest city", Kind.CITY),
        ("district of Iraq", Kind.ADMIN2),
        ("military airbase", Kind.AIR_BASE),
        ("mountain range", Kind.MOUNTAIN),
        ("unidentified object", None),
        ("", None),
    ],
)
def test_a_label_says_what_sort_of_place_it_is(label: str, kind: Kind | None) -> None:
    assert kind_of_label(label) is kind


@pytest.mark.parametrize(
    ("letter", "code", "people", "kind"),
    [
        ("A", "PCLI", None, Kind.COUNTRY),
        ("A", "ADM3", None, Kind.ADMIN2),
        ("P", "PPL", 49_999, Kind.TOWN),
        ("P", "PPL", 50_000, Kind.CITY),
        ("P", "PPLC", None, Kind.CITY),
        ("P", "PPLX", None, Kind.QUARTER),
        ("L", "MILB", None, Kind.MILITARY_BASE),
        ("R", "RD", None, Kind.REGION),
        ("", "", None, None),
    ],
)
def test_a_feature_code_says_what_sort_of_place_it_is(
    letter: str, code: str, people: int | None, kind: Kind | None
) -> None:
    assert kind_of(letter, code, people) is kind


def test_towns_of_one_name_on_both_sides_of_a_border_are_two(build: Build) -> None:
    own = "name,lat,lon,kind,country\nRafah,31.28,34.25,city,PS\n"
    other = "name,lat,lon,kind,country\nRafah,31.28,34.24,city,EG\n"
    _, report = build({"a.csv": own, "b.csv": other}, "a.csv", "b.csv")
    assert (report.places, report.linked) == (2, 0)


def test_of_several_indexes_the_later_one_wins(tmp_path: Path) -> None:
    for name, lat in (("first", 33), ("second", 34)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "own.csv").write_text(f"id,name,lat,lon,kind\n1,Qorn,{lat},43,town\n", encoding="utf-8")
        build_index([folder / "own.csv"], tmp_path / f"{name}.gazetteer")
    paths = [tmp_path / "first.gazetteer", tmp_path / "second.gazetteer"]
    for order, lat in ((paths, 34.0), (paths[::-1], 33.0)):
        place = open_alone(order).gazetteer.place("own:1")
        assert place is not None
        assert place.lat == lat
        over = open_index(order).place("own:1")
        assert over is not None
        assert over.lat == lat
