"""A pack's outlines: GeoJSON polygons by place id, drawn or composed of other outlines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.faults import Fault
from geomap.gazetteer.tables import read_text

if TYPE_CHECKING:
    from pathlib import Path

_NUMBERS = {int, float}

Outline = dict[str, Any]
"""A GeoJSON Polygon or MultiPolygon geometry; lon, lat in degrees, WGS 84."""


class Areas(Mapping[str, Outline]):
    """Outlines by place id; one composed of others is joined when first asked for."""

    def __init__(self, drawn: Mapping[str, Outline], composed: Mapping[str, tuple[str, ...]]) -> None:
        self._known = dict(drawn)
        self._composed = dict(composed)

    def __getitem__(self, place_id: str) -> Outline:
        if place_id not in self._known:
            self._known[place_id] = join(self._known[part] for part in self._composed[place_id])
        return self._known[place_id]

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._known or place_id in self._composed

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._known.keys() | self._composed.keys()))

    def __len__(self) -> int:
        return len(self._known.keys() | self._composed.keys())


def join(outlines: Iterable[Outline]) -> Outline:
    """Make one outline of several, with the borders between them gone.

    The result is wound as RFC 7946 wants and rounded to 5 decimals, about a metre.
    """
    # Half the start-up time of a command would be shapely's import.
    from shapely import set_precision, union_all
    from shapely.geometry import MultiPolygon, mapping, shape
    from shapely.geometry.polygon import orient

    joined = set_precision(union_all([shape(outline) for outline in outlines]), 1e-5)
    polygons = [orient(polygon) for polygon in getattr(joined, "geoms", [joined])]
    whole = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    # Through JSON, so that it holds lists, as an outline read from a file does.
    text = json.dumps(mapping(whole))
    outline: Outline = json.loads(text, parse_float=lambda number: round(float(number), 5))
    return outline


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
    except RecursionError:
        faults.append(Fault(str(path), 1, "is nested too deeply for GeoJSON"))
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
        wrong = [f"{place_id!r} has two outlines"] if place_id in lines else []
        wrong += [f"the outline of {place_id!r} {what}" for what in outline_faults(feature.get("geometry"))]
        faults.extend(Fault(str(path), line, what) for what in wrong)
        lines.setdefault(place_id, line)
        if not wrong:
            outlines[place_id] = feature["geometry"]
    return outlines, lines


def outline_faults(geometry: object) -> Iterator[str]:
    """Say what keeps a GeoJSON geometry from being an outline by RFC 7946."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        yield "is not a Polygon or MultiPolygon"
        return
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        yield "has no coordinates"
        return
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            yield "has a polygon without a ring"
            continue
        for index, ring in enumerate(rings):
            yield from _ring_faults(ring, hole=index > 0)


def _ring_faults(ring: object, *, hole: bool) -> Iterator[str]:
    if not isinstance(ring, list) or len(ring) < 4 or not all(map(_is_position, ring)):
        yield "has a ring that is not a list of four or more [lon, lat] pairs"
        return
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat, *_ in ring):
        yield "leaves the range of lon -180..180, lat -90..90; lon comes first"
        return
    if ring[0] != ring[-1]:
        yield "has a ring that is not closed; its last position must repeat its first"
        return
    doubled_area = sum(x1 * y2 - x2 * y1 for (x1, y1, *_), (x2, y2, *_) in pairwise(ring))
    if (doubled_area < 0) != hole:
        expected = "clockwise" if hole else "counter-clockwise"
        yield f"has {'a hole' if hole else 'an outer ring'} that does not run {expected} (RFC 7946)"


def _is_position(value: object) -> bool:
    # By type and not isinstance: true and false are no coordinates, and outlines are long.
    return type(value) is list and len(value) >= 2 and set(map(type, value)) <= _NUMBERS


def _place_id(feature: object) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    place_id = properties.get("place_id") if isinstance(properties, dict) else None
    return place_id if isinstance(place_id, str) and place_id else None


def _line_of(text: str, place_id: str) -> int:
    """Find the last line on which a feature names its place."""
    found = list(re.finditer(rf'"place_id"\s*:\s*{re.escape(json.dumps(place_id))}', text))
    return text.count("\n", 0, found[-1].start()) + 1 if found else 0
