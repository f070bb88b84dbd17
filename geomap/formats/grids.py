"""Grid references of maps, as soldiers and surveyors write them: MGRS and UTM, to degrees.

A reference names a square, not a point: its middle is given, and half its diagonal as radius.
The letters are those of the standard (NGA.STND.0037, "Universal Grids and Transverse Mercator
Projections"): bands of 8 degrees from C at 80 south, squares of 100 km that repeat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_MGRS = re.compile(
    r"(?P<zone>\d{1,2})\s?(?P<band>[C-HJ-NP-X])\s?(?P<column>[A-HJ-NP-Z])(?P<row>[A-HJ-NP-V])"
    r"\s?(?P<digits>(?:\d\s?){0,10})",
    re.ASCII | re.IGNORECASE,
)
_UTM = re.compile(
    r"(?P<zone>\d{1,2})\s?(?P<band>[C-HJ-NP-X])[\s,;]+(?P<east>\d{6}(?:\.\d+)?)\s?m?\s?E?[\s,;]+"
    r"(?P<north>\d{1,8}(?:\.\d+)?)\s?m?\s?N?",
    re.ASCII | re.IGNORECASE,
)
_ZONE = re.compile(r"(?:utm\s*(?:zone)?\s*)?(?P<zone>\d{1,2})\s?(?P<band>[A-Z]|north|south)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the globe, in degrees (WGS 84), with its doubt in metres."""

    lat: float
    lon: float
    radius_m: float


def read(text: str) -> Spot | None:
    """Read a text that is nothing but an MGRS or UTM reference; None if it is none.

    Raises
    ------
    ValueError
        If it is written like one and there is no such square.
    """
    text = text.strip()
    if match := _MGRS.fullmatch(text):
        return _mgrs(match)
    if match := _UTM.fullmatch(text):
        return from_utm(float(match["east"]), float(match["north"]), f"{match['zone']}{match['band']}")
    return None


def from_utm(east: float, north: float, zone: str) -> Spot:
    """Give the place of UTM metres.

    Parameters
    ----------
    east, north
        Metres.
    zone
        ``38N``, ``38S``, ``38 south`` or with a letter of a band, ``38S``. S is read as the band
        of 32 to 40 degrees north, or as the southern half, as the northing fits: a northing of
        3.5 to 4.5 million metres lies in that band, and in the south at 50 to 58 degrees, where
        next to nobody lives.

    Raises
    ------
    ValueError
        If there is no such zone, or it does not reach there.
    """
    match = _ZONE.fullmatch(zone.strip())
    number = int(match["zone"]) if match else 0
    if match is None or not 1 <= number <= 60:
        raise ValueError(f"{zone!r} is not a UTM zone such as 38N")
    if not (100_000 <= east < 1_000_000 and 0 <= north <= 10_000_000):
        raise ValueError(f"{east:g}, {north:g} are not UTM metres")
    band = (match["band"] or "N").upper()
    south = band == "SOUTH" or (
        len(band) == 1 and (band < "N" or (band == "S" and not 3_500_000 <= north <= 4_500_000))
    )
    lon, lat = _projection(number, south).transform(east, north)
    return Spot(round(lat, 7), round(lon, 7), 10.0)


def _mgrs(match: re.Match[str]) -> Spot:
    zone, band = int(match["zone"]), match["band"].upper()
    digits = re.sub(r"\s", "", match["digits"])
    shown = match[0].strip()
    if not 1 <= zone <= 60 or len(digits) % 2:
        raise ValueError(f"{shown!r} is not an MGRS reference")
    column = _COLUMNS[(zone - 1) % 3].find(match["column"].upper())
    if column < 0:
        raise ValueError(f"{shown!r}: zone {zone} has no column of squares {match['column'].upper()}")
    half = len(digits) // 2
    cell = 10.0 ** (5 - half)
    east = (column + 1) * 100_000 + int(digits[:half] or 0) * cell + cell / 2
    start = (_ROWS.index(match["row"].upper()) - (5 if zone % 2 == 0 else 0)) % 20 * 100_000
    within = start + int(digits[half:] or 0) * cell + cell / 2
    south, place = band < "N", _BANDS.index(band)
    low = -80.0 + 8 * place
    high = low + (12 if band == "X" else 8)
    projection = _projection(zone, south)
    # Rows of squares repeat every 2,000 km: the one in the band is meant.
    for turn in range(5):
        lon, lat = projection.transform(east, within + turn * 2_000_000)
        if low - 1 <= lat <= high + 1:
            return Spot(round(lat, 7), round(lon, 7), round(max(10.0, cell / sqrt(2)), 1))
    raise ValueError(f"{shown!r}: there is no such square in band {band}")


@cache
def _projection(zone: int, south: bool) -> Any:  # noqa: ANN401 - pyproj has no types
    import pyproj

    return pyproj.Transformer.from_crs((32700 if south else 32600) + zone, 4326, always_xy=True)
