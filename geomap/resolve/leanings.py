"""What part of the world a document is about, to go by all that its names may mean.

Names that are ambiguous each by itself often have one part of the world in common: of all the
Mansfields, Pinevilles and Alexandrias only Louisiana has the three. Each name of the text gives
one vote, parted among the countries, first-level units and surroundings of what it may mean:
half by how likely that is as it stands, half in equal parts, as a local paper names the small
ones. A name that is everywhere says little then, and no name speaks for itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.names import fold
from geomap.model import Kind, Place, Resolution
from geomap.resolve.candidates import exact
from geomap.resolve.evidence import EMPTY, weigh
from geomap.resolve.gist import Cell, Gist, Votes, cell_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    cell: Cell | None
    """``None`` for what is too large to be near anything."""
    odds: float
    """How likely by itself, 0 to 1 over all that the name may mean."""


class Leanings:
    """Tells what names may mean and where that is, each looked up once."""

    def __init__(self, index: Index, geography: Geography) -> None:
        self._index = index
        self._geography = geography
        self._units: dict[str, str] = {}
        self.of = lru_cache(maxsize=REMEMBERED)(self._of)

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
        return Leaning(place.id, place.country or "", self.unit(place), cell_of(place), odds)

    def unit(self, place: Place) -> str:
        """Give the first-level unit that a place is or lies in; empty for none."""
        if place.kind is Kind.ADMIN1:
            return place.id
        if not place.parent:
            return ""
        unit = self._units.get(place.parent)
        if unit is None:
            above: Iterable[Place | None] = map(self._index.place, self._geography.ancestors(place))
            unit = next((one.id for one in above if one is not None and one.kind is Kind.ADMIN1), "")
            self._units[place.parent] = unit
        return unit


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
    parts = {key: _parts(leanings.meant(answer)) for key, answer in names.items()}
    small = {word for word in _LOWER_WORD.findall(text) if word.islower()}
    for spot in spots:
        key = fold(spot.surface)
        # A word that the text also writes small is none: "Man", "Of", "Same".
        if key not in parts and spot.surface.lower() not in small:
            parts[key] = _parts(leanings.of(spot.surface))
    ballots, votes = _count(parts)
    # Once more, now that it shows which parts of the world have names in common.
    parts = {key: _agreeing(shares, votes, ballots[key]) for key, shares in parts.items()}
    ballots, votes = _count(parts)
    cast = sum(1 for ballot in ballots.values() if ballot.countries)
    found = {}
    for key in names:
        own = ballots[key]
        foremost = max((total - own.units.get(unit, 0.0) for unit, total in votes.units.items()), default=0.0)
        found[key] = Gist(votes, own, cast - bool(own.countries), leanings.unit, foremost)
    return found


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


def _count(parts: Mapping[str, Sequence[tuple[Leaning, float]]]) -> tuple[dict[str, Votes], Votes]:
    ballots, votes = {}, Votes()
    for key, shares in parts.items():
        ballots[key] = Votes()
        for leaning, share in shares:
            ballots[key].give(leaning.country, leaning.unit, leaning.cell, share)
        votes.add(ballots[key])
    return ballots, votes


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
