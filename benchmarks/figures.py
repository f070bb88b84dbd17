"""Pictures for print to look at, below build/figures: many frames, sizes and languages, each as PNG.

    nice .venv/bin/python benchmarks/figures.py [--all-formats] [NAME ...]

NAME picks some of them, see `FIGURES`. A file whose name ends in ``-grey`` or ``-deutan`` shows what is left
of the first pictures without colour, and to a reader who does not tell red from green.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import geopandas as gpd
import mapframes
import numpy as np
import pandas as pd
from PIL import Image
from shapely.geometry import LineString, MultiPoint, Point, box

from geomap import read
from geomap.render import figure

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "figures"


def events(points: list[tuple[float, float] | None], **columns: list[Any]) -> gpd.GeoDataFrame:
    shapes = [None if point is None else Point(point) for point in points]
    named = {
        "weapon": ["rocket", "drone", "mortar"] * len(points),
        "precision": ["site"] * len(points),
        **columns,
    }
    frame = pd.DataFrame({name: values[: len(points)] for name, values in named.items()})
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def reports() -> gpd.GeoDataFrame:
    return read(sorted((ROOT / "examples/reports").glob("*.txt"))).frame


def unplaced() -> gpd.GeoDataFrame:
    return events([None] * 4, place_text=["Qusayr", "the old depot", "a road south of the city", "القصير"])


def one() -> gpd.GeoDataFrame:
    return events([(44.39, 33.31)], place_name=["US Embassy, Baghdad"], radius_m=[0.0])


def city() -> gpd.GeoDataFrame:
    random = np.random.default_rng(3)
    spots = np.array([44.38, 33.31]) + random.normal(0, 0.035, (24, 2))
    quarters = ["Green Zone", "Karrada", "Sadr City", "Kadhimiya", "Mansour", "Dora", "Adhamiya", "Rusafa"]
    return events(
        [tuple(s) for s in spots],
        place_name=(quarters * 3),
        radius_m=[300.0, 0.0, 1500.0] * 8,
        precision=["locality", "site", "locality"] * 8,
    )


def antimeridian() -> gpd.GeoDataFrame:
    return events(
        [(178.4, -18.1), (-179.8, -16.8), (-171.8, -13.8), (179.2, -16.4), (-175.2, -21.1)],
        place_name=["Suva", "Taveuni", "Apia", "Labasa", "Nukuʻalofa"],
        radius_m=[0.0, 60_000.0, 0.0, 0.0, 0.0],
        precision=["site", "locality", "site", "site", "site"],
    )


def pole() -> gpd.GeoDataFrame:
    return events(
        [(15.6, 78.2), (-62.3, 82.5), (58.0, 80.6), (-149.0, 84.0), (120.0, 88.0)],
        place_name=["Longyearbyen", "Alert", "Franz Josef Land", "Ice camp", "Near the pole"],
    )


def south_pole() -> gpd.GeoDataFrame:
    return events(
        [(0.0, -90.0), (166.7, -77.8), (-68.1, -67.6), (77.9, -68.6)],
        place_name=["Amundsen–Scott", "McMurdo", "Rothera", "Davis"],
    )


def world() -> gpd.GeoDataFrame:
    spots = {
        "Bogotá": (-74.1, 4.7),
        "Lagos": (3.4, 6.5),
        "Kyiv": (30.5, 50.4),
        "Manila": (121.0, 14.6),
        "Sydney": (151.2, -33.9),
        "Los Angeles": (-118.2, 34.0),
        "Nairobi": (36.8, -1.3),
        "Reykjavík": (-21.9, 64.1),
        "São Paulo": (-46.6, -23.5),
        "Karachi": (67.0, 24.9),
        "Tōkyō": (139.7, 35.7),
        "Auckland": (174.8, -36.9),
    }
    return events(list(spots.values()), place_name=list(spots))


def scattered() -> gpd.GeoDataFrame:
    return mapframes.many(500)


def scripts() -> gpd.GeoDataFrame:
    return events(
        [
            (44.4, 33.3),
            (36.3, 33.5),
            (35.2, 31.8),
            (44.0, 36.2),
            (51.4, 35.7),
            (45.0, 41.7),
            (44.5, 40.2),
            (37.6, 37.1),
        ],
        place_name=["بغداد", "دمشق", "ירושלים", "هەولێر", "تهران", "თბილისი", "Երևան", "Gaziantep"],
        weapon=["صاروخ", "طائرة مسيّرة", "רקטה", "صاروخ", "صاروخ", "طائرة مسيّرة", "רקטה", "drone"],
    )


def kinds(count: int) -> gpd.GeoDataFrame:
    random = np.random.default_rng(9)
    spots = np.array([43.5, 34.0]) + random.normal(0, 1.5, (count * 3, 2))
    names = [f"kind {chr(65 + i % 26)}{i // 26 or ''} of a weapon" for i in range(count)] * 3
    return events([tuple(s) for s in spots], weapon=names)


def shapes() -> gpd.GeoDataFrame:
    made = [
        box(38, 32, 41.5, 35),
        LineString([(36.3, 33.5), (38.3, 34.6), (40.1, 35.3), (43.1, 36.3)]),
        Point(44.4, 33.3),
        MultiPoint([(47.5, 30.4), (47.9, 30.6)]),
        Point(44.0, 36.2).buffer(0.6),
        Point(41.0, 37.0),
        None,
    ]
    frame = pd.DataFrame(
        {
            "name": [
                "Desert zone",
                "Supply road",
                "Depot",
                "Two wells",
                "District",
                "Somewhere in a province",
                "Lost",
            ],
            "kind": ["zone", "road", "site", "site", "zone", "zone", "site"],
            "precision": ["region", None, "site", "vicinity", "district", "province", None],
            "radius_m": [None, None, None, None, None, 70_000.0, None],
        }
    )
    return gpd.GeoDataFrame(frame, geometry=made, crs="EPSG:4326")


def routes() -> gpd.GeoDataFrame:
    frame = mapframes.story()
    frame["origin_lat"], frame["origin_lon"], frame["origin_name"] = 33.98, 43.9, "a farm"
    return frame


def layered() -> gpd.GeoDataFrame:
    """One site with many layers and many events, close neighbours."""
    spots = [(44.36, 33.31)] * 40 + [(44.40, 33.33)] * 7 + [(44.30, 33.29)] * 3 + [(43.3, 33.4)] * 120
    weapons = (
        (["rocket"] * 20 + ["drone"] * 10 + ["mortar"] * 5 + ["ied"] * 4 + ["missile"])
        + ["drone"] * 7
        + ["mortar"] * 3
    )
    weapons += ["rocket"] * 119 + ["drone"]
    names = ["Green Zone"] * 40 + ["Karrada"] * 7 + ["Mansour"] * 3 + ["Ramadi"] * 120
    return events(spots, weapon=weapons, place_name=names, precision=["site"] * 170)


LONG = (
    "Attacks on bases, embassies, fields and roads in Iraq, Syria and their neighbours between October 2023 "
    "and February 2024, as they were told by fifty sources that did not always agree with each other on what "
    "had happened"
)


@dataclass
class Case:
    make: Callable[[], gpd.GeoDataFrame]
    options: dict[str, Any] = field(default_factory=dict)


FIGURES: dict[str, Case] = {
    "reports": Case(
        reports, {"title": "Attacks of early December 2023", "source": "five reports", "note": "A note."}
    ),
    "reports-column": Case(reports, {"size": "column", "title": "Attacks of early December 2023"}),
    "reports-80mm": Case(reports, {"size": (80, 80), "title": "Attacks of early December 2023"}),
    "reports-a4": Case(reports, {"size": "a4-landscape", "title": "Attacks of early December 2023"}),
    "reports-portrait": Case(reports, {"size": "a4-portrait", "title": "Attacks of early December 2023"}),
    "reports-slide": Case(reports, {"size": "slide", "title": "Attacks of early December 2023"}),
    "story": Case(mapframes.story, {"title": "Nine events"}),
    "arabic": Case(
        mapframes.story, {"title": "هجمات كانون الأول 2023", "lang": "ar", "source": "غرفة الأخبار"}
    ),
    "arabic-a4": Case(reports, {"title": "هجمات في العراق وسوريا", "lang": "ar", "size": "a4-landscape"}),
    "hebrew": Case(
        scripts,
        {
            "title": "אירועים בדמשק, 12 רקטות (2023)",
            "subtitle": "مزيج من Latin والعربية 123",
            "note": "שלום עולם, hello.",
        },
    ),
    "french": Case(scattered, {"title": "Cinq cents événements", "lang": "fr"}),
    "none": Case(lambda: mapframes.story().iloc[:0], {"title": "Nothing yet"}),
    "unplaced": Case(unplaced, {"title": "All unplaced"}),
    "one": Case(one, {"title": "One event"}),
    "one-80mm": Case(one, {"size": (80, 60)}),
    "city": Case(city, {"title": "One city"}),
    "antimeridian": Case(antimeridian, {"title": "Across the antimeridian"}),
    "pole": Case(pole, {"title": "Around the North Pole"}),
    "south-pole": Case(south_pole, {"title": "Around the South Pole"}),
    "world": Case(world, {"title": "The whole world", "size": "a4-landscape"}),
    "world-column": Case(world, {"size": "column"}),
    "500": Case(scattered, {"title": "Five hundred events", "size": "a4-landscape"}),
    "500-column": Case(scattered, {"size": "column"}),
    "100000": Case(
        lambda: mapframes.many(100_000), {"title": "A hundred thousand events", "size": "a4-landscape"}
    ),
    "100000-column": Case(lambda: mapframes.many(100_000), {"size": "column"}),
    "long": Case(mapframes.story, {"title": LONG, "subtitle": LONG, "note": LONG * 2, "source": LONG}),
    "long-80mm": Case(mapframes.story, {"title": LONG, "note": LONG, "size": (80, 100)}),
    "kinds-24": Case(lambda: kinds(24), {"title": "Many layers", "layer": "weapon"}),
    "kinds-40-column": Case(lambda: kinds(40), {"layer": "weapon", "size": "column"}),
    "shapes": Case(shapes, {"title": "Areas, lines and points"}),
    "routes": Case(routes, {"title": "From launch to target"}),
    "layered": Case(layered, {"title": "Crowded sites"}),
    "hostile": Case(
        lambda: events(
            [(44.4, 33.3), (43, 35)],
            place_name=["$\\frac{1}{2}$ <b>&amp;", "a\nb\tc\x07d {{7*7}}"],
            weapon=["<script>alert(1)</script>", "$x^2$"],
        ),
        {"title": "$\\alpha$ \\textbf{x} <i>&lt;", "note": "line\none\u202eevil"},
    ),
}


# Linear RGB as seen without the cones for green (Machado, Oliveira and Fernandes 2009, severity 1).
DEUTAN = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)


def seen_without_colours(path: Path) -> None:
    picture = Image.open(path).convert("RGB")
    picture.convert("L").save(path.with_name(f"{path.stem}-grey.png"))
    linear = (np.asarray(picture) / 255.0) ** 2.2
    seen = np.clip(linear @ DEUTAN.T, 0, 1) ** (1 / 2.2)
    Image.fromarray((seen * 255).round().astype(np.uint8)).save(path.with_name(f"{path.stem}-deutan.png"))


def main() -> None:
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    formats = ("png", "svg", "pdf") if "--all-formats" in sys.argv else ("png",)
    OUT.mkdir(parents=True, exist_ok=True)
    for name in words or FIGURES:
        case = FIGURES[name]
        frame = case.make()
        for kind in formats:
            start = time.process_time()
            notices = figure(frame, OUT / f"{name}.{kind}", dpi=150, **case.options)
            if kind == "png" and name in ("kinds-24", "story", "100000-column"):
                seen_without_colours(OUT / f"{name}.png")
            print(
                f"{OUT / name}.{kind} {time.process_time() - start:.1f} s", *notices, sep="\n    ", flush=True
            )


if __name__ == "__main__":
    main()
