"""The picture's map: true distances and areas, marks that are not hidden, names that do not overlap."""

from __future__ import annotations

import itertools
import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import geopandas as gpd
import mapframes
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread
from pyproj import Geod
from shapely.geometry import Point, box

from geomap.render import figure, language
from geomap.render.figures import (
    charting,
    furniture,
    gathering,
    ground,
    palette,
    sheet,
    sites,
    spots,
    territories,
    tiles,
    typesetting,
)
from geomap.render.figures.frame import Box, circles, fit
from geomap.render.figures.labels import Placer, in_two

EARTH = Geod(ellps="WGS84")
PAGE = Box(0, 0, 120, 90)
ROOT = Path(__file__).parent.parent


def fitted(*points: tuple[float, float]) -> Any:
    lon, lat = np.array(points, dtype=float).T
    return fit(lon, lat, PAGE, 8, 240_000.0)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and one.right > other.left
        and one.bottom < other.top
        and one.top > other.bottom
    )


# -- projection ----------------------------------------------------------------------------------


@given(lon=st.floats(-180, 180), lat=st.floats(-89, 89), wide=st.floats(1e3, 2e6), radius=st.floats(10, 5e5))
@settings(max_examples=60, deadline=None)
def test_a_circle_of_uncertainty_has_its_radius_on_the_ground(
    lon: float, lat: float, wide: float, radius: float
) -> None:
    around_lon, around_lat = circles(np.array([lon]), np.array([lat]), np.array([radius]))
    count = around_lon.shape[1]
    far = EARTH.inv(np.full(count, lon), np.full(count, lat), around_lon[0], around_lat[0])[2]
    assert far == pytest.approx(np.full(count, radius), rel=1e-6)


@pytest.mark.parametrize("lat", [0, 33, 60, 80, -75])
def test_a_circle_is_round_on_paper_and_as_wide_as_the_scale_says(lat: float) -> None:
    frame = fitted((40, lat - 2), (44, lat + 2))
    middle_lat, middle_lon = frame.middle()
    lon, ring_lat = circles(np.array([middle_lon]), np.array([middle_lat]), np.array([100_000.0]))
    at = frame.to_paper(lon[0], ring_lat[0])
    sides = at.max(axis=0) - at.min(axis=0)
    assert sides == pytest.approx(np.full(2, 200_000 / frame.true_metres()), rel=0.01)


@pytest.mark.parametrize("points", [[(35, 30), (48, 38)], [(-70, -50), (-60, -20)], [(10, 60), (60, 75)]])
def test_areas_compare_truly(points: list[tuple[float, float]]) -> None:
    frame = fitted(*points)
    ratios = []
    for lon, lat in points:
        cell = shapely.segmentize(box(lon - 0.5, lat - 0.5, lon + 0.5, lat + 0.5), 0.02)
        true = abs(EARTH.geometry_area_perimeter(cell)[0])
        xy = shapely.get_coordinates(cell)
        ratios.append(shapely.Polygon(frame.to_paper(xy[:, 0], xy[:, 1])).area / true)
    assert ratios[0] == pytest.approx(ratios[1], rel=0.002)


@pytest.mark.parametrize("lat", [-60, 0, 33, 65])
def test_the_scale_bar_is_true_at_the_middle_of_the_map(lat: float) -> None:
    frame = fitted((40, lat - 1), (43, lat + 1))
    length, wide = furniture.scale_length(frame)
    y = (PAGE.bottom + PAGE.top) / 2
    x = (PAGE.left + PAGE.right) / 2
    lon, ends = frame.to_degrees(np.array([x - wide / 2, x + wide / 2]), np.array([y, y]))
    assert EARTH.inv(lon[0], ends[0], lon[1], ends[1])[2] == pytest.approx(length, rel=0.002)
    assert str(length)[0] in "125"


