"""Headings that are nothing but a place, and what they say of the sentences under them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Precision, Resolution, Status
from geomap.text.chains import distance_m, finest
from geomap.text.sentences import line_start
from geomap.text.zones import ZoneKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.model import Report
    from geomap.text.located import Located, Resolver
    from geomap.text.passages import Passage

_LETTER = re.compile(r"[^\W_]")
_BETWEEN = re.compile(r"[\W_]+")


def is_place_head(text: str, passage: Passage) -> bool:
    """Whether a line or its first words are nothing but a place: "Kherson Oblast", "**Baghdad.** A bomb"."""
    heading = {ZoneKind.HEADLINE, ZoneKind.SUBHEAD, ZoneKind.BODY}
    if len(passage.places) != 1 or passage.zone not in heading:
        return False
    line = line_start(text, passage.start)
    opens_entry = passage.under is not None and passage.under.own == passage.start
    # A search ends at the first letter: a line of a whole book before the sentence costs nothing.
    if not opens_entry and (line is None or _LETTER.search(text, line, passage.start)):
        return False
    chain = passage.places[0]
    place = text[chain[0].start : chain[-1].end]
    # A date may stand before the place, and a note in brackets after it.
    before = _without_dates(text, passage, passage.start, chain[0].start)
    after = _NOTE.sub("", _without_dates(text, passage, chain[-1].end, passage.end))
    return place != "" and _BETWEEN.sub("", _HEAD_WORDS.sub("", before) + after) == ""


def _without_dates(text: str, passage: Passage, start: int, end: int) -> str:
    spans = [(d.start, d.end) for d in passage.dates] + [(c.start, c.end) for c in passage.clocks]
    words = text[start:end]
    for first, last in sorted(spans, reverse=True):
        if start <= first and last <= end:
            words = words[: first - start] + words[last - start :]
    return words


_SPOT = frozenset({Precision.SITE, Precision.LOCALITY, Precision.VICINITY})


def place_over(passages: Sequence[Passage]) -> tuple[tuple[Located, ...], Passage] | None:
    """Give the one town or site of the headline, or that of the dateline, where the headline names it too.

    A dateline by itself says no more than where somebody wrote.
    """
    heads = _spots(passages, ZoneKind.HEADLINE)
    datelines = _spots(passages, ZoneKind.DATELINE)
    said = {finest(chain).surface for chain, _ in heads}
    if len(datelines) > 1 and said & {finest(chain).surface for chain, _ in datelines[1:]}:
        # "Bomb in Sultan Kudarat" above "ISULAN, Sultan Kudarat —".
        return datelines[0]
    if any(passage.triggers for _, passage in heads):
        names = {finest(chain).resolution.name for chain, _ in heads}
        return heads[0] if len(names) == 1 else None
    around = {
        place.resolution.place.id
        for passage in passages
        if passage.zone is ZoneKind.HEADLINE
        for chain in passage.places
        for place in chain
        if place.resolution.place is not None and place.resolution.precision is not Precision.COUNTRY
    }
    for chain, passage in datelines:
        if around & {p.resolution.place.id for p in chain[1:] if p.resolution.place is not None}:
            return chain, passage
    return None


def _spots(passages: Sequence[Passage], kind: ZoneKind) -> list[tuple[tuple[Located, ...], Passage]]:
    return [
        (chain, passage)
        for passage in passages
        if passage.zone is kind
        for chain in passage.places
        if (spot := finest(chain)).resolution.status is Status.RESOLVED
        and spot.resolution.precision in _SPOT
        and (kind is ZoneKind.DATELINE or spot.role == "event")
    ]


def is_digest_of_attacks(text: str, passages: Sequence[Passage]) -> bool:
    """Whether a report goes from place to place and tells of attacks: then the harm in it is theirs."""
    heads = sum(is_place_head(text, passage) for passage in passages)
    attacks = [
        passage
        for passage in passages
        if passage.zone is ZoneKind.BODY and passage.triggers and _tells_attack(passage)
    ]
    return heads >= _SEVERAL and len(attacks) >= _SEVERAL


_NAME = re.compile(
    r"[A-Z][\w’'-]*(?:[ -](?:d[eu]|la|le|l[’']\w+|al|el|of|the|[A-Z][\w’'-]*)){0,6}\s*[.:]?\s*"
)


def is_other_head(text: str, passage: Passage) -> bool:
    """Whether a line, or its first words, is but a name that no gazetteer knows: a heading all the same."""
    if passage.triggers or passage.dates or line_start(text, passage.start) is None:
        return False
    return not passage.places and _NAME.fullmatch(text, passage.start, passage.end) is not None


def _tells_attack(passage: Passage) -> bool:
    """Whether a sentence names an attack, or a weapon beside what it did."""
    armed = any(clause.weapons for clause in passage.clauses)
    return armed or any(trigger.word.needs is None for trigger in passage.triggers)


_SEVERAL = 2
_NOTE = re.compile(r"\s*\([^()]{1,40}\)")
_HEAD_WORDS = re.compile(
    r"\b(?:(?:location|place|where|site|town|city)(?=\s*:)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|on|\d{1,3})\b",
    re.IGNORECASE,
)


def head_text(report: Report, head: Passage) -> str:
    """Give the words of a heading without its marks."""
    return report.text[head.start : head.end].strip(" \t#*_.:-–—•")


_UNITS = frozenset({Precision.DISTRICT, Precision.PROVINCE})
_SMALL = 300_000
_ROUNDING_M = 30_000.0


def under_their_heads(text: str, passages: Sequence[Passage], gazetteer: Resolver) -> Iterator[Passage]:
    """Yield the passages, with what a heading says of the places under it.

    A small place under "Donetsk region" is the one of the region; a namesake elsewhere in the country is
    given up where the region has none. A quarter that no gazetteer knows, under "Taiz", is put in the town.
    """
    head: Located | None = None
    for passage in passages:
        if is_place_head(text, passage):
            # A headline that is but a place is most often where somebody writes.
            head = finest(passage.places[0]) if passage.zone is not ZoneKind.HEADLINE else None
        elif passage.zone is not ZoneKind.BODY:
            # "Lviv and Zakarpattia", "What else": another heading ends it.
            head = None
        elif head is not None:
            clauses = tuple(
                replace(
                    clause,
                    places=tuple(
                        tuple(_under(place, head, gazetteer) for place in chain) for chain in clause.places
                    ),
                )
                if clause.places
                else clause
                for clause in passage.clauses
            )
            yield replace(passage, clauses=clauses)
            continue
        yield passage


def _under(place: Located, head: Located, gazetteer: Resolver) -> Located:
    """Read a place in the light of the heading above it."""
    if head.resolution.precision in _UNITS:
        return _in_region(place, head, gazetteer)
    unknown = place.role == "event" and place.resolution.status is not Status.RESOLVED
    if unknown and head.resolution.precision is Precision.LOCALITY and _QUARTER.search(place.surface):
        return replace(place, resolution=head.resolution, lacking=place.surface)
    return place


_QUARTER = re.compile(
    r"\b(?:quarter|neighbou?rhood|suburb|market|mosque|hospital|school|street|square)$", re.IGNORECASE
)


def _is_outside(place: Located, region: Located, gazetteer: Resolver) -> bool:
    """Whether a small place of the region's country was found far from the region."""
    found, around = place.resolution, region.resolution
    if place.role != "event" or found.place is None or found.country != around.country:
        return False
    if found.precision is not Precision.LOCALITY or (found.place.population or 0) >= _SMALL:
        return False
    units = {around.place.id} if around.place is not None else set()
    if around.place is not None and around.precision is Precision.DISTRICT and around.place.parent:
        # "Kharkiv region" may have been taken for the district of the city.
        units.add(around.place.parent)
    if any(gazetteer.contains(unit, found.place.id) for unit in sorted(units)):
        return False
    apart = distance_m(found, around)
    return apart is not None and apart > 2 * (around.radius_m or 0.0) + _ROUNDING_M


def _in_region(place: Located, region: Located, gazetteer: Resolver) -> Located:
    if not _is_outside(place, region, gazetteer):
        return place
    meant = gazetteer.resolve(f"{place.surface}, {region.surface}", country=region.resolution.country)
    if meant.status is Status.RESOLVED and not _is_outside(
        replace(place, resolution=meant), region, gazetteer
    ):
        return replace(place, resolution=meant)
    wrong = place.resolution
    reason = f"{wrong.name} is far from {region.surface}, under which the report tells of it"
    doubted = Resolution(place.surface, Status.UNRESOLVED, reason, candidates=wrong.candidates)
    return replace(place, resolution=doubted)
