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
from functools import lru_cache
from math import exp
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.memory import Memory
from geomap.gazetteer.names import fold
from geomap.model import Kind, Place, Resolution
from geomap.resolve.candidates import exact
from geomap.resolve.evidence import EMPTY, weigh
from geomap.resolve.gist import Company, Gathering, Gist, Votes, Whereabouts, locate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from geomap.gazetteer.index import Index
    from geomap.resolve.geography import Geography
    from geomap.resolve.scanning import Meaning, Spot

REMEMBERED = 1 << 15
"""Names whose leaning is kept."""

Leaning = tuple[Whereabouts, float]
"""One place that a name may mean, and how likely: 0 to 1 over all that it may mean."""


class Stance(NamedTuple):
    """What a name may mean, as its vote."""

    parts: Sequence[tuple[Whereabouts, float]]
    """Its vote, parted among the places."""
    units: Mapping[str, float]
    """The same by first-level unit."""
    somewhere: bool
    """Whether any of it is in a country."""
    company: Company


class Voice(NamedTuple):
    """A name of a document, as it votes there."""

    stance: Stance
    weight: float
    company: Company | None
    """``None`` for a name that may be no place at all."""


class Leanings:
    """Tells what names may mean and where that is, each looked up once."""

    def __init__(self, index: Index, geography: Geography) -> None:
        self._index = index
        self._geography = geography
        self._units: dict[str, tuple[str, str]] = {}
        self._located: Memory[str, Whereabouts] = Memory(REMEMBERED)
        self._of = lru_cache(maxsize=REMEMBERED)(self._find)
        self.stance = lru_cache(maxsize=REMEMBERED)(self._take)

    def _find(self, surface: str) -> Sequence[Leaning]:
        """Give the leanings of a name as it stands."""
        matches = exact(self._index, fold(surface), surface)
        weights = [sum(row.weight for row in weigh(one, EMPTY, None, self._geography)) for one in matches]
        most = max(weights, default=0.0)
        odds = [exp(weight - most) for weight in weights]
        whole = sum(odds)
        return [(self.located(match.place), one / whole) for match, one in zip(matches, odds, strict=True)]

    def _take(self, surface: str) -> Stance:
        """Give the stance of a name as it stands."""
        return _stance(self._of(surface))

    def meant(self, answer: Resolution) -> Stance:
        """Give the stance of a name in its text, as answered there."""
        likely = {one.place.id: one for one in answer.candidates if one.score > 0}
        whole = sum([one.score for one in likely.values()])
        if not whole:
            return SILENT
        every = self._of(answer.query)
        others = [(where, 0.0) for where, _ in every if where.place_id not in likely]
        same = len(others) + len(likely) == len(every)
        if same and len(every) == 1:
            return self.stance(answer.query)
        leanings = [(self.located(one.place), one.score / whole) for one in likely.values()] + others
        return _stance(leanings, self.stance(answer.query).company if same else None)

    def located(self, place: Place) -> Whereabouts:
        """Tell where a place lies."""
        known = self._located.get(place.id)
        return known or self._located.keep(place.id, locate(place, *self._units_of(place)))

    def _units_of(self, place: Place) -> tuple[str, str]:
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


def _stance(leanings: Sequence[Leaning], company: Company | None = None) -> Stance:
    """Part the vote of a name among what it may mean; its company goes by what that is alone."""
    shares = {where.place_id: (where, odds / 2) for where, odds in leanings if odds}
    first: dict[tuple[str, str], Whereabouts] = {}
    for where, _ in leanings:
        first.setdefault((where.country, where.unit), where)
    equal = 1 / len(first) / 2 if first else 0.0
    for where in first.values():
        _, share = shares.get(where.place_id, (where, 0.0))
        shares[where.place_id] = where, share + equal
    units: dict[str, float] = {}
    for where, share in shares.values():
        if where.unit:
            units[where.unit] = units.get(where.unit, 0.0) + share
    somewhere = any(where.country for where, _ in shares.values())
    company = company or _company([where for where, _ in leanings])
    return Stance(list(shares.values()), units, somewhere, company)


def _company(places: Sequence[Whereabouts]) -> Company:
    return Company(
        frozenset().union(*(where.beside for where in places)),
        frozenset(where.district for where in places if where.district == where.place_id) - {""},
        frozenset(where.district for where in places if where.district != where.place_id) - {""},
    )


