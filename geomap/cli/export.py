"""``geomap export``: any inputs to a GIS or table format."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli import common


@click.command(
    "export",
    cls=common.Command,
    examples=(
        "geomap export reports/*.txt -o attacks.gpkg",
        "geomap export attacks.xlsx more.csv -o attacks.geojson",
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
@common.json_option
def command(output: str, as_json: bool, **reading: Any) -> None:  # noqa: ANN401 - the values of `input_options`
    """Write reports, tables and GIS files in the format that the output's name ends in.

    Events that could not be placed are written too, without a geometry. What a format cannot hold
    is said.
    """
    from geomap import formats

    formats.writer_for(output)
    read = common.Reading(**reading)
    common.require_folder(output)
    taken = read.take_in()
    losses = formats.write(taken.frame, output)
    common.report_result(output, taken, losses, as_json=as_json, quiet=read.quiet)
