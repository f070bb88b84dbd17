"""The one table of evidence: what speaks for a candidate, and how much.

Weights are in natural logarithms of odds: a row with weight 1 makes a candidate 2.7 times
as likely against the others, weights add up, and a candidate's share is its odds over
those of all. They were set by judgement, then checked on labelled mentions
(``benchmarks/theatre.py``); a change belongs with a new figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log10
from typing import TYPE_CHECKING

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.names import fold
from geomap.model import Alias, AliasKind, Evidence, Kind, Place
from geomap.resolve.areas import kilometres
from geomap.resolve.candidates import How, Match
from geomap.resolve.gist import NO_GIST, Gist

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geomap.resolve.geography import Geography

WEIGHTS: dict[str, float] = {
    # The name
    "name: preferred, spelling or translation": 0.0,
    "name: short form": -0.2,
    "name: description": -0.3,
    "name: code": -0.5,
    "name: former": -0.6,
    "name: misspelling": -0.8,
    "name: demonym": -1.0,
    "name: another": -1.5,
    "name: in another language": -2.0,
    "likeness: without generic words": -0.3,
    "likeness: lacks a generic word": -0.8,
    "likeness: same consonants": -1.5,
    "likeness: a letter differs": -2.0,
    # What the words and the caller ask for
    "kind: agrees": 3.0,
    "kind: nearly agrees": 1.5,
    "kind: does not agree": -4.0,
    "near: distance": 2.0,
    "asked: recorded in it": 2.0,
    "asked: recorded in the unit around it": 1.0,
    "asked: may lie in it": -0.5,
    "asked: recorded beside it": -2.0,
    "asked: recorded beside the unit around it": -1.0,
    # What the text around says; the caller's own hints are no evidence but conditions
    "text: placed in": 5.0,
    "text: placed elsewhere": -5.0,
    "text: kind agrees": 3.0,
    "text: kind does not agree": -2.0,
    "text: country named": 2.5,
    "text: area named": 2.5,
    "text: place nearby named": 1.2,
    "document: country named": 1.0,
    "document: same name before": 4.0,
    "document: unit named": 2.0,
    "document: places nearby named": 1.2,
    "document: places in it named": 1.2,
    "document: country of the others": 3.0,
    "document: unit of the others": 3.0,
    # Prominence
    "kept by hand": 2.0,
    "prominence: ten times the people": 2.0,
}
"""Row to weight."""

PROMINENCE: Mapping[Kind, float] = {
    Kind.COUNTRY: 5.0,
    Kind.REGION: 3.0,
    Kind.SEA: 3.0,
    Kind.CITY: 2.0,
    # A bare name is the town's; who means the unit around it mostly says "province".
    Kind.ADMIN1: 0.4,
    Kind.RIVER: 1.5,
    Kind.TOWN: 0.5,
    Kind.ADMIN2: -0.3,
    Kind.VILLAGE: 0.0,
    Kind.QUARTER: 0.0,
}
"""Weight of a kind of place where no people are counted, and the least where they are; other kinds 0.3."""

STANDING: Mapping[Kind, float] = {
    Kind.COUNTRY: 2.0,
    # A unit's people live in its towns, and are counted there.
    Kind.ADMIN1: -2.5,
    Kind.ADMIN2: -3.0,
}
"""What is added to the weight of the people for what a place is."""
SITE_PROMINENCE = 0.3
SMALL_TOWN = 10_000
"""People of a place of weight 0."""
NEARBY_M = 100_000.0
NEAR_SCALE_M = 30_000.0
"""Distance at which the row for `near` has lost half its weight."""

_ALIAS_ROWS = {
    AliasKind.SHORT: "name: short form",
    AliasKind.DESCRIPTION: "name: description",
    AliasKind.CODE: "name: code",
    AliasKind.FORMER: "name: former",
    AliasKind.MISSPELLING: "name: misspelling",
    AliasKind.DEMONYM: "name: demonym",
}
_HOW_ROWS = {
    How.CORE: "likeness: without generic words",
    How.SOUND: "likeness: same consonants",
    How.LETTERS: "likeness: a letter differs",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement of the text that a mention lies in some place: "X in Anbar", "Syria's X"."""

    words: str
    senses: tuple[Place, ...]
    firm: bool
    """Whether it can speak against a candidate; a comma may also be a list."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the text around a mention says of where it is."""

    placed: tuple[Placed, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    kind_words: str = ""
    countries: Mapping[str, str] = field(default_factory=dict)
    """Code to the words that name it, nearby."""
    areas: tuple[Place, ...] = ()
    spots: tuple[Place, ...] = ()
    document_countries: frozenset[str] = frozenset()
    anchors: tuple[Place, ...] = ()
    """What other names in the document mean, beyond doubt."""
    gist: Gist = NO_GIST
    """Where the other names in the document may lie, doubt and all."""
    senses: frozenset[str] = frozenset()
    """Ids of places that the same name means elsewhere in the document."""


EMPTY = Context()


def weigh(
    match: Match,
    context: Context,
    near: tuple[str, float, float] | None,
    geography: Geography,
) -> list[Evidence]:
    """Gather the evidence for one candidate.

    Parameters
    ----------
    match
        The candidate.
    context
        What the text around says.
    near
        Name, latitude and longitude of the place that the caller says it is near.
    geography
        Says what lies in what.
    """
    place = match.place
    found = []

    def add(row: str, text: str, times: float = 1.0) -> None:
        found.append(Evidence(row, round(WEIGHTS[row] * times, 3), text))

    alias_row = _ALIAS_ROWS.get(match.alias.kind)
    if alias_row:
        add(alias_row, f"by a {alias_row.partition(': ')[2]}")
    elif match.alias.kind is AliasKind.NAME and fold(match.alias.text) != fold(place.name):
        add("name: another", "")
    elif match.alias.kind is AliasKind.TRANSLATION and _foreign(match.alias, place):
        add("name: in another language", "")
    if match.how in _HOW_ROWS:
        add(_HOW_ROWS[match.how], "", _unlike(match))
    if match.shorter:
        add("likeness: lacks a generic word", "")
    if match.kinds:
        agreement = fit(place.kind, match.kinds)
        says = f'as "{match.term}" says'
        if agreement is Fit.WELL:
            add("kind: agrees", says)
        elif agreement is Fit.NEARLY:
            add("kind: nearly agrees", f"{says}, nearly")
        else:
            add("kind: does not agree", f'though not what "{match.term}" means')
    if near is not None:
        name, lat, lon = near
        apart = distance_m(lat, lon, place.lat, place.lon)
        add("near: distance", f"{kilometres(apart)} from {name}", 1 / (1 + apart / NEAR_SCALE_M))
    if context is not EMPTY:
        _weigh_context(match, context, geography, add)
    if place.kept_by_hand:
        add("kept by hand", "")
    found.append(Evidence("prominence", round(prominence(place), 3), ""))
    return found


def _unlike(match: Match) -> float:
    """Tell how many times the row of a likeness counts: more, the more letters differ."""
    if match.how is How.LETTERS:
        return 1 + max(0, match.edits - 1) / 2
    return 1 + match.edits / len(match.alias.text) if match.how is How.SOUND else 1.0


def _weigh_context(match: Match, context: Context, geography: Geography, add: Callable[..., None]) -> None:
    place = match.place
    for placed in context.placed:
        # "US troops in Iraq": what is larger than the container is not what lies in it.
        if place.kind is Kind.COUNTRY or all(sense.radius_m < place.radius_m for sense in placed.senses):
            continue
        if any(geography.inside(sense, place) for sense in placed.senses):
            add("text: placed in", f"in {placed.words}, as the text says")
        elif placed.firm and all(sense.kind.is_area for sense in placed.senses):
            add("text: placed elsewhere", f"not in {placed.words}, where the text puts it")
    if context.kinds and not match.kinds and place.kind is not Kind.COUNTRY:
        agreement = fit(place.kind, context.kinds)
        if agreement is Fit.NOT:
            add("text: kind does not agree", f'though the text speaks of a "{context.kind_words}"')
        else:
            add("text: kind agrees", f'the text speaks of a "{context.kind_words}"')
    if place.country is not None and place.country in context.countries:
        add("text: country named", f"the text names {context.countries[place.country]}")
    elif place.country in context.document_countries:
        add("document: country named", "its country is named elsewhere in the document")
    area = next(
        (area for area in context.areas if area.id != place.id and geography.inside(area, place)), None
    )
    if area is not None:
        add("text: area named", f"the text names {area.name}")
    nearby = [
        (apart, spot)
        for spot in context.spots
        if spot.id != place.id
        and not place.kind.is_area
        and (apart := geography.apart_m(spot, place)) <= NEARBY_M
    ]
    if nearby:
        apart, spot = min(nearby, key=lambda pair: (pair[0], pair[1].id))
        add("text: place nearby named", f"{kilometres(apart)} from {spot.name}, which the text names")
    _weigh_anchors(place, context.anchors, geography, add)
    if context.gist is not NO_GIST:
        country, unit = context.gist.shares(place)
        if country:
            add("document: country of the others", "most names in the document lie in its country", country)
        if unit:
            add(
                "document: unit of the others", "names in the document point to its part of the country", unit
            )
    if place.id in context.senses:
        add("document: same name before", "as elsewhere in the document")


def _foreign(alias: Alias, place: Place) -> bool:
    """Tell whether a name in Latin letters is that of another language than English."""
    return (
        alias.lang not in (None, "en", "eng")
        and ord(max(alias.text)) < _BEYOND_LATIN
        and fold(alias.text) != fold(place.name)
    )


_BEYOND_LATIN = 0x370


def _weigh_anchors(
    place: Place, anchors: tuple[Place, ...], geography: Geography, add: Callable[..., None]
) -> None:
    """Weigh what the rest of the document is about: the unit around a place, and places near it."""
    if place.kind.is_area:
        held = [
            anchor for anchor in anchors if anchor.id != place.id and place.id in geography.ancestors(anchor)
        ]
        if held:
            times = 1 + min(len(held) - 1, MOST_NEARBY) / 2
            add("document: places in it named", f"{held[0].name}, in it, is named in the document", times)
    if not anchors or place.kind is Kind.COUNTRY:
        return
    above = geography.ancestors(place)
    unit = next((anchor for anchor in anchors if anchor.kind in _UNITS and anchor.id in above), None)
    if unit is not None:
        add("document: unit named", f"{unit.name} is named elsewhere in the document")
    near = sorted(
        (apart, anchor.id, anchor.name)
        for anchor in anchors
        if anchor.id != place.id
        and not anchor.kind.is_area
        and (apart := geography.apart_m(anchor, place)) <= NEARBY_M
    )
    if near:
        apart, _, name = near[0]
        # The second place nearby says more, the tenth does not.
        times = 1 + min(len(near) - 1, MOST_NEARBY) / 2
        add("document: places nearby named", f"{kilometres(apart)} from {name}, in the same document", times)


_UNITS = frozenset({Kind.ADMIN1, Kind.ADMIN2})
MOST_NEARBY = 2


def prominence(place: Place) -> float:
    """Weigh how well known a place is, by its people or else by its kind."""
    known = PROMINENCE.get(place.kind, SITE_PROMINENCE)
    if not place.population:
        return known
    people = WEIGHTS["prominence: ten times the people"] * log10(place.population / SMALL_TOWN)
    return max(known, people + STANDING.get(place.kind, 0.0))


AGREES = frozenset({
    "kind: agrees", "near: distance", "asked: recorded in it", "text: placed in", "text: kind agrees",
    "text: country named", "text: area named", "document: same name before",
})  # fmt: skip
"""Rows of which a misspelled name needs one before it is taken for a place's name."""
