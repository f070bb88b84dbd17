"""Shapefile, read by hand: the .shp named, the .dbf, .prj and .cpg of its name, or one archive."""

from __future__ import annotations

import csv
import itertools
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geomap.errors import InputError
from geomap.formats import archives
from geomap.formats.geojson_writer import right_handed
from geomap.formats.peek import decode
from geomap.formats.raw import Raw
from geomap.formats.shapefile_writer import FIELDS_FILE, ORDER
from geomap.formats.shapes import event_shape, refuse_outside, to_wgs84
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

LARGEST_FILE = 2 << 30
"""Bytes, which is also the most that the format allows."""
_NULL, _POINTS, _POLYGONS = 0, (1, 11, 21), (5, 15, 25)
_CODE_PAGES = {0x03: "windows-1252", 0x57: "windows-1252", 0xC9: "windows-1251", 0x7E: "windows-1256"}


@dataclass(frozen=True, slots=True)
class _Layer:
    """The files of one Shapefile."""

    name: str
    dbf: bytes
    shp: bytes | None = None
    prj: str | None = None
    cpg: str | None = None


def read(path: Path, options: ReadOptions) -> Table:
    """Read every layer; a row whose geometry is wrong is set aside with its number."""
    raw = Raw(str(path), [], [], [])
    layers, names = _layers(path)
    found: list[tuple[int, Any, dict[str, Any]]] = []
    for layer in layers:
        try:
            found += _records(layer, names, options, raw, len(found) + len(raw.set_aside))
        except (struct.error, IndexError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                f"its layer {layer.name} is cut off or damaged", path=raw.path, hint="export it again"
            ) from None
    if not found and not raw.set_aside:
        raise InputError("holds no rows", path=raw.path, hint="was it exported empty?")
    if all(ORDER in cells for _, _, cells in found):
        found.sort(key=lambda each: each[2][ORDER])
        for _, _, cells in found:
            del cells[ORDER]
    raw.rows = [number for number, _, _ in found]
    raw.header = list(dict.fromkeys(key for _, _, cells in found for key in cells))
    raw.columns = [np.full(len(found), None, dtype=object) for _ in raw.header]
    for column, name in zip(raw.columns, raw.header, strict=True):
        for position, (_, _, cells) in enumerate(found):
            column[position] = cells.get(name)
    raw.shapes = np.full(len(found), None, dtype=object)
    raw.shapes[:] = [shape for _, shape, _ in found]
    return build(raw, options)


def count_rows(path: Path) -> int:
    """Count the rows of every layer of an archive, each of which must be whole."""
    layers, _ = _layers(path)
    return sum(sum(1 for _ in _cells(layer.dbf, "utf-8")) for layer in layers)


def _layers(path: Path) -> tuple[list[_Layer], dict[str, str]]:
    """Give the layers, and full names of fields where an archive of ours gives them."""
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    if not packed:
        return [_beside(path)], {}
    inside = {name.lower(): name for name in archives.names(path)}

    def content(name: str) -> bytes | None:
        return archives.member(path, inside[name]) if name in inside else None

    layers = []
    for name in inside:
        if not name.endswith(".dbf"):
            continue
        stem = name[: -len(".dbf")]
        prj, cpg = content(f"{stem}.prj"), content(f"{stem}.cpg")
        layers.append(
            _Layer(
                stem.rpartition("/")[2],
                content(name) or b"",
                content(f"{stem}.shp"),
                prj.decode("utf-8", "replace") if prj else None,
                cpg.decode("ascii", "replace") if cpg else None,
            )
        )
    if not layers:
        raise InputError(
            "holds no .dbf beside its .shp", path=str(path), hint="pack all files of the Shapefile"
        )
    table = content(FIELDS_FILE)
    rows = list(csv.reader(table.decode("utf-8", "replace").splitlines())) if table else []
    return layers, {row[0]: row[1] for row in rows[1:] if len(row) == 2}


def _beside(path: Path) -> _Layer:
    def content(suffix: str) -> bytes | None:
        for spelled in (suffix, suffix.upper()):
            other = path.with_suffix(spelled)
            if other.is_file():
                if other.stat().st_size > LARGEST_FILE:
                    raise InputError(
                        f"is larger than {LARGEST_FILE:,} bytes", path=str(other), hint="split it"
                    )
                return other.read_bytes()
        return None

    dbf = content(".dbf")
    if dbf is None:
        hint = "a Shapefile is several files: keep .shp, .dbf, .prj and .cpg together"
        raise InputError("has no .dbf beside it", path=str(path), hint=hint)
    prj, cpg = content(".prj"), content(".cpg")
    return _Layer(
        path.stem,
        dbf,
        path.read_bytes(),
        prj.decode("utf-8", "replace") if prj else None,
        cpg.decode("ascii", "replace") if cpg else None,
    )


def _records(
    layer: _Layer, names: dict[str, str], options: ReadOptions, raw: Raw, before: int
) -> list[tuple[int, Any, dict[str, Any]]]:
    encoding = _encoding(layer, options, raw)
    cells = list(_cells(layer.dbf, encoding))
    shapes: list[Any] = list(_shapes(layer.shp)) if layer.shp is not None else [None] * len(cells)
    if len(shapes) != len(cells):
        raise ValueError("is cut off")
    placed = [shape if not isinstance(shape, ValueError) else None for shape in shapes]
    if layer.prj:
        placed = to_wgs84(placed, layer.prj, raw.path)
    elif any(shape is not None for shape in placed):
        raw.notes.append(f"{raw.name}: {layer.name} names no coordinate system; read as WGS 84 degrees")
    found = []
    for number, (shape, turned, told) in enumerate(zip(shapes, placed, cells, strict=True), start=before + 1):
        try:
            if isinstance(shape, ValueError):
                raise shape
            refuse_outside(turned)
        except ValueError as error:
            raw.set_aside.append(
                InputError(f"{error} (layer {layer.name})", path=raw.path, row=number, hint="mend it in QGIS")
            )
            continue
        if told is not None:
            found.append((number, turned, {names.get(key, key): value for key, value in told.items()}))
    return found


