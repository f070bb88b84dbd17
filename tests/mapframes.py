"""Frames of made-up events for the map's tests, benchmarks and pictures: our own words, no real reports."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import shape

PLACES = [
    ("Baghdad", "بغداد", 33.3128, 44.3615, 0),
    ("Damascus", "دمشق", 33.5131, 36.2919, 0),
    ("Mosul", "الموصل", 36.335, 43.1189, 1),
    ("Basra", "البصرة", 30.5085, 47.7804, 1),
    ("Aleppo", "حلب", 36.2012, 37.1612, 1),
    ("Erbil", "هەولێر", 36.1912, 44.0092, 1),
    ("Kirkuk", "كركوك", 35.4681, 44.3922, 2),
    ("Deir ez-Zor", "دير الزور", 35.3359, 40.1408, 2),
    ("Ramadi", "الرمادي", 33.4258, 43.2994, 2),
    ("Raqqa", "الرقة", 35.9506, 39.0094, 2),
    ("Homs", "حمص", 34.7324, 36.7137, 2),
    ("Najaf", "النجف", 32.0259, 44.3462, 2),
    ("Tikrit", "تكريت", 34.6071, 43.6782, 3),
    ("Hit", "هيت", 33.6416, 42.8251, 4),
    ("Palmyra", "تدمر", 34.5606, 38.2840, 3),
]  # fmt: skip


def story() -> gpd.GeoDataFrame:
    """Nine events: points, a vicinity, an area, three at one site, two that could not be placed."""
    features = json.loads((Path(__file__).parent / "cases/map/story.geojson").read_text("utf-8"))["features"]
    frame = pd.DataFrame([feature["properties"] for feature in features])
    for name in ("time_start", "time_end"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    shapes = [shape(f["geometry"]) if f["geometry"] else None for f in features]
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def many(rows: int, seed: int = 7) -> gpd.GeoDataFrame:
    """`rows` events of ten attributes around a few towns, made by a fixed seed."""
    random = np.random.default_rng(seed)
    centres = np.array([(lon, lat) for _, _, lat, lon, _ in PLACES])
    which = random.choice(
        len(centres), rows, p=np.linspace(2, 0.3, len(centres)) / np.linspace(2, 0.3, len(centres)).sum()
    )
    spots = centres[which] + random.normal(0, 1, (rows, 2)) * random.choice([0.05, 0.3, 1.1], rows)[:, None]
    kinds = np.array(["rocket", "drone", "mortar", "air strike", "ied", "small arms", "missile"])
    weapon = kinds[np.minimum(random.geometric(0.35, rows) - 1, len(kinds) - 1)]
    start = pd.Timestamp("2017-01-01", tz="UTC") + pd.to_timedelta(random.integers(0, 2500, rows), unit="D")
    words = np.array(
        ["fire", "hit", "road", "patrol", "convoy", "night", "market", "depot", "bridge", "camp"]
    )
    note = [" ".join(row) for row in words[random.integers(0, len(words), (rows, 9))]]
    frame = pd.DataFrame(
        {
            "event_id": [f"s{i}" for i in range(rows)],
            "time_start": pd.Series(start).where(pd.Series(random.random(rows) > 0.03)),
            "time_precision": "day",
            "event_type": np.char.add(weapon, " attack"),
            "weapon": weapon,
            "actor": np.array(["group A", "group B", "group C", "unknown"])[random.integers(0, 4, rows)],
            "killed_best": pd.array(random.poisson(0.7, rows), dtype="Int64"),
            "place_name": [
                f"{PLACES[w][0]} sector {s}" for w, s in zip(which, random.integers(1, 60, rows), strict=True)
            ],
            "precision": np.array(["site", "locality", "coordinate"])[random.integers(0, 3, rows)],
            "radius_m": random.choice([200.0, 2000.0, 5000.0], rows),
            "notes": note,
        }
    )
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(spots[:, 0], spots[:, 1]), crs="EPSG:4326")
