"""What a reader can do with the map: filter, step through time, share, save, print, read it in Arabic."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import subprocess
import threading
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import mapframes
import pandas as pd
import pytest
from pixels import painted
from playwright.sync_api import Page, expect
from shapely.geometry import MultiPolygon, Point, Polygon

import geomap.render
from geomap.render import EventMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

BLUE = "#0072b2"


def story(**options: Any) -> EventMap:
    return EventMap(mapframes.story(), title="A title", **options)


def shown(page: Page) -> str:
    return page.locator(".summary .shown").inner_text()


def test_an_untitled_map_is_headed_by_its_events_and_dates(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.story()))
    expect(page.locator("h1")).to_have_text("9 events, 1 November – 8 December 2023")
    expect(page).to_have_title("9 events, 1 November – 8 December 2023")


def test_towns_of_the_gazetteer_are_labelled_and_credited(show: Callable[..., Page]) -> None:
    page = show(story())
    expect(page.locator(".attribution")).to_contain_text("GeoNames (CC BY 4.0)")
    page.evaluate(
        """() => {
            const write = CanvasRenderingContext2D.prototype.fillText;
            globalThis.written = [];
            CanvasRenderingContext2D.prototype.fillText = function (words, ...at) {
                written.push(words);
                write.call(this, words, ...at);
            };
            map_events.setView([33.3, 44.38], 9, { animate: false });
        }"""
    )
    page.wait_for_timeout(150)
    assert {"Fallujah", "الفلوجة", "Baqubah"} <= set(page.evaluate("written"))


def test_filters_by_values_and_numbers_go_together_and_counts_follow(show: Callable[..., Page]) -> None:
    page = show(story())
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Filter by").select_option(label="kind of event")
    values = page.locator(".filter .layer")
    values.filter(has_text="drone attack").click()
    assert shown(page) == "5 of 7 events shown"
    expect(page.locator(".legend .layer", has_text="drone").locator(".count")).to_have_text("0")
    # What a filter leaves out still says how many there are.
    expect(values.filter(has_text="drone attack").locator(".count")).to_have_text("2")
    page.get_by_label("Filter by").select_option(label="number used")
    page.get_by_label("number used from").fill("10")
    page.get_by_label("also where it is not stated").uncheck()
    assert shown(page) == "1 of 7 events shown"
    expect(page.locator("#tab-list .count")).to_have_text("1")
    expect(page.locator("#tab-unplaced .count")).to_have_text("0")
    page.get_by_role("button", name="Clear filters").click()
    assert shown(page) == "7 events on the map"


def test_time_goes_by_days_weeks_and_months(show: Callable[..., Page]) -> None:
    page = show(story())
    page.get_by_label("Step").select_option("month")
    expect(page.locator(".span")).to_have_text("1 – 30 Nov 2023")
    page.get_by_role("button", name="Later").click()
    expect(page.locator(".span")).to_have_text("1 – 8 Dec 2023")
    page.get_by_label("Step").select_option("week")
    expect(page.locator(".span")).to_have_text("27 Nov – 3 Dec 2023")
    page.get_by_role("button", name="Earlier").click()
    expect(page.locator(".span")).to_have_text("20 – 26 Nov 2023")


def test_a_play_shows_one_step_after_another_and_can_be_stopped(show: Callable[..., Page]) -> None:
    page = show(story())
    page.get_by_label("Step").select_option("week")
    first = page.locator(".span").inner_text()
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".span")).not_to_have_text(first)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_link_restores_the_view(watch: Callable[..., Any]) -> None:
    page = watch(story()).page
    page.get_by_label("Layers by").select_option(label="kind of event")
    page.locator(".legend .layer", has_text="missile attack").click()
    page.get_by_label("Show as").select_option("heat")
    page.get_by_role("slider", name="From").fill("25")
    page.locator("#panel-list button").first.click()
    expect(page).to_have_url(re.compile("days=.*open="))
    # The map has come to rest, and the address has followed it.
    page.wait_for_timeout(900)
    link, title, seen = page.url, page.locator(".card h2").inner_text(), shown(page)
    centre = page.evaluate("map_events.getCenter()")
    page.goto("about:blank")
    page.goto(link)
    page.locator("#app[data-state=complete]").wait_for()
    expect(page.locator(".card h2")).to_have_text(title)
    assert shown(page) == seen
    assert page.get_by_label("Layers by").locator("option:checked").inner_text() == "kind of event"
    assert page.get_by_label("Show as").input_value() == "heat"
    assert page.evaluate("map_events.getCenter()")["lat"] == pytest.approx(centre["lat"], abs=0.01)


@pytest.mark.parametrize(
    "address",
    ["at=NaN/x/", "off=9.x.-1&by=<b>&days=2023-99-99/x", "open=99999&num=0/a/b/1&not=99.1", "%%%=&=&"],
)
def test_a_broken_link_is_as_if_it_said_nothing(browser: Any, tmp_path: Path, address: str) -> None:
    story().save(tmp_path / "map.html")
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{(tmp_path / 'map.html').as_uri()}#{address}")
    page.locator("#app[data-state=complete]").wait_for()
    assert shown(page) == "7 events on the map"
    assert errors == []
    page.context.close()


def test_what_is_shown_is_saved_as_geojson_of_the_standard_and_read_back(
    show: Callable[..., Page], tmp_path: Path
) -> None:
    events = mapframes.story()
    hole = Polygon([(40, 30), (40, 34), (44, 34), (44, 30)], [[(41, 31), (42, 31), (42, 32)]])
    events.loc[0, "geometry"] = MultiPolygon([hole, Polygon([(50, 30), (51, 30), (51, 31)])])
    page = show(EventMap(events, title="Taken along"))
    page.locator(".legend .layer", has_text="missile").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="GeoJSON", exact=True).click()
    assert waiting.value.suggested_filename == "Taken-along.geojson"
    waiting.value.save_as(tmp_path / "out.geojson")
    saved = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert "crs" not in saved
    # The two without a place are not dropped; the hidden layer is not shown.
    assert sum(feature["geometry"] is None for feature in saved["features"]) == 2
    assert len(saved["features"]) == 8
    first = next(f for f in saved["features"] if f["geometry"] and f["geometry"]["type"] == "MultiPolygon")
    rings = [ring for part in first["geometry"]["coordinates"] for ring in part]
    assert [len(part) for part in first["geometry"]["coordinates"]] == [2, 1]
    assert all(ring[0] == ring[-1] for ring in rings)
    assert Polygon(rings[0]).exterior.is_ccw
    assert not Polygon(rings[1]).exterior.is_ccw
    back = gpd.read_file(tmp_path / "out.geojson")
    assert sorted(back["event_id"]) == sorted(events.loc[events["weapon"] != "missile", "event_id"])


def test_a_card_is_copied_as_text_and_as_geojson(browser: Any, tmp_path: Path) -> None:
    story().save(tmp_path / "map.html")
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((tmp_path / "map.html").as_uri())
    page.locator("#app[data-state=complete]").wait_for()
    page.locator("#panel-list button").first.click()
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    words = page.evaluate("navigator.clipboard.readText()")
    assert words.startswith(page.locator(".card h2").inner_text())
    assert "Wounded: 1 (from 0 to 2)" in words
    # What the sources differ in stands in lines of its own, with the number of the report.
    lines = words.splitlines()
    at = lines.index("  the sources contradict each other:")
    assert lines[at + 1 : at + 3] == ["  - 14: Example Wire [1]", "  - 7: وكالة المثال [2]"]
    assert next(line for line in lines if line.startswith("[1] “"))
    page.get_by_role("button", name="Copy as GeoJSON").click()
    page.wait_for_timeout(100)
    feature = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert feature["type"] == "Feature"
    assert feature["properties"]["sources"]
    context.close()


def test_heat_takes_the_place_of_the_marks(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.many(2000)))
    assert painted(page, BLUE) > 100
    page.get_by_label("Show as").select_option("heat")
    assert painted(page, BLUE) == 0
    expect(page.locator(".heat-key")).to_be_visible()
    page.get_by_label("Show as").select_option("marks")
    assert painted(page, BLUE) > 100


def test_a_line_runs_from_launch_to_target_where_both_are_known(show: Callable[..., Page]) -> None:
    events = mapframes.story()
    events["origin_lat"] = [34.5 if i == 0 else None for i in range(len(events))]
    events["origin_lon"] = [41.0 if i == 0 else None for i in range(len(events))]
    events["origin_name"] = ["a valley" if i == 0 else None for i in range(len(events))]
    page = show(EventMap(events))
    expect(page.locator(".key")).to_contain_text("From the launch site to the target")
    page.evaluate("location.hash = 'open=0'")
    expect(page.locator(".card .fact", has_text="Launched from")).to_contain_text("a valley")
    inside = "map_events.getBounds().contains([34.5, 41.0])"
    assert page.evaluate(inside)


def test_paper_holds_map_legend_and_list_on_one_page(show: Callable[..., Page], tmp_path: Path) -> None:
    page = show(EventMap(mapframes.many(300), title="On paper", note="A note"))
    page.pdf(path=tmp_path / "map.pdf", prefer_css_page_size=True, print_background=True)
    words = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "map.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout if shutil.which("pdftotext") else None  # fmt: skip
    if words is None:
        pytest.skip("pdftotext is not on this machine")
    assert words.count("\f") == 1
    for part in ("On paper", "A note", "rocket", "Baghdad", "300 events on the map"):
        assert part in words
    assert "and 271 more events in view, not printed" in words
    # Afterwards the page is as before.
    assert page.evaluate("document.documentElement.classList.length") == 0


@pytest.mark.parametrize(
    ("lang", "direction", "words"), [("ar", "rtl", "الطبقات حسب"), ("fr", "ltr", "Couches par")]
)
def test_the_interface_speaks_the_readers_language(
    show: Callable[..., Page], root: Path, lang: str, direction: str, words: str
) -> None:
    page = show(EventMap(mapframes.story(), lang=lang))
    assert page.locator("html").get_attribute("dir") == direction
    expect(page.locator(".legend")).to_contain_text(words)
    panel, where = page.locator(".panel").bounding_box(), page.locator("#map_events").bounding_box()
    assert panel is not None
    assert where is not None
    assert (panel["x"] > where["x"]) == (direction == "rtl")
    page.locator("#panel-list button").first.click()
    page.evaluate((root / "web/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    check = "axe.run().then(found => found.violations.map(fault => fault.id))"
    assert page.evaluate(check) == []


def test_an_arabic_page_says_geomaps_own_words_in_arabic_and_leaves_those_of_the_data(
    show: Callable[..., Page],
) -> None:
    events = mapframes.story()
    events.loc[1, "weapon"] = "catapult"
    page = show(EventMap(events, lang="ar"))
    names = page.locator(".layer .name").all_inner_texts()
    assert {"صاروخ", "هاون", "catapult"} <= set(names)
    written = page.evaluate(
        """async () => {
            const write = CanvasRenderingContext2D.prototype.fillText;
            const written = [];
            CanvasRenderingContext2D.prototype.fillText = function (words, ...at) {
                written.push(words);
                write.call(this, words, ...at);
            };
            map_events.setView([34.4, 42.6], 7, { animate: false });
            await new Promise(done => setTimeout(done, 400));
            return written;
        }"""
    )
    # The ground's countries and provinces too.
    assert "العراق" in written
    assert {"نينوى", "صلاح الدين", "دير الزور"} & set(written)
    page.get_by_role("searchbox").fill("هاون")
    expect(page.locator("#panel-list button")).to_have_count(1)


def test_pointing_at_a_bar_says_its_dates_and_its_number(show: Callable[..., Page]) -> None:
    page = show(story())
    box = page.locator(".bars canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 20)
    expect(page.locator(".pointed")).to_have_text("8 Dec 2023: 1 event")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 300)
    expect(page.locator(".pointed")).to_be_empty()


def test_each_slider_stands_at_the_edge_of_its_day(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.story().iloc[:2]))
    bars = page.locator(".bars canvas").bounding_box()
    assert bars is not None
    middles = page.evaluate(
        """[...document.querySelectorAll('.bars input')].map(input => {
            const { left, width } = input.getBoundingClientRect();
            return [left + 8, left + width - 8];
        })"""
    )
    days = int(page.locator(".bars input").first.get_attribute("max") or 0) + 1
    (first, _), (second, last) = middles
    assert first == pytest.approx(bars["x"], abs=1)
    assert last == pytest.approx(bars["x"] + bars["width"], abs=1)
    assert second - first == pytest.approx(bars["width"] / days, abs=1)


class _Tiles(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def __init__(self, asked: list[str], *arguments: Any) -> None:
        self.asked = asked
        super().__init__(*arguments)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.end_headers()
        self.wfile.write(
            b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">'
            b'<rect width="256" height="256" fill="#12ab34"/></svg>'
        )

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def tile_server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Tiles, asked))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.svg", asked
    server.shutdown()
    server.server_close()


def test_an_online_map_is_loaded_only_when_chosen_and_lies_beneath_the_events(
    watch: Callable[..., Any], tile_server: tuple[str, list[str]]
) -> None:
    from xyzservices import TileProvider

    url, asked = tile_server
    provider = TileProvider(name="Local", url=url, attribution="(C) here")
    watched = watch(story(basemaps=[provider]))
    page = watched.page
    page.wait_for_timeout(200)
    assert asked == []
    page.get_by_text("Local (online").click()
    page.locator(".leaflet-tile-loaded").first.wait_for()
    expect(page.locator(".credits")).to_have_text("(C) here")
    page.wait_for_timeout(300)
    assert asked
    assert watched.trouble == []
    pixel = page.screenshot(clip={"x": 345, "y": 420, "width": 1, "height": 1})
    from io import BytesIO

    from PIL import Image

    assert Image.open(BytesIO(pixel)).convert("RGB").getpixel((0, 0)) == (0x12, 0xAB, 0x34)
    page.get_by_text("Outlines (in this file)").click()
    expect(page.locator(".leaflet-tile")).to_have_count(0)


def test_data_in_a_notebooks_frame_cannot_reach_the_notebook(browser: Any, tmp_path: Path) -> None:
    hostile = "</script><script>parent.document.title='reached';top.location='about:blank'</script>"
    made = EventMap(mapframes.story().assign(target=hostile), title=hostile)
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>Book</title>{made._repr_html_()}", "utf-8")
    page = browser.new_page()
    page.goto(outer.as_uri())
    inner = page.frame_locator("iframe")
    inner.locator("#app[data-state=complete]").wait_for()
    inner.locator("#panel-list button").first.click()
    expect(inner.locator(".card")).to_contain_text(hostile)
    frame = page.frames[1]
    for reach in ("parent.document.title", "top.document.cookie", "localStorage.length"):
        with pytest.raises(Exception, match=r"SecurityError|Blocked a frame"):
            frame.evaluate(reach)
    with page.expect_download() as waiting:
        inner.get_by_role("button", name="CSV", exact=True).click()
    assert waiting.value.suggested_filename.endswith(".csv")
    assert page.title() == "Book"
    page.context.close()


def test_a_frame_of_ones_own_maps_in_one_line(show: Callable[..., Page]) -> None:
    assert geomap.render.GeomapAccessor
    depots = gpd.GeoDataFrame({"kind": ["fuel", "food"]}, geometry=[Point(44, 33), Point(45, 34)], crs=4326)
    page = show(depots.geomap.explore("kind", title="Depots"))
    assert page.locator(".layer .name").all_inner_texts() == ["food", "fuel"]


def test_a_year_long_gap_mixed_types_and_a_huge_text_are_shown(show: Callable[..., Page]) -> None:
    events = gpd.GeoDataFrame(
        {
            "description": ["x" * 1_000_000 + " end", "short", None],
            "when": pd.to_datetime(["2021-01-01", "2022-12-31", None], utc=True),
            "mixed": [1, "two", {"three": [3.5, None]}],
        },
        geometry=[Point(44, 33), Point(44.5, 33.5), Point(45, 34)],
        crs=4326,
    )
    page = show(EventMap(events))
    expect(page.locator(".span")).to_have_text("1 Jan 2021 – 31 Dec 2022")
    page.locator("#panel-list button").nth(1).click()
    expect(page.locator(".card")).to_contain_text("end")
    page.evaluate("location.hash = 'open=2'")
    expect(page.locator(".more")).to_contain_text('{"three":[3.5,null]}')
    page.get_by_role("searchbox").fill("two")
    expect(page.locator(".summary")).to_contain_text("1 of 3 events shown")


def test_a_search_tells_its_first_hits_and_a_later_word_ends_it(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.many(30_000)))
    box = page.get_by_role("searchbox")
    box.fill("market")
    box.fill("depot")
    expect(page.locator(".so-far")).to_be_hidden()
    match = mapframes.many(30_000)["notes"].str.contains("depot").sum()
    expect(page.locator(".summary")).to_contain_text(f"{match:,} of 30,000 events shown")
