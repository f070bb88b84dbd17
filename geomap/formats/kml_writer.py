"""KML 2.2, by hand: times, colours, folders and balloons for Google Earth, and all columns.

A folder an event type, and one for events without a place. ``TimeSpan`` drives the time slider;
``ExtendedData`` holds every column by the file's ``Schema``, in the frame's words. Balloons are
text: markup in data shows as it was written, and ``$[...]`` in data is filled in by nobody.
No icon is fetched from anywhere.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import shapely

from geomap.errors import SaveError
from geomap.formats.fields import Attribute, attributes, untyped
from geomap.formats.geojson_writer import right_handed
from geomap.formats.looks import COLUMN, GREY, looks
from geomap.formats.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

    from geomap.formats.table import WriteOptions

SCHEMA = "geomap"
"""Id of the schema, by which the reader knows its own files."""
UNPLACED = "Not placed"
UNSTATED = "Not stated"
_LARGEST = 2**31
"""KML's whole numbers have 31 bits and a sign; GDAL makes 2147483647 of larger ones."""
_KINDS = {"whole": "int", "number": "double", "truth": "bool"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SHOWN = (
    "event_type",
    "weapon",
    "weapon_count",
    "actor",
    "claimed_by",
    "attributed_to",
    "denied_by",
    "target",
    "killed_best",
    "wounded_best",
    "damage",
    "place_text",
    "precision",
    "radius_m",
    "reason",
)


def write(frame: gpd.GeoDataFrame, path: Path, options: WriteOptions) -> list[str]:  # noqa: ARG001 - as all writers
    """Write a conformed frame; gives what could not be kept."""
    text, notes = document(frame)
    data = text.encode()
    path.write_bytes(data)
    if path.read_bytes() != data:
        raise SaveError(f"{path.name}: does not read back as it was written; is the disk full or failing?")
    return notes


def document(frame: gpd.GeoDataFrame) -> tuple[str, list[str]]:
    """Make the text of a KML file, and a list of what could not be kept."""
    text = _Text()
    columns = [_fitted(each, text.plain) for each in attributes(frame, text.plain)]
    shapes = shapely.force_2d(np.array(frame.geometry.array, dtype=object))
    colours = looks(frame)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n',
        "<Document>\n<name>Events</name>\n",
        *(_style(place, colour) for place, colour in enumerate([GREY, *colours.values()])),
        f'<Schema name="event" id="{SCHEMA}">\n',
        *(
            f'<SimpleField type="{_KINDS.get(each.kind, "string")}" name="{text.attribute(each.name)}"/>\n'
            for each in columns
        ),
        "</Schema>\n",
    ]
    tags = [f'<SimpleData name="{text.attribute(each.name)}">' for each in columns]
    sources = frame["sources"].tolist()
    styles = {name: place for place, name in enumerate(colours, start=1)}
    for folder, rows in _folders(frame, shapes, colours).items():
        parts.append(f"<Folder>\n<name>{text.content(folder)}</name>\n")
        parts += [_placemark(row, columns, tags, sources[row], shapes[row], styles, text) for row in rows]
        parts.append("</Folder>\n")
    parts.append("</Document>\n</kml>\n")
    made = "".join(parts)
    expat.ParserCreate().Parse(made, True)  # is it well-formed?
    lines = int((shapely.get_dimensions(shapes) == 1).sum())
    lost = [f"{lines} geometries that are neither points nor areas"] if lines else []
    return made, [*text.plain.notes, *text.notes, *untyped(columns, ("json", "time")), *lost]


