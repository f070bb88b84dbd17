"""What a gazetteer knows of a name, boiled down to what recognition asks, and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Alias, Mention, Place, Resolution

_USUAL = frozenset({"US", "UK", "UAE", "USA", "EU", "DPRK", "NYC"})
"""Short forms that running text uses as names."""
_REMEMBERED = 200_000


class Finder(Protocol):
    """What geoparsing asks of a gazetteer."""

    def lookup(self, text: str) -> Sequence[tuple[Place, Alias]]:
        """Give the places that are spelled so, apart from case and accents."""

    def resolve_document(self, text: str, mentions: Sequence[Mention]) -> list[Resolution]:
        """Decide what each mention means, in the light of the others."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the places of one name are like."""

    fame: float = 0.0
    """How likely a reader is to mean a place by the bare name: 4 a country, 0 none by this name."""
    container: bool = False
    """Whether it can stand after a comma to say where something is: a country, a first-level unit."""
    country: bool = False
    wide: bool = False
    """Whether it names a country, a region or a sea and nothing finer."""
    demonym: bool = False
    """Whether it is said of people and things of a place: "Iraqi"."""
    code: bool = False
    """Whether it is a short code of a container, as in "Memphis, TN"."""


NOTHING = Known()


# Held for as long as the gazetteer is; nothing in it may refer to the gazetteer.
_REMEMBERED_OF: WeakKeyDictionary[Finder, dict[str, Known]] = WeakKeyDictionary()


class Names:
    """A gazetteer's names, each looked up once, in whichever text it is met."""

    def __init__(self, gazetteer: Finder) -> None:
        self._lookup = gazetteer.lookup
        self._known = _REMEMBERED_OF.setdefault(gazetteer, {})

    def __call__(self, surface: str) -> Known:
        """Tell what is known of a name; `NOTHING` where there is no such name."""
        known = self._known.get(surface)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[surface] = _boil_down(surface, self._lookup(surface))
        return known


def _boil_down(surface: str, answers: Sequence[tuple[Place, Alias]]) -> Known:
    if not answers:
        return NOTHING
    short = len(surface) <= 3 and surface.isupper() and surface not in _USUAL
    fame = 0.0
    container = country = fine = demonym = code = False
    for place, alias in answers:
        if alias.kind is AliasKind.DEMONYM:
            demonym = True
            continue
        holds = place.kind in {Kind.COUNTRY, Kind.ADMIN1}
        if alias.kind is AliasKind.CODE or short:
            if surface not in _USUAL and alias.text != surface:
                continue
            if surface not in _USUAL and (alias.kind is AliasKind.CODE or place.kind is not Kind.COUNTRY):
                # "TN" is a place only where the words before make it one.
                code = code or holds
                continue
        fame = max(fame, _fame(place, own=alias.text == place.name))
        container = container or holds
        country = country or place.kind is Kind.COUNTRY
        fine = fine or place.kind not in {Kind.COUNTRY, Kind.REGION, Kind.SEA}
    return Known(fame, container, country, not fine, demonym, code)


def _fame(place: Place, *, own: bool) -> float:
    if place.kind is Kind.COUNTRY:
        return 4.0
    if place.kind in {Kind.REGION, Kind.SEA, Kind.STRAIT}:
        return 3.0
    if place.kind is Kind.ADMIN1:
        return 3.0 if own else 2.0
    people = place.population
    if people is not None:
        fame = 3.0 if people >= 500_000 else 2.5 if people >= 100_000 else 1.5 if people >= 15_000 else 0.7
        if own and ":" not in place.id:
            fame = max(fame, 2.5)
        # What a place is called in other languages or was called once is rarely meant by the bare word.
        return fame if own else max(0.5, fame - 1.0)
    if ":" not in place.id:
        # A pack made by hand: somebody found the place worth a line.
        return 2.5
    return 0.7 if own else 0.4
