"""What the commands share: their options, what they say on stderr, and how they read files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.cli.online import chosen, online_options
from geomap.errors import InputError, SaveError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.intake import Intake
    from geomap.resolve import Gazetteer

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

MOST_FAULTS = 40
"""So many faults of one run are told one by one; ``geomap review`` tells all."""


class Command(click.Command):
    """A command whose help ends with examples to copy."""

    def __init__(self, *arguments: Any, examples: tuple[str, ...] = (), **options: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **options)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        del ctx
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"  {example}\n")


class Published(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A date, strictly YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """Read the date; click reports what is none."""
        if isinstance(value, date):
            return value
        try:
            if len(value) != len("2023-12-08"):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2023-12-08", param, ctx)


gazetteer_option = click.option(
    "--gazetteer",
    "packs",
    metavar="PATH",
    multiple=True,
    help="A pack folder or index of your own, laid over the bundled ones; repeatable.",
)


def resolving_options(command: Decorated) -> Decorated:
    """Give a command that resolves names the gazetteers of one's own, and who may be asked online."""
    return gazetteer_option(online_options(command))


quiet_option = click.option("-q", "--quiet", is_flag=True, help="No notes, no progress, no summary.")
language_option = click.option(
    "--lang",
    # Those that ``web/src/words`` holds; a test compares.
    type=click.Choice(("en", "ar", "fr")),
    default="en",
    show_default=True,
    help="Language of what the map itself says.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def input_options(command: Decorated) -> Decorated:
    """Give a command what reading files needs: INPUT... and how to read them."""
    for decorate in reversed(
        (
            click.argument(
                "inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(readable=False)
            ),
            resolving_options,
            click.option("--published", type=Published(), metavar="DATE", help="Day of undated reports."),
            click.option(
                "--words",
                type=click.Path(readable=False),
                metavar="FILE",
                help="A CSV of your own words for attacks and weapons in reports.",
            ),
            click.option(
                "--column",
                "columns",
                multiple=True,
                metavar="FIELD=NAME",
                help="A table's column for a field, e.g. place=Ort, lat=Breite; repeatable.",
            ),
            click.option(
                "--date-order", type=click.Choice(["dmy", "mdy"]), help="Of dates such as 03/04/2024."
            ),
            click.option("--encoding", metavar="NAME", help="Of text tables, e.g. windows-1256."),
            click.option("--delimiter", metavar="CHAR", help="Between the cells of text tables."),
            click.option("--sheet", metavar="NAME", help="Of a workbook, or layer of a GeoPackage."),
            click.option(
                "--as",
                "dataset",
                type=click.Choice(["ucdp", "acled", "gdelt", "gtd", "timemap", "table"]),
                help="Read tables as this data set, or as none; else found out.",
            ),
            click.option("--strict", is_flag=True, help="Stop at the first row or file that is wrong."),
            quiet_option,
        )
    ):
        command = decorate(command)
    return command


@dataclass(frozen=True, slots=True)
class Reading:
    """The values of `input_options`."""

    inputs: tuple[str, ...]
    packs: tuple[str, ...] = ()
    published: date | None = None
    words: str | None = None
    columns: tuple[str, ...] = ()
    date_order: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    dataset: str | None = None
    strict: bool = False
    quiet: bool = False
    mapping: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        mapping = {}
        for pair in self.columns:
            name, sign, column = pair.partition("=")
            if not sign or not name.strip() or not column:
                raise UsageError(f"--column {pair}: write it as FIELD=NAME, such as place=Ort")
            mapping[name.strip()] = column
        object.__setattr__(self, "mapping", mapping)

    def take_in(self) -> Intake:
        """Read and locate the inputs; tell on stderr what was found and what was set aside."""
        from geomap import intake

        with progress_bar(self.quiet) as progress:
            taken = intake.read(
                self.inputs,
                open_gazetteer(self.packs),
                columns=self.mapping,
                date_order=self.date_order,
                encoding=self.encoding,
                delimiter=self.delimiter,
                sheet=self.sheet,
                dataset=self.dataset,
                published=self.published,
                words=self.words,
                strict=self.strict,
                progress=progress,
            )
        tell_faults(taken.set_aside)
        if not self.quiet:
            for note in taken.notes:
                click.echo(f"note: {note}", err=True)
        return taken


def open_gazetteer(packs: tuple[str, ...]) -> Gazetteer:
    """Open the bundled gazetteer with the user's own laid over it, and the service named, if any."""
    from geomap.resolve import Gazetteer

    return Gazetteer.open(*packs, online=chosen())


def require_folder(output: str | None, *, folder: bool = False) -> None:
    """Refuse an output that cannot be written before the work begins, not after it.

    Raises
    ------
    SaveError
        If its folder is missing or cannot be written to.
    """
    if output is None:
        return
    parent = Path(output).absolute().parent
    if not parent.is_dir():
        raise SaveError(f"{output}: the folder {parent} does not exist; make it first")
    if Path(output).is_dir() and not folder:
        raise SaveError(f"{output}: is a folder; add a file name")
    if not os.access(parent, os.W_OK):
        raise SaveError(f"{output}: the folder {parent} cannot be written to; choose another with -o")


def tell_faults(faults: tuple[InputError, ...] | list[InputError]) -> None:
    """Say on stderr what was set aside, one line each."""
    for fault in faults[:MOST_FAULTS]:
        click.echo(f"set aside: {fault}", err=True)
    if len(faults) > MOST_FAULTS:
        click.echo(f"set aside: {len(faults) - MOST_FAULTS:,} more (geomap review lists all)", err=True)


def summary(taken: Intake) -> str:
    """Put into one line what became of the inputs."""
    frame = taken.frame
    placed = int((frame["status"] == "resolved").sum())
    counted = [(len(taken.reports), "report"), (taken.tables, "table")]
    sources = " and ".join(count(number, noun) for number, noun in counted if number)
    parts = [f"{placed:,} placed", f"{len(frame) - placed:,} not placed"]
    if taken.reports:
        parts.append(f"{count(len(taken.rejected), 'passage')} not plotted")
    if taken.set_aside:
        parts.append(f"{count(len(taken.set_aside), 'fault')} set aside")
    unsettled = placed < len(frame) or taken.rejected or taken.set_aside
    return (
        f"{count(len(frame), 'event')} from {sources}: {', '.join(parts)}"
        f"{' (see geomap review)' if unsettled else ''}"
    )


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Put a number before its noun."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar on stderr, if that is a terminal; its callback takes label, done and total."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    shown = ""

    def show(label: str, done: int, total: int) -> None:
        nonlocal shown
        filled = 24 * done // max(total, 1)
        line = f"{label} [{'#' * filled}{'-' * (24 - filled)}] {done:,}/{total:,}"
        if line != shown:
            click.echo("\r\x1b[K" + line, err=True, nl=False)
            shown = line

    try:
        yield show
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def json_line(value: Any) -> str:  # noqa: ANN401 - anything JSON holds
    """Give JSON text, indented, in the scripts that it is written in."""
    import orjson

    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def fault_json(fault: InputError) -> dict[str, Any]:
    """Give a fault as JSON types."""
    return {
        "path": fault.path,
        "row": fault.row,
        "column": fault.column,
        "problem": fault.problem,
        "hint": fault.hint,
    }


def report_result(path: str, taken: Intake, losses: list[str], *, as_json: bool, quiet: bool) -> None:
    """Say what was written: the path on stdout, or all of it as JSON; the summary on stderr."""
    if as_json:
        placed = int((taken.frame["status"] == "resolved").sum())
        click.echo(
            json_line(
                {
                    "path": path,
                    "events": len(taken.frame),
                    "placed": placed,
                    "not_placed": len(taken.frame) - placed,
                    "not_plotted": len(taken.rejected),
                    "set_aside": [fault_json(fault) for fault in taken.set_aside],
                    "notes": [*taken.notes, *losses],
                }
            )
        )
    else:
        click.echo(path)
    if not quiet:
        for loss in losses:
            click.echo(f"note: {path}: {loss}", err=True)
        click.echo(summary(taken), err=True)
