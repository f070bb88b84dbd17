"""KML and KMZ, read by hand: no entities, no links followed, nothing fetched, nothing unpacked."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, NoReturn
from xml.etree import ElementTree

import numpy as np
import shapely

from geomap.errors import InputError
from geomap.formats import archives
from geomap.formats.kml_writer import SCHEMA
from geomap.formats.raw import Raw, fill_columns
from geomap.formats.shapes import event_shape, refuse_outside
from geomap.formats.tabular import build

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.formats.table import ReadOptions, Table

    Element = ElementTree.Element

LARGEST_FILE = 1 << 29
"""Bytes."""
_OWN_ID = re.compile(r"event-(\d{1,12})", re.ASCII)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|tr|li|h\d)>", re.IGNORECASE)
_MARK = re.compile(r"</?[a-zA-Z][^<>]*>")
_GEOMETRIES = (
    "Point",
    "Polygon",
    "MultiGeometry",
    "LineString",
    "LinearRing",
    "Model",
    "Track",
    "MultiTrack",
)
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}


def read(path: Path, options: ReadOptions) -> Table:
    """Read each placemark; one that is wrong is set aside with its number, counted from 1."""
    root = _parse(_data(path), str(path))
    raw = Raw(str(path), [], [], [])
    links = sum(1 for element in root.iter() if element.tag in ("NetworkLink", "GroundOverlay"))
    if links:
        raw.notes.append(f"{raw.name}: {links} links and overlays in it are not followed")
    kinds = _kinds(root)
    own = any(schema.get("id") == SCHEMA for schema in root.iter("Schema"))
    found: list[tuple[int, Any, dict[str, Any]]] = []
    for number, (mark, folder) in enumerate(_placemarks(root), start=1):
        try:
            shape, cells = refuse_outside(_shape(mark)), _cells(mark, kinds)
        except ValueError as error:
            raw.set_aside.append(
                InputError(str(error), path=raw.path, row=number, hint="row is the placemark's number")
            )
            continue
        if not own:
            cells = {**_frame_of(mark), **({"folder": folder} if folder else {}), **cells}
        found.append((number, shape, cells))
    if not found and not raw.set_aside:
        raise InputError("holds no placemarks", path=raw.path, hint="was it exported empty?")
    if own:  # folders have sorted the events; their ids keep the order
        order = {id(mark): _OWN_ID.fullmatch(mark.get("id") or "") for mark, _ in _placemarks(root)}
        places = [match and int(match[1]) for match in order.values()]
        found.sort(key=lambda each: places[each[0] - 1] or each[0])
    raw.rows = [number for number, _, _ in found]
    # Columns keep the order in which the schema, or the first placemarks, name them.
    fill_columns(raw, [cells for _, _, cells in found], first=tuple(kinds) if own else ())
    raw.shapes = np.full(len(found), None, dtype=object)
    raw.shapes[:] = [shape for _, shape, _ in found]
    return build(raw, options)


def _data(path: Path) -> bytes:
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    if packed:
        inside = [name for name in archives.names(path) if name.lower().endswith(".kml")]
        main = next((name for name in inside if name.lower() == "doc.kml"), None) or next(iter(inside), None)
        if main is None:
            raise InputError("holds no KML file", path=str(path), hint="is it a KMZ?")
        return archives.member(path, main)
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise InputError(
            f"has {size:,} bytes, more than the {LARGEST_FILE:,} that are read as KML",
            path=str(path),
            hint="split it, or use .gpkg",
        )
    return path.read_bytes()


class _Refusing(ElementTree.TreeBuilder):
    """Builds the tree; a document type, in which entities are made, is refused."""

    def doctype(self, *declared: str | None) -> NoReturn:
        del declared
        raise ValueError("declares a document type, in which entities could open other files")


def _parse(data: bytes, where: str) -> Element:
    parser = ElementTree.XMLParser(target=_Refusing())  # noqa: S314 - document types are refused
    try:
        parser.feed(data)
        root = parser.close()
    except ElementTree.ParseError as error:
        row, _ = error.position
        raise InputError(
            f"is no well-formed XML ({str(error).partition(':')[0]})",
            path=where,
            row=row,
            hint="was it cut off? export it again",
        ) from None
    except (ValueError, LookupError) as error:
        raise InputError(str(error), path=where, hint="take the declaration out, if you trust it") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    if root.tag != "kml":
        raise InputError(
            f"is XML, but no KML (its root is {root.tag!r})", path=where, hint="export it as KML"
        )
    return root


def _kinds(root: Element) -> dict[str, str]:
    return {
        field.get("name") or "": field.get("type") or "string"
        for schema in root.iter("Schema")
        for field in schema.iter("SimpleField")
    }


def _placemarks(root: Element) -> list[tuple[Element, str | None]]:
    """List placemarks in document order, each with the name of its folder."""
    found: list[tuple[Element, str | None]] = []
    open_ones: list[tuple[Element, str | None]] = [(root, None)]
    while open_ones:
        element, folder = open_ones.pop()
        if element.tag == "Placemark":
            found.append((element, folder))
            continue
        if element.tag == "Folder":
            folder = _text(element, "name") or folder
        open_ones += [(child, folder) for child in reversed(element)]
    return found


def _frame_of(mark: Element) -> dict[str, Any]:
    """Give what a placemark of somebody else's says in KML's own elements."""
    told = {
        "name": _text(mark, "name"),
        "description": _plain(_text(mark, "description")),
        "time_start": _text(mark, "TimeSpan/begin") or _text(mark, "TimeStamp/when"),
        "time_end": _text(mark, "TimeSpan/end"),
    }
    return {key: value for key, value in told.items() if value}


def _plain(text: str | None) -> str | None:
    """Give a description without the marks of HTML, in which Google Earth and My Maps write it."""
    if text is None or not _MARK.search(text):
        return text
    broken = _BREAK.sub("\n", text)
    lines = (" ".join(line.split()) for line in html.unescape(_MARK.sub(" ", broken)).splitlines())
    return "\n".join(line for line in lines if line) or None


def _cells(mark: Element, kinds: dict[str, str]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for told in mark.iterfind("ExtendedData"):
        for data in told.iter():
            if data.tag == "SimpleData":
                name = data.get("name") or ""
                cells[name] = _typed(data.text or "", kinds.get(name, "string"))
            elif data.tag == "Data":
                cells[data.get("name") or ""] = _text(data, "value")
    return cells


def _typed(text: str, kind: str) -> Any:  # noqa: ANN401 - a plain value
    if kind == "string":
        return text
    try:
        if kind in ("int", "uint", "short", "ushort"):
            return int(text)
        if kind in ("double", "float"):
            return float(text)
    except ValueError:
        return text
    return _TRUTHS.get(text.strip().lower(), text) if kind == "bool" else text


def _text(element: Element, path: str) -> str | None:
    found = element.find(path)
    return found.text.strip() if found is not None and found.text else None


def _shape(mark: Element) -> Any:  # noqa: ANN401 - a shapely geometry or None
    held = [child for child in mark if child.tag in _GEOMETRIES]
    return event_shape(_geometry(held[0])) if held else None


def _geometry(element: Element) -> Any:  # noqa: ANN401 - a shapely geometry
    if element.tag == "Point":
        positions = _positions(element)
        if len(positions) != 1:
            raise ValueError(f"a point has {len(positions)} positions")
        return shapely.Point(positions[0])
    if element.tag == "Polygon":
        outer = [_ring(ring) for ring in element.iterfind("outerBoundaryIs/LinearRing")]
        if len(outer) != 1:
            raise ValueError(f"a polygon has {len(outer)} outer rings")
        return shapely.Polygon(
            outer[0], [_ring(ring) for ring in element.iterfind("innerBoundaryIs/LinearRing")]
        )
    if element.tag == "MultiGeometry":
        parts = [child for child in element if child.tag in _GEOMETRIES]
        if len(parts) == 1 and parts[0].tag != "MultiGeometry":
            return _geometry(parts[0])
        if parts and all(part.tag == "Polygon" for part in parts):
            return shapely.MultiPolygon([_geometry(part) for part in parts])
        raise ValueError("its MultiGeometry is no set of polygons")
    raise ValueError(f"its geometry is a {element.tag}, neither a point nor an area")


def _ring(element: Element) -> list[tuple[float, float]]:
    positions = _positions(element)
    if len(positions) < 4 or positions[0] != positions[-1]:
        raise ValueError("a ring is not closed, or has fewer than four positions")
    return positions


def _positions(element: Element) -> list[tuple[float, float]]:
    positions = []
    for words in (_text(element, "coordinates") or "").split():
        parts = words.split(",")
        try:
            positions.append((float(parts[0]), float(parts[1])))
        except (ValueError, IndexError):
            raise ValueError(f"a position is not longitude,latitude: {words[:40]!r}") from None
    return positions
