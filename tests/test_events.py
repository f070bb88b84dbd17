"""The located frame: made from events, located by name or coordinate, checked and reviewed."""

from __future__ import annotations

from datetime import UTC, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from known_places import ANBAR, KIRKUK, KnownPlaces

from geomap.errors import UsageError
from geomap.events import COLUMNS, NAMES, SWAPPED, check, conform, from_events, join, locate, review, swapped
from geomap.model import Conflict, Event, Source, TimePrecision, When


@pytest.fixture
def places() -> KnownPlaces:
    return KnownPlaces()


def event(name: str, places: KnownPlaces, **more: object) -> Event:
    place = more.pop("place", "Kirkuk")
    resolution = places.resolve(str(place)) if place else None
    return Event(
        name, (Source("rockets fell", report="r1"),), place_text=place, resolution=resolution, **more
    )  # type: ignore[arg-type]


def test_a_frame_of_events_has_exactly_the_documented_columns_and_types(places: KnownPlaces) -> None:
    frame = from_events([event("a", places)])
    assert list(frame.columns) == [*NAMES, "geometry"]
    assert {name: str(frame[name].dtype) for name in NAMES} == {c.name: c.dtype for c in COLUMNS}
    assert frame.crs.to_epsg() == 4326


def test_a_frame_of_no_events_has_the_same_columns_and_types() -> None:
    frame = from_events([])
    assert len(frame) == 0
    assert check(frame) == []


def test_times_figures_sources_and_conflicts_of_an_event_arrive(places: KnownPlaces) -> None:
    when = When(
        datetime(2023, 12, 8, tzinfo=UTC),
        datetime(2023, 12, 8, 23, 59, 59, tzinfo=UTC),
        TimePrecision.DAY,
        "Friday",
    )
    conflict = Conflict("damage", ({"value": "none", "who": "a"}, {"value": "some", "who": "b"}))
    row = from_events(
        [event("a", places, when=when, killed=(1, None, 3), conflicts=(conflict,), flags=("a doubt",))]
    ).iloc[0]
    assert row["time_end"] == when.end
    assert row["time_precision"] == "day"
    assert (row["killed_low"], row["killed_high"]) == (1, 3)
    assert row["killed_best"] is pd.NA
    assert row["sources"] == [{"quote": "rockets fell", "report": "r1"}]
    assert row["conflicts"] == [
        {"field": "damage", "values": [{"value": "none", "who": "a"}, {"value": "some", "who": "b"}],
         "kind": "contradiction"}
    ]  # fmt: skip
    assert row["flags"] == ["a doubt"]


def test_an_area_is_drawn_as_its_outline_and_keeps_a_point_to_label(places: KnownPlaces) -> None:
    row = from_events([event("a", places, place="Anbar")]).iloc[0]
    assert row["geometry"].geom_type == "Polygon"
    assert (row["lat"], row["lon"], row["radius_m"]) == (ANBAR.lat, ANBAR.lon, ANBAR.radius_m)
    assert row["precision"] == "province"


def test_only_a_resolved_event_has_a_geometry_and_no_event_is_dropped(places: KnownPlaces) -> None:
    frame = from_events(
        [event(n, places, place=p) for n, p in (("a", "Kirkuk"), ("b", "Al-Qusayr"), ("c", None))]
    )
    assert frame["status"].tolist() == ["resolved", "ambiguous", "unresolved"]
    assert frame.geometry.notna().tolist() == [True, False, False]
    assert [c["id"] for c in frame["candidates"].iloc[1]] == ["qusayr-1", "qusayr-2"]


def test_each_distinct_name_is_resolved_once(places: KnownPlaces) -> None:
    locate(pd.DataFrame({"place_text": ["Kirkuk", "Anbar", "Kirkuk", " Kirkuk "]}), places)
    assert [name for name, _, _ in places.asked] == ["Kirkuk", "Anbar"]


def test_the_same_name_in_two_countries_is_two_questions(places: KnownPlaces) -> None:
    table = pd.DataFrame({"place_text": ["Kirkuk"] * 2, "country": ["IQ", "SY"], "within": [None, "Homs"]})
    locate(table, places)
    assert places.asked == [("Kirkuk", "IQ", None), ("Kirkuk", "SY", "Homs")]


