"""``geomap review``: what is not on the map, why, and what would put it there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli import common
from geomap.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from geomap.intake import Intake


@click.command(
    "review",
    cls=common.Command,
    examples=(
        "geomap review attacks.csv",
        "geomap review reports/*.txt -o unplaced.csv",
    ),
)
@common.input_options
@click.option(
    "-o",
    "--output",
    type=click.Path(readable=False),
    metavar="FILE.csv",
    help="Write the table of unplaced names to a file.",
)
@common.json_option
def command(output: str | None, as_json: bool, **reading: Any) -> None:  # noqa: ANN401 - of `input_options`
    """List what could not be placed, and the line that would mend it.

    First the place names, each with the line to add to the aliases.csv of a pack of your own
    (then --gazetteer that-pack), then the passages of reports that are not plotted, then the
    rows that could not be read.
    """
    if output is not None and Path(output).suffix.lower() != ".csv":
        raise UsageError(f"{output}: the table is written as .csv")
    read = common.Reading(**reading)
    common.require_folder(output)
    taken = read.take_in()
    from geomap import events

    table = events.review(taken.frame)
    if output is not None:
        _save(table, output)
    if as_json:
        click.echo(common.json_line(_as_json(table, taken)))
    elif output is not None:
        click.echo(output)
    else:
        _print(table, taken)
    if not read.quiet:
        click.echo(common.summary(taken), err=True)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if value is None or value != value else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _save(table: pd.DataFrame, output: str) -> None:
    from geomap.formats.escaping import escape, table_bytes
    from geomap.saving import write_bytes

    rows = [
        [escape(value) if isinstance(value, str) else value for value in record.values()]
        for record in _records(table)
    ]
    write_bytes(output, table_bytes(map(str, table.columns), rows))


def _as_json(table: pd.DataFrame, taken: Intake) -> dict[str, Any]:
    files = {report.id: report.path for report in taken.reports}
    return {
        "unplaced": _records(table),
        "not_plotted": [
            {
                "report": passage.report,
                "path": files.get(passage.report),
                "start": passage.start,
                "end": passage.end,
                "quote": passage.quote,
                "kind": passage.kind,
                "reason": passage.reason,
            }
            for passage in taken.rejected
        ],
        "set_aside": [common.fault_json(fault) for fault in taken.set_aside],
    }


def _print(table: pd.DataFrame, taken: Intake) -> None:
    for row in _records(table):
        name = f'"{row["place_text"]}"' if row["place_text"] else "no place"
        country = f" ({row['country']})" if row["country"] else ""
        click.echo(
            f"{common.count(row['events'], 'event')} at {name}{country}: {row['status']}, {row['reason']}"
        )
        if row["candidates"]:
            click.echo(f"  candidates: {row['candidates']}")
        if row["line"]:
            click.echo(f"  aliases.csv: {row['line']}")
    files = {report.id: report.path or report.id for report in taken.reports}
    for passage in taken.rejected:
        quote = " ".join(passage.quote.split())
        shown = quote if len(quote) <= 120 else quote[:119] + "…"
        click.echo(f"not plotted ({passage.kind}), {files[passage.report]}: {passage.reason}\n  “{shown}”")
    for fault in taken.set_aside[common.MOST_FAULTS :]:  # the others are on stderr already
        click.echo(f"set aside: {fault}")
    if not len(table) and not taken.rejected:
        click.echo("nothing to review: every event is placed")
