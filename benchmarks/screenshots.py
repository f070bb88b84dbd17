"""Pictures of maps to look at, below build/screenshots: desktop, phone, dark and paper.

    .venv/bin/python benchmarks/screenshots.py [NAME ...]

NAME picks some of the maps: overview (the example reports), reports (with a card open), city (Baghdad),
arabic, story, many (100,000 events), heat, lines.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import mapframes
from playwright.sync_api import Browser, Page, sync_playwright

from geomap import read
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
}


def picture(browser: Browser, path: Path, name: str, act: Callable[[Page], None]) -> None:
    ways: dict[str, dict[str, Any]] = {
        "desktop": {"viewport": {"width": 1280, "height": 800}},
        "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
        "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    }
    for way, options in ways.items():
        context = browser.new_context(**options)
        page = context.new_page()
        page.goto(path.as_uri())
        page.locator("#app[data-state=complete]").wait_for()
        if way == "phone" and name in ("heat", "reports", "arabic"):
            page.locator(".panel-toggle").click()
        act(page)
        page.wait_for_timeout(400)
        page.screenshot(path=OUT / f"{name}-{way}.png")
        if way == "desktop":
            page.pdf(path=OUT / f"{name}-paper.pdf", prefer_css_page_size=True, print_background=True)
        context.close()


def main() -> None:
    wanted = sys.argv[1:] or list(MAPS)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in wanted:
            make, act = MAPS[name]
            path = Path(folder) / f"{name}.html"
            make().save(path)
            picture(browser, path, name, act)
            print(f"{OUT / name}-*")
        browser.close()


if __name__ == "__main__":
    main()
