"""All the mentions of one document, each resolved with the help of the others."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from geomap.gazetteer.names import fold, strip_generic
from geomap.model import Kind, Mention, Precision, Resolution, Status
from geomap.resolve.context import around
from geomap.resolve.decision import Asked
from geomap.resolve.evidence import Others
from geomap.resolve.leanings import bystanders, gists, units_named
from geomap.resolve.wording import MAX_LISTED

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from geomap.resolve.evidence import Context
    from geomap.resolve.resolver import Resolver
    from geomap.resolve.scanning import Scanner, Spot

# What begins with one of a few characters is looked for fast.
_SENTENCE_END = re.compile(r"[.!?؟。\n](?:(?<!\n)['\"”’)]*\s+(?=[^a-z\s])|(?<=\n)\n*)")
TELLING = frozenset({"kind: agrees", "text: placed in", "text: kind agrees"})
"""Rows of evidence by which a mention says itself which place of its name it is."""
OF_KIND = frozenset({"kind: agrees", "text: kind agrees"})
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
    if not mentions:
        return []
    spots = scanner.scan(text)
    starts = [spot.start for spot in spots]
    breaks = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    meanings = {spot.meaning for spot in spots}
    countries = frozenset(
        place.country
        for meaning in meanings
        for place in meaning.places
        if place.kind is Kind.COUNTRY and place.country and len(meaning.places) == 1
    )
    asked_for = len(mentions)
    mentions = [*mentions, *_elsewhere(mentions, spots)]
    contexts = [_context(text, mention, spots, starts, breaks, countries) for mention in mentions]
    said = [_said(mention, context) for mention, context in zip(mentions, contexts, strict=True)]
    surfaces = {mention.surface: strip_generic(mention.surface)[0] for mention in mentions}
    names = [surfaces[mention.surface] for mention in mentions]
    keys = [fold(mention.surface) for mention in mentions]
    first: dict[Hashable, Resolution] = {}
    for mention, context, key in zip(mentions, contexts, said, strict=True):
        if key not in first:
            first[key] = resolver.resolve(mention.surface, Asked(context=context))
    weighed = {key: _weighed(key, first[key]) for key in said[:asked_for]}
    said = [weighed.get(key, key) for key in said]
    found = {weighed.get(key, key): answer for key, answer in first.items()}
    others = bystanders(text, spots, set(keys), resolver.leanings)
    named = units_named(meanings)
    before: list[Hashable] = []
    for turn in range(ROUNDS):
        answers = [found[key] for key in said]
        heard = [_heard(answer) for answer in found.values()]
        if heard == before:
            # What the names mean to each other is what it was.
            break
        before = heard
        about = gists(dict(zip(keys, answers, strict=True)), others, named, resolver.leanings)
        senses = _senses(names, answers)
        again: dict[Hashable, Resolution] = {}
        for at, mention in enumerate(mentions[:asked_for]):
            key, told, gist = said[at], senses.get(names[at], {}), about[keys[at]]
            unheard = not turn and not told and not gist.names
            if key in again or unheard or found[key].status is Status.UNRESOLVED:
                continue
            asked = Asked(context=contexts[at], others=Others(gist, told))
            again[key] = resolver.resolve(mention.surface, asked)
        found |= again
    return [found[key] for key in said[:asked_for]]


def _heard(answer: Resolution) -> Hashable:
    """Give all of an answer that the other names of its document hear."""
    meant = answer.place.id if answer.place is not None else None
    return meant, answer.relation, tuple((one.place.id, one.score) for one in answer.candidates)


def _elsewhere(mentions: Sequence[Mention], spots: Sequence[Spot]) -> list[Mention]:
    """Give where else the names stand: "Lebanon, Ohio" once says what Lebanon is."""
    keys = {fold(mention.surface) for mention in mentions}
    taken = {mention.start for mention in mentions}
    return [
        Mention(spot.start, spot.end, spot.surface)
        for spot in spots
        if spot.start not in taken and fold(spot.surface) in keys
    ]


def _senses(names: Sequence[str], answers: Sequence[Resolution]) -> dict[str, dict[str, float]]:
    """Tell of names what their mentions mean by their own words: place id to share of those mentions."""
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, answer in zip(names, answers, strict=True):
        if answer.place is not None and answer.relation is None and _told(answer):
            told[name][answer.place.id] += 1
    return {name: _shares(counted) for name, counted in told.items()}


def _shares(counted: Counter[str]) -> dict[str, float]:
    return {one: number / counted.total() for one, number in counted.items()}


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


def _weighed(said: Hashable, answer: Resolution) -> Hashable:
    """Tell mentions apart by what their sentences say for and against each candidate, if all are listed."""
    if not 0 < len(answer.candidates) < MAX_LISTED:
        return said
    return answer.query, tuple((one.place.id, one.evidence) for one in answer.candidates)


ROUNDS = 2


def _told(answer: Resolution) -> bool:
    """Tell whether a mention's own words or its sentence say which place it is."""
    chosen = next(
        (one for one in answer.candidates if answer.place and one.place.id == answer.place.id), None
    )
    if chosen is None:
        return False
    # That it is a town speaks for every town of the name.
    common = chosen.place.kind.precision in (Precision.LOCALITY, Precision.DISTRICT)
    telling = TELLING - OF_KIND if common else TELLING
    return any(row.name in telling and row.weight > 0 for row in chosen.evidence)


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
    return around(text, mention.start, mention.end, near, countries)
