"""What a geocoder's answer really says: a position only where the service itself states one.

geopy makes 0, 0 of missing coordinates and -81 of a longitude of 999. Each position it
gives is therefore looked for in the service's own words, and held against the extent and
the range that positions have.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.importers.country_codes import alpha2
from geomap.gazetteer.importers.features import kind_of
from geomap.gazetteer.importers.record import position_fault
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = re.compile(r"\s*[+-]?\d{1,3}(?:\.\d*)?(?:[eE][+-]?\d{1,2})?\s*", re.ASCII)
_LATS = ("lat", "latitude", "y")
_LONS = ("lon", "lng", "long", "longitude", "x")
_SAME_DEG = 1e-6
_DEEPEST = 8
_MANY = 5_000

# OpenStreetMap's tags, as Nominatim, Photon and others hand them on.
_OSM_KINDS: dict[str, Kind] = {
    "country": Kind.COUNTRY,
    "state": Kind.ADMIN1,
    "province": Kind.ADMIN1,
    "region": Kind.REGION,
    "county": Kind.ADMIN2,
    "district": Kind.ADMIN2,
    "municipality": Kind.ADMIN2,
    "city": Kind.CITY,
    "town": Kind.TOWN,
    "village": Kind.VILLAGE,
    "hamlet": Kind.VILLAGE,
    "isolated_dwelling": Kind.VILLAGE,
    "locality": Kind.VILLAGE,
    "borough": Kind.QUARTER,
    "suburb": Kind.QUARTER,
    "quarter": Kind.QUARTER,
    "neighbourhood": Kind.QUARTER,
    "aerodrome": Kind.AIRPORT,
    "airfield": Kind.AIR_BASE,
    "base": Kind.MILITARY_BASE,
    "barracks": Kind.MILITARY_BASE,
    "military": Kind.MILITARY_BASE,
    "embassy": Kind.EMBASSY,
    "diplomatic": Kind.EMBASSY,
    "border_control": Kind.BORDER_CROSSING,
    "refugee_site": Kind.REFUGEE_CAMP,
    "dam": Kind.DAM,
    "harbour": Kind.PORT,
    "port": Kind.PORT,
    "island": Kind.ISLAND,
    "islet": Kind.ISLAND,
    "sea": Kind.SEA,
    "strait": Kind.STRAIT,
    "bay": Kind.SEA,
    "river": Kind.RIVER,
    "stream": Kind.RIVER,
    "wadi": Kind.RIVER,
    "canal": Kind.RIVER,
    "lake": Kind.LAKE,
    "water": Kind.LAKE,
    "reservoir": Kind.LAKE,
    "peak": Kind.MOUNTAIN,
    "mountain_range": Kind.MOUNTAIN,
    "desert": Kind.DESERT,
}
_TYPE_KEYS = ("addresstype", "type", "_type", "class", "category", "osm_value", "osm_key", "layer")


class Strange(Exception):  # noqa: N818 - becomes an OnlineError once the service is named
    """An answer from which no position can be taken, with what is wrong in words."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place of an answer, checked; what the cache keeps."""

    address: str
    lat: float
    lon: float
    radius_m: float | None = None
    """From the extent that the service states."""
    kind: str | None = None
    country: str | None = None
    id: str | None = None
    licence: str | None = None


def read(address: str | None, lat: float, lon: float, raw: Any) -> Found:  # noqa: ANN401 - JSON
    """Check what geopy made of one place against the service's own words.

    Raises
    ------
    Strange
        If the words hold no such position, or one that cannot be.
    """
    pairs = list(_pairs(raw))
    stated = [pair for pair in pairs if _same(pair[0], lat) and _same(pair[1], lon)]
    if not stated:
        faults = [fault for fault in (position_fault(*pair) for pair in pairs) if fault]
        raise Strange(faults[0] if faults else "it states no position in degrees")
    fault = position_fault(*stated[0])
    if fault:
        raise Strange(fault)
    if stated[0] == (0.0, 0.0):
        raise Strange("its position is 0, 0, which stands for an unknown one")
    extent = _extent(raw)
    radius = None
    if extent is not None:
        south, west, north, east = extent
        margin = 0.01
        if not (south - margin <= lat <= north + margin and west - margin <= lon <= east + margin):
            raise Strange("its position lies outside the extent that it states itself")
        corners = ((south, west), (south, east), (north, west), (north, east))
        radius = max(distance_m(lat, lon, *corner) for corner in corners)
    if not isinstance(address, str) or not address.strip():
        raise Strange("its place has no name")
    return Found(
        address=" ".join(address.split())[:300],
        lat=lat,
        lon=lon,
        radius_m=None if radius is None else float(round(radius)),
        kind=_kind(raw),
        country=_country(raw),
        id=_id(raw),
        licence=_text(raw, "licence") or _text(raw, "license"),
    )


