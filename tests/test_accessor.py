"""``frame.geomap.explore()``: any GeoDataFrame of one's own on a map in one line, and in a notebook."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import (
    GeometryCollection,
    LinearRing,
    LineString,
    MultiPoint,
    Point,
    Polygon,
    box,
)

from geomap.errors import InputError
from geomap.render import EventMap, columns

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = [Point(44, 33), Point(45, 34), Point(43, 35)]


def own(values: Any = None, shapes: Any = None, crs: Any = 4326, **more: Any) -> gpd.GeoDataFrame:
    values = [1, 2, 3] if values is None else values
    return gpd.GeoDataFrame({"value": values}, geometry=HERE if shapes is None else shapes, crs=crs, **more)


def shown(frame: gpd.GeoDataFrame) -> tuple[int, int]:
    """Show a frame; give the number of its rows and of those on the map."""
    made = frame.geomap.explore(places=())
    assert isinstance(made, EventMap)
    made.to_html()
    found = re.fullmatch(r"<EventMap: (\d+) events, (\d+) on the map, \d+ not placed\.>", repr(made))
    assert found
    return int(found[1]), int(found[2])


COLUMNS: dict[str, Any] = {
    "categories": pd.Categorical(["a", None, "b"]),
    "times with a zone": pd.to_datetime(["2020-01-01", "2020-02-01", None]).tz_localize("Asia/Baghdad"),
    "times of several zones": [
        pd.Timestamp("2020-01-01", tz="UTC"),
        pd.Timestamp("2020-01-01", tz="Asia/Tokyo"),
        None,
    ],
    "dates before the era of pandas": np.array(["-0044-03-15", "2020-01-01", "NaT"], dtype="datetime64[s]"),
    "lengths of time": pd.to_timedelta([1, 2, None], unit="D"),
    "periods": pd.PeriodIndex(["2020-01", "2020-02", "2021-01"], freq="M"),
    "intervals": pd.interval_range(0, 3),
    "bytes": [b"x", b"\xff", None],
    "complex numbers": [1 + 2j, 2, 3],
    "numbers beyond 64 bits": [2**70, 1, 2],
    "unsigned numbers": np.array([2**64 - 1, 0, 1], dtype="uint64"),
    "infinities": [np.inf, -np.inf, np.nan],
    "decimals": [decimal.Decimal("1.10"), None, decimal.Decimal("NaN")],
    "nullable integers": pd.array([1, None, 3], dtype="Int64"),
    "nullable truths": pd.array([True, None, False], dtype="boolean"),
    "sparse numbers": pd.arrays.SparseArray([0, 0, 1]),
    "sets, lists and dicts": [{1, 2}, [1, 2], {"a": 1}],
    "anything": [object(), np.float32(1), "text"],
    "halves of letters": pd.Series(["\ud800", "b", "c"], dtype=object),
    "Arrow's text": pd.array(["a", None, "b"], dtype="string[pyarrow]"),
    "Arrow's dates": pd.array([dt.date(2020, 1, 1), None, None], dtype="date32[day][pyarrow]"),
    "a second geometry": gpd.GeoSeries([Point(1, 1), None, Point(2, 2)], crs=3857),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_column_may_hold(kind: str) -> None:
    assert shown(own(COLUMNS[kind])) == (3, 3)


SHAPES: dict[str, tuple[list[Any], int]] = {
    "points with a height": ([Point(44, 33, 5), Point(45, 34, 1), Point(43, 35, 0)], 3),
    "lines, rings and areas": (
        [LineString([(44, 33), (45, 34)]), LinearRing([(44, 33), (45, 33), (45, 34)]), box(40, 30, 41, 31)],
        3,
    ),
    "collections": (
        [
            GeometryCollection([Point(44, 33), LineString([(44, 33), (45, 34)])]),
            MultiPoint([(44, 33), (45, 33)]),
            Point(1, 1),
        ],
        3,
    ),
    "an area that crosses itself": ([Polygon([(44, 33), (45, 34), (45, 33), (44, 34)]), *HERE[1:]], 3),
    "a line without length": ([LineString([(44, 33), (44, 33)]), *HERE[1:]], 3),
    "missing and empty ones": ([None, Point(), Point(44, 33)], 1),
    "numbers that are none": ([Point(np.nan, np.nan), Point(np.inf, 3), Point(44, 33)], 1),
    "points beside the Earth": ([Point(200, 95), Point(-190, 10), Point(44, 33)], 1),
    "the whole Earth": ([box(-180, -90, 180, 90), box(170, -20, 180, 20), Point(44, 33)], 3),
}


@pytest.mark.parametrize("kind", SHAPES)
def test_geometries_may_be(kind: str) -> None:
    shapes, placed = SHAPES[kind]
    assert shown(own(shapes=shapes)) == (3, placed)


@pytest.mark.parametrize("crs", [3857, 32638, 4979, "+proj=ortho +lat_0=33 +lon_0=44"])
def test_any_coordinate_system_gives_the_same_places(crs: Any) -> None:
    there = own().to_crs(crs)
    assert shown(there) == (3, 3)
    assert there.geomap.explore(places=())._bounds == pytest.approx(
        own().geomap.explore(places=())._bounds, abs=1e-6
    )


def test_what_a_coordinate_system_cannot_turn_into_degrees_is_not_placed() -> None:
    assert shown(
        own(shapes=[Point(1e9, 1e9), Point(0, 0), Point(1e6, 1e6)], crs="+proj=ortho +lat_0=33 +lon_0=44")
    ) == (3, 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.rename_geometry("shape"),
        lambda frame: frame.set_axis([0, 0, 0]),
        lambda frame: frame.set_axis(pd.MultiIndex.from_tuples([(1, 2), (1, 3), (1, 2)])),
        lambda frame: frame.rename(columns={"value": 7}),
        lambda frame: frame.rename(columns={"value": ("a", "b")}),
        lambda frame: frame.rename(columns={"value": ""}),
        lambda frame: gpd.GeoDataFrame(pd.concat([frame[["value"]], frame], axis=1), geometry="geometry"),
        lambda frame: frame[["geometry"]],
    ],
    ids=[
        "geometry's name",
        "repeated index",
        "deep index",
        "number",
        "pair",
        "no name",
        "repeated name",
        "none",
    ],
)
def test_index_and_names_of_columns_may_be_anything(change: Callable[..., gpd.GeoDataFrame]) -> None:
    assert shown(change(own())) == (3, 3)


def test_a_frame_of_no_rows_makes_a_map_that_says_so() -> None:
    assert shown(own().iloc[:0]) == (0, 0)
    assert shown(gpd.GeoDataFrame({"a": []}, geometry=[])) == (0, 0)


def test_the_frame_is_left_as_it_was() -> None:
    frame = own(["a", None, "b"])
    before = frame.copy(deep=True)
    frame.geomap.explore("value", places=()).to_html()
    pd.testing.assert_frame_equal(frame, before)


def test_a_plain_table_is_told_what_it_lacks() -> None:
    with pytest.raises(InputError, match="the events have no geometry column; locate them first"):
        pd.DataFrame({"lat": [33], "lon": [44]}).geomap.explore()


def test_dates_of_arrow_are_dates_to_the_page() -> None:
    when = pd.Series([dt.date(1200, 1, 1), None], dtype="date32[day][pyarrow]")
    zoned = pd.Series(
        pd.to_datetime(["2020-01-01T01:00+03:00", None]), dtype="timestamp[us, tz=Asia/Baghdad][pyarrow]"
    )
    said = columns.texts(own(shapes=HERE[:2], values=[1, 2]).assign(when=when, zoned=zoned), without=set())
    assert said["when"] == ["1200-01-01T00:00:00Z", None]
    assert said["zoned"] == ["2019-12-31T22:00:00Z", None]


def test_a_notebook_gets_html_and_a_line_of_text_that_stay_the_same() -> None:
    from IPython.core.formatters import DisplayFormatter

    def bundle() -> dict[str, str]:
        data, _ = DisplayFormatter().format(own().geomap.explore(places=(), height=320))
        return dict(data)

    first = bundle()
    assert set(first) == {"text/html", "text/plain"}
    assert first["text/plain"] == "<EventMap: 3 events, 3 on the map, 0 not placed.>"
    assert "height:320px" in first["text/html"]
    assert bundle() == first
