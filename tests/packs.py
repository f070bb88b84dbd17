"""Tiny gazetteer packs for the tests, and what a map of their country looks like."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

PLACES = "id,name,kind,country,parent,lat,lon,radius_m,confidence,source_1,note"
ALIASES = "place_id,alias,kind,lang,note"
SQUARE = [[43.0, 32.0], [46.0, 32.0], [46.0, 35.0], [43.0, 35.0], [43.0, 32.0]]
WEST = [[37.0, 32.0], [43.0, 32.0], [43.0, 35.0], [37.0, 35.0], [37.0, 32.0]]


def feature(place_id: str, geometry: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"place_id": place_id}, "geometry": geometry}


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def collection(*features: dict[str, Any]) -> str:
    body = ",\n".join(json.dumps(item) for item in features)
    return f'{{"type": "FeatureCollection", "features": [\n{body}\n]}}\n'


def write_pack(
    folder: Path,
    *,
    places: tuple[str, ...] = (
        "iraq,Iraq,country,IQ,,33.5,44.5,500000,high,a map,",
        "baghdad,Baghdad,city,IQ,iraq,33.34,44.40,20000,high,a map,",
        "zone,The Zone,quarter,IQ,baghdad,33.31,44.39,2500,memory,general knowledge,drawn wide",
        "syria,Syria,country,SY,,33.5,40.0,400000,high,a map,",
    ),
    aliases: tuple[str, ...] = ("baghdad,City of Peace,description,,", "zone,Zone,short,,"),
    areas: str | None = collection(feature("iraq", polygon(SQUARE)), feature("syria", polygon(WEST))),
) -> Path:
    """Write a small sound pack; each argument replaces a part of it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "places.csv").write_text("\n".join([PLACES, *places]) + "\n", encoding="utf-8")
    (folder / "aliases.csv").write_text("\n".join([ALIASES, *aliases]) + "\n", encoding="utf-8")
    if areas is not None:
        (folder / "areas.geojson").write_text(areas, encoding="utf-8")
    return folder


def read_cases(name: str) -> list[dict[str, str]]:
    """Read a table of cases that an expert may edit."""
    with (Path(__file__).parent / "cases" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
