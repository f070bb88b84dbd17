"""``geomap figure``: the static picture for a printed report."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli import common


@click.command(
    "figure",
    cls=common.Command,
    examples=(
        "geomap figure reports/*.txt -o attacks.svg --title 'Attacks in December 2023'",
        "geomap figure attacks.csv -o attacks.png --size column --dpi 600 --layer actor",
        "geomap figure attacks.gpkg -o attacks.pdf --size a4-landscape",
    ),
)
@common.input_options
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(readable=False),
    metavar="FILE",
    help="The picture to write: .svg, .pdf or .png.",
)
@click.option(
    "--size",
    default="report",
    show_default=True,
    metavar="SIZE",
    help="Millimetres as 160x110, or report, column, a4-landscape, a4-portrait, slide.",
)
@click.option("--dpi", type=int, default=300, show_default=True, help="Dots per inch of a PNG.")
@click.option("--title", metavar="TEXT", help="Heading of the figure.")
@click.option("--subtitle", metavar="TEXT", help="Line below the heading; by default number and dates.")
@click.option("--note", metavar="TEXT", help="Remark below the map.")
@click.option("--source", metavar="TEXT", help="Who made the map or its data.")
@click.option("--layer", metavar="COLUMN", help="Colours and shapes by this column.")
@common.language_option
@common.json_option
def command(
    output: str,
    size: str,
    dpi: int,
    title: str | None,
    subtitle: str | None,
    note: str | None,
    source: str | None,
    layer: str | None,
    lang: str,
    as_json: bool,
    **reading: Any,  # noqa: ANN401 - the values of `input_options`
) -> None:
    """Draw a picture of reports, tables and GIS files for print: SVG, PDF or PNG.

    It has the layers, marks and ground of the HTML map, and says what could not be placed. Needs
    matplotlib: pip install 'geomap[figure]'.
    """
    from geomap.render import figures

    # What is wrong with the call is said before the files are read.
    figures.check(output, size, dpi)
    read = common.Reading(**reading)
    common.require_folder(output)
    taken = read.take_in()
    notices = figures.figure(
        taken.frame,
        output,
        layer=layer,
        title=title,
        subtitle=subtitle,
        note=note,
        source=source,
        size=size,
        dpi=dpi,
        lang=lang,
        gazetteer=common.open_gazetteer(read.packs) if read.packs else None,
    )
    common.report_result(output, taken, notices, as_json=as_json, quiet=read.quiet)
