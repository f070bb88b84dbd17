"""``geomap convert``: a table of millions of rows to a GIS format, in bounded memory."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli import common
from geomap.errors import InputError, UsageError


@click.command(
    "convert",
    cls=common.Command,
    examples=(
        "geomap convert ged251.csv -o ged251.parquet",
        "geomap convert 20231208.export.CSV -o gdelt.geojsonl --set-aside faults.csv",
    ),
)
@common.input_options
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(),
    metavar="FILE",
    help="The file to write: .parquet, .geojsonl or .csv.",
)
@click.option(
    "--set-aside", "faults", type=click.Path(), metavar="FILE.csv", help="Write every row that was set aside."
)
@common.json_option
def command(output: str, faults: str | None, as_json: bool, **reading: Any) -> None:  # noqa: ANN401 - of `input_options`
    """Read, locate and write one large text table a piece at a time.

    For files that are too large to be held at once; geomap export does the same for any other.
    """
    from geomap.formats.escaping import escape, table_bytes
    from geomap.formats.streaming import stream
    from geomap.formats.table import ReadOptions
    from geomap.saving import write_bytes

    read = common.Reading(**reading)
    if len(read.inputs) != 1:
        raise UsageError("convert takes one file at a time")
    common.require_folder(output)
    common.require_folder(faults)
    listed: list[tuple[Any, ...]] = []

    def aside(error: InputError) -> None:
        if read.strict:
            raise error
        if faults is not None:
            listed.append(
                (error.row, escape(error.column or ""), escape(error.problem), escape(error.hint or ""))
            )

    options = ReadOptions(
        read.mapping, read.date_order, read.encoding, read.delimiter, read.sheet, read.dataset
    )
    with common.progress_bar(read.quiet) as show:
        told = stream(
            read.inputs[0],
            output,
            common.open_gazetteer(read.packs),
            options=options,
            progress=None if show is None else lambda done, size: show("bytes read", done, size),
            aside=aside,
        )
    if faults is not None:
        write_bytes(faults, table_bytes(["row", "column", "problem", "hint"], listed))
    common.tell_faults(told.set_aside)
    if as_json:
        counts = {"events": told.written, "placed": told.placed, "set_aside": told.aside}
        click.echo(common.json_line({"path": output, **counts, "notes": told.notes}))
    else:
        click.echo(output)
    if not read.quiet:
        for note in told.notes:
            click.echo(f"note: {note}", err=True)
        click.echo(
            f"{common.count(told.written, 'event')}: {told.placed:,} placed, "
            f"{told.written - told.placed:,} not placed, {common.count(told.aside, 'row')} set aside",
            err=True,
        )


for _argument in command.params:
    if isinstance(_argument, click.Argument):
        _argument.metavar = "INPUT"
