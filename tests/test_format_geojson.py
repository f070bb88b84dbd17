"""GeoJSON as it is written, judged by other programs, and as others write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from event_frames import SQUARE, differences, feature, ogrinfo, write_json
from geojson_validator import validate_geometries, validate_structure
from known_places import KnownPlaces

from geomap import formats
from geomap.errors import InputError
from geomap.events import NAMES, locate

if TYPE_CHECKING:
    from pathlib import Path


def geojson(frame: gpd.GeoDataFrame, folder: Path) -> tuple[Path, dict[str, Any]]:
    path = folder / "events.geojson"
    formats.write(frame, path)
    return path, json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)


def test_geojson_keeps_the_rules_of_rfc_7946(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    _, document = geojson(frame, tmp_path)
    assert list(document) == ["type", "bbox", "features"]  # and no crs
    assert document["bbox"] == [39.0, -33.1234568, 44.3922, 35.4681]
    assert [f["id"] for f in document["features"]] == list("abcde")
    point, area, ambiguous, unknown, given_point = (f["geometry"] for f in document["features"])
    assert point == {"type": "Point", "coordinates": [44.3922, 35.4681]}
    assert given_point["coordinates"] == [44.1, -33.1234568]  # seven decimals
    assert ambiguous is None
    assert unknown is None
    assert shapely.LinearRing(area["coordinates"][0]).is_ccw


def test_geojson_keeps_times_lists_and_the_label_point(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    first, area, third, *_ = (f["properties"] for f in geojson(frame, tmp_path)[1]["features"])
    assert (first["time_start"], first["time_end"]) == ("2023-12-08T00:00:00Z", "2023-12-08T23:59:59Z")
    assert third["time_start"] == "2023-12-08T01:15:00Z"
    assert first["sources"][0]["says"] == {"weapon_count": 14}
    assert (area["lat"], area["lon"], area["radius_m"]) == (32.9, 41.6, 200000.0)
    assert (third["killed_best"], area["killed_best"]) == (0, None)
    assert set(NAMES) <= set(first)


def test_geojson_outlines_are_wound_right_whatever_they_were(tmp_path: Path) -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    frame = locate(
        gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.MultiPolygon([clockwise])], crs=4326), KnownPlaces()
    )
    outer, hole = geojson(frame, tmp_path)[1]["features"][0]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(hole).is_ccw


def test_geojson_has_no_infinity_and_says_so(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    frame["own"] = [np.inf, np.nan, 1.5, 2.0, 3.0]
    path = tmp_path / "events.geojson"
    assert formats.write(frame, path) == ["column own: 1 value infinite, written as unknown"]
    document = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert [f["properties"]["own"] for f in document["features"]] == [None, None, 1.5, 2.0, 3.0]


def test_broken_characters_are_replaced_and_said(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    frame["own"] = pd.Series(["a\ud800b", "", "", "", ""], dtype=object)
    for suffix in (".geojson", ".geojsonl", ".gpkg", ".csv", ".parquet", ".fgb"):
        notes = formats.write(frame, tmp_path / f"events{suffix}")
        assert notes == ["column own: 1 value with broken characters, replaced"]


def test_geojson_passes_the_validator_from_pypi(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    _, document = geojson(frame, tmp_path)
    assert validate_structure(document, check_crs=True) == {}
    placed = {**document, "features": [f for f in document["features"] if f["geometry"]]}
    found = validate_geometries(placed)
    # It would have six decimals; RFC 7946 sets no limit, and the seventh is a centimetre.
    del found["problematic"]["excessive_coordinate_precision"]
    assert (found["invalid"], found["problematic"]) == ({}, {})


def test_gdal_reads_the_geojson_with_typed_times(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    said = ogrinfo(geojson(frame, tmp_path)[0])
    assert "Feature Count: 5" in said
    assert "time_start: DateTime" in said
    assert "killed_best: Integer" in said
    assert "radius_m: Real" in said
    assert "time_start (DateTime) = 2023/12/08 00:00:00+00" in said


def test_simplestyle_colours_features_and_comes_off_again(frame: Any, tmp_path: Path) -> None:
    frame["event_type"] = ["rocket attack", "rocket attack", None, None, None]
    formats.write(frame, tmp_path / "a.geojson", simplestyle=True)
    features = json.loads((tmp_path / "a.geojson").read_bytes())["features"]
    assert features[0]["properties"]["marker-color"] == "#0072b2"
    assert features[1]["properties"]["fill"] == "#0072b2"
    assert features[4]["properties"]["marker-color"] == "#8a8f94"
    assert differences(frame, formats.read(tmp_path / "a.geojson").frame) == {}


def test_simplestyle_writes_over_no_column_of_ones_own(frame: Any, tmp_path: Path) -> None:
    frame["title"] = list("vwxyz")
    formats.write(frame, tmp_path / "a.geojson", simplestyle=True)
    assert formats.read(tmp_path / "a.geojson").frame["title"].tolist() == list("vwxyz")


def test_each_line_of_geojson_lines_is_a_feature_of_its_own(frame: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.geojsonl"
    formats.write(frame, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == list("abcde")
    path.write_text("\n".join([*lines[:2], lines[2][:50], *lines[3:]]), encoding="utf-8")
    table = formats.read(path)
    assert (len(table.frame), table.set_aside[0].row) == (4, 3)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"type": "Feature", "properties": {}}, "has no geometry"),
        ({"type": "Thing", "geometry": None, "properties": {}}, "is no Feature"),
        ("text", "is no Feature"),
        ({"type": "Feature", "geometry": None, "properties": [1]}, "properties are no object"),
        ({"type": "Feature", "geometry": None, "properties": {}, "id": {}}, "id is neither"),
        (feature([1, 2]), "geometry is no object"),
        (feature({"type": "Point", "coordinates": [44.4, 95]}), "latitude 95 is outside -90..90; swapped"),
        (feature({"type": "Point", "coordinates": [4239.00416, 33.3]}), "longitude 4239 is outside"),
        (feature({"type": "Point", "coordinates": ["44.4", 33.3]}), "no number: '44.4'"),
        (feature({"type": "Point", "coordinates": [True, 33.3]}), "no number: True"),
        (feature({"type": "Point", "coordinates": [44.4]}), "not \\[longitude, latitude\\]"),
        (feature({"type": "Point"}), "not \\[longitude, latitude\\]"),
        (feature({"type": "Polygon", "coordinates": []}), "Polygon is empty"),
        (feature({"type": "Polygon", "coordinates": [SQUARE[:3]]}), "fewer than four"),
        (feature({"type": "Polygon", "coordinates": [[*SQUARE[:3], [1, 1]]]}), "not closed"),
        (feature({"type": "MultiPolygon", "coordinates": 3}), "MultiPolygon is empty"),
        (feature({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}), "neither a point nor an area"),
    ],
)
def test_a_bad_feature_is_set_aside_with_its_number_and_reason(
    tmp_path: Path, wrong: Any, words: str
) -> None:
    good = feature({"type": "Point", "coordinates": [44.4, 33.3]}, place="Baghdad")
    table = formats.read(write_json(tmp_path / "a.geojson", [good, wrong, good]))
    assert table.rows == (1, 3)
    (fault,) = table.set_aside
    assert fault.row == 2
    with pytest.raises(InputError, match=words):
        raise fault


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "FeatureCollection", "features": [', "row 1: is not JSON .*was the file cut off"),
        ('{"type": "FeatureCollection",\n "features": [NaN]}', "row 2: NaN is not JSON"),
        ('{"type": "FeatureCollection", "features": []}', "holds no features"),
        ('{"type": "FeatureCollection", "features": {}}', "has no list of features"),
        ('{"type": "FeatureCollection", "features": [], "features": []}', "the key 'features' stands twice"),
        ('{"type": "Topology", "objects": {}}', "its type is 'Topology'"),
        ('{"a": 1}', "it has no type"),
        ('{"a": ' + "[" * 100_000, "nests too deep"),
        ('{"a": ' + "9" * 10_000 + "}", "too long|no GeoJSON"),
    ],
)
def test_what_is_no_geojson_is_one_clear_error(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        formats.read(path)


def test_a_crs_link_is_never_followed_and_another_system_refused(tmp_path: Path) -> None:
    point = feature({"type": "Point", "coordinates": [44.4, 33.3]})
    link = {"type": "link", "properties": {"href": "https://example.org/crs", "type": "proj4"}}
    with pytest.raises(InputError, match=r"a crs that is not followed.*ogr2ogr"):
        formats.read(write_json(tmp_path / "a.geojson", [point], crs=link))
    same = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert len(formats.read(write_json(tmp_path / "b.geojson", [point], crs=same)).frame) == 1


def test_a_key_that_stands_twice_in_a_feature_sets_it_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, '
        '"properties": {"place": "Kirkuk", "place": "Erbil"}}]}'
    )
    assert "the key 'place' stands twice" in str(formats.read(path).set_aside[0])


def test_plain_geojson_of_others_is_read_with_its_ids_and_columns(tmp_path: Path) -> None:
    features = [
        {
            **feature(
                {"type": "Point", "coordinates": [44.3922, 35.4681, 350]}, place="Kirkuk", dead=3, tags=["x"]
            ),
            "id": 7,
        },
        feature({"type": "Polygon", "coordinates": [SQUARE]}, colour="red"),
    ]
    frame = formats.read(write_json(tmp_path / "a.json", features)).frame
    assert frame["event_id"].iloc[0] == "7"
    assert (frame["lat"].iloc[0], frame["lon"].iloc[0], frame["killed_best"].iloc[0]) == (35.4681, 44.3922, 3)
    assert frame["tags"].iloc[0] == ["x"]
    assert frame["colour"].iloc[1] == "red"
    assert frame["sources"].iloc[1] == [{"title": "a.json, feature 2"}]


def test_half_a_surrogate_pair_in_json_is_no_fault(tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.geojson", [feature(None, place="Kirkuk\ud800", mine="x\ud800")])
    frame = formats.read(path).frame
    formats.write(locate(frame, KnownPlaces()), tmp_path / "b.geojson")
    assert formats.read(tmp_path / "b.geojson").frame["place_text"].iloc[0].startswith("Kirkuk")


def test_texts_that_look_like_the_ends_of_texts_are_kept(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    hard = ['ends ",', '"', "\\", '\\","', 'a","b']
    frame["damage"], frame["own"] = hard, hard
    formats.write(frame, tmp_path / "a.geojson")
    told = [each["properties"] for each in json.loads((tmp_path / "a.geojson").read_bytes())["features"]]
    assert [each["damage"] for each in told] == [each["own"] for each in told] == hard


def test_a_key_that_stands_twice_is_seen_however_it_is_spaced(tmp_path: Path) -> None:
    for colon in (":", " :", "\n:"):
        twice = f'{{"a"{colon}1,"a":2}}'
        whole = f'{{"type":"Feature","geometry":null,"properties":{twice}}}'
        (tmp_path / "a.geojson").write_text(f'{{"type":"FeatureCollection","features":[{whole}]}}')
        table = formats.read(tmp_path / "a.geojson")
        assert "the key 'a' stands twice" in str(table.set_aside[0])
