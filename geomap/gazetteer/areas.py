"""A pack's outlines: GeoJSON polygons by place id, drawn or composed of other outlines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.faults import Fault
from geomap.gazetteer.tables import read_text

if TYPE_CHECKING:
    from pathlib import Path

Outline = dict[str, Any]
"""A GeoJSON Polygon or MultiPolygon geometry; lon, lat in degrees, WGS 84."""


class Areas(Mapping[str, Outline]):
    """Outlines by place id; one composed of others is joined when first asked for."""

    def __init__(self, drawn: Mapping[str, Outline], composed: Mapping[str, tuple[str, ...]]) -> None:
        self._known = dict(drawn)
        self._composed = {place_id: parts for place_id, parts in composed.items() if place_id not in drawn}

    def __getitem__(self, place_id: str) -> Outline:
        if place_id not in self._known:
            self._known[place_id] = join(self._known[part] for part in self._composed[place_id])
        return self._known[place_id]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._known.keys() | self._composed.keys()))

    def __len__(self) -> int:
        return len(self._known.keys() | self._composed.keys())


def join(outlines: Iterator[Outline]) -> Outline:
    """Make one outline of several, with the borders between them gone."""
    # Half the start-up time of a command would be shapely's import.
    from shapely import get_num_geometries, set_precision, union_all
    from shapely.geometry import MultiPolygon, mapping, shape
    from shapely.geometry.polygon import orient

    joined = set_precision(union_all([shape(outline) for outline in outlines]), 1e-5)
    polygons = [orient(polygon) for polygon in getattr(joined, "geoms", [joined])]
    geometry = polygons[0] if get_num_geometries(joined) == 1 else MultiPolygon(polygons)
    return json.loads(json.dumps(mapping(geometry)))  # type: ignore[no-any-return]  # tuples to lists


def read_areas(path: Path, faults: list[Fault]) -> tuple[dict[str, Outline], dict[str, int]]:
    """Read areas.geojson: outlines by place id, and the line of each.

    What is wrong is added to `faults`, and left out of the result.
    """
    text = read_text(path, faults)
    if text is None:
        return {}, {}
    try:
        collection = json.loads(text)
    except json.JSONDecodeError as error:
        faults.append(Fault(str(path), error.lineno, f"is not valid JSON ({error.msg})"))
        return {}, {}
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        faults.append(Fault(str(path), 1, "is not a GeoJSON FeatureCollection"))
        return {}, {}

    outlines: dict[str, Outline] = {}
    lines: dict[str, int] = {}
    for number, feature in enumerate(features, 1):
        place_id = _place_id(feature)
        if place_id is None:
            faults.append(Fault(str(path), 0, f"feature {number} has no place_id among its properties"))
            continue
        line = _line_of(text, place_id)
        if place_id in outlines:
            faults.append(Fault(str(path), line, f"{place_id!r} has two outlines"))
            continue
        outlines[place_id] = feature["geometry"]
        lines[place_id] = line
    return outlines, lines


def _place_id(feature: Any) -> str | None:  # noqa: ANN401 - any JSON
    properties = feature.get("properties") if isinstance(feature, dict) else None
    place_id = properties.get("place_id") if isinstance(properties, dict) else None
    return place_id if isinstance(place_id, str) and place_id else None


def _line_of(text: str, place_id: str) -> int:
    """Find the line on which a feature names its place."""
    at = text.find(json.dumps(place_id), text.find('"features"'))
    return text.count("\n", 0, at) + 1 if at >= 0 else 0
