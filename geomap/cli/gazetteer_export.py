"""``geomap gazetteer export``: hand a gazetteer on in a form that others read."""

from __future__ import annotations

import click

from geomap.cli import common


@click.command(
    "export",
    cls=common.Command,
    short_help="hand packs and indexes on as Linked Places (GeoJSON)",
    examples=(
        "geomap gazetteer export my-places/ -o my-places.jsonld",
        "geomap gazetteer export theatre.gazetteer --country SY -o syria.jsonld",
    ),
)
@click.argument("sources", metavar="[PATH...]", nargs=-1, type=click.Path(readable=False))
@click.option("-o", "--output", required=True, metavar="FILE", help="A .jsonld, .geojson or .json to write.")
@click.option("--country", "countries", metavar="CODE", multiple=True, help="Only this country; repeatable.")
@click.option("--base", metavar="URI", help="Before ids, where you publish them: https://example.org/places/")
@common.json_option
@common.quiet_option
def export(
    sources: tuple[str, ...],
    output: str,
    countries: tuple[str, ...],
    base: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write packs or indexes in Linked Places Format.

    It is GeoJSON that QGIS opens, and what the World Historical Gazetteer, Recogito and
    Peripleo take in; `geomap gazetteer build` reads it back. Each PATH is a pack's folder or
    an index; without one, the bundled packs are written. Licences and credits go along.
    """
    from geomap.gazetteer.linked_places import BASE, write_linked_places
    from geomap.gazetteer.opening import open_alone

    common.require_folder(output)
    opened = open_alone(sources)
    with common.progress_bar(quiet) as progress:
        written = write_linked_places(
            opened.gazetteer, output, countries=countries, base=base or BASE, progress=progress
        )
    losses = list(written.losses)
    if opened.foreign_aliases:
        aliases = common.count(opened.foreign_aliases, "alias", "aliases")
        losses.append(f"{aliases} of places that are in no PATH: not written")
    if as_json:
        told = {"places": written.places, "names": written.names, "losses": losses}
        click.echo(common.json_line({"path": output, **told}))
        return
    click.echo(output)
    if not quiet:
        for loss in losses:
            click.echo(f"note: {loss}", err=True)
        places, names = common.count(written.places, "place"), common.count(written.names, "name")
        click.echo(f"{places}, {names}", err=True)
