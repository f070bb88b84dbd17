"""Coordinates written in text: decimal degrees, with minutes, with seconds; MGRS; plus codes.

Latitude comes first unless letters say otherwise, and nothing is mended: a latitude above
90 is no coordinate, whichever way round was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import radians
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import EARTH_RADIUS_M
from geomap.resolve import mgrs, pluscodes

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


_BETWEEN = r"\s?(?:[,;/–—-]|and)?\s?"
_NORTH, _EAST = r"(?P<north>[NS])(?:orth|outh)?", r"(?P<east>[EW])(?:ast|est)?"
_LAT_LABEL, _LON_LABEL = r"lat(?:itude|\.)?\s?[:=]?\s?", r"lon(?:gitude|g|\.|g\.)?\s?[:=]?\s?"


def _decimal(axis: str) -> str:
    return rf"(?P<{axis}_sign>[-+−]?)(?P<{axis}_deg>\d{{1,3}}\.\d{{1,9}})\s?°?"


def _compact(axis: str, digits: int) -> str:
    """Degrees and minutes of fixed width, with or without a sign between."""
    return (
        rf"(?P<{axis}_deg>\d{{{digits}}})[-: ]?(?P<{axis}_min>\d{{2}}(?:\.\d{{1,4}})?)"
        rf"(?:[-: ]?(?P<{axis}_sec>\d{{2}}))?"
    )


_ALONE = r"(?<![\w.,°'’′\"-])", r"(?![\w°]|[.,]\d)"
_DEGREES = tuple(
    pattern.join(_ALONE)
    for pattern in (
        # As warnings to ships and airmen have them: 1443N 04212E, 14-43N 042-12.5E, 14 43 05 N 042 12 10 E.
        rf"{_compact('lat', 2)}\s?{_NORTH}{_BETWEEN}{_compact('lon', 3)}\s?{_EAST}",
        rf"(?:{_LAT_LABEL})?{_angle('lat')}\s?{_NORTH}{_BETWEEN}(?:{_LON_LABEL})?{_angle('lon')}\s?{_EAST}",
        rf"{_NORTH}\s?{_angle('lat')}{_BETWEEN}{_EAST}\s?{_angle('lon')}",
        rf"{_angle('lon')}\s?{_EAST}{_BETWEEN}{_angle('lat')}\s?{_NORTH}",
        rf"{_EAST}\s?{_angle('lon')}{_BETWEEN}{_NORTH}\s?{_angle('lat')}",
        rf"{_LAT_LABEL}{_angle('lat')}{_BETWEEN}{_LON_LABEL}{_angle('lon')}",
        rf"{_decimal('lat')}\s?(?:[,;]\s?|\s){_decimal('lon')}",
    )
)


_GRID = (
    r"(?P<zone>\d{1,2})\s?(?P<band>[C-HJ-NP-X])\s?(?P<square>[A-HJ-NP-Z]{2})\s?"
    r"(?P<digits>\d{%d,5}\s?\d{%d,5})"
)
_MARK = r"(?:MGRS|USNG|[Gg]rid(?:\s[Rr]ef(?:erence|\.)?)?)\s?[:=]?\s?"
# In running text capitals and enough digits set these apart from the numbers of cars and forms.
_MGRS = tuple(form.join(_ALONE) for form in (_MARK + _GRID % (2, 2), _GRID % (3, 3)))
_MGRS_ALONE = f"(?:{_MARK})?" + _GRID % (1, 1)
_PLUS = rf"(?<![\w+]){pluscodes.FULL.pattern}(?![\w+])"
_LONGEST_MARK = 20
"""Characters, at most, of "Grid Reference: " and the like before the first figure or after the last."""
_FIGURES = re.compile(rf"[\d+](?:[^\d+]{{0,{2 * _LONGEST_MARK}}}[\d+])+")
"""Where coordinates may stand: few texts have figures everywhere."""
_UNIT = r"(?:°|º|˚|deg(?:rees)?|['’′]{1,2}|m(?:in(?:utes)?)?|[\"”″]|s(?:ec(?:onds)?)?)"
_SIDE = r"[NSEW](?:orth|outh|ast|est)?"
_LIKELY = re.compile(
    rf"\d\.\d+[\s°,;]+[-+−]?\d+\.\d|\d\s?{_UNIT}?\s?{_SIDE}(?![a-z])|(?<![a-z]){_SIDE}\s?[-+−]?\d"
    r"|lat(?:itude|\.)?\s?[:=]?\s?[-+−]?\d|\d\s?[A-Z]\s?[A-Z]{2}\s?\d|\+",
    re.IGNORECASE,
)
"""What all coordinates have beside their figures, and few other figures do."""


@cache
def _degrees() -> tuple[re.Pattern[str], ...]:
    # Few names have figures, and these take long to compile.
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _DEGREES)


@cache
def _in_texts() -> tuple[re.Pattern[str], ...]:
    return (*_degrees(), *map(re.compile, (*_MGRS, _PLUS)))


@cache
def _by_themselves() -> tuple[re.Pattern[str], ...]:
    return (*_degrees(), re.compile(_MGRS_ALONE, re.IGNORECASE), pluscodes.FULL)


@dataclass(frozen=True, slots=True)
class Written:
    """A pair of coordinates as it stands in a text."""

    start: int
    end: int
    lat: float
    lon: float
    radius_m: float
    """Half of the last digit written."""
    form: str = "coordinates"
    """What it is, in words."""
    fault: str | None = None
    """Why it is none after all: out of range, or of a square that is not there."""


def find(text: str) -> Iterator[Written]:
    """Find all coordinates in a text, in order, without overlap.

    A bare pair of numbers counts only with decimal points in both; a pair with letters,
    degree signs or labels counts in any form.
    """
    for figures in _FIGURES.finditer(text):
        at, end = max(0, figures.start() - _LONGEST_MARK), figures.end() + _LONGEST_MARK
        if not _LIKELY.search(text, at, end):
            continue
        # Each pattern's next hit is kept until it is passed, so that the time stays linear.
        hits = [(pattern, pattern.search(text, at, end)) for pattern in _in_texts()]
        while found := [hit for _, hit in hits if hit is not None]:
            first = min(found, key=lambda hit: (hit.start(), -hit.end()))
            yield _written(first)
            at = first.end()
            hits = [
                (pattern, pattern.search(text, at, end) if hit and hit.start() < at else hit)
                for pattern, hit in hits
            ]


def read(text: str) -> Written | None:
    """Read a text that is nothing but coordinates, in brackets or not."""
    text = text.strip("()[] ")
    for pattern in _by_themselves():
        match = pattern.fullmatch(text)
        if match is not None:
            return _written(match)
    return None


def _written(match: re.Match[str]) -> Written:
    parts = match.groupdict()
    if "zone" in parts:
        return _grid_reference(match)
    if "lat_deg" not in parts:
        return _plus_code(match)
    lat, lat_step, lat_fault = _value(parts, "lat", 90, parts.get("north"), "s")
    lon, lon_step, lon_fault = _value(parts, "lon", 180, parts.get("east"), "w")
    radius = _around_cell(radians(max(lat_step, lon_step)) * EARTH_RADIUS_M)
    fault = lat_fault or lon_fault
    return Written(match.start(), match.end(), round(lat, 7), round(lon, 7), radius, fault=fault)


def _grid_reference(match: re.Match[str]) -> Written:
    zone, band, square = int(match["zone"]), match["band"].upper(), match["square"].upper()
    found = mgrs.read(zone, band, square, "".join(match["digits"].split()))
    form = "MGRS reference"
    if isinstance(found, str):
        return Written(match.start(), match.end(), 0.0, 0.0, 0.0, form, found)
    lat, lon, side_m = found
    return Written(match.start(), match.end(), lat, lon, _around_cell(side_m), form)


def _plus_code(match: re.Match[str]) -> Written:
    found = pluscodes.area(match[0])
    if found is None:
        fault = "no plus code begins so: that is beyond the pole or the 180th meridian"
        return Written(match.start(), match.end(), 0.0, 0.0, 0.0, "plus code", fault)
    lat, lon, side = found
    radius = _around_cell(radians(side) * EARTH_RADIUS_M)
    return Written(match.start(), match.end(), round(lat, 7), round(lon, 7), radius, "plus code")


def _around_cell(side_m: float) -> float:
    """Give the radius of the circle around a square cell."""
    return round(max(MIN_RADIUS_M, side_m / 2 * 1.4142), 1)


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
