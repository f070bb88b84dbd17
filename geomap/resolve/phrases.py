"""Phrases that name a place together with what holds it: "Paris, Texas", "Iraq's Anbar province"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CONTAINERS = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reading of a phrase as a name and the names of what holds it, the smallest first."""

    name: str
    containers: tuple[str, ...]
    sure: bool = True
    """Whether the form leaves no doubt; a bracket may also hold another name."""


_IN = re.compile(
    r"(?P<name>.+?),? (?:located |situated |based )?(?:in|inside|within|at) (?:the )?(?P<container>.+)",
    re.IGNORECASE,
)
_OF = re.compile(r"(?P<name>.+) of (?:the )?(?P<container>.+)", re.IGNORECASE)
_OWNS = re.compile(r"(?P<container>.+?)['’]s (?P<name>.+)")
BRACKET = re.compile(r"(?P<name>[^()]+?) \((?P<container>[^()]+)\)")
_ARABIC_IN = re.compile(r"(?P<name>.+?) (?:في|ب(?=\S{3})) ?(?P<container>.+)")


def read(text: str) -> Iterator[Phrase]:
    """Give the ways to read a phrase as a name in a container, the likeliest first."""
    if "," in text:
        name, *rest = (part.strip() for part in re.split(r"[,،]", text))
        containers = tuple(part for part in rest if part)[:MAX_CONTAINERS]
        if name and containers:
            yield Phrase(name, containers)
    for pattern in (_IN, _OWNS, _ARABIC_IN):
        match = pattern.fullmatch(text)
        if match is not None:
            yield Phrase(match["name"], (match["container"],))
    match = BRACKET.fullmatch(text)
    if match is not None:
        yield Phrase(match["name"], (match["container"],), sure=False)
    match = _OF.fullmatch(text)
    if match is not None:
        yield Phrase(match["name"], (match["container"],), sure=False)
    if "(" in text:
        return
    words = text.split(" ")
    # "Syrian city of Homs", "Baghdad Green Zone", "Kirkuk Iraq".
    for size in range(1, min(3, len(words) - 1) + 1):
        yield Phrase(" ".join(words[size:]), (" ".join(words[:size]),), sure=False)
        yield Phrase(" ".join(words[:-size]), (" ".join(words[-size:]),), sure=False)
