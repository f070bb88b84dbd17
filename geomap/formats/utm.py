"""UTM metres, as surveyors and GPS receivers write them, to degrees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

_WRITTEN = re.compile(
    r"(?P<zone>\d{1,2}\s?[C-HJ-NP-X])[\s,;]+(?P<east>\d{6}(?:\.\d+)?)\s?m?\s?E?[\s,;]+"
    r"(?P<north>\d{1,8}(?:\.\d+)?)\s?m?\s?N?",
    re.ASCII | re.IGNORECASE,
)
_ZONE = re.compile(r"(?:utm\s*(?:zone)?\s*)?(?P<zone>\d{1,2})\s?(?P<band>[A-Z]|north|south)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the globe, in degrees (WGS 84)."""

    lat: float
    lon: float
    radius_m: float | None = None
    """The doubt in metres that the writing itself leaves; None where decimals say it."""


def read(text: str) -> Spot | None:
    """Read a text such as ``38N 441500 3684800``; None if it is none.

    Raises
    ------
    ValueError
        If it is written like one and there is no such place.
    """
    match = _WRITTEN.fullmatch(text)
    return None if match is None else from_metres(float(match["east"]), float(match["north"]), match["zone"])


def from_metres(east: float, north: float, zone: str) -> Spot:
    """Give the place of UTM metres.

    Parameters
    ----------
    east, north
        Metres.
    zone
        ``38N``, ``38S``, ``38 south``, or with the letter of an MGRS band. S is read as the band of
        32 to 40 degrees north where the northing fits: 3.5 to 4.5 million metres lie there, and in
        the south at 50 to 58 degrees, where next to nobody lives.

    Raises
    ------
    ValueError
        If there is no such zone, or the metres are none of UTM.
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
    return Spot(round(lat, 7), round(lon, 7))


@cache
def _projection(zone: int, south: bool) -> Any:  # noqa: ANN401 - pyproj has no types
    import pyproj

    return pyproj.Transformer.from_crs((32700 if south else 32600) + zone, 4326, always_xy=True)
