"""FlatGeobuf, read by hand: GDAL chooses a driver by content, and others of its drivers open files.

A file is a mark, a header, perhaps an index, and features, all FlatBuffers: tables whose fields
are found through a list of offsets. Each offset is checked against the size of the file.
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

from geomap.errors import InputError
from geomap.formats.raw import Raw
from geomap.formats.shapes import event_shape, refuse_outside, to_wgs84
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

LARGEST_FILE = 4 << 30
"""Bytes."""
MOST_COLUMNS = 10_000
_NUMBERS = {
    0: "<b",
    1: "<B",
    2: "<?",
    3: "<h",
    4: "<H",
    5: "<i",
    6: "<I",
    7: "<q",
    8: "<Q",
    9: "<f",
    10: "<d",
}
_TEXT, _JSON, _TIME, _BINARY = 11, 12, 13, 14
_POINT, _POLYGON, _MULTIPOLYGON = 1, 3, 6
_NODE_BYTES = 40


class _Table:
    """One FlatBuffers table inside `data`."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at
        self.fields = at - _number(data, "<i", at)
        self.size = _number(data, "<H", self.fields)

    @classmethod
    def root(cls, data: bytes, start: int) -> _Table:
        return cls(data, start + _number(data, "<I", start))

    def where(self, field: int) -> int | None:
        slot = 4 + 2 * field
        offset = _number(self.data, "<H", self.fields + slot) if slot < self.size else 0
        return self.at + offset if offset else None

    def number(self, field: int, form: str, default: int = 0) -> Any:  # noqa: ANN401 - a number
        at = self.where(field)
        return default if at is None else _number(self.data, form, at)

    def vector(self, field: int) -> tuple[int, int]:
        """Give where a vector's items begin, and how many there are."""
        at = self.where(field)
        if at is None:
            return 0, 0
        start = at + _number(self.data, "<I", at)
        return start + 4, _number(self.data, "<I", start)

    def content(self, field: int, width: int) -> bytes:
        start, count = self.vector(field)
        if start + count * width > len(self.data):
            raise ValueError("is cut off")
        return self.data[start : start + count * width]

    def tables(self, field: int) -> list[_Table]:
        start, count = self.vector(field)
        if count > MOST_COLUMNS or start + 4 * count > len(self.data):
            raise ValueError("is damaged")
        spots = (start + 4 * place for place in range(count))
        return [_Table(self.data, spot + _number(self.data, "<I", spot)) for spot in spots]

    def text(self, field: int) -> str | None:
        return None if self.where(field) is None else self.content(field, 1).decode("utf-8", "replace")


def read(path: Path, options: ReadOptions) -> Table:
    """Read all features; one whose geometry is wrong is set aside with its number."""
    where = str(path)
    if path.stat().st_size > LARGEST_FILE:
        raise InputError(f"is larger than {LARGEST_FILE:,} bytes", path=where, hint="split it, or use .gpkg")
    data = path.read_bytes()
    raw = Raw(where, [], [], [])
    header = _guarded(_header, data, where)
    names = [name for name, _ in header.columns]
    raw.timed = frozenset(name for name, kind in header.columns if kind == _TIME)
    numbers: list[int] = []
    shapes: list[Any] = []
    cells: list[dict[int, Any]] = []
    for number, (shape, told) in enumerate(records(data, where), start=1):
        if isinstance(shape, ValueError):
            raw.set_aside.append(
                InputError(str(shape), path=where, row=number, hint="row is the feature's number")
            )
            continue
        numbers.append(number)
        shapes.append(shape)
        cells.append(told)
    if not numbers and not raw.set_aside:
        raise InputError("holds no features", path=where, hint="was it exported empty?")
    if header.system is not None:
        shapes = to_wgs84(shapes, header.system, where)
    for place in reversed(range(len(shapes))):
        try:
            refuse_outside(shapes[place])
        except ValueError as error:
            raw.set_aside.append(
                InputError(str(error), path=where, row=numbers[place], hint="mend the geometry")
            )
            del shapes[place], numbers[place], cells[place]
    raw.rows, raw.header = numbers, names
    raw.columns = [np.full(len(cells), None, dtype=object) for _ in names]
    for position, told in enumerate(cells):
        for place, value in told.items():
            raw.columns[place][position] = value
    raw.shapes = np.full(len(shapes), None, dtype=object)
    raw.shapes[:] = shapes
    return build(raw, options)


