"""The command line: one small module a command, loaded when it is called.

Exit status: 0 done, 1 the answer is no (a name is not resolved, a pack has faults), 2 the
input or the call is wrong. Errors are one line on stderr; results go to stdout or to files.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from geomap import __version__
from geomap.errors import GeomapError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "resolve": "say which place a name means, how sure, and why",
    "geoparse": "find and resolve the place names in texts (JSONL in and out)",
    "extract": "read the attacks out of reports into a table to review",
    "map": "make one HTML map of reports, tables and GIS files",
    "figure": "draw a picture for print: SVG, PDF or PNG",
    "export": "write reports, tables and GIS files in any GIS or table format",
    "convert": "write a table of millions of rows in a GIS format, a piece at a time",
    "review": "list what could not be placed, and the line that would mend it",
    "diff": "say which events appeared, went, moved or changed between two files",
    "gazetteer": "check, search and describe gazetteers",
}
"""Each command lives in the module of its name; `map` and the like are no keywords, so all do."""

FAILED = 70
"""Exit status of a fault in geomap itself (``EX_SOFTWARE``)."""


class _Commands(click.Group):
    """Lists commands without loading them: ``geomap --help`` must not wait for pandas."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        del ctx
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"geomap.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, message="geomap %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Turn reports of attacks into maps that can be defended.

    Nothing leaves this machine, and nothing is fetched unless you name a service. Files are told
    apart by what they hold. Each command has its own --help, with examples.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit status; no fault of the input ends in a traceback."""
    # Most of what a command makes it keeps to its end: to search that for cycles often costs a tenth.
    gc.set_threshold(50_000, 20, 100)
    try:
        status: Any = cli.main(args=arguments, prog_name="geomap", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, click.exceptions.Abort):
        _say("stopped")
        return 130
    except BrokenPipeError:
        # Who read our output has closed it, as `head` does; Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        help_of = context.command_path if context is not None else "geomap"
        _say(f"{' '.join(error.format_message().split()).rstrip('.')} (see {help_of} --help)")
        return 2
    except GeomapError as error:
        _say(str(error))
        return 2
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        _say(f"{name}{(error.strerror or str(error)).lower()}")
        return 2
    except MemoryError:
        _say("not enough memory; give fewer or smaller files at a time")
        return 2
    except Exception as error:  # the last line of defence: one line, not a traceback
        if os.environ.get("GEOMAP_DEBUG"):
            raise
        _say(
            f"a fault in geomap itself ({type(error).__name__}: {error}); "
            "set GEOMAP_DEBUG=1 for the details and report it".replace("\n", " ")
        )
        return FAILED
    return status if isinstance(status, int) else 0


def _say(text: str) -> None:
    click.echo(f"geomap: {text}", err=True)
