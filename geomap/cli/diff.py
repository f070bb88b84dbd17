"""``geomap diff``: which events appeared, went, moved or changed between two files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli import common
from geomap.errors import UsageError

if TYPE_CHECKING:
    from geomap.events.changes import Changes

MOST_SHOWN = 100
"""So many changes are listed on the terminal; a file written with -o has all."""


@click.command(
    "diff",
    cls=common.Command,
    examples=(
        "geomap diff acled-may.csv acled-june.csv",
        "geomap diff old.gpkg new.gpkg -o changes.html",
        "geomap diff ged241.csv ged251.csv -o changes.gpkg",
    ),
)
@common.input_options
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Write the changes: .html is a map with a layer for each sort, .csv a table, or any GIS format.",
)
@common.json_option
def command(output: str | None, as_json: bool, **reading: Any) -> None:  # noqa: ANN401 - of `input_options`
    """Say which events appeared, went, moved or changed from OLD to NEW.

    Events are told by their id. What geomap itself works out, such as scores and reasons, is not
    compared.
    """
    from geomap.events.changes import compare

    _require_writer(output)
    common.require_folder(output)
    read = common.Reading(**reading)
    if len(read.inputs) != 2:
        raise UsageError("diff takes two files, the older and the newer: geomap diff OLD NEW")
    old, new = (replace(read, inputs=(path,)).take_in() for path in read.inputs)
    changes = compare(old.frame, new.frame)
    losses = _save(changes, output)
    if as_json:
        click.echo(common.json_line(_as_json(changes, output, losses)))
    elif output is not None:
        click.echo(output)
    else:
        _print(changes)
    if not read.quiet:
        for note in (*changes.notes, *losses):
            click.echo(f"note: {note}", err=True)
        told = [f"{number:,} {word}" for word, number in changes.counts.items()]
        click.echo(f"{', '.join(told)}, {changes.same:,} the same", err=True)


for _argument in command.params:
    if isinstance(_argument, click.Argument):
        _argument.metavar = "OLD NEW"


def _require_writer(output: str | None) -> None:
    if output is not None and not _is_map(output):
        from geomap import formats

        formats.writer_for(output)


def _is_map(output: str) -> bool:
    return Path(output).suffix.lower() in (".html", ".htm")


def _save(changes: Changes, output: str | None) -> list[str]:
    if output is None:
        return []
    if _is_map(output):
        from geomap.render import EventMap

        EventMap(changes.frame, layers=["change", "event_type"], title="What changed").save(output)
        return []
    from geomap import formats

    return [f"{output}: {loss}" for loss in formats.write(changes.frame, output)]


def _rows(changes: Changes) -> list[dict[str, Any]]:
    names = ["change", "event_id", "place_text", "change_text"]
    told = changes.frame[names].astype(object).where(changes.frame[names].notna(), None)
    rows: list[dict[str, Any]] = told.to_dict("records")
    return rows


def _print(changes: Changes) -> None:
    for row in _rows(changes)[:MOST_SHOWN]:
        parts = (row["change"], row["event_id"], row["place_text"], row["change_text"])
        click.echo("\t".join(" ".join(str(part or "").split()) for part in parts).rstrip())
    left = len(changes.frame) - MOST_SHOWN
    if left > 0:
        click.echo(f"... and {left:,} more (-o FILE has all)")


def _as_json(changes: Changes, output: str | None, losses: list[str]) -> dict[str, Any]:
    told = {"path": output} if output is not None else {"events": _rows(changes)}
    return {**told, **changes.counts, "same": changes.same, "notes": [*changes.notes, *losses]}
