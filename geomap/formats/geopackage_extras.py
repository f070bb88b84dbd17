"""What a GeoPackage of ours holds besides its events: each source a row, and QGIS's styles.

``reports`` repeats the column ``sources``, a row for each, to be joined by ``event_id``.
``layer_styles`` is where QGIS looks by itself: colours by event type as on the map, labels,
and the temporal controller set to ``time_start`` and ``time_end``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from geomap.formats.geopackage_layout import EPOCH
from geomap.formats.looks import COLUMN, GREY, looks

if TYPE_CHECKING:
    import sqlite3

    import geopandas as gpd

    from geomap.formats.plain import Plain

REPORTS = "reports"
STYLES = "layer_styles"
TOLD = ("quote", "report", "start", "end", "title", "publisher", "date", "url", "says")
"""What a source says, in the frame's words."""

LABEL = 'coalesce("place_name", "place_text")'
BROAD = "'vicinity', 'district', 'province', 'region', 'country'"
"""Precisions of events that are never a dot: the circle of ``radius_m`` is drawn for them."""

_CONTENTS = "INSERT INTO gpkg_contents VALUES (?,'attributes',?,?,?,NULL,NULL,NULL,NULL,NULL)"


def add_reports(base: sqlite3.Connection, frame: gpd.GeoDataFrame, plain: Plain) -> None:
    """Write a row for each source of each event."""
    kinds = {"start": "INTEGER", "end": "INTEGER"}
    columns = ", ".join(f'"{name}" {kinds.get(name, "TEXT")}' for name in TOLD)
    base.execute(f"CREATE TABLE {REPORTS} (fid INTEGER PRIMARY KEY NOT NULL, event_id TEXT, {columns})")
    base.execute(_CONTENTS, (REPORTS, REPORTS, "The sources of each event, one a row", EPOCH))
    rows = [
        (event, *(_cell(source.get(name), name, plain) for name in TOLD))
        for event, sources in zip(plain.column(frame["event_id"]), frame["sources"], strict=True)
        for source in sources
        if isinstance(source, dict)
    ]
    marks = ",".join("?" * (len(TOLD) + 2))
    base.executemany(
        f"INSERT INTO {REPORTS} VALUES ({marks})",  # noqa: S608 - fixed names
        ((number, *row) for number, row in enumerate(rows, start=1)),
    )


def add_styles(base: sqlite3.Connection, frame: gpd.GeoDataFrame, layers: list[str]) -> None:
    """Write the default style of each layer that has a geometry."""
    base.execute(
        f"CREATE TABLE {STYLES} (id INTEGER PRIMARY KEY NOT NULL, f_table_catalog TEXT(256), "
        "f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), "
        "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
        "update_time DATETIME)"
    )
    base.execute(_CONTENTS, (STYLES, STYLES, "Styles that QGIS opens the layers with", EPOCH))
    colours = looks(frame)
    for number, layer in enumerate(layers, start=1):
        base.execute(
            f"INSERT INTO {STYLES} VALUES (?,'','',?,'geom',?,?,NULL,1,?,'',NULL,?)",  # noqa: S608 - fixed names
            (number, layer, "geomap", qml(colours, area=layer == "areas"), "By event type", EPOCH),
        )