def records(data: bytes, where: str) -> Iterator[tuple[Any, dict[int, Any]]]:
    """Give each feature's geometry (or what is wrong with it) and its cells by column number.

    Raises
    ------
    InputError
        If the file is cut off or damaged.
    """
    header = _guarded(_header, data, where)
    at = header.features
    seen = 0
    while at < len(data):
        try:
            size = _number(data, "<I", at)
            if at + 4 + size > len(data):
                raise ValueError("is cut off")
            feature = _Table.root(data[at + 4 : at + 4 + size], 0)
            told = _cells(feature, header.columns)
        except (ValueError, struct.error, IndexError, UnicodeDecodeError):
            raise InputError(
                f"is cut off or damaged after feature {seen}", path=where, hint="export it again"
            ) from None
        at += 4 + size
        seen += 1
        try:
            yield _shape(feature, header.kind), told
        except (ValueError, struct.error, shapely.errors.GEOSException) as error:
            yield error if type(error) is ValueError else ValueError("its geometry is damaged"), told
    if header.count and seen != header.count:
        raise InputError(
            f"holds {seen} features and should hold {header.count}", path=where, hint="was it cut off?"
        )


class _Header:
    """What the header says."""

    def __init__(self, data: bytes) -> None:
        size = _number(data, "<I", 8)
        table = _Table.root(data[: 12 + size], 12)
        self.kind = table.number(2, "<B")
        columns = table.tables(7)
        self.columns = [(column.text(0) or "", column.number(1, "<B")) for column in columns]
        self.count = table.number(8, "<Q")
        node = table.number(9, "<H", 16)
        self.features = 12 + size + _index_bytes(self.count, node)
        self.system: Any = None
        crs = table.where(10)
        if crs is not None:
            system = _Table(table.data, crs + _number(table.data, "<I", crs))
            code = system.number(1, "<i")
            self.system = code or system.text(4)


def _header(data: bytes) -> _Header:
    return _Header(data)


def _guarded(step: Any, data: bytes, where: str) -> Any:  # noqa: ANN401 - what the step gives
    try:
        return step(data)
    except (ValueError, struct.error, IndexError):
        raise InputError(
            "is no readable FlatGeobuf", path=where, hint="was it cut off? export it again"
        ) from None


def _index_bytes(count: int, node: int) -> int:
    if not node or not count:
        return 0
    if node < 2 or count > 1 << 40:
        raise ValueError("is damaged")
    total, level = count, count
    while level > 1:
        level = math.ceil(level / node)
        total += level
    return total * _NODE_BYTES


def _cells(feature: _Table, columns: list[tuple[str, int]]) -> dict[int, Any]:
    own = feature.tables(2)
    if own:
        columns = [(column.text(0) or "", column.number(1, "<B")) for column in own]
    data = feature.content(1, 1)
    cells: dict[int, Any] = {}
    at = 0
    while at < len(data):
        place = _number(data, "<H", at)
        kind = columns[place][1]
        at += 2
        if kind in _NUMBERS:
            cells[place] = _number(data, _NUMBERS[kind], at)
            at += struct.calcsize(_NUMBERS[kind])
            continue
        size = _number(data, "<I", at)
        content = data[at + 4 : at + 4 + size]
        if len(content) != size:
            raise ValueError("is cut off")
        at += 4 + size
        if kind != _BINARY:
            cells[place] = _said(content.decode("utf-8", "replace"), kind)
    return cells


def _said(text: str, kind: int) -> Any:  # noqa: ANN401 - what JSON holds
    if kind == _JSON:
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            return text
    return text


def _shape(feature: _Table, kind: int) -> Any:  # noqa: ANN401 - a shapely geometry or None
    at = feature.where(0)
    if at is None:
        return None
    return event_shape(_geometry(_Table(feature.data, at + _number(feature.data, "<I", at)), kind))


def _geometry(table: _Table, kind: int) -> Any:  # noqa: ANN401 - a shapely geometry
    kind = table.number(6, "<B") or kind
    if kind == _MULTIPOLYGON:
        return shapely.MultiPolygon([_geometry(part, _POLYGON) for part in table.tables(7)])
    positions = np.frombuffer(table.content(1, 8), dtype="<f8")
    if len(positions) % 2:
        raise ValueError("its geometry is damaged")
    positions = positions.reshape(-1, 2)
    if kind == _POINT:
        return shapely.Point(positions[0]) if len(positions) else None
    if kind == _POLYGON:
        ends = np.frombuffer(table.content(0, 4), dtype="<u4").tolist() or [len(positions)]
        rings = [positions[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        if any(len(ring) < 4 for ring in rings):
            raise ValueError("a ring has fewer than four positions")
        return shapely.Polygon(rings[0], rings[1:])
    raise ValueError("its geometry is neither a point nor an area")


def _number(data: bytes, form: str, at: int) -> Any:  # noqa: ANN401 - a number
    if at < 0:
        raise ValueError("is damaged")
    return struct.unpack_from(form, data, at)[0]
