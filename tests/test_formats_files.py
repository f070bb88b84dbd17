"""Events written and read again: GeoJSON, GeoPackage, CSV, judged by others' programs too."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geojson_validator import validate_geometries, validate_structure
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_places import KnownPlaces

from geomap import formats
from geomap.errors import InputError, SaveError, UsageError
from geomap.events import NAMES, check, conform, locate

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = (".geojson", ".geojsonl", ".gpkg", ".csv", ".parquet", ".fgb")


@pytest.fixture
def frame() -> gpd.GeoDataFrame:
    """A point, an area, an ambiguous and an unknown place, given coordinates, own columns, hostile text."""
    table = pd.DataFrame(
        {
            "event_id": list("abcde"),
            "time_start": [
                datetime(2023, 12, 8, tzinfo=UTC),
                None,
                datetime(2023, 12, 8, 1, 15, tzinfo=UTC),
                None,
                None,
            ],
            "time_end": [datetime(2023, 12, 8, 23, 59, 59, tzinfo=UTC), None, None, None, None],
            "time_precision": ["day", None, "time", None, None],
            "killed_best": [3, None, 0, None, None],
            "place_text": ["Kirkuk", "Anbar", "Al-Qusayr", "=cmd|' /C calc'!A0", None],
            "lat": [None, None, None, None, -33.12345678],
            "lon": [None, None, None, None, 44.1],
            "sources": [[{"quote": 'he said "now"\nand <b>', "says": {"weapon_count": 14}}], [], [], [], []],
            "own text": ["'quoted", "", None, "-5", "line\r\nbreak"],
            "own number": pd.array([1, None, 3, 4, 5], dtype="Int64"),
        }
    )
    return locate(table, KnownPlaces(), given_in="attacks.csv")


def differences(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> dict[str, Any]:
    """The columns whose values differ, apart from the documented losses."""
    found = {}
    for name in before.columns:
        if name == "geometry":
            pairs = zip(before.geometry, after.geometry, strict=True)
            same = all(
                a is b is None or (a is not None and b is not None and a.equals_exact(b, 1e-7))
                for a, b in pairs
            )
        else:
            same = plain(before[name]) == plain(after[name])
        if not same:
            found[name] = (plain(before[name]), plain(after[name]))
    return found


def plain(values: Any) -> list[Any]:
    """Values as they compare: empty text and every kind of null alike, floats to seven decimals."""
    found: list[Any] = []
    for value in values.astype(object):
        unknown = value == "" if isinstance(value, str) else not isinstance(value, list) and pd.isna(value)
        found.append(None if unknown else round(value, 7) if isinstance(value, float) else value)
    return found


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_column_comes_back(frame: gpd.GeoDataFrame, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"events{suffix}"
    assert formats.write(frame, path) == []
    table = formats.read(path)
    assert table.set_aside == ()
    assert check(table.frame) == []
    if suffix == ".csv":  # a text table does not say that a column of the user's holds numbers
        frame["own number"] = frame["own number"].astype("str")
    assert differences(frame, table.frame) == {}


texts = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(
    lambda text: text.strip() or None
)
figures = st.none() | st.integers(0, 2**62)
times = st.none() | st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)).map(  # noqa: DTZ001 - made aware next
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
rows = st.lists(st.tuples(texts, texts, figures, times, st.booleans()), min_size=1, max_size=6)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows)
def test_any_events_come_back_as_they_were(tmp_path: Path, suffix: str, rows: list[Any]) -> None:
    places, damages, killed, starts, placed = zip(*rows, strict=True)
    table = pd.DataFrame(
        {
            "event_id": [f"e{number}" for number in range(len(rows))],
            "place_text": places,
            "damage": damages,
            "killed_best": pd.array(killed, dtype="Int64"),
            "time_start": pd.Series(starts, dtype="datetime64[us, UTC]"),
            "lat": [35.1234567 if known else None for known in placed],
            "lon": [-71.05 if known else None for known in placed],
            "mine": damages,
        }
    )
    frame = locate(table, KnownPlaces())
    path = tmp_path / f"events{suffix}"
    formats.write(frame, path)
    assert differences(frame, formats.read(path).frame) == {}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_events_give_the_same_bytes(frame: gpd.GeoDataFrame, tmp_path: Path, suffix: str) -> None:
    for name in ("first", "second"):
        formats.write(frame, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"first{suffix}").read_bytes() == (tmp_path / f"second{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_frame_of_no_events_can_be_written(tmp_path: Path, suffix: str) -> None:
    formats.write(conform(pd.DataFrame()), tmp_path / f"events{suffix}")
    assert (tmp_path / f"events{suffix}").is_file()


def test_an_unknown_suffix_lists_those_that_can_be_written(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"cannot write .dxf; use one of: .geojson, .json, .*, .gpkg, .csv, .kml"
    ):
        formats.write(frame, tmp_path / "events.dxf")


def test_a_failed_write_leaves_the_old_file(
    frame: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.gpkg"
    formats.write(frame, path)
    before = path.read_bytes()
    monkeypatch.setattr(
        "geomap.formats.geopackage_writer._verify", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    with pytest.raises(SaveError, match="full"):
        formats.write(frame, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["events.gpkg"]


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
    for suffix in SUFFIXES:
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


def ogrinfo(path: Path, *options: str) -> str:
    """What GDAL's own program says of a file; it may complain of nothing."""
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.fail("needs GDAL's programs: tools/install-test-programs")
    done = subprocess.run(
        [program, "-ro", "-al", *options, str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_gdal_reads_the_geojson_with_typed_times(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    said = ogrinfo(geojson(frame, tmp_path)[0])
    assert "Feature Count: 5" in said
    assert "time_start: DateTime" in said
    assert "killed_best: Integer" in said
    assert "radius_m: Real" in said
    assert "time_start (DateTime) = 2023/12/08 00:00:00+00" in said


def test_gdal_reads_the_geopackage_with_its_layers_and_types(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    formats.write(frame, path)
    layers = {part.split("\n", 1)[0]: part for part in ogrinfo(path).split("Layer name: ")}
    for name, geometry, count in (
        ("points", "Point", 2),
        ("areas", "Multi Polygon", 1),
        ("unplaced", "None", 2),
    ):
        assert f"Geometry: {geometry}\n" in layers[name]
        assert f"Feature Count: {count}\n" in layers[name]
    assert "time_start: DateTime" in layers["points"]
    assert "killed_best: Integer64" in layers["points"]
    assert "sources: String(JSON)" in layers["points"]
    assert "time_end (DateTime) = 2023/12/08 23:59:59+00" in layers["points"]
    assert "killed_best (Integer64) = 3" in layers["points"]


def test_the_geopackage_has_a_spatial_index_that_editing_keeps_true(
    frame: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.gpkg"
    formats.write(frame, path)

    def boxes() -> list[tuple[float, ...]]:
        with closing(sqlite3.connect(path)) as base:
            return base.execute("SELECT * FROM rtree_points_geom ORDER BY id").fetchall()

    points = frame.geometry[frame.geometry.geom_type == "Point"]
    assert [box[0] for box in boxes()] == [row + 1 for row in points.index]
    for (_, west, east, south, north), point in zip(boxes(), points, strict=True):
        assert west <= point.x <= east
        assert south <= point.y <= north
    if shutil.which("ogrinfo") is None:
        pytest.skip("GDAL's programs are not installed")
    moved = "UPDATE points SET geom = SetSRID(ST_GeomFromText('POINT (10 20)'), 4326)"
    subprocess.run(["ogrinfo", str(path), "-sql", moved], check=True, capture_output=True)
    assert {tuple(map(round, box[1:])) for box in boxes()} == {(10, 10, 20, 20)}
    subprocess.run(["ogrinfo", str(path), "-sql", "DELETE FROM points"], check=True, capture_output=True)
    assert boxes() == []


def test_geopandas_reads_the_geopackage(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    formats.write(frame, tmp_path / "events.gpkg")
    points = gpd.read_file(tmp_path / "events.gpkg", layer="points")
    assert points.crs.to_epsg() == 4326
    assert points.geometry.iloc[0].equals(shapely.Point(44.3922, 35.4681))
    assert str(points["time_start"].dtype).endswith("UTC]")


def test_own_columns_that_sqlite_cannot_tell_apart_are_renamed_and_said(
    frame: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    frame["Reason"], frame["fid"] = list("vwxyz"), list("12345")
    notes = formats.write(frame, tmp_path / "events.gpkg")
    assert notes == [
        "column 'Reason' is called Reason_2 in the file",
        "column 'fid' is called fid_2 in the file",
    ]
    assert formats.read(tmp_path / "events.gpkg").frame["Reason_2"].tolist() == list("vwxyz")


def test_a_geopackage_of_others_in_metres_is_brought_to_degrees(tmp_path: Path) -> None:
    metres = gpd.GeoDataFrame(
        {"place": ["Kirkuk"]}, geometry=[shapely.Point(44.3922, 35.4681)], crs=4326
    ).to_crs(3857)
    metres.to_file(tmp_path / "a.gpkg", driver="GPKG")
    frame = formats.read(tmp_path / "a.gpkg").frame
    assert frame["place_text"].tolist() == ["Kirkuk"]
    assert frame["lat"].iloc[0] == pytest.approx(35.4681)


def test_a_cut_off_geopackage_is_one_clear_error(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    formats.write(frame, path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(InputError, match="is no readable GeoPackage"):
        formats.read(path)


def test_a_damaged_geometry_in_a_geopackage_sets_its_row_aside(
    frame: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "events.gpkg"
    formats.write(frame, path)
    with sqlite3.connect(path) as base:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):  # of the index's triggers
            base.create_function(name, 1, lambda _: 1)
        base.execute("UPDATE points SET geom = x'00' WHERE fid = 1")
    base.close()
    table = formats.read(path)
    assert len(table.frame) == 4
    assert "row 1: its geometry is damaged" in str(table.set_aside[0])


def test_csv_has_one_row_an_event_with_the_frames_columns(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    formats.write(frame, path)
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    assert len(rows) == 5
    assert list(rows[0]) == [*NAMES, "own text", "own number", "wkt"]
    assert rows[1]["wkt"].startswith("POLYGON")
    assert json.loads(rows[0]["sources"])[0]["says"] == {"weapon_count": 14}
    assert rows[4]["lat"] == "-33.12345678"


def test_csv_runs_nothing_in_a_spreadsheet(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    frame["@own"] = ["=1+1", "+x", "-x", "@x", "\tx"]
    path = tmp_path / "events.csv"
    formats.write(frame, path)
    for row in csv.reader(io.StringIO(path.read_bytes().decode(), newline="")):
        for cell in row:
            assert not cell.startswith(("=", "@", "\t", "\r", "+")), cell
            assert not cell.startswith("-") or float(cell)
    assert formats.read(path).frame["@own"].tolist() == ["=1+1", "+x", "-x", "@x", "\tx"]


def test_lists_of_formulas_run_nothing_either(shared: Path, tmp_path: Path) -> None:
    texts = [
        json.loads(line)["input"]
        for line in (shared / "bench" / "hostile" / "csv_formula.dev.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    frame = locate(
        pd.DataFrame({"place_text": texts, "event_id": [str(n) for n in range(len(texts))]}), KnownPlaces()
    )
    path = tmp_path / "events.csv"
    formats.write(frame, path)
    cells = [
        row["place_text"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert formats.read(path).frame["place_text"].tolist() == [text.strip() for text in texts]


def write_json(path: Path, features: list[Any], **members: Any) -> Path:
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8"
    )
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


SQUARE = [[0, 0], [9, 0], [9, 9], [0, 0]]


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


def test_a_vrt_that_is_called_geojson_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
    )
    with pytest.raises(InputError):
        formats.read(path)


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


def test_a_bare_carriage_return_in_a_cell_does_not_break_its_row(tmp_path: Path) -> None:
    frame = locate(
        pd.DataFrame({"event_id": ["a"], "damage": ["one\rtwo\nthree"]}).assign(place_text="x"), KnownPlaces()
    )
    formats.write(frame, tmp_path / "e.csv")
    assert formats.read(tmp_path / "e.csv").frame["damage"].tolist() == ["one\rtwo\nthree"]
