"""``geomap resolve``: which place a name means, how sure, and why."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from geomap.cli import common
from geomap.cli.online import chosen
from geomap.errors import InputError, UsageError
from geomap.formats.escaping import escape

if TYPE_CHECKING:
    from geomap.model import Resolution
    from geomap.resolve import Gazetteer

ANSWER = (
    "status",
    "place_id",
    "place_name",
    "place_kind",
    "place_country",
    "lat",
    "lon",
    "radius_m",
    "precision",
    "score",
    "reason",
    "candidates",
)
"""Columns that --batch adds to those of its input (``answer_`` goes before one that is there)."""


@click.command(
    "resolve",
    cls=common.Command,
    examples=(
        'geomap resolve "al-Asaf airbase" --country IQ',
        "geomap resolve --batch names.csv -o answers.csv",
    ),
)
@click.argument("words", nargs=-1, metavar="[TEXT]")
@click.option("--country", metavar="CODE", help="ISO 3166-1 alpha-2, such as IQ.")
@click.option("--within", metavar="PLACES", help="Places it lies in, smallest first: 'Anbar, Iraq'.")
@click.option("--near", metavar="PLACE", help="A place it lies near.")
@click.option("--kind", metavar="KIND", help="What it is, such as air-base or city.")
@click.option("--context", metavar="TEXT", help="The text that the name stands in.")
@click.option(
    "--batch",
    type=click.Path(readable=False),
    metavar="NAMES.csv",
    help="Resolve the column `name` of a table.",
)
@click.option(
    "-o", "--output", type=click.Path(readable=False), metavar="OUT.csv", help="Where --batch writes."
)
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes for --batch; by default all cores."
)
@common.resolving_options
@click.option("--geojson", "as_geojson", is_flag=True, help="Print the answer as a GeoJSON feature.")
@common.json_option
@common.quiet_option
def command(
    words: tuple[str, ...],
    country: str | None,
    within: str | None,
    near: str | None,
    kind: str | None,
    context: str | None,
    batch: str | None,
    output: str | None,
    workers: int | None,
    packs: tuple[str, ...],
    as_geojson: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Say which place a name means, how sure, and why.

    Exit status 1 means that the name is not resolved. A batch is a CSV with a column `name`
    and, if wanted, `country`, `within`, `near`, `kind` and `context`; its output repeats the
    input and adds the answer, row for row.
    """
    # Who does not quote a name of several words means one name all the same.
    text = " ".join(words) if words else None
    hints = {"country": country, "within": within, "near": near, "kind": kind, "context": context}
    if batch is not None:
        if text is not None:
            raise UsageError("give a name or --batch, not both")
        return _batch(batch, output, hints, packs, workers, quiet)
    if text is None or not text.strip():
        raise UsageError('no name is given; write it as geomap resolve "al-Asad"')
    if output is not None or workers is not None:
        raise UsageError("-o and --workers go with --batch")
    answer = _ask(common.open_gazetteer(packs), text, hints)
    if as_geojson:
        click.echo(common.json_line(feature(answer)))
    elif as_json:
        click.echo(common.json_line(answer_json(answer)))
    else:
        _print(answer)
    return 0 if answer.status == "resolved" else 1


def _ask(gazetteer: Gazetteer, text: str, hints: dict[str, str | None]) -> Resolution:
    given: dict[str, Any] = {name: value for name, value in hints.items() if value}
    answer: Resolution = gazetteer.resolve(text, **given)
    return answer


def answer_json(answer: Resolution) -> dict[str, Any]:
    """Give a resolution as JSON types."""
    place = answer.place if answer.status == "resolved" else None
    return {
        "query": answer.query,
        "status": str(answer.status),
        "name": answer.name or (place.name if place else None),
        "place_id": place.id if place else None,
        "kind": str(place.kind) if place else None,
        "country": answer.country if place else None,
        "lat": answer.lat,
        "lon": answer.lon,
        "radius_m": answer.radius_m,
        "precision": str(answer.precision) if answer.precision else None,
        "relation": answer.relation,
        "score": round(answer.score, 4),
        "reason": answer.reason,
        "dataset": place.dataset if place else None,
        "sources": list(place.sources) if place else [],
        "outline": answer.outline,
        "candidates": [
            {
                "id": candidate.place.id,
                "name": candidate.place.name,
                "kind": str(candidate.place.kind),
                "country": candidate.place.country,
                "lat": candidate.place.lat,
                "lon": candidate.place.lon,
                "score": round(candidate.score, 4),
                "reason": candidate.reason,
                "evidence": [
                    {"name": row.name, "weight": round(row.weight, 4), "text": row.text}
                    for row in candidate.evidence
                ],
            }
            for candidate in answer.candidates
        ],
    }


