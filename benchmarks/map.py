"""How large, how fast to build and how fast in Chromium a map is.

    nice .venv/bin/python benchmarks/map.py [1000 100000 ...]

For each size: processor seconds to build and save, the most memory that this took above the events' own,
the size of the file, and the number of elements in the page. Then, in one browser that has come to rest (a
new window loads things of its own), until the page is interactive (the frame with the events; the median of
five opens), and from frame to frame over a zoom, a move, a layer switch, a time window and a filter, until
the first hits of the first search and the end of later ones, and until a card stands (the median of nine
each). Each as wall milliseconds / processor milliseconds of the page's own thread: the latter hardly depends
on what else the machine does. The first line, "nothing", is a frame in which nothing happens.

``benchmarks/peers.py`` opens the same frame beside maps of folium and geopandas, and a bare page.
"""

from __future__ import annotations

import gc
import os
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import mapframes
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from geomap.render import EventMap

HELP = """() => {
    globalThis.frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    globalThis.zoomed = map_events.getZoom();
    globalThis.slide = value => {
        const slider = document.querySelector('.bars input');
        slider.value = value;
        slider.dispatchEvent(new Event('input'));
    };
    globalThis.type = words => new Promise(done => {
        const seen = (_, observer) => { observer.disconnect(); done(); };
        const watched = { childList: true, subtree: true };
        new MutationObserver(seen).observe(document.querySelector('.summary'), watched);
        const box = document.querySelector('.search input');
        box.value = words;
        box.dispatchEvent(new Event('input'));
    });
    globalThis.found = async () => { while (!document.querySelector('.so-far').hidden) await frame(); };
}"""
ACTS = {
    "nothing": "() => {}",
    "zoom": "i => map_events.setZoom(zoomed + (i % 2 ? 0 : 1), { animate: false })",
    "move": "i => map_events.panBy([i % 2 ? 400 : -400, 0], { animate: false })",
    "layer": "() => document.querySelector('.layer input').click()",
    "time": "i => slide(10 + i)",
    "filter": "() => document.querySelector('.filter input').click()",
    "first hits": "i => type('convoy')",
    "search": """async i => {
        await type(['market', 'depot', 'night', 'camp', 'road', 'hit', 'fire', 'bridge', 'patrol'][i]);
        await found();
    }""",
    "card": """async i => {
        const rows = document.querySelectorAll('#panel-list button');
        const { row } = rows[i % rows.length].dataset;
        rows[i % rows.length].click();
        const card = document.querySelector('.card');
        while (card.dataset.row !== row) await new Promise(done => setTimeout(done, 0));
    }""",
}
BEFORE = {
    "filter": """async () => {
        slide(0);
        const select = document.querySelector('.filters select');
        select.value = 'c1';
        select.dispatchEvent(new Event('change'));
        await frame();
    }""",
    "first hits": "() => document.querySelector('.filter input:not(:checked)')?.click()",
    "search": "() => found()",
}
ONCE = {"first hits"}
TURNS = 9
INTERACTIVE = "() => performance.getEntriesByName('interactive')[0]?.startTime"


class Peak:
    """The most memory that this process holds during a while, in megabytes above what it held before."""

    def __init__(self) -> None:
        gc.collect()
        self._before = self._most = self._now()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    @property
    def megabytes(self) -> float:
        return (self._most - self._before) / 1e6

    @staticmethod
    def _now() -> int:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()

    def _watch(self) -> None:
        while not self._ended.wait(0.01):
            self._most = max(self._most, self._now())

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def thread_ms(session: CDPSession) -> float:
    """Give the processor milliseconds that the page's thread has used."""
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return float(1000 * next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def opened(page: Page, path: Path) -> float:
    page.goto("about:blank")
    page.wait_for_timeout(200)
    page.goto(path.as_uri())
    page.wait_for_function(INTERACTIVE)
    return float(page.evaluate(INTERACTIVE))


def act(page: Page, session: CDPSession, name: str) -> tuple[float, float]:
    """Do one thing several times, and give wall and processor milliseconds."""
    if name in BEFORE:
        page.evaluate(BEFORE[name])
    walls, cpus = [], []
    for turn in range(1 if name in ONCE else TURNS):
        # What the last act put off must not count for this one.
        page.wait_for_timeout(250)
        before = thread_ms(session)
        walls.append(
            page.evaluate(
                f"""async i => {{
                    await frame();
                    const start = performance.now();
                    await ({ACTS[name]})(i);
                    await frame();
                    return performance.now() - start;
                }}""",
                turn,
            )
        )
        cpus.append(thread_ms(session) - before)
    return statistics.median(walls), statistics.median(cpus)


def measure(browser: Browser, rows: int, folder: Path) -> None:
    events = mapframes.many(rows)
    path = folder / f"map{rows}.html"
    start = time.process_time()
    with Peak() as peak:
        EventMap(events, title=f"{rows} events").save(path)
    cpu = time.process_time() - start
    size = path.stat().st_size / 1e6
    print(
        f"{rows:,} events: {cpu:.2f} s, {peak.megabytes:.0f} MB of memory, a file of {size:.2f} MB",
        flush=True,
    )
    del events
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(120_000)
    page.wait_for_timeout(2000)
    # The first open warms the disk cache up.
    times = [opened(page, path) for _ in range(6)][1:]
    print(f"    interactive {statistics.median(times):.0f} ms ({load()})", flush=True)
    page.locator("#app[data-state=complete]").wait_for()
    page.wait_for_timeout(2000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate(HELP)
    for name in ACTS:
        wall, own = act(page, session, name)
        print(f"    {name} {wall:.0f} / {own:.0f} ms ({load()})", flush=True)
    print(f"    {page.evaluate('document.querySelectorAll(`*`).length')} elements", flush=True)
    page.close()


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


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
