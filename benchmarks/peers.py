"""The map beside its peers, in one run: how they build, how large they are, and how they open in Chromium.

    nice .venv/bin/python benchmarks/peers.py [--limit SECONDS] [--only NAME,NAME] [1000 10000 100000 ...]

Every map is built in a process of its own, from the same frame of ten attributes: processor seconds and
the most memory above the frame. Then all files are opened by turns, so that what else runs on the machine
hits all alike: wall milliseconds until interactive and for one zoom (the median of three turns), and the
processor seconds that the browser spent until interactive. A file that is not interactive within the limit
(60 s) is told so, and opened once only.

Libraries of the peers come from npm into build/peers and are handed to the browser there: their CDNs are
not asked, which they are by their users. What `explore` needs comes from PyPI into the same folder.
"""

from __future__ import annotations

import base64
import gc
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.append(str(Path(__file__).resolve().parent.parent / "build" / "peers" / "python"))

import folium
import mapframes
import numpy as np
from folium.plugins import FastMarkerCluster, MarkerCluster
from playwright.sync_api import Browser, Route, sync_playwright
from playwright.sync_api import TimeoutError as NotInTimeError

from geomap.render import EventMap

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

LIBRARIES = Path(__file__).resolve().parent.parent / "build" / "peers"
TURNS = 3
SLOW = 10_000
"""Milliseconds from which on one open tells enough."""
HEADINGS = ("build s", "memory MB", "file MB", "interactive ms", "browser s", "zoom ms")
NPM = (
    "leaflet@1.9.3",
    "leaflet.awesome-markers@2.0.5",
    "leaflet.markercluster@1.1.0",
    "jquery@3.7.1",
    "jquery-ui-dist@1.12.1",
    "bootstrap@5.2.2",
)
BLANK = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""A tile of one colour."""
# Named otherwise where their CDN has them.
ELSEWHERE = {"jquery-3.7.1.min.js": "jquery.min.js"}
PYPI = ("mapclassify", "networkx", "scikit-learn", "scipy", "joblib", "threadpoolctl", "narwhals")

BARE = """<!DOCTYPE html><meta charset=utf-8><canvas width=1280 height=800></canvas>
<script id=d type=text/plain>%s</script><script>
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

# Ours and the bare page mark it; a page of folium's is there with the frame after its scripts.
READY = """(() => {
    const tell = at => console.debug(`interactive ${at}`);
    const look = () => {
        const mark = performance.getEntriesByName('interactive')[0];
        if (mark) tell(mark.startTime);
        else if (window.L && !document.getElementById('app') && document.readyState === 'complete')
            requestAnimationFrame(() => setTimeout(() => tell(performance.now()), 0));
        else setTimeout(look, 5);
    };
    look();
})()"""

ZOOM = """async () => {
    const map = Object.keys(window).filter(key => key.startsWith('map_')).map(key => window[key])
        .find(value => value && value.setZoom);
    if (!map) return null;
    const zoom = map.getZoom(), times = [];
    for (let i = 0; i < 3; i++) {
        const start = performance.now();
        map.setZoom(zoom + (i % 2 ? 0 : 1), { animate: false });
        await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
        times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[1];
}"""