def test_events_on_both_sides_of_the_antimeridian_stand_side_by_side() -> None:
    frame = fitted((179.5, -17), (-179.5, -16))
    at = frame.to_paper(np.array([179.5, -179.5]), np.array([-17.0, -16.0]))
    assert abs(at[1, 0] - at[0, 0]) < PAGE.width
    assert frame.metres * PAGE.width < 500_000
    found = ground.ground(fitted((177.0, -18.5), (-179.0, -16.0)))
    assert found.shapes["land"]
    assert "Fiji" in [name.text for name, _, _ in found.names]


@pytest.mark.parametrize("pole", [1, -1])
def test_events_around_a_pole_are_around_the_middle(pole: int) -> None:
    points = [(lon, pole * 84.0) for lon in (0, 90, 180, -90)]
    frame = fitted(*points)
    assert abs(frame.projection.lat) > 89
    at = frame.to_paper(*np.array(points, dtype=float).T)
    assert (at.min(axis=0) > 0).all()
    assert (at.max(axis=0) < (PAGE.right, PAGE.top)).all()


def test_events_all_around_the_earth_are_on_a_map_of_the_world() -> None:
    points = [(-100, 40), (140, -30), (20, 10), (60, 60)]
    frame = fitted(*points)
    assert frame.projection.world
    at = frame.to_paper(*np.array(points, dtype=float).T)
    assert (at.min(axis=0) > 0).all()
    assert (at.max(axis=0) < (PAGE.right, PAGE.top)).all()


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=6),
)
@settings(max_examples=80, deadline=None)
def test_every_event_lies_on_the_paper(points: list[tuple[float, float]]) -> None:
    frame = fitted(*points)
    at = frame.to_paper(*np.array(points, dtype=float).T)
    assert np.isfinite(at).all()
    assert (at.min(axis=0) >= -0.01).all()
    assert (at.max(axis=0) <= np.array([PAGE.right, PAGE.top]) + 0.01).all()


# -- ground --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lon", "lat", "is_land"),
    [(44.36, 33.31, True), (50.5, 28.0, False), (2.35, 48.85, True), (-30, 40, False), (-179.5, 68.0, True)],
)
def test_land_is_land_and_sea_is_sea(lon: float, lat: float, is_land: bool) -> None:
    frame = fitted((lon, lat))
    at = Point(*frame.to_paper(np.array([lon]), np.array([lat]))[0])
    # Rings that turn the other way are holes.
    inside = sum(
        (1 if shapely.LinearRing(ring).is_ccw else -1)
        for ring in ground.ground(frame).shapes["land"]
        if shapely.Polygon(ring).contains(at)
    )
    assert (inside != 0) is is_land


def test_the_names_of_countries_lie_in_them() -> None:
    at = {name.text: (name.lon, name.lat) for name in tiles.country_names()}
    assert at["Iraq"] == pytest.approx((43, 33), abs=2)
    assert len(at) > 150


@pytest.mark.parametrize("reach", [2, 12])
def test_no_seam_shows_between_tiles(reach: float) -> None:
    # Far inland, where land is whole: around the corner of four tiles, and of four coarser ones.
    lon, lat = (65, 50) if reach == 2 else (75, 60)
    frame = fitted((lon - reach, lat - reach / 4), (lon + reach, lat + reach / 4))
    land = ground.ground(frame).shapes["land"]
    whole = shapely.union_all([shapely.Polygon(ring).buffer(0) for ring in land])
    assert whole.contains(box(PAGE.left + 5, PAGE.bottom + 30, PAGE.right - 5, PAGE.top - 30))


def test_layers_differ_in_shape_too_for_who_sees_no_colour() -> None:
    first = [palette.look(layer) for layer in range(1, 8)]
    assert len({look.shape for look in first}) == 7
    assert len({palette.look(layer) for layer in range(1, palette.MAX_LAYERS + 1)}) == palette.MAX_LAYERS


@pytest.mark.parametrize("shape", range(len(palette.SHAPES)))
def test_every_shape_is_drawn_whole_about_its_middle(shape: int) -> None:
    bounds = sheet.symbol_path(shape).get_extents()
    assert abs(bounds.x0 + bounds.x1) < 0.05
    assert 1.5 < bounds.width < 2.6
    assert 1.5 < bounds.height < 2.6


