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
TYPED = (".geojson", ".geojsonl", ".gpkg", ".parquet", ".fgb", ".kml", ".kmz")
"""Those in which a number is a number."""
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


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_times_of_ones_own_columns_come_back_as_times(frame: Any, tmp_path: Path, suffix: str) -> None:
    moments = pd.to_datetime(["2023-12-08T04:15:00+03:00", None, "1850-01-01T00:00:00Z"], utc=True)
    frame["mine"] = pd.Series([*moments, pd.NaT, pd.NaT], dtype="datetime64[us, UTC]")
    assert formats.write(frame, tmp_path / f"a{suffix}") == []
    back = formats.read(tmp_path / f"a{suffix}").frame["mine"]
    assert str(back.dtype) == "datetime64[us, UTC]"
    assert back.tolist() == frame["mine"].tolist()


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".kml"])
def test_times_of_ones_own_columns_are_said_to_become_text(frame: Any, tmp_path: Path, suffix: str) -> None:
    frame["mine"] = pd.Series(pd.to_datetime(["2023-12-08T04:15:00Z"] * 5, utc=True))
    said = formats.write(frame, tmp_path / f"a{suffix}")
    assert "column mine: times of your own columns are text in this format" in said
    assert formats.read(tmp_path / f"a{suffix}").frame["mine"].iloc[0] == "2023-12-08T04:15:00Z"


def test_a_geopackage_says_that_its_times_are_in_utc(frame: Any, tmp_path: Path) -> None:
    frame["mine"] = pd.Series(pd.to_datetime(["2023-12-08T04:15:00"] * 5))
    said = formats.write(frame, tmp_path / "a.gpkg")
    assert said == ["column mine: 5 values without a time zone, written as UTC"]


@pytest.mark.parametrize("suffix", ALL)
@pytest.mark.parametrize(
    ("values", "exactly_in"),
    [
        ([2**63 - 1, -(2**63), 2**53 + 1], TYPED[:5]),  # KML's have 31 bits
        ([2**63 + 5, 1, 2**64 - 1], (".geojson", ".geojsonl", ".parquet")),
        ([1e300, 0.1 + 0.2, -1e-300], TYPED),
    ],
    ids=["63 bits", "64 bits", "numbers"],
)
def test_a_number_of_any_size_comes_back_or_is_text(
    frame: Any, tmp_path: Path, suffix: str, values: list[Any], exactly_in: tuple[str, ...]
) -> None:
    wide = any(isinstance(value, int) and value >= 2**63 for value in values)
    dtype = "Float64" if isinstance(values[0], float) else "UInt64" if wide else "Int64"
    frame["mine"] = pd.array([*values, None, None], dtype=dtype)
    formats.write(frame, tmp_path / f"a{suffix}")
    back = plain(formats.read(tmp_path / f"a{suffix}").frame["mine"])[:3]
    if suffix in exactly_in:
        assert back == plain(frame["mine"])[:3]
    else:
        assert [type(values[0])(value) for value in back] == values


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".kml", ".shp.zip"])
def test_numbers_among_texts_are_said_to_become_text(frame: Any, tmp_path: Path, suffix: str) -> None:
    frame["mine"] = pd.Series([1, "a", 2.5, None, None], dtype=object)
    assert "column mine: 2 values of other types, as text" in formats.write(frame, tmp_path / f"a{suffix}")


@pytest.mark.parametrize("suffix", ALL)
def test_a_nul_character_is_kept_or_said_and_spoils_no_file(frame: Any, tmp_path: Path, suffix: str) -> None:
    frame["mine"] = ["a\0b", "c", None, None, None]
    said = formats.write(frame, tmp_path / f"a{suffix}")
    table = formats.read(tmp_path / f"a{suffix}")
    assert len(table.frame) == 5
    kept = table.frame["mine"].iloc[0] == "a\0b"
    assert kept or any("NUL" in note or "XML cannot hold" in note for note in said) or suffix == ".shp.zip"


@pytest.mark.parametrize(
    "suffix", [".geojson", ".geojsonl", ".gpkg", ".csv", ".parquet", ".fgb", ".kml", ".kmz"]
)
def test_a_very_long_text_comes_back(frame: Any, tmp_path: Path, suffix: str) -> None:
    frame["mine"] = ["é" * 200_000, "b", None, None, None]
    formats.write(frame, tmp_path / f"a{suffix}")
    assert formats.read(tmp_path / f"a{suffix}").frame["mine"].iloc[0] == "é" * 200_000


@pytest.mark.parametrize("suffix", [s for s in ALL if s != ".csv"])
def test_names_that_a_format_keeps_for_itself_are_kept_or_said(
    frame: Any, tmp_path: Path, suffix: str
) -> None:
    names = [
        "fid",
        "geom",
        "ogc_fid",
        "ROWID",
        "id",
        "type",
        "properties",
        "Mine",
        "mine",
        'a"b',
        "<a>",
        "العمود",
    ]
    for name in names:
        frame[name] = [f"{name} {number}" for number in range(5)]
    said = formats.write(frame, tmp_path / f"a{suffix}")
    back = formats.read(tmp_path / f"a{suffix}").frame
    for name in names:
        if any(note.startswith(f"column {name!r} is called") for note in said):
            continue
        assert back[name].tolist() == [f"{name} {number}" for number in range(5)], name