def _encoding(layer: _Layer, options: ReadOptions, raw: Raw) -> str:
    named = options.encoding or (layer.cpg or "").strip().lower() or _CODE_PAGES.get(layer.dbf[29])
    named = {"1252": "windows-1252", "1256": "windows-1256", "65001": "utf-8"}.get(named or "", named)
    _, note = decode(layer.dbf[struct.unpack_from("<H", layer.dbf, 8)[0] :], raw.path, named or None)
    if note:
        raw.notes.append(f"{raw.name}: {note}")
    return named or ("windows-1252" if note else "utf-8")


def _cells(dbf: bytes, encoding: str) -> Iterator[dict[str, Any] | None]:
    """Give the cells of each row of a DBF table; None for one that is marked as deleted."""
    count, head, width = struct.unpack_from("<IHH", dbf, 4)
    fields = []
    at = 32
    start = 1
    while dbf[at] != 0x0D:
        name = dbf[at : at + 11].split(b"\0", 1)[0].decode("latin-1")
        kind, size = chr(dbf[at + 11]), dbf[at + 16]
        fields.append((name, kind, start, start + size))
        start += size
        at += 32
    if head + count * width > len(dbf) or start != width:
        raise ValueError("is cut off")
    for row in range(count):
        data = dbf[head + row * width : head + (row + 1) * width]
        if data[:1] == b"*":
            yield None
            continue
        yield {name: _cell(data[begin:end], kind, encoding) for name, kind, begin, end in fields}


def _cell(data: bytes, kind: str, encoding: str) -> Any:  # noqa: ANN401 - a plain value
    if kind == "C":
        return data.decode(encoding, "replace").rstrip(" \0") or None
    text = data.decode("ascii", "replace").strip(" \0")
    if not text or set(text) <= {"*"}:
        return None
    if kind in "NF":
        try:
            return int(text) if kind == "N" and "." not in text and "e" not in text.lower() else float(text)
        except ValueError:
            return text
    if kind == "L":
        return {"T": True, "Y": True, "F": False, "N": False}.get(text.upper())
    if kind == "D" and len(text) == 8:
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text


def _shapes(shp: bytes) -> Iterator[Any]:
    """Give each record's geometry, or what is wrong with it."""
    if struct.unpack_from(">i", shp, 0)[0] != 9994:
        raise ValueError("is no Shapefile")
    at = 100
    while at + 12 <= len(shp):
        size = 2 * struct.unpack_from(">i", shp, at + 4)[0]
        body = shp[at + 8 : at + 8 + size]
        if size < 4 or len(body) != size:
            raise ValueError("is cut off")
        at += 8 + size
        try:
            yield event_shape(_shape(body))
        except (ValueError, struct.error, shapely.errors.GEOSException) as error:
            yield error if type(error) is ValueError else ValueError("its geometry is damaged")


def _shape(body: bytes) -> Any:  # noqa: ANN401 - a shapely geometry or None
    kind = struct.unpack_from("<i", body, 0)[0]
    if kind == _NULL:
        return None
    if kind in _POINTS:
        return shapely.Point(struct.unpack_from("<2d", body, 4))
    if kind not in _POLYGONS:
        raise ValueError("its geometry is neither a point nor an area")
    parts, count = struct.unpack_from("<2i", body, 36)
    if not 0 < parts <= len(body) or not 0 < count <= len(body):
        raise ValueError("its geometry is damaged")
    starts = [*struct.unpack_from(f"<{parts}i", body, 44), count]
    positions = np.frombuffer(body, dtype="<f8", count=2 * count, offset=44 + 4 * parts).reshape(-1, 2)
    rings = [positions[start:end] for start, end in itertools.pairwise(starts)]
    if any(len(ring) < 4 for ring in rings):
        raise ValueError("a ring has fewer than four positions")
    return _area(rings)


def _area(rings: list[Any]) -> Any:  # noqa: ANN401 - a shapely geometry
    """Put rings together: clockwise ones are outlines, the others are holes of the outline around them."""
    outlines: list[Any] = []
    holes: list[Any] = []
    for ring in rings:
        line = shapely.LinearRing(ring)
        (holes if line.is_ccw and len(rings) > 1 else outlines).append(line)
    if not outlines:
        outlines, holes = holes, []
    inside: list[list[Any]] = [[] for _ in outlines]
    areas = [shapely.Polygon(line) for line in outlines]
    for hole in holes:
        point = shapely.Point(hole.coords[0])
        owner = next((place for place, area in enumerate(areas) if area.covers(point)), None)
        if owner is None:
            raise ValueError("a hole lies outside of its polygon")
        inside[owner].append(hole)
    whole = [shapely.Polygon(line, own) for line, own in zip(outlines, inside, strict=True)]
    return right_handed(whole[0] if len(whole) == 1 else shapely.MultiPolygon(whole))
