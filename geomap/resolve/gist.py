"""What part of the world a document is about, to go by all that its names may mean.

Names that are ambiguous each by itself often have one part of the world in common: of all the
Mansfields, Pinevilles and Alexandrias only Louisiana has the three. Each name gives one vote,
parted among the countries and first-level units that its candidates lie in: half by how
likely they are as it stands, half in equal parts, as a local paper names the small ones. A
name that is everywhere says little then, and no name speaks for itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.gazetteer.names import fold
from geomap.model import Kind, Place, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geomap.gazetteer.index import Index
    from geomap.resolve.geography import Geography

FEWEST = 2
"""Other names that it takes to say what a document is about."""


@dataclass(frozen=True, slots=True)
class Gist:
    """Where the names of a document, but for one, may lie."""

    countries: Mapping[str, float] = field(default_factory=dict)
    """Code to the share of all votes."""
    units: Mapping[str, float] = field(default_factory=dict)
    """First-level unit to its votes, at most one."""
    unit_of: Mapping[str, str] = field(default_factory=dict)
    """Place id to its first-level unit."""

    def shares(self, place: Place) -> tuple[float, float]:
        """Give the votes for a place's country and for its first-level unit, 0 to 1 each."""
        unit = self.unit_of.get(place.id, place.id if place.kind is Kind.ADMIN1 else "")
        return self.countries.get(place.country or "", 0.0), self.units.get(unit, 0.0)


NO_GIST = Gist()


def gists(answers: Mapping[str, Resolution], index: Index, geography: Geography) -> dict[str, Gist]:
    """Tell for each name of a document what the others are about.

    Parameters
    ----------
    answers
        What each name means, as it stands; only its candidates count.
    index, geography
        Give all that a name may mean, and where that lies.
    """
    unit_of: dict[str, str] = {}
    votes = {name: _votes(name, answer, index, geography, unit_of) for name, answer in answers.items()}
    voting = [vote for vote in votes.values() if vote[0]]
    if len(voting) <= FEWEST:
        return {}
    countries: defaultdict[str, float] = defaultdict(float)
    units: defaultdict[str, float] = defaultdict(float)
    for own_countries, own_units in voting:
        for code, share in own_countries.items():
            countries[code] += share
        for unit, share in own_units.items():
            units[unit] += share
    found = {}
    for name, (own_countries, own_units) in votes.items():
        others = len(voting) - bool(own_countries)
        found[name] = Gist(
            {code: (total - own_countries.get(code, 0.0)) / others for code, total in countries.items()},
            {unit: min(1.0, total - own_units.get(unit, 0.0)) for unit, total in units.items()},
            unit_of,
        )
    return found


def _votes(
    name: str, answer: Resolution, index: Index, geography: Geography, unit_of: dict[str, str]
) -> tuple[dict[str, float], dict[str, float]]:
    likely = [(candidate.place, candidate.score) for candidate in answer.candidates if candidate.score > 0]
    whole = sum(score for _, score in likely)
    if not whole:
        return {}, {}
    senses = {place.id: place for place, _ in likely}
    senses |= {place.id: place for place, _ in index.exact(fold(name))}
    for place in senses.values():
        if place.id not in unit_of:
            unit_of[place.id] = _unit(place, index, geography)
    countries, units = defaultdict[str, float](float), defaultdict[str, float](float)
    for place, score in likely:
        _give(countries, units, place, unit_of, score / whole / 2)
    parts: dict[tuple[str, str], Place] = {}
    for place in senses.values():
        parts.setdefault((place.country or "", unit_of[place.id]), place)
    for place in parts.values():
        _give(countries, units, place, unit_of, 1 / len(parts) / 2)
    return countries, units


def _give(
    countries: defaultdict[str, float],
    units: defaultdict[str, float],
    place: Place,
    unit_of: dict[str, str],
    votes: float,
) -> None:
    if place.country:
        countries[place.country] += votes
    if unit_of[place.id]:
        units[unit_of[place.id]] += votes


def _unit(place: Place, index: Index, geography: Geography) -> str:
    """Give the first-level unit that a place is or lies in; empty for none."""
    if place.kind is Kind.ADMIN1:
        return place.id
    above: Iterable[Place | None] = map(index.place, geography.ancestors(place))
    return next((unit.id for unit in above if unit is not None and unit.kind is Kind.ADMIN1), "")
