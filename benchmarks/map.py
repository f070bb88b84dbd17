"""How large, how fast to build and how fast in Chromium a map is.

    nice .venv/bin/python benchmarks/map.py [1000 100000 ...]

Prints one line a size: CPU seconds to build and save, megabytes, milliseconds until interactive (median
of five opens of the saved file), and milliseconds of one redraw after a zoom, a layer switch, a time
window, a filter, until the first hits of the first search, of a later whole search, and until a card
stands. Times are the page's own clock, on whatever machine this is; its load is printed.

``benchmarks/peers.py`` opens the same frame beside maps of folium and geopandas.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import mapframes
from playwright.sync_api import Browser, sync_playwright

from geomap.render import EventMap

ACTS = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    const measure = async act => {
        const times = [];
        for (let i = 0; i < 5; i++) {
            await frame();
            const start = performance.now();
            await act(i);
            await frame();
            times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[2];
    };
    const slider = document.querySelector('.bars input');
    const box = document.querySelector('.search input');
    const type = async words => {
        await new Promise(done => {
            const summary = document.querySelector('.summary');
            const seen = (_, observer) => { observer.disconnect(); done(); };
            new MutationObserver(seen).observe(summary, { childList: true, subtree: true });
            box.value = words;
            box.dispatchEvent(new Event('input'));
        });
    };
    const zoom = map_events.getZoom();
    const results = {
        zoom: await measure(i => map_events.setZoom(zoom + (i % 2 ? 0 : 1), { animate: false })),
        layer: await measure(() => document.querySelector('.layer input').click()),
        window: await measure(i => { slider.value = 10 + i; slider.dispatchEvent(new Event('input')); }),
    };
    slider.value = 0;
    slider.dispatchEvent(new Event('input'));
    document.querySelector('.filters select').value = 'c1';
    document.querySelector('.filters select').dispatchEvent(new Event('change'));
    await frame();
    results.filter = await measure(() => document.querySelector('.filter input').click());
    document.querySelector('.filter input:not(:checked)')?.click();
    await frame();
    let start = performance.now();
    await type('convoy');
    results.firstHits = performance.now() - start;
    while (!document.querySelector('.so-far').hidden) await frame();
    results.search = await measure(i => type(['market', 'depot', 'night', 'camp', 'road'][i]));
    results.card = await measure(async i => {
        const rows = document.querySelectorAll('#panel-list button');
        const wanted = rows[i].dataset.row;
        rows[i].click();
        const card = document.querySelector('.card');
        while (card.dataset.row !== wanted) await new Promise(done => setTimeout(done, 0));
    });
    results.nodes = document.querySelectorAll('*').length;
    return results;
}"""


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def measure(browser: Browser, rows: int, folder: Path) -> None:
    events = mapframes.many(rows)
    start = time.process_time()
    path = folder / f"map{rows}.html"
    EventMap(events, title=f"{rows} events").save(path)
    cpu = time.process_time() - start
    opened = []
    for turn in range(6):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(path.as_uri())
        page.locator("#app[data-state=complete]").wait_for()
        opened.append(page.evaluate("performance.getEntriesByName('interactive')[0].startTime"))
        if turn < 5:
            page.close()
    # The first open warms the disk cache up.
    median = statistics.median(opened[1:])
    line = {"interactive": median, **page.evaluate(ACTS)}
    page.close()
    words = ", ".join(f"{name} {value:.0f}" for name, value in line.items())
    print(
        f"{rows:>9,} events: build {cpu:.2f} s CPU, {path.stat().st_size / 1e6:.2f} MB, "
        f"ms: {words} ({load()})",
        flush=True,
    )


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000]
    EventMap(mapframes.story())  # imports and the basemap are read once a process
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for rows in sizes:
            measure(browser, rows, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
