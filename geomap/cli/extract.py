"""``geomap extract``: the attacks that reports tell of, as a table to review."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import click

from geomap.cli import common


@click.command(
    "extract",
    cls=common.Command,
    examples=(
        "geomap extract reports/*.txt -o events.csv",
        "geomap map events.csv -o map.html",
    ),
)
@common.input_options
@click.option(
    "-o",
    "--output",
    type=click.Path(readable=False),
    metavar="FILE",
    help="The file to write: .csv, .geojson or .gpkg; without it, CSV goes to standard output.",
)
@common.json_option
def command(output: str | None, as_json: bool, **reading: Any) -> None:  # noqa: ANN401 - of `input_options`
    """Read the attacks out of reports into a table to review.

    One row an event, with the words it rests on. Correct the table, then map it.
    """
    from geomap import formats

    if output is not None:
        formats.writer_for(output)
    read = common.Reading(**reading)
    common.require_folder(output)
    taken = read.take_in()
    if output is not None:
        losses = formats.write(taken.frame, output)
        common.report_result(output, taken, losses, as_json=as_json, quiet=read.quiet)
        return
    suffix = ".geojson" if as_json else ".csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"events{suffix}"
        formats.write(taken.frame, path)
        click.echo(path.read_bytes(), nl=False)
    if not read.quiet:
        click.echo(common.summary(taken), err=True)
