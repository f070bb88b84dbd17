"""``geomap gazetteer build``: make an index of other people's gazetteers."""

from __future__ import annotations

from dataclasses import asdict

import click

from geomap.cli import common


@click.command(
    "build",
    cls=common.Command,
    examples=(
        "geomap gazetteer build IQ.zip SY.zip -o theatre.gazetteer",
        "geomap gazetteer build whosonfirst-data-admin-ye/ my-sites.csv -o yemen.gazetteer",
        'geomap resolve "Tall Afar" --gazetteer theatre.gazetteer',
    ),
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(readable=False))
@click.option("-o", "--output", required=True, metavar="FILE", help="The index to write.")
@common.json_option
@common.quiet_option
def build(sources: tuple[str, ...], output: str, as_json: bool, quiet: bool) -> None:
    """Make one index file of gazetteers; it opens as fast as the bundled one.

    Each SOURCE is a file, or a folder of them, and is read as what it is: GeoNames (country
    files, cities, all countries, with alternateNamesV2, hierarchy and the lists of units
    where they lie beside it), NGA GNS, OurAirports, Who's on First, OpenStreetMap as GeoJSON,
    Linked Places, results of a Wikidata query, CSV or GeoJSON of your own; also gzipped or
    zipped. A place that is in several is joined; the first source's position stands.

    A bad line is left out and named with its number; the index is made all the same.
    """
    from geomap.gazetteer.building import build_index

    common.require_folder(output)
    with common.progress_bar(quiet) as progress:
        report = build_index(sources, output, progress=progress)
    for fault in report.skipped[: common.MOST_FAULTS]:
        click.echo(f"skipped: {fault}", err=True)
    if report.skipped_rows > common.MOST_FAULTS:
        more = report.skipped_rows - min(len(report.skipped), common.MOST_FAULTS)
        click.echo(f"skipped: {more:,} more (--json lists the first {len(report.skipped):,})", err=True)
    if as_json:
        skipped = [{"file": f.file, "line": f.line, "message": f.message} for f in report.skipped]
        click.echo(common.json_line({"path": output, **asdict(report), "skipped": skipped}))
        return
    click.echo(output)
    if not quiet:
        made = f"{common.count(report.places, 'place')}, {common.count(report.names, 'name')}"
        rest = f"{report.linked:,} joined, {report.skipped_rows:,} skipped"
        click.echo(f"{common.count(report.rows_read, 'row')}: {made}, {rest}", err=True)
