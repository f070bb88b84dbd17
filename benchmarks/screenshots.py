"""Pictures of maps to look at, below build/screenshots: desktop, phone, dark and paper.

    make screenshots
    .venv/bin/python benchmarks/screenshots.py [NAME | FILE ...]

NAME picks some of the maps: overview (the example reports), reports (with a card open), city (Baghdad),
arabic, story, many (100,000 events), filtered, heat, lines, areas, dateline, world, nothing. A FILE of
reports or a table is shown as the map that `geomap map` makes of it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import geopandas as gpd
import mapframes
import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Page, sync_playwright
from shapely.geometry import Point

from geomap import Gazetteer, locate, read
from geomap.render import EventMap

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "screenshots"


def reports(lang: str = "en") -> EventMap:
    return EventMap(read(sorted((ROOT / "examples/reports").glob("*.txt"))).frame, lang=lang)


def lines() -> EventMap:
    events = mapframes.story()
    events["origin_lat"], events["origin_lon"], events["origin_name"] = 33.98, 43.9, "a farm north of Samarra"
    return EventMap(events, title="From launch to target")


def many() -> EventMap:
    return EventMap(mapframes.many(100_000), title="A hundred thousand events")


def areas() -> EventMap:
    """Governorates, a zone and half a country: shaded, never pins."""
    gazetteer = Gazetteer.open()
    rows = [
        ("Anbar", "drone", "Anbar Governorate"),
        ("Erbil", "missile", "Erbil Governorate"),
        ("Deir ez-Zor", "rocket", "Deir ez-Zor Governorate"),
        ("Baghdad", "rocket", "Green Zone, Baghdad"),
        ("Homs", "drone", "western Iraq"),
        ("Mosul", "mortar", "10 km south of Mosul"),
    ]
    table = pd.DataFrame(rows, columns=["event_id", "weapon", "place_text"])
    return EventMap(locate(table, gazetteer), title="Where only an area is known")


def dateline() -> EventMap:
    names = ["Lautoka", "Suva", "Nuku'alofa", "Apia", "Taveuni"]
    at = [(177.45, -17.62), (178.44, -18.14), (-175.2, -21.13), (-171.76, -13.83), (-179.97, -16.85)]
    events = gpd.GeoDataFrame(
        {"name": names, "kind": list("aabba")}, geometry=[Point(s) for s in at], crs=4326
    )
    return EventMap(events, title="On both sides of the date line")


def world() -> EventMap:
    events = mapframes.many(3000)
    random = np.random.default_rng(3)
    spots = zip(random.uniform(-120, 150, 3000), random.uniform(-35, 60, 3000), strict=True)
    return EventMap(events.set_geometry([Point(s) for s in spots], crs=4326), title="All over the world")


def empty() -> EventMap:
    return EventMap(mapframes.story().iloc[:0], title="A quiet month")


def filtered(page: Page) -> None:
    page.locator(".filters summary").click()
    for column in ("killed", "actor"):
        page.locator(".filters select").select_option(label=column)
    page.locator(".search input").fill("convoy night")


def open_card(page: Page) -> None:
    # The event that most reports tell of shows what a card can hold.
    page.locator("#panel-list button", has_text="Embassy").first.click()
    page.wait_for_timeout(300)


def near(page: Page) -> None:
    page.evaluate("map_events.setView([33.31, 44.38], 12.5, { animate: false })")


def heat(page: Page) -> None:
    page.locator(".as select").select_option("heat")


def nothing(page: Page) -> None:
    del page


MAPS: dict[str, tuple[Callable[[], EventMap], Callable[[Page], None]]] = {
    "overview": (reports, nothing),
    "reports": (reports, open_card),
    "city": (reports, near),
    "arabic": (lambda: reports(lang="ar"), open_card),
    "story": (lambda: EventMap(mapframes.story(), title="Nine events", note="A note."), nothing),
    "many": (many, nothing),
    "heat": (many, heat),
    "lines": (lines, nothing),
    "filtered": (many, filtered),
    "areas": (areas, nothing),
    "dateline": (dateline, nothing),
    "world": (world, nothing),
    "nothing": (empty, nothing),
}


def picture(browser: Browser, path: Path, name: str, act: Callable[[Page], None]) -> None:
    ways: dict[str, dict[str, Any]] = {
        "desktop": {"viewport": {"width": 1440, "height": 900}},
        "phone": {
            "viewport": {"width": 390, "height": 844},
            "is_mobile": True,
            "has_touch": True,
            "device_scale_factor": 2,
        },
        "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    }
    for way, options in ways.items():
        context = browser.new_context(**options)
        page = context.new_page()
        page.goto(path.as_uri())
        page.locator("#app[data-state=complete]").wait_for()
        if way == "phone" and name in ("heat", "filtered", "reports", "arabic"):
            page.locator(".panel-toggle").click()
        act(page)
        page.wait_for_timeout(400)
        page.screenshot(path=OUT / f"{name}-{way}.png")
        if way == "desktop":
            paper = OUT / f"{name}-paper.pdf"
            page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
            if shutil.which("pdftoppm"):
                whole = ["pdftoppm", "-png", "-r", "120", "-singlefile", paper, paper.with_suffix("")]
                subprocess.run(whole, check=True)
        context.close()


def main() -> None:
    wanted = sys.argv[1:] or list(MAPS)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in wanted:
            given = Path(name)
            if given.exists():
                inputs = sorted(given.glob("*.txt")) if given.is_dir() else [given]
                make, act, name = lambda files=inputs: EventMap(read(files).frame), nothing, given.stem
            else:
                make, act = MAPS[name]
            path = Path(folder) / f"{name}.html"
            make().save(path)
            picture(browser, path, name, act)
            print(f"{OUT / name}-*")
        browser.close()


if __name__ == "__main__":
    main()
