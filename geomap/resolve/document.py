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
TELLING = frozenset({"kind: agrees", "text: placed in", "text: kind agrees"})
"""Rows of evidence by which a mention says itself which place of its name it is."""
SENTENCE_REACH = 400
"""Characters to each side of a mention that count as near it, in a text without full stops."""


def resolve_document(
    resolver: Resolver, scanner: Scanner, text: str, mentions: Sequence[Mention]
) -> list[Resolution]:
    """Resolve mentions: first each by its sentence, then those left open by what the others mean.

    A name has one sense in a document: what one mention means by its container or its kind
    ("Rafah in Egypt", "Balad airbase") is what the same name means elsewhere, unless the
    document gives it two.
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

    told: dict[str, set[str]] = {}
    for mention, answer in zip(mentions, answers, strict=True):
        if answer.place is not None and answer.relation is None and _told(answer):
            told.setdefault(strip_generic(mention.surface)[0], set()).add(answer.place.id)
    for at, (mention, answer) in enumerate(zip(mentions, answers, strict=True)):
        meant = told.get(strip_generic(mention.surface)[0], set())
        if len(meant) != 1 or answer.status is Status.UNRESOLVED or _told(answer):
            continue
        if answer.place is None or answer.place.id not in meant:
            context = replace(asked_of[at].context, senses=frozenset(meant))
            answers[at] = resolver.resolve(mention.surface, Asked(context=context))
    return answers


def _told(answer: Resolution) -> bool:
    """Tell whether a mention's own words or its sentence say which place it is."""
    chosen = next(
        (one for one in answer.candidates if answer.place and one.place.id == answer.place.id), None
    )
    return chosen is not None and any(row.name in TELLING and row.weight > 0 for row in chosen.evidence)


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
