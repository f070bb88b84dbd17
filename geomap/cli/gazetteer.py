"""``geomap gazetteer``: check packs, say what is in the gazetteer, search it, build another."""

from __future__ import annotations

from dataclasses import asdict

import click

from geomap.cli import common
from geomap.cli.gazetteer_build import build
from geomap.cli.gazetteer_export import export


@click.group("gazetteer", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Check, search, describe, build and hand on gazetteers.

    A gazetteer is a pack, that is a folder of tables to edit by hand, or an index that
    `build` has made. Every command that places names takes yours with --gazetteer.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


command.add_command(build)
command.add_command(export)


@command.command(
    "check",
    cls=common.Command,
    short_help="name each fault of a pack with its file and line",
    examples=("geomap gazetteer check", "geomap gazetteer check my-pack"),
)
@click.argument("packs", nargs=-1, type=click.Path(readable=False), metavar="[PACK...]")
@common.json_option
@common.quiet_option
def check(packs: tuple[str, ...], as_json: bool, quiet: bool) -> int:
    """Name each fault of a pack with its file and line.

    Without a PACK the bundled ones are checked. Exit status 1 means that there are faults;
    notes (such as a name that two places share) are none.
    """
    from geomap.gazetteer.bundled import bundled_packs
    from geomap.gazetteer.check import check_pack

    folders = packs or tuple(str(folder) for folder in bundled_packs())
    faults = [fault for folder in folders for fault in check_pack(folder)]
    wrong = [fault for fault in faults if fault.severity == "error"]
    if as_json:
        click.echo(
            common.json_line(
                [
                    {"file": f.file, "line": f.line, "message": f.message, "severity": str(f.severity)}
                    for f in faults
                ]
            )
        )
    else:
        for fault in faults:
            if not quiet or fault.severity == "error":
                click.echo(str(fault))
    if not quiet:
        notes = common.count(len(faults) - len(wrong), "note")
        checked = common.count(len(folders), "pack")
        click.echo(f"{checked}: {common.count(len(wrong), 'fault')}, {notes}", err=True)
    return 1 if wrong else 0


@command.command(
    "info",
    cls=common.Command,
    short_help="say what the gazetteer is made of, with licences and whom to credit",
    examples=("geomap gazetteer info --gazetteer my-pack",),
)
@common.gazetteer_option
@common.json_option
def info(packs: tuple[str, ...], as_json: bool) -> None:
    """Say what the gazetteer is made of: places, names, sources and licences.

    The first that has a place gives its name and position. Credit those whose places you
    show; a map that geomap makes does so in its footer.
    """
    datasets = common.open_gazetteer(packs).info()
    if as_json:
        click.echo(common.json_line([asdict(dataset) for dataset in datasets]))
        return
    for dataset in datasets:
        places, names = common.count(dataset.places, "place"), common.count(dataset.names, "name")
        click.echo(f"{dataset.name}: {dataset.title}")
        click.echo(f"  {places}, {names}; licence: {dataset.licence or 'not stated'}")
        if dataset.attribution:
            click.echo(f"  credit: {dataset.attribution}")


@command.command(
    "search",
    cls=common.Command,
    short_help="list the places whose names resemble a text",
    examples=('geomap gazetteer search "asad"',),
)
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Most to list.")
@common.gazetteer_option
@common.json_option
def search(text: str, limit: int, packs: tuple[str, ...], as_json: bool) -> int:
    """List the places whose names resemble TEXT, best first, without deciding for one.

    Exit status 1 means that there is none.
    """
    found = common.open_gazetteer(packs).search(text, limit)
    if as_json:
        click.echo(
            common.json_line(
                [
                    {
                        "id": hit.place.id,
                        "name": hit.place.name,
                        "kind": str(hit.place.kind),
                        "country": hit.place.country,
                        "lat": hit.place.lat,
                        "lon": hit.place.lon,
                        "score": round(hit.score, 4),
                        "reason": hit.reason,
                    }
                    for hit in found
                ]
            )
        )
    else:
        for hit in found:
            place = hit.place
            where = f", {place.country}" if place.country else ""
            at = f"{place.lat:.5f}, {place.lon:.5f}"
            click.echo(f"{place.id}: {place.name} ({place.kind}{where}) at {at}; {hit.reason}")
        if not found:
            click.echo(f"no place resembles {text!r}", err=True)
    return 0 if found else 1
