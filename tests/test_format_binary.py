"""GeoParquet, FlatGeobuf and Shapefile: what each keeps and says that it loses, and those of others."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geomap import formats
from geomap.errors import InputError, UsageError
from geomap.formats.shapefile_writer import LONGEST_TEXT, short_names

if TYPE_CHECKING:
    from pathlib import Path


def test_geoparquet_is_what_geopandas_takes_it_for(frame: Any, tmp_path: Path) -> None:
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
    frame: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("geomap.formats.parquet_writer.import_module", missing)
    with pytest.raises(UsageError, match=r"pip install \"geomap\[parquet\]\""):
        formats.write(frame, tmp_path / "a.parquet")


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


def test_a_shapefile_lists_what_it_loses(frame: Any, tmp_path: Path) -> None:
    frame["own text"] = ["é" * 200, "", None, "x", "y"]
    frame["sources"] = [[{"quote": "q" * 300}], [], [], [], []]
    notes = formats.write(frame, tmp_path / "a.shp.zip")
    assert "column killed_best is called killed_bes" in notes
    assert f"column own text: 1 value longer than {LONGEST_TEXT} bytes, cut" in notes
    assert f"column sources: 1 value longer than {LONGEST_TEXT} bytes, left out" in notes
    after = formats.read(tmp_path / "a.shp.zip").frame
    assert after["own text"].iloc[0] == "é" * 127
    assert after["sources"].iloc[0] == []


def test_a_shapefile_is_written_as_one_file_or_not_at_all(frame: Any, tmp_path: Path) -> None:
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
