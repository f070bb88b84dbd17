"""KML, GeoParquet, FlatGeobuf, Shapefile, styles: what each keeps, says, and is to others' programs."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import struct
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_places import KnownPlaces
from test_formats_files import differences, frame, ogrinfo, plain  # noqa: F401 - a fixture

from geomap import formats
from geomap.errors import InputError, UsageError
from geomap.events import check, locate
from geomap.formats import archives
from geomap.formats.shapefile_writer import LONGEST_TEXT, short_names

if TYPE_CHECKING:
    from pathlib import Path

KML = "{http://www.opengis.net/kml/2.2}"
BINARY = (".parquet", ".fgb", ".kmz", ".shp.zip")


# -- what comes back ---------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".kml", ".kmz", ".shp.zip"])
def test_every_column_and_the_order_come_back(frame: Any, tmp_path: Path, suffix: str) -> None:  # noqa: F811
    path = tmp_path / f"events{suffix}"
    formats.write(frame, path)
    table = formats.read(path)
    assert (table.set_aside, check(table.frame)) == ((), [])
    assert differences(frame, table.frame) == {}


@pytest.mark.parametrize("name", ["ucdp_ged_500.csv", "gdelt_events_50.csv", "timemap_150.json"])
@pytest.mark.parametrize(
    "suffix", [".geojson", ".geojsonl", ".gpkg", ".csv", ".kml", ".parquet", ".fgb", ".shp.zip"]
)
def test_real_data_sets_come_back_from_each_format(
    shared: Path, tmp_path: Path, name: str, suffix: str
) -> None:
    before = formats.read(shared / "samples" / name).frame
    before = locate(before, KnownPlaces(), given_in=name)
    path = tmp_path / f"events{suffix}"
    notes = formats.write(before, path)
    table = formats.read(path)
    assert table.set_aside == ()
    lost = set(differences(before, table.frame))
    if suffix == ".csv":  # text tables do not say that a column of one's own holds numbers or lists
        for column in lost:
            assert [as_text(v) for v in before[column]] == [as_text(v) for v in table.frame[column]], column
        lost = set()
    if suffix in (".kml", ".fgb"):  # lists of one's own columns are JSON text, and it is said
        said = {note.split()[1].rstrip(":") for note in notes}
        assert lost <= said, lost
        lost = set()
    if suffix == ".shp.zip":
        for column in lost:
            said = any(note.startswith(f"column {column}:") for note in notes)
            assert said or trimmed(before[column]) == trimmed(table.frame[column]), column
        lost = set()
    assert lost == set()


def trimmed(values: Any) -> list[Any]:
    return [value.rstrip() or None if isinstance(value, str) else value for value in plain(values)]


def as_text(value: Any) -> str | None:
    if isinstance(value, str) and value.startswith("["):
        value = json.loads(value)
    if isinstance(value, list):
        return json.dumps(value, sort_keys=True)
    if pd.isna(value) or value == "":
        return None
    try:
        return repr(float(value))
    except ValueError:
        return str(value)


hard_texts = st.none() | st.text(st.characters(codec="utf-8"), max_size=12).map(lambda t: t.strip() or None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(hard_texts, min_size=1, max_size=5))
def test_kml_keeps_any_text_that_xml_can_hold(tmp_path: Path, texts: list[str | None]) -> None:
    table = pd.DataFrame({"event_id": [f"e{n}" for n in range(len(texts))], "damage": texts, "mine": texts})
    before = locate(table.assign(lat=1.0, lon=2.0), KnownPlaces())
    notes = formats.write(before, tmp_path / "a.kml")
    after = formats.read(tmp_path / "a.kml").frame
    kept = [text and "".join(c if xml_can_hold(c) else "\ufffd" for c in text) for text in texts]
    assert plain(after["damage"]) == [text and (text.strip() or None) for text in kept]
    assert plain(after["mine"]) == kept
    assert bool(notes) == (kept != texts)


def xml_can_hold(char: str) -> bool:
    return char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff")


def degrees(low: float, high: float) -> Any:
    return st.floats(low, high).map(lambda value: round(value, 6) + 0.0)


areas = st.tuples(degrees(-170, 160), degrees(-80, 70), degrees(0.01, 9), st.booleans()).map(
    lambda g: shapely.Polygon(
        shapely.box(g[0], g[1], g[0] + g[2], g[1] + g[2]).exterior.coords,
        [shapely.box(g[0] + g[2] / 4, g[1] + g[2] / 4, g[0] + g[2] / 2, g[1] + g[2] / 2).exterior.coords]
        if g[3]
        else [],
    )
)
points = st.tuples(degrees(-180, 180), degrees(-90, 90)).map(shapely.Point)
apart = st.tuples(areas, areas).map(shapely.MultiPolygon).filter(lambda shape: shape.is_valid)
drawn = st.none() | points | areas | apart


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".csv", ".kml", ".parquet", ".fgb", ".shp.zip"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes=st.lists(drawn, min_size=1, max_size=4))
def test_any_geometry_comes_back(tmp_path: Path, suffix: str, shapes: list[Any]) -> None:
    table = gpd.GeoDataFrame({"event_id": [f"e{n}" for n in range(len(shapes))]}, geometry=shapes, crs=4326)
    before = locate(table, KnownPlaces())
    formats.write(before, tmp_path / f"a{suffix}")
    after = formats.read(tmp_path / f"a{suffix}").frame
    for one, other in zip(before.geometry, after.geometry, strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            assert one.geom_type == other.geom_type
            assert shapely.equals_exact(one.normalize(), other.normalize(), 2e-7)


@pytest.mark.parametrize("suffix", [".kml", ".kmz", ".parquet", ".fgb", ".shp.zip", ".geojsonl"])
def test_the_same_events_give_the_same_bytes(frame: Any, tmp_path: Path, suffix: str) -> None:  # noqa: F811
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        formats.write(frame, tmp_path / name / f"events{suffix}")
    first, second = ((tmp_path / name / f"events{suffix}").read_bytes() for name in ("first", "second"))
    assert first == second


# -- what is said at save ----------------------------------------------------------------


def test_a_shapefile_lists_what_it_loses(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    frame["own text"] = ["é" * 200, "", None, "x", "y"]
    frame["sources"] = [[{"quote": "q" * 300}], [], [], [], []]
    notes = formats.write(frame, tmp_path / "a.shp.zip")
    assert "column killed_best is called killed_bes" in notes
    assert f"column own text: 1 value longer than {LONGEST_TEXT} bytes, cut" in notes
    assert f"column sources: 1 value longer than {LONGEST_TEXT} bytes, left out" in notes
    after = formats.read(tmp_path / "a.shp.zip").frame
    assert after["own text"].iloc[0] == "é" * 127
    assert after["sources"].iloc[0] == []


def test_a_shapefile_is_written_as_one_file_or_not_at_all(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    with pytest.raises(UsageError, match=r"several files; write them as one: .*a\.shp\.zip"):
        formats.write(frame, tmp_path / "a.shp")


def test_short_names_are_ten_letters_and_each_another() -> None:
    names = ["killed_best", "killed_bestowed", "Länge über alles", "row_nr", "الاسم", "___"]
    shorts = short_names(names)
    assert list(shorts.values()) == [
        "killed_bes",
        "killed_b_2",
        "Lange_uber",
        "row_nr_2",
        "column",
        "column_2",
    ]


def test_lists_of_ones_own_columns_are_said_to_become_text(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    frame["tags"] = pd.Series([["a"], ["b"], [], [], []], dtype=object)
    for suffix in (".kml", ".fgb", ".shp.zip"):
        notes = formats.write(frame, tmp_path / f"a{suffix}")
        assert "column tags: lists and objects of your own columns are text in this format" in notes
    for suffix in (".geojson", ".gpkg", ".parquet"):
        assert formats.write(frame, tmp_path / f"a{suffix}") == []
        assert formats.read(tmp_path / f"a{suffix}").frame["tags"].iloc[0] == ["a"]


def test_a_disk_that_writes_less_than_it_was_given_is_an_error(
    frame: Any,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.kml"
    formats.write(frame, path)
    before = path.read_bytes()
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda _: b"half")
    with pytest.raises(OSError, match="does not read back"):
        formats.write(frame, path)
    monkeypatch.undo()
    assert path.read_bytes() == before


# -- KML ---------------------------------------------------------------------------------


def test_kml_has_times_folders_colours_and_text_in_balloons(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    frame["event_type"] = ["rocket attack", "rocket attack", None, None, "<script>"]
    frame["damage"] = ["<img src=x onerror=alert(1)> $[event_id]", None, None, None, None]
    formats.write(frame, tmp_path / "a.kml")
    root = ElementTree.parse(tmp_path / "a.kml").getroot()
    folders = [folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder")]
    assert folders == ["rocket attack", "<script>", "Not placed"]
    first = next(root.iter(f"{KML}Placemark"))
    assert first.findtext(f"{KML}TimeSpan/{KML}begin") == "2023-12-08T00:00:00Z"
    assert first.findtext(f"{KML}styleUrl") == "#look-1"
    assert root.findtext(f".//{KML}Style[@id='look-1']/{KML}IconStyle/{KML}color") == "ffb27200"
    balloon = first.findtext(f"{KML}description") or ""
    assert "<img" not in balloon
    assert "&lt;img src=x" in balloon
    assert "$[" not in balloon
    assert "href" not in (tmp_path / "a.kml").read_text(encoding="utf-8")


def kml(body: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'


PLACEMARK = (
    "<Folder><name>Attacks</name><Placemark><name>Kirkuk</name><description>Rockets</description>"
    "<TimeStamp><when>2023-12-08</when></TimeStamp><ExtendedData><Data name='dead'><value>3</value></Data>"
    "</ExtendedData><Point><coordinates>44.39,35.47,0</coordinates></Point></Placemark></Folder>"
)


def test_kml_of_others_is_read_with_its_names_times_and_data(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text(kml(PLACEMARK))
    row = formats.read(tmp_path / "a.kml").frame.iloc[0]
    assert (row["place_text"], row["killed_best"], row["lat"], row["lon"]) == ("Kirkuk", 3, 35.47, 44.39)
    assert (row["time_precision"], row["folder"]) == ("day", "Attacks")
    assert row["sources"][0]["quote"] == "Rockets"


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ("<Point><coordinates>4239.00416,35</coordinates></Point>", "longitude 4239"),
        ("<Point><coordinates>44,95</coordinates></Point>", "latitude 95"),
        ("<Point><coordinates>44</coordinates></Point>", "not longitude,latitude"),
        ("<Point><coordinates/></Point>", "0 positions"),
        ("<LineString><coordinates>1,2 3,4</coordinates></LineString>", "LineString"),
        ("<Polygon/>", "0 outer rings"),
        (
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 7,8</coordinates>"  # noqa: ISC004
            "</LinearRing></outerBoundaryIs></Polygon>",
            "not closed",
        ),
        ("<Point><coordinates>nan,nan</coordinates></Point>", "no numbers"),
    ],
)
def test_a_bad_placemark_is_set_aside_and_the_rest_goes_on(tmp_path: Path, geometry: str, words: str) -> None:
    (tmp_path / "a.kml").write_text(kml(f"<Placemark><name>x</name>{geometry}</Placemark>{PLACEMARK}"))
    table = formats.read(tmp_path / "a.kml")
    assert (len(table.frame), table.set_aside[0].row) == (1, 1)
    assert words in str(table.set_aside[0])


def test_kml_follows_no_link_and_says_so(tmp_path: Path) -> None:
    link = "<NetworkLink><Link><href>https://example.org/a.kml</href></Link></NetworkLink>"
    (tmp_path / "a.kml").write_text(kml(link + PLACEMARK))
    assert "a.kml: 1 links and overlays in it are not followed" in formats.read(tmp_path / "a.kml").notes


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE kml SYSTEM "https://example.org/kml.dtd">',
    ],
)
def test_kml_that_declares_entities_is_refused(tmp_path: Path, head: str) -> None:
    (tmp_path / "a.kml").write_text(kml(PLACEMARK.replace("Rockets", "&x;"), head))
    with pytest.raises(InputError, match="document type"):
        formats.read(tmp_path / "a.kml")


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name", ["../doc.kml", "/etc/doc.kml", "a/../../doc.kml", "C:\\doc.kml", "..\\doc.kml"]
)
def test_an_archive_that_points_outside_of_itself_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "a.kmz", {name: kml(PLACEMARK).encode()})
    with pytest.raises(InputError, match="outside of the archive"):
        formats.read(path)


@pytest.mark.parametrize(("name", "member"), [("a.kmz", "doc.kml"), ("a.shp.zip", "a.dbf")])
def test_a_zip_bomb_is_refused_with_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, member: str
) -> None:
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 1_000_000)
    path = archive(tmp_path / name, {member: b" " * 2_000_000, "a" + name[1:-4]: b""})
    with pytest.raises(InputError, match=r"unpacks to more than 1,000,000 bytes"):
        formats.read(path)


# -- GeoParquet --------------------------------------------------------------------------


def test_geoparquet_is_what_geopandas_takes_it_for(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    formats.write(frame, tmp_path / "a.parquet")
    after = gpd.read_parquet(tmp_path / "a.parquet")
    assert after.crs.to_epsg() == 4326 or after.crs.to_authority() == ("OGC", "CRS84")
    assert after.geometry.iloc[0].equals(shapely.Point(44.3922, 35.4681))
    assert str(after["time_start"].dtype).startswith("datetime64[us")
    assert json.loads(after["sources"].iloc[0])[0]["says"] == {"weapon_count": 14}


def test_geoparquet_of_others_in_metres_is_brought_to_degrees(tmp_path: Path) -> None:
    here = gpd.GeoDataFrame({"place": ["Kirkuk"]}, geometry=[shapely.Point(44.3922, 35.4681)], crs=4326)
    here.to_crs(3857).to_parquet(tmp_path / "a.parquet")
    assert formats.read(tmp_path / "a.parquet").frame["lat"].iloc[0] == pytest.approx(35.4681)


def test_a_parquet_table_without_geometry_is_a_table(tmp_path: Path) -> None:
    pd.DataFrame({"place": ["Kirkuk"], "lat": [35.4], "lon": [44.4]}).to_parquet(tmp_path / "a.parquet")
    assert formats.read(tmp_path / "a.parquet").frame["place_text"].tolist() == ["Kirkuk"]


def test_without_pyarrow_the_error_says_what_to_install(
    frame: Any,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("geomap.formats.parquet_writer.import_module", missing)
    with pytest.raises(UsageError, match=r"pip install \"geomap\[parquet\]\""):
        formats.write(frame, tmp_path / "a.parquet")


# -- FlatGeobuf and Shapefile of others --------------------------------------------------


@pytest.mark.parametrize("index", ["YES", "NO"])
def test_flatgeobuf_of_others_is_read_with_and_without_index(tmp_path: Path, index: str) -> None:
    count = 40
    here = gpd.GeoDataFrame(
        {"place": [f"p{n}" for n in range(count)], "dead": range(count), "share": np.linspace(0, 1, count)},
        geometry=gpd.points_from_xy(np.linspace(40, 48, count), np.linspace(30, 37, count)),
        crs=4326,
    )
    here.to_file(tmp_path / "a.fgb", driver="FlatGeobuf", SPATIAL_INDEX=index)
    after = formats.read(tmp_path / "a.fgb").frame.set_index("place_text").loc[here["place"]]
    assert after["killed_best"].tolist() == list(range(count))
    assert np.allclose(after["lat"].astype(float), here.geometry.y)
    assert np.allclose(after["share"].astype(float), here["share"])


@pytest.mark.parametrize("crs", [4326, 3857])
def test_shapefiles_of_others_are_read_beside_their_other_files(tmp_path: Path, crs: int) -> None:
    ring = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (1, 2), (2, 2), (2, 1)]])
    shapes = [ring, shapely.MultiPolygon([ring, shapely.box(20, 20, 21, 21)])]
    here = gpd.GeoDataFrame({"place": ["Kirkūk", "b"], "dead": [3, None]}, geometry=shapes, crs=4326)
    here.to_crs(crs).to_file(tmp_path / "a.shp", encoding="UTF-8")
    after = formats.read(tmp_path / "a.shp").frame
    assert after["place_text"].tolist() == ["Kirkūk", "b"]
    assert [g.geom_type for g in after.geometry] == ["Polygon", "MultiPolygon"]
    for one, other in zip(shapes, after.geometry, strict=True):
        assert shapely.equals_exact(one.normalize(), other.normalize(), 1e-6)


def test_a_shapefile_without_its_dbf_says_that_it_is_several_files(tmp_path: Path) -> None:
    (tmp_path / "a.shp").write_bytes(struct.pack(">i", 9994) + bytes(96))
    with pytest.raises(InputError, match=r"no \.dbf beside it; a Shapefile is several files"):
        formats.read(tmp_path / "a.shp")


@pytest.mark.parametrize("suffix", BINARY)
def test_a_file_cut_off_anywhere_is_one_clear_error_or_says_what_is_missing(
    frame: Any,  # noqa: F811
    tmp_path: Path,
    suffix: str,
) -> None:
    whole = tmp_path / f"events{suffix}"
    formats.write(frame, whole)
    data = whole.read_bytes()
    for share in range(1, 40):
        path = tmp_path / f"cut{suffix}"
        path.write_bytes(data[: len(data) * share // 40])
        with pytest.raises(InputError):
            formats.read(path)


@pytest.mark.parametrize("suffix", BINARY)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_never_ends_in_a_traceback(
    frame: Any,  # noqa: F811
    tmp_path: Path,
    suffix: str,
    data: Any,
) -> None:
    whole = tmp_path / f"events{suffix}"
    if not whole.exists():
        formats.write(frame, whole)
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"damaged{suffix}"
    path.write_bytes(bytes(content))
    with contextlib.suppress(InputError):
        formats.read(path)


def test_a_vrt_behind_another_formats_mark_opens_nothing(tmp_path: Path) -> None:
    vrt = b"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
    for name, mark in (("a.fgb", b"fgb\x03fgb\x00"), ("a.shp", b"\0\0\x27\x0a"), ("a.parquet", b"PAR1")):
        (tmp_path / name).write_bytes(mark + vrt * 5)
        with pytest.raises(InputError):
            formats.read(tmp_path / name)


# -- simplestyle and lines ---------------------------------------------------------------


def test_simplestyle_colours_features_and_comes_off_again(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    frame["event_type"] = ["rocket attack", "rocket attack", None, None, None]
    formats.write(frame, tmp_path / "a.geojson", simplestyle=True)
    features = json.loads((tmp_path / "a.geojson").read_bytes())["features"]
    assert features[0]["properties"]["marker-color"] == "#0072b2"
    assert features[1]["properties"]["fill"] == "#0072b2"
    assert features[4]["properties"]["marker-color"] == "#8a8f94"
    assert differences(frame, formats.read(tmp_path / "a.geojson").frame) == {}


def test_simplestyle_writes_over_no_column_of_ones_own(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    frame["title"] = list("vwxyz")
    formats.write(frame, tmp_path / "a.geojson", simplestyle=True)
    assert formats.read(tmp_path / "a.geojson").frame["title"].tolist() == list("vwxyz")


def test_each_line_of_geojson_lines_is_a_feature_of_its_own(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "a.geojsonl"
    formats.write(frame, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == list("abcde")
    path.write_text("\n".join([*lines[:2], lines[2][:50], *lines[3:]]), encoding="utf-8")
    table = formats.read(path)
    assert (len(table.frame), table.set_aside[0].row) == (4, 3)


# -- others' programs --------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".geojsonl", ".fgb", ".shp.zip", ".kml"])
def test_gdal_reads_each_format(frame: Any, tmp_path: Path, suffix: str) -> None:  # noqa: F811
    path = tmp_path / f"events{suffix}"
    formats.write(frame, path)
    said = ogrinfo(path)
    assert sum(int(line.rpartition(" ")[2]) for line in said.splitlines() if "Feature Count" in line) == 5
    whole = {".geojsonl": "Integer", ".fgb": "Integer64", ".shp.zip": "Integer", ".kml": "Integer"}[suffix]
    assert f"{'killed_bes' if suffix == '.shp.zip' else 'killed_best'}: {whole}" in said
    assert "radius_m: Real" in said
    if suffix in (".geojsonl", ".fgb"):
        assert "time_start: DateTime" in said
        assert "2023/12/08 23:59:59+00" in said
    if suffix == ".kml":
        assert "begin (DateTime) = 2023/12/08 00:00:00+00" in said


def test_the_geopackage_lists_each_report_of_an_event(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    formats.write(frame, tmp_path / "a.gpkg")
    with sqlite3.connect(tmp_path / "a.gpkg") as base:
        rows = base.execute("SELECT event_id, quote, says FROM reports").fetchall()
    base.close()
    assert rows == [("a", 'he said "now"\nand <b>', '{"weapon_count":14}')]
    assert "Layer name: reports" in ogrinfo(tmp_path / "a.gpkg")


def test_the_geopackage_carries_styles_that_are_well_formed(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    frame["event_type"] = ['<"&', "rocket attack", None, None, None]
    formats.write(frame, tmp_path / "a.gpkg")
    with sqlite3.connect(tmp_path / "a.gpkg") as base:
        styles = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
    base.close()
    assert set(styles) == {"points", "areas"}
    for style in styles.values():
        root = ElementTree.fromstring(style)
        assert [c.get("value") for c in root.iter("category")] == ['<"&', "rocket attack", ""]
        assert root.find("temporal").get("startField") == "time_start"  # type: ignore[union-attr]


QGIS = """
import json, sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
out = {}
for name in ("points", "areas"):
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    layer.loadDefaultStyle()  # as QGIS does with each layer that is added
    time = layer.temporalProperties()
    categories = layer.renderer().categories()
    drawn = categories[0].symbol().symbolLayer(0)
    out[name] = {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "renderer": layer.renderer().type(),
        "colours": [(c.value(), c.symbol().color().name()) for c in layer.renderer().categories()],
        "labels": layer.labelsEnabled() and layer.labeling().settings().fieldName,
        "time": [time.isActive(), time.startField(), time.endField(), int(time.mode())],
        "types": {f.name(): f.typeName() for f in layer.fields()},
        "index": int(layer.hasSpatialIndex()),
        "circle": drawn.dataDefinedProperties().hasActiveProperties(),
    }
    del drawn, categories, time, layer
