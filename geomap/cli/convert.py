"""``geomap convert``: a table of millions of rows to a GIS format, in bounded memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli import common
from geomap.errors import InputError, UsageError

if TYPE_CHECKING:
    from geomap.formats.streaming import Streamed


@click.command(
    "convert",
    cls=common.Command,
    examples=(
        "geomap convert ged251.csv -o ged251.parquet",
        "geomap convert 20231208.export.CSV -o gdelt.geojsonl --set-aside faults.csv",
        "geomap convert gdelt-2023.csv -o parts/",
        "geomap convert parts/ -o located/ --gazetteer my-places/",
    ),
)
@common.input_options
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(),
    metavar="FILE",
    help="The file to write: .parquet, .geojsonl or .csv; or a folder/ for GeoParquet in many files.",
)
@click.option(
    "--set-aside", "faults", type=click.Path(), metavar="FILE.csv", help="Write every row that was set aside."
)
@common.json_option
def command(output: str, faults: str | None, as_json: bool, **reading: Any) -> None:  # noqa: ANN401 - of `input_options`
    """Read, locate and write one large table a piece at a time.

    For files that are too large to be held at once; geomap export does the same for any other.
    A folder of GeoParquet files is located file by file, on all cores where geomap[dask] is there.
    """
    from geomap.formats.escaping import escape, table_bytes
    from geomap.formats.streaming import is_folder, stream
    from geomap.formats.table import ReadOptions
    from geomap.saving import write_bytes

    read = common.Reading(**reading)
    if len(read.inputs) != 1:
        raise UsageError("convert takes one file at a time")
    common.require_folder(output.rstrip("/") if output.endswith("/") else output, folder=is_folder(output))
    common.require_folder(faults)
    if Path(read.inputs[0]).is_dir():
        told = _convert_folder(read, output)
        _tell(told, output, as_json=as_json, quiet=read.quiet)
        return
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
    _tell(told, output, as_json=as_json, quiet=read.quiet)


def _tell(told: Streamed, output: str, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        counts = {"events": told.written, "placed": told.placed, "set_aside": told.aside}
        click.echo(common.json_line({"path": output, **counts, "notes": told.notes}))
    else:
        click.echo(output)
    if not quiet:
        for note in told.notes:
            click.echo(f"note: {note}", err=True)
        click.echo(
            f"{common.count(told.written, 'event')}: {told.placed:,} placed, "
            f"{told.written - told.placed:,} not placed, {common.count(told.aside, 'row')} set aside",
            err=True,
        )


def _convert_folder(read: common.Reading, output: str) -> Streamed:
    """Locate a folder of GeoParquet files into another: on dask where it is installed."""
    from importlib.util import find_spec

    from geomap.formats.parquet_parts import counts
    from geomap.formats.streaming import Streamed, is_folder, stream
    from geomap.saving import atomic_folder

    source = Path(read.inputs[0])
    files = sorted(source.glob("*.parquet"))
    if not files:
        raise InputError("holds no *.parquet file", path=str(source), hint="name a folder of parts")
    if not is_folder(output):
        raise UsageError(f"{output}: a folder of files is written to a folder; call it {output}/")
    told = Streamed()
    with atomic_folder(output) as folder, common.progress_bar(read.quiet) as show:
        if find_spec("dask_geopandas") is not None:
            from geomap import scale

            scale.write_parquet(scale.locate_cluster(scale.read_parquet(source), packs=read.packs), folder)
        else:
            gazetteer = common.open_gazetteer(read.packs)
            for number, file in enumerate(files):
                part = stream(file, folder / file.name, gazetteer)
                told.notes += [note for note in part.notes if note not in told.notes]
                if show is not None:
                    show("files", number + 1, len(files))
        told.written, told.placed = counts(folder)
    return told


for _argument in command.params:
    if isinstance(_argument, click.Argument):
        _argument.metavar = "INPUT"
