"""The saved map as a reader meets it, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import mapframes
import pytest
from pixels import painted
from playwright.sync_api import Page, expect
from shapely.geometry import Point

from geomap.render import EventMap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.browser

BLUE, VERMILION, GREEN, PURPLE = "#0072b2", "#d55e00", "#009e73", "#cc79a7"


def story(**options: Any) -> EventMap:
    return EventMap(mapframes.story(), title="A title", places=mapframes.PLACES, **options)


def click_at(page: Page, lat: float, lon: float) -> None:
    x, y = page.evaluate(
        """([lat, lon]) => {
            const point = map_events.latLngToContainerPoint([lat, lon]);
            const box = map_events.getContainer().getBoundingClientRect();
            return [point.x + box.left, point.y + box.top];
        }""",
        [lat, lon],
    )
    page.mouse.click(x, y)


def facts(page: Page) -> dict[str, str]:
    return dict(
        page.evaluate(
            """[...document.querySelectorAll('.card .body > .facts > .fact')].map(
                fact => [fact.querySelector('dt').textContent, fact.querySelector('dd').innerText])"""
        )
    )


def layer(page: Page, name: str) -> Any:
    return page.locator(".layer", has=page.get_by_text(name, exact=True))


def test_it_opens_from_a_file_and_asks_for_nothing(show: Callable[..., Page]) -> None:
    page = show(story(subtitle="Below it", note="A note", source="Two reports"))
    expect(page).to_have_title("A title")
    expect(page.locator("h1")).to_have_text("A title")
    expect(page.locator(".subtitle")).to_have_text("Below it")
    expect(page.locator(".foot")).to_contain_text("A note")
    expect(page.locator(".foot")).to_contain_text("Source: Two reports")
    expect(page.locator(".attribution")).to_be_in_viewport()
    expect(page.locator(".attribution")).to_have_text("Natural Earth")
    assert page.locator("html").get_attribute("lang") == "en"


def test_counts_of_legend_summary_and_lists_agree(show: Callable[..., Page]) -> None:
    page = show(story())
    expect(page.locator(".summary")).to_contain_text("7 events on the map")
    expect(page.locator(".unplaced-link")).to_have_text("2 events could not be placed")
    rows = page.locator(".layer").all_inner_texts()
    assert [row.split() for row in rows] == [
        ["drone", "2"],
        ["rocket", "2"],
        ["air", "strike", "1"],
        ["missile", "1"],
        ["mortar", "1"],
    ]
    expect(page.locator("#tab-list .count")).to_have_text("7")
    expect(page.locator("#panel-list button")).to_have_count(7)
    expect(page.locator("#tab-unplaced .count")).to_have_text("2")


def test_a_layer_switched_off_leaves_map_list_and_summary(show: Callable[..., Page]) -> None:
    page = show(story())
    assert painted(page, PURPLE) > 50
    layer(page, "missile").click()
    assert painted(page, PURPLE) == 0
    expect(page.locator(".summary")).to_contain_text("6 of 7 events shown")
    expect(page.locator("#panel-list button")).to_have_count(6)
    # The count still says how many there are to switch on.
    expect(layer(page, "missile").locator(".count")).to_have_text("1")
    layer(page, "missile").click()
    assert painted(page, PURPLE) > 50


def test_all_layers_can_be_hidden_and_shown_at_once(show: Callable[..., Page]) -> None:
    page = show(story())
    page.get_by_role("button", name="None", exact=True).click()
    expect(page.locator(".summary")).to_contain_text("0 of 7 events shown")
    expect(page.locator(".empty").first).to_be_visible()
    assert painted(page, GREEN) == 0
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.locator(".summary")).to_contain_text("7 events on the map")


def test_layers_can_be_those_of_another_column(show: Callable[..., Page]) -> None:
    page = show(story())
    page.get_by_label("Layers by").select_option(label="who claimed it")
    assert [row.split("\n")[0] for row in page.locator(".layer").all_inner_texts()] == [
        "Example Resistance",
        "not stated",
    ]
    assert page.locator(".layer .count").all_inner_texts() == ["3", "4"]


def test_a_click_opens_the_card_with_what_is_known(show: Callable[..., Page]) -> None:
    page = show(story())
    click_at(page, 33.7856, 42.4412)
    card = page.locator(".card")
    expect(card.locator("h2")).to_have_text("Missile attack")
    assert facts(page) == {
        "When": "some time from 20 Nov 2023 to 21 Nov 2023",
        "Where": "Ain al-Asad Air Base\nas written: “al-Asaf airbase”\nA named site; within about 3 km",
        "Weapon": "missile",
        "Number used": "2",
        "Target": "air base",
        "Claimed by": "Example Resistance",
    }
    expect(card.locator("blockquote")).to_have_text("Two short-range missiles struck the al-Asaf airbase.")
    link = card.get_by_role("link", name="Weekly summary")
    assert link.get_attribute("href") == "https://news.example/weekly-summary"
    assert link.get_attribute("rel") == "noopener noreferrer"
    expect(card.locator(".by")).to_contain_text("Example Monitor · 22 Nov 2023")
    why = card.locator(".why").first
    expect(why).to_contain_text("known misspelling of Ain al-Asad Air Base")
    expect(why).to_contain_text("Confidence in the place: 88 %")
    why.get_by_text("Places it could be").click()
    expect(why).to_contain_text("Al-Asaf village, SY (21 %)")


def test_the_card_keeps_sources_apart_and_marks_where_they_differ(show: Callable[..., Page]) -> None:
    page = show(story())
    page.locator("#panel-list button").first.click()
    card = page.locator(".card")
    known = facts(page)
    # Baghdad's clocks are three hours ahead of UTC.
    local = "Friday, 8 December 2023, 04:15 local time (UTC+3)\n01:15 UTC\n"
    assert known["When"].startswith(f"{local}as written: “shortly after four")
    assert known["Attributed to"] == "armed groups (the prime minister's office)"
    assert known["Denied by"] == "Kataib Example"
    assert "Claimed by" not in known
    assert known["Killed"] == "0"
    assert known["Wounded"] == "1 (from 0 to 2)"
    conflict = card.locator(".conflict")
    expect(conflict).to_have_count(1)
    expect(conflict).to_contain_text("the sources contradict each other")
    assert [value.split("\n") for value in conflict.locator(".value").all_inner_texts()] == [
        ["14", "Example Wire1"],
        ["7", "وكالة المثال2"],
    ]
    expect(card.locator(".source")).to_have_count(2)
    expect(card.locator(".flags")).to_contain_text("The two reports may count different salvos.")


def test_mere_wording_is_no_contradiction_and_waits_folded_up(show: Callable[..., Page]) -> None:
    events = mapframes.story().iloc[:1].copy()
    said = [{"value": f"wording {i}", "who": f"Paper {i}", "quote": "The same sentence."} for i in (1, 2)]
    events["conflicts"] = [[{"field": "place_text", "kind": "granularity", "values": said}]]
    page = show(EventMap(events, places=()))
    page.locator("#panel-list button").first.click()
    calm = page.locator(".card .calm")
    expect(page.locator(".card .conflict")).to_have_count(0)
    expect(calm.locator(".value").first).to_be_hidden()
    calm.locator("summary").click()
    expect(calm.locator("b")).to_have_text(["wording 1", "wording 2"])
    # A quote that both share is read once.
    expect(calm.locator("q")).to_have_text(["The same sentence."])


def test_a_report_quoted_more_than_once_is_named_once(show: Callable[..., Page]) -> None:
    events = mapframes.story().iloc[:1].copy()
    said = [{"quote": f"Sentence {i}.", "title": title} for i, title in enumerate(["One", "One", "Two"])]
    events["sources"] = [said]
    page = show(EventMap(events, places=()))
    page.locator("#panel-list button").first.click()
    sources = page.locator(".card .sources")
    expect(sources.locator("h3")).to_have_text("3 quotes from 2 reports")
    expect(sources.locator("blockquote")).to_have_count(3)
    expect(sources.locator(".by")).to_have_text(["One", "Two"])


def test_events_at_one_site_fan_out_and_can_be_paged_through(show: Callable[..., Page]) -> None:
    page = show(story())
    click_at(page, 33.2992, 44.3866)
    expect(page.locator(".position")).to_have_text("1 of 3 here")
    first = page.locator(".card h2").inner_text()
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".position")).to_have_text("2 of 3 here")
    assert page.locator(".card h2").inner_text() != first


def test_an_area_is_clicked_anywhere_within_it(show: Callable[..., Page]) -> None:
    page = show(story())
    click_at(page, 32.2, 41.5)
    expect(page.locator(".card h2")).to_have_text("Air strike")
    assert "Somewhere in this region" in facts(page)["Where"]
    assert facts(page)["When"] == "November 2023"


def test_a_click_beside_all_marks_closes_the_card(show: Callable[..., Page]) -> None:
    page = show(story())
    click_at(page, 33.7856, 42.4412)
    expect(page.locator(".card")).to_be_visible()
    click_at(page, 35.2, 42.4)
    expect(page.locator(".card")).to_be_hidden()


def test_what_could_not_be_placed_is_listed_with_its_reason(show: Callable[..., Page]) -> None:
    page = show(story())
    page.locator(".unplaced-link").click()
    rows = page.locator("#panel-unplaced button")
    expect(rows).to_have_count(2)
    rows.first.click()
    expect(page.locator(".card .why h3")).to_have_text("Why it is not on the map")
    expect(page.locator(".card")).to_contain_text("14 places are called Al-Qusayr")
    page.get_by_text("Places it could be").click()
    expect(page.locator(".card")).to_contain_text("town south of Homs")
    expect(page.locator(".card")).to_contain_text("El Quseir, EG (38 %)")


@pytest.mark.parametrize(
    ("words", "count"),
    [("CONOCO", 1), ("صاروخي", 1), ("embassy drone", 1), ("kirkuk", 1), ("nowhere at all", 0)],
)
def test_search_finds_any_word_of_an_event(show: Callable[..., Page], words: str, count: int) -> None:
    page = show(story())
    page.get_by_role("searchbox").fill(words)
    expect(page.locator(".summary")).to_contain_text(f"{count} of 7 events shown")


def test_dates_are_filtered_and_the_undated_have_a_switch_of_their_own(show: Callable[..., Page]) -> None:
    page = show(story())
    expect(page.locator(".span")).to_have_text("1 Nov – 8 Dec 2023")
    page.get_by_label("1 without a date").uncheck()
    expect(page.locator(".summary")).to_contain_text("6 of 7 events shown")
    page.get_by_role("slider", name="From").fill("30")
    # The month-long event reaches only to 30 November; it begins on day 0 and ends on day 29.
    expect(page.locator(".summary")).to_contain_text("2 of 7 events shown")
    page.get_by_role("button", name="All dates").click()
    expect(page.locator(".summary")).to_contain_text("6 of 7 events shown")


def test_everything_can_be_reached_and_read_by_keyboard(show: Callable[..., Page]) -> None:
    page = show(story())
    page.locator("#tab-list").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-unplaced")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") == "list":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.row") is not None


def test_the_list_is_one_stop_for_the_tab_key_and_arrows_go_through_it(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.many(500), title="Many"))
    page.locator("#tab-list").focus()
    page.keyboard.press("Tab")
    row = "document.activeElement.closest('li')?.getAttribute('aria-posinset') ?? null"
    assert page.evaluate(row) == "1"
    for key, reached in (("ArrowDown", "2"), ("End", "500"), ("ArrowUp", "499"), ("Home", "1")):
        page.keyboard.press(key)
        assert page.evaluate(row) == reached
    page.keyboard.press("PageDown")
    assert int(page.evaluate(row)) > 2
    within = """() => {
        const [row, list] = [document.activeElement, document.querySelector('#panel-list')];
        return row.getBoundingClientRect().bottom <= list.getBoundingClientRect().bottom + 1;
    }"""
    assert page.evaluate(within)
    page.keyboard.press("Tab")
    assert page.evaluate(row) is None
    page.keyboard.press("Shift+Tab")
    assert int(page.evaluate(row)) > 2


def test_no_events_say_so(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.story().iloc[:0], title="None"))
    expect(page.locator(".summary")).to_have_text("There are no events in this map.")


def test_only_unplaced_events_say_so_and_are_listed(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.story().iloc[7:]))
    expect(page.locator(".summary")).to_contain_text("None of the events could be placed on the map.")
    expect(page.locator(".unplaced-link")).to_have_text("2 events could not be placed")


def test_one_event_is_shown_with_the_region_around_it(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.story().iloc[3:4]))
    assert 5 <= page.evaluate("map_events.getZoom()") <= 9


@pytest.mark.parametrize(
    "spots",
    [
        [(179.9, -17.0), (-179.9, -16.0)],
        [(10.0, 89.9), (10.0, -89.9)],
        [(44.0, 33.0)] * 50,
    ],
    ids=["antimeridian", "poles", "identical"],
)
def test_unusual_places_are_drawn_without_error(
    show: Callable[..., Page], spots: list[tuple[float, float]]
) -> None:
    events = gpd.GeoDataFrame(
        {"name": [f"n{i}" for i in range(len(spots))]}, geometry=[Point(s) for s in spots], crs=4326
    )
    page = show(EventMap(events))
    # The heading has their number already.
    expect(page.locator("h1")).to_have_text(f"{len(spots)} events")
    expect(page.locator(".summary")).to_have_text("All on the map")
    assert painted(page, BLUE) > 0


def test_events_on_both_sides_of_the_date_line_open_side_by_side(show: Callable[..., Page]) -> None:
    spots = [Point(178, -17), Point(-172, -14)]
    events = gpd.GeoDataFrame({"name": ["Fiji", "Samoa"]}, geometry=spots, crs=4326)
    page = show(EventMap(events))
    west, east = page.evaluate("[map_events.getBounds().getWest(), map_events.getBounds().getEast()]")
    assert 165 < west < 178
    assert 188 < east < 200
    expect(page.locator("#tab-list .count")).to_have_text("2")
    # What is taken out of the page has the coordinates that came in.
    page.locator("#panel-list button", has_text="Samoa").click()
    expect(page.locator(".card")).to_contain_text("-172.00000")


def test_a_frame_of_ones_own_shows_all_its_columns(show: Callable[..., Page]) -> None:
    events = gpd.GeoDataFrame(
        {
            "site": ["Depot 4"],
            "grade": [2.5],
            "checked": [True],
            "seen": gpd.pd.to_datetime(["2024-02-29 23:00"]),
            "page": ["https://site.example/a?b=c&d"],
            "link": ["javascript:alert(1)"],
        },
        geometry=[Point(44, 33)],
        crs=4326,
    )
    page = show(EventMap(events, layers="site"))
    page.locator("#panel-list button").click()
    more = page.locator(".more .fact").all_inner_texts()
    assert more == [
        "site\nDepot 4",
        "grade\n2.5",
        "checked\ntrue",
        "seen\n2024-02-29T23:00:00Z",
        "page\nhttps://site.example/a?b=c&d",
        "link\njavascript:alert(1)",
    ]
    assert page.locator(".card a").count() == 1
    assert facts(page)["When"] == "Thursday, 29 February 2024"


def test_a_thousand_of_events_group_and_open_by_zooming(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.many(3000)))
    before = page.evaluate("map_events.getZoom()")
    click_at(page, 33.3128, 44.3615)
    page.wait_for_timeout(900)
    assert page.evaluate("map_events.getZoom()") > before
    assert page.evaluate("document.querySelectorAll('*').length") < 1500


def test_added_folium_layers_work_without_a_request(show: Callable[..., Page]) -> None:
    made = story()
    folium.Marker([34.5, 42.0], popup="From folium", tooltip="Hover").add_to(made)
    folium.Circle([34.0, 41.0], radius=20_000, popup=folium.Popup("<b>Round</b>")).add_to(made)
    page = show(made)
    marker = page.locator(".leaflet-marker-icon")
    expect(marker).to_have_count(1)
    assert marker.evaluate("image => image.naturalWidth") > 0
    marker.click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text("From folium")


def test_a_folium_map_of_tiles_takes_the_place_of_the_ground_and_the_layer_control_switches(
    show: Callable[..., Page],
) -> None:
    made = story()
    tile = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"
    folium.TileLayer(tile, attr="Here", name="Tiles").add_to(made)
    folium.GeoJson(
        {"type": "Polygon", "coordinates": [[[43, 35], [44, 35], [44, 36], [43, 35]]]}, name="Zone"
    ).add_to(made)
    folium.LayerControl(collapsed=False).add_to(made)
    page = show(made)
    ground = page.locator(".leaflet-tile-pane > canvas")
    expect(ground).to_be_hidden()
    page.evaluate("Object.values(map_events._layers).find(layer => layer._url).remove()")
    expect(ground).to_be_visible()
    zone = "Object.values(map_events._layers).filter(layer => layer.feature).length"
    assert page.evaluate(zone) == 1
    page.get_by_text("Zone").click()
    assert page.evaluate(zone) == 0


def test_on_a_phone_the_card_is_a_sheet_and_the_legend_stays_in_sight(show: Callable[..., Page]) -> None:
    page = show(story(), width=390, height=844, has_touch=True, is_mobile=True)
    expect(layer(page, "drone")).to_be_in_viewport()
    page.get_by_role("button", name="Layers and list").click()
    page.locator("#panel-list button").first.click()
    card = page.locator(".card").bounding_box()
    assert card is not None
    assert card["x"] == 0
    assert card["width"] == 390
    assert card["y"] + card["height"] == pytest.approx(844, abs=1)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640), (740, 360), (640, 400), (820, 1180)])
def test_the_map_has_most_of_a_small_screen_and_nothing_is_cut_off(
    show: Callable[..., Page], width: int, height: int
) -> None:
    page = show(story(subtitle="Below it", note="A note.", source="Two reports"), width=width, height=height)
    seen = page.locator("#map_events").bounding_box()
    assert seen is not None
    assert seen["width"] * seen["height"] > 0.36 * width * height
    for part in ("h1", ".summary", ".timeline .line", ".undated", ".leaflet-control-zoom"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(show: Callable[..., Page], root: Path, scheme: str, width: int) -> None:
    page = show(story(note="A note"), width=width, height=844, color_scheme=scheme)
    axe = (root / "web/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    check = """axe.run().then(found => found.violations.map(
        fault => `${fault.id}: ${fault.nodes.map(node => node.html).join(' | ')}`))"""
    if width < 700:
        assert page.evaluate(check) == []
        page.get_by_role("button", name="Layers and list").click()
    page.locator(".filters summary").click()
    columns = page.locator(".filters option").all_inner_texts()
    for column in columns[1:3] + columns[-1:]:
        page.locator(".filters select").select_option(label=column)
    assert page.evaluate(check) == []
    page.locator(".filters summary").click()
    page.locator("#tab-unplaced").click()
    assert page.evaluate(check) == []
    page.locator("#tab-list").click()
    page.locator("#panel-list button").first.click()
    for summary in page.locator(".card summary").all():
        summary.click()
    assert page.evaluate(check) == []


def test_less_motion_is_none_where_the_reader_asks_for_it(show: Callable[..., Page]) -> None:
    page = show(EventMap(mapframes.many(300), places=()), reduced_motion="reduce")
    moved = page.evaluate(
        """() => {
            const before = map_events.getCenter().lng;
            map_events.panBy([300, 0]);
            return map_events.getCenter().lng - before;
        }"""
    )
    # There at once, not after a glide.
    assert moved > 0.5


def test_it_fits_a_small_frame_of_another_page(show: Callable[..., Page]) -> None:
    page = show(story(), width=600, height=400)
    map_box = page.locator(".map").bounding_box()
    assert map_box is not None
    assert map_box["height"] >= 240
    assert page.evaluate("document.documentElement.scrollWidth") <= 600
    page.get_by_role("button", name="Layers and list").click()
    expect(page.locator("#panel-list button").first).to_be_visible()
    page.locator("#panel-list button").first.click()
    expect(page.locator(".card h2")).to_be_in_viewport()


def test_it_runs_within_the_frame_that_a_notebook_shows(browser: Any, tmp_path: Path) -> None:
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{story()._repr_html_()}", encoding="utf-8")
    page = browser.new_page()
    page.goto(outer.as_uri())
    inner = page.frame_locator("iframe")
    inner.locator("#app[data-state=complete]").wait_for()
    expect(inner.locator(".summary")).to_contain_text("7 events on the map")
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None
    page.context.close()


def test_a_damaged_block_says_so(watch: Callable[..., Any], tmp_path: Path) -> None:
    page = watch(story()).page
    path = tmp_path / "cut.html"
    whole = story().to_html()
    path.write_text(re.sub(r'(id="payload">)[^<]{5000}', r"\1", whole), encoding="utf-8")
    page.goto(path.as_uri())
    expect(page.get_by_role("alert")).to_contain_text("This map could not be read")


def test_a_map_out_of_sight_shows_all_events_once_it_is_seen(browser: Any, tmp_path: Path) -> None:
    """As in a cell of JupyterLab further down the page, or a closed tab."""
    outer = tmp_path / "notebook.html"
    hidden = f'<div id="cell" style="display:none">{story()._repr_html_()}</div>'
    outer.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{hidden}", encoding="utf-8")
    page = browser.new_page()
    page.goto(outer.as_uri())
    page.frame_locator("iframe").locator("#app[data-state=complete]").wait_for(state="attached")
    page.evaluate("document.getElementById('cell').style.display = 'block'")
    expect(page.frame_locator("iframe").locator("#tab-list")).to_contain_text("7")
    centre = page.frames[1].evaluate(
        "[map_events.getCenter().lat, map_events.getCenter().lng, map_events.getZoom()]"
    )
    assert 30 < centre[0] < 36
    assert 38 < centre[1] < 46
    assert centre[2] > 4
    page.context.close()