def qml(colours: dict[str, str], *, area: bool) -> str:
    """Make a QGIS style: categories by event type, labels, time.

    Parameters
    ----------
    colours
        Each event type and its colour (``#rrggbb``).
    area
        Whether the layer's events are areas, drawn with a light fill.
    """
    kind = "fill" if area else "marker"
    looked = [*colours.items(), ("", GREY)]
    categories = "".join(
        f'<category value={_attr(name)} label={_attr(name or "Not stated")} symbol="{place}" render="true"/>'
        for place, (name, _) in enumerate(looked)
    )
    symbols = "".join(
        f'<symbol type="{kind}" name="{place}" alpha="1" force_rhr="0" clip_to_extent="1">'
        f"{_fill(colour) if area else _marker(colour)}</symbol>"
        for place, (_, colour) in enumerate(looked)
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.22.0" styleCategories="Symbology|Labeling|Temporal">'
        '<temporal mode="2" enabled="1" startField="time_start" endField="time_end" limitMode="1" '
        'durationField="" durationUnit="min" fixedDuration="0" accumulate="0" startExpression="" '
        'endExpression=""><fixedRange><start></start><end></end></fixedRange></temporal>'
        f'<renderer-v2 type="categorizedSymbol" attr="{COLUMN}" forceraster="0" symbollevels="0" '
        f'enableorderby="0"><categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>'
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName={_attr(LABEL)} isExpression="1" fontSize="8" fontSizeUnit="Point" '
        'textColor="32,38,43,255" textOpacity="1">'
        '<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" '
        'bufferOpacity="1"/></text-style>'
        f'<placement placement="{1 if area else 6}" dist="1" distUnits="MM"/>'
        # No area or circle drives away the labels of the events within it.
        '<rendering drawLabels="1" obstacle="0" scaleVisibility="0"/></settings></labeling></qgis>'
    )


def _fill(colour: str) -> str:
    red, green, blue = _parts(colour)
    return _layer(
        "SimpleFill",
        {
            "color": f"{red},{green},{blue},51",
            "style": "solid",
            "outline_color": f"{red},{green},{blue},255",
            "outline_style": "solid",
            "outline_width": "0.5",
            "outline_width_unit": "MM",
        },
    )


def _marker(colour: str) -> str:
    """Make a dot where the place is a point, and the circle that holds it where it is not."""
    red, green, blue = _parts(colour)
    dot = {
        "color": f"{red},{green},{blue},255",
        "name": "circle",
        "size": "3",
        "size_unit": "MM",
        "outline_color": "255,255,255,255",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    circle = {
        "color": f"{red},{green},{blue},26",
        "name": "circle",
        "size": "10000",
        "size_unit": "RenderMetersInMapUnits",
        "outline_color": f"{red},{green},{blue},255",
        "outline_style": "dash",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    drawn = f'"radius_m" > 0 AND "precision" IN ({BROAD})'
    return _layer("SimpleMarker", circle, enabled=drawn, size='2 * "radius_m"') + _layer(
        "SimpleMarker", dot, enabled=f"NOT coalesce({drawn}, false)"
    )


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _layer(kind: str, values: dict[str, str], **worked_out: str) -> str:
    """Make a layer of a symbol; `worked_out` are QGIS expressions, evaluated for each event."""
    options = "".join(
        f'<Option type="QString" name="{key}" value="{value}"/>' for key, value in values.items()
    )
    properties = "".join(
        f'<Option type="Map" name="{key}"><Option type="bool" name="active" value="true"/>'
        f'<Option type="QString" name="expression" value={_attr(text)}/>'
        '<Option type="int" name="type" value="3"/></Option>'
        for key, text in worked_out.items()
    )
    return (
        f'<layer class="{kind}" enabled="1" pass="0" locked="0"><Option type="Map">{options}</Option>'
        '<data_defined_properties><Option type="Map"><Option type="QString" name="name" value=""/>'
        f'<Option type="Map" name="properties">{properties}</Option>'
        '<Option type="QString" name="type" value="collection"/></Option></data_defined_properties></layer>'
    )


def _attr(text: str) -> str:
    # What XML cannot hold is not in an event type that anybody would colour by.
    clean = "".join(char if char >= " " and not "\ud800" <= char <= "\udfff" else "\ufffd" for char in text)
    return quoteattr(clean)


def _cell(value: Any, name: str, plain: Plain) -> Any:  # noqa: ANN401 - a plain value
    found = plain.value(value, "sources")
    if found is None or (isinstance(found, int) and name in ("start", "end")):
        return found
    return found if isinstance(found, str) else plain.json_text(found, "sources")
