"""GeoPackage: layers, types, index and styles, as GDAL, geopandas and QGIS take them."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import geopandas as gpd
import pytest
import shapely
from event_frames import ogrinfo

from geomap import formats
from geomap.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


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


def test_the_geopackage_lists_each_report_of_an_event(frame: Any, tmp_path: Path) -> None:
    formats.write(frame, tmp_path / "a.gpkg")
    with sqlite3.connect(tmp_path / "a.gpkg") as base:
        rows = base.execute("SELECT event_id, quote, says FROM reports").fetchall()
    base.close()
    assert rows == [("a", 'he said "now"\nand <b>', '{"weapon_count":14}')]
    assert "Layer name: reports" in ogrinfo(tmp_path / "a.gpkg")


def test_the_geopackage_carries_styles_that_are_well_formed(frame: Any, tmp_path: Path) -> None:
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


def test_qgis_opens_the_geopackage_with_colours_labels_and_time(frame: Any, tmp_path: Path) -> None:
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


def test_a_geopackage_whose_names_are_damaged_is_one_clear_error(frame: Any, tmp_path: Path) -> None:
    formats.write(frame, tmp_path / "a.gpkg")
    data = (tmp_path / "a.gpkg").read_bytes()
    broken = data.replace(b"table_name TEXT NOT NULL PRIMARY", b"table_name TEXT NOT NULL \xec)IMARY")
    assert broken != data
    (tmp_path / "a.gpkg").write_bytes(broken)
    with pytest.raises(InputError, match="is no readable GeoPackage"):
        formats.read(tmp_path / "a.gpkg")


def test_a_view_that_never_ends_is_refused(frame: Any, tmp_path: Path) -> None:
    formats.write(frame, tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as base:
        base.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
            "SELECT x AS fid, 'Kirkuk' AS place FROM n"
        )
        base.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, last_change) "
            "VALUES ('endless', 'attributes', '')"
        )
        base.commit()
    with pytest.raises(InputError, match="holds a view that takes far more work than its size explains"):
        formats.read(tmp_path / "a.gpkg")
    assert len(formats.read(tmp_path / "a.gpkg", sheet="points").frame) == 2
