"""Coordinates written in text: decimal degrees, degrees with minutes, with seconds.

Latitude comes first unless letters say otherwise, and nothing is mended: a latitude above
90 is no coordinate, whichever way round was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import radians
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import EARTH_RADIUS_M

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_RADIUS_M = 10.0
"""No report's coordinates are better than that, whatever its decimals say."""

_NUMBER = r"\d{1,3}(?:[.,]\d{1,9})?"
_SMALL = r"\d{1,2}(?:[.,]\d{1,6})?"


def _angle(axis: str) -> str:
    """Degrees, and minutes and seconds where written, of an axis; ASCII quotes and primes for the marks."""
    return (
        rf"(?P<{axis}_sign>[-+−]?)(?P<{axis}_deg>{_NUMBER})\s?(?:°|º|˚|deg(?:rees)?)?"
        rf"(?:\s?(?P<{axis}_min>{_SMALL})\s?(?:['’′]|min(?:utes)?|m)?"
        rf"(?:\s?(?P<{axis}_sec>{_SMALL})\s?(?:[\"”″]|['’′]{{2}}|sec(?:onds)?|s)?)?)?"
    )


_BETWEEN = r"\s?(?:[,;/]|and)?\s?"
_NORTH, _EAST = r"(?P<north>[NS])(?:orth|outh)?", r"(?P<east>[EW])(?:ast|est)?"
_LAT_LABEL, _LON_LABEL = r"lat(?:itude|\.)?\s?[:=]?\s?", r"lon(?:gitude|g|\.|g\.)?\s?[:=]?\s?"


def _decimal(axis: str) -> str:
    return rf"(?P<{axis}_sign>[-+−]?)(?P<{axis}_deg>\d{{1,3}}\.\d{{1,9}})\s?°?"


_PATTERNS = tuple(
    re.compile(rf"(?<![\w.,°'’′\"-]){pattern}(?![\w°]|[.,]\d)", re.IGNORECASE)
    for pattern in (
        rf"{_angle('lat')}\s?{_NORTH}{_BETWEEN}{_angle('lon')}\s?{_EAST}",
        rf"{_NORTH}\s?{_angle('lat')}{_BETWEEN}{_EAST}\s?{_angle('lon')}",
        rf"{_angle('lon')}\s?{_EAST}{_BETWEEN}{_angle('lat')}\s?{_NORTH}",
        rf"{_EAST}\s?{_angle('lon')}{_BETWEEN}{_NORTH}\s?{_angle('lat')}",
        rf"{_LAT_LABEL}{_angle('lat')}{_BETWEEN}{_LON_LABEL}{_angle('lon')}",
        rf"{_decimal('lat')}\s?(?:[,;]\s?|\s){_decimal('lon')}",
    )
)


@dataclass(frozen=True, slots=True)
class Written:
    """A pair of coordinates as it stands in a text."""

    start: int
    end: int
    lat: float
    lon: float
    radius_m: float
    """Half of the last digit written."""
    fault: str | None = None
    """Why it is none after all, if it is out of range."""


def find(text: str) -> Iterator[Written]:
    """Find all coordinates in a text, in order, without overlap.

    A bare pair of numbers counts only with decimal points in both; a pair with letters,
    degree signs or labels counts in any form.
    """
    # Each pattern's next hit is kept until it is passed, so that the time stays linear.
    hits = [(pattern, pattern.search(text)) for pattern in _PATTERNS]
    while True:
        found = [hit for _, hit in hits if hit is not None]
        if not found:
            return
        first = min(found, key=lambda hit: (hit.start(), -hit.end()))
        yield _written(first)
        hits = [
            (pattern, pattern.search(text, first.end()) if hit and hit.start() < first.end() else hit)
            for pattern, hit in hits
        ]


def read(text: str) -> Written | None:
    """Read a text that is nothing but coordinates."""
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is not None:
            return _written(match)
    return None


def _written(match: re.Match[str]) -> Written:
    parts = match.groupdict()
    lat, lat_step, lat_fault = _value(parts, "lat", 90, parts.get("north"), "s")
    lon, lon_step, lon_fault = _value(parts, "lon", 180, parts.get("east"), "w")
    # A circle around the square of half a step each way.
    radius = max(MIN_RADIUS_M, radians(max(lat_step, lon_step)) / 2 * EARTH_RADIUS_M * 1.4142)
    return Written(
        match.start(), match.end(), round(lat, 7), round(lon, 7), round(radius, 1), lat_fault or lon_fault
    )


def _value(
    parts: dict[str, str | None], axis: str, limit: int, letter: str | None, negative: str
) -> tuple[float, float, str | None]:
    """Give degrees, the worth of the last digit in degrees, and the fault if there is one."""
    name = "latitude" if axis == "lat" else "longitude"
    value, worth, fault = 0.0, 1.0, None
    for unit, scale in (("deg", 1.0), ("min", 1 / 60), ("sec", 1 / 3600)):
        written = parts.get(f"{axis}_{unit}")
        if written is None:
            continue
        number = written.replace(",", ".")
        if unit != "deg" and float(number) >= 60:
            fault = f"{name} has {written} {unit}, which must be below 60"
        value += float(number) * scale
        worth = scale * 10.0 ** -len(number.partition(".")[2])
    if value > limit:
        fault = f"{name} {value:g} is outside -{limit} to {limit}; swapped with the other, or no coordinate?"
    if parts.get(f"{axis}_sign") in ("-", "−"):
        value = -value
    if letter is not None and letter.lower() == negative:
        value = -value
    return value, worth, fault