def plain(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What folium can write: no times, no missing integers."""
    return events.assign(
        time_start=events["time_start"].astype(str), killed_best=events["killed_best"].astype("float64")
    )


def base(**options: object) -> folium.Map:
    # With the tiles that folium and geopandas put in: clusters do not work without.
    return folium.Map(location=(33, 43), zoom_start=6, **options)


def ours(events: gpd.GeoDataFrame, path: Path) -> None:
    EventMap(events, title="Events").save(path)


def bare(events: gpd.GeoDataFrame, path: Path) -> None:
    west, south, east, north = events.total_bounds
    spots = np.column_stack(
        [(events.geometry.x - west) / (east - west), (north - events.geometry.y) / (north - south)]
    )
    packed = base64.b64encode(zlib.compress(spots.astype("<f4").tobytes(), 5)).decode()
    path.write_text(BARE.replace("%s", packed), encoding="utf-8")


def fast_marker_cluster(events: gpd.GeoDataFrame, path: Path) -> None:
    peer = base()
    FastMarkerCluster(list(zip(events.geometry.y, events.geometry.x, strict=True))).add_to(peer)
    peer.save(path)


ROW_TO_MARKER = """function (row) {
    const words = row.slice(2).map((value, i) => `${NAMES[i]}: ${value}`);
    const marker = L.marker(new L.LatLng(row[0], row[1]));
    marker.bindPopup(() => {
        const element = document.createElement('div');
        element.innerText = words.join('\\n');
        return element;
    });
    return marker;
};"""


def fast_marker_cluster_with_rows(events: gpd.GeoDataFrame, path: Path) -> None:
    """The same job as ours: the popup tells the ten attributes, which travel beside each point."""
    peer = base()
    frame = plain(events)
    named = [name for name in frame.columns if name != frame.geometry.name]
    values = frame[named].astype(object).where(frame[named].notna(), None)
    rows = [
        [y, x, *row]
        for y, x, row in zip(
            frame.geometry.y, frame.geometry.x, values.itertuples(index=False, name=None), strict=True
        )
    ]
    callback = ROW_TO_MARKER.replace("NAMES", json.dumps(named))
    FastMarkerCluster(rows, callback=callback).add_to(peer)
    peer.save(path)


def marker_cluster(events: gpd.GeoDataFrame, path: Path) -> None:
    peer = base()
    spots = list(zip(events.geometry.y, events.geometry.x, strict=True))
    MarkerCluster(spots, popups=events["place_name"].tolist()).add_to(peer)
    peer.save(path)


def circle_markers(events: gpd.GeoDataFrame, path: Path) -> None:
    peer = base(prefer_canvas=True)
    for x, y, name in zip(events.geometry.x, events.geometry.y, events["place_name"], strict=True):
        folium.CircleMarker((y, x), radius=4, popup=name).add_to(peer)
    peer.save(path)


def geojson(events: gpd.GeoDataFrame, path: Path) -> None:
    peer = base(prefer_canvas=True)
    frame = plain(events)
    colours = dict(zip(sorted(set(frame["weapon"])), ("red", "blue", "green", "grey") * 9, strict=False))
    folium.GeoJson(
        frame,
        marker=folium.CircleMarker(radius=4),
        style_function=lambda feature: {"color": colours[feature["properties"]["weapon"]]},
        tooltip=folium.GeoJsonTooltip(["place_name", "weapon"]),
    ).add_to(peer)
    peer.save(path)


def explore(events: gpd.GeoDataFrame, path: Path) -> None:
    plain(events).explore(prefer_canvas=True).save(path)


def explore_column(events: gpd.GeoDataFrame, path: Path) -> None:
    plain(events).explore(column="weapon", prefer_canvas=True).save(path)


MAKERS: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {
    "geomap": ours,
    "bare page": bare,
    "FastMarkerCluster": fast_marker_cluster_with_rows,
    "FastMarkerCluster of points": fast_marker_cluster,
    "MarkerCluster": marker_cluster,
    "CircleMarker on canvas": circle_markers,
    "folium.GeoJson, styled": geojson,
    "explore()": explore,
    "explore(column=)": explore_column,
}
LARGEST = {
    "geomap": 10**7,
    "bare page": 10**7,
    "FastMarkerCluster": 10**6,
    "FastMarkerCluster of points": 10**6,
}
"""Rows up to which a maker is asked; the others stop at 100,000, where a browser opens them in minutes."""


def build(name: str, rows: int, path: Path) -> None:
    """Build one map, and print what it cost; runs in a process of its own."""
    MAKERS[name](mapframes.many(20), path)  # what is read or imported once a process
    events = mapframes.many(rows)
    gc.collect()
    before = resident("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    start = time.process_time()
    MAKERS[name](events, path)
    cpu = time.process_time() - start
    print(json.dumps({"cpu": cpu, "memory": (resident("VmHWM") - before) / 1024}))


def resident(field: str) -> int:
    """Give a field of this process's memory in kB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"{field}:\s+(\d+)", status)[1])  # type: ignore[index]


@dataclass
class Made:
    """What is known of one map."""

    name: str
    path: Path
    cpu: float = 0.0
    memory: float = 0.0
    opened: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    zooms: list[float] = field(default_factory=list)
    failed: str = ""


def made(name: str, rows: int, folder: Path, limit: float) -> Made:
    one = Made(name, folder / f"{len(list(folder.iterdir()))}.html")
    command = [sys.executable, __file__, "--build", name, str(rows), str(one.path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=4 * limit, check=True)
    except subprocess.TimeoutExpired:
        one.failed = f"not built within {4 * limit:.0f} s"
    except subprocess.CalledProcessError as error:
        one.failed = error.stderr.strip().splitlines()[-1]
    else:
        told = json.loads(done.stdout.splitlines()[-1])
        one.cpu, one.memory = told["cpu"], told["memory"]
    return one


def open_once(browser: Browser, one: Made, limit: float) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(limit * 1000)
    page.route(re.compile("^https?://"), serve)
    # A page that is broken would be fast.
    page.on("pageerror", lambda error: setattr(one, "failed", f"broken: {error}"))
    # Before anything of the page, so that no policy of its own stands against it.
    page.add_init_script(READY)
    before = spent()
    try:
        with page.expect_console_message(lambda said: said.text.startswith("interactive ")) as heard:
            page.goto(one.path.as_uri(), wait_until="commit")
        # A process that ends meanwhile takes its figures along.
        one.spent.append(sum(max(0.0, now - before.get(pid, 0.0)) for pid, now in spent().items()))
        one.opened.append(float(heard.value.text.split()[1]))
        zoom = page.evaluate(ZOOM)
        if zoom is not None:
            one.zooms.append(zoom)
    except NotInTimeError:
        one.failed = one.failed or f"not interactive within {limit:.0f} s"
    page.close()


def spent() -> dict[int, float]:
    """Give the processor seconds of each process that this one has begun and that still runs."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        pid = int(stat.parent.name)
        parents[pid], ticks[pid] = int(words[1]), int(words[11]) + int(words[12])
    own = {}
    for pid, used in ticks.items():
        at = pid
        while at > 1 and at != os.getpid():
            at = parents.get(at, 0)
        if at == os.getpid() and pid != at:
            own[pid] = used / os.sysconf("SC_CLK_TCK")
    return own


def libraries() -> None:
    LIBRARIES.mkdir(parents=True, exist_ok=True)
    wanted = [LIBRARIES / "node_modules" / name.rpartition("@")[0] for name in NPM]
    if not all(folder.is_dir() for folder in wanted):
        quiet = ["--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", "."]
        subprocess.run(["npm", "install", *quiet, *NPM], cwd=LIBRARIES, check=True)
    if not (LIBRARIES / "python" / "mapclassify").is_dir():
        into = ["--quiet", "--no-deps", "--target", str(LIBRARIES / "python")]
        subprocess.run([sys.executable, "-m", "pip", "install", *into, *PYPI], check=True)


def serve(route: Route) -> None:
    """Answer for a CDN from npm's packages; styles that npm has not (icon fonts) are empty, tiles blank."""
    name = Path(urlsplit(route.request.url).path).name
    if name.endswith(".png"):
        route.fulfill(body=BLANK, content_type="image/png")
        return
    found = sorted(LIBRARIES.glob(f"node_modules/**/{ELSEWHERE.get(name, name)}"))
    is_script = name.endswith(".js")
    if is_script and not found:
        raise SystemExit(f"{route.request.url}: name its package in NPM")
    kind = "text/javascript" if is_script else "text/css"
    route.fulfill(body=found[0].read_bytes() if found else b"", content_type=kind)


def compare(browser: Browser, rows: int, limit: float, names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maps = [made(name, rows, folder, limit) for name in names if rows <= LARGEST.get(name, 100_000)]
        for _ in range(TURNS):
            for one in maps:
                if not one.failed and not (one.opened and one.opened[0] > SLOW):
                    open_once(browser, one, limit)
        table(rows, maps)


def table(rows: int, maps: list[Made]) -> None:
    print(f"\n| {rows:,} events (load {os.getloadavg()[0]:.1f}) | {' | '.join(HEADINGS)} |")
    print(f"|{' --- |' * (len(HEADINGS) + 1)}")
    first = maps[0]
    for one in maps:
        if not one.cpu or one.failed.startswith("broken"):
            print(f"| {one.name} | {one.failed} | | | | | |")
            continue
        cells = [
            beside(one.cpu, first.cpu, 2),
            beside(one.memory, first.memory, 0),
            beside(one.path.stat().st_size / 1e6, first.path.stat().st_size / 1e6, 2),
            beside(median(one.opened), median(first.opened), 0) or one.failed,
            beside(median(one.spent), median(first.spent), 2),
            beside(median(one.zooms), median(first.zooms), 0),
        ]
        print(f"| {one.name} | {' | '.join(cells)} |", flush=True)


def median(values: list[float]) -> float | None:
    return statistics.median(values) if values else None


def beside(value: float | None, ours: float | None, digits: int) -> str:
    """Say a figure, and how many times ours it is."""
    if value is None:
        return ""
    times = f" ({value / ours:.1f} x)" if ours and value != ours else ""
    return f"{value:,.{digits}f}{times}"


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["--build"]:
        build(words[1], int(words[2]), Path(words[3]))
        return
    options = {"--limit": "60", "--only": ",".join(MAKERS)}
    while words and words[0] in options:
        options[words[0]] = words[1]
        del words[:2]
    limit, names = float(options["--limit"]), options["--only"].split(",")
    libraries()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for rows in [int(word) for word in words] or [1_000, 10_000, 100_000]:
            compare(browser, rows, limit, names)
        browser.close()


if __name__ == "__main__":
    main()
