"""Events of every kind for tests of files, and what differs between two frames of them."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import shapely
from hypothesis import strategies as st
from known_places import KnownPlaces

from geomap.events import locate

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


def every_kind() -> gpd.GeoDataFrame:
    """A point, an area, an ambiguous and an unknown place, given coordinates, own columns, hostile text."""
    table = pd.DataFrame(
        {
            "event_id": list("abcde"),
            "time_start": [
                datetime(2023, 12, 8, tzinfo=UTC),
                None,
                datetime(2023, 12, 8, 1, 15, tzinfo=UTC),
                None,
                None,
            ],
            "time_end": [datetime(2023, 12, 8, 23, 59, 59, tzinfo=UTC), None, None, None, None],
            "time_precision": ["day", None, "time", None, None],
            "killed_best": [3, None, 0, None, None],
            "place_text": ["Kirkuk", "Anbar", "Al-Qusayr", "=cmd|' /C calc'!A0", None],
            "lat": [None, None, None, None, -33.12345678],
            "lon": [None, None, None, None, 44.1],
            "sources": [[{"quote": 'he said "now"\nand <b>', "says": {"weapon_count": 14}}], [], [], [], []],
            "own text": ["'quoted", "", None, "-5", "line\r\nbreak"],
            "own number": pd.array([1, None, 3, 4, 5], dtype="Int64"),
        }
    )
    return locate(table, KnownPlaces(), given_in="attacks.csv")


def differences(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> dict[str, Any]:
    """The columns whose values differ, apart from the documented losses."""
    found = {}
    for name in before.columns:
        if name == "geometry":
            pairs = zip(before.geometry, after.geometry, strict=True)
            same = all(
                a is b is None or (a is not None and b is not None and a.equals_exact(b, 1e-7))
                for a, b in pairs
            )
        else:
            same = plain(before[name]) == plain(after[name])
        if not same:
            found[name] = (plain(before[name]), plain(after[name]))
    return found


def plain(values: Any) -> list[Any]:
    """Values as they compare: empty text and every kind of null alike, floats to seven decimals."""
    found: list[Any] = []
    for value in values.astype(object):
        unknown = value == "" if isinstance(value, str) else not isinstance(value, list) and pd.isna(value)
        found.append(None if unknown else round(value, 7) if isinstance(value, float) else value)
    return found


def ogrinfo(path: Path, *options: str) -> str:
    """What GDAL's own program says of a file; it may complain of nothing."""
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.fail("needs GDAL's programs: tools/install-test-programs")
    done = subprocess.run(
        [program, "-ro", "-al", *options, str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def write_json(path: Path, features: list[Any], **members: Any) -> Path:
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8"
    )
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


SQUARE = [[0, 0], [9, 0], [9, 9], [0, 0]]


def degrees(low: float, high: float) -> Any:
    return st.floats(low, high).map(lambda value: round(value, 6) + 0.0)


areas = st.tuples(degrees(-170, 160), degrees(-80, 70), degrees(0.01, 9), st.booleans()).map(
    lambda g: shapely.Polygon(
        shapely.box(g[0], g[1], g[0] + g[2], g[1] + g[2]).exterior.coords,
        [shapely.box(g[0] + g[2] / 4, g[1] + g[2] / 4, g[0] + g[2] / 2, g[1] + g[2] / 2).exterior.coords]
        if g[3]
        else [],
    )
)


points = st.tuples(degrees(-180, 180), degrees(-90, 90)).map(shapely.Point)


apart = st.tuples(areas, areas).map(shapely.MultiPolygon).filter(lambda shape: shape.is_valid)


drawn = st.none() | points | areas | apart
