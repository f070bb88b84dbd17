"""``geomap geoparse``: the place names in texts, one JSON line in, one out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geomap.cli import common
from geomap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Toponym


@click.command(
    "geoparse",
    cls=common.Command,
    examples=("geomap geoparse docs.jsonl -o places.jsonl",),
)
@click.argument("input", type=click.Path(readable=False), metavar="DOCS.jsonl")
@click.option(
    "-o",
    "--output",
    type=click.Path(readable=False),
    metavar="OUT.jsonl",
    help="Without it, standard output.",
)
@click.option(
    "--spans",
    type=click.Choice(["find", "given"]),
    default="find",
    help="`given`: resolve exactly the toponyms of each line, in their order.",
)
@click.option("--strict", is_flag=True, help="Stop at the first line that is wrong.")
@common.gazetteer_option
@common.quiet_option
def command(
    input: str,  # noqa: A002 - the name of the argument in the help
    output: str | None,
    spans: str,
    strict: bool,
    packs: tuple[str, ...],
    quiet: bool,
) -> None:
    """Find and resolve the place names in texts.

    A line in: {"doc", "text", "toponyms"?: [{"start", "end"}]}. A line out: {"doc",
    "toponyms": [{"start", "end", "surface", "status", "place_id", "name", "kind", "country",
    "lat", "lon", "radius_m", "score", "reason"}]}; offsets count characters, lat and lon are
    null where nothing is resolved.
    """
    import orjson

    from geomap.saving import write_bytes
    from geomap.text import geoparse

    common.require_folder(output)
    faults: list[InputError] = []
    lines = list(_lines(input, spans == "given", faults))
    if faults and (strict or not lines):
        raise faults[0]
    common.tell_faults(faults)
    gazetteer = common.open_gazetteer(packs)
    made: list[bytes] = []
    found = resolved = 0
    with common.progress_bar(quiet) as progress:
        for done, (doc, text, given) in enumerate(lines, start=1):
            toponyms = geoparse(text, gazetteer, spans=given)
            found += len(toponyms)
            resolved += sum(toponym.resolution.status == "resolved" for toponym in toponyms)
            out = {"doc": doc, "toponyms": [_toponym(toponym) for toponym in toponyms]}
            made.append(orjson.dumps(out, option=orjson.OPT_APPEND_NEWLINE))
            if progress is not None:
                progress("geoparsing", done, len(lines))
    if output is None:
        click.echo(b"".join(made), nl=False)
    else:
        write_bytes(output, b"".join(made))
        click.echo(output)
    if not quiet:
        texts = common.count(len(lines), "text")
        click.echo(f"{common.count(found, 'toponym')} in {texts}: {resolved:,} resolved", err=True)


def _lines(
    path: str, given: bool, faults: list[InputError]
) -> Iterator[tuple[Any, str, list[tuple[int, int]] | None]]:
    """Read the documents; a line that is wrong goes to `faults`."""
    import orjson

    from geomap.formats.peek import decode, peek, refuse_binary

    refuse_binary(looked := peek(path))
    text, _ = decode(looked.path.read_bytes(), path, None)
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        hint = "one JSON object a line; geomap extract and map read plain reports"
        raise InputError("is no JSONL", path=path, row=1, hint=hint)
    for row, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            document = orjson.loads(line.encode("utf-8", "surrogatepass"))
        except orjson.JSONDecodeError as error:
            faults.append(InputError(f"is not JSON ({error})", path=path, row=row, hint="one object a line"))
            continue
        try:
            yield _document(document, given)
        except ValueError as error:
            faults.append(InputError(str(error), path=path, row=row, hint='{"doc": ..., "text": ...}'))


def _document(document: Any, given: bool) -> tuple[Any, str, list[tuple[int, int]] | None]:  # noqa: ANN401 - JSON
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise ValueError("has no text")
    text = document["text"]
    if not given:
        return document.get("doc"), text, None
    toponyms = document.get("toponyms")
    if not isinstance(toponyms, list):
        raise ValueError("has no list of toponyms, and --spans given needs one")
    spans = []
    for toponym in toponyms:
        ends = toponym if isinstance(toponym, dict) else {}
        start, end = ends.get("start"), ends.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            raise ValueError(f"a toponym's span {start}..{end} is not within the text")
        spans.append((start, end))
    return document.get("doc"), text, spans


def _toponym(toponym: Toponym) -> dict[str, Any]:
    answer = toponym.resolution
    resolved = answer.status == "resolved"
    place = answer.place if resolved else None
    return {
        "start": toponym.mention.start,
        "end": toponym.mention.end,
        "surface": toponym.mention.surface,
        "status": str(answer.status),
        "place_id": place.id if place else None,
        "name": (answer.name or place.name) if place else None,
        "kind": str(place.kind) if place else None,
        "country": place.country if place else None,
        "lat": answer.lat if resolved else None,
        "lon": answer.lon if resolved else None,
        "radius_m": answer.radius_m if resolved else None,
        "score": round(answer.score, 4),
        "reason": answer.reason,
    }