class _Text:
    """Escapes for XML; what XML cannot hold is replaced, and counted."""

    def __init__(self) -> None:
        self.plain = Plain()
        self._replaced = 0

    @property
    def notes(self) -> list[str]:
        count = self._replaced
        return [f"{count} text{'s' * (count != 1)} with characters that XML cannot hold, replaced"] * bool(
            count
        )

    def content(self, text: str) -> str:
        if not _SPECIAL.search(text):
            return text
        clean = _FORBIDDEN.sub("\ufffd", text)
        self._replaced += clean != text
        return escape(clean, {"\r": "&#13;"})

    def attribute(self, text: str) -> str:
        return self.content(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _fitted(each: Attribute, plain: Plain) -> Attribute:
    """Give a column of whole numbers that KML cannot hold as one of texts."""
    if each.kind != "whole" or all(value is None or abs(value) < _LARGEST for value in each.values):
        return each
    return Attribute(each.name, "text", plain.texts(each.values, each.name))


def _style(place: int, colour: str) -> str:
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    turned = f"{blue}{green}{red}"  # KML writes alpha, blue, green, red
    return (
        f'<Style id="look-{place}"><IconStyle><color>ff{turned}</color></IconStyle>'
        f"<LineStyle><color>ff{turned}</color><width>2</width></LineStyle>"
        f"<PolyStyle><color>33{turned}</color></PolyStyle>"
        "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
    )


def _folders(frame: gpd.GeoDataFrame, shapes: Any, colours: dict[str, str]) -> dict[str, list[int]]:  # noqa: ANN401 - an array
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    folders: dict[str, list[int]] = {name: [] for name in (*colours, UNSTATED, UNPLACED)}
    for row, (kind, placed) in enumerate(zip(frame[COLUMN], drawn, strict=True)):
        folders[UNPLACED if not placed else UNSTATED if pd.isna(kind) else str(kind)].append(row)
    return {name: rows for name, rows in folders.items() if rows}


def _placemark(
    row: int,
    columns: list[Attribute],
    tags: list[str],
    sources: list[dict[str, Any]],
    shape: Any,  # noqa: ANN401 - a shapely geometry or None
    styles: dict[str, int],
    text: _Text,
) -> str:
    told = {each.name: each.values[row] for each in columns}
    name = told["place_name"] or told["place_text"] or told["event_id"] or ""
    begin, end = told["time_start"], told["time_end"]
    span = "".join(f"<{tag}>{time}</{tag}>" for tag, time in (("begin", begin), ("end", end)) if time)
    data = "".join(
        f"{tag}{text.content(_cell(value))}</SimpleData>"
        for tag, value in zip(tags, told.values(), strict=True)
        if value is not None
    )
    return (
        f'<Placemark id="event-{row + 1}"><name>{text.content(name)}</name>'
        f"<description>{text.content(_balloon(told, sources))}</description>"
        f"{f'<TimeSpan>{span}</TimeSpan>' if span else ''}"
        f"<styleUrl>#look-{styles.get(told[COLUMN] or '', 0)}</styleUrl>"
        f'<ExtendedData><SchemaData schemaUrl="#{SCHEMA}">{data}</SchemaData></ExtendedData>'
        f"{_geometry(shape)}</Placemark>\n"
    )


def _balloon(told: dict[str, Any], sources: list[dict[str, Any]]) -> str:
    """Give a balloon's HTML, in which data is text; the caller escapes it once more, for XML."""
    lines = [
        f"<b>{html.escape(name)}</b> {html.escape(_cell(told[name]))}"
        for name in _SHOWN
        if told[name] is not None
    ]
    for source in sources:
        if source.get("quote"):
            who = source.get("publisher") or source.get("title") or ""
            lines.append(f"“{html.escape(str(source['quote']))}” {html.escape(str(who))}")
    return "<br>".join(lines).replace("$[", "$&#91;")


def _cell(value: Any) -> str:  # noqa: ANN401 - a plain value
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if isinstance(value, str) else repr(value)


def _geometry(shape: Any) -> str:  # noqa: ANN401 - a shapely geometry or None
    if shape is None or shape.is_empty:
        return ""
    if shape.geom_type == "Point":
        return f"<Point><coordinates>{_positions(shape)}</coordinates></Point>"
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return ""
    parts = "".join(_polygon(part) for part in shapely.get_parts(right_handed(shape)))
    return f"<MultiGeometry>{parts}</MultiGeometry>" if shape.geom_type == "MultiPolygon" else parts


def _polygon(polygon: Any) -> str:  # noqa: ANN401 - a shapely geometry
    def ring(tag: str, line: Any) -> str:  # noqa: ANN401 - a shapely geometry
        return f"<{tag}><LinearRing><coordinates>{_positions(line)}</coordinates></LinearRing></{tag}>"

    holes: Iterator[str] = (ring("innerBoundaryIs", hole) for hole in polygon.interiors)
    return f"<Polygon>{ring('outerBoundaryIs', polygon.exterior)}{''.join(holes)}</Polygon>"


def _positions(shape: Any) -> str:  # noqa: ANN401 - a shapely geometry
    return " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())