def test_a_place_column_of_another_name_can_be_named(places: KnownPlaces) -> None:
    frame = locate(pd.DataFrame({"Ort": ["Kirkuk"], "own": [7]}), places, place="Ort")
    assert frame["place_id"].tolist() == ["kirkuk"]
    assert frame["own"].tolist() == [7]
    assert frame["Ort"].tolist() == ["Kirkuk"]


def test_a_table_without_place_and_coordinates_says_which_columns_there_are(places: KnownPlaces) -> None:
    with pytest.raises(UsageError, match=r"one of: town, day"):
        locate(pd.DataFrame({"town": ["x"], "day": [1]}), places)


def test_rows_with_coordinates_keep_them_and_say_where_they_come_from(places: KnownPlaces) -> None:
    frame = locate(pd.DataFrame({"lat": [35.46811], "lon": [44.39222]}), places, given_in="attacks.csv")
    row = frame.iloc[0]
    assert (row["lat"], row["lon"]) == (35.46811, 44.39222)
    assert row["reason"] == "coordinates given in attacks.csv"
    assert row["precision"] == "coordinate"
    assert row["score"] is pd.NA
    assert row["geometry"].equals(shapely.Point(44.39222, 35.46811))


def test_a_table_may_say_itself_how_precise_its_coordinates_are(places: KnownPlaces) -> None:
    table = pd.DataFrame({"lat": [35.46811], "lon": [44.39222], "precision": ["province"], "radius_m": [9e4]})
    row = locate(table, places).iloc[0]
    assert (row["precision"], row["radius_m"]) == ("province", 9e4)


def test_coordinates_of_few_decimals_carry_the_doubt_of_their_rounding(places: KnownPlaces) -> None:
    frame = locate(pd.DataFrame({"lat": [35.5, 35.46811], "lon": [44.4, 44.4]}), places)
    assert frame["radius_m"].iloc[0] == 7860
    assert frame["flags"].iloc[0] == ["coordinates given to 1 decimal only"]
    assert frame["radius_m"].iloc[1] is pd.NA


def test_coordinates_near_the_place_named_take_its_name(places: KnownPlaces) -> None:
    row = locate(pd.DataFrame({"place_text": ["Kirkuk"], "lat": [35.4811], "lon": [44.4111]}), places).iloc[0]
    assert (row["place_id"], row["place_name"], row["country"]) == ("kirkuk", "Kirkuk", "IQ")
    assert row["flags"] == []


def test_coordinates_far_from_the_place_named_are_flagged_and_not_mended(places: KnownPlaces) -> None:
    frame = locate(pd.DataFrame({"place_text": ["Kirkuk"], "lat": [33.3152], "lon": [44.3661]}), places)
    row = frame.iloc[0]
    assert (row["lat"], row["lon"]) == (33.3152, 44.3661)
    assert row["flags"] == ["the coordinates given lie 239 km from Kirkuk, the place named"]
    assert pd.isna(row["place_id"])
    assert not swapped(frame).any()


def test_swapped_latitude_and_longitude_are_found_by_the_place_named(places: KnownPlaces) -> None:
    frame = locate(pd.DataFrame({"place_text": ["Kirkuk"], "lat": [KIRKUK.lon], "lon": [KIRKUK.lat]}), places)
    assert frame["flags"].iloc[0][0].startswith(SWAPPED)
    assert swapped(frame).tolist() == [True]


def test_a_row_that_names_no_place_stays_and_says_so(places: KnownPlaces) -> None:
    frame = locate(pd.DataFrame({"place_text": ["", None, "Kirkuk"]}), places)
    assert frame["status"].tolist() == ["unresolved", "unresolved", "resolved"]
    assert frame["reason"].iloc[0] == "no place is named"


def test_locating_a_located_frame_again_asks_only_for_what_is_open(places: KnownPlaces) -> None:
    first = locate(pd.DataFrame({"place_text": ["Kirkuk", "Al-Qusayr"]}), places)
    places.asked.clear()
    second = locate(first, places)
    assert [name for name, _, _ in places.asked] == ["Al-Qusayr"]
    assert second["reason"].tolist() == first["reason"].tolist()


def test_a_geodataframe_in_another_system_is_brought_to_degrees(places: KnownPlaces) -> None:
    metres = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(44.3922, 35.4681)], crs=4326).to_crs(3857)
    frame = locate(metres, places)
    assert frame["lat"].iloc[0] == pytest.approx(35.4681)
    assert frame.geometry.iloc[0].x == pytest.approx(44.3922)


