"""``geomap gazetteer build``: make an index of other people's gazetteers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from geomap.cli import common

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@click.command(
    "build",
    cls=common.Command,
    short_help="make an index of GeoNames, OpenStreetMap, Wikidata ... or tables of your own",
    examples=(
        "geomap gazetteer build IQ.zip SY.zip -o theatre.gazetteer",
        "geomap gazetteer build geonames:SY,IQ -o theatre.gazetteer",
        "geomap gazetteer build whosonfirst-data-admin-ye/ my-sites.csv -o yemen.gazetteer",
        'geomap resolve "Tall Afar" --gazetteer theatre.gazetteer',
    ),
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(readable=False))
@click.option("-o", "--output", required=True, metavar="FILE", help="The index to write.")
@click.option(
    "--downloads",
    metavar="FOLDER",
    type=click.Path(readable=False),
    help="Where fetched files are kept, to go on with or use again; by default the user's cache.",
)
@common.json_option
@common.quiet_option
def build(sources: tuple[str, ...], output: str, downloads: str | None, as_json: bool, quiet: bool) -> None:
    """Make one index file of gazetteers; it opens as fast as the bundled one.

    Each SOURCE is a file, or a folder of them, and is read as what it is: GeoNames (country
    files, cities, all countries, with alternateNamesV2, hierarchy and the lists of units
    where they lie beside it), NGA GNS, OurAirports, Who's on First, OpenStreetMap as GeoJSON,
    Linked Places, results of a Wikidata query, CSV or GeoJSON of your own; also gzipped or
    zipped. A place that is in several is joined; the first source's position stands.

    geonames:SY,IQ fetches the country files of GeoNames, with all their names; nothing else
    asks the network. A mirror is named by the environment variable GEOMAP_GEONAMES_URL.

    A bad line is left out and named with its number; the index is made all the same.
    """
    from geomap.gazetteer.building import build_index

    common.require_folder(output)
    with common.progress_bar(quiet) as progress:
        paths = [path for source in sources for path in _fetched(source, downloads, quiet, progress)]
        report = build_index(paths, output, progress=progress)
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


def _fetched(
    source: str, downloads: str | None, quiet: bool, progress: Callable[[str, int, int], None] | None
) -> Sequence[str | Path]:
    """Fetch a source that is named and no path; any other is left as it is."""
    if not source.startswith("geonames:"):
        return [source]
    from geomap.gazetteer.online.download import LICENCE, download

    if not quiet:
        click.echo(f"note: {LICENCE}", err=True)
    return download(source, downloads, progress=progress)
