"""What part of the world a document is about, to go by all that its names may mean.

Names that are ambiguous each by itself often have one part of the world in common: of all the
Mansfields, Pinevilles and Alexandrias only Louisiana has the three. Each name of the text gives
one vote, parted among the countries, first-level units and surroundings of what it may mean:
half by how likely that is as it stands, half in equal parts, as a local paper names the small
ones. A name that is everywhere says little then, and no name speaks for itself. Besides, each
name that was asked for keeps company with what it may mean beside it, however likely: a county and
its seat, two villages of one valley.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.memory import Memory
from geomap.gazetteer.names import fold
from geomap.model import Kind, Place, Resolution
from geomap.resolve.candidates import exact
from geomap.resolve.evidence import EMPTY, weigh
from geomap.resolve.gist import BESIDE_DEGREES, Cell, Company, Gist, Votes, around_cell, cell_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.gazetteer.index import Index
    from geomap.resolve.context import Spot
    from geomap.resolve.geography import Geography

REMEMBERED = 1 << 15
"""Names whose leaning is kept."""
_LOWER_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")


class Leaning(NamedTuple):
    """One place that a name may mean, and where that is."""

    place_id: str
    country: str
    unit: str
    """Id of its first-level unit; empty for none."""
    district: str
    """Id of its second-level unit; empty for none."""
    cell: Cell | None
    """``None`` for what is too large to be near anything."""
    beside: tuple[Cell, ...]
    """The cells of `BESIDE_DEGREES` it lies in or beside."""
    odds: float
    """How likely by itself, 0 to 1 over all that the name may mean."""


class Leanings:
    """Tells what names may mean and where that is, each looked up once."""

    def __init__(self, index: Index, geography: Geography) -> None:
        self._index = index
        self._geography = geography
        self._units: dict[str, tuple[str, str]] = {}
        self._leanings: Memory[str, Leaning] = Memory(REMEMBERED)
        self.of = lru_cache(maxsize=REMEMBERED)(self._of)
        self.parts = lru_cache(maxsize=REMEMBERED)(self._parts)

    def _of(self, surface: str) -> tuple[Leaning, ...]:
        """Give the leanings of a name as it stands."""
        matches = exact(self._index, fold(surface), surface)
        weights = [sum(row.weight for row in weigh(one, EMPTY, None, self._geography)) for one in matches]
        most = max(weights, default=0.0)
        odds = [exp(weight - most) for weight in weights]
        whole = sum(odds)
        return tuple(
            self._leaning(match.place, one / whole) for match, one in zip(matches, odds, strict=True)
        )

    def _parts(self, surface: str) -> Sequence[tuple[Leaning, float]]:
        """Part the vote of a name, as it stands, among what it may mean."""
        return _parts(self.of(surface))

    def meant(self, answer: Resolution) -> tuple[Leaning, ...]:
        """Give the leanings of a name in its text, as answered there."""
        likely = {one.place.id: one for one in answer.candidates if one.score > 0}
        whole = sum(one.score for one in likely.values())
        if not whole:
            return ()
        every = self.of(answer.query)
        others = (leaning._replace(odds=0.0) for leaning in every if leaning.place_id not in likely)
        return (*(self._leaning(one.place, one.score / whole) for one in likely.values()), *others)

    def _leaning(self, place: Place, odds: float) -> Leaning:
        known = self._leanings.get(place.id) or self._leanings.keep(place.id, self._locate(place))
        return known._replace(odds=odds)

    def _locate(self, place: Place) -> Leaning:
        unit, district = self.units(place)
        spot = cell_of(place, BESIDE_DEGREES)
        beside = () if spot is None else around_cell(spot[0], place.lon, BESIDE_DEGREES)
        return Leaning(place.id, place.country or "", unit, district, cell_of(place), beside, 0.0)

    def units(self, place: Place) -> tuple[str, str]:
        """Give the first-level and the second-level unit that a place is or lies in; empty for none."""
        if place.kind is Kind.ADMIN1:
            return place.id, ""
        unit, district = "", ""
        if place.parent:
            known = self._units.get(place.parent)
            if known is None:
                known = self._units[place.parent] = self._find_units(place)
            unit, district = known
        return unit, place.id if place.kind is Kind.ADMIN2 else district

    def _find_units(self, place: Place) -> tuple[str, str]:
        found: dict[Kind, str] = {}
        for above in map(self._index.place, self._geography.ancestors(place)):
            if above is not None:
                found.setdefault(above.kind, above.id)
        return found.get(Kind.ADMIN1, ""), found.get(Kind.ADMIN2, "")


def gists(
    names: Mapping[str, Resolution], spots: Sequence[Spot], text: str, leanings: Leanings
) -> dict[str, Gist]:
    """Tell for each name of a document what all the others are about.

    Parameters
    ----------
    names
        Spelling key to what the name means, as it stands; only its candidates count.
    spots, text
        The names met in the text, asked for or not, and the text.
    leanings
        Tells what names may mean.
    """
    meant = {key: leanings.meant(answer) for key, answer in names.items()}
    parts: dict[str, Sequence[tuple[Leaning, float]]]
    parts = {key: _parts(ones) for key, ones in meant.items()}
    weights = dict.fromkeys(parts, 1.0)
    small = _small_words(text)
    named = {unit for answer in names.values() for unit in _unit_meant(answer)}
    for spot in spots:
        key = fold(spot.surface)
        named |= _unit_named(spot)
        # A word that the text also writes small is none: "Man", "Of", "Same".
        if key in names or spot.surface.lower() in small or _part_of_a_name(text, spot):
            continue
        if key not in parts:
            parts[key] = leanings.parts(spot.surface)
        if _placed(text, spot):
            meant[key] = leanings.of(spot.surface)
        weights[key] = max(weights.get(key, NOT_ASKED), 1.0 if _placed(text, spot) else NOT_ASKED)
    ballots, votes = _count(parts, weights)
    # Once more, now that it shows which parts of the world have names in common.
    parts = {key: _agreeing(shares, votes, ballots[key]) for key, shares in parts.items()}
    ballots, votes = _count(parts, weights)
    cast = sum(weights[key] for key, ballot in ballots.items() if ballot.countries)
    companies = {key: _company(ones) for key, ones in meant.items()}
    company = Company()
    for one in companies.values():
        company.add(one)
    found = {}
    for key in names:
        own = ballots[key]
        foremost = max((total - own.units.get(unit, 0.0) for unit, total in votes.units.items()), default=0.0)
        found[key] = Gist(
            votes,
            own,
            company,
            companies[key],
            cast - bool(own.countries),
            leanings.units,
            foremost,
            frozenset(named),
        )
    return found


NOT_ASKED = 0.5
"""Vote of a name that was only met in the text and that no preposition puts on the map: it may be none."""
SURE = 0.8
_PREPOSITION = re.compile(
    r"\b(?:in|at|near|from|to|of|around|outside|into|through|between|and|or|towards?|across|the) $"
)
_NAME_BEFORE = re.compile(r"[^\W\d_][\w.'’-]* $")


def _unit_meant(answer: Resolution) -> set[str]:
    """Give the first-level unit that an answer means beyond doubt."""
    place = answer.place
    sure = place is not None and place.kind is Kind.ADMIN1 and answer.candidates[0].score > SURE
    return {place.id} if place is not None and sure else set()


def _unit_named(spot: Spot) -> set[str]:
    """Give the first-level unit that a name means and nothing else."""
    places = spot.places if not spot.demonym else ()
    return {place.id for place in places if place.kind is Kind.ADMIN1} if len(places) == 1 else set()


def _placed(text: str, spot: Spot) -> bool:
    """Tell whether the words before a name put something there: "from Mansfield"."""
    before = text[max(0, spot.start - 12) : spot.start]
    return before.endswith(", ") or bool(_PREPOSITION.search(before))


def _part_of_a_name(text: str, spot: Spot) -> bool:
    """Tell whether a capital stands beside a name, as where it is somebody's: "Jackson Browne"."""
    after = text[spot.end : spot.end + 2]
    if len(after) == 2 and after[0] == " " and after[1].isupper():
        return True
    before = _NAME_BEFORE.search(text, max(0, spot.start - 30), spot.start)
    return before is not None and before[0][0].isupper()


