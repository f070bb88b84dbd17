"""Whose own words a report is: a command's press release, a group's communiqué.

Who tells in a statement of its own that it struck claims the strike.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geomap.text.actors import side
from geomap.text.lexicon import actor_names, rows

if TYPE_CHECKING:
    from geomap.model import Report

_TITLE = re.compile(
    r"^\W*(?:date\s+\S+\s+)?(?:(?:press\s+|joint\s+|military\s+|official\s+)?(?:statement|communiqu[eé]|press\s+release|announcement)"
    r"(?:\s+(?:No\.?\s*)?\d+)?\s+(?:of|by|from|issued\s+by)\s+)(?:the\s+)?(?P<who>.{3,80}?)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_INVOCATION = re.compile(r"\s*(?:date\s+\S+\s+)?In the [Nn]ame of (?:God|Allah)\b")
_HEAD = 400


@cache
def _hosts(lang: str = "en") -> dict[str, str]:
    return {row["host"]: row["name"] for row in rows("publishers", lang)}


def publisher_of(url: str | None) -> str | None:
    """Give the party to a conflict that publishes at an address, if the lexicon knows its host."""
    host = urlsplit(url).hostname if url else None
    if host is None:
        return None
    parts = host.split(".")
    return next(
        (_hosts()[tail] for i in range(len(parts)) if (tail := ".".join(parts[i:])) in _hosts()), None
    )


def claimant(report: Report, actor: str | None) -> str | None:
    """Give who claims an act of `actor` merely by telling of it in a statement of their own."""
    if actor is None:
        return None
    name = publisher_of(report.url)
    if name is None and (title := _TITLE.search(report.text[:_HEAD])) is not None:
        found = next(actor_names().find(title["who"]), None)
        name = found[2][0] if found is not None else None
    if name is not None:
        return name if actor == name or (side(actor) is not None and side(actor) == side(name)) else None
    if _INVOCATION.match(report.text):
        # Armed groups of the region open their communiqués so; reports about them do not.
        found = next(actor_names().find(actor), None)
        return found[2][0] if found is not None else None
    return None
