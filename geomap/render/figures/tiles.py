"""Reads the prepared basemap's tiles; ``web/basemap/encode.mjs`` writes them, the page reads the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.render import bundle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Line = NDArray[np.float64]

SHAPES = ("land", "lake", "coast", "border", "admin1", "river")
"""The order in which a tile holds its shapes."""

COUNTRY, PROVINCE = 0, 1


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the ground."""

    kind: int
    rank: int
    """0 for the largest, one more for each halving of the width."""
    lon: float
    lat: float
    text: str
    code: str = ""
    """A country's, ISO 3166-1."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Lines and rings in degrees, rows of longitude and latitude."""

    shapes: dict[str, list[Line]] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)


def size(level: str) -> float:
    """Give the width of a level's tiles in degrees."""
    return float(_levels()[level]["size"])


@cache
def tile(level: str, column: int, row: int) -> Tile:
    """Read one tile; open sea has none and is empty."""
    described = _levels()[level]
    offset, length = described["tiles"].get(f"{column},{row}", (0, 0))
    if not length:
        return Tile()
    return _decode(bundle.read("basemap.bin")[offset : offset + length], float(described["grid"]))


def country_names() -> Iterable[Name]:
    """Give the names of all countries."""
    return tile("world", 0, 0).names


@cache
def _levels() -> dict[str, dict[str, Any]]:
    levels: dict[str, dict[str, Any]] = json.loads(bundle.text("basemap.json"))
    return levels


def _decode(blob: bytes, grid: float) -> Tile:
    raw = np.frombuffer(blob, dtype=np.uint8)
    ends = np.flatnonzero(raw < 128)
    starts = np.concatenate([[0], ends[:-1] + 1])
    values = np.zeros(len(ends), dtype=np.int64)
    # All numbers at once; what stands in the bytes of a name is read as a number too, and not used.
    for place in range(5):
        at = starts + place
        more = at <= ends
        values[more] |= (raw[at[more]].astype(np.int64) & 127) << (7 * place)
    made = Tile()
    here = np.zeros(2, dtype=np.int64)
    cursor = 0
    for shape in SHAPES:
        count, cursor = int(values[cursor]), cursor + 1
        lines = made.shapes[shape] = []
        for _ in range(count):
            points, cursor = int(values[cursor]), cursor + 1
            steps = _signed(values[cursor : cursor + 2 * points]).reshape(-1, 2)
            cursor += 2 * points
            line = here + np.cumsum(steps, axis=0)
            here = line[-1]
            lines.append(np.asarray(line * grid, dtype=np.float64))
    _decode_names(blob, int(starts[cursor]), grid, (int(here[0]), int(here[1])), made.names)
    return made


def _signed(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(values % 2, -(values + 1) // 2, values // 2)


def _decode_names(blob: bytes, at: int, grid: float, here: tuple[int, int], into: list[Name]) -> None:
    def unsigned() -> int:
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = blob[at]
            at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    def signed() -> int:
        value = unsigned()
        return -(value + 1) // 2 if value % 2 else value // 2

    x, y = here
    for _ in range(unsigned()):
        kind, rank = unsigned(), unsigned()
        x, y = x + signed(), y + signed()
        length = unsigned()
        # A country's code stands before its name.
        code, _, text = blob[at : at + length].decode("utf-8").rpartition("\t")
        into.append(Name(kind, rank, x * grid, y * grid, text, code))
        at += length