@lru_cache(maxsize=1)
def _small_words(text: str) -> frozenset[str]:
    return frozenset(word for word in _LOWER_WORD.findall(text) if word.islower())


def _parts(leanings: Sequence[Leaning]) -> list[tuple[Leaning, float]]:
    """Part the vote of a name among what it may mean."""
    shares = {leaning.place_id: (leaning, leaning.odds / 2) for leaning in leanings if leaning.odds}
    units: dict[tuple[str, str], Leaning] = {}
    for leaning in leanings:
        units.setdefault((leaning.country, leaning.unit), leaning)
    for leaning in units.values():
        _, share = shares.get(leaning.place_id, (leaning, 0.0))
        shares[leaning.place_id] = leaning, share + 1 / len(units) / 2
    return list(shares.values())


def _count(
    parts: Mapping[str, Sequence[tuple[Leaning, float]]], weights: Mapping[str, float]
) -> tuple[dict[str, Votes], Votes]:
    ballots, votes = {}, Votes()
    for key, shares in parts.items():
        ballots[key] = Votes()
        for leaning, share in shares:
            ballots[key].give(leaning.country, leaning.unit, leaning.cell, share * weights[key])
        votes.add(ballots[key])
    return ballots, votes


def _company(leanings: Sequence[Leaning]) -> Company:
    spots = {cell for leaning in leanings for cell in leaning.beside}
    holders = {leaning.district for leaning in leanings if leaning.district == leaning.place_id} - {""}
    held = {leaning.district for leaning in leanings if leaning.district != leaning.place_id} - {""}
    return Company(Counter(spots), Counter(holders), Counter(held))


def _agreeing(
    shares: Sequence[tuple[Leaning, float]], votes: Votes, own: Votes
) -> list[tuple[Leaning, float]]:
    """Part a vote anew: what lies where other names lie gets more of it."""
    weights = [
        share * (1 + max(0.0, votes.units.get(leaning.unit, 0.0) - own.units.get(leaning.unit, 0.0)))
        for leaning, share in shares
    ]
    whole = sum(weights)
    return [(leaning, weight / whole) for (leaning, _), weight in zip(shares, weights, strict=True)]