SILENT = _stance(())


def bystanders(text: str, spots: Sequence[Spot], asked: Collection[str], leanings: Leanings) -> list[Voice]:
    """Give the names of a text their voices that were met in it and not asked for.

    Parameters
    ----------
    text, spots
        The text, and the names met in it, asked for or not.
    asked
        Spelling keys of those asked for.
    leanings
        Tells what names may mean.
    """
    voices: dict[str, Voice] = {}
    for spot in spots:
        key = fold(spot.surface)
        # A word that the text also writes small is none: "Man", "Of", "Same".
        if key in asked or _part_of_a_name(text, spot) or _written_small(text, spot.surface.lower()):
            continue
        known = voices.get(key)
        if known is None:
            known = voices[key] = Voice(leanings.stance(spot.surface), NOT_ASKED, None)
        if _placed(text, spot):
            voices[key] = Voice(known.stance, 1.0, leanings.stance(spot.surface).company)
    return list(voices.values())


def gists(
    names: Mapping[str, Resolution], others: Sequence[Voice], units_named: frozenset[str], leanings: Leanings
) -> dict[str, Gist]:
    """Tell for each name of a document what all the others are about.

    Parameters
    ----------
    names
        Spelling key to what the name means, as it stands; only its candidates count.
    others
        The voices of the names that were not asked for.
    units_named
        Ids of the first-level units that the text names by names which mean nothing else.
    leanings
        Tells what names may mean.
    """
    asked = {key: leanings.meant(answer) for key, answer in names.items()}
    voices = [*(Voice(stance, 1.0, stance.company) for stance in asked.values()), *others]
    units: dict[str, float] = {}
    for stance, weight, _ in voices:
        for unit, share in stance.units.items():
            units[unit] = units.get(unit, 0.0) + weight * share
    # Once more, now that it shows which parts of the world have names in common.
    votes = Votes()
    ballots = {}
    for key, stance in asked.items():
        ballots[key] = Votes()
        _vote(stance, 1.0, units, ballots[key])
        votes.add(ballots[key])
    for stance, weight, _ in others:
        _vote(stance, weight, units, votes)
    cast = sum(weight for stance, weight, _ in voices if stance.somewhere)
    gathering = Gathering([company for _, _, company in voices if company is not None])
    named = units_named.union(*map(_unit_meant, names.values()))
    foremost = sorted(votes.units.items(), key=itemgetter(1), reverse=True)
    return {
        key: Gist(
            votes,
            ballots[key],
            gathering,
            stance.company,
            cast - stance.somewhere,
            leanings.located,
            _most(foremost, ballots[key].units),
            named,
        )
        for key, stance in asked.items()
    }


def _most(foremost: Sequence[tuple[str, float]], own: Mapping[str, float]) -> float:
    """Give the votes of the first-level unit that has most of them without a name's own."""
    most = 0.0
    for unit, total in foremost:
        most = max(most, total - own.get(unit, 0.0))
        if unit not in own:
            break
    return most


def _vote(stance: Stance, weight: float, units: Mapping[str, float], votes: Votes) -> None:
    """Part a name's vote anew, and add it to others: what lies where other names lie gets more of it."""
    more = {unit: 1 + max(0.0, units[unit] - weight * share) for unit, share in stance.units.items()}
    parts = [share * more.get(where.unit, 1.0) for where, share in stance.parts]
    times = weight / sum(parts) if parts else 0.0
    countries, own_units, cells = votes.countries, votes.units, votes.cells
    for (where, _), part in zip(stance.parts, parts, strict=True):
        share = part * times
        if where.country:
            countries[where.country] = countries.get(where.country, 0.0) + share
        if where.unit:
            own_units[where.unit] = own_units.get(where.unit, 0.0) + share
        if where.cell is not None:
            cells[where.cell] = cells.get(where.cell, 0.0) + share


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


def units_named(meanings: Iterable[Meaning]) -> frozenset[str]:
    """Give the first-level units that names mean which mean nothing else."""
    return frozenset(
        meaning.places[0].id
        for meaning in meanings
        if len(meaning.places) == 1 and not meaning.demonym and meaning.places[0].kind is Kind.ADMIN1
    )


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


def _written_small(text: str, word: str) -> bool:
    """Tell whether a text has a word, of which every letter is small."""
    if not (word.islower() and word.isalpha()):
        return False
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return False
