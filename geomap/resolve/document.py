"""All the mentions of one document, each resolved with the help of the others."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.gazetteer.names import strip_generic
from geomap.model import Kind, Mention, Resolution, Status
from geomap.resolve.context import Scanner, Spot, around
from geomap.resolve.decision import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.resolve.evidence import Context
    from geomap.resolve.resolver import Resolver

_SENTENCE_END = re.compile(r"[.!?؟。]['\"”’)]*\s+(?=[^a-z\s])|\n+")
SENTENCE_REACH = 400
"""Characters to each side of a mention that count as near it, in a text without full stops."""


def resolve_document(
    resolver: Resolver, scanner: Scanner, text: str, mentions: Sequence[Mention]
) -> list[Resolution]:
    """Resolve mentions: first each by its sentence, then those left open by what the others mean.

    A name has one sense in a document, as far as the candidates allow it: what one mention
    means by its container is what the same name means elsewhere.
    """
    spots = scanner.scan(text)
    starts = [spot.start for spot in spots]
    breaks = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    countries = frozenset(
        place.country
        for spot in spots
        for place in spot.places
        if place.kind is Kind.COUNTRY and place.country and len(spot.places) == 1
    )
    asked_of: list[Asked] = []
    answers: list[Resolution] = []
    for mention in mentions:
        asked = Asked(context=_context(text, mention, spots, starts, breaks, countries))
        asked_of.append(asked)
        answers.append(resolver.resolve(mention.surface, asked))

    senses: dict[str, dict[str, float]] = {}
    for mention, answer in zip(mentions, answers, strict=True):
        if answer.status is Status.RESOLVED and answer.place is not None and answer.relation is None:
            core, _ = strip_generic(mention.surface)
            meant = senses.setdefault(core, {})
            meant[answer.place.id] = max(meant.get(answer.place.id, 0.0), answer.score)
    for at, (mention, answer) in enumerate(zip(mentions, answers, strict=True)):
        core, _ = strip_generic(mention.surface)
        meant = senses.get(core, {})
        if answer.status is Status.UNRESOLVED or not meant:
            continue
        surest = min(meant, key=lambda place_id: (-meant[place_id], place_id))
        if answer.place is None or (answer.place.id != surest and answer.score < meant[surest]):
            context = replace(asked_of[at].context, senses=frozenset({surest}))
            answers[at] = resolver.resolve(mention.surface, Asked(context=context))
    return answers


def _context(
    text: str,
    mention: Mention,
    spots: Sequence[Spot],
    starts: Sequence[int],
    breaks: Sequence[int],
    countries: frozenset[str],
) -> Context:
    """Learn from a mention's own sentence, and from the countries that the document names."""
    first = max(breaks[bisect_right(breaks, mention.start) - 1], mention.start - SENTENCE_REACH)
    last = min(
        breaks[min(bisect_left(breaks, max(mention.end, mention.start + 1)), len(breaks) - 1)],
        mention.end + SENTENCE_REACH,
    )
    near = spots[bisect_left(starts, first) : bisect_left(starts, last)]
    sentence = around(text, mention.start, mention.end, near)
    return replace(sentence, document_countries=countries)
