"""The one data block of a page: a small eager core, and everything else in pieces decoded when needed.

Layout: four bytes (little-endian) with the length of the index; the index, deflated JSON; then the
sections one after another, each deflated. ``sections`` in the index gives each one's offset (counted
from the end of the index) and length. ``web/src/payload.js`` reads the same.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NO_COORDINATE = -(2**31)
"""Stands for the latitude and longitude of an event without a place."""

CHUNK_ROWS = 256
"""Rows a piece of text: what one click decodes."""

_OUTLINE_GRID = 1e-5  # degrees; about a metre
# The text is most of a large map; level 5 is within 2 % of the best and three times as fast.
_LEVEL = 5


class Payload:
    """Gathers sections, then gives the block as bytes."""

    def __init__(self) -> None:
        self._body: list[bytes] = []
        self._length = 0
        self._sections: dict[str, list[int]] = {}

    def add(self, name: str, raw: bytes) -> None:
        """Append a section; names are the page's."""
        packed = zlib.compress(raw, _LEVEL)
        self._sections[name] = [self._length, len(packed)]
        self._body.append(packed)
        self._length += len(packed)

    def finish(self, index: dict[str, Any]) -> bytes:
        """Close the block with `index`, to which the sections' places are added."""
        head = zlib.compress(to_json({**index, "sections": self._sections}), 9)
        return b"".join([len(head).to_bytes(4, "little"), head, *self._body])


def to_json(value: Any) -> bytes:  # noqa: ANN401 - anything JSON has
    """Write strict JSON, lone surrogates (which UTF-8 cannot hold) as escapes."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


def pack_arrays(arrays: Sequence[tuple[str, NDArray[Any]]]) -> tuple[bytes, list[list[Any]]]:
    """Join arrays byte plane by byte plane, which deflates far better, and describe them.

    The description of each is its name, its type (``"i4"``, ``"u2"``, ...) and its length.
    """
    parts, described = [], []
    for name, array in arrays:
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        size = little.dtype.itemsize
        parts.append(np.ascontiguousarray(little.view(np.uint8).reshape(-1, size).T).tobytes())
        described.append([name, type_of(array), len(little)])
    return b"".join(parts), described


def type_of(array: NDArray[Any]) -> str:
    """Name an array's type as the page knows it, e.g. ``"u2"``."""
    return f"{array.dtype.kind}{array.dtype.itemsize}"


def coordinate_steps(*degrees: NDArray[np.float64]) -> tuple[float, list[NDArray[np.int32]]]:
    """Write coordinates as whole steps of the coarsest of 1e-4 ... 1e-7 degrees that keeps them all.

    Seven decimals (a centimetre) are the most that GeoJSON recommends.
    """
    known = np.concatenate([values[np.isfinite(values)] for values in degrees])
    for digits in (4, 5, 6, 7):
        # Rounded to seven decimals first: a float is never exactly a decimal.
        if digits == 7 or np.array_equal(np.round(known, digits), np.round(known, 7)):
            break
    scale = 10.0**digits
    steps = []
    for values in degrees:
        gone = ~np.isfinite(values)
        whole = np.round(np.where(gone, 0.0, values) * scale).astype(np.int32)
        whole[gone] = NO_COORDINATE
        steps.append(whole)
    return 1.0 / scale, steps


def narrow(codes: NDArray[Any]) -> NDArray[Any]:
    """Take the smallest unsigned type that holds all of `codes`."""
    top = int(codes.max()) if len(codes) else 0
    return codes.astype(np.uint8 if top < 2**8 else np.uint16 if top < 2**16 else np.uint32)


def outlines(shapes: Sequence[shapely.Geometry]) -> tuple[bytes, list[list[Any]]]:
    """Write shapes as differences of steps of 1e-5 degrees.

    Returns
    -------
    tuple
        The 32-bit integers of all parts (longitude, latitude, in turn), and for each shape a list of
        parts: ``[form, points]``, the form being 0 for a line, 1 for a ring, 2 for a hole in the ring
        before it.
    """
    numbers: list[NDArray[np.int32]] = []
    described: list[list[Any]] = []
    for shape in shapes:
        parts = []
        for form, line in _lines(shape):
            steps = np.round(shapely.get_coordinates(line) / _OUTLINE_GRID).astype(np.int32)
            moved = np.concatenate([[True], np.any(np.diff(steps, axis=0) != 0, axis=1)])
            steps = steps[moved]
            numbers.append(np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int32)).ravel())
            parts.append([form, len(steps)])
        described.append(parts)
    joined = np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int32)
    return pack_arrays([("outlines", joined)])[0], described


def _lines(shape: shapely.Geometry) -> list[tuple[int, shapely.Geometry]]:
    found: list[tuple[int, shapely.Geometry]] = []
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            found.append((1, part.exterior))
            found.extend((2, hole) for hole in part.interiors)
        elif isinstance(part, shapely.LineString):
            found.append((int(isinstance(part, shapely.LinearRing)), part))
        elif shapely.get_num_geometries(part) > 1:
            found.extend(_lines(part))
    return found


def text_chunks(columns: dict[str, list[Any]], rows: int) -> list[bytes]:
    """Cut the columns into pieces of `CHUNK_ROWS` rows, each JSON by column, gaps left out."""
    chunks = []
    for start in range(0, rows, CHUNK_ROWS):
        piece = {name: values[start : start + CHUNK_ROWS] for name, values in columns.items()}
        chunks.append(to_json({k: v for k, v in piece.items() if any(x is not None for x in v)}))
    return chunks