def test_an_outline_that_a_table_brings_is_kept_and_labelled_inside(places: KnownPlaces) -> None:
    square = shapely.box(44, 35, 45, 36)
    frame = locate(gpd.GeoDataFrame({"a": [1]}, geometry=[square], crs=4326), places, given_in="x.geojson")
    assert frame.geometry.iloc[0].equals(square)
    assert frame["reason"].iloc[0] == "outline given in x.geojson"
    assert square.contains(shapely.Point(frame["lon"].iloc[0], frame["lat"].iloc[0]))


def test_figures_that_contradict_themselves_are_flagged_as_they_stand(places: KnownPlaces) -> None:
    row = locate(
        pd.DataFrame({"place_text": ["Kirkuk"], "killed_low": [5], "killed_high": [2]}), places
    ).iloc[0]
    assert (row["killed_low"], row["killed_high"]) == (5, 2)
    assert row["flags"] == ["killed: low figure above high figure (5 and 2)"]


def test_locating_changes_nothing_of_the_table_it_is_given(places: KnownPlaces) -> None:
    table = pd.DataFrame({"place_text": ["Kirkuk"], "flags": [["mine"]]})
    before = table.copy(deep=True)
    locate(table, places)
    pd.testing.assert_frame_equal(table, before)


def test_an_id_that_comes_twice_is_told_apart_and_flagged(places: KnownPlaces) -> None:
    frame = join([from_events([event("a", places)]), from_events([event("a", places), event("b", places)])])
    assert frame["event_id"].tolist() == ["a", "a-2", "b"]
    assert frame["flags"].iloc[1] == ["the id a stands on more than one row"]
    assert check(frame) == []


def test_joined_frames_keep_every_own_column() -> None:
    parts = [conform(pd.DataFrame({"event_id": [name], own: [1]})) for name, own in (("a", "x"), ("b", "y"))]
    frame = join(parts)
    assert {"x", "y"} <= set(frame.columns)
    assert frame["x"].notna().tolist() == [True, False]


def test_checking_lists_every_fault_with_its_rows(places: KnownPlaces) -> None:
    frame = from_events([event("a", places), event("a", places)])
    frame["lat"] = pd.array([95.0, 35.0], dtype="Float64")
    frame.loc[1, "precision"] = "exact"
    frame.loc[0, "geometry"] = None
    faults = "\n".join(check(frame))
    for words in ("event_id: stands on more than one row", "lat: is outside -90..90", "precision: is none of",
                  "geometry: is empty, and the row is resolved (1 row, first: row 1)"):  # fmt: skip
        assert words in faults


def test_checking_a_plain_table_names_what_is_missing() -> None:
    assert check(pd.DataFrame({"lat": [1.0]}))[0].startswith("columns are missing: event_id")


def test_review_lists_each_open_name_once_with_the_line_that_would_mend_it(places: KnownPlaces) -> None:
    table = pd.DataFrame(
        {"event_id": list("abcd"), "place_text": ["Al-Qusayr", "Kirkuk", "Nowhere, Far", "Al-Qusayr"]}
    )
    found = review(locate(table, places))
    assert found["place_text"].tolist() == ["Al-Qusayr", "Nowhere, Far"]
    assert found["events"].tolist() == [2, 1]
    assert found["event_ids"].iloc[0] == "a d"
    assert found["line"].tolist() == ["qusayr-1,Al-Qusayr,spelling,,", 'PLACE-ID,"Nowhere, Far",spelling,,']


def test_review_of_a_frame_that_is_all_placed_is_empty(places: KnownPlaces) -> None:
    assert len(review(from_events([event("a", places)]))) == 0


def test_a_hundred_thousand_rows_ask_for_each_distinct_name_once(places: KnownPlaces) -> None:
    rows = 100_000
    table = pd.DataFrame(
        {"place_text": np.where(np.arange(rows) % 2, "Kirkuk", "Anbar"), "own": np.arange(rows)}
    )
    table.loc[::4, "lat"], table.loc[::4, "lon"] = 35.4681, 44.3922
    frame = locate(table, places)
    assert frame["status"].eq("resolved").all()
    assert len(places.asked) == 2