print(json.dumps(out))
app.exitQgis()
"""


def qgis_python() -> str | None:
    """Debian's Python, if it has QGIS."""
    python = shutil.which("python3", path="/usr/bin")
    has = (
        python
        and not subprocess.run(
            [python, "-c", "import qgis.core"], capture_output=True, check=False
        ).returncode
    )
    return python if has else None


def test_qgis_opens_the_geopackage_with_colours_labels_and_time(frame: Any, tmp_path: Path) -> None:  # noqa: F811
    python = qgis_python()
    if python is None:
        pytest.skip("QGIS is not installed (Debian: python3-qgis)")
    frame["event_type"] = ["rocket attack", "rocket attack", None, None, None]
    path = tmp_path / "a.gpkg"
    formats.write(frame, path)
    done = subprocess.run(
        [python, "-c", QGIS, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PATH": "/usr/bin"},
    )
    told = json.loads(done.stdout.splitlines()[-1])
    for name, count in (("points", 2), ("areas", 1)):
        layer = told[name]
        assert (layer["valid"], layer["count"], layer["renderer"]) == (True, count, "categorizedSymbol")
        assert layer["colours"] == [["rocket attack", "#0072b2"], ["", "#8a8f94"]]
        assert layer["labels"] == 'coalesce("place_name", "place_text")'
        assert layer["time"][:3] == [True, "time_start", "time_end"]
        assert layer["types"]["time_start"] == "DateTime"
        assert layer["index"] == 2  # QgsFeatureSource.SpatialIndexPresent
        assert layer["circle"] == (name == "points")  # of radius_m, where the place is no point
