"""Which mark an event gets: points, circles, areas, and none where nothing is known."""

from __future__ import annotations

import geopandas as gpd
import mapframes
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from geomap.errors import InputError, UsageError
from geomap.render import EventMap, basemap, columns
from geomap.render.marks import Mark, decide

SQUARE = Polygon([(40, 30), (42, 30), (42, 32), (40, 32)])


def frame(*geometries: object, **values: list[object]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.DataFrame(values), geometry=list(geometries), crs="EPSG:4326")


@pytest.mark.parametrize(
    ("precision", "radius", "mark"),
    [
        ("coordinate", None, Mark.POINT),
        ("site", 400, Mark.POINT),
        ("locality", 5000, Mark.APPROXIMATE),
        ("vicinity", 20000, Mark.APPROXIMATE),
        ("district", 30000, Mark.DISK),
        ("province", 90000, Mark.DISK),
        ("region", 200000, Mark.DISK),
        ("country", 500000, Mark.DISK),
        (None, None, Mark.POINT),
        (None, 5000, Mark.APPROXIMATE),
        # Nothing says how large the province is: hollow at least, never a sharp point.
        ("province", None, Mark.APPROXIMATE),
    ],
)
def test_a_point_looks_as_sure_as_it_is(precision: str | None, radius: float | None, mark: Mark) -> None:
    decided = decide(frame(Point(44, 33), precision=[precision], radius_m=[radius]))
    assert Mark(decided.mark[0]) is mark


def test_a_shape_is_an_area_labelled_at_the_stated_point_or_within_itself() -> None:
    decided = decide(frame(SQUARE, SQUARE, lat=[31.5, None], lon=[40.5, None]))
    assert list(decided.mark) == [Mark.OUTLINE, Mark.OUTLINE]
    assert (decided.lon[0], decided.lat[0]) == (40.5, 31.5)
    assert SQUARE.contains(Point(decided.lon[1], decided.lat[1]))


def test_events_that_share_an_area_share_its_outline() -> None:
    decided = decide(frame(SQUARE, Point(1, 1), SQUARE, LineString([(0, 0), (1, 1)])))
    assert list(decided.outline) == [0, -1, 0, 1]
    assert len(decided.outlines) == 2


def test_several_points_for_one_event_are_a_circle_around_them() -> None:
    decided = decide(frame(MultiPoint([(44, 33), (46, 33)])))
    assert Mark(decided.mark[0]) is Mark.APPROXIMATE
    assert decided.radius_m[0] == pytest.approx(111_320, rel=0.01)


@pytest.mark.parametrize(
    "geometry",
    [None, Point(), Polygon(), GeometryCollection(), Point(200, 33), Point(44, 95), Point(np.inf, 1)],
)
def test_what_is_nowhere_on_earth_is_not_placed(geometry: object) -> None:
    decided = decide(frame(geometry))
    assert Mark(decided.mark[0]) is Mark.NONE
    assert decided.bounds() is None


def test_the_view_takes_in_circles_and_areas() -> None:
    south, west, north, east = decide(
        frame(Point(44, 33), SQUARE, precision=["vicinity", None], radius_m=[111_320.0, None])
    ).bounds() or (0, 0, 0, 0)
    assert (south, north) == (30, pytest.approx(34))
    assert (west, east) == (40, pytest.approx(45.19, abs=0.01))


@pytest.mark.parametrize(
    ("longitudes", "west", "east"),
    [
        ([178.0, -179.0, -175.0], 178, 185),  # Fiji and Tonga
        ([141.0, 172.0, -122.0], 141, 238),  # Japan, New Zealand, San Francisco
        ([-100.0, 10.0, 140.0], -100, 140),  # the whole world keeps its usual middle
        ([44.0, 36.0], 36, 44),
        ([179.0], 179, 179),
    ],
)
def test_events_on_both_sides_of_the_date_line_are_seen_across_it(
    longitudes: list[float], west: float, east: float
) -> None:
    decided = decide(gpd.GeoDataFrame(geometry=[Point(lon, 0) for lon in longitudes], crs=4326))
    bounds = decided.bounds()
    assert bounds is not None
    assert (bounds[1], bounds[3]) == (west, east)


def test_an_area_of_two_parts_across_the_date_line_is_as_wide_as_it_is() -> None:
    fiji = MultiPolygon([box(177, -19, 180, -16), box(-180, -19, -178, -16)])
    bounds = decide(gpd.GeoDataFrame(geometry=[fiji], crs=4326)).bounds()
    assert bounds == (-19, 177, -16, 182)


def test_the_basemap_goes_on_beyond_the_date_line() -> None:
    levels, _ = basemap.clip((-20.0, 178.0, -15.0, 185.0))
    finest = {(column, row): length for column, row, length in levels[-1]["tiles"]}
    # Taveuni and the Lau Islands lie from 180 to 175 degrees west.
    assert finest[36, -4] > 0


