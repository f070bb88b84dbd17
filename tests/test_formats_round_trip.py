"""Events written and read again in each format: every column, any text, any shape, the same bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from event_frames import differences, drawn, ogrinfo, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_places import KnownPlaces

from geomap import formats
from geomap.events import check, conform, locate

if TYPE_CHECKING:
    from pathlib import Path


SUFFIXES = (".geojson", ".geojsonl", ".gpkg", ".csv", ".parquet", ".fgb")
ALL = (*SUFFIXES, ".kml", ".kmz", ".shp.zip")


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


@pytest.mark.parametrize("suffix", [".kml", ".kmz", ".shp.zip"])
def test_every_column_and_the_order_come_back(frame: Any, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"events{suffix}"
    formats.write(frame, path)
    table = formats.read(path)
    assert (table.set_aside, check(table.frame)) == ((), [])
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


@pytest.mark.parametrize("name", ["ucdp_ged_500.csv", "gdelt_events_50.csv", "timemap_150.json"])
@pytest.mark.parametrize(
    "suffix", [".geojson", ".geojsonl", ".gpkg", ".csv", ".kml", ".kmz", ".parquet", ".fgb", ".shp.zip"]
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
    if suffix in (".kml", ".kmz", ".fgb"):  # lists of one's own columns are JSON text, and it is said
        said = {note.split()[1].rstrip(":") for note in notes}
        assert lost <= said, lost
        lost = set()
    if suffix == ".shp.zip":
        for column in lost:
            said = any(note.startswith(f"column {column}:") for note in notes)
            assert said or trimmed(before[column]) == trimmed(table.frame[column]), column
        lost = set()
    assert lost == set()


@pytest.mark.parametrize(
    "suffix", [".geojson", ".gpkg", ".csv", ".kml", ".kmz", ".parquet", ".fgb", ".shp.zip"]
)
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


@pytest.mark.parametrize("suffix", ALL)
def test_the_same_events_give_the_same_bytes(frame: gpd.GeoDataFrame, tmp_path: Path, suffix: str) -> None:
    for name in ("first", "second"):
        formats.write(frame, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"first{suffix}").read_bytes() == (tmp_path / f"second{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", ALL)
def test_a_frame_of_no_events_can_be_written(tmp_path: Path, suffix: str) -> None:
    formats.write(conform(pd.DataFrame()), tmp_path / f"events{suffix}")
    assert (tmp_path / f"events{suffix}").is_file()


def test_lists_of_ones_own_columns_are_said_to_become_text(frame: Any, tmp_path: Path) -> None:
    frame["tags"] = pd.Series([["a"], ["b"], [], [], []], dtype=object)
    for suffix in (".kml", ".fgb", ".shp.zip"):
        notes = formats.write(frame, tmp_path / f"a{suffix}")
        assert "column tags: lists and objects of your own columns are text in this format" in notes
    for suffix in (".geojson", ".gpkg", ".parquet"):
        assert formats.write(frame, tmp_path / f"a{suffix}") == []
        assert formats.read(tmp_path / f"a{suffix}").frame["tags"].iloc[0] == ["a"]


@pytest.mark.parametrize("suffix", [".geojsonl", ".fgb", ".shp.zip", ".kml"])
def test_gdal_reads_each_format(frame: Any, tmp_path: Path, suffix: str) -> None:
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
