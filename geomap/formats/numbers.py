"""Numbers as tables write them: coordinates in degrees and whole figures."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

MISSING = frozenset(
    {"", "na", "n/a", "nan", "null", "none", "nil", "-", "–", "—", "?", "unknown", "#n/a"}
    | {"redacted", "withheld", "censored", "censored by hdx"}
)
"""What a cell of numbers or dates holds where nothing is known. A place may be called so."""

_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d{1,3},\d+", re.ASCII)
_DEGREES = re.compile(
    r"""(?:(?P<front>[NSEW])\s*)?(?P<sign>[+-]?)\s*
    (?P<deg>\d{1,3}(?:[.,]\d+)?)
    (?:(?:\s*°\s*|\s+)(?P<min>\d{1,2}(?:[.,]\d+)?)
       (?:(?:\s*'\s*|\s+)(?P<sec>\d{1,2}(?:[.,]\d+)?)\s*"?|\s*'?)
    |\s*°?)\s*
    (?P<side>[NSEW]?)""",
    re.ASCII | re.VERBOSE | re.IGNORECASE,
)
_MARKS = str.maketrans({"º": "°", "′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "\u2212": "-"})
_WHOLE = re.compile(r"[+-]?\d+(?:\.0*|,0{1,2})?", re.ASCII)
"""A comma before one nought or two is none between thousands."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([, \u00a0\u202f'])\d{3})(?:\1\d{3})*", re.ASCII)


_COUNT = r"(\d{1,3}(?:[, \u00a0\u202f']\d{3})+|\d+)"
_BETWEEN = re.compile(rf"(?:between\s+)?{_COUNT}\s*(?:-|–|—|−|~|to|or|and|/)\s*{_COUNT}", re.IGNORECASE)
_AT_LEAST = re.compile(
    rf"(?:(?:at least|min(?:imum|\.)?|more than|over|>=?|≥)\s*{_COUNT}|{_COUNT}\s*(?:\+|or more))",
    re.IGNORECASE,
)
_AT_MOST = re.compile(rf"(?:up to|at most|max(?:imum|\.)?|<=|≤)\s*{_COUNT}", re.IGNORECASE)
_ABOUT = re.compile(
    rf"(?:(?:about|around|approx(?:imately|\.)?|circa|ca\.?|some|~|≈)\s*{_COUNT}|{_COUNT}\s*\(?\?\)?)",
    re.IGNORECASE,
)


def ascii_digits(text: str) -> str:
    """Give a text with the decimal digits of other scripts as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def is_missing(value: object) -> bool:
    """Tell whether a cell of numbers or dates says that nothing is known."""
    return value is None or (isinstance(value, str) and value.strip().lower() in MISSING) or value != value


def degrees(value: object, axis: str) -> float:
    """Read a latitude or a longitude.

    Parameters
    ----------
    value
        A number, or text: ``33.3152``, ``33,3152``, ``33.3152 N``, ``33°18'55"N``, ``33 18 55 N``.
    axis
        ``latitude`` or ``longitude``.

    Raises
    ------
    ValueError
        With what is wrong in words.
    """
    limit = 90 if axis == "latitude" else 180
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{axis} {value!r} is not a number")
    number = _degrees_text(value.strip(), axis) if isinstance(value, str) else float(value)
    if not -limit <= number <= limit:
        shown = value if isinstance(value, str) else f"{number:g}"
        raise ValueError(f"{axis} {shown} is outside -{limit}..{limit}")
    return number


def _degrees_text(text: str, axis: str) -> float:
    if _PLAIN.fullmatch(text):
        return float(text)
    if _COMMA.fullmatch(text):  # degrees have at most three digits: no thousands to confuse it with
        return float(text.replace(",", "."))
    match = _DEGREES.fullmatch(text.translate(_MARKS).replace("''", '"'))
    if match is None:
        raise ValueError(f"{axis} {text!r} is not a number")
    if match["front"] and match["side"]:
        raise ValueError(f"{axis} {text!r} names two sides")
    side = (match["front"] or match["side"]).upper()
    if side and side not in ("NS" if axis == "latitude" else "EW"):
        raise ValueError(f"{axis} {text!r} says {side}: swapped with the other coordinate?")
    if match["sign"] == "-" and side:
        raise ValueError(f"{axis} {text!r} has both a sign and a side")
    written = [match[name] for name in ("deg", "min", "sec") if match[name]]
    if not all(part.isdigit() for part in written[:-1]):
        raise ValueError(f"{axis} {text!r} has a fraction before its last part")
    parts = [*(float(part.replace(",", ".")) for part in written), 0.0, 0.0]
    if parts[1] >= 60 or parts[2] >= 60:
        raise ValueError(f"{axis} {text!r} has 60 or more minutes or seconds")
    number = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -number if match["sign"] == "-" or side in ("S", "W") else number


def has_decimal_comma(value: object) -> bool:
    """Tell whether a coordinate is written with a decimal comma."""
    return isinstance(value, str) and _COMMA.fullmatch(value.strip()) is not None


def whole(value: object) -> int:
    """Read a whole figure: ``12``, ``12.0``, ``1,200``, ``1 200``.

    Raises
    ------
    ValueError
        If it is none, or below zero: data sets write -1 for "not recorded".
    """
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is not a whole number")
    if isinstance(value, str):
        value = ascii_digits(value)
    if isinstance(value, int | float) and math.isfinite(value) and value == int(value):
        number = int(value)
    elif isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        number = int(value.strip().replace(",", ".").partition(".")[0])
    elif isinstance(value, str) and (grouped := _GROUPED.fullmatch(value.strip())):
        number = int(value.strip().replace(grouped[1], ""))
    else:
        raise ValueError(f"{value!r} is not a whole number")
    if number < 0:
        raise ValueError(f"{number} is below zero")
    if number >= 2**63:
        raise ValueError(f"{number} is too large for a count")
    return number


class Bounds(NamedTuple):
    """A figure with what is known of it."""

    low: int | None
    best: int | None
    high: int | None
    loosely: bool = False
    """Whether it is only said about how many."""


def bounds(value: object) -> Bounds:
    """Read a figure or a range: ``5``, ``5–7``, ``at least 5``, ``5+``, ``up to 12``, ``about 20``.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        return Bounds(None, whole(value), None)
    except ValueError:
        if not isinstance(value, str):
            raise
        text = ascii_digits(value.strip())
        if match := _BETWEEN.fullmatch(text):
            low, high = whole(match[1]), whole(match[2])
            if low <= high:
                return Bounds(low, None, high)
        elif match := _AT_LEAST.fullmatch(text):
            return Bounds(whole(match[1] or match[2]), None, None)
        elif match := _AT_MOST.fullmatch(text):
            return Bounds(None, None, whole(match[1]))
        elif match := _ABOUT.fullmatch(text):
            return Bounds(None, whole(match[1] or match[2]), None, loosely=True)
        raise


def metres(value: object) -> float:
    """Read metres of a map grid: ``441500``, ``441 500.5``, ``3,684,800``.

    Raises
    ------
    ValueError
        If it is no number.
    """
    text = re.sub(r"[ \u00a0']|,(?=\d{3}(?:\D|$))", "", str(value).strip())
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{value!r} is not a number of metres")
    return float(text)