# -- countries -----------------------------------------------------------------------------------

EUPHRATES = [(40.2, 35.3), (44.4, 33.4)]


def test_a_country_is_named_in_the_part_that_is_shown(tmp_path: Path) -> None:
    # The basemap's own points for Syria and Iraq lie west and south of this map.
    frame = fitted(*EUPHRATES)
    shown = {name.text for name, _, _ in ground.ground(frame).names}
    assert "Syria" not in shown
    lands = territories.Territories(frame)
    for name, is_inside in (("Syria", lambda lon: lon < 41.5), ("Iraq", lambda lon: lon > 40.9)):
        x, y = next(iter(lands.spots(name, 20, 4)))
        lon, _ = frame.to_degrees(np.array([x]), np.array([y]))
        assert is_inside(lon[0]), name
    assert not list(lands.spots("France", 20, 4))
    events = gpd.GeoDataFrame({"weapon": ["a", "b"]}, geometry=[Point(*p) for p in EUPHRATES], crs=4326)
    figure(events, tmp_path / "f.svg", places=())
    said = [node.text for node in ET.parse(tmp_path / "f.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert {"SYRIA", "IRAQ"} <= set(said)


def test_the_name_of_a_country_fits_into_it() -> None:
    frame = fitted(*EUPHRATES)
    lands = territories.Territories(frame)
    borders = shapely.MultiLineString(
        [line for line in ground.ground(frame).shapes["border"] if len(line) > 1]
    )
    for name in ("Syria", "Iraq"):
        for x, y in lands.spots(name, 18, 4):
            assert not box(x - 8, y - 1, x + 8, y + 1).intersects(borders)


# -- how near -------------------------------------------------------------------------------------


def wide_of(points: list[tuple[float, float]]) -> float:
    events = gpd.GeoDataFrame({"weapon": ["a"] * len(points)}, geometry=[Point(*p) for p in points], crs=4326)
    content = sites.gather(events, None)
    chart = charting.Chart(sheet.Sheet(120, 90, LETTERING), content, (), {}, language.of("en"), 8, 0)
    drawn = chart.draw(PAGE, 0)
    return float(drawn.frame.metres * PAGE.width)


def test_one_event_is_shown_in_its_wider_surroundings() -> None:
    assert wide_of([(44.4, 33.3)]) > 200_000


def test_events_within_one_town_are_shown_near_enough_to_stand_apart() -> None:
    points = [(44.3 + i % 4 * 0.03, 33.25 + i // 4 * 0.03) for i in range(16)]
    assert wide_of(points) < 70_000


# -- marks ---------------------------------------------------------------------------------------


def coloured(path: Path, colour: str) -> int:
    wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    picture = (imread(path)[..., :3] * 255).round()
    return int((np.abs(picture - wanted).max(axis=2) < 6).sum())


def one(precision: str, radius: float, tmp_path: Path) -> int:
    events = gpd.GeoDataFrame(
        {"weapon": ["rocket"], "precision": [precision], "radius_m": [radius]},
        geometry=[Point(44, 33)],
        crs="EPSG:4326",
    )
    figure(events, tmp_path / "f.png", layer="weapon", places=(), size="a4-landscape", dpi=150)
    return coloured(tmp_path / "f.png", palette.COLOURS[0])


def test_an_approximate_mark_is_hollow(tmp_path: Path) -> None:
    sure, approximate = one("site", 0, tmp_path), one("locality", 0, tmp_path)
    assert 0 < approximate < 0.9 * sure


def test_a_circle_of_uncertainty_is_dashed_around_its_mark(tmp_path: Path) -> None:
    assert one("locality", 40_000, tmp_path) > one("locality", 0, tmp_path) + 200


def test_an_area_is_shaded_and_tagged_and_never_a_pin(tmp_path: Path) -> None:
    events = gpd.GeoDataFrame(
        {"weapon": ["rocket", "rocket"], "precision": ["province"] * 2, "place_name": ["Anbar", "Anbar"]},
        geometry=[box(40, 31, 44, 35)] * 2,
        crs="EPSG:4326",
    )
    made = sites.gather(events, None)
    assert (len(made.sites), len(made.areas)) == (0, 1)
    figure(events, tmp_path / "f.svg", places=())
    said = [node.text for node in ET.parse(tmp_path / "f.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert "Anbar · 2" in said
    assert "Somewhere in this area" in said


def test_a_known_launch_site_is_tied_to_the_target(tmp_path: Path) -> None:
    events = gpd.GeoDataFrame(
        {"weapon": ["x", "y"], "origin_lat": [36.0, np.nan], "origin_lon": [38.0, np.nan]},
        geometry=[Point(44, 33), Point(43, 33)],
        crs="EPSG:4326",
    )
    made = sites.gather(events, "weapon")
    assert [(route.start, route.end) for route in made.routes] == [((38.0, 36.0), (44.0, 33.0))]
    figure(events, tmp_path / "f.svg", places=(), size="column")
    assert "From the launch site to the target" in (tmp_path / "f.svg").read_text("utf-8")


def crowd_of(points: np.ndarray[Any, Any], layers: int = 3) -> sites.Crowd:
    counts = np.zeros((len(points), layers), dtype=np.int64)
    counts[np.arange(len(points)), np.arange(len(points)) % layers] = 1
    return sites.Crowd(points[:, 0], points[:, 1], (1, 2, 3), counts, 0)


def test_what_cannot_be_told_apart_is_gathered_and_none_is_lost() -> None:
    points = np.random.default_rng(1).normal((44, 34), (1.5, 1.0), (20_000, 2))
    crowd = crowd_of(points)
    made = gathering.gathered(crowd, 160, 110)
    assert len(made.lon) < 1500
    assert made.counts.sum(axis=0).tolist() == crowd.counts.sum(axis=0).tolist()
    # Each stands within its cell of the events that it is made of.
    lonely = np.flatnonzero(made.counts.sum(axis=1) == 1)
    assert len(lonely) > 10
    for lon, lat in zip(made.lon[lonely], made.lat[lonely], strict=True):
        assert np.hypot(points[:, 0] - lon, points[:, 1] - lat).min() < 1e-6


def test_no_event_is_moved_further_than_its_cell_is_wide() -> None:
    points = np.random.default_rng(2).uniform((40, 32), (48, 37), (30_000, 2))
    made = gathering.gathered(crowd_of(points), 160, 110)
    tree = shapely.STRtree(shapely.points(made.lon, made.lat))
    _, at = tree.query_nearest(shapely.points(points), all_matches=False)
    far = EARTH.inv(points[:, 0], points[:, 1], made.lon[at], made.lat[at])[2]
    assert far.max() < made.cell_m


def test_a_crowd_that_can_be_told_apart_stays_as_it_is() -> None:
    points = np.array([(40 + i % 30 * 0.3, 32 + i // 30 * 0.3) for i in range(450)])
    crowd = crowd_of(points)
    assert gathering.gathered(crowd, 160, 110) is crowd


@given(st.lists(st.tuples(st.floats(43, 45), st.floats(32, 34)), min_size=2, max_size=25, unique=True))
@settings(max_examples=40, deadline=None)
def test_marks_that_would_hide_each_other_part_and_stay_near(points: list[tuple[float, float]]) -> None:
    frame = fitted((40, 30), (48, 36))
    made = [
        sites.Site(lon, lat, (sites.Symbol(1, approximate=False, count=1),), "", ()) for lon, lat in points
    ]
    placed = spots.spots(frame, made, 1.0)
    for spot in placed:
        assert math.hypot(spot.x - spot.true[0], spot.y - spot.true[1]) <= 9.01
    for a, b in itertools.combinations(placed, 2):
        assert math.hypot(a.x - b.x, a.y - b.y) > 0.5


@given(st.lists(st.tuples(st.floats(0, 120), st.floats(0, 90)), max_size=30))
def test_a_corner_is_taken_only_where_it_hides_no_mark(points: list[tuple[float, float]]) -> None:
    marks = [Box(x - 1, y - 1, x + 1, y + 1) for x, y in points]
    order = ("bottom right", "top right", "top left", "bottom left")
    found = furniture.choose_corner(PAGE, 25, 20, marks, order)
    corners = furniture.corners(PAGE, 25, 20)
    hidden = {name for name in order for mark in marks if overlap(corners[name], mark)}
    assert (found is None) is (len(hidden) == 4)
    assert found is None or not any(overlap(found, mark) for mark in marks)


# -- names ---------------------------------------------------------------------------------------

LETTERING = typesetting.Type(["abc"])


@given(
    st.lists(
        st.tuples(
            st.floats(0, 120),
            st.floats(0, 90),
            st.sampled_from(["Hit", "Ain al-Asad", "A long, long name of a place"]),
        ),
        max_size=40,
    )
)
@settings(max_examples=40, deadline=None)
def test_names_overlap_neither_each_other_nor_a_mark_nor_the_edge(
    points: list[tuple[float, float, str]],
) -> None:
    placer = Placer(PAGE, LETTERING)
    taken = [Box(x - 1, y - 1, x + 1, y + 1) for x, y, _ in points]
    for mark in taken:
        placer.block(mark)
    for x, y, name in points:
        label = placer.beside(name, x, y, 1.5, 8, far=True)
        if label is None:
            continue
        assert not any(overlap(label.box, other) for other in taken)
        assert label.box.left >= PAGE.left
        assert label.box.right <= PAGE.right
        assert PAGE.bottom <= label.box.bottom < label.box.top <= PAGE.top
        assert " ".join(label.lines) == name
        taken.append(label.box)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Hit", ("Hit",)),
        ("Embassy of the United States, Baghdad", ("Embassy of the United", "States, Baghdad")),
        ("Unbreakableunbreakableunbreakable", ("Unbreakableunbreakableunbreakable",)),
    ],
)
def test_a_long_name_breaks_near_its_middle(name: str, lines: tuple[str, ...]) -> None:
    assert in_two(name) == lines


@given(st.text("abc def", max_size=60), st.floats(8, 60))
@settings(max_examples=60, deadline=None)
def test_wrapped_text_is_whole_and_no_line_too_wide(text: str, width: float) -> None:
    lines, cut = LETTERING.wrap(text, 8, width, 50)
    assert not cut
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(LETTERING.width(line, 8) <= width + 1e-6 for line in lines)


@pytest.mark.parametrize("size", ["column", "a4-landscape"])
def test_a_name_without_room_gets_a_number_with_a_key(tmp_path: Path, size: str) -> None:
    names = [f"A place with a longer name {number}" for number in range(40)]
    points = [Point(44 + number % 8 * 0.2, 33 + number // 8 * 0.2) for number in range(40)]
    events = gpd.GeoDataFrame(
        {"place_name": names, "weapon": ["x"] * 40, "precision": ["site"] * 40}, geometry=points, crs=4326
    )
    notices = figure(events, tmp_path / "f.svg", layer="weapon", places=(), size=size)
    said = [node.text or "" for node in ET.parse(tmp_path / "f.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert "Places" in said
    key = said[said.index("Places") + 1 :]
    numbers = [text for text in key if text.isdigit()]
    assert len(numbers) >= 5
    assert numbers == [str(n + 1) for n in range(len(numbers))]
    # Each number of the key stands on the map.
    assert all(said.count(number) >= 2 for number in numbers)
    told = " ".join(said)
    unnamed = int(re.findall(r"\d+", notices[0])[0]) if notices else 0
    missing = [name for name in names if not re.search(rf"{name}(?!\d)", told)]
    assert len(missing) <= unnamed + sum(text.endswith("…") for text in said)


def test_where_sites_are_too_many_to_name_none_is_named_and_that_is_told(tmp_path: Path) -> None:
    events = mapframes.many(120)
    notices = figure(events, tmp_path / "f.svg", places=())
    assert notices == [
        "120 places of events have no room for their names; make the figure larger, or show fewer events"
    ]
    assert "sector" not in (tmp_path / "f.svg").read_text("utf-8")
