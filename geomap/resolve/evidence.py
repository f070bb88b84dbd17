"""The one table of evidence: what speaks for a candidate, and how much.

Weights are in natural logarithms of odds: a row with weight 1 makes a candidate 2.7 times
as likely against the others, weights add up, and a candidate's share is its odds over
those of all. Those of names, prominence, text and document are a conditional logit's, fitted
on the labelled mentions of news, tweets and encyclopedias together, rounded; of the names with
several senses each corpus lost at most two and a half in a hundred when it was judged by weights
fitted on the others. Rows that those texts hardly have (kinds, likenesses, what a caller asks)
are set by judgement. A change belongs with new figures (``benchmarks/resolution.py``,
``theatre.py``, ``ucdp.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log1p, log10
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.geodesy import distance_m
from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.names import fold, strip_generic
from geomap.model import Alias, AliasKind, Evidence, Kind, Place, Precision
from geomap.resolve.areas import kilometres
from geomap.resolve.candidates import How, Match
from geomap.resolve.gist import NO_GIST, NOBODY, Gist

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geomap.resolve.geography import Geography

WEIGHTS: dict[str, float] = {
    # The name
    "name: preferred, spelling or translation": 0.0,
    "name: short form": -0.8,
    # Who means a province mostly says "province".
    "name: unit without its word": -0.7,
    "name: description": -0.3,
    "name: code": -0.5,
    "name: former": -0.6,
    "name: misspelling": -0.8,
    "name: demonym": -1.0,
    "name: another": -2.5,
    "name: in another language": -3.0,
    # Who writes "Djibouti" means the country; of its capital only the short name is the same.
    "name: its country's": -2.0,
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
    "text: placed in": 4.0,
    "text: placed elsewhere": -5.0,
    "text: kind agrees": 2.0,
    "text: kind does not agree": -1.5,
    "text: country named": 1.5,
    "text: area named": 1.5,
    "text: place nearby named": 0.5,
    "document: country named": 1.5,
    "document: told elsewhere": 3.0,
    "document: country of the others": 4.5,
    "document: unit of the others": 6.0,
    "document: unit named": 1.2,
    "document: places nearby named": 3.3,
    "document: places beside it named": 1.2,
    "document: district named": 5.0,
    # Prominence
    "kept by hand": 2.0,
}
"""Row to weight."""


class Prominence(NamedTuple):
    """Odds of a kind of place by its people, before anything is known but the name."""

    weight: float
    """With as many people as `people`, or where none are counted."""
    people: int
    tenfold: float
    """What ten times the people add."""


PROMINENCE: Mapping[Kind, Prominence] = {
    Kind.COUNTRY: Prominence(3.5, 1_000_000, 2.0),
    # A bare name is the town's; who means the unit around it mostly says "province".
    Kind.ADMIN1: Prominence(1.5, 1_000_000, 1.3),
    Kind.ADMIN2: Prominence(1.0, 1_000_000, 0.8),
    Kind.REGION: Prominence(3.0, 100_000_000, 1.3),
    Kind.SEA: Prominence(3.0, 1_000_000, 0.0),
    Kind.RIVER: Prominence(0.9, 1_000_000, 0.0),
}
SETTLEMENT = Prominence(0.0, 10_000, 1.7)
UNCOUNTED: Mapping[Kind, float] = {
    Kind.ADMIN1: 1.0, Kind.ADMIN2: 0.0, Kind.CITY: 1.2, Kind.VILLAGE: -1.5, Kind.REGION: -0.5,
}  # fmt: skip
"""Weight where nobody counted the people and the kind says about how many there are.

A region that is in a pack is there because news names it: it has the weight of a kind's foremost.
"""

SITE_PROMINENCE = 0.3
NEARBY_M = 100_000.0
NEARBY_DEGREES = 1.0
"""A little more than that of latitude: what is farther need not be measured."""
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


class Near(NamedTuple):
    """A spot that a place must lie near to."""

    name: str
    lat: float
    lon: float
    limit_m: float
    """How far from it, and the place's own radius besides."""


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
    weighed: dict[tuple[str, bool], Sequence[Evidence]] = field(default_factory=dict, compare=False)
    """What it says of places, once that was weighed: by their id, and whether their match has a kind."""


EMPTY = Context()


