"""``geomap geoparse``: the place names in texts, one JSON line in, one out."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click

from geomap.cli import common
from geomap.cli.online import chosen
from geomap.errors import InputError, UsageError
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Toponym
    from geomap.resolve import Gazetteer
    from geomap.text.recognise import Scope


@click.command(
    "geoparse",
    cls=common.Command,
    examples=(
        "geomap geoparse docs.jsonl -o places.jsonl",
        "geomap geoparse docs.jsonl --scope places",
        "geomap geoparse docs.jsonl --recogniser spacy:en_core_web_sm",
    ),
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
@click.option(
    "--scope",
    type=click.Choice(["names", "places"]),
    default="names",
    help='`names`: each use of a place\'s name, "Iraqi" too; `places`: only what can be the scene of '
    "something, with direction and kind.",
)
@click.option(
    "--recogniser",
    default="rules",
    show_default=True,
    metavar="NAME",
    help="Who finds the names: geomap's rules, or spacy:MODEL for a spaCy model that is installed.",
)
@click.option("--strict", is_flag=True, help="Stop at the first line that is wrong.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default all cores.")
@common.resolving_options
@common.quiet_option
def command(
    input: str,  # noqa: A002 - the name of the argument in the help
    output: str | None,
    spans: str,
    scope: Scope,
    recogniser: str,
    strict: bool,
    workers: int | None,
    packs: tuple[str, ...],
    quiet: bool,
) -> None:
    """Find and resolve the place names in texts.

    A line in: {"doc", "text", "toponyms"?: [{"start", "end"}]}. A line out: {"doc",
    "toponyms": [{"start", "end", "surface", "status", "place_id", "name", "kind", "country",
    "lat", "lon", "radius_m", "score", "reason"}]}; offsets count characters, lat and lon are
    null where nothing is resolved.
    """
    from geomap.saving import atomic_path
    from geomap.scale.workers import Workers
    from geomap.text.recognisers import recogniser_named

    common.require_folder(output)
    if spans == "given" and (scope != "names" or recogniser != "rules"):
        raise UsageError("--scope and --recogniser find names; with --spans given there are none to find")
    faults: list[InputError] = []
    texts = found = resolved = 0
    with (
        _opened(input) as (lines, size),
        common.progress_bar(quiet) as progress,
        Workers(packs, workers, online=chosen()) as pool,
        atomic_path(output) if output is not None else nullcontext() as part,
        part.open("wb") if part is not None else nullcontext(sys.stdout.buffer) as out,
    ):
        recogniser_named(recogniser, pool.gazetteer, scope)  # told now if it is not there
        finding = Finding(spans == "given", scope, recogniser)
        documents = _documents(lines, input, finding, strict, faults)
        for done in pool.map(answer_line, documents, weigh=_weight):
            out.write(done.line)
            texts, found, resolved = texts + 1, found + done.found, resolved + done.resolved
            if progress is not None:
                progress("geoparsing (kB)", lines.buffer.tell() // 1000, size // 1000)
        if faults and not texts:
            raise faults[0]
    common.tell_faults(faults)
    if output is not None:
        click.echo(output)
    if not quiet:
        told = f"{common.count(found, 'toponym')} in {common.count(texts, 'text')}"
        click.echo(f"{told}: {resolved:,} resolved", err=True)


class Finding(NamedTuple):
    """How the names are found."""

    given: bool
    scope: Scope
    recogniser: str


class Document(NamedTuple):
    """One line of the input."""

    doc: Any
    text: str
    spans: list[tuple[int, int]] | None
    finding: Finding


class Answered(NamedTuple):
    """One line of the output."""

    line: bytes
    found: int
    resolved: int


def answer_line(gazetteer: Gazetteer, document: Document) -> Answered:
    """Geoparse one document and write its line."""
    import orjson

    from geomap.text import geoparse

    finding = document.finding
    toponyms = geoparse(
        document.text,
        gazetteer,
        spans=document.spans,
        scope=finding.scope,
        recogniser=finding.recogniser,
    )
    out = {"doc": document.doc, "toponyms": [_toponym(toponym) for toponym in toponyms]}
    return Answered(
        orjson.dumps(out, option=orjson.OPT_APPEND_NEWLINE),
        len(toponyms),
        sum(toponym.resolution.status == "resolved" for toponym in toponyms),
    )


def _weight(document: Document) -> int:
    return 200 + len(document.text)


@contextmanager
def _opened(path: str) -> Iterator[tuple[TextIO, int]]:
    """Open a file of JSON lines; with it, its size in bytes."""
    from geomap.formats.peek import find_encoding, peek, refuse_binary

    looked = peek(path)
    refuse_binary(looked)
    if not looked.text.lstrip("\ufeff \t\r\n").startswith("{"):
        hint = "one JSON object a line; geomap extract and map read plain reports"
        raise InputError("is no JSONL", path=path, row=1, hint=hint)
    with looked.path.open("rb") as file:
        encoding, _ = find_encoding(file, path, None)
        file.seek(0)
        # Line breaks of other kinds may stand within a text.
        with io.TextIOWrapper(file, encoding=encoding, newline="\n") as lines:
            yield lines, looked.path.stat().st_size


def _documents(
    lines: TextIO, path: str, finding: Finding, strict: bool, faults: list[InputError]
) -> Iterator[Document]:
    """Read the documents as they are needed; a line that is wrong goes to `faults`."""
    import orjson

    for row, line in enumerate(lines, start=1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        try:
            document = orjson.loads(line.removeprefix("\ufeff"))
        except orjson.JSONDecodeError as error:
            fault = InputError(f"is not JSON ({error})", path=path, row=row, hint="one object a line")
        else:
            try:
                yield _document(document, finding)
                continue
            except ValueError as error:
                fault = InputError(str(error), path=path, row=row, hint='{"doc": ..., "text": ...}')
        if strict:
            raise fault
        faults.append(fault)


def _document(document: Any, finding: Finding) -> Document:  # noqa: ANN401 - JSON
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise ValueError("has no text")
    text = document["text"]
    if not finding.given:
        return Document(document.get("doc"), text, None, finding)
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
    return Document(document.get("doc"), text, spans, finding)


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
        "name": (answer.name or (place.name if place else None)) if resolved else None,
        # A stated position is no place of the gazetteer, and yet something that is there.
        "kind": str(place.kind if place else Kind.COORDINATE) if resolved else None,
        "country": place.country if place else None,
        "lat": answer.lat if resolved else None,
        "lon": answer.lon if resolved else None,
        "radius_m": answer.radius_m if resolved else None,
        "score": round(answer.score, 4),
        "reason": answer.reason,
    }
