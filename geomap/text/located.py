"""The places of a report, each with what it resolves to and the part it plays."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from geomap.model import Resolution, Status, Toponym
from geomap.text.chains import described, near
from geomap.text.geoparse import Finder, geoparse
from geomap.text.lexicon import words
from geomap.text.references import add_references, resolve_owned, share_kind
from geomap.text.roles import HEAD, RELATION, role

if TYPE_CHECKING:
    from collections.abc import Sequence


class Resolver(Finder, Protocol):
    """What extraction asks of a gazetteer."""

    def resolve(self, text: str, *, country: str | None = None) -> Resolution:
        """Say what one name, with its relation words, means."""

    def contains(self, outer_id: str, inner_id: str) -> bool:
        """Whether one place lies in another."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place mention with the part it plays."""

    start: int
    end: int
    surface: str
    resolution: Resolution
    role: str
    """See `geomap.text.roles.role`."""
    referring: bool = False
    """Stands for a place named elsewhere: "the embassy"."""


_KIND_OF = re.compile(
    r"\b(?P<kind>province|governorate|district|oblast|region|city|town|village|county)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def locate_mentions(text: str, gazetteer: Resolver) -> list[Located]:
    """Find every place mention of a report, with its part in its sentence, in order."""
    found_names = geoparse(text, gazetteer, scope="places")
    # "SANA" is who reports, not where.
    toponyms = [named for named in found_names if named.mention.surface not in words("agency")]
    found = [_with_relation(text, toponym, gazetteer) for toponym in toponyms]
    found = _doubt_distant(text, share_kind(text, found, gazetteer), gazetteer)
    found = resolve_owned(text, _with_origins(text, found), gazetteer)
    return add_references(text, found)


def _with_relation(text: str, toponym: Toponym, gazetteer: Resolver) -> Located:
    """Take in the words before a name that make it another place: "the vicinity of", "province of"."""
    start, end, surface = toponym.mention.start, toponym.mention.end, toponym.mention.surface
    resolution = toponym.resolution
    part = role(text, start, end, resolution)
    if resolution.status is not Status.RESOLVED or part != "event":
        return Located(start, end, surface, resolution, part)
    head = text[max(0, start - HEAD) : start]
    relation = RELATION.search(head)
    if relation is not None:
        words = " ".join(f"{relation.group()} {surface}".split())
        refined = gazetteer.resolve(words, country=resolution.country)
        if refined.status is Status.RESOLVED and (
            refined.relation is not None or refined.place != resolution.place
        ):
            start -= len(relation.group())
            return Located(start, end, text[start:end], refined, part)
    kind = _KIND_OF.search(head)
    if kind is not None:
        named = gazetteer.resolve(f"{surface} {kind['kind'].lower()}", country=resolution.country)
        if named.status is Status.RESOLVED:
            resolution = named
    return Located(start, end, surface, resolution, part)


def _doubt_distant(text: str, found: Sequence[Located], gazetteer: Resolver) -> list[Located]:
    """Give up a name matched by likeness only that lies far from what the text says it is at."""
    places = list(found)
    for index in range(1, len(places)):
        before, here = places[index - 1], places[index]
        resolution = before.resolution
        if resolution.status is not Status.RESOLVED or not described(text, before, here):
            continue
        if near(resolution, here.resolution) or gazetteer.lookup(before.surface):
            continue
        reason = (
            f"{resolution.name} is only spelled alike, and far from {here.surface}, where the text puts it"
        )
        doubted = Resolution(resolution.query, Status.UNRESOLVED, reason, candidates=resolution.candidates)
        places[index - 1] = replace(before, resolution=doubted)
    return places


def _with_origins(text: str, found: Sequence[Located]) -> list[Located]:
    """Let "the Mediterranean, west of Latakia" be one origin, not an origin and a scene."""
    places = list(found)
    for index in range(1, len(places)):
        before, here = places[index - 1], places[index]
        if before.role == "origin" and text[before.end : here.start] == ", ":
            places[index] = replace(here, role="origin")
    return places
