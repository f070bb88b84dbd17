"""``geomap extract``: the attacks that reports tell of, as a table to review."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli import common
from geomap.errors import InputError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from geomap.formats import Table
    from geomap.intake import Intake


@click.command(
    "extract",
    cls=common.Command,
    examples=(
        "geomap extract reports/*.txt -o events.csv",
        "geomap extract reports/*.txt -o events.csv --decisions events.csv",
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
@click.option(
    "--decisions",
    type=click.Path(readable=False),
    metavar="FILE",
    help="The table of an earlier run as you edited it: your edits and rejections are kept.",
)
@common.json_option
@click.pass_context
def command(
    context: click.Context,
    /,
    output: str | None,
    decisions: str | None,
    as_json: bool,
    **reading: Any,  # noqa: ANN401 - of `input_options`
) -> None:
    """Read the attacks out of reports into a table to review.

    One row an event, with the words it rests on. Correct cells, choose another place_id, or
    write "reject" into the column decision; then map the table, or give it with --decisions
    when more reports have come in. Exit code 1 where no event was found.
    """
    from geomap import formats

    if output is not None:
        formats.writer_for(output)
    read = common.Reading(**reading)
    common.require_folder(output)
    edited = _edited(decisions, read)
    taken = read.take_in()
    taken = _decide(taken, edited, read)
    if output is not None:
        losses = formats.write(taken.frame, output)
        common.report_result(output, taken, losses, as_json=as_json, quiet=read.quiet)
        context.exit(0 if len(taken.frame) else 1)
    suffix = ".geojson" if as_json else ".csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"events{suffix}"
        formats.write(taken.frame, path)
        click.echo(path.read_bytes(), nl=False)
    if not read.quiet:
        click.echo(common.summary(taken), err=True)
    context.exit(0 if len(taken.frame) else 1)


def _edited(path: str | None, read: common.Reading) -> pd.DataFrame | None:
    from geomap import events

    if path is None:
        return None
    table = _read_edited(path, read)
    try:
        events.decisions(table)
    except UsageError as error:
        raise InputError(str(error), path=path) from error
    return table


def _read_edited(path: str, read: common.Reading) -> pd.DataFrame:
    """Read a table that a spreadsheet may have written its own way.

    Where its dates may be read in two ways, what was extracted tells in which: the rows that
    nobody edited have their old dates in that one.
    """
    from geomap import events, formats

    def table(order: str | None) -> Table:
        return formats.read(
            path, date_order=order, encoding=read.encoding, delimiter=read.delimiter, sheet=read.sheet
        )

    try:
        chosen = table(read.date_order)
    except InputError as ambiguous:
        if read.date_order is not None:
            raise
        tables = []
        for order in ("dmy", "mdy"):
            try:
                tables.append(table(order))
            except InputError:
                continue
        tables = [found for found in tables if events.AS_EXTRACTED in found.frame.columns]
        if not tables:
            raise ambiguous from None
        chosen = min(tables, key=lambda found: (len(found.set_aside), events.edited_dates(found.frame)))
    common.tell_faults(chosen.set_aside)
    frame: pd.DataFrame = chosen.frame
    return frame


def _decide(taken: Intake, edited: pd.DataFrame | None, read: common.Reading) -> Intake:
    """Put the decisions into what was extracted, and the columns that let the next ones be told."""
    from geomap import events

    if edited is None:
        return replace(taken, frame=events.for_review(taken.frame))
    gazetteer = common.open_gazetteer(read.packs)
    decided = events.decide(taken.frame, events.decisions(edited), gazetteer)
    own = events.added_by_hand(edited, gazetteer)
    if not read.quiet:
        for note in decided.notes:
            click.echo(f"note: {note}", err=True)
        kept = f"{common.count(decided.edited, 'edited event')}, {decided.rejected:,} rejected"
        click.echo(f"decisions kept: {kept}, {len(own):,} added by hand", err=True)
    frame = events.join([decided.frame, own]) if len(own) else decided.frame
    return replace(taken, frame=frame, notes=(*taken.notes, *decided.notes))
