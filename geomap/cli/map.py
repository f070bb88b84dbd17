"""``geomap map``: the main job, any inputs to one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geomap.cli import common
from geomap.errors import UsageError


@click.command(
    "map",
    cls=common.Command,
    examples=(
        "geomap map reports/*.txt -o map.html",
        "geomap map attacks.csv --column place=Ort -o map.html --layer weapon",
    ),
)
@common.input_options
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(readable=False),
    metavar="FILE.html",
    help="The map to write.",
)
@click.option("--title", metavar="TEXT", help="Heading of the map.")
@click.option("--subtitle", metavar="TEXT", help="Line below the heading.")
@click.option("--note", metavar="TEXT", help="Remark at the foot of the map.")
@click.option("--source", metavar="TEXT", help="Who made the map or its data.")
@click.option("--layer", "layers", multiple=True, metavar="COLUMN", help="Layers by this column; repeatable.")
@click.option(
    "--basemap",
    "basemaps",
    multiple=True,
    metavar="NAME",
    help="Online map that a reader may switch on, e.g. OpenStreetMap.Mapnik; repeatable.",
)
@common.language_option
@common.json_option
def command(
    output: str,
    title: str | None,
    subtitle: str | None,
    note: str | None,
    source: str | None,
    layers: tuple[str, ...],
    basemaps: tuple[str, ...],
    lang: str,
    as_json: bool,
    **reading: Any,  # noqa: ANN401 - the values of `input_options`
) -> None:
    """Make one HTML map of reports, tables and GIS files.

    The map needs no network, neither to make nor to look at. It lists what it could not place.
    """
    if Path(output).suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{output}: a map is written as .html; geomap export writes other formats")
    read = common.Reading(**reading)
    common.require_folder(output)
    taken = read.take_in()
    from geomap.render import EventMap

    made = EventMap(
        taken.frame,
        layers=list(layers) or None,
        title=title,
        subtitle=subtitle,
        note=note,
        source=source,
        basemaps=basemaps,
        lang=lang,
        gazetteer=common.open_gazetteer(read.packs) if read.packs else None,
    )
    made.save(output)
    common.report_result(output, taken, [], as_json=as_json, quiet=read.quiet)
