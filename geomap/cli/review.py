"""``geomap review``: what is not on the map, why, and what would put it there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli import common
from geomap.errors import UsageError

_OWN_PACK = "my-places"

if TYPE_CHECKING:
    import pandas as pd

    from geomap.intake import Intake


@click.command(
    "review",
    cls=common.Command,
    examples=(
        "geomap review attacks.csv",
        "geomap review reports/*.txt -o unplaced.csv",
        "geomap review reports/*.txt --accept --to my-places",
        "geomap review reports/*.txt --place 'Al-Qusayr=al-qusayr' --to my-places",
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
@click.option("--accept", is_flag=True, help="Write the lines that are offered into your pack.")
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="NAME=PLACE-ID",
    help="Write this name for this place into your pack; repeatable.",
)
@click.option(
    "--to",
    "pack",
    type=click.Path(readable=False),
    metavar="PACK",
    help=f"Your pack folder; by default the first --gazetteer folder, else {_OWN_PACK}.",
)
@common.json_option
def command(
    output: str | None,
    accept: bool,
    places: tuple[str, ...],
    pack: str | None,
    as_json: bool,
    **reading: Any,  # noqa: ANN401 - of `input_options`
) -> None:
    """List what could not be placed, and the line that would mend it.

    First the place names, each with the line to add to the aliases.csv of a pack of your own
    (then --gazetteer that-pack), then the passages of reports that are not plotted, then the
    rows that could not be read, then what the reports differ on beyond single events.
    --accept writes the lines that name a place; a name without one needs --place.
    """
    if pack is not None and not (accept or places):
        raise UsageError("--to says where to write; add --accept or --place NAME=PLACE-ID")
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
    if accept or places:
        _accept(table if accept else table.head(0), places, pack or _own_pack(read.packs), read)
    if not read.quiet:
        click.echo(common.summary(taken), err=True)


def _own_pack(packs: tuple[str, ...]) -> str:
    return next((path for path in packs if Path(path).is_dir()), _OWN_PACK)


def _accept(table: pd.DataFrame, places: tuple[str, ...], pack: str, read: common.Reading) -> None:
    from geomap.events.accepting import accept, chosen
    from geomap.events.reviewed import UNKNOWN_PLACE

    picked = chosen(places)
    offered = {
        str(row["place_text"]): str(row["line"]).split(",", 1)[0] for row in _records(table) if row["line"]
    }
    names = [(name, place) for name, place in (offered | picked).items() if place != UNKNOWN_PLACE]
    done = accept(names, pack, common.open_gazetteer(read.packs))
    for line in done.written:
        click.echo(f"{done.path}: added {line}", err=True)
    if not read.quiet:
        for name in done.known:
            click.echo(
                f'note: "{name}" is known for that place already, not written again; if several places'
                " have the name, choose one by place_id in the table that geomap extract writes",
                err=True,
            )
        if not done.written:
            click.echo(f"nothing to add to {done.path}", err=True)
        elif pack not in read.packs:
            click.echo(f"use it with --gazetteer {pack}", err=True)


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
        "differing": [
            {"about": differing.field, "kind": differing.kind, "values": list(differing.values)}
            for differing in taken.disagreements
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
    files = {report.id: report.title or report.path or report.id for report in taken.reports}
    for passage in taken.rejected:
        quote = " ".join(passage.quote.split())
        shown = quote if len(quote) <= 120 else quote[:119] + "…"
        click.echo(f"not plotted ({passage.kind}), {files[passage.report]}: {passage.reason}\n  “{shown}”")
    for differing in taken.disagreements:
        said = "; ".join(f"{value['value']} ({value['who']})" for value in differing.values)
        click.echo(f"the reports differ on {differing.field} ({differing.kind}): {said}")
    for fault in taken.set_aside[common.MOST_FAULTS :]:  # the others are on stderr already
        click.echo(f"set aside: {fault}")
    if not len(table) and not taken.rejected:
        click.echo("nothing to review: every event is placed")