def feature(answer: Resolution) -> dict[str, Any]:
    """Give a resolution as a GeoJSON feature; its geometry is null where nothing is resolved."""
    properties = answer_json(answer)
    outline = properties.pop("outline")
    geometry = None
    if answer.lat is not None and answer.lon is not None:
        geometry = outline or {"type": "Point", "coordinates": [round(answer.lon, 7), round(answer.lat, 7)]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _print(answer: Resolution) -> None:
    if answer.status == "resolved" and answer.place is None:
        # The text states a position itself; no gazetteer has it.
        click.echo(f"{answer.lat:.5f}, {answer.lon:.5f}, within {(answer.radius_m or 0) / 1000:.3g} km")
        click.echo(f"  precision: {answer.precision}; because {answer.reason}")
    elif answer.status == "resolved" and answer.place is not None:
        place = answer.place
        where = f", {place.country}" if place.country else ""
        click.echo(f"{answer.name or place.name} ({place.kind}{where}), score {answer.score:.2f}")
        within = f", within {(answer.radius_m or 0) / 1000:.3g} km" if answer.radius_m else ""
        click.echo(f"  at {answer.lat:.5f}, {answer.lon:.5f}{within}; precision: {answer.precision}")
        click.echo(f"  because {answer.reason}")
        click.echo(
            f"  from {place.dataset or 'a gazetteer'}: {'; '.join(place.sources) or 'no source stated'}"
        )
    else:
        click.echo(f"{answer.query}: {answer.status}, {answer.reason}")
    others = [c for c in answer.candidates if answer.place is None or c.place.id != answer.place.id]
    for candidate in others[:5]:
        where = f", {candidate.place.country}" if candidate.place.country else ""
        click.echo(
            f"  not: {candidate.place.name} ({candidate.place.kind}{where}), "
            f"score {candidate.score:.2f}: {candidate.reason}"
            if answer.status == "resolved"
            else f"  perhaps: {candidate.place.id}, {candidate.place.name} ({candidate.place.kind}{where}), "
            f"score {candidate.score:.2f}: {candidate.reason}"
        )


def _batch(
    batch: str,
    output: str | None,
    hints: dict[str, str | None],
    packs: tuple[str, ...],
    workers: int | None,
    quiet: bool,
) -> int:
    from geomap.saving import atomic_path
    from geomap.scale.rows import line_of, opened
    from geomap.scale.table import Answered
    from geomap.scale.workers import Workers

    common.require_folder(output)
    with (
        opened(batch, "name") as rows,
        common.progress_bar(quiet) as progress,
        Workers(packs, workers, online=chosen()) as pool,
        atomic_path(output) if output is not None else nullcontext() as part,
        part.open("wb") if part is not None else nullcontext(sys.stdout.buffer) as out,
    ):
        table = Answered(rows, hints, answer_cells, progress)
        added = [f"answer_{name}" if name in rows.header else name for name in ANSWER]
        out.write(f"{line_of([*(escape(name) for name in rows.header), *added])}\n".encode())
        for block in table.blocks(pool):
            out.write(block)
        if not table.count and not rows.set_aside:
            raise InputError("has a header but no rows", path=batch, row=1, hint="was it cut off?")
    common.tell_faults(rows.set_aside)
    if output is not None:
        click.echo(output)
    if not quiet:
        for note in rows.notes:
            click.echo(f"note: {note}", err=True)
        told = f"{table.resolved:,} resolved, {table.count - table.resolved:,} not"
        click.echo(f"{common.count(table.count, 'name')}: {told}", err=True)
    return 0


def answer_cells(answer: Resolution | None) -> list[Any]:
    """Give what --batch adds to a row; ``None`` stands for a row without a name."""
    if answer is None:
        return ["unresolved", *[None] * 9, "no name is given", None]
    told = answer_json(answer)
    told |= {"place_name": told["name"], "place_kind": told["kind"], "place_country": told["country"]}
    told["candidates"] = "; ".join(f"{c.place.id} ({c.score:.2f})" for c in answer.candidates)
    return [escape(told[name]) if isinstance(told[name], str) else told[name] for name in ANSWER]
