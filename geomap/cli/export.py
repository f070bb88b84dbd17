"""``geomap export``: any inputs to a GIS or table format."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli import common
from geomap.errors import UsageError


@click.command(
    "export",
    cls=common.Command,
    examples=(
        "geomap export reports/*.txt -o attacks.gpkg",
        "geomap export attacks.xlsx more.csv -o attacks.geojson --simplestyle",
        "geomap export acled-api.json -o attacks.geojsonl --as acled",
    ),
)
@common.input_options
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(readable=False),
    metavar="FILE",
    help="The file to write: .geojson, .geojsonl, .gpkg, .csv, .kml, .kmz, .parquet, .fgb or .shp.zip.",
)
@click.option(
    "--simplestyle",
    is_flag=True,
    help="Give GeoJSON features colours and titles, as GitHub and geojson.io show them.",
)
@common.json_option
def command(output: str, simplestyle: bool, as_json: bool, **reading: Any) -> None:  # noqa: ANN401 - of `input_options`
    """Write reports, tables and GIS files in the format that the output's name ends in.

    Events that could not be placed are written too, without a geometry. What a format cannot hold
    is said.
    """
    from geomap import formats

    writer = formats.writer_for(output)
    if simplestyle and not writer.name.startswith("GeoJSON"):
        raise UsageError(f"{output}: --simplestyle is for .geojson and .geojsonl only")
    read = common.Reading(**reading)
    common.require_folder(output)
    taken = read.take_in()
    losses = formats.write(taken.frame, output, simplestyle=simplestyle)
    common.report_result(output, taken, losses, as_json=as_json, quiet=read.quiet)