def _same(stated: float, given: float) -> bool:
    return abs(stated - given) < _SAME_DEG


def number(value: Any) -> float | None:  # noqa: ANN401 - JSON
    """Give a JSON number, or a text that is nothing but one written with a dot; else ``None``."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value) is None:
        return None
    # An int may be too long for a float.
    try:
        result = float(value)
    except OverflowError:
        return None
    return result if math.isfinite(result) else None


def _pairs(raw: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - JSON
    """Give what may be a position, as (latitude, longitude), wherever it stands."""
    for node in _nodes(raw):
        if isinstance(node, dict):
            cells = {str(key).lower(): value for key, value in node.items()}
            lat = next((number(cells[key]) for key in _LATS if key in cells), None)
            lon = next((number(cells[key]) for key in _LONS if key in cells), None)
        elif isinstance(node, list) and 2 <= len(node) <= 3:
            lat, lon = number(node[1]), number(node[0])
            if lat is not None and lon is not None:
                # GeoJSON says longitude first, Bing latitude; the geocoder's class knows which.
                yield lon, lat
        elif isinstance(node, str) and len(node) < 80:
            parts = re.split(r"[\s,]+", node.strip())
            lat, lon = (number(parts[1]), number(parts[0])) if len(parts) == 2 else (None, None)
            if lat is not None and lon is not None:
                yield lon, lat
        else:
            continue
        if lat is not None and lon is not None:
            yield lat, lon


def _nodes(raw: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON
    waiting = [(raw, 0)]
    for _ in range(_MANY):
        if not waiting:
            return
        node, depth = waiting.pop(0)
        yield node
        if depth < _DEEPEST:
            members = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
            waiting.extend((member, depth + 1) for member in members)


def _extent(raw: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401 - JSON
    """Give south, west, north, east where the service states them in a form that is known."""
    if not isinstance(raw, dict):
        return None
    properties = raw.get("properties")
    for cells, key, order in (
        (raw, "boundingbox", (0, 2, 1, 3)),  # Nominatim: south, north, west, east
        (
            properties if isinstance(properties, dict) else {},
            "extent",
            (3, 0, 1, 2),
        ),  # Photon: west, north, east, south
        (raw, "bbox", (1, 0, 3, 2)),  # GeoJSON: west, south, east, north
    ):
        edges = cells.get(key)
        if isinstance(edges, list) and len(edges) == 4:
            south, west, north, east = (number(edges[at]) for at in order)
            if south is None or west is None or north is None or east is None:
                return None
            # Over the 180th meridian, or written in another order: nothing to hold it against.
            return (south, west, north, east) if south <= north and west <= east else None
    return None


def _kind(raw: Any) -> str | None:  # noqa: ANN401 - JSON
    if not isinstance(raw, dict):
        return None
    if "fcl" in raw and "fcode" in raw:
        population = number(raw.get("population"))
        kind = kind_of(str(raw["fcl"]), str(raw["fcode"]), int(population or 0))
        return kind.value if kind is not None else None
    for cells in (raw, raw.get("properties"), raw.get("components")):
        for key in _TYPE_KEYS:
            kind = _OSM_KINDS.get(str(cells.get(key))) if isinstance(cells, dict) else None
            if kind is not None:
                return kind.value
    return None


def _country(raw: Any) -> str | None:  # noqa: ANN401 - JSON
    if not isinstance(raw, dict):
        return None
    for cells in (raw, raw.get("address"), raw.get("properties"), raw.get("components")):
        if isinstance(cells, dict):
            for key in ("country_code", "countrycode", "countryCode", "country_a", "ISO_3166-1_alpha-2"):
                if isinstance(cells.get(key), str):
                    return alpha2(cells[key])
    return None


def _id(raw: Any) -> str | None:  # noqa: ANN401 - JSON
    if not isinstance(raw, dict):
        return None
    for cells in (raw, raw.get("properties")):
        if isinstance(cells, dict):
            if cells.get("osm_type") and cells.get("osm_id"):
                return f"{cells['osm_type']}/{cells['osm_id']}"[:60]
            for key in ("geonameId", "place_id", "id", "gid"):
                if isinstance(cells.get(key), int | str):
                    return str(cells[key])[:60]
    return None


def _text(raw: Any, key: str) -> str | None:  # noqa: ANN401 - JSON
    value = raw.get(key) if isinstance(raw, dict) else None
    return value[:300] if isinstance(value, str) and value.strip() else None
