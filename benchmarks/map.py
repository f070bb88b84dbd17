"""How large, how fast to build and how fast in Chromium a map is, beside its peers.

    nice .venv/bin/python benchmarks/map.py [--peers] [1000 100000 ...]

Prints one line a size: CPU seconds to build and save, megabytes, milliseconds until interactive (median
of five opens of the saved file), and milliseconds of one redraw after a zoom, a layer switch, a time
window, a filter, until the first hits of the first search, of a later whole search, and until a card
stands. Times are the page's own clock, on whatever machine this is; its load is printed.

With ``--peers`` the same frame is also drawn by a bare page (only points, only drawing: the floor), by
folium, each up to the size at which it still ends within a minute. Their libraries come
from npm into build/peers and are handed to the browser there: no page of theirs reaches the network.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import folium
import mapframes
import numpy as np
from folium.plugins import FastMarkerCluster
from playwright.sync_api import Browser, Route, sync_playwright

from geomap.render import EventMap

if TYPE_CHECKING:
    import geopandas as gpd

LIBRARIES = Path(__file__).resolve().parent.parent / "build" / "peers"

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


BARE = """<!DOCTYPE html><meta charset=utf-8><canvas width=1280 height=800></canvas>
<script id=d>%s</script><script>
(async () => {
    const packed = Uint8Array.from(atob(document.getElementById('d').textContent), c => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
    const at = new Float32Array(await new Response(stream).arrayBuffer());
    const cells = new Map(), context = document.querySelector('canvas').getContext('2d');
    for (let i = 0; i < at.length; i += 2) {
        const key = Math.floor(at[i] * 29) * 4096 + Math.floor(at[i + 1] * 18);
        cells.set(key, (cells.get(key) ?? 0) + 1);
    }
    for (const [key, count] of cells) {
        context.beginPath();
        context.arc((key >> 12) * 44, (key & 4095) * 44, 8 + Math.log2(count), 0, 7);
        context.fill();
    }
    performance.mark('interactive');
})();
</script>"""


def bare(events: gpd.GeoDataFrame, path: Path) -> None:
    west, south, east, north = events.total_bounds
    spots = np.column_stack(
        [(events.geometry.x - west) / (east - west), (north - events.geometry.y) / (north - south)]
    )
    packed = base64.b64encode(zlib.compress(spots.astype("<f4").tobytes(), 5)).decode()
    path.write_text(BARE.replace(" id=d>%s", f" id=d type=text/plain>{packed}"), encoding="utf-8")


def fast_marker_cluster(events: gpd.GeoDataFrame, path: Path) -> None:
    peer = folium.Map(location=(33, 43), zoom_start=6, tiles=None)
    FastMarkerCluster(list(zip(events.geometry.y, events.geometry.x, strict=True))).add_to(peer)
    peer.save(path)


def circle_markers(events: gpd.GeoDataFrame, path: Path) -> None:
    peer = folium.Map(location=(33, 43), zoom_start=6, tiles=None, prefer_canvas=True)
    for x, y, name in zip(events.geometry.x, events.geometry.y, events["place_name"], strict=True):
        folium.CircleMarker((y, x), radius=4, popup=name).add_to(peer)
    peer.save(path)


def geojson(events: gpd.GeoDataFrame, path: Path) -> None:
    peer = folium.Map(location=(33, 43), zoom_start=6, tiles=None, prefer_canvas=True)
    folium.GeoJson(plain(events), marker=folium.CircleMarker(radius=4)).add_to(peer)
    peer.save(path)


def plain(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return events.assign(time_start=events["time_start"].astype(str))


PEERS = (
    ("bare page", bare, 1_000_000),
    ("FastMarkerCluster", fast_marker_cluster, 100_000),
    ("CircleMarker on canvas", circle_markers, 10_000),
    ("folium.GeoJson", geojson, 10_000),
)


def libraries() -> None:
    if not (LIBRARIES / "node_modules").is_dir():
        LIBRARIES.mkdir(parents=True, exist_ok=True)
        wanted = ["leaflet@1.9.3", "leaflet.markercluster@1.1.0", "jquery@3.7.1", "bootstrap@5.2.2"]
        install = [
            "npm",
            "install",
            "--silent",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefix",
            ".",
        ]
        subprocess.run([*install, *wanted], cwd=LIBRARIES, check=True)


def serve(route: Route) -> None:
    """Answer for a CDN from npm's packages; what npm has not (icon fonts) is empty."""
    name = Path(urlsplit(route.request.url).path).name
    found = sorted(LIBRARIES.glob(f"node_modules/*/dist/**/{name}"))
    kind = "text/javascript" if name.endswith(".js") else "text/css"
    route.fulfill(body=found[0].read_bytes() if found else b"", content_type=kind)


def compare(browser: Browser, rows: int, folder: Path, ours: float) -> None:
    events = mapframes.many(rows)
    for name, draw, most in PEERS:
        if rows > most:
            continue
        path = folder / "peer.html"
        start = time.process_time()
        draw(events, path)
        cpu = time.process_time() - start
        opened = []
        for _ in range(3):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(120_000)
            page.route(re.compile("^https?://"), serve)
            page.goto(path.as_uri(), timeout=120_000)
            opened.append(page.evaluate(READY))
            page.close()
        median = statistics.median(opened)
        print(
            f"{rows:>9,} events, {name}: build {cpu:.2f} s CPU, {path.stat().st_size / 1e6:.2f} MB, "
            f"interactive {median:.0f} ms, geomap {ours:.0f} ms: {median / ours:.1f} x ({load()})",
            flush=True,
        )


# The bare page marks it; a page of folium's is there with the frame after its scripts.
READY = """() => new Promise(done => {
    const look = () => {
        const mark = performance.getEntriesByName('interactive')[0];
        if (mark) done(mark.startTime);
        else if (window.L && document.readyState === 'complete')
            requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0));
        else setTimeout(look, 5);
    };
    look();
})"""


def measure(browser: Browser, rows: int, folder: Path) -> float:
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
    return float(median)


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "--peers"]
    sizes = [int(word) for word in words] or [1_000, 10_000, 100_000]
    peers = "--peers" in sys.argv
    if peers:
        libraries()
    EventMap(mapframes.story())  # imports and the basemap are read once a process
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for rows in sizes:
            ours = measure(browser, rows, Path(folder))
            if peers:
                compare(browser, rows, Path(folder), ours)
        browser.close()


if __name__ == "__main__":
    main()
