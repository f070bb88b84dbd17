"""``--online NAME``: the one option by which a place name may leave the machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.errors import UsageError

if TYPE_CHECKING:
    from geomap.gazetteer.online import Online

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_META = "geomap.online"
_NUMBERS = frozenset({"timeout", "apart", "longest_wait"})
_SECRET = "env:"  # noqa: S105 - names where a secret lies


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:  # noqa: ANN401 - click's
    ctx.meta[f"{_META}.{param.name}"] = value


_NAME = click.option(
    "--online",
    metavar="NAME",
    expose_value=False,
    callback=_remember,
    help="Ask this geocoder of geopy, such as nominatim or photon, for names that stay unresolved. Sent: "
    "the name, what it is said to lie in, the country; never the text. Without it nothing is.",
)
_OPTION = click.option(
    "--online-option",
    metavar="KEY=VALUE",
    multiple=True,
    expose_value=False,
    callback=_remember,
    help="What the geocoder takes, as domain=geocoder.intern, timeout=5; api_key=env:NAME reads a key from "
    "the environment; repeatable.",
)


def online_options(command: Decorated) -> Decorated:
    """Give a command ``--online`` and ``--online-option``; `chosen` tells what was given."""
    return _NAME(_OPTION(command))


def chosen() -> Online | None:
    """Open the service that the running command was told to ask; ``None`` where none was named.

    Raises
    ------
    UsageError
        If there is no such service, or an option is no pair or none of its own.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return None
    name = context.meta.get(f"{_META}.online")
    pairs = context.meta.get(f"{_META}.online_option", ())
    if name is None:
        if pairs:
            raise UsageError("--online-option goes with --online NAME")
        return None
    opened: Online | None = context.meta.get(_META)
    if opened is None:
        opened = _open(name, dict(map(_pair, pairs)))
        context.meta[_META] = opened
        if not context.params.get("quiet"):
            told = "names that are not in the gazetteer leave this machine, with the places said to hold them"
            click.echo(f"note: {opened.service} is asked online: {told}", err=True)
    return opened


def _open(name: str, options: dict[str, Any]) -> Online:
    from geomap.gazetteer.online import Online

    for key in _NUMBERS & options.keys():
        try:
            options[key] = float(options[key])
        except ValueError:
            raise UsageError(f"--online-option {key}={options[key]}: give seconds as a number") from None
    if options.get("cache") == "":
        options["cache"] = None
    return Online(name, **options)


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise UsageError(f"--online-option {text}: write it as KEY=VALUE, such as domain=geocoder.intern")
    if value.startswith(_SECRET):
        variable = value.removeprefix(_SECRET)
        if variable not in os.environ:
            raise UsageError(f"--online-option {key}: the environment variable {variable} is not set")
        value = os.environ[variable]
    return key.strip(), value