class Others(NamedTuple):
    """What the other names of a document say of one."""

    gist: Gist = NO_GIST
    """Where they may lie, doubt and all."""
    told: Mapping[str, float] = MappingProxyType({})
    """What the same name means elsewhere by its own words there: place id to share."""


NO_OTHERS = Others()


def weigh(
    match: Match,
    context: Context,
    near: Near | None,
    geography: Geography,
    others: Others = NO_OTHERS,
) -> tuple[Evidence, ...]:
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
    others
        What the other names of the document say.
    """
    if match.own is None:
        match.own = tuple(_weigh_name(match)), tuple(_weigh_place(match.place))
    named, known = match.own
    if near is None and context is EMPTY and others is NO_OTHERS:
        return named + known
    place = match.place
    beside: Sequence[Evidence] = ()
    if near is not None:
        apart = distance_m(near.lat, near.lon, place.lat, place.lon)
        times = 1 / (1 + apart / NEAR_SCALE_M)
        beside = (_row("near: distance", f"{kilometres(apart)} from {near.name}", times),)
    said: Sequence[Evidence] = ()
    if context is not EMPTY:
        key = place.id, bool(match.kinds)
        if key not in context.weighed:
            context.weighed[key] = tuple(_weigh_context(match, context, geography))
        said = context.weighed[key]
    if others is NO_OTHERS:
        return (*named, *beside, *said, *known)
    return (*named, *beside, *said, *_weigh_others(place, others), *known)


def _weigh_name(match: Match) -> Iterator[Evidence]:
    """Weigh how the text is like a name of the place."""
    place = match.place
    if match.own_name:
        return
    alias_row = _ALIAS_ROWS.get(match.alias.kind)
    shortened = match.alias.kind in _SHORTENED and _lacks_generic(match.alias, place)
    if alias_row:
        yield _row(alias_row, f"by a {alias_row.partition(': ')[2]}")
    elif shortened:
        yield _row("name: short form", "")
    elif match.alias.kind is AliasKind.NAME and fold(match.alias.text) != fold(place.name):
        # Of names that are but alike it matters less which one it is.
        yield _row("name: another", "", 1.0 if match.how in (How.EXACT, How.CORE) else 0.5)
    elif match.alias.kind is AliasKind.TRANSLATION and _foreign(match.alias, place):
        yield _row("name: in another language", "")
    if shortened and place.kind in _UNITS:
        yield _row("name: unit without its word", "")
    if match.how in _HOW_ROWS:
        yield _row(_HOW_ROWS[match.how], "", _unlike(match))
    if match.shorter:
        yield _row("likeness: lacks a generic word", "")
    if match.kinds:
        agreement = fit(place.kind, match.kinds)
        says = f'as "{match.term}" says'
        if agreement is Fit.WELL:
            yield _row("kind: agrees", says)
        elif agreement is Fit.NEARLY:
            yield _row("kind: nearly agrees", f"{says}, nearly")
        else:
            yield _row("kind: does not agree", f'though not what "{match.term}" means')


def _weigh_place(place: Place) -> tuple[Evidence, ...]:
    """Weigh how well known the place is."""
    known = Evidence("prominence", round(prominence(place), 3), "")
    # That a country is in a pack too tells it from no other place.
    if place.kept_by_hand and place.kind is not Kind.COUNTRY:
        return _row("kept by hand", ""), known
    return (known,)


def _row(row: str, text: str, times: float = 1.0) -> Evidence:
    return Evidence(row, round(WEIGHTS[row] * times, 3), text)


UNLIKE = 4.0
"""How many times more the row of the same consonants counts where all other letters differ."""


def _unlike(match: Match) -> float:
    """Tell how many times the row of a likeness counts: more, the more letters differ."""
    if match.how is How.LETTERS:
        return 1 + max(0, match.edits - 1) / 2
    if match.how is not How.SOUND:
        return 1.0
    # Letters of two scripts all differ.
    comparable = match.edits < len(match.alias.text)
    differ = match.edits / len(match.alias.text) if comparable else 1 - match.closeness
    return 1 + UNLIKE * differ


def _weigh_context(match: Match, context: Context, geography: Geography) -> Iterator[Evidence]:
    """Weigh what the text around says of a place."""
    place = match.place
    for placed in context.placed:
        # "US troops in Iraq": what is larger than the container is not what lies in it.
        if place.kind is Kind.COUNTRY or all(sense.radius_m < place.radius_m for sense in placed.senses):
            continue
        if any(geography.inside(sense, place) for sense in placed.senses):
            yield _row("text: placed in", f"in {placed.words}, as the text says")
        elif placed.firm and all(sense.kind.is_area for sense in placed.senses):
            yield _row("text: placed elsewhere", f"not in {placed.words}, where the text puts it")
    if context.kinds and not match.kinds and place.kind is not Kind.COUNTRY:
        agreement = fit(place.kind, context.kinds)
        if agreement is Fit.NOT:
            yield _row("text: kind does not agree", f'though the text speaks of a "{context.kind_words}"')
        else:
            yield _row("text: kind agrees", f'the text speaks of a "{context.kind_words}"')
    if place.country is not None and place.country in context.countries:
        yield _row("text: country named", f"the text names {context.countries[place.country]}")
    elif place.country in context.document_countries:
        yield _row("document: country named", "its country is named elsewhere in the document")
    for area in context.areas:
        if area.id != place.id and geography.inside(area, place):
            yield _row("text: area named", f"the text names {area.name}")
            break
    if context.spots and not place.kind.is_area:
        nearby = [
            (apart, spot.id, spot.name)
            for spot in context.spots
            if spot.id != place.id
            and abs(spot.lat - place.lat) < NEARBY_DEGREES
            and (apart := geography.apart_m(spot, place)) <= NEARBY_M
        ]
        if nearby:
            apart, _, name = min(nearby)
            yield _row("text: place nearby named", f"{kilometres(apart)} from {name}, which the text names")


def _weigh_others(place: Place, others: Others) -> list[Evidence]:
    """Weigh what the other names of a document say of a place."""
    found = []
    shares = others.gist.shares(place)
    if shares is not NOBODY:
        country, unit, near, beside, district, unit_named = shares
        if country:
            row = "document: country of the others"
            found.append(_row(row, "other names in the document lie in its country", country))
        if unit:
            row = "document: unit of the others"
            found.append(_row(row, "other names in the document lie in its part of the country", unit))
        if unit_named:
            found.append(_row("document: unit named", "the document names its part of the country"))
        if near:
            row = "document: places nearby named"
            found.append(_row(row, "other names in the document lie near it", log1p(near)))
        if beside:
            row = "document: places beside it named"
            found.append(_row(row, "other names in the document may lie beside it", log1p(beside)))
        if district:
            holds = place.kind is Kind.ADMIN2
            points = "the document names places in it" if holds else "the document names its district"
            found.append(_row("document: district named", points, log1p(district)))
    if place.id in others.told:
        row = "document: told elsewhere"
        found.append(_row(row, "as the document says elsewhere", others.told[place.id]))
    return found


def _foreign(alias: Alias, place: Place) -> bool:
    """Tell whether a name in Latin letters is that of another language than English."""
    return (
        alias.lang not in (None, "en", "eng")
        and ord(max(alias.text)) < _BEYOND_LATIN
        and fold(alias.text) != fold(place.name)
    )


_BEYOND_LATIN = 0x370


def _lacks_generic(alias: Alias, place: Place) -> bool:
    """Tell whether a name is the place's own but for a generic word: "New York" for New York City."""
    key = fold(alias.text)
    return key != fold(place.name) and key == strip_generic(place.name)[0]


_SHORTENED = frozenset({AliasKind.NAME, AliasKind.SHORT})
_UNITS = frozenset({Kind.ADMIN1, Kind.ADMIN2})


def prominence(place: Place) -> float:
    """Weigh how well known a place is, by its kind and its people."""
    known = PROMINENCE.get(place.kind)
    if known is None:
        if place.kind.precision is not Precision.LOCALITY:
            return SITE_PROMINENCE
        known = SETTLEMENT
    if not place.population:
        uncounted = place.kind in UNCOUNTED and not (place.kind is Kind.REGION and place.kept_by_hand)
        return UNCOUNTED[place.kind] if uncounted else known.weight
    return known.weight + known.tenfold * log10(max(place.population, FEWEST_PEOPLE) / known.people)


FEWEST_PEOPLE = 200
"""Fewer are not told apart: lists count them differently."""


AGREES = frozenset({
    "kind: agrees", "near: distance", "asked: recorded in it", "text: placed in", "text: kind agrees",
    "text: country named", "text: area named", "document: told elsewhere",
})  # fmt: skip
"""Rows of which a misspelled name needs one before it is taken for a place's name."""
