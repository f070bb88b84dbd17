"""Plus codes (Open Location Code): "8H86Q3XF+2V", and short ones beside a place: "Q3XF+2V Mosul".

By Google's specification (open-location-code, Apache 2.0): pairs of digits to the base 20, a
plus sign after eight of them, then a grid of 4 by 5 for each digit more. The library of that
name on PyPI is of 2016 and has no wheel; what is read here is a page.
"""

from __future__ import annotations

import re

DIGITS = "23456789CFGHJMPQRVWX"
_BASE = 20
_PAIRS = 5
_ROWS, _COLUMNS = 5, 4
_LONGEST = 15
FULL = re.compile(
    rf"[2-9CFGHJMPQRV][2-9CFGHJMPQRV](?:[{DIGITS}]{{6}}\+(?:[{DIGITS}]{{2,}})?"
    rf"|[{DIGITS}]{{4}}00\+|[{DIGITS}]{{2}}0000\+|000000\+)",
    re.IGNORECASE,
)
"""Codes that name a place by themselves, with zeros where their last pairs are left out."""
SHORT = re.compile(
    rf"(?P<code>(?:[{DIGITS}]{{2}}){{1,3}}\+[{DIGITS}]{{2,}})[ ,;]+(?:(?:in|near) )?(?P<near>\D.*)",
    re.IGNORECASE,
)
"""A code without its first pairs, and the place beside which it lies."""


def area(code: str) -> tuple[float, float, float] | None:
    """Find the middle of the cell that a full code names.

    Parameters
    ----------
    code
        A code that `FULL` matches.

    Returns
    -------
    tuple or None
        Latitude and longitude in degrees and the cell's longer side in degrees; ``None``
        where the code begins beyond the poles or the 180th meridian.
    """
    digits = code.upper().replace("+", "").rstrip("0")[:_LONGEST]
    lat, lon, high, wide = -90.0, -180.0, 400.0, 400.0
    for at in range(0, min(len(digits), 2 * _PAIRS), 2):
        high, wide = high / _BASE, wide / _BASE
        lat += DIGITS.index(digits[at]) * high
        lon += DIGITS.index(digits[at + 1]) * wide
    for digit in digits[2 * _PAIRS :]:
        row, column = divmod(DIGITS.index(digit), _COLUMNS)
        high, wide = high / _ROWS, wide / _COLUMNS
        lat += row * high
        lon += column * wide
    if lat >= 90 or lon >= 180:
        return None
    return round(lat + high / 2, 9), round(lon + wide / 2, 9), max(high, wide)


def lengthened(short: str, lat: float, lon: float) -> str:
    """Give the full code nearest to a point of those that a short one may stand for.

    Parameters
    ----------
    short
        A code that `SHORT` matches.
    lat, lon
        The point, in degrees.
    """
    short = short.upper()
    missing = (8 - short.index("+")) // 2
    step = 400.0 / _BASE**missing
    full = _pairs(lat, lon, missing) + short
    found = area(full)
    if found is None:
        return full
    # The cell may lie nearer in the neighbouring square.
    near_lat, near_lon = lat, lon
    if lat + step / 2 < found[0] and found[0] - step >= -90:
        near_lat -= step
    elif lat - step / 2 > found[0] and found[0] + step <= 90:
        near_lat += step
    if lon + step / 2 < found[1]:
        near_lon -= step
    elif lon - step / 2 > found[1]:
        near_lon += step
    return _pairs(near_lat, near_lon, missing) + short


def _pairs(lat: float, lon: float, count: int) -> str:
    """Give the first pairs of the code of a point."""
    high = min(max(lat + 90, 0.0), 180 - 1e-9)
    east = (lon + 180) % 360
    pairs, step = [], 400.0
    for _ in range(count):
        step /= _BASE
        row, high = divmod(high, step)
        column, east = divmod(east, step)
        pairs.append(DIGITS[int(row)] + DIGITS[int(column)])
    return "".join(pairs)
