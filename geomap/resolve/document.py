"""All the mentions of one document, each resolved with the help of the others."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.gazetteer.names import strip_generic
from geomap.model import Kind, Mention, Place, Resolution, Status
from geomap.resolve.context import Scanner, Spot, around
from geomap.resolve.decision import Asked
from geomap.resolve.gist import NO_GIST, gists

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

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
    document gives it two. And a document is mostly about one part of the world: a unit or a
    place that it names beyond doubt speaks for what lies in it or near it, but cannot
    outweigh a place that everybody knows.
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
    contexts = [_context(text, mention, spots, starts, breaks, countries) for mention in mentions]
    said = [_said(mention, context) for mention, context in zip(mentions, contexts, strict=True)]
    names = [strip_generic(mention.surface)[0] for mention in mentions]
    first: dict[Hashable, Resolution] = {}
    for mention, context, key in zip(mentions, contexts, said, strict=True):
        if key not in first:
            first[key] = resolver.resolve(mention.surface, Asked(context=context))
    answers = [first[key] for key in said]
    if len(mentions) == 1:
        return answers
    for _ in range(ROUNDS):
        before = list(answers)
        told, anchors = _settled(names, before)
        about = gists(
            {mention.surface: answer for mention, answer in zip(mentions, before, strict=True)},
            resolver.index,
            resolver.geography,
        )
        others: dict[str, tuple[Place, ...]] = {}
        again: dict[Hashable, Resolution] = {}
        for at, (mention, name) in enumerate(zip(mentions, names, strict=True)):
            if said[at] not in again:
                if name not in others:
                    others[name] = tuple(place for other, place in anchors.items() if other[0] != name)
                meant = told.get(name, set())
                context = replace(
                    contexts[at],
                    senses=frozenset(meant) if len(meant) == 1 else frozenset(),
                    anchors=others[name],
                    gist=about.get(mention.surface, NO_GIST),
                )
                again[said[at]] = (
                    answers[at]
                    if before[at].status is Status.UNRESOLVED or _told(before[at]) or context == contexts[at]
                    else resolver.resolve(mention.surface, Asked(context=context))
                )
            answers[at] = again[said[at]]
        if answers == before:
            break
    return answers


def _said(mention: Mention, context: Context) -> Hashable:
    """Tell mentions apart by what is said: where it is the same, so is the answer."""
    return (
        mention.surface,
        context.kinds,
        context.kind_words,
        tuple((one.words, one.firm, tuple(place.id for place in one.senses)) for one in context.placed),
        tuple(context.countries.items()),
        tuple(place.id for place in context.areas),
        tuple(place.id for place in context.spots),
    )


def _settled(
    names: Sequence[str], answers: Sequence[Resolution]
) -> tuple[dict[str, set[str]], dict[tuple[str, str], Place]]:
    """Give what names mean by their own words, or beyond doubt, and the places that may speak for others."""
    told: dict[str, set[str]] = {}
    sure: dict[str, set[str]] = {}
    anchors: dict[tuple[str, str], Place] = {}
    for name, answer in zip(names, answers, strict=True):
        place = answer.place
        if place is None or answer.relation is not None:
            continue
        if _told(answer):
            told.setdefault(name, set()).add(place.id)
        sure.setdefault(name, set()).add(place.id)
        if answer.score >= SURE and place.kind is not Kind.COUNTRY:
            anchors[name, place.id] = place
    return sure | told, anchors


ROUNDS = 2
SURE = 0.9
"""Score of an answer that may speak for others."""


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