def test_another_coordinate_system_is_turned_into_degrees() -> None:
    here = mapframes.story()
    there = EventMap(here.to_crs(3857)).to_html()
    assert len(there) == pytest.approx(len(EventMap(here).to_html()), rel=0.02)


def test_metres_without_a_coordinate_system_are_refused() -> None:
    metres = gpd.GeoDataFrame(geometry=[Point(500_000, 3_600_000)])
    with pytest.raises(InputError, match=r"cannot be degrees; say which one it is with events\.set_crs"):
        EventMap(metres)


def test_a_frame_without_geometry_is_refused() -> None:
    with pytest.raises(InputError, match="no geometry column"):
        EventMap(gpd.GeoDataFrame({"a": [1]}))


def test_layers_come_from_the_columns_of_few_words_the_weapon_first() -> None:
    made = columns.choose_layers(mapframes.story(), None)
    names = [layers.column for layers in made]
    assert names[:2] == ["weapon", "event_type"]
    assert "reason" not in names
    assert "sources" not in names
    weapon = made[0]
    assert weapon.values == ["drone", "rocket", "air strike", "missile", "mortar"]
    assert list(weapon.codes) == [2, 1, 5, 4, 2, 1, 3, 2, 1]


def test_a_column_that_says_the_same_of_all_makes_no_layers_by_itself() -> None:
    events = frame(Point(1, 1), Point(1, 2), precision=["coordinate"] * 2, weapon=[None, "drone"])
    assert [made.column for made in columns.choose_layers(events, None)] == ["weapon"]


def test_what_is_not_stated_is_its_own_layer() -> None:
    events = frame(Point(1, 1), Point(1, 2), Point(1, 3), side=["a", None, "a"])
    assert list(columns.choose_layers(events, "side")[0].codes) == [1, 0, 1]


def test_mixed_and_unusual_columns_make_layers_when_asked_for() -> None:
    events = frame(*[Point(1, i) for i in range(4)], mixed=[1, "1", None, 2.5])
    assert columns.choose_layers(events, "mixed")[0].values == ["1", "2.5"]
    events["grade"] = pd.Categorical(["low", "high", None, "low"])
    assert columns.choose_layers(events, "grade")[0].values == ["low", "high"]


def test_an_unknown_column_is_named_with_those_that_exist() -> None:
    with pytest.raises(UsageError, match=r"layers: no column named 'wepon'; the events have .*weapon"):
        EventMap(mapframes.story(), layers="wepon")
    with pytest.raises(UsageError, match="time: no column named 'when'"):
        EventMap(mapframes.story(), time="when")


def test_dates_count_whole_days_in_utc_and_gaps_have_none() -> None:
    events = frame(
        *[Point(1, i) for i in range(3)],
        time_start=["2023-11-20T23:30:00Z", None, "2023-11-01T00:00:00Z"],
        time_end=["2023-11-21T00:10:00Z", None, "2023-11-30T23:59:59Z"],
    )
    first, more, column = columns.days(events, None)
    assert column == "time_start"
    assert list(first) == [19681, columns.NO_DAY, 19662]
    assert list(more) == [1, 0, 29]


def test_a_frame_of_ones_own_is_dated_by_its_first_column_of_dates() -> None:
    events = frame(Point(1, 1), name=["x"], seen=pd.to_datetime(["2024-02-29 23:00"]))
    assert columns.days(events, None)[2] == "seen"


def test_cells_become_plain_json() -> None:
    cell = {
        "a": (1, np.int64(2), float("nan")),
        "b": {3, 1},
        "c": pd.Timestamp("2024-01-02"),
        4: np.array([1.5]),
    }
    events = frame(Point(1, 1), thing=[cell], wide=[float("inf")], kept=[3.0])
    text = columns.texts(events, set())
    assert text["thing"] == [{"a": [1, 2, None], "b": [1, 3], "c": "2024-01-02T00:00:00", "4": [1.5]}]
    assert text["wide"] == ["inf"]
    assert text["kept"] == [3]


def test_columns_of_one_name_are_all_kept() -> None:
    events = frame(Point(1, 1), a=[1], b=[2])
    events.columns = pd.Index(["a", "a", "geometry"])
    assert columns.texts(events, set()) == {"a": [1], "a (2)": [2]}


def test_the_basemap_is_that_of_the_place_and_the_world() -> None:
    nothing, few = basemap.clip(None)
    iraq, more = basemap.clip((33.0, 43.0, 34.0, 44.5))
    assert [level["size"] for level in nothing] == [360]
    assert [level["size"] for level in iraq] == [360, 15, 5]
    assert len(few) < len(more) < 200_000
    assert sum(length for level in iraq for _, _, length in level["tiles"]) == len(more)
